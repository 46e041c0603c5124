package main

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnvironment(t *testing.T) {
	lines := environment()
	if !strings.HasPrefix(lines[0], runtime.Version()+", ") {
		t.Errorf("the first line does not name the version of Go: %q", lines[0])
	}
	if !slices.Contains(lines, jsonV2Note) {
		t.Errorf("no line tells which encoding/json it is: %q", lines)
	}
}

func TestPeers(t *testing.T) {
	got := peers([]*debug.Module{
		{Path: "github.com/bytedance/sonic", Version: "v1.2.3"},
		{Path: "github.com/bytedance/sonic/loader", Version: "v0.1.0"},
		{Path: "github.com/zmb3/spotify/v2", Version: "v2.0.1"},
		{Path: "golang.org/x/oauth2", Version: "v0.9.0"},
	})
	if diff := cmp.Diff([]string{"github.com/bytedance/sonic v1.2.3", "github.com/zmb3/spotify/v2 v2.0.1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
