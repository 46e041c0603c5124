//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"bytes"
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

// Playlists, artists, and users have as many followers as the test says. Those who follow a
// playlist on the server come on top.
func TestFollowers(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	other := server.AddUser(spotifytest.User{DisplayName: "Olu", Followers: 12})
	artist := server.AddArtist(spotifytest.Artist{Followers: 1_234_567})
	server.AddPlaylist(spotifytest.Playlist{Name: "Other songs", Owner: other.ID})
	known := server.AddPlaylist(spotifytest.Playlist{Name: "Known songs", Owner: other.ID, Followers: 1000})
	server.AddPlaylist(spotifytest.Playlist{Name: "More songs", Owner: other.ID})
	followers := func() int {
		t.Helper()
		playlist, err := client.Playlists.Get(ctx, known.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		return playlist.Followers.Total
	}
	if got := followers(); got != 1000 {
		t.Errorf("the playlist has %d followers, want 1000", got)
	}
	if err := client.Library.Save(ctx, spotify.Resources{known.ID}); err != nil {
		t.Fatal(err)
	}
	if got := followers(); got != 1001 {
		t.Errorf("with one more, the playlist has %d followers", got)
	}
	if got, err := client.Artists.Get(ctx, artist.ID); err != nil || got.Followers.Total != 1_234_567 {
		t.Errorf("the artist is %+v, %v", got, err)
	}
	if got, err := client.Users.Get(ctx, other.ID); err != nil || got.Followers.Total != 12 {
		t.Errorf("the user is %+v, %v", got, err)
	}
	found, err := client.Search.Query(ctx, "songs", []spotify.Kind{spotify.KindPlaylist}, nil)
	if err != nil || len(found.Playlists.Items) != 3 || found.Playlists.Items[0].ID != known.ID {
		t.Errorf("a search finds %+v (%v), want the one with followers first", found.Playlists, err)
	}
}

// A playlist can have a cover from the beginning, which is that of an upload.
func TestCoverOfTheTest(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx, cover := server.Client(), t.Context(), jpegOf(t, 90)
	id := server.AddPlaylist(spotifytest.Playlist{Cover: cover}).ID
	shown := func() []byte {
		t.Helper()
		images, err := client.Playlists.GetCoverImages(ctx, id)
		if err != nil || len(images) != 1 || images[0].Width != nil {
			t.Fatalf("images %v, %v; want one of unknown size", images, err)
		}
		_, data := loaded(t, images[0].URL)
		return data
	}
	if !bytes.Equal(shown(), cover) || !bytes.Equal(server.Cover(id), cover) {
		t.Error("the cover is not that of the test")
	}
	if read, _ := server.Playlist(id); !bytes.Equal(read.Cover, cover) {
		t.Error("the server does not tell of the cover")
	}
	server.AddPlaylist(spotifytest.Playlist{ID: id, Name: "Renamed"})
	if !bytes.Equal(shown(), cover) {
		t.Error("a playlist that was replaced has lost its cover")
	}
	if err := client.Playlists.UploadCoverImage(ctx, id, jpegOf(t, 10)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shown(), jpegOf(t, 10)) {
		t.Error("an upload does not take the place of the cover")
	}
}

// A test sets the rankings of each time range, of tracks and of artists, and of each user.
func TestTopOfTheTest(t *testing.T) {
	server := spotifytest.NewServer(t)
	ctx, other := t.Context(), server.Example().OtherUser
	one, two, three := server.AddTrack(spotifytest.Track{}), server.AddTrack(spotifytest.Track{}), server.AddTrack(spotifytest.Track{})
	artist := server.AddArtist(spotifytest.Artist{})
	top := func(user spotify.UserID, timeRange spotify.TimeRange, offset int) (tracks []spotify.TrackID, artists []spotify.ArtistID) {
		t.Helper()
		client := server.ClientFor(user)
		ofTracks, err := client.Users.ListTopTracks(ctx, &spotify.UsersListTopTracksOptions{TimeRange: timeRange, Limit: 2, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		ofArtists, err := client.Users.ListTopArtists(ctx, &spotify.UsersListTopArtistsOptions{TimeRange: timeRange, Limit: 2, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range ofTracks.Items {
			tracks = append(tracks, item.ID)
		}
		for _, item := range ofArtists.Items {
			artists = append(artists, item.ID)
		}
		return tracks, artists
	}
	mediumTracks, mediumArtists := top("", spotify.TimeRangeMediumTerm, 0)
	othersTracks, _ := top(other, spotify.TimeRangeShortTerm, 0)
	ranking := []spotify.TrackID{two.ID, three.ID, one.ID}
	server.SetTopTracks("", string(spotify.TimeRangeShortTerm), ranking...)
	ranking[0] = "" // which is not the server's any more
	server.SetTopArtists("", string(spotify.TimeRangeLongTerm), artist.ID)
	for _, want := range []struct {
		timeRange spotify.TimeRange
		offset    int
		tracks    []spotify.TrackID
	}{
		{spotify.TimeRangeShortTerm, 0, []spotify.TrackID{two.ID, three.ID}},
		{spotify.TimeRangeShortTerm, 2, []spotify.TrackID{one.ID}},
		{spotify.TimeRangeMediumTerm, 0, mediumTracks},
		{"", 0, mediumTracks}, // the default
	} {
		if got, _ := top("", want.timeRange, want.offset); !cmp.Equal(want.tracks, got) {
			t.Errorf("%s from %d: %v, want %v", want.timeRange, want.offset, got, want.tracks)
		}
	}
	if _, got := top("", spotify.TimeRangeLongTerm, 0); !cmp.Equal([]spotify.ArtistID{artist.ID}, got) {
		t.Errorf("artists are %v, want the one", got)
	}
	if _, got := top("", spotify.TimeRangeMediumTerm, 0); !cmp.Equal(mediumArtists, got) {
		t.Errorf("artists of another time are %v, want %v as before", got, mediumArtists)
	}
	if got, _ := top(other, spotify.TimeRangeShortTerm, 0); !cmp.Equal(othersTracks, got) {
		t.Errorf("those of another user are %v, want %v as before", got, othersTracks)
	}
	// Of all times at once, and nothing at all.
	server.SetTopTracks("", "")
	for _, timeRange := range []spotify.TimeRange{spotify.TimeRangeShortTerm, spotify.TimeRangeMediumTerm, spotify.TimeRangeLongTerm} {
		if got, _ := top("", timeRange, 0); len(got) != 0 {
			t.Errorf("%s: %v, want nothing", timeRange, got)
		}
	}
}
