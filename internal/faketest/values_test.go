//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// What a test adds is what a client reads.
func TestValues(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := s.Client(), t.Context()
	page := func(kind, id string) string { return "https://open.spotify.com/" + kind + "/" + id }
	images := func(kind, id string) []spotify.Image {
		var list []spotify.Image
		hash := fmt.Sprintf("%x", sha256.Sum256([]byte(kind+" "+id)))[:36]
		for _, size := range []struct {
			digits string
			side   int
		}{{"0280", 640}, {"012c", 300}, {"0040", 64}} {
			list = append(list, spotify.Image{
				URL: s.AccountsURL + "/image/" + size.digits + hash, Height: &size.side, Width: &size.side,
			})
		}
		return list
	}
	check := func(t *testing.T, want, got any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("it differs (-want +got):\n%s", diff)
		}
	}
	yes, markets := true, []spotify.Market{"DE", "SE"}

	artist := s.AddArtist(spotifytest.Artist{Name: "Ann", Genres: []string{"hum", "dub"}, Popularity: 40, Followers: 7})
	simpleArtist := spotify.SimplifiedArtist{
		ExternalURLs: spotify.ExternalURLs{Spotify: page("artist", string(artist.ID))},
		Href:         s.URL + "/artists/" + string(artist.ID), ID: artist.ID, Name: "Ann", Type: "artist", URI: artist.ID.URI(),
	}
	t.Run("artist", func(t *testing.T) {
		want := &spotify.Artist{
			ExternalURLs: simpleArtist.ExternalURLs, Href: simpleArtist.Href, ID: artist.ID, Name: "Ann", Type: "artist", URI: artist.ID.URI(),
			Followers: &spotify.Followers{Total: 7}, Genres: []string{"hum", "dub"}, Images: images("artist", string(artist.ID)), Popularity: 40,
		}
		got, err := client.Artists.Get(ctx, artist.ID)
		check(t, want, got, err)
	})
	t.Run("artist without images", func(t *testing.T) {
		faceless := s.AddArtist(spotifytest.Artist{NoImages: true})
		got, err := client.Artists.Get(ctx, faceless.ID)
		check(t, spotify.Images{}, got.Images, err)
	})

	album := s.AddAlbum(spotifytest.Album{
		Name: "Album", Type: "ep", Artists: []spotify.ArtistID{artist.ID}, ReleaseDate: "1981-12", Markets: markets,
		Label: "Tin Roof", UPC: "200000000007", Popularity: 33, Genres: []string{"hum"},
	})
	track := s.AddTrack(spotifytest.Track{
		Name: "Track", Album: album.ID, Duration: 65_432 * time.Millisecond, Disc: 2, Number: 9, Explicit: true,
		Popularity: 12, ISRC: "ZZSPT2600001", Markets: markets,
	})
	simpleAlbum := spotify.SimplifiedAlbum{
		AlbumType: "ep", Artists: []spotify.SimplifiedArtist{simpleArtist}, AvailableMarkets: spotify.NewMarkets(markets...),
		ExternalURLs: spotify.ExternalURLs{Spotify: page("album", string(album.ID))}, Href: s.URL + "/albums/" + string(album.ID),
		ID: album.ID, Images: images("album", string(album.ID)), IsPlayable: &yes, Name: "Album", ReleaseDate: "1981-12", ReleaseDatePrecision: "month",
		TotalTracks: 1, Type: "album", URI: album.ID.URI(),
	}
	t.Run("track", func(t *testing.T) {
		want := &spotify.Track{
			Album: simpleAlbum, Artists: simpleAlbum.Artists, DiscNumber: 2, DurationMS: 65_432, Explicit: true,
			ExternalIDs:  spotify.ExternalIDs{ISRC: "ZZSPT2600001"},
			ExternalURLs: spotify.ExternalURLs{Spotify: page("track", string(track.ID))}, Href: s.URL + "/tracks/" + string(track.ID),
			ID: track.ID, IsPlayable: &yes, Name: "Track", Popularity: 12, TrackNumber: 9, Type: "track", URI: track.ID.URI(),
		}
		got, err := client.Tracks.Get(ctx, track.ID, nil)
		check(t, want, got, err)
	})
	t.Run("album", func(t *testing.T) {
		got, err := client.Albums.Get(ctx, album.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		tracks := got.Tracks
		got.Tracks = spotify.Page[spotify.SimplifiedTrack]{}
		check(t, &spotify.Album{
			AlbumType: "ep", Artists: simpleAlbum.Artists, AvailableMarkets: simpleAlbum.AvailableMarkets,
			Copyrights:  []spotify.Copyright{{Text: "© 1981 Tin Roof", Type: "C"}, {Text: "℗ 1981 Tin Roof", Type: "P"}},
			ExternalIDs: spotify.ExternalIDs{UPC: "200000000007", EAN: "0200000000007"}, ExternalURLs: simpleAlbum.ExternalURLs,
			Genres: []string{"hum"}, Href: simpleAlbum.Href, ID: album.ID, Images: simpleAlbum.Images, IsPlayable: &yes, Label: "Tin Roof", Name: "Album",
			Popularity: 33, ReleaseDate: "1981-12", ReleaseDatePrecision: "month", TotalTracks: 1, Type: "album", URI: album.ID.URI(),
		}, got, nil)
		if len(tracks.Items) != 1 || tracks.Items[0].ID != track.ID || tracks.Items[0].DurationMS != 65_432 {
			t.Errorf("tracks of the album are %+v, want the one that it has", tracks.Items)
		}
	})

	show := s.AddShow(spotifytest.Show{
		Name: "Show", Publisher: "Ann", Description: "A & B", Languages: []string{"sv", "en"}, Markets: markets, Explicit: true, External: true,
	})
	episode := s.AddEpisode(spotifytest.Episode{
		Name: "Episode", Show: show.ID, Description: "C & D", Duration: 30 * time.Second, ReleaseDate: "2021-02-03", Explicit: true, Markets: markets,
	})
	t.Run("episode", func(t *testing.T) {
		want := &spotify.Episode{
			Description: "C & D", DurationMS: 30_000, Explicit: true,
			ExternalURLs: spotify.ExternalURLs{Spotify: page("episode", string(episode.ID))}, HTMLDescription: "<p>C &amp; D</p>",
			Href: s.URL + "/episodes/" + string(episode.ID), ID: episode.ID, Images: images("episode", string(episode.ID)),
			IsExternallyHosted: true, IsPlayable: &yes, Language: "sv", Languages: []string{"sv", "en"}, Name: "Episode",
			ReleaseDate: "2021-02-03", ReleaseDatePrecision: "day", ResumePoint: &spotify.ResumePoint{}, Type: "episode", URI: episode.ID.URI(),
			Show: spotify.SimplifiedShow{
				AvailableMarkets: spotify.NewMarkets(markets...), Copyrights: []spotify.Copyright{}, Description: "A & B", Explicit: true,
				ExternalURLs: spotify.ExternalURLs{Spotify: page("show", string(show.ID))}, HTMLDescription: "<p>A &amp; B</p>",
				Href: s.URL + "/shows/" + string(show.ID), ID: show.ID, Images: images("show", string(show.ID)), IsExternallyHosted: true,
				Languages: []string{"sv", "en"}, MediaType: "audio", Name: "Show", Publisher: "Ann", TotalEpisodes: 1, Type: "show", URI: show.ID.URI(),
			},
		}
		got, err := client.Episodes.Get(ctx, episode.ID, nil)
		check(t, want, got, err)
	})

	book := s.AddAudiobook(spotifytest.Audiobook{
		Name: "Book", Authors: []string{"Ann", "Bob"}, Narrators: []string{"Cy"}, Publisher: "Ann & Sons", Description: "E",
		Edition: "Abridged", Languages: []string{"de"}, Markets: markets, Explicit: true,
	})
	chapter := s.AddChapter(spotifytest.Chapter{
		Name: "Chapter", Audiobook: book.ID, Description: "F", Duration: 90 * time.Second, Number: 4, ReleaseDate: "2021", Markets: markets,
	})
	t.Run("chapter", func(t *testing.T) {
		want := &spotify.Chapter{
			AvailableMarkets: spotify.NewMarkets(markets...), ChapterNumber: 4, Description: "F", DurationMS: 90_000, Explicit: true,
			ExternalURLs: spotify.ExternalURLs{Spotify: page("episode", string(chapter.ID))}, HTMLDescription: "<p>F</p>",
			Href: s.URL + "/chapters/" + string(chapter.ID), ID: chapter.ID, Images: images("chapter", string(chapter.ID)), IsPlayable: &yes,
			Languages: []string{"de"}, Name: "Chapter", ReleaseDate: "2021", ReleaseDatePrecision: "year", ResumePoint: &spotify.ResumePoint{},
			Type: "chapter", URI: chapter.ID.URI(),
			Audiobook: spotify.SimplifiedAudiobook{
				Authors: []spotify.Author{{Name: "Ann"}, {Name: "Bob"}}, AvailableMarkets: spotify.NewMarkets(markets...),
				Copyrights: []spotify.Copyright{}, Description: "E", Edition: "Abridged", Explicit: true,
				ExternalURLs: spotify.ExternalURLs{Spotify: page("show", string(book.ID))}, HTMLDescription: "<p>E</p>",
				Href: s.URL + "/audiobooks/" + string(book.ID), ID: book.ID, Images: images("audiobook", string(book.ID)),
				Languages: []string{"de"}, MediaType: "audio", Name: "Book", Narrators: []spotify.Narrator{{Name: "Cy"}},
				Publisher: "Ann & Sons", TotalChapters: 1, Type: "audiobook", URI: book.ID.URI(),
			},
		}
		got, err := client.Chapters.Get(ctx, chapter.ID, nil)
		check(t, want, got, err)
	})
}
