package model_test

import (
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
	"github.com/ecsim/ecsim/model/ecs/instance/attribute"
)

// inStatus returns a world with one instance in the status, and its id.
func inStatus(t *testing.T, w model.World, status string, more model.Params) (model.World, string) {
	t.Helper()
	w, reply := accept(t, w, launch(t, w, more))
	id := reply.Created[0]
	for _, call := range []string{"", "", "", "StopInstance", ""} {
		if instanceIn(t, w, id).Status == status {
			return w, id
		}
		switch pending := w.Pending(); {
		case call != "":
			w, _ = accept(t, w, about(call, id, nil))
		case len(pending) > 0:
			w = w.Fire(pending[0])
		}
	}
	if instanceIn(t, w, id).Status != status {
		t.Fatalf("no way to %s", status)
	}
	return w, id
}

// locked puts a lock on the instance, as the platform does.
func locked(w model.World, id, reason string) model.World {
	i := *ecs.Instances(w.Place(mainAccount, hangzhou)).Get(id)
	i.LockReason = i.LockReason.With(reason)
	model.Put(&w, mainAccount, hangzhou, i)
	return w
}

func TestStatusNeeded(t *testing.T) {
	statuses := []string{ecs.Pending, ecs.Starting, ecs.Running, ecs.Stopping, ecs.Stopped}
	cases := []struct {
		op   string
		more model.Params
		ok   []string
		// codes by status; "" is for all others
		codes map[string][]string
	}{
		{"StartInstance", nil, []string{ecs.Stopped}, map[string][]string{
			ecs.Pending: {"InstanceNotReady", "IncorrectInstanceStatus"}, "": {"IncorrectInstanceStatus"},
		}},
		{"StopInstance", nil, []string{ecs.Running}, map[string][]string{"": {"IncorrectInstanceStatus"}}},
		{"RebootInstance", nil, []string{ecs.Running}, map[string][]string{"": {"IncorrectInstanceStatus"}}},
		{"DeleteInstance", nil, []string{ecs.Stopped}, map[string][]string{
			ecs.Pending:  {"IncorrectInstanceStatus.Initializing", "IncorrectInstanceStatus"},
			ecs.Starting: {"IncorrectInstanceStatus.Initializing", "IncorrectInstanceStatus"},
			"":           {"IncorrectInstanceStatus"},
		}},
		{"DeleteInstance", model.Params{"Force": "true"}, []string{ecs.Stopped, ecs.Running}, map[string][]string{
			ecs.Pending:  {"IncorrectInstanceStatus.Initializing"},
			ecs.Starting: {"IncorrectInstanceStatus.Initializing", "IncorrectInstanceStatus"},
			"":           {"IncorrectInstanceStatus"},
		}},
	}
	for _, c := range cases {
		for _, status := range statuses {
			w, id := inStatus(t, newWorld(t), status, nil)
			var want []string
			if !slices.Contains(c.ok, status) {
				want = c.codes[status]
				if want == nil {
					want = c.codes[""]
				}
			}
			wantCodes(t, w, about(c.op, id, c.more), want...)
			wantDry(t, w, about(c.op, id, c.more), len(want) == 0)
		}
	}
}

// wantDry sees that a dry run of the call changes nothing and passes or not.
func wantDry(t *testing.T, w model.World, c model.Call, passes bool) {
	t.Helper()
	c.Params = c.Params.With("DryRun", "true")
	v := w.Apply(c)
	if v.World.Hash() != w.Hash() || v.DryRun != passes {
		t.Errorf("%s %v: a dry run passes %v, breaks %v", c.Op, c.Params, v.DryRun, codes(v))
	}
}

func TestALaterStartIsNoInitialization(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Stopped, nil)
	w, _ = accept(t, w, about("StartInstance", id, nil))
	wantCodes(t, w, about("DeleteInstance", id, model.Params{"Force": "true"}), "IncorrectInstanceStatus")
}

func TestLocksAndDebts(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Running, nil)
	stopped, other := inStatus(t, newWorld(t), ecs.Stopped, nil)
	prepaid, subscription := inStatus(t, newWorld(t), ecs.Stopped, model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "1"})
	overdue := with(mainAccount, model.AccountInGoodStanding, 0)
	for _, c := range []struct {
		w    model.World
		op   string
		id   string
		want []string
	}{
		{locked(w, id, ecs.LockSecurity), "StopInstance", id, []string{"InstanceLockedForSecurity"}},
		{locked(w, id, ecs.LockSecurity), "RebootInstance", id, []string{"InstanceLockedForSecurity"}},
		{locked(stopped, other, ecs.LockSecurity), "StartInstance", other, []string{"InstanceLockedForSecurity"}},
		{locked(stopped, other, ecs.LockSecurity), "DeleteInstance", other, nil},
		{locked(w, id, ecs.LockFinancial), "StopInstance", id, []string{"InstanceExpiredOrInArrears"}},
		{locked(w, id, ecs.LockFinancial), "RebootInstance", id, []string{"InstanceExpiredOrInArrears"}},
		{locked(stopped, other, ecs.LockFinancial), "StartInstance", other, []string{"InstanceExpired"}},
		{locked(prepaid, subscription, ecs.LockFinancial), "StartInstance", subscription, []string{"InstanceExpired"}},
		{prepaid, "DeleteInstance", subscription, []string{"ChargeTypeViolation"}},
		{overdue(t, stopped), "StartInstance", other, []string{"InsufficientBalance"}},
		{overdue(t, w), "StopInstance", id, nil},
	} {
		v := wantCodes(t, c.w, about(c.op, c.id, nil), c.want...)
		if c.op == "StartInstance" && len(c.want) == 1 && c.want[0] == "InstanceExpired" {
			row := 11
			if instanceIn(t, c.w, c.id).InstanceChargeType == ecs.PrePaid {
				row = 12
			}
			if v.Broken[0].Row != row {
				t.Errorf("row %d, want %d", v.Broken[0].Row, row)
			}
		}
	}
}

func TestEconomicalModeGivesVcpusBack(t *testing.T) {
	w := with(mainAccount, ecs.QuotaVCpus, 8)(t, newWorld(t))
	w, a := inStatus(t, w, ecs.Running, nil) // 4 vCPUs
	w, _ = RunningState(t, w, nil)           // and 4 more
	wantCodes(t, w, launch(t, w, nil), "QuotaExceed.ElasticQuota")
	kept, _ := accept(t, w, about("StopInstance", a, nil))
	wantCodes(t, settle(kept), launch(t, w, nil), "QuotaExceed.ElasticQuota")
	w, _ = accept(t, w, about("StopInstance", a, model.Params{"StoppedMode": attribute.StopCharging}))
	w, _ = RunningState(t, settle(w), nil)
	wantCodes(t, w, about("StartInstance", a, nil), "QuotaExceed.ElasticQuota")
	wantCodes(t, settle(kept), about("StartInstance", a, nil))
}

func TestStoppedMode(t *testing.T) {
	w := newWorld(t)
	classic := model.Params{"VSwitchId": "", "SecurityGroupId": named(t, w, "sgclassic")}
	for _, c := range []struct {
		more  model.Params
		asked string
		want  string
	}{
		{nil, "", attribute.KeepCharging},
		{nil, "KeepCharging", attribute.KeepCharging},
		{nil, "StopCharging", attribute.StopCharging},
		{nil, ecs.NotApplicable, attribute.KeepCharging}, // Terraform sends back what it read
		{classic, "StopCharging", attribute.KeepCharging},
		{model.Params{"InstanceChargeType": ecs.PrePaid, "Period": "1"}, "StopCharging", attribute.KeepCharging},
		{model.Params{"SpotStrategy": "SpotAsPriceGo"}, "StopCharging", attribute.StopCharging},
	} {
		w, id := RunningState(t, newWorld(t), c.more)
		w, _ = accept(t, w, about("StopInstance", id, model.Params{"StoppedMode": c.asked}))
		if got := instanceIn(t, settle(w), id).StoppedMode; got != c.want {
			t.Errorf("%v, %q: %s, want %s", c.more, c.asked, got, c.want)
		}
		w, _ = accept(t, settle(w), about("StartInstance", id, nil))
		if got := instanceIn(t, w, id).StoppedMode; got != ecs.NotApplicable {
			t.Errorf("started: %s", got)
		}
	}
}

func TestHibernationHasToBeConfigured(t *testing.T) {
	w, id := RunningState(t, newWorld(t), nil)
	wantCodes(t, w, about("StopInstance", id, model.Params{"Hibernate": "true"}), "HibernationConfigured.NotEnabled")
	wantCodes(t, w, about("StopInstance", id, model.Params{"Hibernate": "false"}))
	i := *instanceIn(t, w, id)
	i.Hidden.Hibernation = true
	model.Put(&w, mainAccount, hangzhou, i)
	wantCodes(t, w, about("StopInstance", id, model.Params{"Hibernate": "true"}))
}

func TestChangesWaitForARestart(t *testing.T) {
	for _, restart := range [][]string{{"RebootInstance"}, {"StopInstance", "StartInstance"}} {
		w, id := RunningState(t, newWorld(t), nil)
		i := *instanceIn(t, w, id)
		i.Hidden.AtRestart = ecs.AtRestart{Password: "Test1234&", HostName: "later", VncPassword: "Vnc123"}
		model.Put(&w, mainAccount, hangzhou, i)
		for _, op := range restart {
			w, _ = accept(t, w, about(op, id, nil))
			if op == "StopInstance" {
				w = settle(w)
			}
		}
		for instanceIn(t, w, id).Status != ecs.Running {
			if instanceIn(t, w, id).HostName == "later" {
				t.Errorf("%v: in effect while %s", restart, instanceIn(t, w, id).Status)
			}
			w = w.Fire(w.Pending()[0])
		}
		now := instanceIn(t, w, id)
		if now.HostName != "later" || now.Hidden.Password != "Test1234&" || now.Hidden.VncPassword != "Vnc123" || !now.Hidden.AtRestart.None() {
			t.Errorf("%v: %+v", restart, now.Hidden)
		}
	}
}

func TestDeletionProtection(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Stopped, model.Params{"DeletionProtection": "true"})
	v := wantCodes(t, w, about("DeleteInstance", id, model.Params{"Force": "true"}), "InvalidOperation.DeletionProtection")
	if want := `The operation is not allowed due to "` + id + `" is protected by deletion protection.`; v.Message(0) != want {
		t.Errorf("message %q", v.Message(0))
	}
}

func TestWhatAReleaseLeaves(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Stopped, nil)
	attach := func(deleted bool, kind, trunk string) string {
		e := ecs.NewEni(&w, mainAccount, hangzhou, ecs.NetworkInterface{
			Type: kind, TrunkNetworkInterfaceId: trunk, Status: ecs.InUse, InstanceId: id, VpcId: named(t, w, "vpc1"), VSwitchId: named(t, w, "vsw1"), ZoneId: "cn-hangzhou-i",
			SecurityGroupIds: model.NewList(named(t, w, "sg1")), DeleteOnRelease: deleted,
		}, "")
		return e.NetworkInterfaceId
	}
	kept, released := attach(false, ecs.Secondary, ""), attach(true, ecs.Secondary, "")
	primary := instanceIn(t, w, id).PrimaryEni
	image := instanceIn(t, w, id).ImageId
	next, _ := accept(t, w, about("DeleteInstance", id, nil))
	p := next.Place(mainAccount, hangzhou)
	if ecs.Instances(p).Get(id) != nil || ecs.Enis(p).Get(primary) != nil || ecs.Enis(p).Get(released) != nil {
		t.Error("something is left")
	}
	if e := ecs.Enis(p).Get(kept); e == nil || e.Status != ecs.Available || e.InstanceId != "" {
		t.Errorf("the interface that is kept: %+v", e)
	}
	if n := ecs.SecurityGroups(p).Get(named(t, w, "sg1")).Hidden.Members; n != 1 {
		t.Errorf("the group has %d members", n)
	}
	if !next.Apply(launch(t, next, model.Params{"ImageId": image})).Accepted() {
		t.Error("the image is gone")
	}
	wantCodes(t, next, about("DeleteInstance", id, nil), "InvalidInstanceId.NotFound")

	attach(false, ecs.Member, attach(false, ecs.Trunk, ""))
	wantCodes(t, w, about("DeleteInstance", id, nil), "InvalidOperation.EniLinked")
}

func TestAReleaseInTheClassicNetwork(t *testing.T) {
	w := newWorld(t)
	w, id := inStatus(t, w, ecs.Stopped, model.Params{"VSwitchId": "", "SecurityGroupId": named(t, w, "sgclassic")})
	w, _ = accept(t, w, about("DeleteInstance", id, nil))
	if n := ecs.SecurityGroups(w.Place(mainAccount, hangzhou)).Get(named(t, w, "sgclassic")).Hidden.Members; n != 0 {
		t.Errorf("the group has %d members", n)
	}
}

func TestStatusText(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Stopped, nil)
	v := w.Apply(about("StopInstance", id, nil))
	want := "The specified instance is in an incorrect status for the requested action; Status of the specified instance is Stopped but the expected status is in (Running)."
	if got := v.Outcome(); got.HTTP != 403 || got.Message != want { // cb-spider issue 461
		t.Errorf("%d %s", got.HTTP, got.Message)
	}
}

func TestOtherPlacesHaveNoSuchInstance(t *testing.T) {
	w, id := inStatus(t, newWorld(t), ecs.Stopped, nil)
	for _, op := range []string{"StartInstance", "StopInstance", "RebootInstance", "DeleteInstance", "DescribeInstanceAttribute"} {
		c := about(op, id, nil)
		c.Region = beijing
		wantCodes(t, w, c, "InvalidInstanceId.NotFound")
		c.Region = "cn-nowhere"
		wantCodes(t, w, c, "InvalidInstanceId.NotFound")
		c.Region, c.Caller = "", "other"
		wantCodes(t, w, c, "InvalidInstanceId.NotFound")
		wantCodes(t, w, about(op, "", nil), "MissingParameter")
	}
}
