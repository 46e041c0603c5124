//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// madeUp are the IDs and other texts without a meaning that a server makes up, by what they
// are of.
func madeUp(t *testing.T, server *spotifytest.Server) map[string][]string {
	t.Helper()
	client, ctx, found := server.Client(), t.Context(), map[string][]string{}
	add := func(of string, ids ...string) { found[of] = append(found[of], ids...) }
	every := []spotify.Kind{"track", "album", "artist", "playlist", "show", "episode", "audiobook"}
	for _, words := range []string{"the", "love", "a"} {
		page, err := client.Search.Query(ctx, words, every, &spotify.SearchQueryOptions{Limit: 50})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range page.Tracks.Items {
			add("track", string(item.ID))
		}
		for _, item := range page.Albums.Items {
			add("album", string(item.ID))
			add("image", item.Images[0].URL[strings.LastIndexByte(item.Images[0].URL, '/')+1:])
		}
		for _, item := range page.Artists.Items {
			add("artist", string(item.ID))
		}
		for _, item := range page.Playlists.Items {
			if item.ID != "" { // a private one
				add("playlist", string(item.ID))
				add("snapshot", string(item.SnapshotID))
			}
		}
		for _, item := range page.Shows.Items {
			add("show", string(item.ID))
		}
		for _, item := range page.Episodes.Items {
			if item.ID != "" { // a removed one
				add("episode", string(item.ID))
			}
		}
		for _, item := range page.Audiobooks.Items {
			add("audiobook", string(item.ID))
		}
	}
	// What is added, and what that brings with it.
	episode, chapter := server.AddEpisode(spotifytest.Episode{}), server.AddChapter(spotifytest.Chapter{})
	track := server.AddTrack(spotifytest.Track{})
	add("track", string(track.ID))
	add("album", string(track.Album))
	add("artist", string(track.Artists[0]))
	add("show", string(episode.Show))
	add("episode", string(episode.ID))
	add("audiobook", string(chapter.Audiobook))
	add("chapter", string(chapter.ID), string(server.Example().Chapter))
	made, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "Made"})
	if err != nil {
		t.Fatal(err)
	}
	add("playlist", string(made.ID), string(server.AddPlaylist(spotifytest.Playlist{}).ID))
	add("user", string(server.AddUser(spotifytest.User{}).ID), string(server.AddUser(spotifytest.User{}).ID))
	for _, device := range server.Devices("") {
		if device.ID != "" {
			add("device", string(device.ID))
		}
	}
	add("device", string(server.AddDevice("", spotifytest.Device{}).ID))
	token := server.TokenFor("")
	add("access token", token.AccessToken, server.AppToken().AccessToken)
	add("refresh token", token.RefreshToken)
	add("client ID", server.App().ID)
	add("client secret", server.App().Secret)
	return found
}

// TestFormsOfIDs makes sure that whatever a server makes up has the form that Spotify gives
// it. An ID of the catalogue is a number of 128 bits in base 62 (docs/facts/concepts.md
// "IDs, URIs, URLs"), that of a device has 40 hexadecimal digits (docs/facts/strings.tsv
// "DeviceObject.id"), and a user's is free text, so that it must not look like the others.
// The forms of snapshots, of tokens, and of the addresses of images are not among the facts,
// which call them opaque.
func TestFormsOfIDs(t *testing.T) {
	catalogue := `[0-7][0-9A-Za-z]{21}`
	forms := map[string]string{
		"track": catalogue, "album": catalogue, "artist": catalogue, "playlist": catalogue, "show": catalogue,
		"episode": catalogue, "audiobook": catalogue, "chapter": catalogue,
		"user": `[0-9a-z]{25}`, "device": `[0-9a-f]{40}`, "image": `[0-9a-f]{40}`,
		"snapshot": `[0-9A-Za-z+/]+=*`, "access token": `BQ[0-9A-Za-z_-]{40,}`, "refresh token": `AQ[0-9A-Za-z_-]{40,}`,
		"client ID": `[0-9a-f]{32}`, "client secret": `[0-9a-f]{32}`,
	}
	found := madeUp(t, spotifytest.NewServer(t))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(forms)), slices.Sorted(maps.Keys(found))); diff != "" {
		t.Fatalf("what was found (-want +got):\n%s", diff)
	}
	for of, ids := range found {
		form := regexp.MustCompile(`^` + forms[of] + `$`)
		for _, id := range ids {
			if !form.MatchString(id) {
				t.Errorf("%s: %q is not of the form %s", of, id, forms[of])
			}
		}
	}
	for _, snapshot := range found["snapshot"] {
		if plain, err := base64.StdEncoding.DecodeString(snapshot); err != nil || !regexp.MustCompile(`^\d+,[0-9a-f]{40}$`).Match(plain) {
			t.Errorf("the snapshot %q is %q, %v", snapshot, plain, err)
		}
	}
	// Of so many, some begin with each of the first digits.
	first := map[byte]bool{}
	for _, id := range found["track"] {
		first[id[0]] = true
	}
	if len(first) != 8 {
		t.Errorf("the IDs of %d tracks begin with %d digits, want 8", len(found["track"]), len(first))
	}
}

// TestIDsAreTheSameEachTime makes sure that the same calls make the same IDs, and no ID
// twice.
func TestIDsAreTheSameEachTime(t *testing.T) {
	one, other := madeUp(t, spotifytest.NewServer(t)), madeUp(t, spotifytest.NewServer(t))
	if diff := cmp.Diff(one, other); diff != "" {
		t.Errorf("two servers differ:\n%s", diff)
	}
	for of, ids := range one {
		if of == "user" || of == "device" || strings.HasSuffix(of, "token") {
			if slices.Sort(ids); len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Errorf("%s: %q has one twice", of, ids)
			}
		}
	}
}
