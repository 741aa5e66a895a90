package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// base makes the part of the world that never changes.
func (f *WorldFile) base(m *Model) (*Base, error) {
	types, err := typesOf(m)
	if err != nil {
		return nil, err
	}
	b := &Base{Name: f.Name, Facts: map[Fact]Range{}, Names: map[string]string{}, Types: types}
	if len(f.Accounts) == 0 || len(f.Callers) == 0 || len(f.Regions) == 0 {
		return nil, errors.New("a world needs at least one account, one caller and one region")
	}
	if err := errors.Join(
		addAll("accounts", f.Accounts, func(a fileAccount) string { return a.Name }, b.addFileAccount),
		addAll("callers", f.Callers, func(c fileCaller) string { return c.Name }, b.addFileCaller),
		addAll("regions", f.Regions, func(r fileRegion) string { return r.ID }, b.addFileRegion),
	); err != nil {
		return nil, err
	}
	name, add := func(f fileFact) string { return f.Scope + ", " + f.Name }, func(f fileFact) error { return b.addFileFact(m.kinds, f) }
	if err := addAll("facts", f.Facts, name, add); err != nil {
		return nil, err
	}
	if err := b.addFileAnswers(m, f.Answers); err != nil {
		return nil, err
	}
	return b, nil
}

// addFileAnswers takes answers for operations that the model does not have.
func (b *Base) addFileAnswers(m *Model, answers map[string]map[string]any) error {
	b.Answers = make(map[string]string, len(answers))
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		products, err := m.Catalog().Products(name)
		if err != nil {
			return err
		}
		if _, served := m.Operation(name); served {
			return fmt.Errorf("answers: %s is served, and answers as the model says: give answers for operations that are not ('ecsim actions --all')", name)
		}
		if len(products) == 0 {
			return fmt.Errorf("answers: no operation is called %q: give its exact name", name)
		}
		text, err := json.Marshal(answers[name])
		if err != nil || answers[name] == nil {
			return fmt.Errorf("answers: %s: give the answer as a mapping, such as {Disks: {Disk: []}}", name)
		}
		b.Answers[name] = string(text)
	}
	return nil
}

func (b *Base) addFileAccount(f fileAccount) error {
	if f.Name == "" || f.ID == "" {
		return errors.New("name or id is missing: give both")
	}
	for _, a := range b.Accounts {
		if a.Name == f.Name || a.ID == f.ID {
			return errors.New("there is another account of that name or id: every account needs its own")
		}
	}
	if f.Name == SystemAccount || f.ID == SystemAccount {
		return fmt.Errorf("%s is the account of the public images: call yours otherwise", SystemAccount)
	}
	b.Accounts = append(b.Accounts, Account{ID: f.ID, Name: f.Name})
	return nil
}

func (b *Base) addFileCaller(f fileCaller) error {
	id, err := b.AccountID(f.Account)
	if err != nil {
		return err
	}
	if _, taken := b.Caller(f.Name); f.Name == "" || taken {
		return errors.New("name is missing, or that of another caller: every caller needs its own")
	}
	caller := Caller{Name: f.Name, Account: id, Kind: f.Kind, Policies: f.Policies, Session: f.Session}
	for _, k := range f.Keys {
		if b.hasKey(k.ID) || slices.ContainsFunc(caller.Keys, func(o AccessKey) bool { return o.ID == k.ID }) {
			return fmt.Errorf("key %s is given twice: an access key belongs to one caller", k.ID)
		}
		if !k.Expires.IsZero() && k.Token == "" {
			return fmt.Errorf("key %s expires and has no token: only the key of a session ends by itself", k.ID)
		}
		caller.Keys = append(caller.Keys, AccessKey{
			ID: k.ID, Secret: k.Secret, SecurityToken: k.Token, Disabled: k.Disabled, Expires: k.Expires.UTC(),
		})
	}
	return b.AddCaller(caller)
}

func (b *Base) hasKey(id string) bool {
	return slices.ContainsFunc(b.Callers, func(c Caller) bool {
		return slices.ContainsFunc(c.Keys, func(k AccessKey) bool { return k.ID == id })
	})
}

func (b *Base) addFileRegion(f fileRegion) error {
	if f.ID == "" || len(f.Zones) == 0 {
		return errors.New("id or zones are missing: give both")
	}
	if b.Region(f.ID) != nil {
		return errors.New("there is another region of that id")
	}
	b.Regions = append(b.Regions, Region{RegionId: f.ID, LocalName: f.Name, Zones: NewList(f.Zones...)})
	for zone := range f.Unsold {
		if !slices.Contains(f.Zones, zone) {
			return fmt.Errorf("unsold: %s is no zone of the region: its zones are %s", zone, strings.Join(f.Zones, ", "))
		}
	}
	for _, zone := range f.Zones {
		if b.Zone(zone) != nil {
			return fmt.Errorf("zone %s is given twice: a zone belongs to one region", zone)
		}
		sold := NewList(SortedTypes(b.Types)...)
		for _, typ := range f.Unsold[zone] {
			if b.Types[typ] == nil {
				return fmt.Errorf("unsold: there is no instance type %q: see fixtures/catalog/instance-types.json", typ)
			}
			sold = sold.Without(typ)
		}
		b.Zones = append(b.Zones, Zone{ZoneId: zone, LocalName: f.Name + " " + zone, Types: sold})
	}
	return nil
}

// addFileFact checks that the fact exists, and fits its scope.
func (b *Base) addFileFact(kinds *Kinds, f fileFact) error {
	name, scope := FactName(f.Name), f.Scope
	var is bool
	fact, _ := kinds.fact(name)
	switch fact.about {
	case "account":
		id, err := b.AccountID(scope)
		if err != nil {
			return fmt.Errorf("the fact is about an account: %w", err)
		}
		scope, is = id, true
	case "region":
		is = b.Region(scope) != nil
	case aboutType:
		is = b.Types[scope] != nil
	case "text":
		is = scope != ""
	default:
		return fmt.Errorf("there is no fact %q: docs/world.md lists them", f.Name)
	}
	if !is {
		return fmt.Errorf("the fact is about one %s, and scope %q is none of this world", fact.about, f.Scope)
	}
	if f.Value < 0 || fact.about != aboutType && f.Value > fact.most {
		return fmt.Errorf("value %d is outside 0 to %d", f.Value, fact.most)
	}
	b.Facts[Fact{scope, name}] = Exactly(f.Value)
	if fact.about == aboutType {
		b.Types[scope].set(name, f.Value)
	}
	return nil
}

// ZoneIn says whether the region has the zone.
func (w *World) ZoneIn(region, zone string) error {
	if r := w.base.Region(region); !r.Zones.Has(zone) {
		return fmt.Errorf("zone %q is not in region %s: its zones are %s", zone, region, strings.Join(r.Zones.All(), ", "))
	}
	return nil
}

// AddNamed gives a resource its symbolic name.
func (b *Base) AddNamed(as, id string) error {
	if as == "" {
		return fmt.Errorf("%s has no name: give `as`, the name under which sequences speak of it", id)
	}
	if other, taken := b.Names[as]; taken {
		return fmt.Errorf("%s is the name of two resources (%s and %s): give one of them another", as, other, id)
	}
	b.Names[as] = id
	return nil
}

// AccountName returns the name of the account.
func (b *Base) AccountName(id string) string {
	for _, a := range b.Accounts {
		if a.ID == id {
			return a.Name
		}
	}
	return id
}

// AccountID returns the id of the account of the name.
func (b *Base) AccountID(name string) (string, error) {
	var names []string
	for _, a := range b.Accounts {
		if a.Name == name {
			return a.ID, nil
		}
		names = append(names, a.Name)
	}
	return "", fmt.Errorf("no account is called %q: the accounts are %s", name, strings.Join(names, ", "))
}

// PlaceOf returns the account's place in the region, by the names of the file.
func (w *World) PlaceOf(account, region string) (*Place, error) {
	id, err := w.Base().AccountID(account)
	if err != nil {
		return nil, err
	}
	p := w.Place(id, region)
	if p == nil {
		var ids []string
		for _, r := range w.Base().Regions {
			ids = append(ids, r.RegionId)
		}
		return nil, fmt.Errorf("there is no region %q: the regions are %s", region, strings.Join(ids, ", "))
	}
	return p, nil
}

// FileTags returns the tags of a world file.
func FileTags(tags map[string]string) List {
	var list []Tag
	for key, value := range tags {
		list = append(list, Tag{key, value})
	}
	slices.SortFunc(list, func(a, b Tag) int { return strings.Compare(a.Key, b.Key) })
	return NewTags(list...)
}

// OneOf returns the value, or the first of the possible values if the file has
// none.
func OneOf(what, value string, values ...string) (string, error) {
	switch {
	case value == "":
		return values[0], nil
	case !slices.Contains(values, value):
		return "", fmt.Errorf("%s %q is none of %s", what, value, strings.Join(values, ", "))
	default:
		return value, nil
	}
}
