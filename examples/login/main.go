// Login logs a user in, keeps the login in a file, and goes on with it when the access
// token has ended and when the program starts again. The server and the browser are its
// own, so it needs neither an account nor a network:
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

	// tokenLife is how long an access token is used here. A client replaces one a minute
	// before it ends.
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

// An app is what a program knows before its user has logged in.
type app struct {
	config spotify.AuthConfig
	client []spotify.ClientOption
	store  spotify.TokenStore
	open   func(url string) error
}

// newApp makes an app of the server. For one of Spotify, ClientID is that of the
// dashboard, where http://127.0.0.1/callback is registered; AccountsURL, HTTPClient and
// the options of the client are left out; the file is below os.UserConfigDir; and open
// starts a browser, or prints the URL.
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

	fmt.Fprintln(out, "The user would rather not")
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
	a.open = func(string) error { return errors.New("nobody should have to log in again") }
	if client, _, err = a.logIn(ctx); err != nil {
		return err
	}
	if err := greet(ctx, client, out); err != nil {
		return err
	}

	fmt.Fprintln(out, "When the user has taken the login back")
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

// greet knows nothing of tokens.
func greet(ctx context.Context, client *spotify.Client, out io.Writer) error {
	me, err := client.Users.GetCurrent(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  Hello, %s!\n", me.DisplayName)
	return nil
}

// A browser shows the login page, where nobody sits: the server decides.
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
