package spotifytest

import (
	"slices"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An App is what a developer has registered in the dashboard.
type App struct {
	// ID is the client ID. It must not be empty.
	ID string
	// Secret is the client secret. An app without one can only use PKCE.
	Secret string
	// RedirectURIs are where logins may lead to, to the letter. Of a loopback IP
	// literal without a port, like http://127.0.0.1/callback, any port will do.
	RedirectURIs []string
	// Users are those who may use the app, as the dashboard lists them for development
	// mode; the server asks for no mode. Others can log in,
	// and the Web API refuses their tokens with a 403 that is plain text. If it is
	// empty, the app is for everybody.
	Users []spotify.UserID
}

func (app App) clone() App {
	app.RedirectURIs = slices.Clone(app.RedirectURIs)
	app.Users = slices.Clone(app.Users)
	return app
}

// serves reports whether development mode lets a user use the app. Without a user, an
// app uses itself.
func (app App) serves(user spotify.UserID) bool {
	return user == "" || len(app.Users) == 0 || slices.Contains(app.Users, user)
}

// A Consent is the answer of the user on the login page. The zero value grants
// everything. It applies to each login, as if the page were always shown: earlier
// agreement and show_dialog change nothing.
type Consent struct {
	// Refuse sends the browser back with the error access_denied.
	Refuse bool
	// User is the user who logs in; the default user of the server if it is empty.
	User spotify.UserID
	// Scopes limits what is granted to those that are asked for and in this list. Nil
	// grants all that are asked for; a list that is empty and not nil grants none.
	Scopes []spotify.Scope
}

// A Rotation is what becomes of a refresh token when it is used.
type Rotation int

const (
	// RotationOmit is what Spotify does: the answer holds no refresh token, and the one
	// that was used still holds.
	RotationOmit Rotation = iota
	// RotationReplace is what Spotify did for PKCE until 20 July 2026: the answer holds
	// a new refresh token, and the one that was used is dead. A client that loses the
	// answer, or refreshes twice at a time, has lost the login.
	RotationReplace
	// RotationRepeat sends the refresh token that was used once more.
	RotationRepeat
)

// App returns the default app, to log in with. It has a secret, is for everybody, and
// its redirect URI is [spotify.LoopbackRedirectURI]. [Server.TokenFor] makes tokens of
// this app.
func (s *Server) App() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.apps[defaultClientID].clone()
}

// RegisterApp adds an app, or replaces the one with the same ID, whose tokens still
// hold. It fails if the app has no ID, or a redirect URI that Spotify would not
// register; see [spotify.CheckRedirectURI].
func (s *Server) RegisterApp(app App) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.register(app)
}

// SetConsent says how logins go from now on. An unknown user is a mistake like those
// with the builders.
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

// TokenFor returns a new token of the default app that stands for a user and has these
// scopes, without any login. The user "" is the default one. The scopes are not checked.
//
// The token has no Expiry, because that would be a time of the server's clock. There it
// does expire.
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

// AppToken returns a token of the default app alone, as its client credentials give it:
// without a user, scopes, or a refresh token. It has no Expiry, like those of TokenFor.
func (s *Server) AppToken() *oauth2.Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounts.issue("", nil)
}

// ExpireTokens makes all access tokens expire at once. Refresh tokens still hold.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.expire()
}

// RevokeTokens does the same as a user who removes all apps from the account: access
// tokens, refresh tokens, and codes that were issued so far become invalid. Later logins
// are valid.
// The user "" is the default one.
//
// Without this, a single login ends in the same way if its authorization code is
// redeemed twice, because then somebody else has it, too (RFC 6749, section 4.1.2).
func (s *Server) RevokeTokens(user spotify.UserID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		s.accounts.revoke(m.ID)
	}
}

// SetTokenLifetime says for how long new access tokens hold, in whole seconds of the
// server's clock; what is beyond them is cut off. With less than a second, it is an
// hour, as at the beginning.
func (s *Server) SetTokenLifetime(d time.Duration) {
	d = d.Truncate(time.Second)
	if d <= 0 {
		d = tokenLifetime
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.lifetime = d
}

// RotateRefreshTokens says what becomes of refresh tokens that are used from now on.
func (s *Server) RotateRefreshTokens(mode Rotation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts.rotation = mode
}
