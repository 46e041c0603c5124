package oracle

import (
	"errors"
	"flag"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/exp/apidiff"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/emit"
)

// exhaustive compares every case in TestReports. make exhaustive sets it.
var exhaustive = flag.Bool("exhaustive", false, "compare the versions of every case of a report, rather than of one in sampleEvery")

// sampleEvery is how many cases are left out for each that is compared, and that one.
// Cases that are alike follow each other, so that there are some of each kind.
const sampleEvery = 3

// TestReports compares the two versions of cases of generator/testdata/diff, in both
// directions, and looks at what apidiff finds in the packages that are emitted for them.
func TestReports(t *testing.T) {
	runtime := repository(t).Runtime
	versions := generator.Versions(runtime)
	dirs, err := filepath.Glob("../generator/testdata/diff/*/old.yml")
	if err != nil || len(dirs) < 200 {
		t.Fatalf("%d cases of reports, want at least 200 (%v)", len(dirs), err)
	}
	for i, spec := range dirs {
		if i%sampleEvery != 0 && !*exhaustive {
			continue
		}
		dir := filepath.Dir(spec)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			if isBroken(t, dir) {
				return // one of the versions is no client, and there is nothing to compare
			}
			old := versions(readVersion(t, dir, "old.yml", runtime, "overrides"))
			new := versions(readVersion(t, dir, "new.yml", runtime, "new-overrides", "overrides"))
			compareBothWays(t, emitted(t, old), emitted(t, new))
		})
	}
}

// TestRuntimes has what no change of a schema explains.
func TestRuntimes(t *testing.T) {
	with := func(source string) client {
		runtime := append(slices.Clip(repository(t).Runtime), emit.Source{Path: "gen/spotify/more.go", Data: []byte("package spotify\n\n" + source)})
		return emitted(t, generator.Versions(runtime)(readVersion(t, "../generator/testdata/diff/no-change", "old.yml", runtime, "overrides")))
	}
	compareBothWays(t, with("func Older() {}\nfunc Same(a int) {}\n"), with("func Newer() {}\nfunc Same(a string) {}\n"))
}

// TestPublished compares the published files in the order of their days, and the oldest
// with the newest.
func TestPublished(t *testing.T) {
	in := repository(t)
	versions := generator.Versions(in.Runtime)
	days := []string{"older/2025-10-03", "older/2026-02-10", "older/2026-02-12", "open-api-schema"}
	var clients []client
	for _, day := range days {
		path := "../../shared/published/" + day + ".yml"
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			t.Skip("the reference material is not beside this clone: " + path)
		}
		spec, err := generator.ReadSpec(path)
		if err != nil {
			t.Fatal(err)
		}
		in := in
		in.Spec = spec
		clients = append(clients, emitted(t, versions(in)))
	}
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 3}, {0, 3}} {
		t.Run(days[pair[0]]+" to "+days[pair[1]], func(t *testing.T) {
			compareBothWays(t, clients[pair[0]], clients[pair[1]])
		})
	}
}

func compareBothWays(t *testing.T, old, new client) {
	t.Helper()
	checkApidiff(t, old.declared, new.declared, compare(t, old, new))
	checkApidiff(t, new.declared, old.declared, compare(t, new, old))
}

func compare(t *testing.T, old, new client) *diff.Report {
	t.Helper()
	report, err := old.version.To(new.version)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// checkApidiff compares what a report says about code that may not compile with what
// apidiff finds in the two packages: each name that it calls incompatible is one that
// breaks in the report, and the other way round.
func checkApidiff(t *testing.T, before, after *types.Package, report *diff.Report) {
	t.Helper()
	theirs := apidiffNames(t, before, after)
	ours := map[string]diff.GoName{}
	for _, c := range report.Changes {
		breaks := false
		for _, name := range c.Go {
			if name.Breaking {
				ours[name.Name] = name
				breaks = true
			}
		}
		if breaks != (c.Effect == diff.Compile) {
			t.Errorf("the effect of %s %s is %s, but names that break: %v", c.Kind, c.Subject, c.Effect, breaks)
		}
	}
	for name, message := range theirs {
		if _, ok := ours[name]; !ok {
			t.Errorf("apidiff finds %q, but %s breaks in no change", message, name)
		}
	}
	for name, claim := range ours {
		owner, _, isMember := strings.Cut(name, ".")
		switch {
		case theirs[name] != "":
		case isMember && (theirs[owner] != "" || theirs[owner+"Service"] != ""):
			// To apidiff, the members of a type that is gone are no news.
		case withoutSequences(claim.Old) == withoutSequences(claim.New) && claim.Old != claim.New:
			// It does not compare the type arguments of types of other packages: to it,
			// iter.Seq2[Song, error] is iter.Seq2[Tune, error]. Code that names the
			// type of what it ranges over does not compile.
		case strings.Contains(claim.Why, "no longer implements"):
			// Of pointers, apidiff does not know.
		default:
			t.Errorf("%s breaks in the report, but not for apidiff: %q → %q %s", name, claim.Old, claim.New, claim.Why)
		}
	}
	if (len(theirs) > 0) != (report.Effect() == diff.Compile) {
		t.Errorf("the report says %s, and apidiff finds %d incompatible changes", report.Effect(), len(theirs))
	}
}

// withoutSequences leaves the type arguments of iter.Seq2 out of a declaration.
func withoutSequences(declaration string) string {
	begin, rest, found := strings.Cut(declaration, "iter.Seq2[")
	if !found {
		return declaration
	}
	depth := 1
	for i, r := range rest {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			return begin + "iter.Seq2" + withoutSequences(rest[i+1:])
		}
	}
	return declaration
}

// client is the client of a version, with the package that it becomes.
type client struct {
	version  generator.ComparedVersion
	declared *types.Package
}

// emitted type-checks what the client of a version declares, with all of its files. What
// is in the bodies of functions is none of apidiff's business.
func emitted(t *testing.T, version generator.ComparedVersion) client {
	t.Helper()
	api, err := version.Model()
	if err != nil {
		t.Fatal(err)
	}
	files, err := emit.Emit(api, version.Runtime())
	if err != nil {
		t.Fatal(err)
	}
	checker, err := loadChecker()
	if err != nil {
		t.Fatal(err)
	}
	checked, errs := checker.CheckDeclarations("spotify", files)
	if len(errs) > 0 {
		t.Fatalf("the client does not compile: %v", errs)
	}
	return client{version, checked}
}

// apidiffNames returns what apidiff calls incompatible, by the names as a user of the
// client says them.
func apidiffNames(t *testing.T, before, after *types.Package) map[string]string {
	t.Helper()
	names := map[string]string{}
	for _, c := range apidiff.Changes(before, after).Changes {
		subject, _, ok := strings.Cut(c.Message, ": ")
		if !ok {
			t.Fatalf("apidiff says %q, which has no subject", c.Message)
		}
		if c.Compatible {
			continue
		}
		subject, part, _ := strings.Cut(subject, ", ")
		subject = strings.NewReplacer("(", "", ")", "", "*", "").Replace(subject)
		if begin, rest, ok := strings.Cut(subject, "["); ok { // type parameters
			_, rest, _ = strings.Cut(rest, "]")
			subject = begin + rest
		}
		if of, ok := strings.CutPrefix(part, "method set of "); ok {
			_, method, _ := strings.Cut(subject, ".")
			subject = strings.TrimPrefix(of, "*") + "." + method
		}
		if service, method, ok := strings.Cut(subject, "Service."); ok {
			subject = service + "." + method
		}
		names[subject] = c.Message
	}
	return names
}
