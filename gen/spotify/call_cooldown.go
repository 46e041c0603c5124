package spotify

import (
	"sync"
	"time"
)

// A cooldown is the time until which nothing is sent, because the API refuses
// everything (docs/facts/concepts.md "Rate limits and quota"). The zero value has ended.
type cooldown struct {
	mu  sync.Mutex
	end time.Time
}

// until returns the end.
func (c *cooldown) until() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end
}

// extend puts off the end. It never brings it forward: answers to requests that were
// sent together may ask for less than another has asked for already.
func (c *cooldown) extend(end time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if end.After(c.end) {
		c.end = end
	}
}

// reset ends the cooldown.
func (c *cooldown) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end = time.Time{}
}
