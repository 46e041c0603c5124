package faketest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A stage has what the tests of faults, of the log and of caches act upon.
type stage struct {
	*spotifytest.Server
	client   *spotify.Client
	token    string
	track    spotify.TrackID
	playlist spotify.PlaylistID
}

// newStage makes a client that waits for no more than a moment, with options of its
// own.
func newStage(t *testing.T, serverOptions []spotifytest.Option, clientOptions ...spotify.ClientOption) *stage {
	t.Helper()
	s := &stage{Server: spotifytest.NewServer(t, append(serverOptions, spotifytest.Empty())...)}
	s.track = s.AddTrack(spotifytest.Track{Name: "Lighthouse Keeper"}).ID
	s.playlist = s.AddPlaylist(spotifytest.Playlist{Name: "Coast"}).ID
	token := s.TokenFor(s.User().ID, spotify.ScopesFor(
		spotify.OpPlaylistsAddItems, spotify.OpPlaylistsReorderItems, spotify.OpLibrarySave, spotify.OpUsersListTopTracks, spotify.OpUsersFollowUsers,
		spotify.OpUsersCheckFollowingArtists, spotify.OpPlayerPlay)...)
	s.token = token.AccessToken
	s.client = spotify.NewClient(append([]spotify.ClientOption{
		spotify.WithBaseURL(s.URL),
		spotify.WithTokenSource(oauth2.StaticTokenSource(token)),
		spotify.WithRetry(spotify.RetryPolicy{BaseDelay: time.Microsecond}),
	}, clientOptions...)...)
	return s
}

func (s *stage) read(ctx context.Context, options ...spotify.RequestOption) error {
	track, err := s.client.Tracks.Get(ctx, s.track, nil, options...)
	if err == nil && track.Name != "Lighthouse Keeper" {
		return fmt.Errorf("got the track %q", track.Name)
	}
	return err
}

func (s *stage) save(ctx context.Context) error {
	return s.client.Library.Save(ctx, spotify.Resources{s.track.URI()})
}

func (s *stage) add(ctx context.Context) error {
	_, err := s.client.Playlists.AddItems(ctx, s.playlist, spotify.AddItemsRequest{Items: spotify.Resources{s.track.URI()}})
	return err
}

// statuses are those of the answers in the log.
func (s *stage) statuses() []int {
	var all []int
	for _, r := range s.Requests() {
		all = append(all, r.Status)
	}
	return all
}

func (s *stage) expectStatuses(t *testing.T, want ...int) {
	t.Helper()
	if diff := cmp.Diff(want, s.statuses()); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestReadIsRepeated(t *testing.T) {
	for name, failure := range map[string]spotifytest.Failure{
		"page":      spotifytest.HTMLError(502),
		"JSON":      spotifytest.JSONError(503, "Service unavailable", ""),
		"truncated": spotifytest.Truncated(),
		"after":     spotifytest.After(spotifytest.EmptyError(500)),
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, nil)
			s.Fail(2, failure, spotify.OpTracksGet)
			if err := s.read(t.Context()); err != nil {
				t.Error(err)
			}
			if n := s.Count(spotify.OpTracksGet); n != 3 {
				t.Errorf("%d requests, want 3", n)
			}
		})
	}
}

// A failure that leaves open what has become of the request: what may be repeated is,
// and what may not is sent once.
func TestWriteWithoutAnswer(t *testing.T) {
	failures := map[string]spotifytest.Failure{
		"reset": spotifytest.After(spotifytest.Reset()),
		"502":   spotifytest.After(spotifytest.ServerError(502)),
	}
	for name, failure := range failures {
		t.Run("add "+name, func(t *testing.T) {
			s := newStage(t, nil)
			s.Fail(1, failure, spotify.OpPlaylistsAddItems)
			if err := s.add(t.Context()); err == nil {
				t.Error("no error")
			}
			if n := s.Count(spotify.OpPlaylistsAddItems); n != 1 {
				t.Errorf("sent %d times", n)
			}
			if p, _ := s.Playlist(s.playlist); len(p.Items) != 1 {
				t.Errorf("%d items in the playlist, want 1", len(p.Items))
			}
		})
		t.Run("save "+name, func(t *testing.T) {
			s := newStage(t, nil)
			s.Fail(1, failure, spotify.OpLibrarySave)
			if err := s.save(t.Context()); err != nil {
				t.Error(err)
			}
			if n := s.Count(spotify.OpLibrarySave); n != 2 {
				t.Errorf("sent %d times, want 2", n)
			}
			if saved := s.Saved(s.User().ID, spotify.KindTrack); len(saved) != 1 {
				t.Errorf("saved %q", saved)
			}
		})
	}
}

func TestWriteThatWasNotCarriedOut(t *testing.T) {
	s := newStage(t, nil)
	s.Fail(1, spotifytest.Reset(), spotify.OpPlaylistsAddItems)
	if err := s.add(t.Context()); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("error %v", err)
	}
	if p, _ := s.Playlist(s.playlist); len(p.Items) != 0 || s.Count(spotify.OpPlaylistsAddItems) != 1 {
		t.Errorf("%d items in the playlist, %d requests", len(p.Items), s.Count(spotify.OpPlaylistsAddItems))
	}
}

func TestAnswersThatCannotBeRead(t *testing.T) {
	s := newStage(t, nil)
	s.Fail(-1, spotifytest.Truncated(), spotify.OpTracksGet)
	if err := s.read(t.Context()); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("truncated: error %v", err)
	}
	s.ClearFaults()
	s.Fail(1, spotifytest.Garbage(), spotify.OpTracksGet)
	var mistake *spotify.DecodeError
	if !errors.As(s.read(t.Context()), &mistake) || mistake.Operation != "Tracks.Get" {
		t.Errorf("garbage: error %v", mistake)
	}
	s.expectStatuses(t, 200, 200, 200, 200)
}

// advancing moves the clock of the server on when the client is told to wait.
type advancing struct {
	server *spotifytest.Server
	by     time.Duration
}

func (a advancing) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		a.server.Advance(a.by)
	}
	return resp, err
}

func TestRateLimitIsSurvived(t *testing.T) {
	const window = 10 * time.Millisecond
	t.Run("standing clock", func(t *testing.T) {
		transport := &advancing{by: window}
		s := newStage(t, nil, spotify.WithHTTPClient(&http.Client{Transport: transport}))
		transport.server = s.Server
		s.LimitRate(2, window)
		for range 3 {
			if err := s.read(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s.expectStatuses(t, 200, 200, 429, 200)
	})
	t.Run("running clock", func(t *testing.T) {
		s := newStage(t, []spotifytest.Option{spotifytest.RealTime()})
		s.LimitRate(2, window)
		for range 3 {
			if err := s.read(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("long window", func(t *testing.T) {
		s := newStage(t, nil)
		s.LimitRate(1, 30*time.Second)
		if err := s.read(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Advance(12 * time.Second)
		err := s.read(t.Context(), spotify.WithoutRetry())
		var refused *spotify.APIError
		errors.As(err, &refused)
		if !errors.Is(err, spotify.ErrRateLimited) || refused.RetryAfter != 18*time.Second {
			t.Errorf("error %v", err)
		}
	})
}

func TestHeldRequestIsCancelled(t *testing.T) {
	s := newStage(t, nil)
	release := s.Hold(spotify.OpPlaylistsAddItems)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.add(ctx) }()
	if err := s.AwaitRequests(t.Context(), 1, spotify.OpPlaylistsAddItems); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	release()
	if p, _ := s.Playlist(s.playlist); len(p.Items) != 0 {
		t.Errorf("the playlist has %d items", len(p.Items))
	}
	s.expectStatuses(t, 0)
}

// What a client of ours makes of each form in which errors come.
func TestErrorsOfAllForms(t *testing.T) {
	sentinels := map[string]error{
		"bad request": spotify.ErrBadRequest, "unauthorized": spotify.ErrUnauthorized, "forbidden": spotify.ErrForbidden, "not found": spotify.ErrNotFound,
		"rate limited": spotify.ErrRateLimited, "quota": spotify.ErrQuotaExceeded, "no device": spotify.ErrNoActiveDevice, "premium": spotify.ErrPremiumRequired,
		"reauth": spotify.ErrReauthRequired, "scope": spotify.ErrInsufficientScope, "registered": spotify.ErrUserNotRegistered,
		"expired": spotify.ErrTokenExpired, "mode": spotify.ErrDevelopmentMode, "server": spotify.ErrServer,
	}
	type learned struct {
		Status        int
		Message, Code string
		Reason        spotify.Reason
		RetryAfter    time.Duration
		Is            []string
	}
	tests := []struct {
		name    string
		failure spotifytest.Failure
		want    learned
	}{
		{"JSON", spotifytest.JSONError(404, "Resource not found", ""), learned{Status: 404, Message: "Resource not found", Is: []string{"not found"}}},
		{"JSON with a reason", spotifytest.JSONError(404, "No active device found", spotify.ReasonNoActiveDevice),
			learned{Status: 404, Message: "No active device found", Reason: spotify.ReasonNoActiveDevice, Is: []string{"no device"}}},
		{"premium", spotifytest.JSONError(403, "Premium required", spotify.ReasonPremiumRequired),
			learned{Status: 403, Message: "Premium required", Reason: spotify.ReasonPremiumRequired, Is: []string{"forbidden", "premium"}}},
		{"OAuth", spotifytest.OAuthError(400, "invalid_grant", "Refresh token revoked"),
			learned{Status: 400, Message: "Refresh token revoked", Code: "invalid_grant", Is: []string{"bad request", "reauth"}}},
		{"bare", spotifytest.BareError(400, "Invalid uris"), learned{Status: 400, Message: "Invalid uris", Is: []string{"bad request"}}},
		{"text", spotifytest.NotRegistered(), learned{Status: 403, Message: "User not registered in the Developer Dashboard", Is: []string{"forbidden", "registered"}}},
		{"page", spotifytest.HTMLError(502), learned{Status: 502, Is: []string{"server"}}},
		{"empty", spotifytest.EmptyError(401), learned{Status: 401, Is: []string{"unauthorized"}}},
		{"rate", spotifytest.RateLimited(2 * time.Second), learned{Status: 429, Message: "API rate limit exceeded", RetryAfter: 2 * time.Second, Is: []string{"rate limited"}}},
		{"rate in text", spotifytest.RateLimitedText(0), learned{Status: 429, Message: "Too many requests", Is: []string{"rate limited"}}},
		{"rate without text", spotifytest.RateLimitedEmpty(13749 * time.Second), learned{Status: 429, RetryAfter: 13749 * time.Second, Is: []string{"rate limited"}}},
		{"quota", spotifytest.QuotaExceeded(), learned{Status: 429, Message: "Quota exceeded", Reason: spotify.ReasonQuotaExceeded, RetryAfter: 24 * time.Hour, Is: []string{"quota"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStage(t, nil)
			s.Fail(1, test.failure)
			err := s.read(t.Context(), spotify.WithoutRetry())
			var refused *spotify.APIError
			ok := errors.As(err, &refused)
			if !ok {
				t.Fatalf("error %v, want an APIError", err)
			}
			got := learned{refused.StatusCode, refused.Message, refused.Code, refused.Reason, refused.RetryAfter, nil}
			for name, sentinel := range sentinels {
				if errors.Is(err, sentinel) {
					got.Is = append(got.Is, name)
				}
			}
			slices.Sort(got.Is)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if refused.Operation != "Tracks.Get" || refused.Attempts != 1 {
				t.Errorf("error %+v", refused)
			}
		})
	}
}

// Requests, faults, and looks at the server at the same time. What comes of it is
// different each time; the race detector watches.
func TestConcurrentFaults(t *testing.T) {
	s := newStage(t, []spotifytest.Option{spotifytest.RealTime(), spotifytest.ETags()}, spotify.WithRetry(spotify.NoRetry()))
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			for range 20 {
				s.read(t.Context())
				s.save(t.Context())
				s.add(t.Context())
			}
		})
	}
	running.Go(func() {
		for range 40 {
			release := s.Hold(spotify.OpLibrarySave)
			s.Fail(1, spotifytest.After(spotifytest.Reset()), spotify.OpPlaylistsAddItems)
			s.Fail(1, spotifytest.Truncated(), spotify.OpTracksGet)
			s.Delay(time.Microsecond, spotify.OpTracksGet)
			s.LimitRate(1000, time.Millisecond)
			_, _, _ = s.Requests(), s.Count(), s.Violations()
			release()
			s.ClearFaults()
		}
	})
	running.Wait()
	if n := s.Count(spotify.OpPlaylistsAddItems); n != 160 {
		t.Errorf("%d requests to add something, want 160", n)
	}
	if err := s.read(t.Context()); err != nil {
		t.Error(err)
	}
}
