package spotify

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	// dashboardURL is where apps are created, and where their settings are.
	dashboardURL        = "https://developer.spotify.com/dashboard"
	defaultAccountsURL  = "https://accounts.spotify.com"
	defaultLoginTimeout = 5 * time.Minute
)

// ErrStateMismatch means that a callback does not belong to the login that is
// waiting for it: it is forged, or it comes from an older attempt of the user.
// Use nothing from such a callback.
var ErrStateMismatch = errors.New("the state of the callback does not match that of the login")

// AuthConfig says which app users log in to, and which scopes they are asked
// for. Printed, logged or encoded, it shows no secret, except as an unexported
// field that is printed with %v, because fmt does not call methods there.
type AuthConfig struct {
	// ClientID is the ID of the app. Its settings show it, at
	// https://developer.spotify.com/dashboard.
	ClientID string
	// ClientSecret is the secret of the app. Leave it empty in a program that is
	// given to users, because they could read it there. PKCE works without a
	// secret.
	ClientSecret string
	// RedirectURI is the address to which the browser returns after a login. It
	// must equal one of those registered in the dashboard exactly. See
	// [CheckRedirectURI] for the rules. If it is empty, Login uses
	// [LoopbackRedirectURI].
	RedirectURI string
	// ListenAddress is where Login listens, if that is not the host and port of
	// the RedirectURI. In a container, whose ports are published on the user's
	// computer (docker run -p 127.0.0.1:8080:8080), it is "0.0.0.0:8080", and the
	// RedirectURI is http://127.0.0.1:8080/callback. Where the port is left out,
	// as in "0.0.0.0", it is that of the RedirectURI. If the RedirectURI has no
	// port, it gets the one on which Login listens.
	ListenAddress string
	// Scopes are the permissions that the user is asked to grant; see ScopesFor.
	// [Authenticator.StoredLogin] also asks for those of the login in the store.
	Scopes []Scope
	// ShowDialog shows the login dialog even to a user who has granted everything
	// before, so that another user can log in.
	ShowDialog bool
	// DisablePKCE logs in with the client secret alone. Otherwise PKCE (S256) is
	// used, with or without a secret. With PKCE, an intercepted code is useless.
	DisablePKCE bool
	// LoginTimeout is the longest time that Login waits for the user; 0 means five
	// minutes.
	LoginTimeout time.Duration
	// AccountsURL is the URL of the accounts service, without /authorize and
	// /api/token. The default is https://accounts.spotify.com.
	AccountsURL string
	// HTTPClient sends the requests for tokens. If it is nil, that is the client in
	// the context under the key [oauth2.HTTPClient], or else [http.DefaultClient].
	// For a token source, it is the context that the source was made with. As with
	// [WithHTTPClient], redirects to another server are refused unless the client
	// has a CheckRedirect. A request for a token takes at most 30 seconds,
	// even if the timeout of the client is longer.
	HTTPClient *http.Client
	// Logger gets warnings about what does not make a call fail, such as a token
	// store that cannot be locked. They show no secret. The default is that of
	// [slog.Default].
	Logger *slog.Logger
	// OnSaveError is called when a [TokenSource] cannot save a new token. The source
	// goes on with the token that it has in memory. If the process ends before the
	// token has been saved, the user may have to log in again. The error is
	// [ErrTokenNotSaved]. The function may be called from any goroutine, and delays
	// the source until it returns. If it is nil, the error goes to the Logger.
	OnSaveError func(error) `json:"-"`
	// Retry says how a [TokenSource] repeats a request for a token that fails: with
	// status 429, with 500, 502, 503 or 504, or without an answer. The zero value
	// stands for the defaults of [RetryPolicy]. The code of a login is never sent
	// twice, because it can be used only once.
	Retry RetryPolicy
}

// String describes the configuration without the secret.
func (c AuthConfig) String() string {
	return fmt.Sprintf("%T{client ID: %q, client secret: %s, redirect URI: %s, scopes: %q}",
		c, c.ClientID, presence(c.ClientSecret), quote(bareURL(c.RedirectURI)), c.Scopes)
}

// Format prints the same as String, whatever the verb.
func (c AuthConfig) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// LogValue logs the same as String.
func (c AuthConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText returns the same as String, for encoders other than that of JSON.
func (c AuthConfig) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// MarshalJSON leaves out the ClientSecret, the HTTPClient, and what URLs have in
// front of the host or after a question mark.
func (c AuthConfig) MarshalJSON() ([]byte, error) {
	type plain AuthConfig // without methods
	c.RedirectURI, c.AccountsURL = bareURL(c.RedirectURI), bareURL(c.AccountsURL)
	return json.Marshal(struct {
		plain
		ClientSecret, HTTPClient any `json:",omitempty"` // these hide those of plain
	}{plain: plain(c)})
}

// bareURL keeps of a URL what can hold no secret.
func bareURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return redacted
	}
	u.User, u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = nil, "", false, "", ""
	return u.String()
}

// An Authenticator gets tokens from Spotify's accounts service:
//
//   - for a user, by the authorization code flow with PKCE. A program on the user's
//     computer calls [Authenticator.Login], and one on another computer calls
//     [Authenticator.PasteLogin]. A web server mounts [Authenticator.LoginHandler]
//     and [Authenticator.CallbackHandler], or calls [Authenticator.BeginLogin] and
//     [Authenticator.FinishLogin].
//   - for the app itself, by [Authenticator.ClientCredentials], which gives access
//     to public data only.
//
// A [TokenSource] then keeps the token of a user fresh.
//
// The implicit grant is not offered, because Spotify has deprecated it. It puts
// the access token into a URL, where the history of the browser, other scripts
// and the next server can see it. Nothing tells for whom the token was made,
// and there is no refresh token. PKCE needs no secret either and does not have
// these problems.
//
// An Authenticator is safe for use by several goroutines and for many users.
type Authenticator struct {
	settings concealed[AuthConfig]
	client   *http.Client // nil is that of the context
	now      func() time.Time
}

// NewAuthenticator returns an Authenticator, or an error that says which part
// of the configuration is wrong.
func NewAuthenticator(config AuthConfig) (*Authenticator, error) {
	config.AccountsURL = cmp.Or(config.AccountsURL, defaultAccountsURL)
	config.LoginTimeout = cmp.Or(config.LoginTimeout, defaultLoginTimeout)
	config.Scopes = slices.Clone(config.Scopes)
	accountsURL, err := checkBaseURL(config.AccountsURL)
	if err != nil {
		return nil, errors.New("spotify: AccountsURL must be absolute, http or https, without password and query, like " + defaultAccountsURL)
	}
	config.AccountsURL = accountsURL
	if config.RedirectURI != "" {
		if err := CheckRedirectURI(config.RedirectURI); err != nil {
			return nil, err
		}
	}
	if err := checkListenAddress(config.ListenAddress); err != nil {
		return nil, err
	}
	switch {
	case config.ClientID == "":
		return nil, errors.New("spotify: ClientID is empty; set it to the client ID of your app: create one at " + dashboardURL + ", its settings show the ID")
	case config.DisablePKCE && config.ClientSecret == "":
		return nil, errors.New("spotify: DisablePKCE needs a ClientSecret; the settings of your app show it: " + dashboardURL)
	case config.LoginTimeout < 0:
		return nil, fmt.Errorf("spotify: LoginTimeout is %v; want a positive duration, or 0 for %v", config.LoginTimeout, defaultLoginTimeout)
	}
	if config.Retry, err = config.Retry.withDefaults(); err != nil {
		return nil, fmt.Errorf("spotify: AuthConfig.Retry: %w", err)
	}
	for _, scope := range config.Scopes {
		if scope == "" || strings.ContainsAny(string(scope), " \t\r\n,") {
			return nil, fmt.Errorf("spotify: %s is not a scope; give one scope per element", quote(string(scope)))
		}
	}
	return &Authenticator{settings: conceal(config), client: config.HTTPClient, now: time.Now}, nil
}

// httpClient returns the client for requests for tokens with a context.
func (a *Authenticator) httpClient(ctx context.Context) *http.Client {
	client := a.client
	if client == nil {
		client, _ = ctx.Value(oauth2.HTTPClient).(*http.Client)
	}
	if client == nil {
		client = http.DefaultClient
	}
	return guardRedirects(client)
}

// NewState returns a new random state for [Authenticator.AuthURL].
func NewState() string { return rand.Text() }

// NewVerifier returns a new random PKCE verifier for [Authenticator.AuthURL].
func NewVerifier() string { return oauth2.GenerateVerifier() }

// AuthURL returns the URL at which the user grants the scopes. Make a new state
// and, for PKCE, a new verifier for each login. Keep them on the server, for
// example in the session of the browser: the callback is checked against them.
// [Authenticator.BeginLogin] makes both and keeps them together.
func (a *Authenticator) AuthURL(state, verifier string) (string, error) {
	switch {
	case a.settings().RedirectURI == "":
		return "", errNoRedirectURI
	case state == "":
		return "", errors.New("spotify: the state is empty; NewState makes one")
	}
	if err := a.checkVerifier(verifier); err != nil {
		return "", err
	}
	return a.authURL(a.settings().RedirectURI, state, verifier), nil
}

var errNoRedirectURI = errors.New("spotify: RedirectURI is not set; set it, because only Login has a default")

func (a *Authenticator) authURL(redirectURI, state, verifier string) string {
	var options []oauth2.AuthCodeOption
	if !a.settings().DisablePKCE {
		options = append(options, oauth2.S256ChallengeOption(verifier))
	}
	if a.settings().ShowDialog {
		options = append(options, oauth2.SetAuthURLParam("show_dialog", "true"))
	}
	return a.oauth(redirectURI).AuthCodeURL(state, options...)
}

// checkVerifier checks what RFC 7636, section 4.1, wants of a verifier.
func (a *Authenticator) checkVerifier(verifier string) error {
	if a.settings().DisablePKCE {
		return nil
	}
	foreign := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~", r)
	}
	if len(verifier) < 43 || len(verifier) > 128 || strings.ContainsFunc(verifier, foreign) {
		return errors.New("spotify: the PKCE verifier must have 43 to 128 characters, letters, digits and -._~; NewVerifier makes one")
	}
	return nil
}

// Exchange trades the authorization code of a callback for tokens. The verifier
// is that of AuthURL. A code can be used once, within a few minutes. If Spotify
// refuses the code, the error is an [*AuthError].
//
// Compare the state of the callback first, or use
// [Authenticator.ExchangeCallback], which does that itself.
func (a *Authenticator) Exchange(ctx context.Context, code, verifier string) (Grant, error) {
	if a.settings().RedirectURI == "" {
		return Grant{}, errNoRedirectURI
	}
	return a.exchange(ctx, a.settings().RedirectURI, code, verifier)
}

// ExchangeCallback finishes a login when the browser comes back to the redirect
// URI: it compares the state, and trades the code for tokens. The callback is
// the query of that request; state and verifier are those given to AuthURL. The
// error is [ErrStateMismatch] if the state differs. It is an [*AuthError] with
// the code access_denied if the user refuses.
func (a *Authenticator) ExchangeCallback(ctx context.Context, callback url.Values, state, verifier string) (Grant, error) {
	if a.settings().RedirectURI == "" {
		return Grant{}, errNoRedirectURI
	}
	return a.callback(ctx, a.settings().RedirectURI, callback, state, verifier)
}

func (a *Authenticator) callback(ctx context.Context, redirectURI string, query url.Values, state, verifier string) (Grant, error) {
	if !stateMatches(query, state) {
		return Grant{}, fmt.Errorf("spotify: %w", ErrStateMismatch)
	}
	if code := query.Get("error"); code != "" {
		hidden := hide(state, verifier, query.Get("code"), a.settings().ClientSecret)
		return Grant{}, newSafeAuthError(&oauth2.RetrieveError{ErrorCode: code, ErrorDescription: query.Get("error_description")}, hidden, a.now())
	}
	return a.exchange(ctx, redirectURI, query.Get("code"), verifier)
}

// stateMatches takes the same time wherever the difference is. A state that comes
// twice does not match.
func stateMatches(query url.Values, state string) bool {
	got := query["state"]
	return state != "" && len(got) == 1 && subtle.ConstantTimeCompare([]byte(got[0]), []byte(state)) == 1
}

func (a *Authenticator) exchange(ctx context.Context, redirectURI, code, verifier string) (Grant, error) {
	if code == "" {
		return Grant{}, errors.New("spotify: the authorization code is missing")
	}
	if err := a.checkVerifier(verifier); err != nil {
		return Grant{}, err
	}
	var options []oauth2.AuthCodeOption
	if !a.settings().DisablePKCE {
		options = append(options, oauth2.VerifierOption(verifier))
	}
	authorizedAt := a.now()
	grant, err := a.fetch(ctx, hide(code, verifier), func(ctx context.Context) (*oauth2.Token, error) {
		return a.oauth(redirectURI).Exchange(ctx, code, options...)
	})
	if err != nil {
		return Grant{}, err
	}
	grant.AuthorizedAt = authorizedAt
	grant.RequestedScopes = union(a.settings().Scopes, nil)
	if grant.Scopes == nil {
		grant.Scopes = grant.RequestedScopes // RFC 6749, section 5.1: unless said otherwise, as requested
	}
	return grant.clone(), nil
}

// ClientCredentials returns a source of tokens for the app itself, without a
// user. They are enough to read the public catalogue, but nothing under /me. It
// needs the client secret. After the context has ended, no new token is
// fetched.
func (a *Authenticator) ClientCredentials(ctx context.Context) (*TokenSource, error) {
	if a.settings().ClientSecret == "" {
		return nil, errors.New("spotify: ClientSecret is empty; set it to the client secret of your app, which its settings show at " + dashboardURL + ", or log a user in with Login, which needs no secret")
	}
	config := &clientcredentials.Config{
		ClientID:     a.settings().ClientID,
		ClientSecret: a.settings().ClientSecret,
		TokenURL:     a.oauth("").Endpoint.TokenURL,
		AuthStyle:    oauth2.AuthStyleInHeader,
	}
	source := a.newSource(ctx, Grant{}, nil, func(ctx context.Context, _ Grant) (Grant, error) {
		return a.fetch(ctx, nil, config.Token)
	})
	source.app = true
	return source, nil
}

// oauth returns the configuration for golang.org/x/oauth2.
func (a *Authenticator) oauth(redirectURI string) *oauth2.Config {
	config := &oauth2.Config{
		ClientID:     a.settings().ClientID,
		ClientSecret: a.settings().ClientSecret,
		RedirectURL:  redirectURI,
		Endpoint: oauth2.Endpoint{
			AuthURL:   a.settings().AccountsURL + "/authorize",
			TokenURL:  a.settings().AccountsURL + "/api/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
	if config.ClientSecret == "" {
		config.Endpoint.AuthStyle = oauth2.AuthStyleInParams // with PKCE, the ID goes into the body
	}
	for _, scope := range a.settings().Scopes {
		config.Scopes = append(config.Scopes, string(scope))
	}
	return config
}
