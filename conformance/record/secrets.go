package record

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// secrets are the placeholders of secret values, by the checksum of parameter
// and value: the same secret has the same placeholder.
type secrets map[[sha256.Size]byte]string

// isSecret says whether the values of a parameter are never recorded.
func isSecret(param string) bool {
	name := strings.ToLower(param)
	if strings.HasPrefix(name, "passwordinherit") {
		return false
	}
	return strings.Contains(name, "password") || strings.Contains(name, "userdata") || strings.Contains(name, "secret") ||
		strings.Contains(name, "privatekey")
}

// hide replaces the secrets among the parameters by placeholders that the model
// judges in the same way, and returns which placeholder replaces which secret.
func (s secrets) hide(c Recorded) (params model.Params, private map[string]string) {
	params = maps.Clone(c.Call.Params)
	private = map[string]string{}
	for _, name := range params.Names() {
		value := params[name]
		if value == "" || !isSecret(name) {
			continue
		}
		key := secretKey(name, value)
		known, ok := s[key]
		if !ok {
			known = s.choose(c, params, name)
			s[key] = known
		}
		params[name] = known
		private[value] = known
	}
	return params, private
}

// choose takes the first placeholder that breaks the same rules as the secret;
// an illegal value keeps its shape: the kinds of its characters.
func (s secrets) choose(c Recorded, params model.Params, name string) string {
	n := len(s) + 1
	candidates := []string{
		fmt.Sprintf("Recorded-%d", n),
		fmt.Sprintf("Rec%03d", n%1000),
		base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "#!/bin/sh\n# recorded %d\n", n)),
	}
	if strings.Contains(strings.ToLower(name), "userdata") {
		slices.Reverse(candidates)
	}
	call := c.Call
	call.Params = params.Without("ClientToken") // a token would remember the secret
	want := broken(c.Before.Apply(call))
	for _, candidate := range candidates {
		call.Params = call.Params.With(name, candidate)
		if slices.Equal(want, broken(c.Before.Apply(call))) {
			return candidate
		}
	}
	return shape(params[name])
}

func broken(v model.Verdict) []string {
	ids := make([]string, 0, len(v.Broken))
	for _, rule := range v.Broken {
		ids = append(ids, rule.ID())
	}
	return ids
}

// shape keeps only the kinds of the characters of a text.
func shape(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c > unicode.MaxASCII:
			return 'é'
		case c >= 'a' && c <= 'z':
			return 'x'
		case c >= 'A' && c <= 'Z':
			return 'X'
		case c >= '0' && c <= '9':
			return '0'
		default:
			return c
		}
	}, text)
}

// discreet returns the outcome without the secrets. User data is shown as the
// placeholder of the call that set it; if no call of the recording did, it is
// not shown.
func (s secrets) discreet(o model.Outcome, private map[string]string) model.Outcome {
	for secret, placeholder := range private {
		o.Message = strings.ReplaceAll(o.Message, secret, placeholder)
	}
	if data := o.Reply.Values["UserData"]; data != "" {
		o.Reply.Values = maps.Clone(o.Reply.Values)
		delete(o.Reply.Values, "UserData")
		if placeholder, ok := s[secretKey("UserData", data)]; ok {
			o.Reply.Values["UserData"] = placeholder
		}
	}
	for name := range o.Reply.Values {
		if name != "UserData" && isSecret(name) {
			o.Reply.Values = maps.Clone(o.Reply.Values)
			delete(o.Reply.Values, name)
		}
	}
	o.Reply.Items = slices.Clone(o.Reply.Items)
	for i, item := range o.Reply.Items {
		if instance, ok := item.(*ecs.Instance); ok && instance.UserData != "" {
			o.Reply.Items[i] = s.discreetInstance(*instance)
		}
	}
	return o
}

func (s secrets) discreetInstance(i ecs.Instance) model.Resource {
	placeholder, ok := s[secretKey("UserData", i.UserData)]
	i.UserData = placeholder
	if ok {
		return &i
	}
	shown := map[string]bool{}
	for field := range reflect.TypeFor[ecs.Instance]().Fields() {
		shown[field.Name] = field.Name != "UserData"
	}
	return model.Seen{Resource: &i, Shown: shown}
}

func secretKey(param, value string) [sha256.Size]byte {
	return sha256.Sum256([]byte(param + "\n" + value))
}
