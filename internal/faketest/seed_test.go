package faketest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// All that Example names can be read by the default user.
func TestExamplesCanBeRead(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, ctx, example := server.Client(), t.Context(), server.Example()
	wants := []struct {
		name string
		read func() (string, error)
		want string
	}{
		{"Track", func() (string, error) {
			track, err := client.Tracks.Get(ctx, example.Track, nil)
			return idOf(track, err, func(t *spotify.Track) spotify.TrackID { return t.ID })
		}, string(example.Track)},
		{"RelinkedTrack", func() (string, error) {
			track, err := client.Tracks.Get(ctx, example.RelinkedTrack, &spotify.TracksGetOptions{Market: "US"})
			return idOf(track, err, func(t *spotify.Track) spotify.TrackID { return t.ID })
		}, string(example.Replacement)},
		{"UnplayableTrack", func() (string, error) {
			track, err := client.Tracks.Get(ctx, example.UnplayableTrack, nil)
			return idOf(track, err, func(t *spotify.Track) spotify.TrackID { return t.ID })
		}, string(example.UnplayableTrack)},
		{"Album", func() (string, error) {
			album, err := client.Albums.Get(ctx, example.Album, nil)
			return idOf(album, err, func(a *spotify.Album) spotify.AlbumID { return a.ID })
		}, string(example.Album)},
		{"Artist", func() (string, error) {
			artist, err := client.Artists.Get(ctx, example.Artist)
			return idOf(artist, err, func(a *spotify.Artist) spotify.ArtistID { return a.ID })
		}, string(example.Artist)},
		{"Show", func() (string, error) {
			show, err := client.Shows.Get(ctx, example.Show, nil)
			return idOf(show, err, func(s *spotify.Show) spotify.ShowID { return s.ID })
		}, string(example.Show)},
		{"Episode", func() (string, error) {
			episode, err := client.Episodes.Get(ctx, example.Episode, nil)
			return idOf(episode, err, func(e *spotify.Episode) spotify.EpisodeID { return e.ID })
		}, string(example.Episode)},
		{"Audiobook", func() (string, error) {
			book, err := client.Audiobooks.Get(ctx, example.Audiobook, nil)
			return idOf(book, err, func(b *spotify.Audiobook) spotify.AudiobookID { return b.ID })
		}, string(example.Audiobook)},
		{"Chapter", func() (string, error) {
			chapter, err := client.Chapters.Get(ctx, example.Chapter, nil)
			return idOf(chapter, err, func(c *spotify.Chapter) spotify.ChapterID { return c.ID })
		}, string(example.Chapter)},
		{"Category", func() (string, error) {
			//lint:ignore SA1019 it is to be tested
			category, err := client.Categories.Get(ctx, example.Category, nil)
			return idOf(category, err, func(c *spotify.Category) spotify.CategoryID { return c.ID })
		}, string(example.Category)},
		{"OtherUser", func() (string, error) {
			//lint:ignore SA1019 it is to be tested
			user, err := client.Users.Get(ctx, example.OtherUser)
			return idOf(user, err, func(u *spotify.User) spotify.UserID { return u.ID })
		}, string(example.OtherUser)},
	}
	for name, id := range map[string]spotify.PlaylistID{
		"Playlist": example.Playlist, "LocalPlaylist": example.LocalPlaylist, "MixedPlaylist": example.MixedPlaylist,
		"LongPlaylist": example.LongPlaylist, "OthersPlaylist": example.OthersPlaylist,
	} {
		wants = append(wants, struct {
			name string
			read func() (string, error)
			want string
		}{name, func() (string, error) {
			playlist, err := client.Playlists.Get(ctx, id, nil)
			return idOf(playlist, err, func(p *spotify.Playlist) spotify.PlaylistID { return p.ID })
		}, string(id)})
	}
	for _, want := range wants {
		t.Run(want.name, func(t *testing.T) {
			got, err := want.read()
			if err != nil {
				t.Fatal(err)
			}
			if got != want.want || got == "" {
				t.Errorf("the ID is %q, want %q", got, want.want)
			}
		})
	}
}

func idOf[E any, ID ~string](thing *E, err error, id func(*E) ID) (string, error) {
	if err != nil {
		return "", err
	}
	return string(id(thing)), nil
}

// The default user has a library of several pages.
func TestDefaultLibrary(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, ctx := server.Client(), t.Context()
	counts := map[string]int{}
	for _, err := range client.Tracks.AllSaved(ctx, nil) {
		counted(t, counts, "saved tracks", err)
	}
	for _, err := range client.Albums.AllSaved(ctx, nil) {
		counted(t, counts, "saved albums", err)
	}
	for _, err := range client.Shows.AllSaved(ctx, nil) {
		counted(t, counts, "saved shows", err)
	}
	for _, err := range client.Episodes.AllSaved(ctx, nil) {
		counted(t, counts, "saved episodes", err)
	}
	for _, err := range client.Users.AllFollowedArtists(ctx, nil) {
		counted(t, counts, "followed artists", err)
	}
	for _, err := range client.Playlists.AllItems(ctx, server.Example().LongPlaylist, nil) {
		counted(t, counts, "items of the long playlist", err)
	}
	//lint:ignore SA1019 it is to be tested
	for _, err := range client.Categories.AllPlaylists(ctx, server.Example().Category, nil) {
		counted(t, counts, "playlists of the category", err)
	}
	want := map[string]int{
		"saved tracks": 320, "saved albums": 60, "saved shows": 12, "saved episodes": 25, "followed artists": 30,
		"items of the long playlist": 340, "playlists of the category": 56,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func counted(t *testing.T, counts map[string]int, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	counts[what]++
}

// Two servers answer the same, but for their addresses.
func TestServersAnswerTheSame(t *testing.T) {
	one, other := spotifytest.NewServer(t), spotifytest.NewServer(t)
	example := one.Example()
	if diff := cmp.Diff(example, other.Example()); diff != "" {
		t.Fatalf("examples (-one +other):\n%s", diff)
	}
	for _, path := range []string{
		"/tracks/" + string(example.Track), "/albums/" + string(example.Album), "/artists/" + string(example.Artist),
		"/playlists/" + string(example.MixedPlaylist), "/me/tracks?limit=50", "/me/playlists?limit=50",
		"/search?q=lantern&type=track,playlist", "/markets",
	} {
		if diff := cmp.Diff(textFrom(t, one, path), textFrom(t, other, path)); diff != "" {
			t.Errorf("%s (-one +other):\n%s", path, diff)
		}
	}
}

// textFrom is the body of an answer with the address of the server left out.
func textFrom(t *testing.T, server *spotifytest.Server, path string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []spotify.Op
	for op := range spotify.Operations {
		all = append(all, spotify.Op(op.Name))
	}
	req.Header.Set("Authorization", "Bearer "+server.TokenFor(server.User().ID, spotify.ScopesFor(all...)...).AccessToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: status %d, %v: %s", path, resp.StatusCode, err, text)
	}
	return strings.ReplaceAll(string(text), server.AccountsURL, "")
}

// panicOf is what a function panics with, "" if it does not.
func panicOf(f func()) (text string) {
	defer func() {
		if value := recover(); value != nil {
			text = fmt.Sprint(value)
		}
	}()
	f()
	return ""
}

// A builder that cannot do what it is told ends the test. On a server without a test, that
// is a panic, and at the start an error.
func TestMistakesWithoutTest(t *testing.T) {
	server, err := spotifytest.Start(spotifytest.Empty())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if track := server.AddTrack(spotifytest.Track{Name: "Song"}); track.ID == "" || server.Err() != nil {
		t.Errorf("track %+v, mistakes: %v", track, server.Err())
	}
	told := panicOf(func() { server.AddTrack(spotifytest.Track{Popularity: 101}) })
	if !strings.Contains(told, "the popularity 101 is not one of 0 to 100") || server.Err() == nil {
		t.Errorf("the panic is %q, mistakes: %v", told, server.Err())
	}
	if _, err := server.Client().Users.Me(t.Context()); err != nil {
		t.Errorf("after a mistake, the server does not answer: %v", err)
	}
	if _, err := spotifytest.Start(spotifytest.DefaultUser(spotifytest.User{ID: "x", Country: "Sweden"})); err == nil {
		t.Error("a server has a default user in a country that is none")
	}
}
