package spotifytest

import (
	"net/http"
	"net/url"
	"strings"
)

// logged makes the entry of a request in the log. It shows what is asked for, and nothing
// that would let anybody ask for it again.
func (a *accounts) logged(r *http.Request, read *accountsRequest) *Request {
	logged := newRequest(r, read.path, nil)
	logged.Accounts = true
	logged.setOps(read.ops())
	hiding := &formHiding{secrets: a.secretsOf(read.header)}
	if len(read.body) > 0 {
		logged.Body = []byte(hidden)
		if read.form != nil {
			logged.Body = []byte(hiding.form(string(read.body)))
		}
	}
	query := url.Values{}
	for name, values := range logged.Query {
		for _, value := range values {
			shown, value := hiding.parameter(name, value)
			query.Add(shown, value)
		}
	}
	logged.Query = query
	for _, secret := range hiding.secrets {
		logged.hide(secret) // wherever else it was put
		logged.hide(url.QueryEscape(secret))
	}
	return logged
}

// secretsOf returns the secrets of the apps, and the one in a header for authorization.
func (a *accounts) secretsOf(header string) []string {
	var secrets []string
	for _, app := range a.apps {
		secrets = appendSecret(secrets, app.Secret)
	}
	if _, secret, ok := parseBasic(header); ok {
		secrets = appendSecret(secrets, secret)
	}
	return secrets
}

// appendSecret leaves out what is too short to be told from other texts.
func appendSecret(secrets []string, secret string) []string {
	if len(secret) < minSecret {
		return secrets
	}
	return append(secrets, secret)
}

// A formHiding hides the parameters of a form that are not known to be harmless.
type formHiding struct {
	secrets []string // that were hidden
}

// form hides what is secret in a form, and leaves the order of the parameters.
func (h *formHiding) form(text string) string {
	pairs := strings.Split(text, "&")
	for i, pair := range pairs {
		name, value, hasValue := strings.Cut(pair, "=")
		name, shown := h.parameter(formValue(name), formValue(value))
		if pairs[i] = name; hasValue {
			pairs[i] += "=" + shown
		}
	}
	return strings.Join(pairs, "&")
}

// parameter returns how the log shows a parameter. Empty values are shown: a test may want
// to see that something is missing.
func (h *formHiding) parameter(name, value string) (shownName, shownValue string) {
	if !isWord(name) {
		h.secrets = appendSecret(h.secrets, name)
		name = hidden
	}
	if value == "" || isHarmless(name) {
		return name, value
	}
	h.secrets = appendSecret(h.secrets, value)
	return name, hidden
}

// isHarmless reports whether anybody may see a parameter of the accounts service. The
// challenge is the hash of a secret.
func isHarmless(name string) bool {
	switch name {
	case "client_id", "code_challenge", "code_challenge_method", "grant_type",
		"redirect_uri", "response_type", "scope", "show_dialog":
		return true
	}
	return false
}

// isWord reports whether a text looks like the name of a parameter, and not like a secret
// in its place.
func isWord(text string) bool {
	const longest = 30
	return len(text) <= longest && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}
