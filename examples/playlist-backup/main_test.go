package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestDemonstrate(t *testing.T) {
	var out, progress strings.Builder
	if err := demonstrate(t.Context(), &out, progressTo(&progress)); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/output.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
	begin := "reading: 100 of 348\nreading: 200 of 348\nreading: 300 of 348\nreading: 348 of 348\n"
	if !strings.HasPrefix(progress.String(), begin) {
		t.Errorf("progress is %q, want it to begin with %q", progress.String(), begin)
	}
}

func TestBackupFile(t *testing.T) {
	server := spotifytest.NewServer(t)
	file := filepath.Join(t.TempDir(), "attic.json")
	args := []string{"backup", "-playlist", string(server.Example().LocalPlaylist), "-out", file}
	var out strings.Builder
	if err := command(t.Context(), server.Client(), args, &out, silent); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"name": "From the Attic"`,
		`"uri": "spotify:local:Gro%C3%9Fmutter+Ambrovic:Attic+Tapes%3A+Side+A:Lullaby+%281+of+2%29:127"`,
		`"name": "Großmutter Ambrovic – Lullaby (1 of 2)"`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("the file lacks %s:\n%s", want, got)
		}
	}
}

func TestCommandRefuses(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Development())
	t.Chdir(t.TempDir())
	if err := os.WriteFile("broken.json", []byte("{]"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ args, want string }{
		{"copy", `there is no command "copy"`},
		{"backup", "-playlist is missing"},
		{"backup -playlist x", "x"},
		{"backup -playlist " + string(server.Example().Playlist) + " more", `unexpected arguments ["more"]`},
		{"backup -playlist 0000000000000000000000", "404"},
		{"backup -playlist " + string(server.Example().OthersPlaylist), "withholds"},
		{"restore -in nowhere.json", "nowhere.json"},
		{"restore -in broken.json", "broken.json: invalid character"},
		{"restore -speed 5", "not defined: -speed"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			var out strings.Builder
			err := command(t.Context(), server.Client(), strings.Fields(test.args), &out, silent)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
