package target

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// Made lists the resources that a prelude made.
type Made struct {
	// Set holds the values that were set and the resources that were made, as
	// [Discover] takes them.
	Set map[string]string
	// IDs are the ids of the resources, in the order of creation.
	IDs     []string
	target  sequence.Target
	region  string
	deletes []model.Call // in the order of making
	tokens  int
}

// Prelude makes resources that [Discover] would miss, where that is possible: a
// VPC with vSwitches in two zones, two basic groups and an enterprise group; or
// what the VPC that sequences use lacks of that. It makes nothing on a target
// that has all of it. The resources are to be removed after the run; if there is
// an error, they have been removed already.
func Prelude(ctx context.Context, t sequence.Target, set map[string]string) (*Made, error) {
	p := &Made{Set: maps.Clone(set), target: t}
	if p.Set == nil {
		p.Set = map[string]string{}
	}
	if _, inside := t.(interface{ World() model.World }); inside {
		return p, nil
	}
	if _, _, ours := knownName(ctx, t); ours {
		return p, nil
	}
	d, err := fetchWorld(ctx, t, set)
	if err != nil {
		return p, err
	}
	p.region = d.region
	if err := p.make(ctx, d); err != nil {
		return p, errors.Join(err, p.Remove(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// make makes the missing resources, if possible.
func (p *Made) make(ctx context.Context, d *discovery) (err error) {
	missing := func(name string) bool {
		return slices.ContainsFunc(d.needs, func(n Need) bool { return n.Set == name })
	}
	switch {
	case missing("zone"), missing("vpc"):
		return nil // these cannot be made; Discover reports them
	case missing("vswitch"):
		err = p.network(ctx, d)
	case missing("group"):
		err = p.group(ctx, d.network.vswitches[0].VpcId, "ecsim-1", ecs.BasicGroup)
	default:
		err = p.complete(ctx, d)
	}
	refused, ok := errors.AsType[*refusedError](err)
	if !ok {
		return err
	}
	for i := range d.needs {
		if n := &d.needs[i]; n.Set == "vswitch" || n.Set == "group" {
			n.Why += ", and " + refused.why
		}
	}
	return &MissingError{Target: p.target.Name(), Needs: d.needs}
}

// A refusedError says that the target refuses to make something.
type refusedError struct{ why string }

func (e *refusedError) Error() string { return e.why }

// network makes a VPC with its vSwitches and groups.
func (p *Made) network(ctx context.Context, d *discovery) error {
	vpc, err := p.create(ctx, "CreateVpc", "DeleteVpc", "VpcId", model.Params{"CidrBlock": "10.0.0.0/16", "VpcName": "ecsim"})
	if err != nil {
		return err
	}
	p.Set["vpc"] = vpc
	if err := p.await(ctx, "DescribeVpcs", "VpcId", vpc); err != nil {
		return err
	}
	for i, zone := range d.zones[:min(2, len(d.zones))] {
		made, err := p.create(ctx, "CreateVSwitch", "DeleteVSwitch", "VSwitchId", model.Params{
			"VpcId": vpc, "ZoneId": zone.ZoneId, "CidrBlock": fmt.Sprintf("10.0.%d.0/24", i+1), "VSwitchName": fmt.Sprintf("ecsim-%d", i+1),
		})
		if err != nil {
			return err
		}
		if i == 0 {
			p.Set["vswitch"] = made
		}
		if err := p.await(ctx, "DescribeVSwitches", "VSwitchId", made); err != nil {
			return err
		}
	}
	for _, name := range []string{"ecsim-1", "ecsim-2"} {
		if err := p.group(ctx, vpc, name, ecs.BasicGroup); err != nil {
			return err
		}
	}
	err = p.group(ctx, vpc, "ecsim-3", ecs.EnterpriseGroup)
	if _, refused := errors.AsType[*refusedError](err); refused {
		return nil // a target without enterprise groups is sufficient
	}
	return err
}

// group makes a group in the VPC. The first basic one is the one to use.
func (p *Made) group(ctx context.Context, vpc, name, kind string) error {
	made, err := p.create(ctx, "CreateSecurityGroup", "DeleteSecurityGroup", "SecurityGroupId", groupParams(vpc, name, kind))
	if err == nil && p.Set["group"] == "" {
		p.Set["group"] = made
	}
	return err
}

// groupParams are those of the call that makes a group.
func groupParams(vpc, name, kind string) model.Params {
	params := model.Params{"VpcId": vpc, "SecurityGroupName": name}
	if kind != ecs.BasicGroup {
		params["SecurityGroupType"] = kind
	}
	return params
}

// create makes one resource and notes how to remove it.
func (p *Made) create(ctx context.Context, op, remove, member string, params model.Params) (string, error) {
	p.tokens++
	params["RegionId"] = p.region
	// With a token, a call whose answer was lost can be repeated.
	params["ClientToken"] = fmt.Sprintf("ecsim-%d-%d", time.Now().UnixNano(), p.tokens)
	o, err := (&discovery{target: p.target}).ask(ctx, model.Call{Op: op, Region: p.region, Params: params})
	switch {
	case err != nil:
		return "", err
	case o.Class != model.ClassOK:
		return "", &refusedError{reason(op, o)}
	case len(o.Reply.Created) == 0:
		return "", &refusedError{op + " answers no " + member}
	}
	id := o.Reply.Created[0]
	p.IDs = append(p.IDs, id)
	p.deletes = append(p.deletes, model.Call{Op: remove, Region: p.region, Params: model.Params{"RegionId": p.region, member: id}})
	return id, nil
}

// await waits until the resource is Available, if the target shows its status
// at all.
func (p *Made) await(ctx context.Context, op, member, id string) error {
	d := &discovery{target: p.target}
	for n := 1; ; n++ {
		o, err := d.ask(ctx, model.Call{Op: op, Region: p.region, Params: model.Params{"RegionId": p.region, member: id}})
		if err != nil || o.Class != model.ClassOK {
			return err
		}
		for _, item := range o.Reply.Items {
			if s := asSeen(item); s.ID() == id && available(model.StatusOf(s.Resource)) {
				return nil
			}
		}
		if again, err := p.wait(ctx, n); err != nil || !again {
			return cmp.Or(err, fmt.Errorf("%s does not become Available: look at it there, and remove it", id))
		}
	}
}

// wait pauses before the n-th lookup; again is false after enough lookups.
func (p *Made) wait(ctx context.Context, n int) (again bool, err error) {
	const lookups = 60
	d, again := time.Second, n < lookups
	if pacer, ok := p.target.(sequence.Pacer); ok {
		d, again = pacer.Pace(n)
	}
	if !again {
		return false, nil
	}
	return true, pause(ctx, d)
}

// Remove removes the resources, the last one first. The error names those that
// it cannot remove.
func (p *Made) Remove(ctx context.Context) error {
	var left []string
	for _, call := range slices.Backward(p.deletes) {
		if why := p.remove(ctx, call); why != "" {
			left = append(left, why)
		}
	}
	p.deletes, p.IDs = nil, nil
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("left over at %s, remove it there: %s", p.target.Name(), strings.Join(left, "; "))
}

// remove deletes one resource. Resources that depend on it may disappear only a
// little later.
func (p *Made) remove(ctx context.Context, call model.Call) (why string) {
	const times = 10
	for n := 1; ; n++ {
		o, err := p.target.Do(ctx, call)
		switch {
		case err != nil:
			return fmt.Sprintf("%s (%v)", strings.Join(idsOf(call), " "), err)
		case o.Class == model.ClassOK, o.Class == model.ClassError && strings.HasSuffix(strings.ToLower(o.Code), ".notfound"):
			return ""
		}
		again, err := p.wait(ctx, n)
		if n == times || err != nil || !again {
			return fmt.Sprintf("%s (%s)", strings.Join(idsOf(call), " "), reason(call.Op, o))
		}
	}
}

func idsOf(call model.Call) []string {
	var ids []string
	for name, value := range call.Params {
		if name != "RegionId" {
			ids = append(ids, value)
		}
	}
	return ids
}
