package spotify

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

// An accounts service that hangs must not hold up a call that has a good token.
func TestRefreshThatHangs(t *testing.T) {
	tests := map[string]struct {
		left time.Duration // until the old token expires
		wait time.Duration
		err  error
	}{
		"good token":   {50 * time.Second, refreshPatience, nil},
		"no use of it": {lastUse, 20 * time.Second, context.DeadlineExceeded},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				hung := make(chan struct{})
				auth := &Authenticator{now: time.Now, settings: conceal(AuthConfig{Retry: NoRetry()})}
				source := auth.newSource(t.Context(),
					Grant{Token: oauth2.Token{AccessToken: "old-token", RefreshToken: "refresh", Expiry: time.Now().Add(test.left)}}, nil,
					func(context.Context, Grant) (Grant, error) {
						<-hung
						return Grant{}, errors.New("the accounts service hung up")
					})
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
				defer cancel()
				start := time.Now()
				token, err := source.TokenContext(ctx)
				if took := time.Since(start); took != test.wait {
					t.Errorf("waited for %v, want %v", took, test.wait)
				}
				if !errors.Is(err, test.err) || err == nil && token.AccessToken != "old-token" {
					t.Errorf("got %v and error %v, want error %v", token, err, test.err)
				}
				close(hung)
				synctest.Wait()
			})
		})
	}
}
