package cli

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/internal/nearest"
)

// Parse parses flags before, between, and behind the operands, which it returns. Flags
// begin with one dash or two. What follows "--" is operands. The error is a *UsageError,
// or flag.ErrHelp if help is asked for.
func Parse(flags *flag.FlagSet, args []string) (operands []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			return append(operands, args...), nil
		case len(arg) < 2 || arg[0] != '-': // "-" alone is an operand
			operands = append(operands, arg)
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
		f := flags.Lookup(name)
		switch {
		case f == nil && (name == "h" || name == "help"):
			return nil, flag.ErrHelp
		case f == nil:
			return nil, Usagef("there is no flag --%s%s", name, likeFlag(flags, name))
		case hasValue:
		case isSwitch(f):
			value = "true"
		case len(args) == 0:
			return nil, Usagef("--%s needs a value", name)
		default:
			value, args = args[0], args[1:]
		}
		if err := flags.Set(name, value); err != nil {
			return nil, Usagef("--%s %q %s", name, value, explain(f, err))
		}
	}
	return operands, nil
}

// likeFlag asks whether another flag was meant.
func likeFlag(flags *flag.FlagSet, name string) string {
	var known []string
	flags.VisitAll(func(f *flag.Flag) { known = append(known, f.Name) })
	names := nearest.Names(name, append(known, "help"))
	for i := range names {
		names[i] = "--" + names[i]
	}
	return nearest.Ask(names)
}

// isSwitch reports whether a flag needs no value.
func isSwitch(f *flag.Flag) bool {
	boolean, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && boolean.IsBoolFlag()
}

// explain says why a flag does not take a value. Package flag says "parse error".
func explain(f *flag.Flag, err error) string {
	if getter, ok := f.Value.(flag.Getter); ok {
		switch getter.Get().(type) {
		case time.Duration:
			return "is not a duration such as 30s or 2m"
		case bool:
			return "is neither true nor false"
		}
	}
	return err.Error()
}

// ChoiceVar declares a flag with a few values, of which the first is the default.
func ChoiceVar(flags *flag.FlagSet, target *string, name string, values []string, usage string) {
	*target = values[0]
	flags.Var(choice{target, values}, name, usage)
}

type choice struct {
	value  *string
	values []string
}

// String is also called on the zero value, by package flag.
func (c choice) String() string {
	if c.value == nil {
		return ""
	}
	return *c.value
}

func (c choice) Set(value string) error {
	if !slices.Contains(c.values, value) {
		return errors.New("is not " + nearest.Or(c.values) + nearest.Question(value, c.values))
	}
	*c.value = value
	return nil
}

// ListVar declares a flag that may be repeated, and whose values are separated by
// commas.
func ListVar(flags *flag.FlagSet, target *[]string, name, usage string) {
	flags.Var((*list)(target), name, usage)
}

type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	for _, element := range strings.Split(value, ",") {
		element = strings.TrimSpace(element)
		if element == "" {
			return errors.New("has an empty element")
		}
		*l = append(*l, element)
	}
	return nil
}
