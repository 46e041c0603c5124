package cli

import (
	"errors"
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		args     []string
		dir      string
		dry      bool
		operands []string
		err      string
	}{
		{args: nil},
		{args: []string{"source"}, operands: []string{"source"}},
		{args: []string{"--dir", "d", "source"}, dir: "d", operands: []string{"source"}},
		{args: []string{"source", "-dir=d"}, dir: "d", operands: []string{"source"}},
		{args: []string{"one", "--dir", "d", "two"}, dir: "d", operands: []string{"one", "two"}},
		{args: []string{"one", "--", "--dir", "d"}, operands: []string{"one", "--dir", "d"}},
		{args: []string{"--dir", "--", "one"}, dir: "--", operands: []string{"one"}},
		{args: []string{"--dir=", "one"}, operands: []string{"one"}},
		{args: []string{"-"}, operands: []string{"-"}},
		{args: []string{"--dry", "one"}, dry: true, operands: []string{"one"}},
		{args: []string{"-dry=false", "one"}, operands: []string{"one"}},
		{args: []string{"one", "--other"}, err: "there is no flag --other"},
		{args: []string{"one", "--tag"}, err: "there is no flag --tag; did you mean --tags?"},
		{args: []string{"-hlep"}, err: "there is no flag --hlep; did you mean --help?"},
		{args: []string{"one", "---dir"}, err: "there is no flag ---dir; did you mean --dir?"},
		{args: []string{"one", "--dir"}, err: "--dir needs a value"},
		{args: []string{"--dry=perhaps"}, err: `--dry "perhaps" is neither true nor false`},
		{args: []string{"--timeout", "30"}, err: `--timeout "30" is not a duration such as 30s or 2m`},
		{args: []string{"--form", "odd"}, err: `--form "odd" is not text or json`},
		{args: []string{"--form", "jsno"}, err: `--form "jsno" is not text or json; did you mean json?`},
		{args: []string{"--tags", "a,"}, err: `--tags "a," has an empty element`},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.args), func(t *testing.T) {
			flags := flag.NewFlagSet("test", flag.ContinueOnError)
			dir, dry := flags.String("dir", "", ""), flags.Bool("dry", false, "")
			flags.Duration("timeout", time.Second, "")
			var form string
			var tags []string
			ChoiceVar(flags, &form, "form", []string{"text", "json"}, "")
			ListVar(flags, &tags, "tags", "")
			operands, err := Parse(flags, test.args)
			if err != nil || test.err != "" {
				if ok := errors.As(err, new(*UsageError)); !ok || err.Error() != test.err {
					t.Fatalf("got error %v, want %q", err, test.err)
				}
				return
			}
			if diff := cmp.Diff(test.operands, operands); diff != "" {
				t.Errorf("operands (-want +got):\n%s", diff)
			}
			if *dir != test.dir || *dry != test.dry {
				t.Errorf("--dir is %q, --dry %v; want %q, %v", *dir, *dry, test.dir, test.dry)
			}
		})
	}
}

func TestParseHelp(t *testing.T) {
	for _, arg := range []string{"-h", "--h", "-help", "--help"} {
		flags := flag.NewFlagSet("test", flag.ContinueOnError)
		if _, err := Parse(flags, []string{"one", arg}); !errors.Is(err, flag.ErrHelp) {
			t.Errorf("%s: got %v, want flag.ErrHelp", arg, err)
		}
	}
}

func TestListVar(t *testing.T) {
	var tags []string
	flags := flag.NewFlagSet("test", flag.ContinueOnError)
	ListVar(flags, &tags, "tags", "")
	if _, err := Parse(flags, []string{"--tags", "a, b", "--tags=c"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, tags); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
