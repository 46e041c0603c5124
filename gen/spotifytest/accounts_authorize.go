package spotifytest

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// challengeSize is how long a PKCE challenge is: a SHA-256 in base64url.
const challengeSize = 43

// authorize is the login page, which is answered at once as the consent says. It sends
// the browser back to the app, unless the redirect URI is not one of the app: then it
// would send the answer to somebody else.
func (a *accounts) authorize(query url.Values) accountsAnswer {
	app, ok := a.apps[query.Get("client_id")]
	if !ok || len(query["client_id"]) != 1 {
		return loginRefusal("INVALID_CLIENT: Invalid client")
	}
	redirectURI := query.Get("redirect_uri")
	if !app.isRedirectURI(redirectURI) || len(query["redirect_uri"]) != 1 {
		return loginRefusal("INVALID_CLIENT: Invalid redirect URI")
	}
	back := url.Values{}
	if states := query["state"]; len(states) == 1 {
		back.Set("state", states[0])
	}
	code, failed := a.logIn(app, query)
	if failed != nil {
		back.Set("error", failed.code)
		if failed.description != "" {
			back.Set("error_description", failed.description)
		}
	} else {
		back.Set("code", code)
	}
	separator := "?"
	if strings.Contains(redirectURI, "?") {
		separator = "&" // the app's own parameters stay
	}
	return accountsAnswer{
		status:      http.StatusSeeOther,
		contentType: "text/plain; charset=utf-8",
		header:      map[string]string{"Location": redirectURI + separator + back.Encode()},
	}
}

// logIn returns an authorization code.
func (a *accounts) logIn(app App, query url.Values) (string, *oauthError) {
	scopes, failed := checkLogin(query)
	if failed != nil {
		return "", failed
	}
	user := cmp.Or(a.consent.User, a.user)
	if user == "" {
		return "", &oauthError{code: "server_error", description: "Nobody has an account here"}
	}
	if a.consent.Refuse {
		return "", &oauthError{code: "access_denied"}
	}
	if a.consent.Scopes != nil {
		scopes = slices.DeleteFunc(scopes, func(scope spotify.Scope) bool {
			return !slices.Contains(a.consent.Scopes, scope)
		})
	}
	auth := a.newAuthorization(grant{user: user, scopes: scopes, clientID: app.ID})
	code := a.newText("AQ", "code")
	a.codes[code] = &authCode{
		authorization: auth,
		redirectURI:   query.Get("redirect_uri"),
		challenge:     query.Get("code_challenge"),
		expires:       auth.at.Add(codeLifetime),
	}
	return code, nil
}

// checkLogin checks what the app asks for, and returns the scopes.
func checkLogin(query url.Values) ([]spotify.Scope, *oauthError) {
	invalid := func(description string) ([]spotify.Scope, *oauthError) {
		return nil, &oauthError{code: "invalid_request", description: description}
	}
	if isRepeated(query) {
		return invalid("A parameter is repeated")
	}
	switch query.Get("response_type") {
	case "code":
	case "":
		return invalid("response_type must be supplied")
	default: // that of the implicit grant, token, included
		return nil, &oauthError{code: "unsupported_response_type", description: "response_type must be code"}
	}
	challenge, method := query.Get("code_challenge"), query.Get("code_challenge_method")
	switch {
	case challenge == "" && method != "":
		return invalid("code_challenge must be supplied")
	case challenge != "" && method != "S256":
		return invalid("code_challenge_method must be S256")
	case challenge != "" && !isChallenge(challenge):
		return invalid("code_challenge must be the SHA-256 of the verifier in base64url without padding")
	}
	switch query.Get("show_dialog") {
	case "", "true", "false":
	default:
		return invalid("show_dialog must be true or false")
	}
	scopes, ok := parseScopes(query.Get("scope"))
	if !ok {
		return nil, &oauthError{code: "invalid_scope", description: "Illegal scope"}
	}
	return scopes, nil
}

func isChallenge(text string) bool {
	// The decoder skips line breaks.
	_, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(text) == challengeSize && !strings.ContainsAny(text, "\r\n")
}

// isRedirectURI reports whether logins may lead to a URI.
func (app App) isRedirectURI(uri string) bool {
	return slices.ContainsFunc(app.RedirectURIs, func(registered string) bool {
		return uri == registered || isOnOtherPort(uri, registered)
	})
}

// isOnOtherPort reports whether a URI is the registered one but for its port. That is
// allowed for a loopback IP address that is registered without a port. The rest has to
// match exactly.
func isOnOtherPort(uri, registered string) bool {
	for _, origin := range []string{"http://127.0.0.1", "http://[::1]", "https://127.0.0.1", "https://[::1]"} {
		path, ok := strings.CutPrefix(registered, origin)
		if !ok || path != "" && !strings.ContainsAny(path[:1], "/?") {
			continue
		}
		rest, ok := strings.CutPrefix(uri, origin+":")
		if !ok {
			return false
		}
		port, ok := strings.CutSuffix(rest, path)
		return ok && isPort(port)
	}
	return false
}

func isPort(text string) bool {
	number, err := strconv.ParseUint(text, 10, 16)
	return err == nil && number > 0
}
