package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/internal/cli"
)

// listedOn returns what ops prints on a screen of some columns, or elsewhere if there are
// none.
func listedOn(t *testing.T, columns int, args ...string) string {
	t.Helper()
	var stdout, stderr strings.Builder
	code := program().Run(t.Context(), cli.Terminal{Stdout: &stdout, Stderr: &stderr, Columns: columns}, append([]string{"ops"}, args...))
	if code != cli.ExitOK || stderr.Len() > 0 {
		t.Fatalf("exit code %d, stderr %q", code, stderr.String())
	}
	return stdout.String()
}

const opsTable = `METHOD  PATH          GO METHOD     DEV
GET     /albums/{id}  Albums.Get    yes
PUT     /me/albums    Albums.Keep   no
PUT     /me/library   Library.Save  yes
` + opsNote

const opsNote = `
DEV: whether apps in development mode may use it. See --wide for limits there,
deprecations, and scopes.
`

// TestOpsOnAScreen makes sure that the form of the list depends on whether somebody looks
// at it, unless it is asked for.
func TestOpsOnAScreen(t *testing.T) {
	enterRepository(t)
	piped, wide := listedOn(t, 0), listedOn(t, 0, "--wide")
	if !strings.HasPrefix(piped, "method\tpath\t") || !strings.HasPrefix(wide, "METHOD  PATH ") || !strings.Contains(wide, "SCOPES") {
		t.Fatalf("piped:\n%s\nwide:\n%s", piped, wide)
	}
	for _, test := range []struct {
		columns int
		args    string
		want    string
	}{
		{80, "", opsTable},
		{200, "", opsTable},
		{0, "--format=table", opsTable},
		{80, "--format=tsv", piped},
		{80, "--wide", wide},
		{80, "--wide --format=table", wide},
		{80, "--format=json", listedOn(t, 0, "--format=json")},
	} {
		if diff := cmp.Diff(test.want, listedOn(t, test.columns, strings.Fields(test.args)...)); diff != "" {
			t.Errorf("ops %s on %d columns (-want +got):\n%s", test.args, test.columns, diff)
		}
	}
}

// TestOpsOfTheRepository makes sure that the operations of Spotify fit a screen.
func TestOpsOfTheRepository(t *testing.T) {
	list := listedOn(t, 80)
	const shortened = "GET     /playlists/{playli…/followers/contains  Playlists.CheckFollowing     no\n"
	if !strings.Contains(list, shortened) {
		t.Errorf("the list lacks the line %q:\n%s", shortened, list)
	}
	for line := range strings.Lines(list) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if list = listedOn(t, 120); strings.Contains(list, "…") {
		t.Errorf("on 120 columns, paths are shortened:\n%s", list)
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{
		{"/albums", 7, "/albums"}, {"/albums", 6, "/a…ums"}, {"/albums", 5, "/a…ms"}, {"/älbüms", 6, "/ä…üms"},
	} {
		if got := shorten(test.text, test.width); got != test.want || utf8.RuneCountInString(got) > test.width {
			t.Errorf("%s to %d: got %q, want %q", test.text, test.width, got, test.want)
		}
	}
}
