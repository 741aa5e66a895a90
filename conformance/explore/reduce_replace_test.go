package explore

import (
	"slices"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/conformance/internal/suitetest"
	"github.com/ecsim/ecsim/conformance/oracle"
	"github.com/ecsim/ecsim/conformance/reduce"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// A group that only contains another resource may be replaced by an existing
// one; a group that a call is about may not, because the call might change it.
func TestUsingExistingGroups(t *testing.T) {
	const server = `i1 = CreateInstance ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await i1 Stopped
g1 = CreateSecurityGroup RegionId=cn-hangzhou VpcId=$vpc1
`
	tests := map[string]struct {
		last string
		want string // the last call of a candidate; empty for no candidate
	}{
		"joined":  {"JoinSecurityGroup InstanceId=$i1 SecurityGroupId=$g1", "SecurityGroupId=$sg2"},
		"deleted": {"DeleteSecurityGroup SecurityGroupId=$g1", ""},
		"changed": {"AuthorizeSecurityGroup IpProtocol=tcp PortRange=22/22 SecurityGroupId=$g1 SourceCidrIp=0.0.0.0/0", ""},
	}
	_, starts := suitetest.SuiteInModel(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + server + tt.last + "\n")
			if err != nil {
				t.Fatal(err)
			}
			r := &reduce.Reducer{Start: starts[defaultWorld]}
			got := r.Existing(reduce.Units(s, len(s.Steps)-1), 1)
			if len(got) > reduce.MostExisting || (len(got) > 0) != (tt.want != "") {
				t.Fatalf("%d candidates", len(got))
			}
			found := tt.want == ""
			for _, candidate := range got {
				last := candidate[len(candidate)-1].Step.String()
				found = found || strings.Contains(last, tt.want)
				if strings.Contains(last, "$g1") {
					t.Errorf("%s is not made any more", last)
				}
			}
			if !found {
				t.Errorf("no candidate has %s", tt.want)
			}
		})
	}
}

// A wrongly answered call is tried with ids that do not exist, and a lookup of
// the runner as a call of the sequence.
func TestNamingNothing(t *testing.T) {
	const made = `i1 = CreateInstance ImageId=$image.linux InstanceType=ecs.g7.xlarge RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
await i1 Stopped
e1 = CreateNetworkInterface RegionId=cn-hangzhou SecurityGroupId=$sg1 VSwitchId=$vsw1
`
	tests := map[string]struct {
		last   string
		wanted oracle.Judgement
		want   []string
	}{
		"both, then each": {
			"AttachNetworkInterface InstanceId=$i1 NetworkInterfaceId=$e1", oracle.Judgement{Kind: "answers", Item: "AttachNetworkInterface/Forbidden.RAM"},
			[]string{
				"AttachNetworkInterface InstanceId=i-none NetworkInterfaceId=eni-none",
				"AttachNetworkInterface InstanceId=$i1 NetworkInterfaceId=eni-none",
				"AttachNetworkInterface InstanceId=i-none NetworkInterfaceId=$e1",
			},
		},
		"what belongs to a thing": {
			"DeleteNetworkInterface NetworkInterfaceId=$i1.primary", oracle.Judgement{Kind: "message", Item: "DeleteNetworkInterface/Forbidden.RAM"},
			[]string{"DeleteNetworkInterface NetworkInterfaceId=eni-none"},
		},
		"what is taken has to name something": {
			"DeleteInstance InstanceId=$i1", oracle.Judgement{Kind: "refuses", Item: "DeleteInstance/Forbidden.RAM"}, nil,
		},
		"a look of the runner": {
			"DeleteInstance InstanceId=$i1", oracle.Judgement{Kind: "refuses", Item: "DescribeUserData/InvalidInstanceId.NotFound"},
			[]string{"DescribeUserData InstanceId=i-none RegionId=cn-hangzhou"},
		},
	}
	_, starts := suitetest.SuiteInModel(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := sequence.Parse("# ecsim sequence 1 · world default\n" + made + tt.last + "\n")
			if err != nil {
				t.Fatal(err)
			}
			r := &reduce.Reducer{Start: starts[defaultWorld], Wanted: tt.wanted}
			var got []string
			for _, u := range r.Naming(reduce.Units(s, len(s.Steps)-1)) {
				got = append(got, u.Step.String())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("tried are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}
