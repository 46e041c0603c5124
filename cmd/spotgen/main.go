// Command spotgen generates the client from the published schema and the
// overrides, checks that the generated client is up to date, reports what another
// schema means for those who import it, and looks after the overrides. See spotgen
// help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
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
	exitProblem = 1 // the inputs are at fault, or the output is not up to date
	exitUsage   = 2

	exitAdditive    = 1 // of diff: there is more than there was
	exitBreaking    = 3 // of diff: something breaks
	exitNothing     = 3 // of release: there is nothing to release
	exitUnavailable = 3 // of update: the schema cannot be had now, but may be later
)

// outcome ends a command with an exit code of its own, and with a message unless it is
// empty.
type outcome struct {
	code int
	text string
}

func (o outcome) Error() string { return o.text }

// command is a subcommand.
type command struct {
	name      string
	arguments string // what follows the flags
	summary   string // one line
	details   string // what its own help says beyond that
	// setup declares the flags and returns what runs once they are parsed.
	setup func(flags *flag.FlagSet) action
}

// action runs a subcommand with the arguments after its flags. Everything
// but its result goes to t.stderr, one finding a line.
type action func(ctx context.Context, t terminal, args []string) error

// terminal is where a command writes.
type terminal struct {
	stdout, stderr io.Writer
}

func commands() []command {
	return []command{
		generateCommand(), checkCommand(), opsCommand(),
		diffCommand(), lintCommand(), updateCommand(),
		fetchCommand(), releaseCommand(),
	}
}

// usageError is a command line that cannot be understood.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usageErrorf(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

// run runs the command line and returns the exit code. Paths are relative to
// the current folder of the process.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	t := terminal{stdout, stderr}
	if len(args) == 0 {
		overview(stderr)
		return exitUsage
	}
	switch name, rest := args[0], args[1:]; name {
	case "-h", "-help", "--help":
		overview(stdout)
		return exitOK
	case "help":
		return t.help(rest)
	default:
		if c, ok := find(name); ok {
			return t.run(ctx, c, rest)
		}
		return t.unknown(name)
	}
}

func find(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

func (t terminal) run(ctx context.Context, c command, args []string) int {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors and usage are printed here
	act := c.setup(flags)
	operands, err := parse(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.usage(t.stdout, flags)
		return exitOK
	case err != nil:
		err = usageError{err.Error()}
	case len(operands) > 0 && c.arguments == "":
		err = usageErrorf("unexpected argument %q", operands[0])
	default:
		err = act(ctx, t, operands)
	}
	var misuse usageError
	var ended outcome
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &ended):
		if ended.text != "" {
			fmt.Fprintln(t.stderr, ended.text)
		}
		return ended.code
	case errors.As(err, &misuse):
		fmt.Fprintf(t.stderr, "spotgen %s: %s\n\n", c.name, misuse)
		c.usage(t.stderr, flags)
		return exitUsage
	}
	fmt.Fprintln(t.stderr, describe(err))
	return exitProblem
}

// parse parses flags before, between and behind the operands, which it
// returns. Package flag alone stops at the first operand.
func parse(flags *flag.FlagSet, args []string) (operands []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		rest := flags.Args()
		parsed := args[:len(args)-len(rest)]
		if len(rest) == 0 || len(parsed) > 0 && parsed[len(parsed)-1] == "--" {
			return append(operands, rest...), nil
		}
		operands = append(operands, rest[0])
		args = rest[1:]
	}
}

// describe renders an error so that, like a diagnostic, it begins with the
// file that it is about.
func describe(err error) string {
	switch err := err.(type) {
	case *fs.PathError:
		return fmt.Sprintf("%s: %v", shortPath(err.Path), err.Err)
	default:
		return err.Error()
	}
}

func overview(w io.Writer) {
	fmt.Fprint(w, "spotgen generates a typed Go client from Spotify's published schema.\n\nUsage: spotgen COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.summary)
	}
	fmt.Fprintf(w, "  %-10s %s\n", "help", "print this text, or that of a command: spotgen help COMMAND")
	fmt.Fprint(w, "\nExit codes: 0 done, 1 problems or drift, 2 wrong use. Those of diff, release,\nand update say more, 3 among them; see their help.\n")
}

func (t terminal) help(args []string) int {
	if len(args) == 0 || args[0] == "help" {
		overview(t.stdout)
		return exitOK
	}
	c, ok := find(args[0])
	if !ok {
		return t.unknown(args[0])
	}
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(flags)
	c.usage(t.stdout, flags)
	return exitOK
}

func (t terminal) unknown(name string) int {
	fmt.Fprintf(t.stderr, "spotgen: unknown command %q\n\n", name)
	overview(t.stderr)
	return exitUsage
}

func (c command) usage(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "%s\n\n", strings.TrimSpace("Usage: spotgen "+c.name+" [FLAGS] "+c.arguments))
	fmt.Fprintf(w, "%s%s.\n", strings.ToUpper(c.summary[:1]), c.summary[1:])
	if c.details != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(c.details))
	}
	fmt.Fprint(w, "\nFlags:\n")
	flags.VisitAll(func(f *flag.Flag) {
		value, text := flag.UnquoteUsage(f)
		if choice, ok := f.Value.(choice); ok {
			value = strings.Join(choice.values, "|")
		}
		fmt.Fprintf(w, "  --%s\n    \t%s", strings.TrimSpace(f.Name+" "+value), text)
		if f.DefValue != "" {
			fmt.Fprintf(w, " (default %s)", f.DefValue)
		}
		fmt.Fprintln(w)
	})
}
