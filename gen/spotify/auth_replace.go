package spotify

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/oauth2"
)

const (
	// replacePause is the shortest time between two refreshes that are made because the
	// API has refused a token. Some of its 401s are mistakes, and a refresh that is not
	// due uses up a refresh token.
	replacePause = time.Minute
	// replacePatience is how long a call waits for a refresh after its token was refused.
	// It is longer than refreshPatience, because the old token is probably of no use.
	replacePatience = fetchTimeout
)

// A TokenReplacer is a token source that can be told that the API has refused
// one of its tokens. [TokenSource] is one. The client uses this if the source
// of [WithTokenSource] has it.
type TokenReplacer interface {
	// Token is that of [oauth2.TokenSource].
	Token() (*oauth2.Token, error)
	// ReplaceToken is called after the API has answered a request that carried this
	// token with status 401. It returns the token with which the request is
	// repeated, once. If that is the refused token, the client waits for a second
	// before, because the 401 may have been a mistake. If it is nil, the request is
	// not repeated. If ReplaceToken returns an error, the call fails with an error
	// that wraps both this one and the [*APIError] of the 401.
	//
	// Many goroutines may call it with the same token at a time. They should share
	// one new token, and not get one for each 401. When the context ends,
	// ReplaceToken must return soon.
	ReplaceToken(ctx context.Context, refused *oauth2.Token) (*oauth2.Token, error)
}

var _ TokenReplacer = (*TokenSource)(nil)

// ReplaceToken returns another token in place of one that the API has refused
// with status 401. If the source does not have another one already, it
// refreshes the token: once for all callers, and for no second token within a
// minute. If it does not refresh the token, or cannot for the moment, it
// returns the refused token. The error is [ErrReauthRequired] if the login has
// ended.
func (s *TokenSource) ReplaceToken(ctx context.Context, refused *oauth2.Token) (*oauth2.Token, error) {
	token, pending, err := s.beginReplacement(refused)
	return s.await(ctx, token, pending, err, replacePatience)
}

// beginReplacement is begin for a token that was refused.
func (s *TokenSource) beginReplacement(refused *oauth2.Token) (*oauth2.Token, *renewal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	token := s.grant().Token
	switch {
	case refused == nil || token.AccessToken != refused.AccessToken || !s.isUsable(now):
		return s.next(now).joined()
	case s.running == nil && !s.mayReplace(now):
		return &token, nil, nil
	case s.running == nil:
		s.replacedAt = now
		s.refreshAt = time.Time{} // until it has worked
		s.start(now, true)
	}
	return state{&token, s.running, nil}.joined()
}

// mayReplace reports whether a good token may be refreshed.
func (s *TokenSource) mayReplace(now time.Time) bool {
	possible := s.canFetch(s.grant()) || s.store != nil // which may hold another one
	early := !s.replacedAt.IsZero() && now.Sub(s.replacedAt) < replacePause
	return possible && !early && !s.isStopped() && !now.Before(s.retryAt)
}

// canFetch reports whether there is something to get a token with.
func (s *TokenSource) canFetch(grant Grant) bool { return s.app || grant.Token.RefreshToken != "" }

// endedError is the error of a login of which the store says that it has ended.
func endedError(grant Grant) error {
	return &AuthError{
		Code:        codeInvalidGrant,
		Description: fmt.Sprintf("the refresh token was refused on %s", grant.EndedAt.Format("2006-01-02 at 15:04 MST")),
	}
}
