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
	ctx      context.Context // of the token sources; that of a request ends too early
	auth     *spotify.Authenticator
	app      *spotify.Client // has what the clients of the users share
	store    func(spotify.UserID) spotify.TokenStore
	sessions *sessions
	pages    *template.Template
	log      *slog.Logger

	mu      sync.Mutex
	clients map[spotify.UserID]*spotify.Client
	sources map[spotify.UserID]*spotify.TokenSource // of the clients
}

// close waits until tokens that are being refreshed are saved, or else their users would
// have to log in again.
func (s *site) close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, source := range s.sources {
		errs = append(errs, source.Close(ctx))
	}
	return errors.Join(errs...)
}

func (s *site) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.Handle("GET /login", s.auth.LoginHandler())
	mux.Handle("GET /callback", s.auth.CallbackHandler(s.loggedIn, s.loginFailed))
	mux.HandleFunc("POST /logout", s.logout)
	return mux
}

// loggedIn takes the login of a user who comes back from Spotify.
func (s *site) loggedIn(w http.ResponseWriter, r *http.Request, grant spotify.Grant) error {
	user, err := s.keep(r.Context(), grant)
	if err != nil {
		return err
	}
	s.sessions.start(w, r, user)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *site) loginFailed(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *spotify.AuthError
	switch {
	case errors.Is(err, spotify.ErrStateMismatch):
		http.Error(w, "This login is no longer valid. Please log in again.", http.StatusBadRequest)
	case errors.As(err, &refusal) && refusal.Code == "access_denied":
		http.Error(w, "Without your consent, there is nothing to show.", http.StatusForbidden)
	default:
		s.fail(w, r, err)
	}
}

// keep finds out who has logged in, and saves the login in the store of that user.
func (s *site) keep(ctx context.Context, grant spotify.Grant) (spotify.UserID, error) {
	client := s.app.ForUser(oauth2.StaticTokenSource(&grant.Token))
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
	delete(s.sources, me.ID)
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
	client := s.app.ForUser(source)
	s.clients[user], s.sources[user] = client, source
	return client, nil
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
