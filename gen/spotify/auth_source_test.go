package spotify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

var _ oauth2.TokenSource = (*TokenSource)(nil)

func mustToken(t *testing.T, source *TokenSource) string {
	t.Helper()
	token, err := source.Token()
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	return ctx
}

// held answers requests when the channel is closed, and says when one has come.
func held(server *accounts) (come, release chan struct{}) {
	come, release = make(chan struct{}, 10), make(chan struct{})
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		come <- struct{}{}
		<-release
		io.WriteString(w, tokenAnswer(2, true))
	})
	return come, release
}

func TestTokenIsRefreshedEarly(t *testing.T) {
	tests := []struct {
		left      time.Duration
		refreshed bool
	}{
		{time.Hour, false},
		{time.Minute + time.Nanosecond, false},
		{time.Minute, true},
		{time.Second, true},
		{-time.Hour, true},
	}
	for _, test := range tests {
		t.Run(test.left.String(), func(t *testing.T) {
			server := newAccounts(t)
			auth, now := newTestAuth(t, testConfig(server))
			source := auth.TokenSource(t.Context(), testGrant())
			now.advance(time.Hour - test.left)
			want := accessToken(1)
			if test.refreshed {
				want = accessToken(2)
			}
			for range 3 {
				if got := mustToken(t, source); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
			if (server.count() == 1) != test.refreshed || server.count() > 1 {
				t.Errorf("%d requests", server.count())
			}
		})
	}
}

func TestRefreshRequest(t *testing.T) {
	tests := []struct {
		secret string
		want   url.Values
	}{
		{"", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {testRefresh}, "client_id": {testClientID}}},
		{testSecret, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {testRefresh}}},
	}
	for _, test := range tests {
		server := newAccounts(t)
		config := testConfig(server)
		config.ClientSecret = test.secret
		auth, now := newTestAuth(t, config)
		source := auth.TokenSource(t.Context(), testGrant())
		now.advance(2 * time.Hour)
		mustToken(t, source)
		sent := server.last(t)
		if diff := cmp.Diff(test.want, sent.form); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if _, secret, _ := (&http.Request{Header: sent.header}).BasicAuth(); secret != test.secret {
			t.Errorf("the secret sent is %q", secret)
		}
	}
}

func TestRefreshKeepsWhatTheAnswerLeavesOut(t *testing.T) {
	server := newAccounts(t)
	bodies := []string{tokenAnswer(2, false), `{"access_token":"hush-access","refresh_token":"","expires_in":3600}`, tokenAnswer(4, true)}
	server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, bodies[server.count()-1]) })
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	for i, want := range []string{testRefresh, testRefresh, refreshToken(4)} {
		now.advance(time.Hour)
		mustToken(t, source)
		got := source.Grant()
		if got.Token.RefreshToken != want {
			t.Errorf("answer %d: the refresh token is %s, want %s", i, got.Token.RefreshToken, want)
		}
		if !got.AuthorizedAt.Equal(testGrant().AuthorizedAt) || len(got.Scopes) != 2 {
			t.Errorf("answer %d: got %v", i, got)
		}
		if source.ReauthorizeBy() != testGrant().ReauthorizeBy() {
			t.Errorf("answer %d: it ends %v", i, source.ReauthorizeBy())
		}
	}
}

func TestOneRefreshForAll(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)

	_, first, _ := source.begin()
	<-come
	for range 3 {
		if token, pending, err := source.begin(); token != nil || pending != first || err != nil {
			t.Errorf("got %v, %p, %v while %p goes on", token, pending, err, first)
		}
	}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			if token, err := source.Token(); err != nil || token.AccessToken != accessToken(2) {
				t.Errorf("got %v, %v", token, err)
			}
		})
	}
	close(release)
	group.Wait()
	if server.count() != 1 {
		t.Errorf("%d requests", server.count())
	}
}

func TestGoodTokenServesDuringRefresh(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(time.Hour - 30*time.Second)

	_, pending, _ := source.begin()
	<-come
	if got := mustToken(t, source); got != testAccess {
		t.Errorf("got %s", got)
	}
	now.advance(20 * time.Second) // and now it is too late for the old one
	if _, again, _ := source.begin(); again != pending {
		t.Error("a token that is about to expire was given out")
	}
	close(release)
	if got := mustToken(t, source); got != accessToken(2) {
		t.Errorf("got %s", got)
	}
}

func TestCallerThatLeavesDoesNotStopRefresh(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)

	_, pending, _ := source.begin()
	<-come
	_, err := source.TokenContext(cancelled(t))
	wantError(t, err, "waiting for a token: context canceled: enough")
	close(release)
	<-pending.done
	if got := mustToken(t, source); got != accessToken(2) || server.count() != 1 {
		t.Errorf("got %s, %d requests", got, server.count())
	}
}

// A request of a client has a context, and its source may be slow.
func TestRequestDoesNotWaitForTokenBeyondItsContext(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	defer close(release)
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-come
		cancel()
	}()
	err := newCaller(WithTokenSource(source)).do(ctx, newRequest(opPlay, nil), nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRefreshSurvivesItsContext(t *testing.T) {
	server := newAccounts(t)
	come, release := held(server)
	auth, now := newTestAuth(t, testConfig(server))
	store := &memoryStore{grant: Ptr(testGrant())}
	ctx, cancel := context.WithCancel(t.Context())
	source, err := auth.StoredTokenSource(ctx, store)
	if err != nil {
		t.Fatal(err)
	}
	now.advance(2 * time.Hour)
	_, pending, _ := source.begin()
	<-come
	cancel()
	close(release)
	<-pending.done
	if pending.err != nil || len(store.saved) != 1 {
		t.Fatalf("error %v, %d saved", pending.err, len(store.saved))
	}
	if got := mustToken(t, source); got != accessToken(2) {
		t.Errorf("got %s", got)
	}
	now.advance(time.Hour - 30*time.Second)
	if got := mustToken(t, source); got != accessToken(2) {
		t.Errorf("got %s, though that is good", got)
	}
	now.advance(30 * time.Second)
	_, err = source.Token()
	wantError(t, err, "the context of the token source has ended", "context canceled")
	if server.count() != 1 {
		t.Errorf("%d requests", server.count())
	}
}

func TestTokensAreCopies(t *testing.T) {
	auth, now := newTestAuth(t, testConfig(newAccounts(t)))
	grant := testGrant()
	source := auth.TokenSource(t.Context(), grant)
	grant.Scopes[0] = "changed"
	if got := source.Grant(); got.Scopes[0] == "changed" {
		t.Error("the source shares the scopes of the caller")
	}
	for range 2 {
		token, err := source.Token()
		if err != nil {
			t.Fatal(err)
		}
		token.AccessToken = "changed"
		now.advance(2 * time.Hour)
	}
	source.Grant().Scopes[0] = "changed"
	if got := source.Grant(); got.Token.AccessToken != accessToken(2) || got.Scopes[0] == "changed" {
		t.Errorf("got %s", grantText(t, got))
	}
}

func TestFailedRefresh(t *testing.T) {
	tests := []struct {
		name    string
		handler func(http.ResponseWriter, url.Values)
		want    string
		pauses  []time.Duration
	}{
		{"503", func(w http.ResponseWriter, _ url.Values) { refuse(w, 503, "temporarily_unavailable", testRefresh) },
			"spotify: no token: status 503: temporarily_unavailable: [redacted]",
			[]time.Duration{1e9, 2e9, 4e9, 8e9, 16e9, 30e9, 30e9, 30e9, 30e9, 30e9, 30e9, 30e9, 30e9}},
		{"HTML", func(w http.ResponseWriter, _ url.Values) { w.WriteHeader(502) }, "spotify: no token: status 502", []time.Duration{1e9, 2e9}},
		{"cut off", func(http.ResponseWriter, url.Values) { panic(http.ErrAbortHandler) }, "spotify: no token: Post ", []time.Duration{1e9, 2e9}},
		{"429", func(w http.ResponseWriter, _ url.Values) {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(429)
		}, "spotify: no token: status 429", []time.Duration{10 * time.Minute, 10 * time.Minute}},
		{"429 for days", func(w http.ResponseWriter, _ url.Values) {
			w.Header().Set("Retry-After", strconv.Itoa(1e6))
			w.WriteHeader(429)
		}, "spotify: no token: status 429", []time.Duration{time.Hour}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			server.answer(test.handler)
			auth, now := newTestAuth(t, testConfig(server))
			source := auth.TokenSource(t.Context(), testGrant())
			now.advance(2 * time.Hour)
			for i, pause := range test.pauses {
				for range 2 {
					_, err := source.Token()
					wantError(t, err, test.want)
					noSecrets(t, err)
					if errors.Is(err, ErrReauthRequired) {
						t.Errorf("%v ends the login", err)
					}
				}
				now.advance(pause - 1)
				source.Token()
				if server.count() != i+1 {
					t.Fatalf("%d requests before %v have passed, want %d", server.count(), pause, i+1)
				}
				now.advance(1)
			}
			server.answer(nil)
			if got := mustToken(t, source); got != accessToken(len(test.pauses)+2) {
				t.Errorf("got %s", got)
			}
		})
	}
}

// However often it has failed, the pause neither grows on nor goes away.
func TestPauseHasALimit(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { w.WriteHeader(503) })
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)
	const failures = 70 // more doublings than a duration can take
	for i := range failures {
		source.Token()
		source.Token()
		if server.count() != i+1 {
			t.Fatalf("%d requests after %d pauses, want %d", server.count(), i, i+1)
		}
		now.advance(30 * time.Second)
	}
}

// The answer says how long the token is good from when it was made, which may be as
// early as when it was asked for.
func TestExpiryCountsFromTheRequest(t *testing.T) {
	server := newAccounts(t)
	auth, now := newTestAuth(t, testConfig(server))
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		now.advance(20 * time.Second)
		fmt.Fprint(w, tokenAnswer(2, true))
	})
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)
	asked := now.now()
	mustToken(t, source)
	if got, want := source.Grant().Token.Expiry, asked.Add(time.Hour); !got.Equal(want) {
		t.Errorf("the token expires at %v, want %v", got, want)
	}
}

func TestGoodTokenServesAfterFailedRefresh(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { w.WriteHeader(503) })
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(time.Hour - time.Minute)
	for range 3 {
		if got := mustToken(t, source); got != testAccess {
			t.Errorf("got %s", got)
		}
	}
	if server.count() != 1 {
		t.Errorf("%d requests", server.count())
	}
	now.advance(time.Second)
	if mustToken(t, source); server.count() != 2 {
		t.Errorf("%d requests a second later", server.count())
	}
	now.advance(49 * time.Second)
	_, err := source.Token()
	wantError(t, err, "status 503")
}

func TestInvalidGrantEndsTheLogin(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		refuse(w, 400, "invalid_grant", "Refresh token revoked: "+testRefresh)
	})
	for name, advance := range map[string]time.Duration{"expired": 2 * time.Hour, "early": time.Hour - 30*time.Second} {
		t.Run(name, func(t *testing.T) {
			before := server.count()
			auth, now := newTestAuth(t, testConfig(server))
			source := auth.TokenSource(t.Context(), testGrant())
			now.advance(advance)
			for i := range 5 {
				_, err := source.Token()
				wantError(t, err, "spotify: no token: status 400: invalid_grant: Refresh token revoked: [redacted]; the user must log in again")
				noSecrets(t, err)
				var authErr *AuthError
				ok := errors.As(err, &authErr)
				if !ok || authErr.Code != "invalid_grant" || authErr.Description != "Refresh token revoked: [redacted]" || !errors.Is(err, ErrReauthRequired) {
					t.Errorf("got %#v", err)
				}
				if i > 0 { // and twice at the same time
					now.advance(time.Hour)
				}
			}
			if server.count() != before+1 {
				t.Errorf("%d requests", server.count()-before)
			}
		})
	}
}

// The client adds the operation, and does not add what had been taken out.
func TestInvalidGrantThroughClient(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", testRefresh) })
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)
	oauthClient := oauth2.NewClient(t.Context(), source)
	for name, option := range map[string]ClientOption{"token source": WithTokenSource(source), "transport": WithHTTPClient(oauthClient)} {
		var errs []*AuthError // one per call, though it was answered once
		for _, op := range []*Operation{opPlay, opSave} {
			err := newCaller(option).do(t.Context(), newRequest(op, nil), nil)
			var authErr *AuthError
			ok := errors.As(err, &authErr)
			if !ok || authErr.Operation != op.Name || authErr.Description != redacted || authErr.StatusCode != 400 || !errors.Is(err, ErrReauthRequired) {
				t.Errorf("%s: got %v", name, err)
			}
			noSecrets(t, err)
			errs = append(errs, authErr)
		}
		if len(errs) == 2 && errs[0].Operation != opPlay.Name {
			t.Errorf("%s: a later call has changed the error of an earlier one: %v", name, errs[0])
		}
	}
}

func TestGrantsThatSayLess(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Grant)
		want   string // access token, or part of the error
		sent   int
	}{
		{"refresh token alone", func(g *Grant) { *g = Grant{Token: oauth2.Token{RefreshToken: testRefresh}} }, accessToken(2), 1},
		{"no expiry", func(g *Grant) { g.Token.Expiry = time.Time{} }, accessToken(2), 1},
		{"no expiry, no refresh token", func(g *Grant) { g.Token.Expiry, g.Token.RefreshToken = time.Time{}, "" }, testAccess, 0},
		{"no refresh token", func(g *Grant) { g.Token.RefreshToken = "" }, "there is no refresh token: the user must log in again", 0},
		{"nothing", func(g *Grant) { *g = Grant{} }, "the user must log in again", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			auth, now := newTestAuth(t, testConfig(server))
			grant := testGrant()
			test.change(&grant)
			source := auth.TokenSource(t.Context(), grant)
			now.advance(time.Hour)
			token, err := source.Token()
			if err != nil {
				wantError(t, err, test.want)
				if !errors.Is(err, ErrReauthRequired) {
					t.Errorf("%v is not ErrReauthRequired", err)
				}
			} else if token.AccessToken != test.want {
				t.Errorf("got %s, want %s", token.AccessToken, test.want)
			}
			if server.count() != test.sent {
				t.Errorf("%d requests", server.count())
			}
		})
	}
}

// A stand-in may issue tokens that live for less than the minute that a refresh
// comes early.
func TestShortLivedTokens(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		io.WriteString(w, `{"access_token":"`+accessToken(server.count())+`","expires_in":40}`)
	})
	auth, now := newTestAuth(t, testConfig(server))
	source := auth.TokenSource(t.Context(), testGrant())
	now.advance(2 * time.Hour)
	for i, want := range []int{1, 1, 1, 2} {
		if mustToken(t, source); server.count() != want {
			t.Errorf("%d seconds: %d requests", i*10, server.count())
		}
		now.advance(10 * time.Second)
	}
}
