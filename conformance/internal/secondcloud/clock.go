package secondcloud

import "time"

// A Clock tells the cloud what time it is. It is asked once for each request.
type Clock func() time.Time

// Ticking returns a clock that moves by one step each time it is asked: what takes
// three steps is over after three requests, however fast they come.
func Ticking(start time.Time, step time.Duration) Clock {
	now := start
	return func() time.Time {
		now = now.Add(step)
		return now
	}
}
