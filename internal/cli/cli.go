// Package cli is shared by the programs of this module. It has commands with flags
// and help, exit codes, and the printing of errors.
package cli

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spotgen/spotgen/internal/nearest"
)

// The exit codes that mean the same in all programs.
const (
	ExitOK      = 0
	ExitProblem = 1
	ExitUsage   = 2 // the command line cannot be understood
)

// Action runs a command with its operands, which are the arguments that are not flags.
type Action func(ctx context.Context, t Terminal, operands []string) error

// Command is a program without subcommands, or a subcommand of a Program.
type Command struct {
	Name      string // as it is typed; a subcommand without the name of its program
	Arguments string // the operands, as the help shows them; empty if there are none
	Summary   string // one line of help, without a capital letter and a full stop
	Details   string // the help below it, in lines of at most 80 characters
	// Examples are one to three command lines, as they are typed.
	Examples []string
	// Setup declares the flags, and returns what runs once they are parsed.
	Setup func(flags *flag.FlagSet) Action

	program string // the name of the program that it is a subcommand of
}

// Program is a program with subcommands.
type Program struct {
	Name     string
	Summary  string // a sentence
	Commands []Command
	Notes    string // the help below the list of commands
}

// Main runs a program with the arguments of the process, and ends the process. The
// context of the program ends when the process is interrupted or asked to end.
func Main(run func(ctx context.Context, t Terminal, args []string) int) {
	os.Exit(run(interruptible(context.Background()), host(), os.Args[1:]))
}

func interruptible(parent context.Context) context.Context {
	ctx, stop := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program in the usual way.
	context.AfterFunc(ctx, stop)
	return ctx
}

// Run runs the command that the arguments begin with, and returns the exit code.
func (p Program) Run(ctx context.Context, t Terminal, args []string) int {
	if len(args) == 0 {
		p.help(t.Stderr)
		return ExitUsage
	}
	switch name, rest := args[0], args[1:]; name {
	case "-h", "-help", "--help":
		p.help(t.Stdout)
		return ExitOK
	case "help":
		return p.helpOn(t, rest)
	case "-version", "--version":
		name = "version"
		fallthrough
	default:
		if c, ok := p.find(name); ok {
			return c.Run(ctx, t, rest)
		}
		return p.unknown(t, name)
	}
}

// commands are the subcommands, with the one that all programs have.
func (p Program) commands() []Command { return append(slices.Clip(p.Commands), versionCommand(p.Name)) }

// find returns the subcommand of a name.
func (p Program) find(name string) (Command, bool) {
	for _, c := range p.commands() {
		if c.Name == name {
			c.program = p.Name
			return c, true
		}
	}
	return Command{}, false
}

// helpOn prints the help of the command that the operands of help name.
func (p Program) helpOn(t Terminal, operands []string) int {
	if len(operands) == 0 || operands[0] == "help" {
		p.help(t.Stdout)
		return ExitOK
	}
	c, ok := p.find(operands[0])
	if !ok {
		return p.unknown(t, operands[0])
	}
	c.help(t.Stdout)
	return ExitOK
}

func (p Program) unknown(t Terminal, name string) int {
	known := []string{"help"}
	for _, c := range p.commands() {
		known = append(known, c.Name)
	}
	hint := nearest.Question(name, known)
	if strings.HasPrefix(name, "-") {
		hint = "; flags stand behind the command"
	}
	fmt.Fprintf(t.Stderr, "%s: there is no command %q%s\nSee \"%s help\".\n", p.Name, name, hint, p.Name)
	return ExitUsage
}

// Run runs the command with its arguments, and returns the exit code.
func (c Command) Run(ctx context.Context, t Terminal, args []string) int {
	flags, act := c.setup()
	operands, err := Parse(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.help(t.Stdout)
		return ExitOK
	case err != nil:
	case len(operands) > 0 && c.Arguments == "":
		err = Usagef("unexpected argument %q", operands[0])
	default:
		err = act(ctx, t, operands)
	}
	return c.report(t.Stderr, err)
}

func (c Command) programName() string { return cmp.Or(c.program, c.Name) }

// setup declares the flags of a command, with the one that a program without subcommands
// has for its version.
func (c Command) setup() (*flag.FlagSet, Action) {
	flags := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	act := c.Setup(flags)
	if c.program != "" {
		return flags, act
	}
	wanted := flags.Bool("version", false, "print the version of "+c.Name+" and of Go, and nothing else")
	return flags, func(ctx context.Context, t Terminal, operands []string) error {
		if *wanted {
			return printVersion(c.Name)(ctx, t, nil)
		}
		return act(ctx, t, operands)
	}
}

// fullName is the command as it is typed.
func (c Command) fullName() string {
	if c.program == "" {
		return c.Name
	}
	return c.program + " " + c.Name
}
