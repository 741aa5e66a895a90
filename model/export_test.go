package model

import "reflect"

// What tests look at and no other package may.

// Insides are the parts of a world that are derived or learnt.
type Insides struct {
	Learnt map[string]Range
	Tokens map[string]token
	Owners []map[string]string // by place and kind
	Users  []map[string]int
}

// InsidesOf returns copies of the parts.
func InsidesOf(w World) Insides {
	in := Insides{Learnt: mapOf(w.learnt), Tokens: mapOf(w.tokens)}
	for _, p := range w.Places {
		for _, k := range w.model.kinds.kept {
			in.Owners = append(in.Owners, mapOf(p.owners[k.Number()]))
			in.Users = append(in.Users, mapOf(p.users[k.Number()]))
		}
	}
	return in
}

// BeginDraft makes the world write into one copy of a place.
func BeginDraft(w *World) { w.drafting = true }

// Drafting says whether the world does so, and CopiedPlace which copy it is.
func Drafting(w World) bool { return w.drafting }

// CopiedPlace returns the place that a drafting world has copied.
func CopiedPlace(w World) *Place { return w.own }

// EndDraft returns the world as it stands.
func EndDraft(w *World) World { return w.finished() }

// Teach makes the world know the fact so.
func Teach(w World, f Fact, r Range) World {
	w.learn(f.key(), r)
	return w
}

// RequestIn is a request of the account in the region, without a call.
func RequestIn(w *World, account, region string) *Request {
	return &Request{World: w, Region: region, caller: Caller{Account: account}, Place: w.Place(account, region)}
}

// ArnOf and TagsOf are what policies see of what the id names.
func ArnOf(r *Request, k Kind, id string) string { return r.arn(k, id) }

// TagsOf returns the tags that conditions of policies compare.
func TagsOf(r *Request, k Kind, id string) map[string]string { return r.tagsOf(k, id) }

// SectionKeys returns the keys of the sections of a world file with the type of
// their elements.
func SectionKeys(ks *Kinds) map[string]reflect.Type {
	keys := map[string]reflect.Type{}
	for _, s := range ks.sections() {
		keys[s.key] = s.of
	}
	return keys
}

// FactsByKind returns the names of all facts, by what they are about.
func FactsByKind(ks *Kinds) map[string][]FactName {
	names := map[string][]FactName{}
	for name, f := range ks.facts {
		names[f.about] = append(names[f.about], name)
	}
	return names
}

// FactsAbout says what the fact is about; empty where there is no such fact.
func FactsAbout(ks *Kinds, name FactName) string { return ks.facts[name].about }

// RAMCodes are the codes of the rows that say that RAM denies a call.
func RAMCodes() []string { return ramCodes() }

// PlaceType and TokenType are the types of what a world consists of.
func PlaceType() reflect.Type { return reflect.TypeFor[Place]() }

// TokenType is the type of a remembered token.
func TokenType() reflect.Type { return reflect.TypeFor[token]() }
