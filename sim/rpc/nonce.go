package rpc

import (
	"sync"
	"time"
)

// window is how far the time of a request may be off, either way.
const window = 15 * time.Minute

// mostNonces bounds a generation of nonces; a flood ends it early.
const mostNonces = 1 << 20

// nonces remembers those of the requests that can still be within the window.
// A request that comes 15 minutes early is good for 30, so that two generations
// of 30 minutes hold all that count.
type nonces struct {
	mu            sync.Mutex
	current, last map[string]struct{}
	since         time.Time
}

// use says whether the nonce is new, and remembers it.
func (n *nonces) use(nonce string, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.current == nil || now.Sub(n.since) > 2*window || len(n.current) >= mostNonces {
		n.last, n.current, n.since = n.current, map[string]struct{}{}, now
	}
	_, inCurrent := n.current[nonce]
	_, inLast := n.last[nonce]
	if inCurrent || inLast {
		return false
	}
	n.current[nonce] = struct{}{}
	return true
}
