package conformance

import (
	"context"
	"slices"
	"strings"

	"github.com/ecsim/ecsim/model"
)

// cleanUp removes what the sequence made, newest dependants first. It goes by
// the target's ids and looks at nothing but outcomes, since a target that
// diverged is in no known state. What cannot be removed is reported.
func (r *runner) cleanUp(ctx context.Context) error {
	order := []model.Kind{
		model.KindImage, model.KindInstance, model.KindNetworkInterface, model.KindSecurityGroup, model.KindVSwitch, model.KindVpc,
	}
	if err := r.claim(ctx); err != nil {
		return err
	}
	left := r.ledger
	for _, tries := range []int{cleanupTries / 4, cleanupTries} { // what stands in the way may be gone the second time
		var still []owned
		for _, kind := range order {
			for _, o := range slices.Backward(left) {
				if o.kind != kind {
					continue
				}
				gone, err := r.remove(ctx, o, tries)
				if err != nil {
					return err
				}
				if !gone {
					still = append(still, o)
				}
			}
		}
		slices.Reverse(still)
		left = still
	}
	for _, o := range left {
		r.result.Leftover = append(r.result.Leftover, o.kind.String()+" "+o.id+" ("+r.refusals[o.id]+")")
	}
	return nil
}

// detachments take an interface off whatever the sequence may have attached it
// to: an instance, or a trunk.
func (r *runner) detachments(o owned) []model.Call {
	var calls []model.Call
	for _, other := range r.ledger {
		p := model.Params{"NetworkInterfaceId": o.id, "InstanceId": other.id}
		if other.kind != model.KindInstance {
			continue
		}
		for _, trunk := range r.ledger {
			if trunk.kind == model.KindNetworkInterface && trunk.id != o.id {
				calls = append(calls, model.Call{Caller: o.as, Op: "DetachNetworkInterface", Params: p.With("TrunkNetworkInstanceId", trunk.id)})
			}
		}
		calls = append(calls, model.Call{Caller: o.as, Op: "DetachNetworkInterface", Params: p})
	}
	return calls
}

// removals says how a kind is removed: the calls before, and the one that removes.
func (r *runner) removals(o owned) (prepare []model.Call, remove model.Call) {
	id := o.id
	// An image that is shared cannot be deleted, Force or not.
	unshare := model.Call{Caller: o.as, Op: "ModifyImageSharePermission", Params: model.Params{"ImageId": id}}
	for i, account := range r.shares {
		unshare.Params["RemoveAccount."+itoa(i+1)] = account
	}
	call := func(op string, pairs ...string) model.Call {
		c := model.Call{Caller: o.as, Op: op, Params: model.Params{}}
		for i := 0; i < len(pairs); i += 2 {
			c.Params[pairs[i]] = pairs[i+1]
		}
		return c
	}
	switch o.kind {
	case model.KindInstance:
		return []model.Call{call("ModifyInstanceAttribute", "InstanceId", id, "DeletionProtection", "false")},
			call("DeleteInstance", "InstanceId", id, "Force", "true", "TerminateSubscription", "true")
	case model.KindImage:
		return []model.Call{call("ModifyImageSharePermission", "ImageId", id, "IsPublic", "false"), unshare},
			call("DeleteImage", "ImageId", id, "Force", "true")
	case model.KindNetworkInterface:
		return r.detachments(o), call("DeleteNetworkInterface", "NetworkInterfaceId", id)
	case model.KindSecurityGroup:
		return nil, call("DeleteSecurityGroup", "SecurityGroupId", id)
	case model.KindVSwitch:
		return nil, call("DeleteVSwitch", "VSwitchId", id)
	default:
		return nil, call("DeleteVpc", "VpcId", id)
	}
}

// remove removes one thing: the removing call first, and only when it is
// refused what may stand in its way, then again until time is up.
func (r *runner) remove(ctx context.Context, o owned, tries int) (gone bool, err error) {
	prepare, remove := r.removals(o)
	if _, ok := r.start.World.Model().Operation(remove.Op); !ok || r.result.Unsupported[remove.Op] {
		return false, nil
	}
	remove = r.placed(remove)
	pace := paceOf(r.target)
	for n := 1; ; n++ {
		out, err := r.target.Do(ctx, remove)
		if err != nil {
			return false, err
		}
		r.result.Counts.Cleanup++
		if removed(out) {
			return true, nil
		}
		r.refusals[o.id] = seen(out)
		if out.Class == model.ClassUnsupported {
			return false, nil
		}
		if worthPreparing(n, out) {
			if err := r.doAll(ctx, prepare); err != nil {
				return false, err
			}
		}
		pause, again := pace(n)
		if !again || n >= tries {
			return false, nil
		}
		if err := wait(ctx, pause); err != nil {
			return false, err
		}
	}
}

// worthPreparing says whether, after the n-th refusal, something other than time
// may help: what is refused for its status only has to wait, at first.
func worthPreparing(n int, o model.Outcome) bool {
	return n == 2 || n == 1 && !strings.HasPrefix(o.Code, "IncorrectInstanceStatus")
}

// doAll makes calls whose outcome does not matter.
func (r *runner) doAll(ctx context.Context, calls []model.Call) error {
	for _, c := range calls {
		if _, err := r.target.Do(ctx, r.placed(c)); err != nil {
			return err
		}
		r.result.Counts.Cleanup++
	}
	return nil
}

// cleanupTries bounds how often a removal is tried: pauses double, so this is
// some minutes on a target that takes its time.
const cleanupTries = 40

// placed puts the call into the region of the run.
func (r *runner) placed(c model.Call) model.Call {
	c.Region = r.start.Region
	c.Params = c.Params.With("RegionId", r.start.Region)
	return c
}

// removed says whether the thing is gone: deleted now, or not found.
func removed(o model.Outcome) bool {
	if o.Class == model.ClassOK {
		return true
	}
	if o.Class != model.ClassError {
		return false
	}
	const notFound = ".NotFound"
	return len(o.Code) > len(notFound) && o.Code[len(o.Code)-len(notFound):] == notFound
}
