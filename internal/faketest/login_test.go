package faketest_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// logIn goes through the whole flow, as a browser would.
func logIn(t *testing.T, server *spotifytest.Server, scopes ...spotify.Scope) (spotify.Grant, error) {
	t.Helper()
	config := server.AuthConfig(scopes...)
	config.RedirectURI = "http://127.0.0.1:9999/callback"
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	state, verifier := spotify.NewState(), spotify.NewVerifier()
	address, err := auth.AuthURL(state, verifier)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	location, err := url.Parse(response.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	return auth.ExchangeCallback(t.Context(), location.Query(), state, verifier)
}

// TestConsent logs in with users who grant what they like.
func TestConsent(t *testing.T) {
	asked := []spotify.Scope{spotify.ScopeUserLibraryRead, spotify.ScopeUserTopRead}
	for _, test := range []struct {
		name            string
		consent         spotifytest.Consent
		granted, missed []spotify.Scope
	}{
		{"everything", spotifytest.Consent{}, asked, nil},
		{"some", spotifytest.Consent{Scopes: asked[:1]}, asked[:1], asked[1:]},
		{"nothing", spotifytest.Consent{Scopes: []spotify.Scope{}}, []spotify.Scope{}, asked},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := spotifytest.NewServer(t, spotifytest.Empty())
			server.SetConsent(test.consent)
			grant, err := logIn(t, server, asked...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.granted, grant.Scopes); diff != "" {
				t.Errorf("granted (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.missed, grant.MissingScopes(asked...)); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusedConsent(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.SetConsent(spotifytest.Consent{Refuse: true})
	_, err := logIn(t, server, spotify.ScopeUserTopRead)
	var refused *spotify.AuthError
	if !errors.As(err, &refused) || refused.Code != "access_denied" {
		t.Errorf("error %v, want access_denied", err)
	}
}

// TestDefaultUserWithoutID logs in as somebody whose ID was made up.
func TestDefaultUserWithoutID(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.DefaultUser(spotifytest.User{DisplayName: "Xenia"}))
	grant, err := logIn(t, server, spotify.ScopeUserTopRead)
	if err != nil || grant.Token.AccessToken == "" {
		t.Errorf("the login gave %v, %v", grant, err)
	}
}
