package spotifytest

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// T has the methods of [*testing.T] and [*testing.B] that a server uses.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// A Server is a fake Spotify on a loopback port. Several goroutines may call its
// methods, also while requests are served.
//
// The Add methods return the thing with its ID and its defaults filled in. If the
// catalogue has a thing with the same ID, the new one replaces it.
//
// An argument that makes no sense is a mistake, such as a track on an unknown album, or
// an unknown user. A mistake ends the test at once, as with t.Fatalf, so call these
// methods from the goroutine of the test. A server from [Start] has no test. There a
// mistake is a panic with a text that says what is wrong. The server itself stays as it
// was, and goes on if the panic is recovered.
type Server struct {
	// URL is the base URL of the Web API, for [spotify.WithBaseURL].
	URL string
	// AccountsURL is the base URL of the accounts service, for [spotify.AuthConfig].
	AccountsURL string

	config
	endpoints []endpoint
	listener  net.Listener
	http      *http.Server

	mu       sync.Mutex // guards what follows
	clock    clock
	accounts *accounts
	catalogue
	mistakes  []error // of what was to be added
	users     table[spotify.UserID, member]
	playlists table[spotify.PlaylistID, playlist]
	faults    faults
	log       requestLog
	page      pageState
	buffer    []byte // of answers that are encoded

	// These have locks of their own.
	violations, warnings findings
	reports              gate
}

// config is what the options add up to.
type config struct {
	t      T // nil without a test
	report func(violation string)
	// reportWarning is told of requests that do not fit the schema and are accepted.
	reportWarning func(warning string)
	address       string
	mode          spotify.QuotaMode
	empty         bool // without the default catalogue
	relaxed       bool // requests beyond the schema are no failure of the test
	realTime      bool
	shape         playlistShape
	user          User
	etags         bool
	maxAge        time.Duration // of answers to reads
	prepare       []func(*Server) error
	keep          int // requests in the log; 0 is the default

	oddRelinking   bool          // signs of relinking come in the odd forms that were observed
	oddCommands    bool          // player commands answer with a text that is not JSON
	commandSpacing time.Duration // between player commands that begin an item
}

// newServer starts a server that ends with the test.
func newServer(t T, endpoints []endpoint, options []Option) *Server {
	t.Helper()
	s, err := start(endpoints, append(options, func(c *config) { c.t = t }))
	if err != nil {
		t.Fatalf("%v", err)
		return nil
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// start starts a server.
func start(endpoints []endpoint, options []Option) (*Server, error) {
	s := &Server{config: newConfig(options), endpoints: routed(endpoints)}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return nil, fmt.Errorf("spotifytest: no port to listen on: %w", err)
	}
	s.listener = listener
	s.log.most = s.keep // which never changes
	s.AccountsURL = "http://" + listener.Addr().String()
	s.URL = s.AccountsURL + "/v1"
	if err := s.furnish(); err != nil {
		listener.Close()
		return nil, err
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve)}
	go s.http.Serve(listener)
	return s, nil
}

// Close stops the server and breaks off requests that it has not answered yet.
func (s *Server) Close() error {
	s.reports.close()
	if err := s.http.Close(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("spotifytest: %w", err)
	}
	return nil
}

// User returns the default user.
func (s *Server) User() User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.users.get(s.users.order[0]).User
}

// QuotaMode returns the quota mode of the app.
func (s *Server) QuotaMode() spotify.QuotaMode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}

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
