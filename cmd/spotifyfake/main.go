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
	"time"

	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/cli"
)

func main() { cli.Main(command().Run) }

func command() cli.Command {
	return cli.Command{
		Name:    "spotifyfake",
		Summary: "serve a fake Spotify until it is interrupted",
		Details: `At the start, it prints its addresses, a token that is valid as long as it runs,
and examples of its use. Its page in a browser shows what happens, and has
controls. Without --state, all data is lost when it ends.

A redirect URI with a loopback IP address and no port matches any port. Any
other one matches as it is written.

With --state, libraries, playlists, players, logins, and tokens are kept in a
file. It is read at the start, if it is there, and written within a second of a
change. Give the same --empty and --seed each time. What is in the file counts
more than the seed and the scenarios.

With --seed, users, music, and playlists are added from a JSON file, which
docs/testing.md of the repository describes.

A scenario is a way in which Spotify is at times. Name several with commas
between them, or repeat the flag:
` + scenarioList() + `

Exit codes: 0 interrupted, 1 it cannot be started or stopped, 2 wrong use.`,
		Examples: []string{
			"spotifyfake",
			"spotifyfake --address 127.0.0.1:0 --empty --scenario development,slow",
			"spotifyfake --redirect http://127.0.0.1:3000/callback --state fake.json",
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
			flags.StringVar(&c.seed, "seed", "", "JSON `FILE` with what to add to the catalogue")
			flags.StringVar(&c.state, "state", "", "`FILE` that keeps what changes")
			cli.ListVar(flags, &c.scenarios, "scenario", "`NAMES` of scenarios")
			return func(ctx context.Context, t cli.Terminal, _ []string) error { return c.run(ctx, t) }
		},
	}
}

// config is what the flags ask for.
type config struct {
	address, mode, playlists string
	redirects                []string // URIs to register in place of the default one
	empty                    bool
	seed, state              string // files; "" is none
	scenarios                []string
}

// run serves until the context ends.
func (c *config) run(ctx context.Context, t cli.Terminal) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	fake, err := spotifytest.Start(append(options,
		spotifytest.Report(func(text string) { fmt.Fprintf(t.Stderr, "not in the schema: %s\n", text) }),
		spotifytest.ReportWarnings(func(text string) { fmt.Fprintf(t.Stderr, "warning: %s\n", text) }),
	)...)
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if err := c.serve(ctx, t, fake); err != nil {
		return errors.Join(err, fake.Close())
	}
	if err := fake.Close(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// serve does what comes after the start.
func (c *config) serve(ctx context.Context, t cli.Terminal, fake *spotifytest.Server) error {
	if len(c.redirects) > 0 {
		app := fake.App()
		app.RedirectURIs = c.redirects
		if err := fake.RegisterApp(app); err != nil {
			return fmt.Errorf("register the app: %w", err)
		}
	}
	var kept *keeper
	if c.state != "" {
		var err error
		if kept, err = openState(c.state, fake); err != nil {
			return fmt.Errorf("keep the state: %w", err)
		}
	}
	if err := howTo(t.Stdout, fake, c.state); err != nil {
		fmt.Fprintf(t.Stderr, "spotifyfake: print how to use it: %v\n", err) // it serves all the same
	}
	if kept == nil {
		<-ctx.Done()
		return nil
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	kept.follow(ctx, ticker.C, func(err error) { fmt.Fprintf(t.Stderr, "spotifyfake: keep the state: %v\n", err) })
	if err := kept.save(); err != nil {
		return fmt.Errorf("keep the state: %w", err)
	}
	return nil
}

func (c *config) options() ([]spotifytest.Option, error) {
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
	if c.seed != "" {
		sow, err := readSeed(c.seed)
		if err != nil {
			return nil, fmt.Errorf("read the seed: %w", err)
		}
		options = append(options, spotifytest.Prepare(sow))
	}
	list, err := chosen(c.scenarios)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		options = append(options, s.options...)
		if s.begin != nil {
			options = append(options, spotifytest.Prepare(func(server *spotifytest.Server) error { s.begin(server); return nil }))
		}
	}
	return options, nil
}

// howTo tells how to use the server, in commands and code to copy.
func howTo(w io.Writer, server *spotifytest.Server, state string) error {
	return template.Must(template.New("how-to").Parse(howToText)).Execute(w, map[string]any{
		"URL":         server.URL,
		"AccountsURL": server.AccountsURL,
		"Token":       server.LastingToken("").AccessToken,
		"User":        server.User(),
		"App":         server.App(),
		"Example":     server.Example(),
		"Device":      firstDevice(server),
		"State":       state,
	})
}

const howToText = `A fake Spotify is listening. Watch its state in a browser at {{.AccountsURL}}/

  Web API    {{.URL}}
  Accounts   {{.AccountsURL}}/authorize and {{.AccountsURL}}/api/token
  App        client ID {{.App.ID}}, secret {{.App.Secret}}
{{- range $i, $uri := .App.RedirectURIs}}
  {{if $i}}           or {{else}}Redirect   {{end}}{{$uri}}{{if $.App.MatchesAnyPort $uri}} with any port{{else}} exactly{{end}}
{{- end}}
             (--redirect registers others instead)
  User       {{.User.ID}} ({{.User.DisplayName}}), who grants every login at once

A token with all scopes, which is valid as long as this server runs:

  {{.Token}}

The page makes other tokens, and so does this:

  curl -X POST {{.AccountsURL}}/page/token -d scope=user-library-read -d lifetime=1h

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

Ctrl-C ends it. {{if .State}}What has changed is kept in {{.State}}.{{else}}All data is then lost; --state keeps it in a file.{{end}}
`
