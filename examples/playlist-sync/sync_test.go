package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestDemonstrate(t *testing.T) {
	const want = `in the playlist: 0 removed, 0 moved, 0 added; file changed: true
in the playlist: 0 removed, 1 moved, 0 added; file changed: true
in the playlist: 0 removed, 0 moved, 0 added; file changed: false
`
	var out strings.Builder
	if err := run(t.Context(), nil, "", &out); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), want) || strings.Count(out.String(), "\n") != 7 {
		t.Errorf("output:\n%s\nwant it to begin with\n%s", out.String(), want)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, test := range []struct {
		args  []string
		token string
		want  string
	}{
		{[]string{"a"}, "x", "want a playlist"},
		{[]string{"3cEYpjA9oz9GiPac4AsH4n", "f"}, "", "SPOTIFY_TOKEN is not set"},
		{[]string{"spotify:album:3cEYpjA9oz9GiPac4AsH4n", "f"}, "x", "is an album, not a playlist"},
	} {
		if err := run(t.Context(), test.args, test.token, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
}

// A pair is a playlist and a file, whose items are written as letters; a capital is a
// local file, and a dot is something that Spotify no longer has.
type pair struct {
	*spotifytest.Server
	client *spotify.Client
	id     spotify.PlaylistID
	file   string
	uris   map[rune]spotify.URI
}

func newPair(t *testing.T, playlist string) *pair {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	p := &pair{Server: server, client: server.Client(), file: filepath.Join(t.TempDir(), "mix.txt"), uris: map[rune]spotify.URI{'.': ""}}
	for r := 'a'; r <= 'z'; r++ {
		p.uris[r] = server.AddTrack(spotifytest.Track{Name: "Song " + string(r)}).ID.URI()
	}
	for r := 'A'; r <= 'Z'; r++ {
		p.uris[r] = spotify.URI("spotify:local:Me::" + string(r) + ":60")
	}
	var items []spotifytest.PlaylistItem
	for _, r := range playlist {
		items = append(items, spotifytest.PlaylistItem{URI: p.uris[r]})
	}
	p.id = server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: items}).ID
	return p
}

func (p *pair) spell(uris []spotify.URI) string {
	var text strings.Builder
	for _, uri := range uris {
		for r, other := range p.uris {
			if uri == other {
				text.WriteRune(r)
			}
		}
	}
	return text.String()
}

func (p *pair) inPlaylist() string {
	playlist, _ := p.Playlist(p.id)
	var uris []spotify.URI
	for _, item := range playlist.Items {
		uris = append(uris, item.URI)
	}
	return p.spell(uris)
}

func (p *pair) inFile(t *testing.T) string {
	t.Helper()
	list, err := readList(p.file)
	if err != nil {
		t.Fatal(err)
	}
	return p.spell(urisOf(list.items))
}

func (p *pair) write(t *testing.T, file string) {
	t.Helper()
	var text strings.Builder
	for _, r := range file {
		fmt.Fprintln(&text, p.uris[r])
	}
	if err := os.WriteFile(p.file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// become changes the playlist as another app would.
func (p *pair) become(t *testing.T, playlist string) {
	t.Helper()
	var items spotify.Resources
	for _, r := range playlist {
		items = append(items, p.uris[r])
	}
	if _, err := p.Client().Playlists.ReplaceItems(t.Context(), p.id, spotify.ReplaceItemsRequest{Items: items}); err != nil {
		t.Fatal(err)
	}
}

// sync synchronises, and compares the requests and both sides.
func (p *pair) sync(t *testing.T, playlist, file string, requests ...spotify.Op) report {
	t.Helper()
	p.ClearRequests()
	done, err := synchronise(t.Context(), p.client, p.id, p.file)
	if err != nil {
		t.Fatal(err)
	}
	var sent []spotify.Op
	for _, r := range p.Requests() {
		sent = append(sent, r.Ops...)
	}
	if diff := cmp.Diff(requests, sent); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(playlist+" "+file, p.inPlaylist()+" "+p.inFile(t)); diff != "" {
		t.Errorf("playlist and file (-want +got):\n%s", diff)
	}
	return done
}

const (
	get     = spotify.OpPlaylistsGet
	list    = spotify.OpPlaylistsListItems
	add     = spotify.OpPlaylistsAddItems
	remove  = spotify.OpPlaylistsRemoveItems
	reorder = spotify.OpPlaylistsReorderItems
)

func TestSynchronise(t *testing.T) {
	p := newPair(t, "abc")
	p.sync(t, "abc", "abc", get, list)
	p.sync(t, "abc", "abc", get) // nothing has changed
	p.write(t, "abxc")           // the playlist need not be read
	p.sync(t, "abxc", "abxc", get, add)
	p.sync(t, "abxc", "abxc", get, list) // others may have changed it, too
	p.become(t, "abxcd")
	p.write(t, "bxc")
	p.sync(t, "bxcd", "bxcd", get, list, remove)
	p.sync(t, "bxcd", "bxcd", get, list)
	p.write(t, "dybxca")
	p.sync(t, "dybxca", "dybxca", get, reorder, add, add)
	p.become(t, "ybcxa") // d removed, x moved
	p.sync(t, "ybcxa", "ybcxa", get, list)
}

func TestWhatTheAPICannotDo(t *testing.T) {
	p := newPair(t, "aL.b")
	p.sync(t, "aL.b", "aLb", get, list)
	p.write(t, "bMa") // L removed, M added
	done := p.sync(t, "baL.", "baL", get, reorder)
	if diff := cmp.Diff([]spotify.URI{p.uris['M']}, done.leftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	p.sync(t, "baL.", "baL", get, list)
}

func TestCopies(t *testing.T) {
	p := newPair(t, "abab")
	p.sync(t, "abab", "abab", get, list)
	p.write(t, "abb")
	p.sync(t, "abb", "abb", get, remove, add) // the URI removes both copies
}

// A change by somebody else while the program works is neither undone nor lost.
func TestChangeMeanwhile(t *testing.T) {
	p := newPair(t, "abc")
	p.sync(t, "abc", "abc", get, list)
	p.write(t, "acb")
	version, err := p.client.Playlists.Get(t.Context(), p.id, nil)
	if err != nil {
		t.Fatal(err)
	}
	start := 0
	first := spotify.AddItemsRequest{Items: spotify.Resources{p.uris['d']}, Position: &start}
	if _, err := p.Client().Playlists.AddItems(t.Context(), p.id, first); err != nil {
		t.Fatal(err)
	}
	c := changeOf(itemsOf([]spotify.URI{p.uris['a'], p.uris['b'], p.uris['c']}), itemsOf([]spotify.URI{p.uris['a'], p.uris['c'], p.uris['b']}))
	if err := c.apply(t.Context(), p.client, p.id, version.SnapshotID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("dacb", p.inPlaylist()); diff != "" {
		t.Errorf("playlist (-want +got):\n%s", diff)
	}
	p.sync(t, "dacb", "dacb", get, list)
}

// A request whose answer is lost was carried out; the next call goes on from there.
func TestFailure(t *testing.T) {
	for _, op := range []spotify.Op{remove, reorder, add} {
		p := newPair(t, "abcd")
		p.sync(t, "abcd", "abcd", get, list)
		p.write(t, "dxbc") // removes, moves, and adds
		p.client = spotify.NewClient(append(p.ClientOptions("", spotifytest.AllScopes()...), spotify.WithoutRetry())...)
		p.Fail(1, spotifytest.After(spotifytest.ServerError(502)), op)
		if _, err := synchronise(t.Context(), p.client, p.id, p.file); err == nil {
			t.Fatalf("%s did not fail", op)
		}
		if _, err := synchronise(t.Context(), p.client, p.id, p.file); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("dxbc dxbc", p.inPlaylist()+" "+p.inFile(t)); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", op, diff)
		}
	}
}

func TestCommentsStay(t *testing.T) {
	p := newPair(t, "")
	a, b, c := p.uris['a'], p.uris['b'], p.uris['c']
	text := fmt.Sprintf("# Mix\n\nhttps://open.spotify.com/track/%s?si=x # first\n# second\n%s\r\n%s\n# the end", a.ID(), b.ID(), c)
	if err := os.WriteFile(p.file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	p.sync(t, "abc", "abc", get, list, add)
	p.become(t, "bad")
	p.sync(t, "bad", "bad", get, list)
	got, err := os.ReadFile(p.file)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("# second\n%s\n# Mix\n\nhttps://open.spotify.com/track/%s?si=x # first\n%s # Song d by Unknown Artist\n# the end\n", b.ID(), a.ID(), p.uris['d'])
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestBadLines(t *testing.T) {
	p := newPair(t, "a")
	if err := os.WriteFile(p.file, []byte("# fine\nnonsense\n\nspotify:album:3cEYpjA9oz9GiPac4AsH4n\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := synchronise(t.Context(), p.client, p.id, p.file)
	if err == nil || !strings.Contains(err.Error(), "mix.txt:2: ") || !strings.Contains(err.Error(), "mix.txt:4: it is of the kind album") {
		t.Errorf("%v, want both lines to be named", err)
	}
	if got := p.inPlaylist(); got != "a" {
		t.Errorf("the playlist became %q", got)
	}
}

// The record of one playlist says nothing about another one.
func TestOtherPlaylist(t *testing.T) {
	p := newPair(t, "ab")
	p.sync(t, "ab", "ab", get, list)
	p.id = p.AddPlaylist(spotifytest.Playlist{Name: "Other"}).ID
	p.sync(t, "ab", "ab", get, list, add)
	if err := os.WriteFile(p.file+".sync", []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := synchronise(t.Context(), p.client, p.id, p.file); err == nil || !strings.Contains(err.Error(), "remove it to begin anew") {
		t.Errorf("a broken record: %v", err)
	}
}
