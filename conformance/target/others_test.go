package target

import (
	"fmt"
	"testing"

	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/run"
	"github.com/ecsim/ecsim/conformance/sequence"
	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/sim"
)

// A region that is in use has things that the run knows nothing of: they may fill
// a page, by number or by token, and that is no difference.
func TestOthersFillPages(t *testing.T) {
	w := defaultWorld(t)
	cloud := sim.New(w)
	ids := w.Base().Names
	for range 12 {
		out := cloud.Do(t.Context(), model.Call{Op: "CreateNetworkInterface", Params: model.Params{
			"RegionId": "cn-hangzhou", "SecurityGroupId": ids["sg1"], "VSwitchId": ids["vsw1"],
		}})
		if out.Class != model.ClassOK {
			t.Fatalf("%+v", out)
		}
	}
	for _, page := range []string{"MaxResults=10", "MaxResults=2", "PageSize=10", "PageNumber=2 PageSize=10"} {
		t.Run(page, func(t *testing.T) {
			s, err := sequence.Parse(fmt.Sprintf(`# ecsim sequence 1 · world default
e1 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await e1 Available
e2 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await e2 Available
e3 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await e3 Available
DescribeNetworkInterfaces %s RegionId=cn-hangzhou
`, page))
			if err != nil {
				t.Fatal(err)
			}
			res, err := run.Run(t.Context(), NewInProcess(cloud), oracle.Start{World: w}, s)
			if err != nil || len(res.Found) > 0 {
				t.Fatalf("%v, found %+v", err, res.Found)
			}
		})
	}
}
