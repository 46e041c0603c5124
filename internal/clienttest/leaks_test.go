package clienttest

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// These tests run in bubbles of synctest, which fail if a goroutine is left when the test
// returns.

// A hangingServer answers its first requests, and then hangs until the client gives up.
type hangingServer struct {
	answers int                                                       // how many
	answer  func(n int) (status int, header http.Header, body string) // counted from 0
	inBody  bool                                                      // hangs in the middle of an answer

	mu   sync.Mutex
	sent int
}

// requests returns how many have come.
func (s *hangingServer) requests() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

func (s *hangingServer) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	n := s.sent
	s.sent++
	s.mu.Unlock()
	resp := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Request: req, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	switch {
	case n < s.answers:
		status, header, body := s.answer(n)
		resp.StatusCode, resp.Body = status, io.NopCloser(strings.NewReader(body))
		for key := range header {
			resp.Header.Set(key, header.Get(key))
		}
	case s.inBody:
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"items":[`), hangingReader{req.Context()}))
	default:
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	return resp, nil
}

type hangingReader struct{ ctx context.Context }

func (r hangingReader) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, r.ctx.Err()
}

func (s *hangingServer) client(options ...spotify.ClientOption) *spotify.Client {
	token := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	return spotify.NewClient(append([]spotify.ClientOption{
		spotify.WithHTTPClient(&http.Client{Transport: s}), spotify.WithTokenSource(token),
	}, options...)...)
}

// lasting is a context that does not end with the test: that would end the goroutines, too.
func lasting(t *testing.T) context.Context { return context.WithoutCancel(t.Context()) }

var errLoop = errors.New("of the loop")

// loopEnds are the ways in which a loop over an iterator ends while pages are on the way.
var loopEnds = map[string]func(t *testing.T, cancel func(), seq iter.Seq2[string, error]){
	"break": func(_ *testing.T, _ func(), seq iter.Seq2[string, error]) {
		for range seq {
			synctest.Wait() // until the server hangs
			break
		}
	},
	"panic": func(t *testing.T, _ func(), seq iter.Seq2[string, error]) {
		defer func() {
			if recover() != errLoop {
				t.Error("the panic is lost")
			}
		}()
		for range seq {
			synctest.Wait()
			panic(errLoop)
		}
	},
	"cancel": func(t *testing.T, cancel func(), seq iter.Seq2[string, error]) {
		var last error
		for _, err := range seq {
			synctest.Wait()
			cancel()
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("error %v, want that of the context", last)
		}
	},
	"hang": func(t *testing.T, _ func(), seq iter.Seq2[string, error]) {
		var last error
		for _, err := range seq {
			last = err
		}
		if last == nil {
			t.Error("no error of a server that hangs")
		}
	},
	"pull": func(_ *testing.T, _ func(), seq iter.Seq2[string, error]) {
		next, stop := iter.Pull2(seq)
		next()
		synctest.Wait()
		stop()
	},
}

// named yields a text for each item.
func named[T any](seq iter.Seq2[T, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, err := range seq {
			if !yield("an item", err) {
				return
			}
		}
	}
}

func TestIteratorsLeaveNoGoroutines(t *testing.T) {
	const (
		byOffset = `{"offset":0,"limit":1,"total":50,"next":"https://api.spotify.com/v1/x?offset=1&limit=1","items":[{"item":{"type":"track","name":"One"}}]}`
		byCursor = `{"limit":1,"next":"https://api.spotify.com/v1/x?before=1","cursors":{"before":"1","after":"2"},"items":[{"track":{"name":"One"}}]}`
	)
	for kind, test := range map[string]struct {
		page string
		all  func(ctx context.Context, c *spotify.Client, options ...spotify.RequestOption) iter.Seq2[string, error]
	}{
		"offset": {byOffset, func(ctx context.Context, c *spotify.Client, options ...spotify.RequestOption) iter.Seq2[string, error] {
			return named(c.Playlists.AllItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Limit: 1}, options...))
		}},
		"cursor": {byCursor, func(ctx context.Context, c *spotify.Client, options ...spotify.RequestOption) iter.Seq2[string, error] {
			return named(c.Player.AllRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Limit: 1}, options...))
		}},
	} {
		for way, end := range loopEnds {
			for where, inBody := range map[string]bool{"headers": false, "body": true} {
				t.Run(kind+"/"+way+"/"+where, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						ctx, cancel := context.WithCancel(lasting(t))
						server := &hangingServer{answers: 1, inBody: inBody, answer: func(int) (int, http.Header, string) { return 200, nil, test.page }}
						end(t, cancel, test.all(ctx, server.client(spotify.WithRetry(spotify.NoRetry())), spotify.WithPrefetch(4)))
						if server.requests() < 2 {
							t.Errorf("%d requests: nothing was on the way", server.requests())
						}
					})
				})
			}
		}
	}
}

// Calls that queue after a 429 and are given up leave nothing, nor do those that go on.
func TestQueueLeavesNoGoroutines(t *testing.T) {
	for name, wait := range map[string]time.Duration{"canceled": 2 * time.Second, "sent, and then canceled": 2 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &hangingServer{answers: 1, answer: func(int) (int, http.Header, string) {
					return 429, http.Header{"Retry-After": {"20"}}, `{"error":{"status":429,"message":"too many"}}`
				}}
				client := server.client(spotify.WithAttemptTimeout(0))
				// Not with a deadline, which is known to be too early for the queue.
				ctx, cancel := context.WithCancel(lasting(t))
				time.AfterFunc(wait, cancel)
				var running sync.WaitGroup
				for range 20 {
					running.Go(func() {
						if _, err := client.Tracks.Get(ctx, "4iV5W9uYEdYUVa79Axb7Rh", nil); !errors.Is(err, context.Canceled) {
							t.Errorf("error %v, want that of the context", err)
						}
					})
					synctest.Wait()
				}
				running.Wait()
				if sent := server.requests() > 1; sent != (wait > time.Minute) {
					t.Errorf("%d requests", server.requests())
				}
			})
		})
	}
}

// Callers of a token source whose accounts service hangs leave no goroutines: neither they
// nor the refresh, which ends by itself.
func TestTokenSourceLeavesNoGoroutines(t *testing.T) {
	for where, inBody := range map[string]bool{"headers": false, "body": true} {
		t.Run(where, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := &hangingServer{inBody: inBody}
				auth, err := spotify.NewAuthenticator(spotify.AuthConfig{
					ClientID: "id", RedirectURI: "http://127.0.0.1:8080/callback", HTTPClient: &http.Client{Transport: server},
				})
				if err != nil {
					t.Fatal(err)
				}
				source := auth.TokenSource(lasting(t), spotify.Grant{Token: oauth2.Token{RefreshToken: "refresh"}})
				ctx, cancel := context.WithTimeout(lasting(t), time.Second)
				defer cancel()
				var running sync.WaitGroup
				for range 20 {
					running.Go(func() {
						if _, err := source.TokenContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
							t.Errorf("error %v, want that of the context", err)
						}
					})
				}
				running.Wait()
				time.Sleep(5 * time.Minute) // the refresh under way is not interrupted, but bounded
				if sent := server.requests(); sent == 0 || sent > 3 {
					t.Errorf("%d requests for a token", sent)
				}
			})
		})
	}
}
