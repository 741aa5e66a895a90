package tinycloud

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// check runs checks in order and returns what the first of them refuses.
func check(checks ...*refusal) *refusal {
	for _, c := range checks {
		if c != nil {
			return c
		}
	}
	return nil
}

// unless refuses where something does not hold.
func unless(holds bool, status int, code, message string) *refusal {
	if holds {
		return nil
	}
	return &refusal{status, code, message}
}

// required refuses a call that lacks one of the parameters.
func required(form url.Values, names ...string) *refusal {
	for _, name := range names {
		if form.Get(name) == "" {
			return &refusal{http.StatusBadRequest, "MissingParameter",
				fmt.Sprintf("The input parameter %q"+notSupplied, name)}
		}
	}
	return nil
}

// typed refuses a value that is no number or Boolean where one is expected.
func typed(form url.Values, names ...string) *refusal {
	for _, name := range names {
		value := form.Get(name)
		_, err := strconv.Atoi(value)
		number := among("Amount PageNumber PageSize NetworkInterfaceQueueNumber", name)
		if value != "" && (number && err != nil || !number && !among("true false True False", value)) {
			return &refusal{http.StatusBadRequest, "InvalidParameter", fmt.Sprintf("The specified parameter %q is not valid.", name)}
		}
	}
	return nil
}

func isTrue(form url.Values, name string) bool { return strings.EqualFold(form.Get(name), "true") }

// region refuses a region that there is not.
func region(form url.Values) *refusal {
	return unless(form.Get("RegionId") == "" || form.Get("RegionId") == Region,
		http.StatusNotFound, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
}

// dryRun ends a call that was only to be checked.
func dryRun(form url.Values) *refusal {
	return unless(!isTrue(form, "DryRun"), http.StatusBadRequest, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
}

// instance finds the instance that the call names.
func (c *Cloud) instance(form url.Values) (thing, *refusal) {
	i := c.instances[form.Get("InstanceId")]
	return i, unless(i != nil, http.StatusNotFound, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.")
}

// inStatus refuses an instance that is not in the status.
func inStatus(i thing, want string) *refusal {
	return unless(i["Status"] == want, http.StatusForbidden, "IncorrectInstanceStatus",
		fmt.Sprintf("The specified instance is in an incorrect status for the requested action; it is %s and should be %s.", i["Status"], want))
}

// goodName says whether the text is a name: 2 to 128 characters, the first a
// letter or a Chinese character.
func goodName(text, punctuation string) bool {
	if n := utf8.RuneCountInString(text); n < 2 || n > 128 || strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") {
		return false
	}
	for i, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || unicode.Is(unicode.Han, r)
		if !letter && (i == 0 || !(r >= '0' && r <= '9') && !strings.ContainsRune(punctuation, r)) {
			return false
		}
	}
	return true
}

// goodHostName says whether the text is a host name of the system.
func goodHostName(text, system string) bool {
	const digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if system == "windows" {
		return len(text) >= 2 && len(text) <= 15 && strings.Trim(text, digits) != "" &&
			strings.Trim(text, digits+letters+"-") == "" && goodLabel(text)
	}
	if len(text) < 2 || len(text) > 64 || strings.Trim(text, digits+letters+"-.") != "" || !goodLabel(text) {
		return false
	}
	return !strings.HasPrefix(text, ".") && !strings.HasSuffix(text, ".") && !strings.Contains(text, "..")
}

func goodLabel(text string) bool {
	return !strings.HasPrefix(text, "-") && !strings.HasSuffix(text, "-") && !strings.Contains(text, "--")
}

// by finds the thing whose member has the value.
func by(things []thing, member, value string) thing {
	for _, t := range things {
		if t[member] == value {
			return t
		}
	}
	return nil
}
