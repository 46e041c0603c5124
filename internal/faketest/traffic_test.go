package faketest_test

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/verify"
)

// TestTrafficOfTheFakeVerifies records each method of the client, in both quota modes and
// with each shape of playlists, and compares the recordings with the schema: the fake and
// the overrides say the same. Only what docs/facts/mismatches.md lists may differ.
func TestTrafficOfTheFakeVerifies(t *testing.T) {
	root := filepath.Join("..", "..")
	in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []struct {
		name    string
		options []spotifytest.Option
		only    string // methods with this prefix
		answers int    // at least
	}{
		{"extended quota", nil, "", 150},
		{"development mode", []spotifytest.Option{spotifytest.Development()}, "", 150},
		{"old shape", []spotifytest.Option{spotifytest.OldPlaylistShape()}, "Playlists.", 20},
		{"both shapes", []spotifytest.Option{spotifytest.BothPlaylistShapes()}, "Playlists.", 20},
	} {
		t.Run(mode.name, func(t *testing.T) {
			dir := t.TempDir()
			recordMethods(t, dir, mode.only, mode.options)
			v, _, err := generator.NewVerifier(in)
			if err != nil {
				t.Fatal(err)
			}
			reader := verify.Reader{FS: os.DirFS(dir), Problem: func(err error) { t.Error(err) }}
			if err := reader.Read(t.Context(), v, "."); err != nil {
				t.Fatal(err)
			}
			report := v.Report()
			if report.Answers < mode.answers {
				t.Errorf("%d answers, want at least %d", report.Answers, mode.answers)
			}
			for _, f := range report.Findings {
				if !listed(f) {
					t.Errorf("%s: %s %s; %d of %d, first in %s", f.Kind, f.Subject, f.Message, f.Count, f.Of, f.Example)
				}
			}
		})
	}
}

// listed reports whether the facts say that the API differs from the schema in this way,
// and no override says so.
func listed(f verify.Finding) bool {
	// docs/facts/mismatches.md M48: it is always null, so that nothing is known of it.
	return f.Kind == verify.UnknownMember && f.Subject == "PlaylistTrackObject" && strings.HasPrefix(f.Message, "has video_thumbnail")
}

// recordMethods takes the step of each method whose name has a prefix, and records what is
// sent and answered.
func recordMethods(t *testing.T, dir, prefix string, options []spotifytest.Option) {
	t.Helper()
	steps := everyMethod(t)
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		f := newFixture(t, options...)
		recorder, err := spotifytest.NewRecorder(filepath.Join(dir, name), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		f.client = spotify.NewClient(append(f.ClientOptions(f.User().ID, spotifytest.AllScopes()...),
			spotify.WithHTTPClient(&http.Client{Transport: recorder}))...)
		_ = steps[name](t, f) // an error is the answer to what development mode lacks
		if err := recorder.Close(); err != nil {
			t.Error(err)
		}
	}
}
