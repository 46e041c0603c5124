// Login logs a user in, and keeps the login in a file. It uses that login when the
// access token expires, and when the program starts again. It talks to a fake Spotify
// with a fake browser, so it needs neither an account nor a network:
//
//	go run ./examples/login
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

const (
	clientID = "5fe01282e44241328a84e7c5cc169165" // made up

	// tokenLife is how long an access token is used here. A client replaces a token one
	// minute before it expires.
	tokenLife = time.Second
)

func main() {
	dir, err := os.MkdirTemp("", "spotgen-login-")
	if err != nil {
		log.Fatal(err)
	}
	err = demonstrate(filepath.Join(dir, "login.json"))
	if err := errors.Join(err, os.RemoveAll(dir)); err != nil {
		log.Fatal(err)
	}
}

func demonstrate(file string) error {
	server, err := spotifytest.Start(user())
	if err != nil {
		return err
	}
	defer server.Close()
	return run(context.Background(), server, newApp(server, &http.Client{}, file), os.Stdout)
}

func user() spotifytest.Option {
	return spotifytest.DefaultUser(spotifytest.User{ID: "mira", DisplayName: "Mira"})
}

// An app holds the settings of a program, which it has before its user logs in.
type app struct {
	config spotify.AuthConfig
	client []spotify.ClientOption
	store  spotify.TokenStore
	open   func(url string) error
}

// newApp makes an app of the fake server. To use Spotify, take the ClientID from the
// dashboard, and register http://127.0.0.1/callback there. Leave out AccountsURL,
// HTTPClient, and the options of the client. Keep the file below os.UserConfigDir. And
// let open be spotify.OpenBrowser, or print the URL.
func newApp(server *spotifytest.Server, httpClient *http.Client, file string) app {
	return app{
		config: spotify.AuthConfig{
			ClientID:    clientID,
			Scopes:      []spotify.Scope{spotify.ScopeUserReadPrivate},
			AccountsURL: server.AccountsURL,
			HTTPClient:  httpClient,
		},
		client: []spotify.ClientOption{spotify.WithBaseURL(server.URL), spotify.WithHTTPClient(httpClient)},
		store:  spotify.NewFileStore(file),
		open:   browser{httpClient}.open,
	}
}

// run starts the program several times.
func run(ctx context.Context, server *spotifytest.Server, a app, out io.Writer) error {
	if err := server.RegisterApp(spotifytest.App{ID: clientID, RedirectURIs: []string{spotify.LoopbackRedirectURI}}); err != nil {
		return err
	}
	server.SetTokenLifetime(time.Minute + tokenLife)

	fmt.Fprintln(out, "The user refuses")
	server.SetConsent(spotifytest.Consent{Refuse: true})
	var refusal *spotify.AuthError
	if _, _, err := a.logIn(ctx); !errors.As(err, &refusal) {
		return fmt.Errorf("the login should have been refused: %v", err)
	}
	fmt.Fprintf(out, "  The accounts service says %s.\n", refusal.Code)

	fmt.Fprintln(out, "The first start")
	server.SetConsent(spotifytest.Consent{}) // agrees to everything
	client, source, err := a.logIn(ctx)
	if err != nil {
		return err
	}
	if err := greet(ctx, client, out); err != nil {
		return err
	}
	fmt.Fprintf(out, "  The login lasts until %s.\n", source.ReauthorizeBy().Format("2 January 2006"))

	fmt.Fprintln(out, "When the access token is about to end")
	first := source.Grant().Token.AccessToken
	time.Sleep(tokenLife)
	if err := greet(ctx, client, out); err != nil {
		return err
	}
	fmt.Fprintf(out, "  Is it another one? %t\n", source.Grant().Token.AccessToken != first)

	fmt.Fprintln(out, "The next start")
	a.open = func(string) error { return errors.New("the user should not have to log in again") }
	if client, _, err = a.logIn(ctx); err != nil {
		return err
	}
	if err := greet(ctx, client, out); err != nil {
		return err
	}

	fmt.Fprintln(out, "When the user has revoked the login")
	server.RevokeTokens(server.User().ID)
	time.Sleep(tokenLife)
	if err := greet(ctx, client, out); !errors.Is(err, spotify.ErrReauthRequired) {
		return fmt.Errorf("the login should have ended: %v", err)
	}
	fmt.Fprintln(out, "  Please log in again.")
	return nil
}

// logIn is the part to copy. It returns a client for the user of this computer, who
// has to log in only if the store holds no login.
func (a app) logIn(ctx context.Context) (*spotify.Client, *spotify.TokenSource, error) {
	auth, err := spotify.NewAuthenticator(a.config)
	if err != nil {
		return nil, nil, err
	}
	source, err := auth.StoredLogin(ctx, a.store, a.open)
	if err != nil {
		return nil, nil, err
	}
	return spotify.NewClient(append(a.client, spotify.WithTokenSource(source))...), source, nil
}

// greet needs to know nothing about tokens.
func greet(ctx context.Context, client *spotify.Client, out io.Writer) error {
	me, err := client.Users.Me(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  Hello, %s!\n", me.DisplayName)
	return nil
}

// A browser stands for that of the user. It opens the login page, which the server
// answers by itself.
type browser struct{ *http.Client }

func (b browser) open(url string) error {
	page, err := b.Get(url)
	if err != nil {
		return err
	}
	defer page.Body.Close()
	if page.StatusCode != http.StatusOK {
		return fmt.Errorf("the browser shows %s", page.Status)
	}
	return nil
}
