// Command emulator is a small emulator of ECS to begin with: eight operations, no
// signatures, no statuses on the way. Start it, and let ecsim say what it gets wrong:
//
//	go run ./docs/examples/emulator -addr 127.0.0.1:9000
//	ecsim check http://127.0.0.1:9000 --access-key-id id --access-key-secret secret \
//	  --set region=cn-hangzhou,zone=cn-hangzhou-i,type=ecs.g7.xlarge,image=m-linux --keep-going
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// An object is a JSON object, as it goes out.
type object = map[string]any

// A refusal is an error as ECS answers it.
type refusal struct {
	status        int
	code, message string
}

// An emulator holds the instances that were made.
type emulator struct {
	mu        sync.Mutex
	bugs      map[string]bool // that are switched on, to see what ecsim says of them
	instances map[string]object
	order     []string
}

func main() {
	addr := flag.String("addr", "127.0.0.1:9000", "address to listen on")
	bugs := flag.String("bugs", "", "mistakes to make: description, start, forget; several with commas")
	flag.Parse()
	e := &emulator{bugs: map[string]bool{}, instances: map[string]object{}}
	for bug := range strings.SplitSeq(*bugs, ",") {
		e.bugs[bug] = true
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	server := &http.Server{Handler: e, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.Serve(listener))
}

// ServeHTTP answers one call: the action and its parameters are in the query or in
// a form.
func (e *emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	does, known := operations()[r.Form.Get("Action")]
	if !known {
		does = unknown
	}
	status := http.StatusOK
	answer, no := does(e, r.Form)
	if no != nil {
		status, answer = no.status, object{"Code": no.code, "Message": no.message}
	}
	answer["RequestId"] = "0A1B2C3D-0000-4000-8000-000000000000"
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		log.Printf("the client has left: %v", err)
	}
}

func unknown(*emulator, url.Values) (object, *refusal) {
	return nil, &refusal{http.StatusNotImplemented, "NotImplemented", "this emulator does not have it"}
}

type operation = func(e *emulator, p url.Values) (object, *refusal)

func operations() map[string]operation {
	return map[string]operation{
		"RunInstances": runInstances, "DescribeInstances": describeInstances, "ModifyInstanceAttribute": modifyInstance,
		"StartInstance": move("Stopped", "Running"), "StopInstance": move("Running", "Stopped"), "DeleteInstance": deleteInstance,
		"DescribeVSwitches": list("VSwitches", "VSwitch", object{"VSwitchId": "vsw-1", "VpcId": "vpc-1", "ZoneId": "cn-hangzhou-i",
			"CidrBlock": "10.0.0.0/24", "Status": "Available", "AvailableIpAddressCount": 250}),
		"DescribeSecurityGroups": list("SecurityGroups", "SecurityGroup", object{"SecurityGroupId": "sg-1", "VpcId": "vpc-1", "SecurityGroupType": "normal"}),
	}
}

// list answers a list that never changes.
func list(outer, inner string, items ...object) operation {
	return func(*emulator, url.Values) (object, *refusal) {
		return object{outer: object{inner: items}, "TotalCount": len(items), "PageNumber": 1, "PageSize": 50}, nil
	}
}

func runInstances(e *emulator, p url.Values) (object, *refusal) {
	if p.Get("ImageId") != "m-linux" {
		return nil, &refusal{404, "InvalidImageId.NotFound", "The specified ImageId does not exist."}
	}
	id := fmt.Sprintf("i-%d", len(e.order)+1)
	e.order = append(e.order, id)
	e.instances[id] = object{
		"InstanceId": id, "InstanceName": id, "HostName": "host", "Description": p.Get("Description"), "Status": "Running",
		"ImageId": "m-linux", "InstanceType": p.Get("InstanceType"), "RegionId": "cn-hangzhou", "ZoneId": "cn-hangzhou-i",
		"SecurityGroupIds": object{"SecurityGroupId": []string{"sg-1"}},
		"VpcAttributes":    object{"VpcId": "vpc-1", "VSwitchId": "vsw-1"},
	}
	if name := p.Get("InstanceName"); name != "" {
		e.instances[id]["InstanceName"] = name
	}
	return object{"InstanceIdSets": object{"InstanceIdSet": []string{id}}}, nil
}

func describeInstances(e *emulator, p url.Values) (object, *refusal) {
	var wanted []string
	if text := p.Get("InstanceIds"); text != "" && json.Unmarshal([]byte(text), &wanted) != nil {
		return nil, &refusal{400, "InvalidInstanceIds.Malformed", "The specified InstanceIds are not a JSON list."}
	}
	items := []object{}
	for _, id := range e.order {
		if i := e.instances[id]; i != nil && (wanted == nil || strings.Contains(p.Get("InstanceIds"), `"`+id+`"`)) {
			items = append(items, i)
		}
	}
	return list("Instances", "Instance", items...)(e, p)
}

// find returns the instance that a call names.
func (e *emulator) find(p url.Values) (object, *refusal) {
	if i := e.instances[p.Get("InstanceId")]; i != nil {
		return i, nil
	}
	return nil, &refusal{404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."}
}

func modifyInstance(e *emulator, p url.Values) (object, *refusal) {
	i, no := e.find(p)
	if no != nil {
		return nil, no
	}
	text := p.Get("Description")
	tooLong := len(text) > 256 && !e.bugs["description"]
	if p.Has("Description") && (text != "" && len(text) < 2 || tooLong || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")) {
		return nil, &refusal{400, "InvalidDescription.Malformed", "The specified parameter \"Description\" is not valid."}
	}
	if p.Has("InstanceName") {
		i["InstanceName"] = p.Get("InstanceName")
	}
	if p.Has("Description") && !(e.bugs["forget"] && p.Has("InstanceName")) {
		i["Description"] = text
	}
	return object{}, nil
}

// move changes the status, at once.
func move(from, to string) operation {
	return func(e *emulator, p url.Values) (object, *refusal) {
		i, no := e.find(p)
		if no != nil {
			return nil, no
		}
		if i["Status"] != from && !(to == "Running" && e.bugs["start"]) {
			return nil, &refusal{403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."}
		}
		i["Status"] = to
		return object{}, nil
	}
}

func deleteInstance(e *emulator, p url.Values) (object, *refusal) {
	i, no := e.find(p)
	if no != nil {
		return nil, no
	}
	if i["Status"] != "Stopped" && p.Get("Force") != "true" {
		return nil, &refusal{403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."}
	}
	delete(e.instances, p.Get("InstanceId"))
	return object{}, nil
}
