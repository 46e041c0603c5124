package spotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
)

// A LoginAttempt is a login that has begun and waits for the browser to come
// back. It holds the state, the PKCE verifier, the redirect URI and the scopes. Only the
// browser that began the login may finish it. So keep the attempt in the session
// of that browser, or let [Authenticator.LoginHandler] keep it in a cookie.
//
// [LoginAttempt.MarshalSecret] encodes an attempt for a session that several
// processes share. Printed, logged or encoded in another way, an attempt shows no
// secret.
type LoginAttempt struct {
	content concealed[attemptContent] // nil in the zero value
}

type attemptContent struct {
	State       string `json:"state"`
	Verifier    string `json:"verifier,omitempty"`
	RedirectURI string `json:"redirect_uri"`

	Scopes []Scope `json:"scopes,omitempty"` // for which the login asks
}

// BeginLogin begins a login of a user of a web server. Send the browser to
// [Authenticator.LoginURL], and pass the attempt to [Authenticator.FinishLogin]
// when the browser comes back. Any process that has the attempt can do that. The
// RedirectURI must be set.
func (a *Authenticator) BeginLogin() (LoginAttempt, error) {
	if a.settings().RedirectURI == "" {
		return LoginAttempt{}, errNoRedirectURI
	}
	return a.newAttempt(a.settings().RedirectURI), nil
}

func (a *Authenticator) newAttempt(redirectURI string) LoginAttempt {
	content := attemptContent{State: NewState(), RedirectURI: redirectURI, Scopes: a.settings().Scopes}
	if !a.settings().DisablePKCE {
		content.Verifier = NewVerifier()
	}
	return LoginAttempt{conceal(content)}
}

// LoginURL returns the URL at which the user grants the scopes.
func (a *Authenticator) LoginURL(attempt LoginAttempt) (string, error) {
	content := attempt.get()
	if content.State == "" {
		return "", errors.New("spotify: the login attempt is empty; BeginLogin makes one")
	}
	if err := a.checkVerifier(content.Verifier); err != nil {
		return "", err
	}
	return a.withExactScopes(content.Scopes).authURL(content.RedirectURI, content.State, content.Verifier), nil
}

// FinishLogin finishes a login when the browser comes back to the redirect URI.
// The callback is the query of that request. The errors are those of
// [Authenticator.ExchangeCallback]. With the zero attempt, which is what an empty
// session has, the error is [ErrStateMismatch]. An attempt can be finished once:
// remove it from the session.
func (a *Authenticator) FinishLogin(ctx context.Context, attempt LoginAttempt, callback url.Values) (Grant, error) {
	content := attempt.get()
	return a.withExactScopes(content.Scopes).callback(ctx, content.RedirectURI, callback, content.State, content.Verifier)
}

func (l LoginAttempt) get() attemptContent {
	if l.content == nil {
		return attemptContent{}
	}
	return l.content()
}

// State returns the state, which comes back with the callback. It is "" for the
// zero value. A server that finds an attempt by the state alone, and not by the
// session of the browser, lets anybody log a visitor in to a foreign account.
func (l LoginAttempt) State() string { return l.get().State }

// MarshalSecret encodes the attempt, with its secrets, as JSON. Show the result
// to nobody but the browser that began the login.
func (l LoginAttempt) MarshalSecret() ([]byte, error) {
	if l.State() == "" {
		return nil, errors.New("spotify: the login attempt is empty; BeginLogin makes one")
	}
	return json.Marshal(l.get())
}

// UnmarshalSecret decodes what MarshalSecret has encoded. Its errors do not show
// the data.
func (l *LoginAttempt) UnmarshalSecret(data []byte) error {
	var content attemptContent
	if unmarshal(data, content.decode) != nil || content.State == "" || checkRedirectURI(content.RedirectURI) != nil {
		return errors.New("spotify: this is not a login attempt; use what MarshalSecret returns, because other encodings leave the secrets out")
	}
	l.content = conceal(content)
	return nil
}

func (c *attemptContent) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "state":
			d.string(&c.State)
		case "verifier":
			d.string(&c.Verifier)
		case "redirect_uri":
			d.string(&c.RedirectURI)
		case "scopes":
			decodeList(d, &c.Scopes, decodeText)
		default:
			d.skip()
		}
	}
}

// UnmarshalJSON is UnmarshalSecret for [json.Unmarshal]. It leaves the attempt
// alone if the data is null.
func (l *LoginAttempt) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	return l.UnmarshalSecret(data)
}

// String describes the attempt without its secrets.
func (l LoginAttempt) String() string {
	content := l.get()
	return fmt.Sprintf("%T{state: %s, verifier: %s, redirect URI: %s}",
		l, presence(content.State), presence(content.Verifier), quote(content.RedirectURI))
}

// Format prints the same as String, whatever the verb.
func (l LoginAttempt) Format(f fmt.State, _ rune) { io.WriteString(f, l.String()) }

// LogValue logs the same as String.
func (l LoginAttempt) LogValue() slog.Value { return slog.StringValue(l.String()) }

// MarshalText returns the same as String, so that encoders show no secret.
func (l LoginAttempt) MarshalText() ([]byte, error) { return []byte(l.String()), nil }
