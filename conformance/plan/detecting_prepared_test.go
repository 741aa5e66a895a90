package plan_test

import (
	"testing"

	"github.com/ecsim/ecsim/conformance/plan"
	"github.com/ecsim/ecsim/conformance/sequence"
)

// Before the steps stand a twin of the first thing, or of all with what is done
// to them, under names that are free.
func TestTwins(t *testing.T) {
	s, err := sequence.Parse(`# ecsim sequence 1 · world default
i9 = CreateInstance ImageId=$image.linux
await i9 Stopped
e1 = CreateNetworkInterface VSwitchId=$vsw1
AttachNetworkInterface InstanceId=$i9 NetworkInterfaceId=$e1
`)
	if err != nil {
		t.Fatal(err)
	}
	const own = `i9 = CreateInstance ImageId=$image.linux
await i9 Stopped
e1 = CreateNetworkInterface VSwitchId=$vsw1
AttachNetworkInterface InstanceId=$i9 NetworkInterfaceId=$e1
`
	want := []string{
		"i10 = CreateInstance ImageId=$image.linux\nawait i10 Stopped\n" + own,
		`i10 = CreateInstance ImageId=$image.linux
await i10 Stopped
e9 = CreateNetworkInterface VSwitchId=$vsw1
AttachNetworkInterface InstanceId=$i10 NetworkInterfaceId=$e9
` + own,
	}
	got := plan.Twins(s.Steps)
	if len(got) != len(want) {
		t.Fatalf("%d preparations, want %d", len(got), len(want))
	}
	for i, steps := range got {
		if text := (sequence.Sequence{World: "default", Steps: steps}).String(); text != "# ecsim sequence 1 · world default\n"+want[i] {
			t.Errorf("got\n%s\nwant\n%s", text, want[i])
		}
	}
	if alone := plan.Twins(nil); alone != nil {
		t.Errorf("twins of nothing: %v", alone)
	}
}
