package main

import (
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"sync"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A site shows its users the tracks that they have saved. They log in with Spotify.
type site struct {
	ctx      context.Context // of the process; that of a request ends too early for a token source
	auth     *spotify.Authenticator
	options  []spotify.ClientOption // of all clients
	store    func(spotify.UserID) spotify.TokenStore
	sessions *sessions
	pages    *template.Template
	log      *slog.Logger

	mu      sync.Mutex
	clients map[spotify.UserID]*spotify.Client
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /login", s.login)
	mux.HandleFunc("GET /callback", s.callback)
	mux.HandleFunc("POST /logout", s.logout)
	return mux
}

// login sends the browser to Spotify. The session keeps the state and the verifier, so
// that only this browser can finish this login.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	state, verifier := spotify.NewState(), spotify.NewVerifier()
	url, err := s.auth.AuthURL(state, verifier)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.start(w, r, session{state: state, verifier: verifier})
	http.Redirect(w, r, url, http.StatusSeeOther)
}

// callback handles the request with which Spotify sends the browser back.
func (s *site) callback(w http.ResponseWriter, r *http.Request) {
	login, _ := s.sessions.get(r) // without a login, there is no state that could match
	grant, err := s.auth.ExchangeCallback(r.Context(), r.URL.Query(), login.state, login.verifier)
	var refusal *spotify.AuthError
	switch {
	case errors.Is(err, spotify.ErrStateMismatch):
		http.Error(w, "This login is no longer valid. Please log in again.", http.StatusBadRequest)
		return
	case errors.As(err, &refusal) && refusal.Code == "access_denied":
		http.Error(w, "Without your consent, there is nothing to show.", http.StatusForbidden)
		return
	case err != nil:
		s.fail(w, r, err)
		return
	}
	user, err := s.keep(r.Context(), grant)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.sessions.start(w, r, session{user: user})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// keep finds out who has logged in, and saves the login in the store of that user.
func (s *site) keep(ctx context.Context, grant spotify.Grant) (spotify.UserID, error) {
	client := s.newClient(oauth2.StaticTokenSource(&grant.Token))
	me, err := client.Users.Me(ctx)
	if err != nil {
		return "", err
	}
	if err := s.store(me.ID).Save(ctx, grant); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, me.ID) // the next one begins with the new grant
	return me.ID, nil
}

// client returns the client of a user who has logged in before. All requests on behalf
// of the user share it, so that a token is refreshed once for all of them.
func (s *site) client(user spotify.UserID) (*spotify.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if client, ok := s.clients[user]; ok {
		return client, nil
	}
	source, err := s.auth.StoredTokenSource(s.ctx, s.store(user))
	if err != nil {
		return nil, err
	}
	client := s.newClient(source)
	s.clients[user] = client
	return client, nil
}

func (s *site) newClient(source oauth2.TokenSource) *spotify.Client {
	return spotify.NewClient(append([]spotify.ClientOption{spotify.WithTokenSource(source)}, s.options...)...)
}

func (s *site) home(w http.ResponseWriter, r *http.Request) {
	visitor, _ := s.sessions.get(r)
	if visitor.user == "" {
		s.show(w, r, "welcome", nil)
		return
	}
	saved, err := s.newest(r.Context(), visitor.user)
	switch {
	case errors.Is(err, spotify.ErrReauthRequired), errors.Is(err, spotify.ErrNoToken):
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	case err != nil:
		s.fail(w, r, err)
	default:
		s.show(w, r, "library", saved)
	}
}

func (s *site) newest(ctx context.Context, user spotify.UserID) ([]spotify.SavedTrack, error) {
	client, err := s.client(user)
	if err != nil {
		return nil, err
	}
	page, err := client.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Limit: 10})
	if err != nil {
		return nil, err
	}
	return page.Items, nil
}

// logout ends the session. The login stays in the store, so that the program can still
// work for the user.
func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	s.sessions.end(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// fail logs an error, which holds no token, and tells the user no more than needed.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.log.ErrorContext(r.Context(), "a request failed", "path", r.URL.Path, "error", err)
	http.Error(w, "Spotify cannot be reached at the moment.", http.StatusBadGateway)
}
