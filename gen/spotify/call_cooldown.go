package spotify

import (
	"sync"
	"time"
)

// A cooldown is the time until which a client sends nothing, because the API
// refuses everything (docs/facts/concepts.md "Rate limits and quota"). All requests of
// the client share it.
type cooldown struct {
	mu  sync.Mutex
	end time.Time
}

// extend puts off the end. It never brings it forward: answers to requests that
// were sent together may ask for less than another has asked for already.
func (c *cooldown) extend(end time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if end.After(c.end) {
		c.end = end
	}
}

// left is how long it takes until the end; not positive without a cooldown.
func (c *cooldown) left(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end.Sub(now)
}
