// Command spotifyfake is a Spotify on a port of this computer: the Web API and the
// accounts service, with a made-up catalogue and a user who may do everything. It is
// for trying clients, in any language, without an account. See spotifyfake -help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"text/template"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	os.Exit(run(interruptible(context.Background()), os.Args[1:], os.Stdout, os.Stderr))
}

// interruptible returns a context that ends when the program is interrupted or asked to
// end.
func interruptible(parent context.Context) context.Context {
	ctx, stop := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program in the usual way.
	context.AfterFunc(ctx, stop)
	return ctx
}

// The exit codes of the command.
const (
	exitOK      = 0
	exitProblem = 1
	exitUsage   = 2
)

// run serves until the context ends, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	line, err := parse(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "spotifyfake: %v; see spotifyfake -help\n", err)
		return exitUsage
	}
	server, err := spotifytest.Start(append(line.options, spotifytest.Report(func(text string) {
		fmt.Fprintf(stderr, "not in the schema: %s\n", text)
	}))...)
	if err == nil && len(line.redirects) > 0 {
		app := server.App()
		app.RedirectURIs = line.redirects
		err = server.RegisterApp(app)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitProblem
	}
	if err := howTo(stdout, server); err != nil {
		fmt.Fprintln(stderr, err)
	}
	<-ctx.Done()
	if err := server.Close(); err != nil {
		fmt.Fprintln(stderr, err)
		return exitProblem
	}
	return exitOK
}

// A commandLine is what the arguments ask for.
type commandLine struct {
	options   []spotifytest.Option
	redirects []string // URIs to register in place of the default one
}

// parse reads the command line. It writes the help that is asked for.
func parse(args []string, help io.Writer) (commandLine, error) {
	var line commandLine
	flags := flag.NewFlagSet("spotifyfake", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // mistakes are printed by run
	address := flags.String("address", "127.0.0.1:8182", "`HOST:PORT` to listen on; port 0 takes a free one")
	mode := flags.String("mode", "extended", "quota mode of the app: extended or development")
	playlists := flags.String("playlists", "", "names in playlists: new (items), old (tracks, before February 2026), or both; by default new in development mode and else both")
	flags.Func("redirect", "redirect `URI` of the app, instead of http://127.0.0.1/callback with any port; repeatable", func(uri string) error {
		line.redirects = append(line.redirects, uri)
		return nil
	})
	empty := flags.Bool("empty", false, "begin without the made-up catalogue")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(help, "Usage: spotifyfake [FLAGS]\n\nServe a fake Spotify until it is interrupted. Nothing is kept.\n\nFlags:\n")
		flags.SetOutput(help)
		flags.PrintDefaults()
		return line, err
	case err != nil:
		return line, err
	case flags.NArg() > 0:
		return line, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	line.options = []spotifytest.Option{spotifytest.Address(*address), spotifytest.RealTime(), spotifytest.ETags()}
	if *empty {
		line.options = append(line.options, spotifytest.Empty())
	}
	if *playlists == "" && *mode == "extended" {
		*playlists = "both" // clients in other languages may know the old names only
	} else if *playlists == "" {
		*playlists = "new"
	}
	modes := map[string]spotifytest.Option{"extended": nil, "development": spotifytest.Development()}
	shapes := map[string]spotifytest.Option{"new": nil, "old": spotifytest.OldPlaylistShape(), "both": spotifytest.BothPlaylistShapes()}
	for _, choice := range []struct {
		flag, value string
		of          map[string]spotifytest.Option
	}{{"mode", *mode, modes}, {"playlists", *playlists, shapes}} {
		option, ok := choice.of[choice.value]
		if !ok {
			return line, fmt.Errorf("-%s is %q; want one of %s", choice.flag, choice.value, strings.Join(sortedNames(choice.of), ", "))
		}
		if option != nil {
			line.options = append(line.options, option)
		}
	}
	return line, nil
}

func sortedNames(options map[string]spotifytest.Option) []string {
	var names []string
	for name := range options {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
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

const howToText = `A fake Spotify is listening. Watch what happens to it at {{.AccountsURL}}/

  Web API    {{.URL}}
  Accounts   {{.AccountsURL}}/authorize and {{.AccountsURL}}/api/token
  App        client ID {{.App.ID}}, secret {{.App.Secret}}, redirect URI {{index .App.RedirectURIs 0}}
             (with any port; -redirect registers another one)
  User       {{.User.ID}} ({{.User.DisplayName}}), who grants everything at once

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

That plays an album on a computer that does not exist. Requests that are not in the
schema are told of here, and on the page.

In Go:

  client := spotify.NewClient(
      spotify.WithBaseURL("{{.URL}}"),
      spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "{{.Token}}"})))

In other languages, give the client these addresses in place of
https://api.spotify.com/v1 and https://accounts.spotify.com.

Ctrl-C ends it, and nothing is kept.
`
