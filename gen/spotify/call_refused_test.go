package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// replacer is a source of numbered tokens that can be told of a refusal.
type replacer struct {
	mu      sync.Mutex
	n       int
	keeps   bool // the token
	gives   bool // nothing else
	ends    bool // what it gives with a line end
	err     error
	refused []string
}

func (r *replacer) Token() (*oauth2.Token, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &oauth2.Token{AccessToken: fmt.Sprintf("token-number-%d", r.n)}, nil
}

func (r *replacer) ReplaceToken(_ context.Context, refused *oauth2.Token) (*oauth2.Token, error) {
	r.mu.Lock()
	r.refused = append(r.refused, refused.AccessToken)
	if !r.keeps {
		r.n++
	}
	r.mu.Unlock()
	switch {
	case r.err != nil:
		return nil, r.err
	case r.gives:
		return nil, nil
	case r.ends:
		return &oauth2.Token{AccessToken: testAccess + "\n"}, nil
	}
	return r.Token()
}

func TestRefusedToken(t *testing.T) {
	plain := func(r *replacer) oauth2.TokenSource { return tokenFunc(r.Token) }
	full := func(r *replacer) oauth2.TokenSource { return r }
	ok, no := step{status: 204}, step{status: 401, body: `{"error":{"status":401,"message":"Access token missing"}}`}
	tests := []struct {
		name    string
		source  *replacer // as it is at first
		as      func(*replacer) oauth2.TokenSource
		steps   []step
		options []RequestOption
		sent    []string // numbers of the tokens
		told    int      // refusals
		takes   time.Duration
		want    string // error
	}{
		{name: "another token", source: &replacer{}, as: full, steps: []step{no, ok}, sent: []string{"0", "1"}, told: 1},
		{name: "refused again", source: &replacer{}, as: full, steps: []step{no, no, ok}, sent: []string{"0", "1"}, told: 1,
			want: "after 2 attempts: 401 Unauthorized: Access token missing"},
		{name: "the same token", source: &replacer{keeps: true}, as: full, steps: []step{no, ok}, sent: []string{"0", "0"}, told: 1, takes: time.Second},
		{name: "no token", source: &replacer{gives: true}, as: full, steps: []step{no, ok}, sent: []string{"0"}, told: 1, want: "401 Unauthorized"},
		{name: "error", source: &replacer{err: errors.New("keychain is locked")}, as: full, steps: []step{no, ok}, sent: []string{"0"}, told: 1,
			want: "token source: keychain is locked (the API had answered 401 Unauthorized)"},
		{name: "token that cannot be sent", source: &replacer{ends: true}, as: full, steps: []step{no, ok}, sent: []string{"0"}, told: 1,
			want: "token source: the access token holds white space or a line end"},
		{name: "source that cannot be told", source: &replacer{}, as: plain, steps: []step{no, ok}, sent: []string{"0", "0"}, takes: time.Second},
		{name: "source that cannot be told, refused again", source: &replacer{}, as: plain, steps: []step{no, no, ok}, sent: []string{"0", "0"}, takes: time.Second, want: "401"},
		{name: "then a limit and a failure", source: &replacer{}, as: full, steps: []step{no, {status: 429, after: "3"}, {status: 429, after: "2"}, ok},
			sent: []string{"0", "1", "1", "1"}, told: 1, takes: 5 * time.Second},
		{name: "after a limit", source: &replacer{}, as: full, steps: []step{{status: 429, after: "3"}, no, ok},
			sent: []string{"0", "0", "1"}, told: 1, takes: 3 * time.Second},
		{name: "without retry", source: &replacer{}, as: full, steps: []step{no, ok}, options: []RequestOption{WithoutRetry()}, sent: []string{"0"}, told: 1, want: "401 Unauthorized"},
		{name: "without retry, source that cannot be told", source: &replacer{}, as: plain, steps: []step{no, ok}, options: []RequestOption{WithoutRetry()}, sent: []string{"0"}, want: "401 Unauthorized"},
		{name: "token of the caller", source: &replacer{}, as: full, steps: []step{no, ok}, options: []RequestOption{WithHeader("Authorization", "Bearer token-number-7")},
			sent: []string{"7", "7"}, takes: time.Second},
	}
	for _, test := range tests {
		for _, op := range []*Operation{opRead, opWrite, opPost, opMove} {
			t.Run(test.name+"/"+op.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					source := &replacer{keeps: test.source.keeps, gives: test.source.gives, ends: test.source.ends, err: test.source.err}
					api := newFakeAPI(test.steps...)
					c := api.caller(WithTokenSource(test.as(source)))
					r := newRequest(op, test.options)
					const body = `{"name":"x"}`
					r.jsonBody(func(e *encoder) { e.raw([]byte(body)) })
					err := c.do(t.Context(), r, nil)
					wantElapsed(t, api.start, test.takes)
					api.checkClosed(t)
					var sent []string
					for i, header := range api.tokens {
						sent = append(sent, strings.TrimPrefix(header, "Bearer token-number-"))
						if api.bodies[i] != body {
							t.Errorf("attempt %d sends the body %q", i+1, api.bodies[i])
						}
					}
					if diff := cmp.Diff(test.sent, sent); diff != "" {
						t.Errorf("tokens (-want +got):\n%s", diff)
					}
					if len(source.refused) != test.told {
						t.Errorf("the source was told of %q", source.refused)
					}
					if test.want == "" {
						if err != nil {
							t.Error(err)
						}
						return
					}
					wantError(t, err, "spotify: "+op.Name+": ", test.want)
					if apiErr := asAPIError(t, err); apiErr.Attempts != len(test.sent) || !errors.Is(err, ErrUnauthorized) || apiErr.Message != "Access token missing" {
						t.Errorf("got %#v", apiErr)
					}
				})
			})
		}
	}
}

// Without a token, another attempt would be like the first.
func TestRefusalWithoutToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 401}, step{status: 204})
		if err := callOp(t.Context(), api.caller(), opRead); !errors.Is(err, ErrUnauthorized) {
			t.Error(err)
		}
		wantElapsed(t, api.start, 0)
	})
}

// The token may come from a transport, which can have a new one by then.
func TestRefusedTokenOfTheTransport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 401}, step{status: 204})
		c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
			own := req.Clone(req.Context())
			own.Header.Set("Authorization", "Bearer "+testToken)
			return api.RoundTrip(own)
		}))
		if err := callOp(t.Context(), c, opRead); err != nil {
			t.Error(err)
		}
		wantElapsed(t, api.start, time.Second)
	})
}

// A wait for which there is no time does not replace the reason by "deadline exceeded".
func TestRefusedTokenWithoutTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newFakeAPI(step{status: 401, body: "sorry"}, step{status: 204})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := callOp(ctx, api.caller(withTestToken()), opRead)
		if !errors.Is(err, ErrUnauthorized) || asAPIError(t, err).Message != "sorry" {
			t.Errorf("got %v", err)
		}
		wantElapsed(t, api.start, 0)
	})
}

func TestRefusedTokenWhileTheContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second/2, func() { cancel(errors.New("enough")) })
		api := newFakeAPI(step{status: 401}, step{status: 204})
		err := callOp(ctx, api.caller(withTestToken()), opRead)
		wantError(t, err, "waiting to repeat the request: context canceled: enough")
		wantElapsed(t, api.start, time.Second/2)
	})
}

// The body of a 401 neither holds a place at the limiter nor time.
func TestRefusalWithSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := NewLimiter(LimiterConfig{Concurrent: 1})
		first := true
		hang, release := io.Pipe()
		defer release.Close()
		c := newCaller(withTestToken(), WithLimiter(limiter), transport(func(req *http.Request) (*http.Response, error) {
			if first {
				first = false
				return response(req, 401, nil, hang), nil
			}
			return response(req, 204, nil, http.NoBody), nil
		}))
		start := time.Now()
		if err := callOp(t.Context(), c, opRead); err != nil {
			t.Error(err)
		}
		wantElapsed(t, start, maxDrainTime+refusedDelay)
	})
}

func TestRefusalIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
		api := newFakeAPI(step{status: 401}, step{status: 204})
		if err := callOp(t.Context(), api.caller(withTestToken(), WithLogger(logger)), opRead); err != nil {
			t.Fatal(err)
		}
		if text := log.String(); !strings.Contains(text, "request will be repeated") || !strings.Contains(text, "status=401 wait=1s") || strings.Contains(text, testToken) {
			t.Errorf("logged %s", text)
		}
	})
}

// An API that refuses every token costs one refresh a minute, however many callers meet
// it. When the login has ended, callers are told to log in again.
func TestCrowdWithRefusedToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		store := &memoryStore{grant: Ptr(localGrant())}
		source := mustSource(t, auth, store)
		good := ""
		c := newCaller(WithTokenSource(source), transport(func(req *http.Request) (*http.Response, error) {
			time.Sleep(10 * time.Millisecond)
			if strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ") != good {
				return response(req, 401, nil, readCloser(`{"error":{"status":401,"message":"Invalid access token"}}`)), nil
			}
			return response(req, 204, nil, http.NoBody), nil
		}))
		crowd := func(want error) {
			t.Helper()
			var group sync.WaitGroup
			for range 100 {
				group.Go(func() {
					if err := callOp(t.Context(), c, opPost); !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
				})
			}
			group.Wait()
		}
		good = accessToken(2)
		crowd(nil)
		good = "none"
		for range 10 {
			crowd(ErrUnauthorized)
		}
		if server.count() > 2 {
			t.Errorf("%d refreshes in seconds", server.count())
		}
		time.Sleep(time.Minute)
		server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", "revoked") })
		before := server.count()
		crowd(ErrReauthRequired)
		if server.count() != before+1 {
			t.Errorf("asked %d times for a token of a login that has ended", server.count()-before)
		}
		err := callOp(t.Context(), c, opRead)
		noSecrets(t, err)
		if authErr := new(AuthError); !errors.As(err, &authErr) || authErr.Operation != opRead.Name {
			t.Errorf("got %v", err)
		}
	})
}
