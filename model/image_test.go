package model_test

import (
	"maps"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// The accounts and the region of the worlds that image tests use.
const (
	mainAccount  = "1000000000000001"
	otherAccount = "1000000000000002"
	thirdAccount = "1000000000000003"
	hangzhou     = "cn-hangzhou"
	beijing      = "cn-beijing"
)

// callWith is a call with the usual parameters, and more that may replace them.
func callWith(op string, usual, more model.Params) model.Call {
	maps.Copy(usual, more)
	return model.Call{Op: op, Params: usual}
}

// imageWorld is the world in which a text is refused and shares are few.
func imageWorld(t *testing.T) model.World { t.Helper(); return namedWorld(t, "images") }

// withImage puts a custom image of the main account into the world.
func withImage(t *testing.T, w model.World, change func(*ecs.Image)) (model.World, string) {
	t.Helper()
	image := ecs.Image{
		ImageId: w.NewID(ecs.KindImage), ImageOwnerAlias: ecs.OwnerSelf, Status: ecs.Available, OSType: model.Linux,
		Architecture: "x86_64", BootMode: ecs.BootBIOS, NvmeSupport: ecs.Unsupported, ImdsSupport: ecs.ImdsV1, Size: 20, CreationTime: w.Now(),
	}
	if change != nil {
		change(&image)
	}
	model.Put(&w, mainAccount, hangzhou, image)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	return w, image.ImageId
}

// withImageOf puts an instance of the account, made from the image, into the world.
func withImageOf(t *testing.T, w model.World, caller, imageID, status string) (model.World, string) {
	t.Helper()
	account, prefix := mainAccount, ""
	if caller == "other" {
		account, prefix = otherAccount, "other."
	}
	id := w.NewID(ecs.KindInstance)
	groups := model.NewList(named(t, w, prefix+"sg1"))
	eni := ecs.NewEni(&w, account, hangzhou, ecs.NetworkInterface{
		Type: ecs.Primary, Status: ecs.InUse, InstanceId: id, VpcId: named(t, w, prefix+"vpc1"), VSwitchId: named(t, w, prefix+"vsw1"),
		ZoneId: "cn-hangzhou-i", SecurityGroupIds: groups,
	}, "")
	i := ecs.Instance{
		InstanceId: id, ImageId: imageID, InstanceType: "ecs.g7.xlarge", RegionId: hangzhou, ZoneId: eni.ZoneId,
		InstanceNetworkType: ecs.NetworkVpc, VpcId: eni.VpcId, VSwitchId: eni.VSwitchId, PrimaryEni: eni.NetworkInterfaceId,
		SecurityGroupIds: groups, OSType: model.Linux,
	}
	i.MoveTo(status, w.Now())
	model.Put(&w, account, hangzhou, i)
	ecs.NewSystemDisk(&w, w.Place(account, hangzhou), &i, ecs.DefaultSystemDisk)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	return w, id
}

// imageOfMain returns the stored image.
func imageOfMain(t *testing.T, w model.World, id string) ecs.Image {
	t.Helper()
	image := ecs.Images(w.Place(mainAccount, hangzhou)).Get(id)
	if image == nil {
		t.Fatalf("no image %s", id)
	}
	return *image
}

// refuse applies a call that must be refused with exactly this rule, and checks
// that it changes nothing, as dry run or not.
func refuse(t *testing.T, w model.World, c model.Call, rule string) {
	t.Helper()
	v := w.Apply(c)
	if len(v.Broken) != 1 || v.Broken[0].ID() != rule {
		var ids []string
		for _, b := range v.Broken {
			ids = append(ids, b.ID())
		}
		t.Fatalf("%s %v: broke %v, want %s alone", c.Op, c.Params, ids, rule)
	}
	if v.World.Hash() != w.Hash() {
		t.Fatalf("%s %v: refused, and the world changed", c.Op, c.Params)
	}
	if _, ok := v.Op.Param("DryRun"); ok {
		dry := c
		dry.Params = c.Params.With("DryRun", "true")
		if d := w.Apply(dry); len(d.Broken) != 1 || d.Broken[0] != v.Broken[0] {
			t.Fatalf("%s %v: the dry run broke %v", c.Op, c.Params, codes(d))
		}
	}
}

// dryRun applies a call as a dry run, which must pass and change nothing.
func dryRun(t *testing.T, w model.World, c model.Call) {
	t.Helper()
	c.Params = c.Params.With("DryRun", "true")
	v := w.Apply(c)
	if got := v.Outcome(); !v.DryRun || got.Code != model.DryRunOperation || got.HTTP != 400 {
		t.Fatalf("%s %v: %+v", c.Op, c.Params, got)
	}
	if v.World.Hash() != w.Hash() {
		t.Fatalf("%s %v: the dry run changed the world", c.Op, c.Params)
	}
}

// The index of the images in use follows the instances.
func TestImageUsesFollowTheInstances(t *testing.T) {
	w, id := withImageOf(t, imageWorld(t), "main", "m-first", ecs.Running)
	p := func() *model.Place { return w.Place(mainAccount, hangzhou) }
	i := *ecs.Instances(p()).Get(id)
	i.ImageId = "m-second"
	model.Put(&w, mainAccount, hangzhou, i)
	if ecs.Uses(p(), "m-first") || !ecs.Uses(p(), "m-second") {
		t.Error("the index still has the first image, or lacks the second one")
	}
	w, second := withImageOf(t, w, "main", "m-second", ecs.Running)
	model.Drop[ecs.Instance](&w, mainAccount, hangzhou, ecs.KindInstance, id)
	if !ecs.Uses(p(), "m-second") {
		t.Error("one of two instances is gone, and the image no longer in use")
	}
	model.Drop[ecs.Instance](&w, mainAccount, hangzhou, ecs.KindInstance, second)
	if ecs.Uses(p(), "m-second") {
		t.Error("no instance is left, and the image in use")
	}
}

// What a custom image goes through, with calls only.
func TestTheLifeOfAnImage(t *testing.T) {
	w, first := RunningState(t, newWorld(t), nil)
	w, reply := accept(t, w, createOf(first, model.Params{"ImageName": "name", "ImageFamily": "family"}))
	id := reply.Created[0]
	refuse(t, w, modifyImage(id, model.Params{"ImageName": "other"}), "ModifyImageAttribute/InvalidStatus.ImageIsCreating")
	w = settle(w)

	// Until an instance is made from it, its boot mode may change.
	w, _ = accept(t, w, modifyImage(id, model.Params{"BootMode": ecs.BootUEFI}))
	w, second := RunningState(t, w, model.Params{"ImageId": id})
	refuse(t, w, modifyImage(id, model.Params{"BootMode": ecs.BootBIOS}), "ModifyImageAttribute/OperationDeined.ImageUsingByInstance")

	// Deprecated, it creates instances by its id, and none by its family.
	w, _ = accept(t, w, modifyImage(id, model.Params{"Status": ecs.Deprecated}))
	RunningState(t, w, model.Params{"ImageId": id})
	refuse(t, w, launch(t, w, model.Params{"ImageId": "", "ImageFamily": "family"}), "RunInstances/InvalidImageFamily.MissingAvailableImage")
	w, _ = accept(t, w, modifyImage(id, model.Params{"Status": ecs.Available}))
	RunningState(t, w, model.Params{"ImageId": "", "ImageFamily": "family"})

	refuse(t, w, deleteOf(id, nil), "DeleteImage/ImageUsingByInstance")
	w, _ = accept(t, w, deleteOf(id, model.Params{"Force": "true"}))
	if got := instanceIn(t, w, second); got.Status != ecs.Running || got.ImageId != id {
		t.Errorf("the instance is %s, of image %s", got.Status, got.ImageId)
	}
}

// An image that is shared creates instances of the other account, and they hold
// its boot mode, not its deletion.
func TestASharedImageInUse(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	theirs := launch(t, w, model.Params{"ImageId": id, "SecurityGroupId": named(t, w, "other.sg1"), "VSwitchId": named(t, w, "other.vsw1")})
	theirs.Caller = "other"
	refuse(t, w, theirs, "RunInstances/InvalidImageId.NotFound")
	w, _ = accept(t, w, share(id, model.Params{"AddAccount.1": otherAccount}))
	w, _ = accept(t, w, theirs)
	refuse(t, w, modifyImage(id, model.Params{"BootMode": ecs.BootUEFI}), "ModifyImageAttribute/OperationDeined.ImageUsingByInstance")
	refuse(t, w, deleteOf(id, nil), "DeleteImage/ImageUseShared")
	w, _ = accept(t, w, share(id, model.Params{"RemoveAccount.1": otherAccount}))
	accept(t, w, deleteOf(id, nil))
}
