package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	// tokenLifetime and grantMonths are those of Spotify (docs/facts/concepts.md
	// "Authorization"). codeLifetime is the longest that RFC 6749 recommends.
	tokenLifetime = time.Hour
	codeLifetime  = 10 * time.Minute
	grantMonths   = 6

	// defaultClientID and defaultClientSecret have the form of real ones.
	defaultClientID     = "fa4efa4efa4efa4efa4efa4efa4efa4e"
	defaultClientSecret = "5ec2e75ec2e75ec2e75ec2e75ec2e75e"
)

// accounts is the accounts service: who may log in, and which tokens are out. Its
// methods are called with the server's lock held.
//
// Tokens and codes are counted and not random, so that a test sees the same ones each
// time. They can be guessed, so they are only fit for tests.
type accounts struct {
	now func() time.Time // called with the lock held

	// user logs in unless the consent names another user. With "", no user can log in.
	user     spotify.UserID
	apps     map[string]App // by client ID
	consent  Consent
	lifetime time.Duration // of new access tokens
	rotation Rotation

	made    int // codes and tokens so far
	codes   map[string]*authCode
	access  map[string]*accessToken
	refresh map[string]*refreshToken
}

// A grant is what a token stands for.
type grant struct {
	user     spotify.UserID // "" for a token of the app alone
	scopes   []spotify.Scope
	clientID string
}

// An authorization is one login, shared by all codes and tokens that came of it.
type authorization struct {
	grant
	at           time.Time
	confidential bool // the app showed its secret, and has to go on doing so
	revoked      bool
}

// An accessToken is one that was given out.
type accessToken struct {
	*authorization
	expires time.Time
	expired bool // before its time
}

// A refreshToken is one that was given out.
type refreshToken struct {
	*authorization
	replaced bool // by another one, which it brought
}

// An authCode is an authorization code.
type authCode struct {
	*authorization
	redirectURI string
	challenge   string // of PKCE, made with S256; "" is without PKCE
	expires     time.Time
	spent       bool
}

// newAccounts returns an accounts service which knows the default app. The function
// now is called with the lock held.
func newAccounts(now func() time.Time) *accounts {
	return &accounts{
		now:      now,
		apps:     map[string]App{defaultClientID: defaultApp()},
		lifetime: tokenLifetime,
		codes:    map[string]*authCode{},
		access:   map[string]*accessToken{},
		refresh:  map[string]*refreshToken{},
	}
}

func defaultApp() App {
	return App{ID: defaultClientID, Secret: defaultClientSecret, RedirectURIs: []string{spotify.LoopbackRedirectURI}}
}

// register adds an app or replaces the one with the same ID, whose tokens go on.
func (a *accounts) register(app App) error {
	if app.ID == "" {
		return errors.New("spotifytest: the app has no ID")
	}
	for _, uri := range app.RedirectURIs {
		if err := spotify.CheckRedirectURI(uri); err != nil {
			return fmt.Errorf("spotifytest: app %s: %w", app.ID, err)
		}
	}
	a.apps[app.ID] = app.clone()
	return nil
}

// issue makes a token of the default app without any login: of the app alone if the
// user is "". That one has neither scopes nor a refresh token.
//
// The token does not say when it expires. That would be a time of the server's clock,
// but clients would compare it with their own clock.
func (a *accounts) issue(user spotify.UserID, scopes []spotify.Scope) *oauth2.Token {
	if user == "" {
		scopes = nil
	}
	auth := a.newAuthorization(grant{user: user, scopes: scopes, clientID: defaultClientID})
	token := &oauth2.Token{
		AccessToken: a.newAccessToken(auth),
		TokenType:   "Bearer",
		ExpiresIn:   int64(a.lifetime / time.Second),
	}
	if user != "" {
		token.RefreshToken = a.newRefreshToken(auth)
	}
	return token
}

// check returns the grant that belongs to the Authorization header of a request to the
// Web API, or the refusal of the API if there is no such grant.
func (a *accounts) check(header string) (grant, *refusal) {
	if header == "" {
		return grant{}, refuse(http.StatusUnauthorized, "No token provided")
	}
	scheme, text, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || text == "" {
		return grant{}, refuse(http.StatusBadRequest, "Only valid bearer authentication supported")
	}
	token := a.access[text]
	switch {
	case token == nil, token.revoked:
		return grant{}, refuse(http.StatusUnauthorized, "Invalid access token")
	case token.expired, !a.now().Before(token.expires):
		return grant{}, refuse(http.StatusUnauthorized, "The access token expired")
	case !a.apps[token.clientID].serves(token.user):
		// A user that is not on the list can log in; only the Web API refuses
		// (docs/facts/mismatches.md M73).
		refused := refuse(http.StatusForbidden, "User not registered in the Developer Dashboard")
		refused.plainText = true
		return grant{}, refused
	}
	found := token.grant
	found.scopes = slices.Clone(found.scopes)
	return found, nil
}

// expire makes all access tokens expire.
func (a *accounts) expire() {
	for _, token := range a.access {
		token.expired = true
	}
}

// revoke ends all authorizations of a user, of all apps.
func (a *accounts) revoke(user spotify.UserID) {
	revoke := func(auth *authorization) {
		if auth.user == user {
			auth.revoked = true
		}
	}
	for _, code := range a.codes {
		revoke(code.authorization)
	}
	for _, token := range a.access {
		revoke(token.authorization)
	}
	for _, token := range a.refresh {
		revoke(token.authorization)
	}
}

func (a *accounts) newAuthorization(g grant) *authorization {
	g.scopes = slices.Clone(g.scopes)
	return &authorization{grant: g, at: a.now()}
}

func (a *accounts) newAccessToken(auth *authorization) string {
	text := a.newText("BQ", "access token")
	a.access[text] = &accessToken{authorization: auth, expires: a.now().Add(a.lifetime)}
	return text
}

func (a *accounts) newRefreshToken(auth *authorization) string {
	text := a.newText("AQ", "refresh token")
	a.refresh[text] = &refreshToken{authorization: auth}
	return text
}

// newText makes a code or a token that looks like those of Spotify.
func (a *accounts) newText(prefix, kind string) string {
	a.made++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", kind, a.made))
	return prefix + base64.RawURLEncoding.EncodeToString(sum[:])
}

// ends returns when an authorization is over: six months later, on the last day of the
// month if it has no such day.
func (auth *authorization) ends() time.Time {
	end := auth.at.AddDate(0, grantMonths, 0)
	if end.Day() != auth.at.Day() {
		end = end.AddDate(0, 0, -end.Day())
	}
	return end
}

// AllScopes lists the scopes that any app may ask a user for, sorted.
func AllScopes() []spotify.Scope { return allScopes() }

// allScopes lists the scopes that any app may ask a user for. Scopes for partners only,
// like user-soa-link, are refused like unknown ones.
func allScopes() []spotify.Scope {
	return []spotify.Scope{
		"app-remote-control",
		"playlist-modify-private",
		"playlist-modify-public",
		"playlist-read-collaborative",
		"playlist-read-private",
		"streaming",
		"ugc-image-upload",
		"user-follow-modify",
		"user-follow-read",
		"user-library-modify",
		"user-library-read",
		"user-modify-playback-state",
		"user-read-currently-playing",
		"user-read-email",
		"user-read-playback-position",
		"user-read-playback-state",
		"user-read-private",
		"user-read-recently-played",
		"user-top-read",
	}
}

// parseScopes reads what a login page is asked for: names with spaces between them.
// A repeated one counts once. The result is false if a name is not a scope.
func parseScopes(text string) ([]spotify.Scope, bool) {
	known := allScopes()
	var scopes []spotify.Scope
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' }) {
		scope := spotify.Scope(name)
		if !slices.Contains(known, scope) {
			return nil, false
		}
		if !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	return scopes, true
}

// formatScopes is the reverse of parseScopes.
func formatScopes(scopes []spotify.Scope) string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = string(scope)
	}
	return strings.Join(names, " ")
}
