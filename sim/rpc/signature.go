package rpc

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// The two schemes of signatures: docs/clients.md, Signature V1 and Signature
// V3. Both compare in constant time, and neither reveals the secret.

// percentEncode encodes as both schemes require: RFC 3986, a space as %20.
func percentEncode(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

// canonicalQuery joins the parameters, sorted by name, without the one that is
// named.
func canonicalQuery(params []pair, without string) string {
	sorted := make([]pair, 0, len(params))
	size := 0
	for _, p := range params {
		if p.name != without {
			sorted = append(sorted, p)
			size += len(p.name) + len(p.value) + 8
		}
	}
	slices.SortFunc(sorted, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.value, b.value))
	})
	var b strings.Builder
	b.Grow(size)
	for i, p := range sorted {
		if i > 0 {
			b.WriteByte('&')
		}
		percentEncode(&b, p.name)
		b.WriteByte('=')
		percentEncode(&b, p.value)
	}
	return b.String()
}

// stringToSignV1 returns the text that a V1 signature signs: query and form
// parameters together, empty ones included.
func stringToSignV1(method string, params []pair) string {
	query := canonicalQuery(params, "Signature")
	var b strings.Builder
	b.Grow(len(query) + len(query)/4 + 16)
	b.WriteString(method)
	b.WriteString("&%2F&")
	percentEncode(&b, query)
	return b.String()
}

// signV1 returns the signature of a string to sign.
func signV1(secret, text string) string {
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	_, _ = mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

const schemeV3 = "ACS3-HMAC-SHA256"

// A v3Header is the Authorization header of a V3 request, taken apart.
type v3Header struct {
	credential, signature string
	signed                []string // as the client listed them
}

// parseV3 reads ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…, in
// any order. An unknown or repeated part makes the header incomplete.
func parseV3(headers []string) (v3Header, bool) {
	if len(headers) != 1 {
		return v3Header{}, false
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(headers[0]), schemeV3)
	if !ok {
		return v3Header{}, false
	}
	var h v3Header
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if _, again := parts[name]; again {
			return v3Header{}, false
		}
		parts[name] = value
	}
	h.credential, h.signature = parts["Credential"], parts["Signature"]
	if parts["SignedHeaders"] != "" {
		h.signed = strings.Split(parts["SignedHeaders"], ";")
	}
	return h, len(parts) == 3 && h.credential != "" && h.signature != "" && len(h.signed) > 0
}

// canonicalRequestV3 returns the text whose hash a V3 signature signs. The list
// of signed headers is taken literally, because clients differ in it.
func canonicalRequestV3(r *http.Request, query []pair, signed []string, payloadHash string) string {
	var b strings.Builder
	path := r.URL.EscapedPath()
	if path == "" {
		path = "/"
	}
	b.WriteString(r.Method + "\n" + path + "\n" + canonicalQuery(query, "") + "\n")
	for _, name := range signed {
		value := strings.Join(r.Header.Values(name), ",")
		if strings.EqualFold(name, "host") {
			value = r.Host
		}
		b.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	b.WriteString("\n" + strings.Join(signed, ";") + "\n" + payloadHash)
	return b.String()
}

// stringToSignV3 contains the scheme and the hash of the canonical request.
func stringToSignV3(canonicalRequest string) string {
	return schemeV3 + "\n" + hashHex([]byte(canonicalRequest))
}

func signV3(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func hashHex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// same compares two texts in constant time, so that the duration does not
// reveal how far they agree.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
