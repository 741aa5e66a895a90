package model_test

import (
	"encoding/base64"
	"strconv"
	"strings"
	"testing"

	"github.com/ecsim/ecsim/model"
)

// paged are the operations that answer in pages, with what else a call needs.
func paged(t *testing.T, w model.World) map[string]model.Params {
	t.Helper()
	return map[string]model.Params{
		"DescribeInstances": {}, "DescribeInstanceStatus": {}, "DescribeImages": {}, "DescribeSecurityGroups": {}, "DescribeNetworkInterfaces": {},
		"DescribeVpcs": {}, "DescribeVSwitches": {}, "DescribeInstanceTypes": {}, "DescribeKeyPairs": {}, "DescribeDisks": {}, "DescribeRouteTableList": {}, "DescribeRouteTables": {}, "DescribeTags": {},
		"DescribeImageSharePermission":   {"ImageId": named(t, w, "image.linux")},
		"DescribeSecurityGroupAttribute": {"SecurityGroupId": named(t, w, "sg1")},
	}
}

// Every operation that reads pages refuses what is out of the range of its page,
// and what is no number; what is in range it takes.
func TestPagesOutOfRange(t *testing.T) {
	w, id := withImage(t, newWorld(t), nil)
	all := paged(t, w)
	all["DescribeImageSharePermission"]["ImageId"] = id
	asked := 0
	straight := strings.NewReplacer("“", `"`, "”", `"`) // as the page of DescribeKeyPairs writes them
	for _, op := range w.Model().Operations() {
		for i := range op.Params {
			p := &op.Params[i]
			switch p.Name {
			case "PageNumber", "PageSize", "MaxResults":
			default:
				continue
			}
			more, known := all[op.Name]
			if !known {
				t.Fatalf("%s answers in pages and is not in the table", op.Name)
			}
			good, bad := []string{"1", strconv.Itoa(p.Most)}, []string{"0", "-1", strconv.Itoa(p.Most + 1), "9223372036854775807"}
			if p.Most == 0 { // brought into its range, as the page says
				good, bad = append([]string{"0", "9"}, bad...), nil
			}
			for _, value := range good {
				asked++
				wantCodes(t, w, main1(op.Name, more.With(p.Name, value)))
			}
			for _, value := range append(bad, "ten", "1.5", "9223372036854775808") {
				asked++
				out := wantCodes(t, w, main1(op.Name, more.With(p.Name, value)), "InvalidParameter").Outcome()
				if want := `The specified parameter "` + p.Name + `" is not valid.`; out.HTTP != 400 || straight.Replace(out.Message) != want {
					t.Errorf("%s %s=%s: %d %q", op.Name, p.Name, value, out.HTTP, out.Message)
				}
			}
		}
	}
	if asked < 150 {
		t.Errorf("%d calls", asked)
	}
}

// Beside MaxResults or NextToken the numbers of a page do not take effect.
func TestATokenOutranksAPageNumber(t *testing.T) {
	w := newWorld(t)
	wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"MaxResults": "3", "PageSize": "1000", "PageNumber": "0"}))
	wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"MaxResults": "3", "PageSize": "ten"}), "InvalidParameter")
}

// A token is good for the list that it came from, and no other text is one.
func TestOnlyATokenThatWasGivenLeadsOn(t *testing.T) {
	w := newWorld(t)
	w, _ = accept(t, w, launch(t, w, model.Params{"Amount": "3"}))
	tokenOf := func(w model.World, op string) string {
		t.Helper()
		r := wantCodes(t, w, main1(op, model.Params{"MaxResults": "1"})).Reply
		if r.Page.Next == "" {
			t.Fatalf("%s has one page", op)
		}
		return r.Page.Next
	}
	token, types := tokenOf(w, "DescribeInstances"), tokenOf(w, "DescribeInstanceTypes")
	wantCodes(t, w, main1("DescribeInstances", model.Params{"NextToken": token}))
	first := ids(wantCodes(t, w, main1("DescribeInstances", nil)).Reply)[0]
	elsewhere, err := model.Named(w.Model(), "default", 2)
	if err != nil {
		t.Fatal(err)
	}
	foreign := map[string]model.Call{
		"the id":             main1("DescribeInstances", model.Params{"NextToken": first}),
		"the id, encoded":    main1("DescribeInstances", model.Params{"NextToken": base64.RawURLEncoding.EncodeToString([]byte("12345678" + first))}),
		"a word":             main1("DescribeInstances", model.Params{"NextToken": "next"}),
		"no Base64":          main1("DescribeInstances", model.Params{"NextToken": "%"}),
		"cut short":          main1("DescribeInstances", model.Params{"NextToken": token[:len(token)-2]}),
		"with more":          main1("DescribeInstances", model.Params{"NextToken": token + "AA"}),
		"of another list":    main1("DescribeInstances", model.Params{"NextToken": types}),
		"of another region":  main1("DescribeInstances", model.Params{"NextToken": token, "RegionId": "cn-beijing"}),
		"of another account": {Caller: "other", Op: "DescribeInstances", Params: model.Params{"NextToken": token, "RegionId": hangzhou}},
		"of another world":   main1("DescribeInstanceTypes", model.Params{"NextToken": tokenOf(elsewhere, "DescribeInstanceTypes")}),
		"where one page is":  main1("DescribeSecurityGroupAttribute", model.Params{"NextToken": token, "SecurityGroupId": named(t, w, "sg1")}),
	}
	for name, call := range foreign {
		t.Run(name, func(t *testing.T) {
			if out := wantCodes(t, w, call, "InvalidParameter").Outcome(); out.HTTP != 400 || out.Message != `The specified parameter "NextToken" is not valid.` {
				t.Errorf("%d %q", out.HTTP, out.Message)
			}
		})
	}
}

// A token outlives the resource that it was made of: the page behind it is the same.
func TestATokenOutlivesItsResource(t *testing.T) {
	w := newWorld(t)
	var made []string
	for range 2 {
		var reply model.Reply
		w, reply = accept(t, w, main1("CreateSecurityGroup", model.Params{"VpcId": named(t, w, "vpc1")}))
		made = append(made, reply.Created[0])
	}
	all := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"PageSize": "100"})).Reply.Page.Total
	page := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"MaxResults": strconv.Itoa(all - 1)})).Reply
	if shown := ids(page); shown[len(shown)-1] != made[0] {
		t.Fatalf("the page ends with %s", shown[len(shown)-1])
	}
	w, _ = accept(t, w, main1("DeleteSecurityGroup", model.Params{"SecurityGroupId": made[0]}))
	rest := wantCodes(t, w, main1("DescribeSecurityGroups", model.Params{"NextToken": page.Page.Next})).Reply
	if got := ids(rest); len(got) != 1 || got[0] != made[1] || rest.Page.Next != "" {
		t.Errorf("behind the token: %v and %q", got, rest.Page.Next)
	}
}
