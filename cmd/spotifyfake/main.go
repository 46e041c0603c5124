// Command spotifyfake runs a fake Spotify on a port of this computer: the Web API and
// the accounts service, with a made-up catalogue and a user who may do everything. Use
// it to try clients, in any language, without an account. See spotifyfake --help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"text/template"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/cli"
)

func main() { cli.Main(command().Run) }

func command() cli.Command {
	return cli.Command{
		Name:    "spotifyfake",
		Summary: "serve a fake Spotify until it is interrupted",
		Details: `At the start, it prints its addresses, a token, and examples of its use. The data
is lost when it ends.

Exit codes: 0 interrupted, 1 it cannot be started or stopped, 2 wrong use.`,
		Examples: []string{
			"spotifyfake",
			"spotifyfake --address 127.0.0.1:0 --mode development --empty",
			"spotifyfake --redirect http://127.0.0.1:3000/callback",
		},
		Setup: func(flags *flag.FlagSet) cli.Action {
			var c config
			flags.StringVar(&c.address, "address", "127.0.0.1:8182", "`HOST:PORT` to listen on; port 0 takes a free one")
			cli.ChoiceVar(flags, &c.mode, "mode", []string{"extended", "development"}, "quota mode of the app")
			cli.ChoiceVar(flags, &c.playlists, "playlists", []string{"both", "new", "old"},
				"names of the contents of playlists: new (items), old (tracks, before February 2026), or both, for clients that only know the old ones; in development mode, always new")
			flags.Func("redirect", "redirect `URI` of the app, instead of http://127.0.0.1/callback with any port; may be repeated", func(uri string) error {
				c.redirects = append(c.redirects, uri)
				return nil
			})
			flags.BoolVar(&c.empty, "empty", false, "begin without the made-up catalogue")
			return func(ctx context.Context, t cli.Terminal, _ []string) error { return c.run(ctx, t) }
		},
	}
}

// config is what the flags ask for.
type config struct {
	address, mode, playlists string
	redirects                []string // URIs to register in place of the default one
	empty                    bool
}

// run serves until the context ends.
func (c *config) run(ctx context.Context, t cli.Terminal) error {
	fake, err := spotifytest.Start(append(c.options(),
		spotifytest.Report(func(text string) { fmt.Fprintf(t.Stderr, "not in the schema: %s\n", text) }),
		spotifytest.ReportWarnings(func(text string) { fmt.Fprintf(t.Stderr, "warning: %s\n", text) }),
	)...)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if len(c.redirects) > 0 {
		app := fake.App()
		app.RedirectURIs = c.redirects
		if err := fake.RegisterApp(app); err != nil {
			return errors.Join(fmt.Errorf("register the app: %w", err), fake.Close())
		}
	}
	if err := howTo(t.Stdout, fake); err != nil {
		fmt.Fprintf(t.Stderr, "spotifyfake: print how to use it: %v\n", err) // it serves all the same
	}
	<-ctx.Done()
	if err := fake.Close(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

func (c *config) options() []spotifytest.Option {
	options := []spotifytest.Option{spotifytest.Address(c.address), spotifytest.RealTime(), spotifytest.ETags()}
	if c.empty {
		options = append(options, spotifytest.Empty())
	}
	if c.mode == "development" {
		options = append(options, spotifytest.Development())
	}
	switch c.playlists {
	case "old":
		options = append(options, spotifytest.OldPlaylistShape())
	case "both":
		options = append(options, spotifytest.BothPlaylistShapes())
	}
	return options
}

// howTo tells how to use the server, in commands and code to copy.
func howTo(w io.Writer, server *spotifytest.Server) error {
	return template.Must(template.New("how-to").Parse(howToText)).Execute(w, map[string]any{
		"URL":         server.URL,
		"AccountsURL": server.AccountsURL,
		"Token":       server.TokenFor(server.User().ID, spotifytest.AllScopes()...).AccessToken,
		"User":        server.User(),
		"App":         server.App(),
		"Example":     server.Example(),
		"Device":      device(server),
	})
}

// device is the first that takes commands.
func device(server *spotifytest.Server) spotify.DeviceID {
	for _, device := range server.Devices("") {
		if !device.Restricted {
			return device.ID
		}
	}
	return ""
}

const howToText = `A fake Spotify is listening. Watch its state in a browser at {{.AccountsURL}}/

  Web API    {{.URL}}
  Accounts   {{.AccountsURL}}/authorize and {{.AccountsURL}}/api/token
  App        client ID {{.App.ID}}, secret {{.App.Secret}}, redirect URI {{index .App.RedirectURIs 0}}
             (with any port; --redirect registers another one)
  User       {{.User.ID}} ({{.User.DisplayName}}), who grants every login at once

A token with all scopes, for an hour:

  {{.Token}}

Try it:

  curl -H 'Authorization: Bearer {{.Token}}' {{.URL}}/me
{{- with .Example.Track}}
  curl -H 'Authorization: Bearer {{$.Token}}' '{{$.URL}}/tracks/{{.}}?market=US'
{{- end}}
{{- with .Example.Album}}
  curl -i -X PUT -H 'Authorization: Bearer {{$.Token}}' -d '{"context_uri":"{{.URI}}"}' \
    -H 'Content-Type: application/json' '{{$.URL}}/me/player/play?device_id={{$.Device}}'
{{- end}}

The last command plays an album on a made-up device. Requests that do not fit the
schema are reported here, and in the browser: as a warning if Spotify is known to
accept them.

In Go:

  client := spotify.NewClient(
      spotify.WithBaseURL("{{.URL}}"),
      spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "{{.Token}}"})))

In other languages, give the client these addresses in place of
https://api.spotify.com/v1 and https://accounts.spotify.com.

Ctrl-C ends it. All data is then lost.
`
