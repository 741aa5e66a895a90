package model

import (
	"maps"
	"slices"
	"testing"
)

func TestModifyInstanceMetadataOptions(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	call := func(params Params) Call {
		all := Params{"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "enabled"}
		maps.Copy(all, params)
		return Call{Op: "ModifyInstanceMetadataOptions", Params: all}
	}
	for _, c := range []struct {
		name   string
		params Params
		codes  []string
	}{
		{"row 1", Params{"HttpEndpoint": "Enabled"}, []string{"InvalidHttpEndpoint.NotSupported"}},
		{"row 2", Params{"HttpTokens": "v2"}, []string{"InvalidHttpTokens.NotSupported"}},
		{"row 3, below", Params{"HttpPutResponseHopLimit": "0"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}},
		{"row 3, above", Params{"HttpPutResponseHopLimit": "65"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}},
		{"row 3, lower end", Params{"HttpPutResponseHopLimit": "1"}, nil},
		{"row 3, upper end", Params{"HttpPutResponseHopLimit": "64"}, nil},
		{"row 4", Params{"InstanceMetadataTags": "on"}, []string{"InvalidInstanceMetadataTags.NotSupported"}},
		{"row 5", Params{"InstanceId": "i-bp1unknown"}, []string{"InvalidInstanceId.NotFound"}},
		{"row 5, another region", Params{"RegionId": "cn-beijing"}, []string{"InvalidInstanceId.NotFound"}},
		{"format before existence", Params{"InstanceId": "i-bp1unknown", "HttpEndpoint": "on"},
			[]string{"InvalidHttpEndpoint.NotSupported", "InvalidInstanceId.NotFound"}},
		{"no number", Params{"HttpPutResponseHopLimit": "two"}, []string{"InvalidParameter"}},
		{"no such region", Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"without the endpoint", Params{"HttpEndpoint": ""}, []string{"MissingParameter"}},
		{"without the region", Params{"RegionId": ""}, []string{"MissingParameter"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := w.Apply(call(c.params))
			if got := codes(v); !slices.Equal(got, c.codes) {
				t.Errorf("breaks %v, want %v", got, c.codes)
			}
			if len(c.codes) > 0 && v.World.Hash() != w.Hash() {
				t.Error("the refused call changes the world")
			}
		})
	}
}

func TestMetadataOptionsTakeEffectAtOnceInEveryStatus(t *testing.T) {
	for _, status := range instanceStatuses() {
		w, id := addInstance(t, newWorld(t), testInstance{Status: status})
		want := *theInstanceIn(t, w, id)
		want.HttpEndpoint, want.HttpTokens, want.HttpPutResponseHop, want.InstanceMetadataTags = "disabled", "required", 3, "enabled"
		w, _ = accept(t, w, Call{Op: "ModifyInstanceMetadataOptions", Params: Params{
			"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "disabled", "HttpTokens": "required",
			"HttpPutResponseHopLimit": "3", "InstanceMetadataTags": "enabled",
		}})
		if got := *theInstanceIn(t, w, id); got != want {
			t.Errorf("%s: the instance is\n%+v, want\n%+v", status, got, want)
		}
		w, _ = accept(t, w, Call{Op: "ModifyInstanceMetadataOptions", Params: Params{"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "enabled"}})
		if got := theInstanceIn(t, w, id); got.HttpEndpoint != "enabled" || got.HttpTokens != "required" {
			t.Errorf("%s: an option that is left out changes: %+v", status, got)
		}
	}
}

// InstanceId is optional on the page.
func TestMetadataOptionsWithoutInstanceChangeNothing(t *testing.T) {
	w, _ := addInstance(t, newWorld(t), testInstance{})
	next, _ := accept(t, w, Call{Op: "ModifyInstanceMetadataOptions", Params: Params{"RegionId": "cn-hangzhou", "HttpEndpoint": "disabled", "HttpTokens": "required"}})
	if next.Hash() != w.Hash() {
		t.Error("something has changed")
	}
}
