//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// Previews are where the test says, and null elsewhere.
func TestPreviews(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	for _, url := range []string{"", "https://p.example/mp3-preview/5e"} {
		track := server.AddTrack(spotifytest.Track{PreviewURL: url})
		episode := server.AddEpisode(spotifytest.Episode{PreviewURL: url})
		chapter := server.AddChapter(spotifytest.Chapter{PreviewURL: url})
		gotTrack, err := client.Tracks.Get(ctx, track.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		ofAlbum, err := client.Albums.ListTracks(ctx, track.Album, nil)
		if err != nil {
			t.Fatal(err)
		}
		gotEpisode, err := client.Episodes.Get(ctx, episode.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		gotChapter, err := client.Chapters.Get(ctx, chapter.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		// Without a client that can handle episodes, an episode in a playlist is a track.
		list := server.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{{URI: track.ID.URI()}, {URI: episode.ID.URI()}}})
		want := "null"
		if url != "" {
			want = `"` + url + `"`
		}
		fields := "?fields=items(item.preview_url)"
		if _, answer := sendRaw(t, server, "GET", "/playlists/"+string(list.ID)+"/items"+fields, ""); answer !=
			`{"items":[{"item":{"preview_url":`+want+`}},{"item":{"preview_url":`+want+`}}]}` {
			t.Errorf("in a playlist: %s, want %s twice", answer, want)
		}
		for where, got := range map[string]string{
			"the track": gotTrack.PreviewURL, "the track of the album": ofAlbum.Items[0].PreviewURL,
			"the episode": gotEpisode.AudioPreviewURL, "the chapter": gotChapter.AudioPreviewURL,
		} {
			if got != url {
				t.Errorf("%s has the preview %q, want %q", where, got, url)
			}
		}
	}
}

// Descriptions in HTML are made of those in plain text, unless the test has others.
func TestHTMLDescriptions(t *testing.T) {
	const html = `<p>Q</p><p><a href="https://open.spotify.com/">A</a></p>`
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	for given, want := range map[string]string{"": "<p>Q &amp; A</p>", html: html} {
		show := server.AddShow(spotifytest.Show{Description: "Q & A", HTMLDescription: given})
		episode := server.AddEpisode(spotifytest.Episode{Show: show.ID, Description: "Q & A", HTMLDescription: given})
		book := server.AddAudiobook(spotifytest.Audiobook{Description: "Q & A", HTMLDescription: given})
		chapter := server.AddChapter(spotifytest.Chapter{Audiobook: book.ID, Description: "Q & A", HTMLDescription: given})
		gotEpisode, err := client.Episodes.Get(ctx, episode.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		gotChapter, err := client.Chapters.Get(ctx, chapter.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		for where, got := range map[string][2]string{
			"episode": {gotEpisode.Description, gotEpisode.HTMLDescription}, "show": {gotEpisode.Show.Description, gotEpisode.Show.HTMLDescription},
			"chapter": {gotChapter.Description, gotChapter.HTMLDescription}, "audiobook": {gotChapter.Audiobook.Description, gotChapter.Audiobook.HTMLDescription},
		} {
			if diff := cmp.Diff([2]string{"Q & A", want}, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", where, diff)
			}
		}
	}
}

// A playlist can have links in its description until a client writes another one.
func TestLinksInDescriptions(t *testing.T) {
	const html = `By <a href="spotify:user:listener">Lisa</a>`
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	id := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Description: "By Lisa", HTMLDescription: html}).ID
	read := func() string {
		t.Helper()
		playlist, err := client.Playlists.Get(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		listed, err := client.Playlists.List(ctx, nil)
		if err != nil || listed.Items[0].Description != playlist.Description {
			t.Fatalf("listed as %+v (%v), want %q", listed, err, playlist.Description)
		}
		return playlist.Description
	}
	if got := read(); got != html {
		t.Errorf("it is %q, want %q", got, html)
	}
	name, description := "Mixed", "It's new"
	if err := client.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Name: name}); err != nil {
		t.Fatal(err)
	}
	if got := read(); got != html {
		t.Errorf("with another name, it is %q, want %q", got, html)
	}
	before := server.Snapshot(id)
	if err := client.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Description: &description}); err != nil {
		t.Fatal(err)
	}
	if got := read(); got != "It&#x27;s new" || server.Snapshot(id) == before {
		t.Errorf("with another description, it is %q in the snapshot %s", got, server.Snapshot(id))
	}
}
