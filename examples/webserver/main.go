// Webserver is a site with many users, who log in with Spotify and see the tracks that
// they have saved. Each browser has a session, each user has a token store.
//
//	go run ./examples/webserver
//
// listens on http://127.0.0.1:8080. It talks to a fake Spotify whose login page agrees
// at once, so it needs neither an account nor a network. With the ID and the secret of
// an app in SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET, it uses Spotify. Register
// http://127.0.0.1:8080/callback in the dashboard for that. To let others reach the
// site, start it with -url, behind a server that speaks https:
//
//	go run ./examples/webserver -url https://music.example -logins /var/lib/music
package main

import (
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "webserver:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("webserver", flag.ContinueOnError)
	address := flags.String("addr", "127.0.0.1:8080", "`address` to listen on")
	url := flags.String("url", "", "how browsers reach the site (default: at the address)")
	logins := flags.String("logins", "", "`folder` for the logins of users (default: one that is removed at the end)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *logins == "" {
		if *logins, err = os.MkdirTemp("", "spotgen-logins-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(*logins)) }()
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	if *url == "" {
		*url = "http://" + listener.Addr().String()
	}
	config := spotify.AuthConfig{
		ClientID:     os.Getenv("SPOTIFY_CLIENT_ID"),
		ClientSecret: os.Getenv("SPOTIFY_CLIENT_SECRET"),
	}
	var options []spotify.ClientOption
	if config.ClientID == "" {
		fake, err := spotifytest.Start(spotifytest.RealTime())
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		defer fake.Close()
		config = fake.AuthConfig()
		options = append(options, spotify.WithBaseURL(fake.URL))
	}
	s, err := newSite(context.WithoutCancel(ctx), config, *url, *logins, options...)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(out, "Please open", *url)
	err = serve(ctx, listener, s.handler())
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, s.close(patience))
}

// newSite makes a site that browsers reach at a URL.
func newSite(ctx context.Context, config spotify.AuthConfig, url, logins string, options ...spotify.ClientOption) (*site, error) {
	config.RedirectURI = url + "/callback"
	config.Scopes = spotify.ScopesFor(spotify.OpTracksListSaved)
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		return nil, err
	}
	return &site{
		ctx:      ctx,
		auth:     auth,
		app:      spotify.NewClient(options...),
		store:    storesIn(logins),
		sessions: newSessions(strings.HasPrefix(url, "https://")),
		pages:    template.Must(template.New("pages").Parse(pages)),
		log:      slog.Default(),
		clients:  map[spotify.UserID]*spotify.Client{},
		sources:  map[spotify.UserID]*spotify.TokenSource{},
	}, nil
}

// storesIn keeps the login of each user in a file. The ID of a user is free text, so it
// has to be escaped to be the name of a file.
func storesIn(folder string) func(spotify.UserID) spotify.TokenStore {
	return func(user spotify.UserID) spotify.TokenStore {
		return spotify.NewFileStore(filepath.Join(folder, hex.EncodeToString([]byte(user))+".json"))
	}
}

// serve answers until the context ends, and then finishes the requests that have begun.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return server.Shutdown(patience)
}
