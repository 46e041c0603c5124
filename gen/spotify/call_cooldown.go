package spotify

import (
	"sync"
	"time"
)

// A cooldown is the time until which nothing is sent, because the API refuses
// everything (docs/facts/concepts.md "Rate limits and quota"). It is all that a gate
// has to share with others that send for the same app: what else a gate knows, each can
// find out alone.
type cooldown interface {
	// until returns the end. It is asked before each request, so it must not wait.
	until() time.Time
	// extend puts off the end. It never brings it forward: answers to requests that
	// were sent together may ask for less than another has asked for already.
	extend(end time.Time)
	// reset ends the cooldown.
	reset()
}

// A localCooldown is that of one process.
type localCooldown struct {
	mu  sync.Mutex
	end time.Time
}

func (c *localCooldown) until() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.end
}

func (c *localCooldown) extend(end time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if end.After(c.end) {
		c.end = end
	}
}

func (c *localCooldown) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end = time.Time{}
}
