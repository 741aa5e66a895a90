package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"

	"github.com/ecsim/ecsim/sim/rpc/control"
)

// The official Go SDK reads a list of 23 instances in pages, by number and by
// token: each instance once, in one order.
func TestGoSDKReadsPages(t *testing.T) {
	l := pagingLife(t)
	info, err := (&control.Client{URL: "http://" + l.domain}).Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	launch := ecs.CreateRunInstancesRequest()
	launch.ImageId, launch.InstanceType, launch.Amount = info.Names["image.linux"], "ecs.g7.large", "23"
	launch.VSwitchId, launch.SecurityGroupId = info.Names["vsw1"], info.Names["sg1"]
	all := call(l, l.ecs.RunInstances, launch).InstanceIdSets.InstanceIdSet
	if len(all) != 23 {
		t.Fatalf("%d instances", len(all))
	}
	if got, pages := l.byNumber("5"); !slices.Equal(got, all) || pages != 5 {
		t.Errorf("by number: %d pages of %v", pages, got)
	}
	if got, pages := l.byToken("4"); !slices.Equal(got, all) || pages != 6 {
		t.Errorf("by token: %d pages of %v", pages, got)
	}
	if got, pages := l.byToken("23"); !slices.Equal(got, all) || pages != 1 {
		t.Errorf("by token, one page: %d pages of %v", pages, got)
	}
	for name, r := range map[string]func(*ecs.DescribeInstancesRequest){
		"PageNumber": func(r *ecs.DescribeInstancesRequest) { r.PageNumber = "0" },
		"PageSize":   func(r *ecs.DescribeInstancesRequest) { r.PageSize = "101" },
		"MaxResults": func(r *ecs.DescribeInstancesRequest) { r.MaxResults = "-1" },
		"NextToken":  func(r *ecs.DescribeInstancesRequest) { r.NextToken = all[0] },
	} {
		t.Run(name, func(t *testing.T) {
			request := ecs.CreateDescribeInstancesRequest()
			r(request)
			l.seen.Reset()
			call(l, l.ecs.DescribeInstances, request)
			if got := l.seen.String(); got != "DescribeInstances 400 InvalidParameter\n" {
				t.Error(got)
			}
		})
	}
}

func pagingLife(t *testing.T) *goLife {
	t.Helper()
	url, _, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "ticks", "--quiet")
	t.Cleanup(func() { stop() })
	client, err := ecs.NewClientWithOptions("cn-hangzhou", sdk.NewConfig().WithAutoRetry(false),
		credentials.NewAccessKeyCredential("ecsim-main", "ecsim-main-secret"))
	if err != nil {
		t.Fatal(err)
	}
	return &goLife{T: t, ecs: client, scheme: "http", domain: strings.TrimPrefix(url, "http://")}
}

// byNumber reads pages until it has as many as there are in all.
func (l *goLife) byNumber(size requests.Integer) (ids []string, pages int) {
	l.Helper()
	for total := 1; len(ids) < total; pages++ {
		r := ecs.CreateDescribeInstancesRequest()
		r.PageNumber, r.PageSize = requests.Integer(strconv.Itoa(pages+1)), size
		a := call(l, l.ecs.DescribeInstances, r)
		if total = a.TotalCount; len(a.Instances.Instance) == 0 || a.PageNumber != pages+1 || a.NextToken != "" {
			l.Fatalf("page %d says it is %d of %d instances: %+v", pages+1, a.PageNumber, total, a.Instances.Instance)
		}
		ids = append(ids, idsOf(a)...)
	}
	return ids, pages
}

// byToken follows NextToken to its end.
func (l *goLife) byToken(most requests.Integer) (ids []string, pages int) {
	l.Helper()
	for token := ""; pages == 0 || token != ""; pages++ {
		r := ecs.CreateDescribeInstancesRequest()
		r.MaxResults, r.NextToken = most, token
		a := call(l, l.ecs.DescribeInstances, r)
		if token = a.NextToken; pages > 30 || slices.ContainsFunc(ids, func(id string) bool { return id == token }) {
			l.Fatalf("page %d leads to %q", pages+1, token)
		}
		ids = append(ids, idsOf(a)...)
	}
	return ids, pages
}

func idsOf(a *ecs.DescribeInstancesResponse) []string {
	var ids []string
	for _, i := range a.Instances.Instance {
		ids = append(ids, i.InstanceId)
	}
	return ids
}
