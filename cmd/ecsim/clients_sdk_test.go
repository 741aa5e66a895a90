package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/vpc"

	"github.com/ecsim/ecsim/sim/rpc"
)

// The typed clients of the official Go SDK, for both products at one endpoint.
func TestGoSDKLivesALife(t *testing.T) {
	roots, certificate, key := ownCertificate(t)
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			url, _, stop := serving(t, "--addr", "127.0.0.1:0", "--clock", "ticks", "--tls-cert", certificate, "--tls-key", key)
			defer stop()
			accessKey := credentials.NewAccessKeyCredential("ecsim-main", "ecsim-main-secret")
			config := sdk.NewConfig().WithAutoRetry(false).WithHttpTransport(
				&http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}})
			ecsClient, err := ecs.NewClientWithOptions("cn-hangzhou", config, accessKey)
			if err != nil {
				t.Fatal(err)
			}
			vpcClient, err := vpc.NewClientWithOptions("cn-hangzhou", config, accessKey)
			if err != nil {
				t.Fatal(err)
			}
			l := &goLife{T: t, ecs: ecsClient, vpc: vpcClient, scheme: scheme, domain: strings.TrimPrefix(url, "http://")}
			l.live()
			if l.seen.String() != lifecycle {
				t.Errorf("it saw\n%s\nwant\n%s", l.seen.String(), lifecycle)
			}
		})
	}
}

// ownCertificate writes a certificate and its key, as a user may have them.
func ownCertificate(t *testing.T) (roots *x509.CertPool, certificate, key string) {
	t.Helper()
	pair, text, err := rpc.SelfSigned(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certificate, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, data := range map[string][]byte{certificate: text, key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	return roots, certificate, key
}

// goLife is lifecycle.js in Go.
type goLife struct {
	*testing.T

	ecs            *ecs.Client
	vpc            *vpc.Client
	scheme, domain string
	seen           strings.Builder
}

// call sends a typed request and notes what came of it; quiet calls are noted by
// who waits for them.
func call[Q requests.AcsRequest, A any](l *goLife, send func(Q) (A, error), request Q) A {
	l.Helper()
	answer, err := quiet(l, send, request)
	switch failed, isService := errors.AsType[sdkerrors.Error](err); {
	case err == nil:
		fmt.Fprintln(&l.seen, request.GetActionName(), "ok")
	case isService:
		fmt.Fprintln(&l.seen, request.GetActionName(), failed.HttpStatus(), failed.ErrorCode())
	default:
		l.Fatalf("%s: %v", request.GetActionName(), err)
	}
	return answer
}

func quiet[Q requests.AcsRequest, A any](l *goLife, send func(Q) (A, error), request Q) (A, error) {
	request.SetScheme(l.scheme)
	request.SetDomain(l.domain)
	return send(request)
}

// until asks until what look reads is the status; none for nothing.
func until[Q requests.AcsRequest, A any](l *goLife, send func(Q) (A, error), request func() Q, look func(A) string, status string) {
	l.Helper()
	for range 500 {
		answer, err := quiet(l, send, request())
		if err != nil {
			l.Fatal(err)
		}
		if look(answer) == status {
			fmt.Fprintln(&l.seen, request().GetActionName(), status)
			return
		}
	}
	l.Fatalf("%s: never %s", request().GetActionName(), status)
}

func (l *goLife) live() {
	zones := call(l, l.vpc.DescribeVSwitches, vpc.CreateDescribeVSwitchesRequest())
	describe := ecs.CreateDescribeSecurityGroupsRequest()
	describe.PageSize = "50"
	groups := call(l, l.ecs.DescribeSecurityGroups, describe)
	group := groups.SecurityGroups.SecurityGroup[slices.IndexFunc(groups.SecurityGroups.SecurityGroup, func(g ecs.SecurityGroup) bool {
		return g.SecurityGroupType == "normal" && g.VpcId != "" && !g.ServiceManaged
	})]
	vswitch := zones.VSwitches.VSwitch[slices.IndexFunc(zones.VSwitches.VSwitch, func(v vpc.VSwitch) bool { return v.VpcId == group.VpcId })]
	look := ecs.CreateDescribeImagesRequest()
	look.ImageOwnerAlias, look.OSType, look.Architecture = "system", "linux", "x86_64"
	image := call(l, l.ecs.DescribeImages, look).Images.Image[0].ImageId

	launch := func(name string) *ecs.RunInstancesRequest {
		r := ecs.CreateRunInstancesRequest()
		r.ImageId, r.InstanceType, r.VSwitchId, r.SecurityGroupId = image, "ecs.g7.large", vswitch.VSwitchId, group.SecurityGroupId
		r.InstanceName, r.Description, r.Amount, r.ClientToken = name, `über <1> & "2"*`, "1", "once ~*+/"
		return r
	}
	id := call(l, l.ecs.RunInstances, launch("web")).InstanceIdSets.InstanceIdSet[0]
	if again := call(l, l.ecs.RunInstances, launch("web")).InstanceIdSets.InstanceIdSet[0]; again != id {
		l.Errorf("one token gave %s and %s", id, again)
	}
	call(l, l.ecs.RunInstances, launch("another"))
	instance := l.instance(id)
	until(l, l.ecs.DescribeInstances, instance, statusOfInstance, "Running")
	queues := ecs.CreateModifyInstanceAttributeRequest()
	queues.InstanceId, queues.NetworkInterfaceQueueNumber = id, "1"
	call(l, l.ecs.ModifyInstanceAttribute, queues)
	stop := ecs.CreateStopInstanceRequest()
	stop.InstanceId = id
	call(l, l.ecs.StopInstance, stop)
	until(l, l.ecs.DescribeInstances, instance, statusOfInstance, "Stopped")
	rename := ecs.CreateModifyInstanceAttributeRequest()
	rename.InstanceId, rename.NetworkInterfaceQueueNumber, rename.InstanceName = id, "1", "renamed"
	call(l, l.ecs.ModifyInstanceAttribute, rename)
	if i := call(l, l.ecs.DescribeInstances, instance()).Instances.Instance[0]; i.InstanceName != "renamed" || i.Description != `über <1> & "2"*` {
		l.Errorf("it is called %q and described %q", i.InstanceName, i.Description)
	}

	l.image(id)
	l.eni(id, vswitch.VSwitchId, group.SecurityGroupId)

	remove := ecs.CreateDeleteInstanceRequest()
	remove.InstanceId = id
	call(l, l.ecs.DeleteInstance, remove)
	until(l, l.ecs.DescribeInstances, instance, statusOfInstance, "none")
	start := ecs.CreateStartInstanceRequest()
	start.InstanceId = id
	call(l, l.ecs.StartInstance, start)
}

func (l *goLife) instance(id string) func() *ecs.DescribeInstancesRequest {
	return func() *ecs.DescribeInstancesRequest {
		r := ecs.CreateDescribeInstancesRequest()
		r.InstanceIds = `["` + id + `"]`
		return r
	}
}

func statusOfInstance(a *ecs.DescribeInstancesResponse) string {
	for _, i := range a.Instances.Instance {
		return i.Status
	}
	return "none"
}

// image makes one of the instance, describes it and deletes it.
func (l *goLife) image(instanceID string) {
	create := ecs.CreateCreateImageRequest()
	create.InstanceId, create.ImageName = instanceID, "golden"
	id := call(l, l.ecs.CreateImage, create).ImageId
	look := func() *ecs.DescribeImagesRequest {
		r := ecs.CreateDescribeImagesRequest()
		r.ImageId, r.Status = id, "Creating,Available"
		return r
	}
	until(l, l.ecs.DescribeImages, look, func(a *ecs.DescribeImagesResponse) string { return a.Images.Image[0].Status }, "Available")
	modify := ecs.CreateModifyImageAttributeRequest()
	modify.ImageId, modify.Description = id, "as it was"
	call(l, l.ecs.ModifyImageAttribute, modify)
	if got := call(l, l.ecs.DescribeImages, look()).Images.Image[0].Description; got != "as it was" {
		l.Errorf("the image is described %q", got)
	}
	remove := ecs.CreateDeleteImageRequest()
	remove.ImageId = id
	call(l, l.ecs.DeleteImage, remove)
}

// eni makes a network interface, attaches it, detaches it and deletes it.
func (l *goLife) eni(instanceID, vswitch, group string) {
	create := ecs.CreateCreateNetworkInterfaceRequest()
	create.VSwitchId, create.SecurityGroupId, create.NetworkInterfaceName = vswitch, group, "second"
	id := call(l, l.ecs.CreateNetworkInterface, create).NetworkInterfaceId
	look := func() *ecs.DescribeNetworkInterfacesRequest {
		r := ecs.CreateDescribeNetworkInterfacesRequest()
		r.NetworkInterfaceId = &[]string{id}
		return r
	}
	status := func(a *ecs.DescribeNetworkInterfacesResponse) string {
		return a.NetworkInterfaceSets.NetworkInterfaceSet[0].Status
	}
	until(l, l.ecs.DescribeNetworkInterfaces, look, status, "Available")
	attach := ecs.CreateAttachNetworkInterfaceRequest()
	attach.NetworkInterfaceId, attach.InstanceId = id, instanceID
	call(l, l.ecs.AttachNetworkInterface, attach)
	until(l, l.ecs.DescribeNetworkInterfaces, look, status, "InUse")
	remove := func() *ecs.DeleteNetworkInterfaceRequest {
		r := ecs.CreateDeleteNetworkInterfaceRequest()
		r.NetworkInterfaceId = id
		return r
	}
	call(l, l.ecs.DeleteNetworkInterface, remove())
	detach := ecs.CreateDetachNetworkInterfaceRequest()
	detach.NetworkInterfaceId, detach.InstanceId = id, instanceID
	call(l, l.ecs.DetachNetworkInterface, detach)
	until(l, l.ecs.DescribeNetworkInterfaces, look, status, "Available")
	call(l, l.ecs.DeleteNetworkInterface, remove())
}
