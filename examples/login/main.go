// Login logs a user in, keeps the login in a file, and goes on with it when the
// access token has ended and when the program starts again. The accounts service,
// the Web API and the browser are its own, so it needs neither network nor
// credentials:
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
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func main() {
	dir, err := os.MkdirTemp("", "spotgen-login-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	standIn := newStandIn()
	server := httptest.NewServer(standIn)
	defer server.Close()

	app := newApp(server.URL, http.DefaultTransport, filepath.Join(dir, "login.json"))
	if err := app.run(context.Background(), os.Stdout); err != nil {
		log.Print(err)
		return
	}
	standIn.print(os.Stdout)
}

// An app is what a program knows before its user has logged in.
type app struct {
	config spotify.AuthConfig
	client []spotify.ClientOption
	store  spotify.TokenStore
	open   func(url string) error
}

// newApp makes an app of the stand-in. For one of Spotify, ClientID is that of the
// dashboard, where http://127.0.0.1/callback is registered; AccountsURL, HTTPClient
// and the options of the client are left out; the file is below os.UserConfigDir;
// and open starts a browser, or prints the URL.
func newApp(url string, transport http.RoundTripper, file string) app {
	httpClient := &http.Client{Transport: transport}
	return app{
		config: spotify.AuthConfig{
			ClientID:    clientID,
			Scopes:      []spotify.Scope{spotify.ScopeUserReadPrivate},
			AccountsURL: url,
			HTTPClient:  httpClient,
		},
		client: []spotify.ClientOption{spotify.WithBaseURL(url + "/v1"), spotify.WithHTTPClient(httpClient)},
		store:  spotify.NewFileStore(file),
		open:   browser{httpClient}.open,
	}
}

// run starts the program twice.
func (a app) run(ctx context.Context, out io.Writer) error {
	fmt.Fprintln(out, "The first start")
	client, source, err := a.logIn(ctx)
	if err != nil {
		return err
	}
	if err := greet(ctx, client, out); err != nil {
		return err
	}
	fmt.Fprintf(out, "  The login lasts until %s.\n", source.ReauthorizeBy().Format("2 January 2006"))

	time.Sleep(tokenLife)
	fmt.Fprintln(out, "When the access token is about to end")
	if err := greet(ctx, client, out); err != nil {
		return err
	}

	fmt.Fprintln(out, "The next start")
	a.open = func(string) error { return errors.New("nobody should have to log in again") }
	client, _, err = a.logIn(ctx)
	if err != nil {
		return err
	}
	return greet(ctx, client, out)
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
	if errors.Is(err, spotify.ErrReauthRequired) {
		return fmt.Errorf("please log in again: %w", err)
	} else if err != nil {
		return err
	}
	fmt.Fprintf(out, "  Hello, %s!\n", me.DisplayName)
	return nil
}

// A browser has a user who agrees to everything.
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
