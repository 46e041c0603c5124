package spotifytest

import (
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// lasting is longer than any server runs, and any test puts its clock forward.
const lasting = 100 * 365 * 24 * time.Hour

// LastingToken returns a token of the default app for a user, with all scopes, that stays
// valid as long as the server runs, however far its clock is put forward. It is the one
// that the page at [Server.AccountsURL] shows. Each call returns the same token, until
// [Server.ExpireTokens] or [Server.RevokeTokens] ends it. It has no refresh token. The
// user "" is the default one.
func (s *Server) LastingToken(user spotify.UserID) *oauth2.Token {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return &oauth2.Token{}
	}
	return &oauth2.Token{AccessToken: s.lastingToken(m), TokenType: "Bearer"}
}

// lastingToken is called with the lock held.
func (s *Server) lastingToken(m *member) string {
	if text := s.page.tokens[m.ID]; text != "" {
		if token := s.accounts.access[text]; token != nil && !token.revoked && !token.expired && s.now().Before(token.expires) {
			return text
		}
	}
	text := s.tokenLasting(m.ID, allScopes(), lasting)
	if s.page.tokens == nil {
		s.page.tokens = map[spotify.UserID]string{}
	}
	s.page.tokens[m.ID] = text
	return text
}

// tokenLasting makes a token of another lifetime than new ones have. It is called with
// the lock held.
func (s *Server) tokenLasting(user spotify.UserID, scopes []spotify.Scope, lifetime time.Duration) string {
	usual := s.accounts.lifetime
	s.accounts.lifetime = lifetime
	defer func() { s.accounts.lifetime = usual }()
	return s.accounts.issue(user, scopes).AccessToken
}
