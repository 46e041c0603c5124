package spotifytest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// newAuth returns the client's half of a login with the default app.
func newAuth(t *testing.T, d *loginDesk, adjust func(*spotify.AuthConfig)) *spotify.Authenticator {
	t.Helper()
	config := spotify.AuthConfig{
		ClientID:    d.App().ID,
		AccountsURL: d.url,
		Scopes:      []spotify.Scope{spotify.ScopeUserLibraryRead, spotify.ScopeStreaming},
		HTTPClient:  &http.Client{Transport: http.DefaultTransport},
	}
	if adjust != nil {
		adjust(&config)
	}
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	return auth
}

func withSecret(c *spotify.AuthConfig) { c.ClientSecret = defaultClientSecret }

func withoutPKCE(c *spotify.AuthConfig) { c.ClientSecret, c.DisablePKCE = defaultClientSecret, true }

// logIn goes to the login page and back like a browser.
func logIn(t *testing.T, auth *spotify.Authenticator) (spotify.Grant, error) {
	t.Helper()
	done := make(chan struct{})
	grant, err := auth.Login(t.Context(), func(address string) error {
		defer close(done)
		resp, err := http.Get(address)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	})
	<-done
	return grant, err
}

func TestClientLogin(t *testing.T) {
	for _, test := range []struct {
		name    string
		adjust  func(*spotify.AuthConfig)
		consent Consent
		want    string
	}{
		{"public", nil, Consent{}, `"wizzler" of app fa4e: user-library-read streaming`},
		{"dialog", func(c *spotify.AuthConfig) { c.ShowDialog = true }, Consent{}, `"wizzler" of app fa4e: user-library-read streaming`},
		{"secret and PKCE", withSecret, Consent{}, `"wizzler" of app fa4e: user-library-read streaming`},
		{"secret alone", withoutPKCE, Consent{}, `"wizzler" of app fa4e: user-library-read streaming`},
		{"another user", nil, Consent{User: "anna"}, `"anna" of app fa4e: user-library-read streaming`},
		{"some scopes", nil, Consent{Scopes: []spotify.Scope{"user-top-read", "streaming"}}, `"wizzler" of app fa4e: streaming`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.SetConsent(test.consent)
			auth := newAuth(t, d, test.adjust)
			login, err := logIn(t, auth)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.look(login.Token.AccessToken); got != test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			d.mu.Lock()
			want := d.accounts.access[login.Token.AccessToken].scopes
			d.mu.Unlock()
			if diff := cmp.Diff(want, login.Scopes); diff != "" {
				t.Errorf("scopes of the grant (-granted +got):\n%s", diff)
			}
			// It can be refreshed in the same way.
			login.Token.Expiry = time.Unix(1, 0)
			token, err := auth.TokenSource(t.Context(), login).Token()
			if err != nil {
				t.Fatal(err)
			}
			if got := d.look(token.AccessToken); got != test.want || token.AccessToken == login.Token.AccessToken {
				t.Errorf("refreshed: got %s\nwant %s, and a new token", got, test.want)
			}
		})
	}
}

func TestClientLoginRefused(t *testing.T) {
	for _, test := range []struct {
		name, code, description string
		consent                 Consent
		adjust                  func(*spotify.AuthConfig)
	}{
		{"by the user", "access_denied", "", Consent{Refuse: true}, nil},
		{"unknown scope", "invalid_scope", "Illegal scope", Consent{}, func(c *spotify.AuthConfig) { c.Scopes = []spotify.Scope{"user-soa-link"} }},
		{"wrong secret", "invalid_client", "Invalid client secret", Consent{}, func(c *spotify.AuthConfig) { c.ClientSecret = "wrong" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.SetConsent(test.consent)
			_, err := logIn(t, newAuth(t, d, test.adjust))
			var refused *spotify.AuthError
			ok := errors.As(err, &refused)
			if !ok || refused.Code != test.code || refused.Description != test.description {
				t.Errorf("got %v, want %s: %s", err, test.code, test.description)
			}
		})
	}
}

// A web server sends the user to the login page and gets a request back.
func TestClientCallback(t *testing.T) {
	d := newLoginDesk(t)
	d.register(t, App{ID: "66", Secret: "s", RedirectURIs: []string{"https://app.example/in"}})
	auth := newAuth(t, d, func(c *spotify.AuthConfig) {
		c.ClientID, c.ClientSecret, c.RedirectURI = "66", "s", "https://app.example/in"
	})
	verifier := spotify.NewVerifier()
	address, err := auth.AuthURL("the-state", verifier)
	if err != nil {
		t.Fatal(err)
	}
	location, err := url.Parse(send(t, requestTo(t, "GET", address, "")).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auth.ExchangeCallback(t.Context(), location.Query(), "the-state", spotify.NewVerifier()); !errors.Is(err, spotify.ErrReauthRequired) {
		t.Errorf("with another verifier: %v", err)
	}
	login, err := auth.ExchangeCallback(t.Context(), location.Query(), "the-state", verifier)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.look(login.Token.AccessToken), `"wizzler" of app 66: user-library-read streaming`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// refreshed uses the refresh token of a grant, as if its access token had expired.
func refreshed(ctx context.Context, auth *spotify.Authenticator, login spotify.Grant) (spotify.Grant, error) {
	login.Token.Expiry = time.Unix(1, 0)
	source := auth.TokenSource(ctx, login)
	if _, err := source.Token(); err != nil {
		return spotify.Grant{}, err
	}
	return source.Grant(), nil
}

func TestClientRotation(t *testing.T) {
	for _, test := range []struct {
		name    string
		mode    Rotation
		changes bool
	}{
		{"omit", RotationOmit, false},
		{"replace", RotationReplace, true},
		{"repeat", RotationRepeat, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.RotateRefreshTokens(test.mode)
			auth := newAuth(t, d, nil)
			first, err := logIn(t, auth)
			if err != nil {
				t.Fatal(err)
			}
			second, err := refreshed(t.Context(), auth, first)
			if err != nil {
				t.Fatal(err)
			}
			if changed := second.Token.RefreshToken != first.Token.RefreshToken; changed != test.changes {
				t.Errorf("refresh token changed: %v", changed)
			}
			if _, err := refreshed(t.Context(), auth, second); err != nil {
				t.Errorf("with the newest token: %v", err)
			}
			_, err = refreshed(t.Context(), auth, first)
			if dead := errors.Is(err, spotify.ErrReauthRequired); dead != test.changes || err != nil && !dead {
				t.Errorf("with the first token: %v", err)
			}
		})
	}
}

func TestClientLoginEnds(t *testing.T) {
	for _, test := range []struct {
		name, description string
		end               func(*loginDesk)
	}{
		{"revoked", "Refresh token revoked", func(d *loginDesk) { d.RevokeTokens(testUser) }},
		{"six months", "Refresh token expired", func(d *loginDesk) { d.wait(181 * 24 * time.Hour) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			auth := newAuth(t, d, withSecret)
			login, err := logIn(t, auth)
			if err != nil {
				t.Fatal(err)
			}
			test.end(d)
			_, err = refreshed(t.Context(), auth, login)
			var refused *spotify.AuthError
			ok := errors.As(err, &refused)
			if !ok || !errors.Is(err, spotify.ErrReauthRequired) || refused.Description != test.description || refused.StatusCode != 400 {
				t.Errorf("got %v, want invalid_grant: %s", err, test.description)
			}
		})
	}
}

func TestClientCredentials(t *testing.T) {
	d := newLoginDesk(t)
	source, err := newAuth(t, d, withSecret).ClientCredentials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := source.Token()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.look(token.AccessToken), `"" of app fa4e: `; got != want || token.RefreshToken != "" {
		t.Errorf("got %s, refresh token %q; want %s, and none", got, token.RefreshToken, want)
	}

	source, err = newAuth(t, d, func(c *spotify.AuthConfig) { c.ClientSecret = "wrong" }).ClientCredentials(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = source.Token()
	var refused *spotify.AuthError
	ok := errors.As(err, &refused)
	if !ok || refused.Code != "invalid_client" || refused.StatusCode != 401 {
		t.Errorf("wrong secret: %v", err)
	}
}

// Other clients than ours try both ways to authenticate.
func TestOAuth2Client(t *testing.T) {
	for _, test := range []struct {
		name  string
		style oauth2.AuthStyle
	}{
		{"header", oauth2.AuthStyleInHeader},
		{"body", oauth2.AuthStyleInParams},
		{"either", oauth2.AuthStyleAutoDetect},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			config := oauth2.Config{
				ClientID: defaultClientID, ClientSecret: defaultClientSecret, RedirectURL: testRedirect,
				Endpoint: oauth2.Endpoint{TokenURL: d.url + "/api/token", AuthStyle: test.style},
			}
			token, err := config.Exchange(t.Context(), d.code(t, nil), oauth2.VerifierOption(testVerifier))
			if err != nil {
				t.Fatal(err)
			}
			token, err = config.TokenSource(t.Context(), &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
			if err != nil {
				t.Fatal(err)
			}
			if got, want := d.look(token.AccessToken), `"wizzler" of app fa4e: user-read-email playlist-read-private`; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
