package spotifytest

import (
	"slices"
	"sync"
)

// violations are the requests that are not in the schema. They have a lock of their own,
// because a test is told of them while requests are served.
type violations struct {
	mu    sync.Mutex
	texts []string

	gate   sync.RWMutex // held while somebody is told
	closed bool         // the test may be over
}

// maxViolations bounds what is kept of a server that runs for long.
const maxViolations = 1000

// Violations returns the problems of requests that do not fit the schema: the last
// 1,000, the oldest first. Each text begins with the method of the client that sends
// such requests. Unless the server is [Relaxed], each has failed the test.
func (s *Server) Violations() []string {
	s.violations.mu.Lock()
	defer s.violations.mu.Unlock()
	return slices.Clone(s.violations.texts)
}

// violated reports a request that is not in the schema.
func (s *Server) violated(text string) {
	v := &s.violations
	v.add(text)
	v.gate.RLock()
	defer v.gate.RUnlock()
	if v.closed {
		return
	}
	if s.report != nil {
		s.report(text)
	}
	if s.t != nil && !s.relaxed {
		s.t.Errorf("spotifytest: %s", text)
	}
}

func (v *violations) add(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.texts = append(v.texts, text)
	v.texts = v.texts[max(len(v.texts)-maxViolations, 0):]
}

// close ends the reports to the test: one that comes when it is over would be a panic.
func (v *violations) close() {
	v.gate.Lock()
	defer v.gate.Unlock()
	v.closed = true
}
