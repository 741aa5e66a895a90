package rpc

import (
	"crypto/sha256"
	"sync"
	"time"
)

// window is the largest difference between the time of a request and the time
// of day.
const window = 15 * time.Minute

// mostNonces limits how many nonces are remembered, of all keys together: about
// 40 MB. Where more come, the key with the most forgets its oldest first.
const mostNonces = 1 << 20

// nonceSum stands for a nonce: a client may send one of any length.
type nonceSum [16]byte

// nonces remembers the nonces of requests that can still be within the window.
type nonces struct {
	mu    sync.Mutex
	keys  map[string]*generations
	count int // of all keys
	most  int // 0: mostNonces
}

// generations are the nonces of one key. A request with a time 15 minutes ahead
// is valid for 30 minutes, so two generations of 30 minutes contain all nonces
// that matter.
type generations struct {
	current, last map[nonceSum]struct{}
	since         time.Time
}

func (g *generations) len() int { return len(g.current) + len(g.last) }

// use says whether the nonce is new for the key, and remembers it. Only a known
// key whose secret signed the request gets here.
func (n *nonces) use(key, nonce string, now time.Time) bool {
	whole := sha256.Sum256([]byte(nonce))
	sum := nonceSum(whole[:])
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.keys == nil {
		n.keys = map[string]*generations{}
	}
	g := n.keys[key]
	if g == nil {
		g = &generations{since: now}
		n.keys[key] = g
	}
	if now.Sub(g.since) > 2*window {
		n.turn(g, now)
	}
	_, inCurrent := g.current[sum]
	_, inLast := g.last[sum]
	if inCurrent || inLast {
		return false
	}
	n.makeRoom(now)
	if g.current == nil {
		g.current = map[nonceSum]struct{}{}
	}
	g.current[sum] = struct{}{}
	n.count++
	return true
}

// turn begins another generation.
func (n *nonces) turn(g *generations, now time.Time) {
	n.count -= len(g.last)
	g.last, g.current, g.since = g.current, nil, now
}

// makeRoom ends the generation of the key that has the most nonces, when it has
// half of all or there are too many.
func (n *nonces) makeRoom(now time.Time) {
	most := n.most
	if most == 0 {
		most = mostNonces
	}
	if n.count < most/2 {
		return
	}
	var largest *generations
	for _, g := range n.keys {
		if largest == nil || g.len() > largest.len() {
			largest = g
		}
	}
	if n.count >= most || len(largest.current) >= most/2 {
		n.turn(largest, now)
	}
}
