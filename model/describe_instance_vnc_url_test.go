package model_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

func TestDescribeInstanceVncUrl(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		name   string
		status string
		params model.Params
		want   []string
	}{
		{"Running", ecs.Running, nil, nil},
		{"no such region", ecs.Running, model.Params{"RegionId": "cn-nowhere"}, []string{"InvalidRegionId.NotFound"}},
		{"no such instance", ecs.Running, model.Params{"InstanceId": "i-bp1unknown"}, []string{"InvalidInstanceId.NotFound"}},
		{"another region", ecs.Running, model.Params{"RegionId": "cn-beijing"}, []string{"InvalidRegionInstance"}},
		{"Pending, the narrower row first", ecs.Pending, nil, []string{"InstanceNotReady", "IncorrectInstanceStatus"}},
		{"Starting", ecs.Starting, nil, []string{"IncorrectInstanceStatus"}},
		{"Stopping", ecs.Stopping, nil, []string{"IncorrectInstanceStatus"}},
		{"Stopped", ecs.Stopped, nil, []string{"IncorrectInstanceStatus"}},
		{"without RegionId", ecs.Running, model.Params{"RegionId": ""}, []string{"MissingParameter"}},
		{"without InstanceId", ecs.Running, model.Params{"InstanceId": ""}, []string{"MissingParameter"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, id := addInstance(t, w, testInstance{Status: c.status})
			call := model.Call{Op: "DescribeInstanceVncUrl", Params: model.Params{"RegionId": "cn-hangzhou", "InstanceId": id}}
			maps.Copy(call.Params, c.params)
			v := w.Apply(call)
			if got := codes(v); !slices.Equal(got, c.want) {
				t.Errorf("breaks %v, want %v", got, c.want)
			}
			if v.World.Hash() != w.Hash() {
				t.Error("a look changes the world")
			}
			if url := v.Outcome().Reply.Values["VncUrl"]; (url == "") != (c.want != nil) {
				t.Errorf("answers the address %q", url)
			}
		})
	}
}
