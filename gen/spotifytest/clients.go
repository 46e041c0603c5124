package spotifytest

import (
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Client returns a client of the default user. Without scopes, it has been granted
// all of them. Like the other clients of a server, it knows in which quota mode the
// server ran when it was made, and gets a new token in time when the clock of the
// server is put forward.
func (s *Server) Client(scopes ...spotify.Scope) *spotify.Client {
	return s.ClientFor("", scopes...)
}

// ClientFor returns a client of a user; "" is the default user. Without scopes, it has
// been granted all of them.
func (s *Server) ClientFor(user spotify.UserID, scopes ...spotify.Scope) *spotify.Client {
	if len(scopes) == 0 {
		scopes = allScopes()
	}
	return spotify.NewClient(s.ClientOptions(user, scopes...)...)
}

// AppClient returns a client that acts for an app and no user, as after
// [spotify.Authenticator.ClientCredentials].
func (s *Server) AppClient() *spotify.Client {
	return spotify.NewClient(s.clientOptions(func() *oauth2.Token { return s.AppToken() })...)
}

// ClientOptions returns what makes a client talk to this server on behalf of a user
// with just these scopes, to be given to [spotify.NewClient] among other options. The
// user "" is the default one.
func (s *Server) ClientOptions(user spotify.UserID, scopes ...spotify.Scope) []spotify.ClientOption {
	return s.clientOptions(func() *oauth2.Token { return s.TokenFor(user, scopes...) })
}

func (s *Server) clientOptions(issue func() *oauth2.Token) []spotify.ClientOption {
	return []spotify.ClientOption{
		spotify.WithBaseURL(s.URL),
		spotify.WithTokenSource(&tokenSource{server: s, issue: issue}),
		spotify.WithQuotaMode(s.QuotaMode()),
	}
}

// AuthConfig returns what makes a [spotify.Authenticator] log in at this server as the
// default app.
func (s *Server) AuthConfig(scopes ...spotify.Scope) spotify.AuthConfig {
	app := s.App()
	return spotify.AuthConfig{
		ClientID:     app.ID,
		ClientSecret: app.Secret,
		Scopes:       scopes,
		AccountsURL:  s.AccountsURL,
	}
}

// A tokenSource makes tokens without a login, and a new one when the clock of the
// server says so.
type tokenSource struct {
	server *Server
	issue  func() *oauth2.Token

	mu      sync.Mutex
	token   *oauth2.Token
	expires time.Time
}

func (t *tokenSource) Token() (*oauth2.Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.server.Now(); t.token == nil || !now.Before(t.expires) {
		t.token = t.issue()
		t.expires = now.Add(time.Duration(t.token.ExpiresIn) * time.Second)
	}
	return t.token, nil
}
