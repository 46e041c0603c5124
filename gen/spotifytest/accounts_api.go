package spotifytest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An App is an app as a developer registers it in Spotify's dashboard.
type App struct {
	// ID is the client ID. It must not be empty.
	ID string
	// Secret is the client secret. An app without one can only use PKCE.
	Secret string
	// RedirectURIs are the redirect URIs that a login may use. They have to match exactly,
	// with one exception: a URI with a loopback IP address and no port, like
	// http://127.0.0.1/callback, matches any port.
	RedirectURIs []string
	// Users lists the users who may use the app, like the list in the dashboard for
	// development mode. It applies in either quota mode. Other users can log in, but the
	// Web API refuses their tokens with status 403 and a plain text. If the list is empty,
	// every user may use the app.
	Users []spotify.UserID
}

func (app App) clone() App {
	app.RedirectURIs = slices.Clone(app.RedirectURIs)
	app.Users = slices.Clone(app.Users)
	return app
}

// serves reports whether the list of users lets a user use the app. A token without a
// user always may.
func (app App) serves(user spotify.UserID) bool {
	return user == "" || len(app.Users) == 0 || slices.Contains(app.Users, user)
}

// A Consent is how the user answers on the login page. The zero value is the default
// user, who grants everything. It applies to each login, whether or not the user has
// agreed before. The parameter show_dialog changes nothing.
type Consent struct {
	// Refuse sends the browser back with the error access_denied.
	Refuse bool
	// User is the user who logs in. If it is empty, that is the default user.
	User spotify.UserID
	// Scopes limits the scopes that are granted. The app gets the scopes that it asks for
	// and that are in this list. If it is nil, the app gets all that it asks for; if it is
	// empty but not nil, the app gets no scopes.
	Scopes []spotify.Scope
}

// A Rotation says what happens to a refresh token when it is used.
type Rotation int

const (
	// RotationOmit is what Spotify does: the answer has no refresh token, and the one that
	// was used remains valid.
	RotationOmit Rotation = iota
	// RotationReplace is what Spotify did for PKCE until 20 July 2026: the answer has a
	// new refresh token, and the one that was used is no longer valid. A client that loses
	// the answer, or refreshes twice at the same time, loses the login.
	RotationReplace
	// RotationRepeat returns the same refresh token again, and it remains valid.
	RotationRepeat
)

// App returns the default app, to log in with. It has a secret, every user may use it,
// and its redirect URI is [spotify.LoopbackRedirectURI]. [Server.TokenFor] makes tokens
// of this app.
func (s *Server) App() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.apps[defaultClientID].clone()
}

// RegisterApp adds an app, or replaces the one with the same ID, whose tokens remain
// valid. It returns an error if the app has no ID, or a redirect URI that Spotify would
// not register; see [spotify.CheckRedirectURI].
func (s *Server) RegisterApp(app App) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.register(app)
}

// SetConsent sets how the user answers on the login page from now on. An unknown user
// is a mistake; see [Server].
func (s *Server) SetConsent(consent Consent) {
	consent.Scopes = slices.Clone(consent.Scopes)
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.memberNamed(consent.User) == nil {
		return
	}
	s.accounts.consent = consent
}

// TokenFor returns a new token of the default app for a user with these scopes, without
// a login. The user "" is the default one. The scopes are not checked.
//
// The token expires by the clock of the server. Its field Expiry is empty, because
// clients would compare it with their own clock.
func (s *Server) TokenFor(user spotify.UserID, scopes ...spotify.Scope) *oauth2.Token {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return &oauth2.Token{}
	}
	return s.accounts.issue(m.ID, scopes)
}

// AppToken returns a token of the default app without a user, as the client credentials
// flow gives it. It has no scopes and no refresh token. As with [Server.TokenFor], its
// field Expiry is empty.
func (s *Server) AppToken() *oauth2.Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.issue("", nil)
}

// ExpireTokens makes all access tokens expire at once. Refresh tokens remain valid.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.expire()
}

// RevokeTokens revokes all access tokens, refresh tokens, and authorization codes of a
// user, as if the user had removed all apps from the account. Later logins work. The
// user "" is the default one.
//
// A login is also revoked if its authorization code is redeemed twice, because then
// somebody else may have the code (RFC 6749, section 4.1.2).
func (s *Server) RevokeTokens(user spotify.UserID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		s.accounts.revoke(m.ID)
	}
}

// SetTokenLifetime sets how long new access tokens are valid by the clock of the
// server. The duration is cut to whole seconds. Less than a second restores the
// default, one hour.
func (s *Server) SetTokenLifetime(d time.Duration) {
	d = d.Truncate(time.Second)
	if d <= 0 {
		d = tokenLifetime
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.lifetime = d
}

// RotateRefreshTokens sets what happens to a refresh token when it is used from now on.
func (s *Server) RotateRefreshTokens(mode Rotation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.rotation = mode
}

// Client returns a client that acts for the default user with these scopes, or with all
// scopes if none are given. It uses the quota mode that the server has now, and gets a
// new token whenever the old one has expired by the clock of the server, or is refused.
// After [Server.RevokeTokens], its calls fail with [spotify.ErrReauthRequired]. The same
// holds for the other clients of a server.
func (s *Server) Client(scopes ...spotify.Scope) *spotify.Client {
	return s.ClientFor("", scopes...)
}

// ClientFor returns a client that acts for a user with these scopes, or with all scopes
// if none are given. The user "" is the default one. An unknown user is a mistake; see
// [Server].
func (s *Server) ClientFor(user spotify.UserID, scopes ...spotify.Scope) *spotify.Client {
	s.test().Helper()
	if len(scopes) == 0 {
		scopes = allScopes()
	}
	return spotify.NewClient(s.ClientOptions(user, scopes...)...)
}

// AppClient returns a client that acts for the default app without a user, as after
// [spotify.Authenticator.ClientCredentials].
func (s *Server) AppClient() *spotify.Client {
	return spotify.NewClient(s.clientOptions(func() *oauth2.Token { return s.AppToken() }, nil)...)
}

// ClientOptions returns options for [spotify.NewClient]: the client then talks to this
// server on behalf of a user with exactly these scopes. Other options may be given as
// well. The user "" is the default one. An unknown user is a mistake; see [Server].
func (s *Server) ClientOptions(user spotify.UserID, scopes ...spotify.Scope) []spotify.ClientOption {
	s.test().Helper()
	s.checkUser(user)
	granted := append([]spotify.Scope{}, scopes...) // none is something else than not known
	return s.clientOptions(func() *oauth2.Token { return s.TokenFor(user, scopes...) }, granted)
}

// checkUser finds out at once whether there is a user, and not when a client asks for a
// token somewhere else.
func (s *Server) checkUser(id spotify.UserID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memberNamed(id)
}

func (s *Server) clientOptions(issue func() *oauth2.Token, granted []spotify.Scope) []spotify.ClientOption {
	return []spotify.ClientOption{
		spotify.WithBaseURL(s.URL),
		spotify.WithTokenSource(&tokenSource{server: s, issue: issue, granted: granted}),
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
	server  *Server
	issue   func() *oauth2.Token
	granted []spotify.Scope // nil without a user

	mu      sync.Mutex
	token   *oauth2.Token
	expires time.Time
}

// Grant lets errors say which scopes are missing.
func (t *tokenSource) Grant() spotify.Grant { return spotify.Grant{Scopes: t.granted} }

func (t *tokenSource) Token() (*oauth2.Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.server.Now(); t.token == nil || !now.Before(t.expires) {
		t.renew(now)
	}
	return t.token, nil
}

// renew is called with the lock held.
func (t *tokenSource) renew(now time.Time) {
	t.token = t.issue()
	t.expires = now.Add(time.Duration(t.token.ExpiresIn) * time.Second)
}

// ReplaceToken does what a source with a refresh token does after a 401. There is no
// refresh: the server just makes another token.
func (t *tokenSource) ReplaceToken(_ context.Context, refused *oauth2.Token) (*oauth2.Token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == nil || t.token.AccessToken != refused.AccessToken {
		return t.token, nil
	}
	if t.server.isRevoked(refused.AccessToken) {
		return nil, fmt.Errorf("spotifytest: the login was revoked: %w", spotify.ErrReauthRequired)
	}
	t.renew(t.server.Now())
	return t.token, nil
}

func (s *Server) isRevoked(accessToken string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.accounts.access[accessToken]
	return token != nil && token.revoked
}
