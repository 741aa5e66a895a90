package conformance_test

import (
	"context"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// A generous cloud lists images in every status; change may alter what it lists,
// and late is the number of lists after which it is right; 0 for never.
type generous struct {
	*fake
	late, lists int
	change      func(*ecs.Image)
}

func (g *generous) Do(ctx context.Context, c model.Call) (model.Outcome, error) {
	asks := c.Op == "DescribeImages" && c.Params["Status"] == ""
	if asks {
		g.lists++
	}
	if asks && (g.late == 0 || g.lists <= g.late) {
		c.Params = c.Params.With("Status", "Available,Deprecated").Without("ImageName")
	}
	out, err := g.fake.Do(ctx, c)
	for i, item := range out.Reply.Items {
		if image, ok := item.(*ecs.Image); ok && asks && g.change != nil && image.ImageName == "old" {
			shown := *image
			g.change(&shown)
			out.Reply.Items[i] = &shown
		}
	}
	return out, err
}

// A list that shows what its own parameters exclude, in the state that excludes it,
// and goes on to do so, is wrong. One that is late, shows an earlier state, or may
// compare in another way is not accused.
func TestAListThatShowsWhatItExcludes(t *testing.T) {
	m := newModel(t)
	const deprecated = `i1 = LAUNCH
await i1 Running
m1 = CreateImage ImageName=old InstanceId=$i1 RegionId=cn-hangzhou
await m1 Available
ModifyImageAttribute ImageId=$m1 RegionId=cn-hangzhou Status=Deprecated
`
	for name, c := range map[string]struct {
		cloud generous
		list  string
		fails bool
		kind  string
	}{
		"always":           {generous{}, "DescribeImages RegionId=cn-hangzhou\n", true, "effect"},
		"for a while":      {generous{late: 2}, "DescribeImages RegionId=cn-hangzhou\n", false, "reading"},
		"an earlier state": {generous{change: func(i *ecs.Image) { i.Status = ecs.Available }}, "DescribeImages RegionId=cn-hangzhou\n", false, "reading"},
		"a filter":         {generous{}, "DescribeImages ImageName=ol* RegionId=cn-hangzhou\n", false, "effect"},
	} {
		t.Run(name, func(t *testing.T) {
			w := defaultWorld(t, m)
			c.cloud.fake = &fake{world: w}
			res, err := run.Run(t.Context(), &c.cloud, oracle.Start{World: w}, parsed(t, deprecated+c.list))
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Found) != 1 || res.Found[0].Judgement.Fails() != c.fails || res.Found[0].Judgement.Kind != c.kind {
				for _, f := range res.Found {
					t.Errorf("%s, fails %t, by %s", f.Judgement.Key(), f.Judgement.Fails(), f.Judgement.Basis.Level)
				}
			}
		})
	}
}

// What a list went on to show is waited for once: not in later runs, and not by the
// candidates of the reducer.
func TestAnExcludedItemIsWaitedForOnce(t *testing.T) {
	m := newModel(t)
	w := defaultWorld(t, m)
	s := parsed(t, "i1 = LAUNCH\nawait i1 Running\nm1 = CreateImage ImageName=old InstanceId=$i1 RegionId=cn-hangzhou\nawait m1 Available\n"+
		"ModifyImageAttribute ImageId=$m1 RegionId=cn-hangzhou Status=Deprecated\nDescribeImages RegionId=cn-hangzhou\n")
	lists := map[bool]int{}
	for _, known := range []bool{false, true} {
		cloud := &generous{fake: &fake{world: w}}
		r := run.NewRunner(cloud, oracle.Start{World: w}, oracle.NoOrders{})
		r.Excluded = map[string]bool{"DescribeImages": known}
		res, err := r.Run(t.Context(), s)
		if err != nil || len(res.Found) != 1 || !res.Found[0].Judgement.Fails() {
			t.Fatalf("%d findings, %v", len(res.Found), err)
		}
		if !slices.Equal(res.Excluded, []string{"DescribeImages"}) {
			t.Errorf("excluded: %q", res.Excluded)
		}
		lists[known] = cloud.lists
	}
	if lists[true] != 1 || lists[false] < 10 {
		t.Errorf("listed %d times, and %d times when it is known", lists[false], lists[true])
	}
}
