package target

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/ecsim/ecsim/fixtures/catalog"
	"github.com/ecsim/ecsim/model"
)

// lost interprets a missing or incomplete answer: if the address has answered
// before, it is an outcome of the service; else the address is wrong.
func (e *Endpoint) lost(ctx context.Context, op string, got answer) (model.Outcome, error) {
	why := cause(got.err)
	o := model.Outcome{Class: model.ClassUnknown, HTTP: got.status, Message: got.hide(e.noAnswer(why))}
	var (
		record    tls.RecordHeaderError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		name      *net.DNSError
	)
	switch {
	case ctx.Err() != nil: // the caller has given up; the call may have arrived
		return o, fmt.Errorf("%s at %s: %w", op, e.address, ctx.Err())
	case e.reached.Load():
		return o, nil
	case errors.As(why, &record), strings.Contains(why.Error(), "HTTP response to HTTPS client"):
		return o, fmt.Errorf("%s does not speak TLS: write http:// instead of https://", e.address)
	case errors.As(why, &authority), errors.As(why, &host):
		return o, fmt.Errorf("the certificate of %s is not trusted: use a trusted one, or accept it as it is (insecure)", e.address)
	case errors.As(why, &name):
		return o, fmt.Errorf("there is no host %q: correct the address of the target", name.Name)
	case errors.Is(why, syscall.ECONNREFUSED):
		return o, fmt.Errorf("nothing listens at %s: start the target, or correct its address", e.address)
	case got.status == 0 && unreachable(why):
		return o, fmt.Errorf("%s cannot be reached (%s): correct the address of the target, or its proxy", e.address, got.hide(why.Error()))
	}
	return o, nil
}

// unreachable says that no connection was made.
func unreachable(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect")
}

// noAnswer returns, in a few words, why there is no answer.
func (e *Endpoint) noAnswer(why error) string {
	var timeout net.Error
	switch {
	case errors.Is(why, context.DeadlineExceeded), errors.As(why, &timeout) && timeout.Timeout():
		return fmt.Sprintf("no answer within %v", e.config.Timeout)
	case errors.Is(why, syscall.ECONNRESET):
		return "the connection was reset"
	case errors.Is(why, syscall.ECONNREFUSED):
		return "the connection was refused"
	default:
		return "the connection broke: " + why.Error()
	}
}

// judge interprets a complete answer.
func (e *Endpoint) judge(call model.Call, op *catalog.Operation, got answer) (model.Outcome, error) {
	o := model.Outcome{HTTP: got.status, RequestId: got.header.Get("X-Acs-Request-Id")}
	if got.status >= 200 && got.status < 300 {
		e.read(&o, call, got)
		return o, nil
	}
	var refusal struct{ Code, Message, RequestId str }
	if err := got.decode(&refusal); err != nil {
		o.Message = err.Error()
	}
	o.Code, o.Message = got.hide(refusal.Code.v), firstOf(got.hide(refusal.Message.v), o.Message)
	o.RequestId = firstOf(refusal.RequestId.v, o.RequestId)
	o.Class = classOf(op, got.status, o.Code)
	if o.Class == model.ClassUnknown && o.Message == "" {
		o.Message = fmt.Sprintf("an answer with status %d and no Code", got.status)
	}
	return o, e.broken(call.Caller, o)
}

// classOf classifies an answer that is not a success.
func classOf(op *catalog.Operation, status int, code string) model.Class {
	listed := op != nil && len(op.RowsOf(code)) > 0
	switch {
	case strings.Contains(code, "Throttling"), status == http.StatusTooManyRequests:
		return model.ClassThrottled
	case status == http.StatusNotImplemented, !listed && slices.Contains(unknownAction(), code):
		return model.ClassUnsupported
	case code == "" && (status == http.StatusNotFound || status == http.StatusMethodNotAllowed):
		return model.ClassUnsupported // the server has no such route
	case status >= 500, status < 400, code == "":
		return model.ClassUnknown
	default:
		return model.ClassError
	}
}

// unknownAction lists the codes of a missing operation.
func unknownAction() []string {
	return []string{
		"InvalidAction.NotFound", "InvalidAction", "InvalidApi.NotFound", "InvalidVersion", "InvalidProduct.NotFound",
		"NotImplemented", "UnknownAction", "UnknownOperation",
	}
}

// broken says whether an answer is about the harness's key or clock rather than
// about the call.
func (e *Endpoint) broken(caller string, o model.Outcome) error {
	if o.Class != model.ClassError {
		return nil
	}
	who := "the default caller"
	if caller != "" {
		who = "caller " + caller
	}
	var advice string
	switch code := o.Code; {
	case strings.HasPrefix(code, "InvalidAccessKeyId"), code == "Forbidden.AccessKeyDisabled", code == "InvalidAccessKeySecret":
		advice = "give an access key that exists there and is enabled"
	case code == "SignatureDoesNotMatch", code == "IncompleteSignature", code == "InvalidSignature":
		advice = "correct the secret of the access key"
	case strings.HasPrefix(code, "InvalidSecurityToken"):
		advice = "get a new security token, and give it with the key that it belongs to"
	case strings.HasPrefix(code, "InvalidTimeStamp"), code == "IllegalTimestamp":
		advice = "set the clock of this machine"
	default:
		return nil
	}
	return fmt.Errorf("%s does not accept the credentials of %s (%d %s): %s", e.address, who, o.HTTP, o.Code, advice)
}

// hide removes secrets and signature from a text, and shortens it.
func (a answer) hide(text string) string {
	for _, secret := range a.secrets {
		if secret == "" {
			continue
		}
		text = strings.ReplaceAll(text, secret, "…")
		text = strings.ReplaceAll(text, url.QueryEscape(secret), "…")
	}
	const longest = 1000
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
