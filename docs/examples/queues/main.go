// Command queues changes the queue number of an instance, which only a Stopped
// one allows. ECSIM_URL names the simulator, such as http://127.0.0.1:8080.
package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"strings"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

func main() {
	client, _ := sdk.NewClientWithAccessKey("cn-hangzhou", "ecsim-main", "ecsim-main-secret")
	// call makes one call and returns the first value of the field in the answer.
	call := func(op, field string, params map[string]string) string {
		r := requests.NewCommonRequest()
		r.Method, r.Scheme, r.Version, r.ApiName = "POST", "http", "2014-05-26", op
		r.Domain = strings.TrimPrefix(os.Getenv("ECSIM_URL"), "http://")
		maps.Copy(r.QueryParams, params)
		answer, _ := client.ProcessCommonRequest(r)
		found := regexp.MustCompile(`"` + field + `":\[?"?([^",\]}]+)`).FindStringSubmatch(answer.GetHttpContentString())
		value := append(found, "", "")[1]
		fmt.Println(op, answer.GetHttpStatus(), value)
		return value
	}
	id := call("RunInstances", "InstanceIdSet", map[string]string{
		"ImageId": "aliyun_3_x64_20G_alibase_20240528.vhd", "InstanceType": "ecs.g7.xlarge",
		"SecurityGroupId": call("DescribeSecurityGroups", "SecurityGroupId", nil), "VSwitchId": call("DescribeVSwitches", "VSwitchId", nil),
	})
	queues := map[string]string{"InstanceId": id, "NetworkInterfaceQueueNumber": "2"}
	call("ModifyInstanceAttribute", "Code", queues) // refused: the instance is Running
	call("StopInstance", "RequestId", map[string]string{"InstanceId": id})
	call("ModifyInstanceAttribute", "RequestId", queues)
	call("DescribeNetworkInterfaces", "QueueNumber", map[string]string{"InstanceId": id})
}
