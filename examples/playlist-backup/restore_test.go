package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func silent(string, int, int) {}

// A world is a server with tracks and local files to make playlists of.
type world struct {
	*spotifytest.Server
	client  *spotify.Client
	addable []spotify.URI // tracks and an episode
	fixed   []spotify.URI // local files, and nothing
}

func newWorld(t *testing.T, tracks int) world {
	w := world{Server: spotifytest.NewServer(t, spotifytest.Empty()), fixed: []spotify.URI{""}}
	w.client = w.Client()
	w.addable = append(w.addable, w.AddEpisode(spotifytest.Episode{Name: "Episode"}).ID.URI())
	for i := range tracks {
		w.addable = append(w.addable, w.AddTrack(spotifytest.Track{Name: fmt.Sprint("Track ", i)}).ID.URI())
	}
	for i := range 5 {
		w.fixed = append(w.fixed, spotify.URI(fmt.Sprintf("spotify:local:Somebody:Tape:Side+%d:60", i)))
	}
	return w
}

// set gives a playlist these items, as if they had always been in it.
func (w world) set(id spotify.PlaylistID, uris []spotify.URI) spotify.PlaylistID {
	p := spotifytest.Playlist{ID: id, Name: "Mix"}
	for _, uri := range uris {
		p.Items = append(p.Items, spotifytest.PlaylistItem{URI: uri})
	}
	return w.AddPlaylist(p).ID
}

func (w world) uris(id spotify.PlaylistID) []spotify.URI {
	playlist, _ := w.Playlist(id)
	uris := []spotify.URI{}
	for _, item := range playlist.Items {
		uris = append(uris, item.URI)
	}
	return uris
}

// some chooses n items, copies among them, of which a tenth cannot be added.
func (w world) some(r *rand.Rand, n int) []spotify.URI {
	uris := make([]spotify.URI, n)
	for i := range uris {
		list := w.addable
		if r.IntN(10) == 0 {
			list = w.fixed
		}
		uris[i] = list[r.IntN(len(list))]
	}
	return uris
}

// edited changes a list as people do: it moves, adds, and takes away, but nothing that
// could not be added again.
func (w world) edited(r *rand.Rand, uris []spotify.URI) []spotify.URI {
	uris = slices.Clone(uris)
	for range r.IntN(20) {
		at := r.IntN(len(uris) + 1)
		switch {
		case r.IntN(3) == 0:
			uris = slices.Insert(uris, at, w.addable[r.IntN(len(w.addable))])
		case at < len(uris) && addable(uris[at]) && r.IntN(2) == 0:
			uris = slices.Delete(uris, at, at+1)
		case at < len(uris):
			end := min(at+1+r.IntN(8), len(uris))
			part := slices.Clone(uris[at:end])
			uris = slices.Delete(uris, at, end)
			uris = slices.Insert(uris, r.IntN(len(uris)+1), part...)
		}
	}
	if r.IntN(8) == 0 {
		r.Shuffle(len(uris), func(i, j int) { uris[i], uris[j] = uris[j], uris[i] })
	}
	return uris
}

// Whatever has happened to a playlist, it is the backup again, unless local files were
// taken out of it.
func TestRestoreBringsBack(t *testing.T) {
	w := newWorld(t, 60)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 0))
		original := w.some(r, r.IntN(90))
		id := w.set("", original)
		saved, _, err := read(t.Context(), w.client, id, silent)
		if err != nil {
			t.Fatal(err)
		}
		w.set(id, w.edited(r, original))
		if _, err := restore(t.Context(), w.client, id, saved, silent); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff(original, w.uris(id)); diff != "" {
			t.Fatalf("seed %d: restored (-want +got):\n%s", seed, diff)
		}
	}
}

// From anything to anything: what can be added is as in the backup, and no local file
// is lost.
func TestRestoreLosesNothing(t *testing.T) {
	w := newWorld(t, 60)
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		now, want := w.some(r, r.IntN(60)), w.some(r, r.IntN(60))
		id := w.set("", now)
		done, err := restore(t.Context(), w.client, id, backupOf(want), silent)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got := w.uris(id)
		if diff := cmp.Diff(slices.DeleteFunc(slices.Clone(want), fixed), slices.DeleteFunc(slices.Clone(got), fixed)); diff != "" {
			t.Errorf("seed %d: what can be added (-want +got):\n%s", seed, diff)
		}
		if diff := cmp.Diff(sortedFixed(now), sortedFixed(got)); diff != "" {
			t.Errorf("seed %d: what cannot (-want +got):\n%s", seed, diff)
		}
		if len(got) != len(want)-len(done.leftOut)+len(done.kept) {
			t.Errorf("seed %d: %d items of %d, %d left out and %d kept", seed, len(got), len(want), len(done.leftOut), len(done.kept))
		}
	}
}

func backupOf(uris []spotify.URI) backup {
	b := backup{Name: "Mix"}
	for _, uri := range uris {
		b.Items = append(b.Items, entry{URI: uri})
	}
	return b
}

func fixed(uri spotify.URI) bool { return !addable(uri) }

func sortedFixed(uris []spotify.URI) []spotify.URI {
	return slices.Sorted(slices.Values(slices.DeleteFunc(slices.Clone(uris), addable)))
}

// What stays keeps the date at which it was added.
func TestRestoreKeepsDates(t *testing.T) {
	w := newWorld(t, 3)
	id := w.set("", []spotify.URI{w.addable[1], w.addable[2]})
	before := w.Now()
	w.Advance(time.Hour)
	if _, err := restore(t.Context(), w.client, id, backupOf([]spotify.URI{w.addable[2], w.addable[3], w.addable[1]}), silent); err != nil {
		t.Fatal(err)
	}
	playlist, _ := w.Playlist(id)
	for i, want := range []bool{true, false, true} {
		if got := playlist.Items[i].AddedAt.Equal(before); got != want {
			t.Errorf("item %d was added before: %t, want %t", i, got, want)
		}
	}
}

// Each change says which version it is meant for, and none is about too much.
func TestRestoreRequests(t *testing.T) {
	w := newWorld(t, 260)
	id := w.set("", append(w.addable[150:], w.fixed[1], w.addable[0]))
	if _, err := restore(t.Context(), w.client, id, backupOf(append(w.addable[:140:140], w.fixed[1])), silent); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, request := range w.Requests() {
		if request.Method == http.MethodGet {
			if types := request.Query.Get("additional_types"); request.Operation == "Playlists.ListItems" && types != "track,episode" {
				t.Errorf("a page is asked for with the additional types %q, so that episodes could be missing", types)
			}
			continue
		}
		var body struct {
			URIs     []string `json:"uris"`
			Items    []any    `json:"items"`
			Snapshot string   `json:"snapshot_id"`
		}
		if err := json.Unmarshal(request.Body, &body); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%s %d, snapshot: %t", request.Operation, len(body.URIs)+len(body.Items), body.Snapshot != ""))
	}
	want := []string{
		"Playlists.RemoveItems 100, snapshot: true",
		"Playlists.RemoveItems 11, snapshot: true",
		"Playlists.ReorderItems 0, snapshot: true",
		"Playlists.AddItems 100, snapshot: false",
		"Playlists.AddItems 39, snapshot: false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// If it breaks off, the second time does the rest.
func TestRestoreGoesOn(t *testing.T) {
	w := newWorld(t, 250)
	file, id := filepath.Join(t.TempDir(), "mix.json"), w.set("", w.addable)
	command := func(args ...string) error {
		return command(t.Context(), w.client, append(args, "-playlist", string(id)), io.Discard, silent)
	}
	if err := command("backup", "-out", file); err != nil {
		t.Fatal(err)
	}
	w.set(id, nil)
	w.Fail(1, spotifytest.After(spotifytest.ServerError(502)), spotify.OpPlaylistsAddItems)
	err := command("restore", "-in", file)
	var refused *spotify.APIError
	if !errors.As(err, &refused) || !strings.HasPrefix(err.Error(), "change 1 of 3: ") || len(w.uris(id)) != 100 {
		t.Errorf("got %v and %d items, want a failure of the first of three additions", err, len(w.uris(id)))
	}
	if err := command("restore", "-in", file); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.addable, w.uris(id)); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
}

// A change by somebody else while pages are read, and one after the last request.
func TestRestoreNoticesOthers(t *testing.T) {
	w := newWorld(t, 120)
	id := w.set("", w.addable)
	meanwhile := func(what string, done, total int) {
		if what == "reading" && done == 1 {
			w.set(id, append(w.uris(id), w.addable[0]))
		}
	}
	if _, _, err := read(t.Context(), w.client, id, meanwhile); err == nil || !strings.Contains(err.Error(), "keeps changing") {
		t.Errorf("got %v, want that the playlist keeps changing", err)
	}
	w.set(id, w.addable)
	last := func(what string, done, total int) {
		if what == "restoring" && done == total {
			w.set(id, w.addable[:3])
		}
	}
	if _, err := restore(t.Context(), w.client, id, backupOf(w.addable[5:]), last); err == nil || !strings.Contains(err.Error(), "not as it should be") {
		t.Errorf("got %v, want that the playlist is not as it should be", err)
	}
}

// TestDescriptionGoesThereAndBack makes sure that a description that Spotify escapes is
// kept and restored as its owner wrote it.
func TestDescriptionGoesThereAndBack(t *testing.T) {
	const written = "Rock'n'Roll & more"
	w := newWorld(t, 1)
	playlist := w.AddPlaylist(spotifytest.Playlist{Name: "Mix", Description: written})
	kept, _, err := read(t.Context(), w.client, playlist.ID, silent)
	if err != nil || kept.Description != written {
		t.Errorf("the backup has the description %q (%v), want %q", kept.Description, err, written)
	}
}
