package model_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestModifyInstanceMetadataOptions(t *testing.T) {
	w, id := addInstance(t, newWorld(t), testInstance{})
	call := func(params model.Params) model.Call {
		all := model.Params{"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "enabled"}
		maps.Copy(all, params)
		return model.Call{Op: "ModifyInstanceMetadataOptions", Params: all}
	}
	for _, c := range []struct {
		name   string
		params model.Params
		codes  []string
	}{
		{"row 1", model.Params{"HttpEndpoint": "Enabled"}, []string{"InvalidHttpEndpoint.NotSupported"}},
		{"row 2", model.Params{"HttpTokens": "v2"}, []string{"InvalidHttpTokens.NotSupported"}},
		{"row 3, below", model.Params{"HttpPutResponseHopLimit": "0"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}},
		{"row 3, above", model.Params{"HttpPutResponseHopLimit": "65"}, []string{"InvalidHttpPutResponseHopLimit.NotSupported"}},
		{"row 3, lower end", model.Params{"HttpPutResponseHopLimit": "1"}, nil},
		{"row 3, upper end", model.Params{"HttpPutResponseHopLimit": "64"}, nil},
		{"row 4", model.Params{"InstanceMetadataTags": "on"}, []string{"InvalidInstanceMetadataTags.NotSupported"}},
		{"row 5", model.Params{"InstanceId": "i-bp1unknown"}, []string{"InvalidInstanceId.NotFound"}},
		{"row 5, another region", model.Params{"RegionId": "cn-beijing"}, []string{"InvalidInstanceId.NotFound"}},
		{"format before existence", model.Params{"InstanceId": "i-bp1unknown", "HttpEndpoint": "on"},
			[]string{"InvalidHttpEndpoint.NotSupported", "InvalidInstanceId.NotFound"}},
		{"no number", model.Params{"HttpPutResponseHopLimit": "two"}, []string{"InvalidParameter"}},
		{"no such region", model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"without the endpoint", model.Params{"HttpEndpoint": ""}, []string{"MissingParameter"}},
		{"without the region", model.Params{"RegionId": ""}, []string{"MissingParameter"}},
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
	for _, status := range ecs.InstanceStatuses() {
		w, id := addInstance(t, newWorld(t), testInstance{Status: status})
		want := *theInstanceIn(t, w, id)
		want.HttpEndpoint, want.HttpTokens, want.HttpPutResponseHop, want.InstanceMetadataTags = "disabled", "required", 3, "enabled"
		w, _ = accept(t, w, model.Call{Op: "ModifyInstanceMetadataOptions", Params: model.Params{
			"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "disabled", "HttpTokens": "required",
			"HttpPutResponseHopLimit": "3", "InstanceMetadataTags": "enabled",
		}})
		if got := *theInstanceIn(t, w, id); got != want {
			t.Errorf("%s: the instance is\n%+v, want\n%+v", status, got, want)
		}
		w, _ = accept(t, w, model.Call{Op: "ModifyInstanceMetadataOptions", Params: model.Params{"RegionId": "cn-hangzhou", "InstanceId": id, "HttpEndpoint": "enabled"}})
		if got := theInstanceIn(t, w, id); got.HttpEndpoint != "enabled" || got.HttpTokens != "required" {
			t.Errorf("%s: an option that is left out changes: %+v", status, got)
		}
	}
}

// InstanceId is optional on the page.
func TestMetadataOptionsWithoutInstanceChangeNothing(t *testing.T) {
	w, _ := addInstance(t, newWorld(t), testInstance{})
	next, _ := accept(t, w, model.Call{Op: "ModifyInstanceMetadataOptions", Params: model.Params{"RegionId": "cn-hangzhou", "HttpEndpoint": "disabled", "HttpTokens": "required"}})
	if next.Hash() != w.Hash() {
		t.Error("something has changed")
	}
}
