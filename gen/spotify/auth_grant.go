package spotify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/oauth2"
)

// grantMonths is how long a refresh token lives after the user authorized the
// app, since 2026-06-18 (docs/facts/changes-2026.md "Later in 2026").
// Refreshing does not prolong it.
const grantMonths = 6

// A Grant is the result of a login, which a [TokenStore] keeps: the tokens, the
// time at which the user authorized the app, and the granted scopes.
//
// [Grant.MarshalSecret] encodes it for a store. Printed, logged, or encoded in
// another way, also as a part of something else, it shows no token. That does not
// hold for an unexported field that is printed with %v, because fmt does not call
// methods there, and for the Token alone.
type Grant struct {
	// Token holds the access token, when it expires, and the refresh token.
	Token oauth2.Token `json:"token"`
	// AuthorizedAt is when the user authorized the app. It stays the same when the
	// token is refreshed. It is zero if it is not known, and for client credentials.
	AuthorizedAt time.Time `json:"authorized_at,omitzero"`
	// EndedAt is when the accounts service said that the login has ended: the user
	// has revoked it, or it is too old. Only a new login helps. It is zero while the
	// login lives.
	EndedAt time.Time `json:"ended_at,omitzero"`
	// Scopes lists the scopes that the user granted. It is nil if they are not known,
	// and empty if there are none.
	Scopes []Scope `json:"scopes,omitzero"`
	// RequestedScopes lists the scopes that the login asked for. Spotify does not grant
	// each scope to each app. It is nil if they are not known.
	RequestedScopes []Scope `json:"requested_scopes,omitzero"`
}

// ReauthorizeBy returns the time at which the user has to log in again: six
// months after AuthorizedAt, when Spotify stops refreshing the token. It is
// zero if AuthorizedAt is zero. It is a forecast: the token is refreshed for as
// long as Spotify allows it. [ErrReauthRequired] tells when that has ended,
// which is earlier if the user revokes the authorization.
func (g Grant) ReauthorizeBy() time.Time {
	if g.AuthorizedAt.IsZero() {
		return time.Time{}
	}
	end := g.AuthorizedAt.AddDate(0, grantMonths, 0)
	// 31 August and six months is 31 February for AddDate, which makes it March.
	// The promised time ends with February.
	if end.Day() != g.AuthorizedAt.Day() {
		end = end.AddDate(0, 0, -end.Day())
	}
	return end
}

// MissingScopes returns those of the wanted scopes that the user has not granted,
// in the order wanted. It returns none if the Scopes are nil, which means that it
// is not known what the user has granted.
func (g Grant) MissingScopes(wanted ...Scope) []Scope {
	if g.Scopes == nil {
		return nil
	}
	var missing []Scope
	for _, scope := range wanted {
		if !slices.Contains(g.Scopes, scope) {
			missing = append(missing, scope)
		}
	}
	return missing
}

// newerThan reports whether a grant that was found in the store is to replace another
// one: because it is a later login, a later token of the same, or the note that it has
// ended.
func (g Grant) newerThan(other Grant, now time.Time) bool {
	sameTime := g.AuthorizedAt.Equal(other.AuthorizedAt)
	switch {
	case g.sameLogin(other) && other.EndedAt.IsZero() && !g.EndedAt.IsZero():
		return true
	case !other.EndedAt.IsZero() && g.EndedAt.IsZero() && g.Token.RefreshToken != other.Token.RefreshToken:
		return true // the other one is of no use, whatever the clocks said
	case !sameTime && (g.AuthorizedAt.After(now) || other.AuthorizedAt.After(now)):
		return true // a clock was wrong; what the store holds was saved last
	case !sameTime:
		return g.AuthorizedAt.After(other.AuthorizedAt)
	}
	return g.Token.Expiry.After(other.Token.Expiry)
}

// sameLogin reports whether both end together.
func (g Grant) sameLogin(other Grant) bool {
	return g.Token.RefreshToken == other.Token.RefreshToken && g.AuthorizedAt.Equal(other.AuthorizedAt)
}

// clone shares nothing with g and drops what would not survive a [TokenStore].
func (g Grant) clone() Grant {
	g.Token = oauth2.Token{
		AccessToken:  g.Token.AccessToken,
		TokenType:    g.Token.TokenType,
		RefreshToken: g.Token.RefreshToken,
		Expiry:       wallTime(g.Token.Expiry),
	}
	g.AuthorizedAt = wallTime(g.AuthorizedAt)
	g.EndedAt = wallTime(g.EndedAt)
	g.Scopes = slices.Clone(g.Scopes)
	g.RequestedScopes = slices.Clone(g.RequestedScopes)
	return g
}

// wallTime returns t without its monotonic clock reading, which stops while a
// computer sleeps, and is gone after a file.
func wallTime(t time.Time) time.Time { return t.Round(0).UTC() }

// String describes the grant without its tokens.
func (g Grant) String() string {
	ended := ""
	if !g.EndedAt.IsZero() {
		ended = ", ended at: " + g.EndedAt.Format(time.RFC3339)
	}
	return fmt.Sprintf("%T{access token: %s, refresh token: %s, expiry: %s, authorized at: %s%s, scopes: %q}",
		g, presence(g.Token.AccessToken), presence(g.Token.RefreshToken), g.Token.Expiry.Format(time.RFC3339), g.AuthorizedAt.Format(time.RFC3339), ended, g.Scopes)
}

// Format prints the same as String, whatever the verb.
func (g Grant) Format(f fmt.State, _ rune) { io.WriteString(f, g.String()) }

// LogValue logs the same as String.
func (g Grant) LogValue() slog.Value { return slog.StringValue(g.String()) }

// MarshalText returns the same as String. It keeps [json.Marshal], JSON logs and
// other encoders from showing the tokens. [Grant.MarshalSecret] encodes a grant
// that has to be read again.
func (g Grant) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// plainGrant is a Grant that encodes with its tokens.
type plainGrant Grant

// MarshalSecret encodes the grant, with its tokens, as JSON. The result is as good
// as a password: encrypt it, or limit who can read it.
func (g Grant) MarshalSecret() ([]byte, error) { return json.Marshal(plainGrant(g)) }

// UnmarshalSecret decodes what MarshalSecret has encoded, without loss. Its errors
// do not show the data.
func (g *Grant) UnmarshalSecret(data []byte) error {
	var parsed Grant
	hasToken := false
	err := unmarshal(data, func(d *decoder) {
		for key, more := d.object(); more; key, more = d.member() {
			if string(key) == "token" && d.null() {
				continue
			}
			hasToken = hasToken || string(key) == "token"
			parsed.decodeMember(string(key), d)
		}
	})
	if err != nil || !hasToken {
		return errors.New("spotify: this is not a grant; use what MarshalSecret returns, because other encodings leave the tokens out")
	}
	*g = parsed
	return nil
}

// decodeMember reads the value of a key, or skips it.
func (g *Grant) decodeMember(key string, d *decoder) {
	switch key {
	case "token":
		decodeToken(&g.Token, d)
	case "authorized_at":
		d.time(&g.AuthorizedAt)
	case "ended_at":
		d.time(&g.EndedAt)
	case "scopes":
		decodeList(d, &g.Scopes, decodeText)
	case "requested_scopes":
		decodeList(d, &g.RequestedScopes, decodeText)
	default:
		d.skip()
	}
}

// UnmarshalJSON is UnmarshalSecret for [json.Unmarshal]. It leaves the grant alone
// if the data is null.
func (g *Grant) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	return g.UnmarshalSecret(data)
}

// presence stands for a secret in a text.
func presence(secret string) string {
	if secret == "" {
		return "none"
	}
	return redacted
}

// concealed keeps a value where fmt does not look, whatever holds it and whatever the
// verb: behind a function. Methods for printing would not do, because fmt does not
// call them for unexported fields.
type concealed[T any] func() T

func conceal[T any](value T) concealed[T] { return func() T { return value } }
