// Package tinycloud is a double of a stranger: a small emulator of ECS as
// somebody else might write one, by hand and without the model. It knows ten
// operations, shows less than the real one, moves instances at once, checks no
// signature, says 501 to other operations and UnsupportedParameter to other
// parameters. What it does is as documented,
// but for the faults that are switched on. Only tests use it.
package tinycloud

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Faults are the ways in which the cloud can be wrong.
type Faults struct {
	// QueueNumberWhileRunning: ModifyInstanceAttribute changes the number of
	// queues of a Running instance, too.
	QueueNumberWhileRunning bool
	// DeletesProtected: DeleteInstance does not look at DeletionProtection.
	DeletesProtected bool
	// StopsStopped: StopInstance accepts an instance that is Stopped already.
	StopsStopped bool
}

// The one region, its zone and its network.
const (
	Region  = "cn-hangzhou"
	Zone    = "cn-hangzhou-i"
	Vpc     = "vpc-tiny1"
	VSwitch = "vsw-tiny1"
	Group   = "sg-tiny1"
	Linux   = "aliyun_3_x64_20G_alibase_20240528.vhd"
	Windows = "win2022_21H2_x64_dtc_en-us_40G_alibase_20240516.vhd"
	Plain   = "freebsd_13_1_x64_20G_alibase_20220816.vhd"
	Type    = "ecs.g7.xlarge"
)

// A thing is a resource or a reply, as it goes out.
type thing = map[string]any

// A Cloud is an http.Handler. The zero Cloud is not usable; see [New].
type Cloud struct {
	mu        sync.Mutex
	faults    Faults
	ids       []string // of instances, in the order of making
	instances map[string]thing
	hostNames map[string]string // those that wait for a start, by instance
	queues    map[string]int    // queue numbers, by instance; nothing shows them
	made      int
	requests  int
	images    []thing
	groups    []thing
	vswitches []thing
	types     []thing
}

// New returns a cloud with three images, a network and two types, and no
// instance.
func New(faults Faults) *Cloud {
	return &Cloud{
		faults: faults, instances: map[string]thing{}, hostNames: map[string]string{}, queues: map[string]int{},
		images: []thing{image(Linux, "linux", "Aliyun", true), image(Windows, "windows", "Windows Server 2022", true), image(Plain, "linux", "FreeBSD", false)},
		groups: []thing{
			{"SecurityGroupId": Group, "SecurityGroupName": "tiny-1", "VpcId": Vpc, "SecurityGroupType": "normal"},
			{"SecurityGroupId": "sg-tiny2", "SecurityGroupName": "tiny-2", "VpcId": Vpc, "SecurityGroupType": "normal"},
			{"SecurityGroupId": "sg-tiny3", "SecurityGroupName": "tiny-3", "VpcId": Vpc, "SecurityGroupType": "enterprise"},
		},
		vswitches: []thing{
			{"VSwitchId": VSwitch, "VpcId": Vpc, "ZoneId": Zone, "CidrBlock": "10.0.0.0/16", "Status": "Available"},
		},
		types: []thing{kind(Type, 4, 4, 4), kind("ecs.g7.large", 2, 3, 2)},
	}
}

func image(id, system, platform string, cloudInit bool) thing {
	return thing{
		"ImageId": id, "ImageName": id, "ImageOwnerAlias": "system", "OSType": system, "Platform": platform,
		"IsSupportCloudinit": cloudInit, "Status": "Available", "Size": 40,
	}
}

func kind(id string, cores, interfaces, queues int) thing {
	return thing{
		"InstanceTypeId": id, "InstanceTypeFamily": "ecs.g7", "CpuCoreCount": cores, "MemorySize": 4.0 * float64(cores), "EniQuantity": interfaces,
		"MaximumQueueNumberPerEni": queues, "TotalEniQueueQuantity": interfaces * queues, "PrimaryEniQueueNumber": queues,
	}
}

// A refusal is an answer with an error code.
type refusal struct {
	status        int
	code, message string
}

// An operation reads the parameters that it names; others are not supported.
type operation struct {
	params string // separated by blanks; a star at the end stands for any number
	run    func(*Cloud, url.Values) (thing, *refusal)
}

func operations() map[string]operation {
	return map[string]operation{
		"RunInstances": {"RegionId ZoneId ImageId InstanceType VSwitchId SecurityGroupId InstanceName HostName DeletionProtection Amount DryRun",
			(*Cloud).runInstances},
		"StartInstance":           {"RegionId InstanceId InitLocalDisk DryRun", (*Cloud).startInstance},
		"StopInstance":            {"RegionId InstanceId ForceStop ConfirmStop StoppedMode DryRun", (*Cloud).stopInstance},
		"DeleteInstance":          {"RegionId InstanceId Force ForceStop TerminateSubscription DryRun", (*Cloud).deleteInstance},
		"ModifyInstanceAttribute": {"RegionId InstanceId InstanceName HostName DeletionProtection NetworkInterfaceQueueNumber", (*Cloud).modifyInstance},
		"DescribeInstances":       {"RegionId InstanceIds Status ImageId VSwitchId ZoneId PageNumber PageSize AdditionalAttributes.*", (*Cloud).describeInstances},
		"DescribeImages":          {"RegionId ImageId Status ImageOwnerAlias PageNumber PageSize", (*Cloud).describeImages},
		"DescribeSecurityGroups":  {"RegionId SecurityGroupId VpcId SecurityGroupType PageNumber PageSize", (*Cloud).describeGroups},
		"DescribeVSwitches":       {"RegionId VSwitchId VpcId ZoneId PageNumber PageSize", (*Cloud).describeVSwitches},
		"DescribeInstanceTypes":   {"RegionId InstanceTypes.*", (*Cloud).describeTypes},
	}
}

// envelope are the parameters of every request.
const envelope = "Action Version Format AccessKeyId SecurityToken Timestamp Signature SignatureMethod SignatureVersion SignatureNonce SignatureType"

// ServeHTTP answers a request.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	status := http.StatusOK
	_ = r.ParseForm() // what cannot be read is not there
	reply, refused := c.answer(r.Form)
	if refused != nil {
		status, reply = refused.status, thing{"Code": refused.code, "Message": refused.message, "HostId": r.Host}
	}
	reply["RequestId"] = fmt.Sprintf("TINY-%06d", c.requests)
	data, err := json.Marshal(reply)
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data)
}

func (c *Cloud) answer(form url.Values) (thing, *refusal) {
	name := form.Get("Action")
	op, ok := operations()[name]
	if !ok {
		return nil, &refusal{http.StatusNotImplemented, "NotImplemented", name + " is not implemented"}
	}
	for param := range form {
		if form.Get(param) == "" { // as if it were not there
			form.Del(param)
		} else if !among(op.params, param) && !among(envelope, param) {
			return nil, unsupported()
		}
	}
	return op.run(c, form)
}

// unsupported is the common error for parameters that a service does not take.
func unsupported() *refusal {
	return &refusal{http.StatusBadRequest, "UnsupportedParameter", "The parameters is unsupported."}
}

// among says whether the name is one of the words.
func among(words, name string) bool {
	for word := range strings.FieldsSeq(words) {
		prefix, starred := strings.CutSuffix(word, "*")
		if word == name || starred && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Queues returns the number of queues that was set for an instance: no
// operation of this cloud shows it.
func (c *Cloud) Queues(instance string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.queues[instance]
}
