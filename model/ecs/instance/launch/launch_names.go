package launch

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ecsim/ecsim/model"
	"github.com/ecsim/ecsim/model/ecs"
)

// How instances of one call get their names (Batch configure sequential names
// or hostnames for multiple instances, 2021).

// A sequentialName is a pattern prefix[begin,bits]suffix; both numbers may be
// left out.
type sequentialName struct {
	prefix, suffix string
	begin, bits    int
}

// readSequential reads the pattern; false where the text is a plain name.
func readSequential(text string) (sequentialName, bool) {
	prefix, rest, opened := strings.Cut(text, "[")
	inside, suffix, closed := strings.Cut(rest, "]")
	if !opened || !closed {
		return sequentialName{}, false
	}
	begin, bits, comma := strings.Cut(inside, ",")
	p := sequentialName{prefix, suffix, 0, 6}
	var beginErr, bitsErr error
	if begin != "" {
		p.begin, beginErr = strconv.Atoi(begin)
	}
	if bits != "" {
		p.bits, bitsErr = strconv.Atoi(bits)
	}
	legal := beginErr == nil && bitsErr == nil && p.begin >= 0 && p.begin <= 999999 && p.bits >= 1 && p.bits <= 6
	return p, legal && (comma || inside == "")
}

// nameInSequence returns the k-th name, from 0, of the pattern. With unique,
// names of more than one instance get a suffix from 001 on, unless the pattern
// numbers them at its end.
func nameInSequence(text string, k, amount int, unique bool) string {
	name, pattern := text, sequentialName{suffix: "none"}
	if p, ok := readSequential(text); ok {
		pattern = p
		name = fmt.Sprintf("%s%0*d%s", p.prefix, p.bits, p.begin+k, p.suffix)
	}
	if unique && amount > 1 && pattern.suffix != "" {
		name += fmt.Sprintf("%03d", k+1)
	}
	return name
}

// nameOf returns the InstanceName of the k-th instance; the default is its id.
func nameOf(r *model.Request, text, id string, k int) string {
	if text == "" {
		return id
	}
	return nameInSequence(text, k, amount(r), r.IsTrue("UniqueSuffix"))
}

// hostNameOf returns the HostName of the k-th instance. On systems other than
// Windows ${instance_id} is replaced by the id. The default is made from the
// id.
func hostNameOf(r *model.Request, text, osType, id string, k int) string {
	if text == "" {
		return ecs.DefaultHostName(id, osType)
	}
	if osType != model.Windows {
		text = strings.ReplaceAll(text, "${instance_id}", id)
	}
	return nameInSequence(text, k, amount(r), r.IsTrue("UniqueSuffix"))
}

// launchNameClauses are about the name that the call gives to its last instance.
func launchNameClauses() []model.Clause {
	return launchName().Form().Of("InstanceName", func(r *model.Request) string {
		return nameInSequence(r.Text("InstanceName"), amount(r)-1, 1, false)
	})
}

// suffixTooLong says that a name is legal, but longer than most with the suffix
// of UniqueSuffix.
func suffixTooLong(name string, most int) func(*model.Request) bool {
	return func(r *model.Request) bool {
		plain := nameInSequence(r.Text(name), 0, 1, false)
		unique := nameInSequence(r.Text(name), 0, amount(r), r.IsTrue("UniqueSuffix"))
		return r.Has(name) && len(plain) <= most && r.Beyond(len(unique), most)
	}
}

// hostNameTooLongWithSuffix is suffixTooLong with the limit of the system.
func hostNameTooLongWithSuffix(r *model.Request) bool {
	image := bootImage(r)
	return image != nil && suffixTooLong("HostName", hostNameMost(image.OSType))(r)
}

func hostNameMost(osType string) int {
	if osType == model.Windows {
		return 15
	}
	return 64
}

// launchHostNameClauses are about the host names of the call, which depend on the
// system of the image. A name that only the suffix makes too long has a row of its
// own.
func launchHostNameClauses() []model.Clause {
	windows := func(r *model.Request) bool {
		image := bootImage(r)
		return image != nil && image.OSType == model.Windows
	}
	first := func(r *model.Request) string {
		image := bootImage(r)
		if image == nil || r.IsTrue("UniqueSuffix") && hostNameTooLongWithSuffix(r) {
			return ""
		}
		return hostNameOf(r, r.Text("HostName"), image.OSType, model.MakeID(r.World.Seed(), ecs.KindInstance, 1), 0)
	}
	clauses := model.HostNameClauses("HostName", windows, first)
	for i, c := range clauses {
		if strings.HasPrefix(c.Name, "windows-") {
			clauses[i] = c.With(model.Params{"ImageId": "$image.windows"})
		}
	}
	return append(clauses, model.If("each-of-HostNames", someHostNameWrong, model.BreakBy("HostNames.1", "-host")))
}

func someHostNameWrong(r *model.Request) bool {
	image := bootImage(r)
	if image == nil {
		return false
	}
	for _, name := range r.List("HostNames") {
		if !model.HostNameFits(name, image.OSType) {
			return true
		}
	}
	return false
}
