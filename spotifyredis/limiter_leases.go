package spotifyredis

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// leases are the requests of this process that are under way. They are renewed by a timer as
// long as there are any.
type leases struct {
	limiter *Limiter

	mu    sync.Mutex
	held  map[string]struct{} // by the ID of the request
	timer *time.Timer         // nil if there are none
	// lost are requests that have ended without the server being told.
	lost map[string]struct{}
}

// maxLost is how many requests are remembered that the server has to be told of. The leases
// of others run out.
const maxLost = 1000

// hold renews the lease of a request from now on.
func (s *leases) hold(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[string]struct{}{}
	}
	s.held[id] = struct{}{}
	if s.timer == nil {
		s.timer = time.AfterFunc(s.limiter.config.Lease/3, s.renew)
	}
}

// drop ends the renewal of a lease.
func (s *leases) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, id)
	if len(s.held) == 0 && s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
}

// ids returns the requests under way.
func (s *leases) ids() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.held))
}

// renew is what the timer does.
func (s *leases) renew() {
	if ids := s.ids(); len(ids) > 0 {
		// In an outage, there is nothing that could be done.
		s.limiter.renew(context.Background(), s.limiter.server.run, "known", ids)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Reset(s.limiter.config.Lease / 3)
	}
}

// lose remembers requests of whose end the server does not know.
func (s *leases) lose(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost == nil {
		s.lost = map[string]struct{}{}
	}
	for _, id := range ids {
		if len(s.lost) < maxLost {
			s.lost[id] = struct{}{}
		}
	}
}

// takeLost returns the requests of whose end the server does not know, and forgets them.
func (s *leases) takeLost() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.Collect(maps.Keys(s.lost))
	s.lost = nil
	return ids
}
