// Bench measures the client beside its peers, in one run: how long it takes to
// decode and to encode answers, what that allocates and keeps alive, and how long
// a call takes over a loopback connection.
//
//	go run .
//
// It prints tables in Markdown, with the times of all contenders relative to
// those of this package, and at the end which targets are met. The flags choose
// the bodies and how long to measure:
//
//	go run . -bodies playlist,search -rounds 5 -time 50ms -format json
//
// It can also draw the times of decoding the playlist, and put the tables into a
// document, between the lines <!-- bench:begin --> and <!-- bench:end -->:
//
//	go run . -chart ../docs/decode.svg -report ../docs/performance.md
//
// With GOEXPERIMENT=jsonv2, encoding/json/v2 is that of Go instead of the module
// that it is developed in, and encoding/json is another one than usual; the first
// lines of the output say which.
//
// The bodies are made up in the shape and size of real answers, the same in every
// run. Before anybody is measured, everything in the bodies must have been found.
// A target that is missed is a finding, no failure: the exit code is 0.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	err := command(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// command measures as the arguments say.
func command(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	bodies := flags.String("bodies", "", "comma-separated `names` of the bodies: playlist, no-markets, albums, search, saved, analysis (default all)")
	rounds := flags.Int("rounds", 9, "how many rounds to measure")
	atLeast := flags.Duration("time", 100*time.Millisecond, "how long each contender runs in each round, at least")
	pages := flags.Int("pages", 100, "how many pages to keep for the live heap")
	format := flags.String("format", "markdown", "markdown or json")
	var files outputs
	flags.StringVar(&files.chart, "chart", "", "also draw the times of decoding the playlist, as SVG, into this `file`")
	flags.StringVar(&files.report, "report", "", "also put the tables between the markers of this Markdown `file`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	kinds, err := chosenBodies(*bodies)
	switch {
	case err != nil:
		return err
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case *rounds < 1:
		return fmt.Errorf("-rounds=%d; want at least one", *rounds)
	case *atLeast <= 0:
		return fmt.Errorf("-time=%v; want a positive duration", *atLeast)
	case *pages < 1:
		return fmt.Errorf("-pages=%d; want at least one", *pages)
	case *format != "markdown" && *format != "json":
		return fmt.Errorf("-format=%s; want markdown or json", *format)
	}
	if err := files.check(kinds); err != nil {
		return err
	}
	r, err := bench(kinds, effort{*rounds, *atLeast}, *pages, stderr)
	if err != nil {
		return err
	}
	return errors.Join(printReport(stdout, r, *format), files.write(r))
}

func printReport(w io.Writer, r report, format string) error {
	if format == "json" {
		return writeJSON(w, r)
	}
	return writeMarkdown(w, r, "##")
}
