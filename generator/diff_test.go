package generator_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// publishedInputs are the inputs of the repository with a schema as it was published.
// The published files stand beside the repository and are no part of it.
func publishedInputs(t testing.TB, name string) generator.Inputs {
	t.Helper()
	path := "../../shared/published/" + name + ".yml"
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference material is not beside this clone: " + path)
	}
	if err != nil {
		t.Fatal(err)
	}
	in := repositoryInputs(t)
	in.Spec = load.Source{Name: name + ".yml", Data: data}
	return in
}

// TestComparePublished compares the published files in the order of their days, and
// the oldest with the newest: each way back has the opposite changes, and what is
// published is told with overrides and without.
func TestComparePublished(t *testing.T) {
	versions := generator.Versions(runtimeSources(t))
	days := []string{"older/2025-10-03", "older/2026-02-10", "older/2026-02-12", "open-api-schema"}
	for _, pair := range [][2]string{{days[0], days[1]}, {days[1], days[2]}, {days[2], days[3]}, {days[0], days[3]}} {
		t.Run(pair[0]+" to "+pair[1], func(t *testing.T) {
			before, after := publishedInputs(t, pair[0]), publishedInputs(t, pair[1])
			old, new := versions(before), versions(after)
			report, back := compareVersions(t, old, new), compareVersions(t, new, old)
			checkOpposite(t, report, back)
			for _, c := range slices.Concat(report.Changes, back.Changes) {
				if c.Group == diff.GoAPI {
					t.Errorf("no change of the schema explains %s: %s", c.Subject, c.Text)
				}
			}
			raw, err := generator.Compare(before, after, generator.CompareOptions{Raw: true})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(ofKind(report, diff.OperationAdded), ofKind(raw, diff.OperationAdded)); diff != "" {
				t.Errorf("without overrides, other operations are new (-with +without):\n%s", diff)
			}
			checkRaw(t, raw)
		})
	}
}

// checkRaw makes sure that a raw report says nothing about Go.
func checkRaw(t *testing.T, r *diff.Report) {
	t.Helper()
	if !r.Raw || r.Step() != diff.NoStep {
		t.Errorf("the report is raw: %v, and its step %s", r.Raw, r.Step())
	}
	for _, c := range r.Changes {
		if len(c.Go) > 0 || c.Effect == diff.Compile || strings.Contains(c.Text.String()+c.Advice.Text.String(), " in Go") {
			t.Errorf("without overrides, %s %s tells of Go: %s", c.Kind, c.Subject, c.Text)
		}
	}
}

// TestCompareFebruary2026 has what the report of two days must say: seven operations
// are new, and none is gone.
func TestCompareFebruary2026(t *testing.T) {
	report := compareInputs(t, publishedInputs(t, "older/2026-02-10"), publishedInputs(t, "older/2026-02-12"))
	want := []string{
		"DELETE /me/library", "DELETE /playlists/{playlist_id}/items", "GET /me/library/contains", "GET /playlists/{playlist_id}/items",
		"POST /playlists/{playlist_id}/items", "PUT /me/library", "PUT /playlists/{playlist_id}/items",
	}
	if diff := cmp.Diff(want, ofKind(report, diff.OperationAdded)); diff != "" {
		t.Errorf("new operations (-want +got):\n%s", diff)
	}
	if removed := ofKind(report, diff.OperationRemoved); removed != nil {
		t.Errorf("operations are gone: %q", removed)
	}
}

// TestCompareStory2026 has what changed between October 2025 and now.
func TestCompareStory2026(t *testing.T) {
	report := compareInputs(t, publishedInputs(t, "older/2025-10-03"), publishedInputs(t, "open-api-schema"))
	counts := map[diff.Kind]int{}
	for _, c := range report.Changes {
		counts[c.Kind]++
	}
	want := map[diff.Kind]int{
		diff.OperationAdded: 8, diff.OperationDeprecated: 40, diff.OperationIDMoved: 1,
		diff.ParameterBounds: 2, diff.ParameterDefault: 2,
		diff.FieldRenamed: 3, diff.FieldAdded: 1, diff.FieldDeprecated: 30,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("changes by kind (-want +got):\n%s", diff)
	}
	// Most of the deprecated fields went with development mode; the others are still sent.
	var sent []string
	for _, c := range report.Changes {
		switch {
		case c.Kind != diff.FieldDeprecated:
		case c.Effect == diff.Comment:
			sent = append(sent, c.Subject)
		case c.Effect != diff.Behaviour || !strings.Contains(c.Text.String(), "has not been sent in development mode since 2026-02-11"):
			t.Errorf("%s has the effect %s: %s", c.Subject, c.Effect, c.Text)
		}
	}
	if diff := cmp.Diff([]string{"ArtistObject.genres", "PublicUserObject.followers"}, sent); diff != "" {
		t.Errorf("deprecated fields that are still sent (-want +got):\n%s", diff)
	}
	const words = "28 fields deprecated and no longer sent in development mode since 2026-02-11"
	if text := rendered(t, report, "text"); !strings.Contains(text, words) {
		t.Errorf("the report does not say %q:\n%s", words, text)
	}
}

func ofKind(r *diff.Report, kind diff.Kind) []string {
	var subjects []string
	for _, c := range r.Changes {
		if c.Kind == kind {
			subjects = append(subjects, c.Subject)
		}
	}
	return subjects
}

// TestCompareReduced makes sure that prose is no change: the committed schema is the
// published one without it.
func TestCompareReduced(t *testing.T) {
	before, after := publishedInputs(t, "open-api-schema"), repositoryInputs(t)
	for _, raw := range []bool{false, true} {
		report, err := generator.Compare(before, after, generator.CompareOptions{Raw: raw})
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Changes) > 0 {
			t.Errorf("without prose (raw: %v), the schema is another one:\n%s", raw, showReport(report))
		}
	}
}

func TestCompareWithItself(t *testing.T) {
	in := repositoryInputs(t)
	report := compareInputs(t, in, in)
	if len(report.Changes) > 0 || report.Step() != diff.NoStep {
		t.Errorf("a version differs from itself:\n%s", showReport(report))
	}
	if report.Old != report.New || report.Old.Name != in.Spec.Name || report.Old.Operations < 90 || report.Old.Methods < report.Old.Operations {
		t.Errorf("the sides are %+v and %+v", report.Old, report.New)
	}
}

// TestCompareRaw compares what is published by the names that it has there, the parts
// without a name by their places.
func TestCompareRaw(t *testing.T) {
	before := repositoryInputs(t)
	after := before
	spec := string(before.Spec.Data)
	for _, change := range [][2]string{
		{"  /albums/{id}:\n", "  /records/{id}:\n"},
		{"                - audiobook\n", ""},
	} {
		if !strings.Contains(spec, change[0]) {
			t.Fatalf("the schema has no %q", change[0])
		}
		spec = strings.Replace(spec, change[0], change[1], 1)
	}
	after.Spec.Data = []byte(spec)
	report, err := generator.Compare(before, after, generator.CompareOptions{Raw: true, OldName: "before", NewName: "after"})
	if err != nil {
		t.Fatal(err)
	}
	checkRaw(t, report)
	if report.Old.Name != "before" || report.New.Name != "after" {
		t.Errorf("the sides are called %q and %q", report.Old.Name, report.New.Name)
	}
	var got []string
	for _, c := range report.Changes {
		got = append(got, string(c.Kind)+": "+c.Text.String())
	}
	want := []string{
		"operation-moved: GET /albums/{id} has moved to GET /records/{id}.",
		"value-removed: GET /search type is never \"audiobook\" any more.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestCompareRuntimes has what no change of a schema explains.
func TestCompareRuntimes(t *testing.T) {
	before, after := diffInputs(t, "testdata/diff/no-change")
	with := func(in generator.Inputs, source string) generator.Inputs {
		in.Runtime = append(slices.Clip(in.Runtime), emit.Source{Path: "gen/spotify/more.go", Data: []byte("package spotify\n\n" + source)})
		return in
	}
	before = with(before, "func Older() {}\nfunc Same(a int) {}\n")
	after = with(after, "func Newer() {}\nfunc Same(a string) {}\n")
	report := compareInputs(t, before, after)
	var got []string
	for _, c := range report.Changes {
		got = append(got, string(c.Kind)+" "+c.Subject+" "+c.Effect.String())
	}
	want := []string{"go-removed Older compile", "go-changed Same compile", "go-added Newer additive"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

// TestCompareErrors makes sure that the findings about both versions are reported.
func TestCompareErrors(t *testing.T) {
	in := repositoryInputs(t)
	broken := func(name string) generator.Inputs {
		bad := in
		bad.Spec = load.Source{Name: name, Data: []byte("openapi: 3.1.0\n")}
		return bad
	}
	_, err := generator.Compare(broken("old.yml"), broken("new.yml"), generator.CompareOptions{})
	var diags model.Diagnostics
	if !errors.As(err, &diags) || !strings.Contains(err.Error(), "old.yml:") || !strings.Contains(err.Error(), "new.yml:") {
		t.Errorf("Compare fails with %v, want the diagnostics of both versions", err)
	}
	if _, err := generator.Compare(in, broken("new.yml"), generator.CompareOptions{Raw: true}); !errors.As(err, &diags) {
		t.Errorf("Compare fails with %v, want diagnostics", err)
	}
}

// BenchmarkCompare measures a comparison of two schemas in memory: the oldest published
// one with the newest where they are beside the repository, and else the committed one
// with an older form of itself.
func BenchmarkCompare(b *testing.B) {
	after := repositoryInputs(b)
	before := after
	before.Spec.Data = []byte(strings.Replace(string(after.Spec.Data), "deprecated: true", "deprecated: false", 20))
	if data, err := os.ReadFile("../../shared/published/older/2025-10-03.yml"); err == nil {
		before, after = publishedInputs(b, "older/2025-10-03"), publishedInputs(b, "open-api-schema")
		before.Spec.Data = data
	}
	for b.Loop() {
		if _, err := generator.Compare(before, after, generator.CompareOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestCompareEmitted makes sure that what was emitted for the old version counts, even
// where the same inputs give something else today.
func TestCompareEmitted(t *testing.T) {
	in := repositoryInputs(t)
	real := realOutput(t)
	more := func(files []emit.File, name string) []emit.File {
		return append(slices.Clone(files), emit.File{Name: "more.go", Data: []byte("package " + name + "\n\nfunc Former() {}\n")})
	}
	report, err := generator.Compare(in, in, generator.CompareOptions{
		OldClient: more(real.Files, "spotify"), OldFake: more(real.Fake, "spotifytest"),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range report.Changes {
		got = append(got, fmt.Sprint(c.Kind, " ", c.Subject, " ", c.Effect))
	}
	if diff := cmp.Diff([]string{"go-removed Former compile", "go-removed spotifytest.Former compile"}, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	report, err = generator.Compare(in, in, generator.CompareOptions{OldClient: real.Files, OldFake: real.Fake})
	if err != nil || len(report.Changes) > 0 {
		t.Errorf("what is emitted today differs from itself: %v, %v", report, err)
	}
}
