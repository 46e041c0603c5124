package spotify

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// Requests for tokens go through the client of the configuration, or else through
// that of the context, as in golang.org/x/oauth2.
func TestHTTPClientOfTheContext(t *testing.T) {
	requests := []struct {
		name string
		send func(ctx context.Context, auth *Authenticator) error
	}{
		{"exchange", func(ctx context.Context, auth *Authenticator) error {
			_, err := auth.Exchange(ctx, testCode, testVerifier)
			return err
		}},
		{"refresh", func(ctx context.Context, auth *Authenticator) error {
			_, err := auth.TokenSource(ctx, expiredGrant()).Token()
			return err
		}},
		{"refresh for another context", func(ctx context.Context, auth *Authenticator) error {
			other := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: roundTrip(nil)})
			_, err := auth.TokenSource(ctx, expiredGrant()).TokenContext(other)
			return err
		}},
		{"refresh of a stored login", func(ctx context.Context, auth *Authenticator) error {
			store := NewFileStore(filepath.Join(t.TempDir(), "login.json"))
			if err := store.Save(ctx, expiredGrant()); err != nil {
				return err
			}
			source, err := auth.StoredTokenSource(ctx, store)
			if err != nil {
				return err
			}
			_, err = source.Token()
			return err
		}},
		{"client credentials", func(ctx context.Context, auth *Authenticator) error {
			source, err := auth.ClientCredentials(ctx)
			if err != nil {
				return err
			}
			_, err = source.Token()
			return err
		}},
	}
	clients := []struct {
		name             string
		configured, held bool // whether the configuration and the context have one
		want             string
	}{
		{"both", true, true, "configuration"},
		{"configuration", true, false, "configuration"},
		{"context", false, true, "context"},
		{"none", false, false, ""},
	}
	for _, request := range requests {
		for _, test := range clients {
			t.Run(request.name+"/"+test.name, func(t *testing.T) {
				service := newAccounts(t)
				service.answer(func(w http.ResponseWriter, _ url.Values) { w.Write([]byte(tokenAnswer(2, true))) })
				var used string
				client := func(name string) *http.Client {
					return &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
						used += name
						return http.DefaultTransport.RoundTrip(req)
					})}
				}
				config := testConfig(service)
				config.ClientSecret = testSecret
				if test.configured {
					config.HTTPClient = client("configuration")
				}
				ctx := context.WithValue(t.Context(), oauth2.HTTPClient, (*http.Client)(nil))
				held := client("context")
				if test.held {
					ctx = context.WithValue(t.Context(), oauth2.HTTPClient, held)
				}
				auth, _ := newTestAuth(t, config)
				if err := request.send(ctx, auth); err != nil {
					t.Fatal(err)
				}
				if used != test.want || service.count() != 1 {
					t.Errorf("%d requests went through %q, want 1 through %q", service.count(), used, test.want)
				}
				if held.CheckRedirect != nil {
					t.Error("the client of the context was changed")
				}
			})
		}
	}
}

// The client of a context follows no redirects to other servers, either.
func TestRedirectsOfTheContextClient(t *testing.T) {
	stranger := newAccounts(t)
	service := newAccounts(t)
	service.answer(func(w http.ResponseWriter, _ url.Values) {
		w.Header().Set("Location", stranger.URL+"/api/token")
		w.WriteHeader(http.StatusTemporaryRedirect)
	})
	auth, _ := newTestAuth(t, testConfig(service))
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{})
	_, err := auth.Exchange(ctx, testCode, testVerifier)
	wantError(t, err, "redirect to another server refused")
	if n := stranger.count(); n != 0 {
		t.Error("the other server got the code")
	}
}

// expiredGrant has to be refreshed before it is used.
func expiredGrant() Grant {
	g := testGrant()
	g.Token.Expiry = newClock().at.Add(-time.Hour)
	return g
}
