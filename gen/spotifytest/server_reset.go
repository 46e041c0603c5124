package spotifytest

import "errors"

// Prepare sets a function that adds to the server before it takes requests, and again
// when it is reset; see [Server.Reset]. It may call all methods of the server but Close
// and Reset. If it returns an error, the server does not start. If it is given more than
// once, all functions are called, in this order.
func Prepare(add func(*Server) error) Option {
	return func(c *config) { c.prepare = append(c.prepare, add) }
}

// Reset puts everything back as it was when the server was started: the catalogue, users
// and what is theirs, playlists, the clock, and how the user consents to logins. Faults
// end, and the lists of requests, violations, and warnings are emptied. What was added
// since is gone, but for apps: these and their tokens stay. Functions of [Prepare] are
// called again. If one of them fails, nothing changes.
func (s *Server) Reset() error {
	s.mu.Lock()
	fresh := &Server{config: s.config, endpoints: s.endpoints, URL: s.URL, AccountsURL: s.AccountsURL}
	s.mu.Unlock()
	fresh.t = nil // a mistake is an error then
	if err := fresh.furnish(); err != nil {
		return err
	}
	s.ClearFaults() // which lets go what is held
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = fresh.mode
	s.clock, s.catalogue = fresh.clock, fresh.catalogue
	s.users, s.playlists = fresh.users, fresh.playlists
	s.faults, s.log.requests, s.log.bytes, s.log.headers = fresh.faults, nil, 0, nil
	s.accounts.user, s.accounts.consent = fresh.accounts.user, fresh.accounts.consent
	s.accounts.lifetime, s.accounts.rotation = fresh.accounts.lifetime, fresh.accounts.rotation
	s.page.answers = answers{}
	s.violations.clear()
	s.warnings.clear()
	return nil
}

// furnish gives a server everything but a port.
func (s *Server) furnish() (err error) {
	s.clock = clock{running: s.realTime}
	s.accounts = newAccounts(s.now)
	s.markets = defaultMarkets()
	s.accounts.user = s.addUser(s.user).ID
	if !s.empty && len(s.mistakes) == 0 {
		s.seed()
		s.seedPlayer()
	}
	if len(s.mistakes) > 0 {
		return errors.Join(s.mistakes...)
	}
	defer func() {
		// Without a test, a mistake is a panic.
		if caught := recover(); caught != nil {
			if len(s.mistakes) == 0 {
				panic(caught)
			}
			err = errors.Join(s.mistakes...)
		}
	}()
	for _, add := range s.prepare {
		if err := add(s); err != nil {
			return err
		}
	}
	return nil
}

func (f *findings) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = nil
}
