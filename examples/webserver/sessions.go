package main

import (
	"crypto/rand"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	cookieName  = "session"
	sessionLife = 12 * time.Hour
)

// A session belongs to the browser of a user who has logged in.
type session struct {
	user    spotify.UserID
	expires time.Time
}

// sessions keeps the sessions by the value of their cookie.
type sessions struct {
	secure bool // the site is reached by https
	now    func() time.Time

	mu   sync.Mutex
	byID map[string]session
}

func newSessions(secure bool) *sessions {
	return &sessions{secure: secure, now: time.Now, byID: map[string]session{}}
}

// start gives the browser of a user a new session in place of its old one. Somebody else
// may know the old cookie, and must not get into the account of the user who logs in.
func (s *sessions) start(w http.ResponseWriter, r *http.Request, user spotify.UserID) {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	maps.DeleteFunc(s.byID, func(_ string, old session) bool { return !now.Before(old.expires) })
	delete(s.byID, idOf(r))
	s.byID[id] = session{user, now.Add(sessionLife)}
	s.setCookie(w, id, int(sessionLife.Seconds()))
}

// get returns the session of a browser.
func (s *sessions) get(r *http.Request) (session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.byID[idOf(r)]
	if !ok || !s.now().Before(found.expires) {
		return session{}, false
	}
	return found, true
}

func (s *sessions) end(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.byID, idOf(r))
	s.setCookie(w, "", -1)
}

// setCookie sets a cookie that scripts cannot read. If a request comes from another
// site, browsers send the cookie only if the request opens a page.
func (s *sessions) setCookie(w http.ResponseWriter, id string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name:     cookieName,
		Value:    id,
		Path:     "/",
		MaxAge:   maxAge,
		Secure:   s.secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

func idOf(r *http.Request) string {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}
