package faketest_test

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestDescriptionsAreEscaped makes sure that the description of a playlist is HTML wherever
// it is sent, and plain text on the server (docs/facts/mismatches.md M90). Names are plain
// everywhere.
func TestDescriptionsAreEscaped(t *testing.T) {
	const plain, html = `Rock'n'Roll & "more" <3 / 24/7`, `Rock&#x27;n&#x27;Roll &amp; &quot;more&quot; &lt;3 &#x2F; 24&#x2F;7`
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	made, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "It's", Description: plain})
	if err != nil {
		t.Fatal(err)
	}
	server.SetFeatured(made.ID)
	listed, err := client.Playlists.List(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	found, err := client.Search.Query(ctx, "its", []spotify.Kind{spotify.KindPlaylist}, nil)
	if err != nil {
		t.Fatal(err)
	}
	featured, err := client.Playlists.ListFeatured(ctx, nil) //lint:ignore SA1019 The operation is tested like the rest.
	if err != nil {
		t.Fatal(err)
	}
	read, err := client.Playlists.Get(ctx, made.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	for where, got := range map[string][2]string{
		"the answer to creating it": {made.Name, made.Description},
		"itself":                    {read.Name, read.Description},
		"the user's playlists":      {listed.Items[0].Name, listed.Items[0].Description},
		"a search":                  {found.Playlists.Items[0].Name, found.Playlists.Items[0].Description},
		"the featured playlists":    {featured.Playlists.Items[0].Name, featured.Playlists.Items[0].Description},
	} {
		if got != [2]string{"It's", html} {
			t.Errorf("%s: name and description are %q, want plain and escaped", where, got)
		}
	}
	if kept, _ := server.Playlist(made.ID); kept.Description != plain {
		t.Errorf("the server has %q, want %q", kept.Description, plain)
	}
	// What was read is not what was written: sending it back escapes it once more.
	if err := client.Playlists.Update(ctx, made.ID, spotify.UpdatePlaylistRequest{Description: &read.Description}); err != nil {
		t.Fatal(err)
	}
	if again, err := client.Playlists.Get(ctx, made.ID, nil); err != nil || !strings.HasPrefix(again.Description, "Rock&amp;#x27;n") {
		t.Errorf("after sending it back: %q, %v", again.Description, err)
	}
}

// TestDescriptionIsNotEscapedTwice makes sure that the server gets back what it was given,
// however often a description is read as a text and written.
func TestDescriptionIsNotEscapedTwice(t *testing.T) {
	const written = `Rock 'n' Roll & <more> "songs"`
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	id := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Description: written}).ID
	for range 3 {
		playlist, err := client.Playlists.Get(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		page, err := client.Playlists.List(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Items[0].DescriptionText(); got != written || playlist.Description == written {
			t.Fatalf("description %q in the list, and raw %q", got, playlist.Description)
		}
		if err := client.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Description: spotify.Ptr(playlist.DescriptionText())}); err != nil {
			t.Fatal(err)
		}
		if kept, _ := server.Playlist(id); kept.Description != written {
			t.Fatalf("written %q, want %q", kept.Description, written)
		}
	}
	if got := (*spotify.Playlist)(nil).DescriptionText(); got != "" {
		t.Errorf("no playlist has the description %q", got)
	}
}

// TestEmptyDescription makes sure that a description cannot be taken away, but can be
// missing from the beginning (docs/facts/mismatches.md M89).
func TestEmptyDescription(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	for _, path := range []string{"/me/playlists", "/users/" + string(server.User().ID) + "/playlists"} {
		exchange{"POST", path, `{"name":"Mix","description":""}`, 201, ""}.send(t, server, spotifytest.AllScopes()...)
	}
	playlist := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Description: "Stays."})
	path := "/playlists/" + string(playlist.ID)
	exchange{"PUT", path, `{"name":"Changed","description":""}`, 400, "Invalid description"}.send(t, server, spotifytest.AllScopes()...)
	if now, _ := server.Playlist(playlist.ID); now.Name != "Mix" || now.Description != "Stays." {
		t.Errorf("the playlist is %+v, want it unchanged", now)
	}
	exchange{"PUT", path, `{"description":"New."}`, 200, ""}.send(t, server, spotifytest.AllScopes()...)
}
