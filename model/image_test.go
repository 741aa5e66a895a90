package model

import "testing"

// The accounts and the region of the worlds that image tests use.
const (
	mainAccount  = "1000000000000001"
	otherAccount = "1000000000000002"
	thirdAccount = "1000000000000003"
	hangzhou     = "cn-hangzhou"
	beijing      = "cn-beijing"
)

// imageWorld is the world with small quotas on images.
func imageWorld(t testing.TB) World {
	t.Helper()
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	w, err := Named(m, "images", 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// withImage puts a custom image of the main account into the world.
func withImage(t testing.TB, w World, change func(*Image)) (World, string) {
	t.Helper()
	image := Image{
		ImageId: w.NewID(KindImage), ImageOwnerAlias: OwnerSelf, Status: Available, OSType: Linux,
		Architecture: "x86_64", BootMode: BootBIOS, NvmeSupport: Unsupported, ImdsSupport: ImdsV1, Size: 20, CreationTime: w.now,
	}
	if change != nil {
		change(&image)
	}
	put(&w, mainAccount, hangzhou, images, image.ImageId, image)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	return w, image.ImageId
}

// withImageOf puts an instance of the account, made from the image, into the world.
func withImageOf(t testing.TB, w World, caller, imageID, status string) (World, string) {
	t.Helper()
	account, prefix := mainAccount, ""
	if caller == "other" {
		account, prefix = otherAccount, "other."
	}
	id := w.NewID(KindInstance)
	groups := NewList(named(t, w, prefix+"sg1"))
	eni := newEni(&w, account, hangzhou, NetworkInterface{
		Type: Primary, Status: InUse, InstanceId: id, VpcId: named(t, w, prefix+"vpc1"), VSwitchId: named(t, w, prefix+"vsw1"),
		ZoneId: "cn-hangzhou-i", SecurityGroupIds: groups,
	}, "")
	i := Instance{
		InstanceId: id, ImageId: imageID, InstanceType: "ecs.g7.xlarge", RegionId: hangzhou, ZoneId: eni.ZoneId,
		InstanceNetworkType: NetworkVpc, VpcId: eni.VpcId, VSwitchId: eni.VSwitchId, PrimaryEni: eni.NetworkInterfaceId,
		SecurityGroupIds: groups, OSType: Linux,
	}
	i.moveTo(status, w.now)
	put(&w, account, hangzhou, instances, id, i)
	if err := w.Check(); err != nil {
		t.Fatal(err)
	}
	return w, id
}

// imageOfMain returns the stored image.
func imageOfMain(t testing.TB, w World, id string) Image {
	t.Helper()
	image := w.place(mainAccount, hangzhou).images.get(id)
	if image == nil {
		t.Fatalf("no image %s", id)
	}
	return *image
}

// refuse applies a call that must be refused with exactly this rule, and checks
// that it changes nothing, as dry run or not.
func refuse(t testing.TB, w World, c Call, rule string) {
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
func dryRun(t testing.TB, w World, c Call) {
	t.Helper()
	c.Params = c.Params.With("DryRun", "true")
	v := w.Apply(c)
	if got := v.Outcome(); !v.DryRun || got.Code != DryRunOperation || got.HTTP != 400 {
		t.Fatalf("%s %v: %+v", c.Op, c.Params, got)
	}
	if v.World.Hash() != w.Hash() {
		t.Fatalf("%s %v: the dry run changed the world", c.Op, c.Params)
	}
}
