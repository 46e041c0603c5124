package spotifytest

import (
	"time"
)

// A clock runs or stands still, and can be moved forward.
type clock struct {
	running bool
	ahead   time.Duration // of the beginning, or of the wall
}

// beginning is the first time of a clock that stands still.
func beginning() time.Time { return time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC) }

// now is to the millisecond, which is as fine as the API tells time.
func (c *clock) now() time.Time {
	if c.running {
		return time.Now().UTC().Add(c.ahead).Truncate(time.Millisecond)
	}
	return beginning().Add(c.ahead)
}

// Now returns the time of the server.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the clock of the server forward. Music plays on, and tokens expire. A
// negative duration does nothing.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.ahead += max(d, 0)
	for m := range s.users.all() {
		s.settle(m)
	}
}

// now is called with the lock held.
func (s *Server) now() time.Time { return s.clock.now() }
