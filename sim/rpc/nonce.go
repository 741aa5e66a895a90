package rpc

import (
	"sync"
	"time"
)

// window is the largest difference between the time of a request and the time
// of day.
const window = 15 * time.Minute

// mostNonces limits a generation of nonces; a flood of requests ends it early.
const mostNonces = 1 << 20

// nonces remembers the nonces of requests that can still be within the window.
// A request with a time 15 minutes ahead is valid for 30 minutes, so two
// generations of 30 minutes contain all nonces that matter.
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
