package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// paint is a command that fails as its operand says.
func paint() Command {
	return Command{
		Name:      "paint",
		Arguments: "WALL",
		Summary:   "paint a wall",
		Details:   "The wall must be dry.",
		Examples:  []string{"decorator paint north", "decorator paint --colour green north"},
		Setup: func(flags *flag.FlagSet) Action {
			var colour string
			ChoiceVar(flags, &colour, "colour", []string{"white", "green"}, "of the wall, which is wide enough for a text that needs two lines of help")
			flags.Int("coats", 2, "`NUMBER` of coats")
			flags.Bool("dry-run", false, "leave the wall as it is")
			return func(_ context.Context, t Terminal, operands []string) error {
				switch strings.Join(operands, " ") {
				case "":
					return Usagef("give a wall")
				case "wet":
					return errors.New("the wall is wet")
				case "gone":
					return &fs.PathError{Op: "open", Path: "wall", Err: fs.ErrNotExist}
				case "crooked":
					return Outcome{3, errors.New("the wall is crooked")}
				case "done":
					return Outcome{Code: 3}
				}
				_, err := fmt.Fprintln(t.Stdout, colour, operands)
				return err
			}
		},
	}
}

func wash() Command {
	return Command{Name: "wash", Summary: "wash a wall", Setup: func(*flag.FlagSet) Action {
		return func(context.Context, Terminal, []string) error { return nil }
	}}
}

func decorator() Program {
	return Program{Name: "decorator", Summary: "decorator decorates.", Commands: []Command{paint(), wash()}, Notes: "Exit codes: 0 done."}
}

const decoratorHelp = `decorator decorates.

Usage: decorator COMMAND [FLAGS]

  paint      paint a wall
  wash       wash a wall
  version    print the version of decorator and of Go
  help       print this text, or the help of a command: decorator help COMMAND

Exit codes: 0 done.
`

const paintHelp = `Usage: decorator paint [FLAGS] WALL

Paint a wall.

The wall must be dry.

Examples:
  decorator paint north
  decorator paint --colour green north

Flags:
  --coats NUMBER
        NUMBER of coats (default 2)
  --colour white|green
        of the wall, which is wide enough for a text that needs two lines of
        help (default white)
  --dry-run
        leave the wall as it is
`

const versionHelp = `  --version
        print the version of paint and of Go, and nothing else
`

func TestRun(t *testing.T) {
	alone := strings.NewReplacer("decorator paint", "paint", "decorator: paint", "paint", "decorator: open", "paint: open", "decorator help paint", "paint --help").Replace
	for _, test := range []struct {
		args           string
		code           int
		stdout, stderr string
	}{
		{"", 2, "", decoratorHelp},
		{"-h", 0, decoratorHelp, ""},
		{"-help", 0, decoratorHelp, ""},
		{"--help", 0, decoratorHelp, ""},
		{"help", 0, decoratorHelp, ""},
		{"help help", 0, decoratorHelp, ""},
		{"help paint", 0, paintHelp, ""},
		{"help wash", 0, "Usage: decorator wash\n\nWash a wall.\n", ""},
		{"paint -h", 0, paintHelp, ""},
		{"paint north --help", 0, paintHelp, ""},
		{"paint north --colour green", 0, "green [north]\n", ""},
		{"paint --colour=green north", 0, "green [north]\n", ""},
		{"tear", 2, "", "decorator: there is no command \"tear\"\nSee \"decorator help\".\n"},
		{"help tear", 2, "", "decorator: there is no command \"tear\"\nSee \"decorator help\".\n"},
		{"help pain", 2, "", "decorator: there is no command \"pain\"; did you mean paint?\nSee \"decorator help\".\n"},
		{"--coats 3 paint", 2, "", "decorator: there is no command \"--coats\"; flags stand behind the command\nSee \"decorator help\".\n"},
		{"paint", 2, "", "decorator: paint: give a wall\nSee \"decorator help paint\".\n"},
		{"paint --oil north", 2, "", "decorator: paint: there is no flag --oil\nSee \"decorator help paint\".\n"},
		{"wash north", 2, "", "decorator: wash: unexpected argument \"north\"\nSee \"decorator help wash\".\n"},
		{"paint wet", 1, "", "decorator: paint: the wall is wet\n"},
		{"paint gone", 1, "", "decorator: open wall: file does not exist\n"},
		{"paint crooked", 3, "", "decorator: paint: the wall is crooked\n"},
		{"paint done", 3, "", ""},
	} {
		var stdout, stderr strings.Builder
		code := decorator().Run(t.Context(), Terminal{Stdout: &stdout, Stderr: &stderr}, strings.Fields(test.args))
		if code != test.code || stdout.String() != test.stdout || stderr.String() != test.stderr {
			t.Errorf("decorator %s: exit code %d, stdout %q, stderr %q; want %d, %q, %q",
				test.args, code, stdout.String(), stderr.String(), test.code, test.stdout, test.stderr)
		}
		// A program without subcommands does the same, and has a flag for its version.
		if test.stdout == paintHelp {
			test.stdout += versionHelp
		}
		args, isPaint := strings.CutPrefix(test.args, "paint")
		if !isPaint {
			continue
		}
		stdout.Reset()
		stderr.Reset()
		painter := paint()
		for i, example := range painter.Examples {
			painter.Examples[i] = alone(example)
		}
		code = painter.Run(t.Context(), Terminal{Stdout: &stdout, Stderr: &stderr}, strings.Fields(args))
		if code != test.code || stdout.String() != alone(test.stdout) || stderr.String() != alone(test.stderr) {
			t.Errorf("paint %s: exit code %d, stdout %q, stderr %q; want %d, %q, %q",
				args, code, stdout.String(), stderr.String(), test.code, alone(test.stdout), alone(test.stderr))
		}
	}
}

// Whoever starts programs ends them with SIGTERM, people with an interrupt.
func TestSignalsInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process on Windows cannot send itself these signals")
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		ctx := interruptible(t.Context())
		if err := self.Signal(signal); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
	}
}
