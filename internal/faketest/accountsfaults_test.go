package faketest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// operationsOf are those in the log, the oldest first.
func operationsOf(server *spotifytest.Server) []string {
	var all []string
	for _, r := range server.Requests() {
		all = append(all, r.Operation)
	}
	return all
}

// loggedIn returns a client of a user who has logged in, and an empty log. The access
// token can be that of yesterday.
func loggedIn(t *testing.T, server *spotifytest.Server, isOld bool) *spotify.Client {
	t.Helper()
	grant, err := logIn(t, server, spotify.ScopeUserLibraryRead)
	if err != nil {
		t.Fatal(err)
	}
	if isOld {
		grant.Token.Expiry = time.Now().Add(-24 * time.Hour)
	}
	config := server.AuthConfig(spotify.ScopeUserLibraryRead)
	config.Retry = spotify.RetryPolicy{BaseDelay: time.Microsecond}
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	server.ClearRequests()
	return spotify.NewClient(
		spotify.WithBaseURL(server.URL),
		spotify.WithTokenSource(auth.TokenSource(t.Context(), grant)),
		spotify.WithRetry(spotify.RetryPolicy{BaseDelay: time.Microsecond}),
	)
}

// What becomes of a call whose token is too old, if the accounts service is not well.
func TestAccountsServiceFails(t *testing.T) {
	const saved, refresh = string(spotify.OpTracksListSaved), string(spotifytest.OpRefreshToken)
	good := []string{refresh, saved}
	again := []string{refresh, refresh, saved}
	for _, test := range []struct {
		name    string
		n       int
		failure spotifytest.Failure
		want    error
		sent    []string
	}{
		{"503", 1, spotifytest.EmptyError(503), nil, again},
		{"502 as a page", 1, spotifytest.HTMLError(502), nil, again},
		{"reset", 1, spotifytest.Reset(), nil, again},
		{"answer lost", 1, spotifytest.After(spotifytest.Reset()), nil, again},
		{"429", 1, spotifytest.RateLimited(time.Millisecond), nil, again},
		{"429 without text", 1, spotifytest.RateLimitedEmpty(time.Millisecond), nil, again},
		{"429 for long", 1, spotifytest.RateLimited(time.Hour), spotify.ErrRateLimited, good[:1]},
		{"503 for long", -1, spotifytest.EmptyError(503), spotify.ErrServer, nil},
		{"revoked", 1, spotifytest.LoginRevoked(), spotify.ErrReauthRequired, good[:1]},
		{"invalid client", 1, spotifytest.OAuthError(400, "invalid_client", "Invalid client"), new(spotify.AuthError), good[:1]},
		{"half an answer", 1, spotifytest.Truncated(), nil, again},
		{"no JSON", 1, spotifytest.Garbage(), errors.ErrUnsupported, good[:1]},
		{"numbers as text", 1, spotifytest.ReplacedMember("expires_in", "3600"), nil, good},
		{"another member", 1, spotifytest.AddedMember("mood", "calm"), nil, good},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := spotifytest.NewServer(t)
			client := loggedIn(t, server, true)
			server.Fail(test.n, test.failure, spotifytest.OpRefreshToken)
			_, err := client.Tracks.ListSaved(t.Context(), nil)
			var refused *spotify.AuthError
			switch {
			case test.want == nil && err != nil:
				t.Error(err)
			case test.want != nil && err == nil:
				t.Error("no error")
			case test.want == errors.ErrUnsupported: // any error
			case errors.As(test.want, new(*spotify.AuthError)):
				if !errors.As(err, &refused) || refused.Code != "invalid_client" {
					t.Errorf("error %v, want one of the accounts service", err)
				}
			case !errors.Is(err, test.want):
				t.Errorf("error %v, want %v", err, test.want)
			}
			if diff := cmp.Diff(test.sent, operationsOf(server)); diff != "" && test.sent != nil {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			server.ClearFaults()
			if _, err := client.Tracks.ListSaved(t.Context(), nil); err != nil && test.want == nil {
				t.Errorf("the next call: %v", err)
			}
		})
	}
}

// A 401 on a token that is good costs a refresh. A second one is an error.
func TestGoodTokenIsRefused(t *testing.T) {
	const saved, refresh = string(spotify.OpTracksListSaved), string(spotifytest.OpRefreshToken)
	for name, failure := range map[string]spotifytest.Failure{
		"expired": spotifytest.TokenExpired(),
		"invalid": spotifytest.TokenInvalid(),
		"missing": spotifytest.TokenMissing(),
		"text":    spotifytest.OAuthError(401, "No token provided", ""),
		"empty":   spotifytest.EmptyError(401),
	} {
		for times, want := range map[int]error{1: nil, 2: spotify.ErrUnauthorized} {
			t.Run(fmt.Sprint(name, " ", times), func(t *testing.T) {
				server := spotifytest.NewServer(t)
				client := loggedIn(t, server, false)
				server.Fail(times, failure, spotify.OpTracksListSaved)
				if _, err := client.Tracks.ListSaved(t.Context(), nil); !errors.Is(err, want) {
					t.Errorf("error %v, want %v", err, want)
				}
				if diff := cmp.Diff([]string{saved, refresh, saved}, operationsOf(server)); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
				if _, err := client.Tracks.ListSaved(t.Context(), nil); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		}
	}
}

// A slow accounts service does not keep a call beyond its context.
func TestAccountsServiceIsSlow(t *testing.T) {
	server := spotifytest.NewServer(t)
	client := loggedIn(t, server, true)
	release := server.Hold(spotifytest.OpRefreshToken)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := client.Tracks.ListSaved(ctx, nil)
		ended <- err
	}()
	if err := server.AwaitRequests(t.Context(), 1, spotifytest.OpRefreshToken); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	release()
	if _, err := client.Tracks.ListSaved(t.Context(), nil); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// The code of a login is sent once, whatever comes of it, and so is the request for the
// token of an app without a login.
func TestLoginFails(t *testing.T) {
	for name, failure := range map[string]spotifytest.Failure{
		"503":   spotifytest.EmptyError(503),
		"reset": spotifytest.After(spotifytest.Reset()),
		"429":   spotifytest.RateLimited(time.Millisecond),
		"code":  spotifytest.OAuthError(400, "invalid_grant", "Invalid authorization code"),
	} {
		t.Run(name, func(t *testing.T) {
			server := spotifytest.NewServer(t, spotifytest.Empty())
			server.Fail(1, failure, spotifytest.OpExchangeCode)
			if _, err := logIn(t, server); err == nil {
				t.Error("no error")
			}
			if diff := cmp.Diff([]string{"Accounts.Authorize", "Accounts.ExchangeCode"}, operationsOf(server)); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

// The login page alone is out of order.
func TestLoginPageFails(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.Fail(1, spotifytest.HTMLError(502), spotifytest.OpAuthorize)
	response, err := http.Get(server.AccountsURL + "/authorize")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if mediaType := response.Header.Get("Content-Type"); response.StatusCode != 502 || !strings.HasPrefix(mediaType, "text/html") {
		t.Errorf("status %d, %s", response.StatusCode, mediaType)
	}
	if _, err := logIn(t, server); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// The token of an app without a user is asked for again, too.
func TestClientCredentialsFail(t *testing.T) {
	server := spotifytest.NewServer(t)
	config := server.AuthConfig()
	config.Retry = spotify.RetryPolicy{BaseDelay: time.Microsecond}
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	server.Fail(1, spotifytest.EmptyError(503), spotifytest.OpClientCredentials)
	source, err := auth.ClientCredentials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := spotify.NewClient(spotify.WithBaseURL(server.URL), spotify.WithTokenSource(source))
	server.Fail(1, spotifytest.TokenExpired(), spotify.OpTracksGet)
	if _, err := client.Tracks.Get(t.Context(), server.Example().Track, nil); err != nil {
		t.Error(err)
	}
	want := []string{"Accounts.ClientCredentials", "Accounts.ClientCredentials", "Tracks.Get", "Accounts.ClientCredentials", "Tracks.Get"}
	if diff := cmp.Diff(want, operationsOf(server)); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
