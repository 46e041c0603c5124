package spotify

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asked records when a token was asked for.
type asked struct {
	mu    sync.Mutex
	start time.Time
	times []time.Duration
}

// failing makes accounts that fail some times, and then issue tokens.
func failing(server *accounts, fail func(http.ResponseWriter), times int) *asked {
	seen := &asked{start: time.Now()}
	server.answer(func(w http.ResponseWriter, _ url.Values) {
		seen.mu.Lock()
		seen.times = append(seen.times, time.Since(seen.start))
		n := len(seen.times)
		seen.mu.Unlock()
		if n <= times {
			fail(w)
			return
		}
		w.Write([]byte(tokenAnswer(2, true)))
	})
	return seen
}

func status(code int, after string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		w.WriteHeader(code)
	}
}

func says(code int, word string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { refuse(w, code, word, "sorry") }
}

func brokenOff(http.ResponseWriter) { panic(http.ErrAbortHandler) }

// oldGrant has expired.
func oldGrant() Grant {
	g := localGrant()
	g.Token.Expiry = time.Now().Add(-time.Hour)
	return g
}

func TestBadSecondsOfTheAccountsService(t *testing.T) {
	const s = time.Second
	tests := []struct {
		name  string
		fail  func(http.ResponseWriter)
		times int
		sent  []time.Duration // with the longest delays
		want  string          // error
	}{
		{"500", status(500, ""), 2, []time.Duration{0, s / 2, 3 * s / 2}, ""},
		{"502", status(502, ""), 2, []time.Duration{0, s / 2, 3 * s / 2}, ""},
		{"503", status(503, ""), 3, []time.Duration{0, s / 2, 3 * s / 2}, "status 503"},
		{"503 that says when", status(503, "7"), 2, []time.Duration{0, 7 * s, 14 * s}, ""},
		{"503 that says not now", status(503, "31"), 1, []time.Duration{0}, "status 503 (retry after 31s)"},
		{"504", status(504, ""), 1, []time.Duration{0, s / 2}, ""},
		{"reset", brokenOff, 2, []time.Duration{0, s / 2, 3 * s / 2}, ""},
		{"reset for long", brokenOff, 9, []time.Duration{0, s / 2, 3 * s / 2}, "connection reset by peer"},
		{"429", status(429, ""), 4, []time.Duration{0, s, 3 * s, 7 * s, 15 * s}, ""},
		{"429 that says when", status(429, "3"), 4, []time.Duration{0, 3 * s, 6 * s, 9 * s, 12 * s}, ""},
		{"429 too often", status(429, "3"), 5, []time.Duration{0, 3 * s, 6 * s, 9 * s, 12 * s}, "status 429 (retry after 3s)"},
		{"429 for long", status(429, "600"), 1, []time.Duration{0}, "status 429 (retry after 10m0s)"},
		{"503 that speaks of the login", says(503, codeInvalidGrant), 2, []time.Duration{0, s / 2, 3 * s / 2}, ""},
		{"429 that speaks of the login", says(429, codeInvalidGrant), 1, []time.Duration{0, s}, ""},
		{"failure with status 400", says(400, codeServerError), 2, []time.Duration{0, s / 2, 3 * s / 2}, ""},
		{"out of order with status 400", says(400, codeUnavailable), 1, []time.Duration{0, s / 2}, ""},
		{"400", status(400, ""), 1, []time.Duration{0}, "status 400"},
		{"401", status(401, ""), 1, []time.Duration{0}, "status 401"},
		{"501", status(501, ""), 1, []time.Duration{0}, "status 501"},
		{"not a token", func(w http.ResponseWriter) { w.Write([]byte("<html>")) }, 1, []time.Duration{0}, "cannot be read as a token"},
	}
	for _, test := range tests {
		for _, kind := range []string{"refresh", "app"} {
			t.Run(test.name+"/"+kind, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.ClientSecret = testSecret })
					seen := failing(server, test.fail, test.times)
					source := auth.TokenSource(t.Context(), oldGrant())
					if kind == "app" {
						var err error
						if source, err = auth.ClientCredentials(t.Context()); err != nil {
							t.Fatal(err)
						}
					}
					source.random = func() float64 { return 1 }
					var group sync.WaitGroup
					for range 300 {
						group.Go(func() {
							_, err := source.Token()
							switch {
							case test.want != "":
								wantError(t, err, "spotify: no token: ", test.want)
								noSecrets(t, err)
							case err != nil:
								t.Error(err)
							}
						})
					}
					group.Wait()
					if diff := cmp.Diff(test.sent, seen.times); diff != "" {
						t.Errorf("asked at (-want +got):\n%s", diff)
					}
				})
			})
		}
	}
}

// A certificate that does not hold will not hold in a second.
func TestNoTrustInTheAccountsService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		_, auth := newLocalAccounts(t, func(c *AuthConfig) {
			c.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				sent++
				return nil, &tls.CertificateVerificationError{Err: errors.New("unknown authority")}
			})}
		})
		_, err := auth.TokenSource(t.Context(), oldGrant()).Token()
		wantError(t, err, "unknown authority")
		if sent != 1 {
			t.Errorf("sent %d times", sent)
		}
	})
}

// A code can be used once. If the answer is lost, a second attempt would be refused, and
// hide the reason.
func TestCodeIsNotSentTwice(t *testing.T) {
	for name, fail := range map[string]func(http.ResponseWriter){"503": status(503, ""), "429": status(429, "1"), "reset": brokenOff} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t)
				seen := failing(server, fail, 1)
				if _, err := auth.Exchange(t.Context(), testCode, testVerifier); err == nil {
					t.Error("no error")
				}
				if len(seen.times) != 1 {
					t.Errorf("sent %d times", len(seen.times))
				}
			})
		})
	}
}

func TestRetryPolicyOfTheAccountsService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for policy, want := range map[RetryPolicy]int{NoRetry(): 1, {MaxAttempts: 5}: 5} {
			server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.Retry = policy })
			seen := failing(server, status(503, ""), 9)
			if _, err := auth.TokenSource(t.Context(), oldGrant()).Token(); err == nil || len(seen.times) != want {
				t.Errorf("%+v: asked %d times, want %d: %v", policy, len(seen.times), want, err)
			}
		}
	})
	_, err := NewAuthenticator(AuthConfig{ClientID: testClientID, Retry: RetryPolicy{MaxAttempts: -1}})
	wantError(t, err, "spotify: AuthConfig.Retry: MaxAttempts is -1")
}

// While the old token is good, nobody waits long for a service that is down.
func TestBadSecondsWithGoodToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		failing(server, status(429, "20"), 9)
		grant := localGrant()
		grant.Token.Expiry = time.Now().Add(refreshEarly)
		source := auth.TokenSource(t.Context(), grant)
		start := time.Now()
		if got := mustToken(t, source); got != testAccess {
			t.Errorf("got %s", got)
		}
		wantElapsed(t, start, refreshPatience)
		// Nor somebody who has less time.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := source.TokenContext(ctx); err != nil {
			t.Error(err)
		}
	})
}

// A caller who has no time for the wait learns at once why there is no token.
func TestBadSecondsWithoutTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		failing(server, status(429, "20"), 1)
		source := auth.TokenSource(t.Context(), oldGrant())
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		for _, wait := range []time.Duration{0, 3 * time.Second} { // with the second caller in the middle of the wait
			time.Sleep(wait)
			_, err := source.TokenContext(ctx)
			var refused *AuthError
			ok := errors.As(err, &refused)
			if !ok || !errors.Is(err, ErrRateLimited) || refused.RetryAfter != 20*time.Second-time.Since(start) {
				t.Errorf("got %v after %v", err, time.Since(start))
			}
			wantElapsed(t, start, wait)
		}
		if got := mustToken(t, source); got != accessToken(2) {
			t.Errorf("got %s", got)
		}
		wantElapsed(t, start, 20*time.Second)
	})
}

// After the last attempt, later calls learn what is left of the wait.
func TestRetryAfterOfLaterCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		seen := failing(server, status(429, "600"), 1)
		source := auth.TokenSource(t.Context(), oldGrant())
		c := newCaller(WithTokenSource(source), answers(204, nil, ""))
		var left []time.Duration
		for range 2 {
			err := callOp(t.Context(), c, opRead)
			var refused *AuthError
			if ok := errors.As(err, &refused); !ok || !errors.Is(err, ErrRateLimited) || errors.Is(err, ErrReauthRequired) {
				t.Fatalf("got %v", err)
			}
			left = append(left, refused.RetryAfter)
			time.Sleep(4 * time.Minute)
		}
		if want := []time.Duration{10 * time.Minute, 6 * time.Minute}; !slices.Equal(left, want) || len(seen.times) != 1 {
			t.Errorf("told to wait for %v, want %v; asked %d times", left, want, len(seen.times))
		}
		time.Sleep(2 * time.Minute)
		if err := callOp(t.Context(), c, opRead); err != nil {
			t.Error(err)
		}
	})
}

// When the context of a source ends, so does its wait.
func TestRetryEndsWithTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		failing(server, status(429, "20"), 1)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		_, err := auth.TokenSource(ctx, oldGrant()).Token()
		wantError(t, err, "status 429")
		wantElapsed(t, start, time.Second)
	})
}

// Without callers, nothing waits: neither for the accounts service nor for them.
func TestRetryEndsWithItsCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		seen := failing(server, status(429, "20"), 1)
		source := auth.TokenSource(t.Context(), oldGrant())
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, err := source.TokenContext(ctx); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		group.Wait()
		synctest.Wait()
		if source.running != nil {
			t.Error("the source still waits")
		}
		// The next caller waits for the rest.
		mustToken(t, source)
		if want := []time.Duration{0, 20 * time.Second}; !slices.Equal(seen.times, want) {
			t.Errorf("asked at %v, want %v", seen.times, want)
		}
	})
}
