package secondcloud

import (
	"fmt"
	"net/netip"
	"sync"
	"time"
)

// A Cloud is an [http.Handler]. Make one with [New].
type Cloud struct {
	mu         sync.Mutex
	clock      Clock
	delays     Delays
	operations map[string]*operation
	steps      steps
	stock      stock
	account    int

	now    time.Time
	timers []timer
	tokens map[string]usedToken

	instances *shelf[*instance]
	images    *shelf[*image]
	enis      *shelf[*eni]
	allGroups *shelf[*group]
	vpcs      *shelf[*vpc]
	vswitches *shelf[*vswitch]

	made, requests int
}

// steps are what resources do by themselves besides changing their status.
type steps struct {
	// start is what happens when an instance begins to start.
	start func(*instance)
}

// Options say what a cloud is like. The zero value is a cloud that is right.
type Options struct {
	// Clock is the time; a clock that ticks one second a request where it is nil.
	Clock Clock
	// Delays are a few seconds where they are nil.
	Delays *Delays
	// Faults are names of [Faults] that are planted.
	Faults []string
	// Difference makes one field differ for good, and harmlessly: InstanceChargeType
	// is shown in lower case.
	Difference bool
}

// New returns a cloud with public images and a small network in its first region.
func New(options Options) (*Cloud, error) {
	start := time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
	c := &Cloud{
		clock: options.Clock, delays: shortDelays(), operations: operations(), steps: steps{start: takeEffect},
		stock: newStock(), account: 1987654321098765, now: start.Add(-time.Hour), tokens: map[string]usedToken{},
		instances: newShelf[*instance](), images: newShelf[*image](), enis: newShelf[*eni](), allGroups: newShelf[*group](),
		vpcs: newShelf[*vpc](), vswitches: newShelf[*vswitch](),
	}
	if c.clock == nil {
		c.clock = Ticking(start, time.Second)
	}
	if options.Delays != nil {
		c.delays = *options.Delays
	}
	for _, i := range publicImages(start.AddDate(0, -1, 0)) {
		c.images.put(i.id, i)
	}
	c.furnish()
	if options.Difference {
		c.differ()
	}
	for _, name := range options.Faults {
		if err := c.plant(name); err != nil {
			return nil, fmt.Errorf("new cloud: %w", err)
		}
	}
	return c, nil
}

// furnish makes the network that the account has from the start: in the first
// region a VPC with a vSwitch in each zone, two basic groups and an enterprise
// group, and a second VPC with one of each.
func (c *Cloud) furnish() {
	region := c.stock.regions[0]
	first := c.addVpc(region.id, netip.MustParsePrefix("172.20.0.0/16"))
	second := c.addVpc(region.id, netip.MustParsePrefix("192.168.0.0/16"))
	first.name, second.name = "first", "second"
	c.addVSwitch(first, region.zones[0], netip.MustParsePrefix("172.20.16.0/20"))
	c.addVSwitch(first, region.zones[1], netip.MustParsePrefix("172.20.32.0/20"))
	c.addVSwitch(second, region.zones[0], netip.MustParsePrefix("192.168.8.0/24"))
	for _, kind := range []string{"normal", "normal", "enterprise"} {
		c.addGroup(first, kind)
	}
	c.addGroup(second, "normal")
	c.settle(c.now.Add(time.Hour))
}
