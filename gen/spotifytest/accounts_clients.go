package spotifytest

import (
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Client returns a client that acts for the default user with these scopes, or with all
// scopes if none are given. It uses the quota mode that the server has now, and gets a
// new token whenever the old one has expired by the clock of the server. The same holds
// for the other clients of a server.
func (s *Server) Client(scopes ...spotify.Scope) *spotify.Client {
	return s.ClientFor("", scopes...)
}

// ClientFor returns a client that acts for a user with these scopes, or with all scopes
// if none are given. The user "" is the default one.
func (s *Server) ClientFor(user spotify.UserID, scopes ...spotify.Scope) *spotify.Client {
	if len(scopes) == 0 {
		scopes = allScopes()
	}
	return spotify.NewClient(s.ClientOptions(user, scopes...)...)
}

// AppClient returns a client that acts for the default app without a user, as after
// [spotify.Authenticator.ClientCredentials].
func (s *Server) AppClient() *spotify.Client {
	return spotify.NewClient(s.clientOptions(func() *oauth2.Token { return s.AppToken() })...)
}

// ClientOptions returns options for [spotify.NewClient]: the client then talks to this
// server on behalf of a user with exactly these scopes. Other options may be given as
// well. The user "" is the default one.
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

// AuthConfig returns a configuration for [spotify.NewAuthenticator], which then logs in
// at this server as the default app. It has no redirect URI.
func (s *Server) AuthConfig(scopes ...spotify.Scope) spotify.AuthConfig {
	app := s.App()
	return spotify.AuthConfig{
		ClientID:     app.ID,
		ClientSecret: app.Secret,
		Scopes:       scopes,
		AccountsURL:  s.AccountsURL,
	}
}

// A tokenSource makes tokens without a login. It makes a new one when the last one has
// expired by the clock of the server.
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
