package ram

import (
	"errors"
	"strings"
)

// ARN names a resource: acs:{service}:{region}:{account}:{typ}/{id}, as in acs:ecs:cn-hangzhou:123:instance/i-1.
// Without typ the relative id is id alone, as OSS writes its buckets. The id of a resource that does not exist yet is "*".
func ARN(service, region, account, typ, id string) string {
	if typ != "" {
		id = typ + "/" + id
	}
	return "acs:" + service + ":" + region + ":" + account + ":" + id
}

// arnParts is the number of parts of an ARN; the last one may contain colons.
const arnParts = 5

var (
	errMalformedARN    = errors.New(`malformed ARN, want "*" or acs:<service>:<region>:<account>:<resource>`)
	errMalformedAction = errors.New(`malformed action, want "*" or <service>:<operation>`)
)

// checkARN says what is wrong with a resource pattern. Region and account may be empty (acs:ram::123:role/r).
func checkARN(pattern string) error {
	if pattern == "*" {
		return nil
	}
	parts := strings.SplitN(pattern, ":", arnParts)
	if len(parts) < arnParts || parts[0] != "acs" || parts[1] == "" || parts[4] == "" {
		return errMalformedARN
	}
	return nil
}
