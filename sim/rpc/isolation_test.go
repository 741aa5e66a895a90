package rpc

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// What one account has, another neither sees nor reaches: every operation that
// takes the id of a resource is called as the other account with ids of the first.
func TestAccountsDoNotReachEachOther(t *testing.T) {
	cloud := cloudOf(t)
	address, _, _ := serveBoth(t, cloud)
	names := cloud.World().Base().Names
	theirs := map[model.Kind]string{
		ecs.KindSecurityGroup: names["sg1"], ecs.KindVSwitch: names["vsw1"], ecs.KindVpc: names["vpc1"],
	}
	as := func(key, op string, params map[string]string) (int, string) {
		query := url.Values{"AccessKeyId": {key}, "RegionId": {"cn-hangzhou"}}
		for name, value := range params {
			query.Set(name, value)
		}
		response, body := fetch(t, http.DefaultClient, "http://"+address+unsignedCall+op+"&"+query.Encode()) //nolint:bodyclose // fetch has closed it
		return response.StatusCode, body
	}
	launch := map[string]string{"ImageId": names["image.linux"], "InstanceType": "ecs.g7.large", "VSwitchId": names["vsw1"], "SecurityGroupId": names["sg1"]}
	if status, body := as("ecsim-main", "RunInstances", launch); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	theirs[ecs.KindInstance] = cloud.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindInstance)[0].ID()
	theirs[ecs.KindNetworkInterface] = cloud.World().Resources("1000000000000001", "cn-hangzhou", ecs.KindNetworkInterface)[0].ID()
	asked := 0
	for _, op := range cloud.World().Model().Operations() {
		for _, p := range op.Params {
			id, ok := theirs[p.Refers()]
			if !ok {
				continue
			}
			name, value := p.Name, id
			switch p.Type {
			case model.TypeList:
				name += ".1"
			case model.TypeJSONList:
				value = `["` + id + `"]`
			case model.TypeString, model.TypeInteger, model.TypeBoolean:
			}
			asked++
			status, body := as("ecsim-other", op.Name, map[string]string{name: value})
			if !op.Reads && status == http.StatusOK || strings.Contains(body, `"`+id+`"`) {
				t.Errorf("%s %s=%s: %d %s", op.Name, name, value, status, body)
			}
		}
	}
	if asked < 20 || len(cloud.World().Resources("1000000000000002", "cn-hangzhou", ecs.KindInstance)) != 0 {
		t.Errorf("%d calls with ids of the other account", asked)
	}
	t.Logf("%d calls with ids of the other account", asked)
}
