package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	clientID = "5fe01282e44241328a84e7c5cc169165" // made up

	// tokenLife is how long the first access token is used. A client replaces one a
	// minute before it ends.
	tokenLife = time.Second
)

// A standIn is the accounts service and the Web API, for a user whose name is Mira.
type standIn struct {
	http.Handler

	mu        sync.Mutex
	logins    map[string]url.Values // what the login page was asked for, by code
	refresh   string                // the refresh token
	access    string                // the access token that holds
	refreshes int
}

func newStandIn() *standIn {
	s := &standIn{logins: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /authorize", s.authorize)
	mux.HandleFunc("POST /api/token", s.token)
	mux.HandleFunc("GET /v1/me", s.me)
	s.Handler = mux
	return s
}

// authorize is the login page. It sends the browser back at once.
func (s *standIn) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("client_id") != clientID || query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" {
		http.Error(w, "INVALID_CLIENT", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	s.mu.Lock()
	s.logins[code] = query
	s.mu.Unlock()
	back := url.Values{"code": {code}, "state": {query.Get("state")}}
	http.Redirect(w, r, query.Get("redirect_uri")+"?"+back.Encode(), http.StatusSeeOther)
}

func (s *standIn) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := map[string]any{"token_type": "Bearer", "expires_in": 3600}
	switch {
	case r.FormValue("grant_type") == "authorization_code" && s.holds(r.FormValue("code"), r.PostForm):
		s.refresh = rand.Text()
		answer["refresh_token"] = s.refresh
		answer["expires_in"] = int((time.Minute + tokenLife).Seconds())
	case r.FormValue("grant_type") == "refresh_token" && s.refresh != "" && r.FormValue("refresh_token") == s.refresh:
		s.refreshes++
	default:
		w.WriteHeader(http.StatusBadRequest)
		reply(w, map[string]any{"error": "invalid_grant", "error_description": "Invalid authorization code"})
		return
	}
	s.access = rand.Text()
	answer["access_token"] = s.access
	reply(w, answer)
}

// holds checks a code, which can be used once.
func (s *standIn) holds(code string, form url.Values) bool {
	login, ok := s.logins[code]
	delete(s.logins, code)
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	return ok && login.Get("redirect_uri") == form.Get("redirect_uri") &&
		login.Get("code_challenge") == base64.RawURLEncoding.EncodeToString(sum[:])
}

func (s *standIn) me(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.access == "" || r.Header.Get("Authorization") != "Bearer "+s.access {
		w.WriteHeader(http.StatusUnauthorized)
		reply(w, map[string]any{"error": map[string]any{"status": 401, "message": "The access token expired"}})
		return
	}
	reply(w, map[string]any{"type": "user", "id": "mira", "uri": "spotify:user:mira", "display_name": "Mira"})
}

func (s *standIn) print(out io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(out, "Times that the access token was refreshed: %d\n", s.refreshes)
}

func reply(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}
