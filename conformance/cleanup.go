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

// removalOf is the call that removes a thing.
func removalOf(o owned) model.Call {
	switch o.kind {
	case model.KindInstance:
		return o.call("DeleteInstance", model.Params{"InstanceId": o.id, "Force": "true", "TerminateSubscription": "true"})
	case model.KindImage:
		return o.call("DeleteImage", model.Params{"ImageId": o.id, "Force": "true"})
	case model.KindNetworkInterface:
		return o.call("DeleteNetworkInterface", model.Params{"NetworkInterfaceId": o.id})
	case model.KindSecurityGroup:
		return o.call("DeleteSecurityGroup", model.Params{"SecurityGroupId": o.id})
	case model.KindVSwitch:
		return o.call("DeleteVSwitch", model.Params{"VSwitchId": o.id})
	default:
		return o.call("DeleteVpc", model.Params{"VpcId": o.id})
	}
}

func (o owned) call(op string, params model.Params) model.Call {
	return model.Call{Caller: o.as, Op: op, Params: params}
}

// preparations are the calls that take away what may stand in a removal's way.
func (r *runner) preparations(o owned) []model.Call {
	switch o.kind {
	case model.KindInstance:
		return []model.Call{o.call("ModifyInstanceAttribute", model.Params{"InstanceId": o.id, "DeletionProtection": "false"})}
	case model.KindImage: // one that is shared cannot be deleted, Force or not
		unshare := o.call("ModifyImageSharePermission", model.Params{"ImageId": o.id})
		for i, account := range r.shares {
			unshare.Params["RemoveAccount."+itoa(i+1)] = account
		}
		return []model.Call{o.call("ModifyImageSharePermission", model.Params{"ImageId": o.id, "IsPublic": "false"}), unshare}
	case model.KindNetworkInterface:
		return r.detachments(o)
	default:
		return nil
	}
}

// remove removes one thing: the removing call first, and only when it is
// refused what may stand in its way, then again until time is up.
func (r *runner) remove(ctx context.Context, o owned, tries int) (gone bool, err error) {
	remove := removalOf(o)
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
			if err := r.doAll(ctx, r.preparations(o)); err != nil {
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
	c.Params["RegionId"] = r.start.Region
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
