package model

// A Class is the kind of an answer. Only [ClassOK] and [ClassError] say
// something about the call; the others leave open whether it was applied.
type Class uint8

// The classes of outcomes.
const (
	// ClassOK is a success: HTTP 2xx with a readable body.
	ClassOK Class = iota + 1
	// ClassError is a refusal with an error code that is about the call.
	ClassError
	// ClassThrottled is a refusal because of too many calls.
	ClassThrottled
	// ClassUnknown is a time-out, a lost connection, a 5xx or an unreadable
	// answer: the call may or may not have been applied.
	ClassUnknown
	// ClassUnsupported is the answer of a target that lacks the operation (404
	// unknown action, 501).
	ClassUnsupported
)

// String returns the class as reports write it.
func (c Class) String() string {
	switch c {
	case ClassOK:
		return "ok"
	case ClassError:
		return "error"
	case ClassThrottled:
		return "throttled"
	case ClassUnknown:
		return "unknown"
	case ClassUnsupported:
		return "unsupported"
	default:
		return "no class"
	}
}

// An Outcome is what a target answered.
type Outcome struct {
	Class     Class
	HTTP      int    // status code; 0 when there was no answer
	Code      string // error code; empty on success
	Message   string // error message, or why there is no answer
	RequestId string
	Reply     Reply // what a successful answer says
}

// A Reply is the answer to an accepted call, as typed values.
type Reply struct {
	// Created lists the ids that the call made, in the order of the answer.
	Created []string
	// Items are the described resources in the order of the answer.
	Items []Resource
	// Page is set by operations that answer in pages.
	Page Page
	// Values are scalars of the answer beyond RequestId, by wire name, such as
	// UserData of DescribeUserData.
	Values map[string]string
	// Records are the elements of a list that are no resources, in the order of the
	// answer. Nothing compares them.
	Records []Record
}

// A Record is an element of a list that is no resource, such as the tag of one.
type Record []Member

// A Member is a member of a record: its wire name, with a period before the name of
// an inner one, and a text, an integer, a Boolean, a list of texts or records.
type Member struct {
	Name  string
	Value any
}

// A Page is the part of a list that an answer holds.
type Page struct {
	Number, Size, Total int
	Next                string // NextToken; empty on the last page or when pages are numbered
}

// A Seen is a resource as a target described it: in the target's own ids, with
// the names of the Go fields that the answer showed. A field that is not in
// Shown is unknown.
type Seen struct {
	Resource
	Shown map[string]bool
}
