package spotifytest

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// maxForm is how long the body of a request for a token may be, in bytes.
const maxForm = 64 << 10

// An accountsAnswer is what the accounts service answers.
type accountsAnswer struct {
	status      int
	contentType string
	body        string
	header      map[string]string // besides
}

// An oauthError is a refusal in the terms of RFC 6749.
type oauthError struct {
	code        string
	description string
	status      int  // 0 is 400
	challenge   bool // ask for Basic authentication, because that was tried
}

// The addresses of the accounts service.
const (
	authorizePath = "/authorize"
	tokenPath     = "/api/token"
)

// An accountsRequest is a request to the accounts service as it was read.
type accountsRequest struct {
	method, path string
	rawQuery     string
	header       string // for authorization
	body         []byte
	form         url.Values // of the body
	failed       *oauthError
}

// readAccountsRequest reads a request. That takes no lock, because the body may be slow to
// come.
func readAccountsRequest(w http.ResponseWriter, r *http.Request) *accountsRequest {
	read := &accountsRequest{
		method:   r.Method,
		path:     r.URL.Path,
		rawQuery: r.URL.RawQuery,
		header:   r.Header.Get("Authorization"),
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	read.body = body
	if read.path == tokenPath {
		read.form, read.failed = parseForm(r.Header.Get("Content-Type"), body, err)
	}
	return read
}

// serveAccounts answers GET /authorize and POST /api/token. It logs the request and
// does to it what the faults want, like serveAPI.
func (s *Server) serveAccounts(w http.ResponseWriter, r *http.Request) {
	read := readAccountsRequest(w, r)
	x := &exchange{call: &call{Server: s}, wire: w, request: r, header: http.Header{}}
	x.processAccounts(read)
	x.send()
}

// processAccounts is process for the accounts service.
func (x *exchange) processAccounts(read *accountsRequest) {
	s := x.call.Server
	s.mu.Lock()
	defer s.mu.Unlock()
	x.logged = s.accounts.logged(x.request, read)
	x.logged.Time = s.now()
	s.log.add(x.logged)
	if !x.wait() {
		return
	}
	failure := s.faults.claim(x.logged, "", s.now())
	if failure == nil || failure.After {
		s.accounts.answer(read).put(x)
	}
	if failure != nil {
		x.fail(failure)
	}
	x.logged.Status = x.status
}

// put makes it the answer of an exchange.
func (answer accountsAnswer) put(x *exchange) {
	x.status, x.body = answer.status, []byte(answer.body)
	for name, value := range answer.header {
		x.header.Set(name, value)
	}
	x.header.Set("Content-Type", answer.contentType)
	// Codes and tokens must not be cached (RFC 6749, section 5.1).
	x.header.Set("Cache-Control", "no-store")
	x.header.Set("Pragma", "no-cache")
}

func (a *accounts) answer(r *accountsRequest) accountsAnswer {
	switch r.path {
	case authorizePath:
		if r.method != http.MethodGet {
			return onlyMethod(http.MethodGet)
		}
		query, err := url.ParseQuery(r.rawQuery)
		if err != nil {
			return loginRefusal("INVALID_REQUEST: The query cannot be read")
		}
		return a.authorize(query)
	case tokenPath:
		if r.method != http.MethodPost {
			return onlyMethod(http.MethodPost)
		}
		if r.failed != nil {
			return r.failed.answer()
		}
		return a.token(r.form, r.header)
	}
	return accountsAnswer{
		status:      http.StatusNotFound,
		contentType: "text/html; charset=utf-8",
		body:        "<!DOCTYPE html>\n<title>Not found</title>\n<h1>404</h1>\n<p>The accounts service has no such page.</p>\n",
	}
}

// parseForm returns the parameters of a body. Those of the query do not count: there,
// secrets end up in logs (RFC 6749, section 2.3.1).
func parseForm(contentType string, body []byte, failed error) (url.Values, *oauthError) {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		return nil, &oauthError{
			code:        "invalid_request",
			description: "Content-Type must be application/x-www-form-urlencoded",
			status:      http.StatusUnsupportedMediaType,
		}
	}
	if failed != nil {
		return nil, &oauthError{code: "invalid_request", description: "The body cannot be read"}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || isRepeated(form) {
		return nil, &oauthError{code: "invalid_request", description: "The body is not a form, or repeats a parameter"}
	}
	return form, nil
}

// isRepeated reports whether a parameter comes twice, which RFC 6749, section 3.1,
// forbids.
func isRepeated(values url.Values) bool {
	for _, list := range values {
		if len(list) > 1 {
			return true
		}
	}
	return false
}

// answer is how the token endpoint refuses (RFC 6749, section 5.2).
func (e *oauthError) answer() accountsAnswer {
	answer := oauthAnswer(http.StatusBadRequest, struct {
		Error       string `json:"error"`
		Description string `json:"error_description,omitempty"`
	}{e.code, e.description})
	if e.status != 0 {
		answer.status = e.status
	}
	if e.challenge {
		answer.status = http.StatusUnauthorized
		answer.header = map[string]string{"WWW-Authenticate": `Basic realm="spotify"`}
	}
	return answer
}

// oauthAnswer encodes structs of strings and numbers, with which nothing can go wrong.
func oauthAnswer(status int, value any) accountsAnswer {
	body, _ := json.Marshal(value)
	return accountsAnswer{status: status, contentType: "application/json", body: string(body)}
}

// loginRefusal is how the login page refuses what it must not send back to an app.
func loginRefusal(text string) accountsAnswer {
	return accountsAnswer{status: http.StatusBadRequest, contentType: "text/plain; charset=utf-8", body: text}
}

func onlyMethod(allowed string) accountsAnswer {
	return accountsAnswer{
		status:      http.StatusMethodNotAllowed,
		contentType: "text/plain; charset=utf-8",
		body:        "Method not allowed",
		header:      map[string]string{"Allow": allowed},
	}
}

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
		return "", &oauthError{code: "server_error", description: "This server has no user"}
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
