package ram_test

import (
	"fmt"
	"testing"

	"github.com/ecsim/ecsim/model/ram"
)

func parse(document string) ram.Policy {
	p, err := ram.ParsePolicy([]byte(document))
	if err != nil {
		panic(err)
	}
	return p
}

func ExampleEvaluate() {
	policies := []ram.Policy{parse(`{"Version": "1", "Statement": [
		{"Effect": "Allow", "Action": "ecs:*", "Resource": "acs:ecs:cn-hangzhou:*:instance/*"},
		{"Effect": "Deny", "Action": "ecs:Delete*", "Resource": "*", "Condition": {"StringEquals": {"ecs:tag/env": "prod"}}}
	]}`)}
	i1 := ram.Resource{ARN: ram.ARN("ecs", "cn-hangzhou", "123", "instance", "i-1")}
	i2 := ram.Resource{ARN: ram.ARN("ecs", "cn-hangzhou", "123", "instance", "i-2"), Tags: map[string]string{"env": "prod"}}

	for _, action := range []string{"ecs:StopInstance", "ecs:DeleteInstance", "vpc:DeleteVpc"} {
		fmt.Println(ram.Evaluate(policies, ram.Request{Action: action, Resources: []ram.Resource{i1, i2}}))
	}
	// Output:
	// allowed by statement 1 of policy 1 for resource 1
	// explicit deny by statement 2 of policy 1 for resource 2
	// no allow by any policy for resource 1
}

func ExampleEvaluateSession() {
	role := []ram.Policy{ram.FullAccess()}
	session := []ram.Policy{parse(`{"Version":"1","Statement":[{"Effect":"Allow","Action":"ecs:Describe*","Resource":"*"}]}`)}
	fmt.Println(ram.EvaluateSession(role, session, ram.Request{Action: "ecs:RunInstances"}))
	// Output: no allow by any session policy for resource 1
}

func ExampleContext() {
	// Passwords only over HTTPS: the policy speaks of requests that set a password, and of those that come in the clear.
	policies := []ram.Policy{ram.FullAccess(), parse(`{"Version":"1","Statement":[{"Effect":"Deny","Action":"ecs:*","Resource":"*",
		"Condition":{"Bool":{"ecs:PasswordCustomized":"true","acs:SecureTransport":"false"}}}]}`)}
	for _, secure := range []string{"true", "false"} {
		d := ram.Evaluate(policies, ram.Request{Action: "ecs:RunInstances", Context: ram.Context{
			Keys: map[string]string{ram.KeyPasswordCustomized: "true", ram.KeySecureTransport: secure},
		}})
		fmt.Println(secure, d.Allowed, d.Why)
	}
	// Output:
	// true true allowed
	// false false explicit deny
}

func ExampleParsePolicy() {
	_, err := ram.ParsePolicy([]byte(`{"Version":"1","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"i-1"}]}`))
	fmt.Println(err)
	// Output: ram: policy: statement 1: Resource: "i-1": malformed ARN, want "*" or acs:<service>:<region>:<account>:<resource>
}

func BenchmarkEvaluate(b *testing.B) {
	res := ram.Resource{ARN: ram.ARN("ecs", "cn-hangzhou", "123", "instance", "i-1"), Tags: map[string]string{"team": "dev"}}
	typical := parse(`{"Version":"1","Statement":[
		{"Effect":"Deny","Action":["ecs:Delete*","ecs:*Password"],"Resource":"*"},
		{"Effect":"Allow","Action":["ecs:Describe*","vpc:Describe*"],"Resource":"*"},
		{"Effect":"Allow","Action":"ecs:*","Resource":"acs:ecs:*:*:instance/*","Condition":{"StringEquals":{"ecs:tag/team":"dev"}}}]}`)
	for _, c := range []struct {
		name     string
		policies []ram.Policy
	}{
		{"no policy", nil}, {"full access", []ram.Policy{ram.FullAccess()}}, {"typical", []ram.Policy{typical}},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := ram.Request{Action: "ecs:StopInstance", Resources: []ram.Resource{res}}
			b.ReportAllocs()
			for b.Loop() {
				ram.Evaluate(c.policies, r)
			}
		})
	}
}
