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

// T is what a server needs of a [*testing.T] or a [*testing.B].
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

// A Server is a Spotify on a loopback port. All its methods are safe for use by
// several goroutines, also while requests are served.
type Server struct {
	// URL is the base URL of the Web API, for [spotify.WithBaseURL].
	URL string
	// AccountsURL is that of the accounts service, for [spotify.AuthConfig].
	AccountsURL string

	config
	endpoints []endpoint
	handlers  map[string]handler
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

	violations violations // guarded by a lock of its own
}

// config is what the options add up to.
type config struct {
	t        T // nil without a test
	report   func(violation string)
	address  string
	mode     spotify.QuotaMode
	empty    bool // without the default catalogue
	relaxed  bool // requests beyond the schema are no failure of the test
	realTime bool
	shape    playlistShape
	user     User
	etags    bool
	maxAge   time.Duration // of answers to reads

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
	s := &Server{config: newConfig(options), endpoints: endpoints}
	listener, err := net.Listen("tcp", s.address)
	if err != nil {
		return nil, fmt.Errorf("spotifytest: no port to listen on: %w", err)
	}
	s.listener = listener
	s.AccountsURL = "http://" + listener.Addr().String()
	s.URL = s.AccountsURL + "/v1"
	s.clock = clock{running: s.realTime}
	s.accounts = newAccounts(&s.mu, s.now)
	s.handlers = handlers()
	s.markets = defaultMarkets()
	s.accounts.user = s.addUser(s.user).ID
	if !s.empty && len(s.mistakes) == 0 {
		s.seed()
		s.seedPlayer()
	}
	if len(s.mistakes) > 0 {
		listener.Close()
		return nil, errors.Join(s.mistakes...)
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.serve)}
	go s.http.Serve(listener)
	return s, nil
}

// Close ends the server and the requests under way.
func (s *Server) Close() error {
	s.violations.close()
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

// QuotaMode returns the mode in which the app runs.
func (s *Server) QuotaMode() spotify.QuotaMode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}
