package spotifytest

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
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

// ServeHTTP answers GET /authorize and POST /api/token.
func (a *accounts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := a.answer(w, r)
	header := w.Header()
	for name, value := range answer.header {
		header.Set(name, value)
	}
	header.Set("Content-Type", answer.contentType)
	// Codes and tokens must not be cached (RFC 6749, section 5.1).
	header.Set("Cache-Control", "no-store")
	header.Set("Pragma", "no-cache")
	w.WriteHeader(answer.status)
	io.WriteString(w, answer.body)
}

func (a *accounts) answer(w http.ResponseWriter, r *http.Request) accountsAnswer {
	switch r.URL.Path {
	case "/authorize":
		if r.Method != http.MethodGet {
			return onlyMethod(http.MethodGet)
		}
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return loginRefusal("INVALID_REQUEST: The query cannot be read")
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.authorize(query)
	case "/api/token":
		if r.Method != http.MethodPost {
			return onlyMethod(http.MethodPost)
		}
		// Before the lock is taken: the body may be slow to come.
		form, failed := readForm(w, r)
		if failed != nil {
			return failed.answer()
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.token(form, r.Header.Get("Authorization"))
	}
	return accountsAnswer{
		status:      http.StatusNotFound,
		contentType: "text/html; charset=utf-8",
		body:        "<!DOCTYPE html>\n<title>Not found</title>\n<h1>404</h1>\n<p>The accounts service has no such page.</p>\n",
	}
}

// readForm returns the parameters of the body. Those of the query do not count: there,
// secrets end up in logs (RFC 6749, section 2.3.1).
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, *oauthError) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		return nil, &oauthError{
			code:        "invalid_request",
			description: "Content-Type must be application/x-www-form-urlencoded",
			status:      http.StatusUnsupportedMediaType,
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, &oauthError{code: "invalid_request", description: "The body cannot be read"}
	}
	form, err := url.ParseQuery(string(body))
	if err != nil || isRepeated(form) {
		return nil, &oauthError{code: "invalid_request", description: "The body is no form, or repeats a parameter"}
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
