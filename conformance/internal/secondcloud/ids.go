package secondcloud

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
)

// newID makes the next id of a kind, such as i-gw8… for "i": a letter and a digit
// that stand for the region, and eighteen letters and digits.
func (c *Cloud) newID(kind string) string {
	c.made++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", kind, c.made))
	text := new(big.Int).SetBytes(sum[:]).Text(36)
	return kind + "-gw" + text[:18]
}

// newMAC makes a hardware address.
func (c *Cloud) newMAC() string {
	c.made++
	sum := sha256.Sum256(fmt.Appendf(nil, "mac %d", c.made))
	return fmt.Sprintf("00:16:3e:%02x:%02x:%02x", sum[0], sum[1], sum[2])
}

// newRequestID makes the id of a request.
func (c *Cloud) newRequestID() string {
	c.requests++
	sum := sha256.Sum256(fmt.Appendf(nil, "request %d", c.requests))
	h := strings.ToUpper(hex.EncodeToString(sum[:16]))
	return h[:8] + "-" + h[8:12] + "-5" + h[13:16] + "-" + h[16:20] + "-" + h[20:]
}
