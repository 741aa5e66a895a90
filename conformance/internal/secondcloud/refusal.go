package secondcloud

import (
	"fmt"
	"net/http"
)

// The statuses of refusals, as the pages write them.
const (
	bad       = http.StatusBadRequest
	forbidden = http.StatusForbidden
	notFound  = http.StatusNotFound
)

// A refusal is the answer to a call that is turned away.
type refusal struct {
	status        int
	code, message string
}

func refuse(status int, code, message string) *refusal {
	return &refusal{status, code, message}
}

// unless refuses where something does not hold.
func unless(holds bool, status int, code, message string) *refusal {
	if holds {
		return nil
	}
	return refuse(status, code, message)
}

// missing is the common answer to a call without a mandatory parameter.
func missing(name string) *refusal {
	return refuse(bad, "MissingParameter",
		fmt.Sprintf("The input parameter %q that is mandatory for processing this request is not supplied.", name))
}

// invalid is the common answer to a value that nothing narrower covers.
func invalid(name string) *refusal {
	return refuse(bad, "InvalidParameter", fmt.Sprintf("The specified parameter %q is not valid.", name))
}

// unsupported is the common answer to a parameter that the service does not take.
func unsupported() *refusal {
	return refuse(bad, "UnsupportedParameter", "The parameters is unsupported.")
}

// noSuchInstance is the answer of nearly all pages to an unknown instance.
func noSuchInstance() *refusal {
	return refuse(notFound, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.")
}

// wrongStatus is the answer of nearly all pages to an instance in another status.
func wrongStatus() *refusal {
	return refuse(forbidden, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.")
}

// wrongECSState and wrongENIState are those of the network interface pages.
func wrongECSState() *refusal {
	return refuse(bad, "InvalidOperation.InvalidEcsState", "The operation is not allowed in the current ECS state.")
}

func wrongENIState(want, is string) *refusal {
	return refuse(bad, "InvalidOperation.InvalidEniState",
		fmt.Sprintf("The operation is not allowed in the current ENI state. Expecting status is %q while current status is %q.", want, is))
}

func noSuchENI(status int, id string) *refusal {
	return refuse(status, "InvalidEniId.NotFound", fmt.Sprintf("The specified EniId %q is not found.", id))
}
