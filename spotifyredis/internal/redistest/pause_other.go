//go:build !unix

package redistest

// Pause skips the test: a process cannot be stopped for a while on this system.
func (s *Server) Pause() { s.t.Skip("A server cannot be paused on this system.") }

// Resume does nothing, because Pause has stopped nothing.
func (s *Server) Resume() {}
