//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

const (
	unknownID   = "0000000000000000000000"
	malformedID = "not-base-62"
)

// refusalOf is status and message of an answer that refuses.
func refusalOf(err error) string {
	var refused *spotify.APIError
	if !errors.As(err, &refused) {
		return "no refusal"
	}
	return http.StatusText(refused.StatusCode) + ": " + refused.Message
}

// Each kind of thing says of an ID that it is unknown, or that it is none.
func TestIDs(t *testing.T) {
	client := spotifytest.NewServer(t, spotifytest.Empty()).Client()
	reads := map[string]func(ctx context.Context, id string) error{
		"album": func(ctx context.Context, id string) error {
			_, err := client.Albums.Get(ctx, spotify.AlbumID(id), nil)
			return err
		},
		"tracks of an album": func(ctx context.Context, id string) error {
			_, err := client.Albums.ListTracks(ctx, spotify.AlbumID(id), nil)
			return err
		},
		"artist": func(ctx context.Context, id string) error {
			_, err := client.Artists.Get(ctx, spotify.ArtistID(id))
			return err
		},
		"albums of an artist": func(ctx context.Context, id string) error {
			_, err := client.Artists.ListAlbums(ctx, spotify.ArtistID(id), nil)
			return err
		},
		"related artists": func(ctx context.Context, id string) error {
			_, err := client.Artists.ListRelated(ctx, spotify.ArtistID(id))
			return err
		},
		"top tracks": func(ctx context.Context, id string) error {
			_, err := client.Artists.ListTopTracks(ctx, spotify.ArtistID(id), nil)
			return err
		},
		"track": func(ctx context.Context, id string) error {
			_, err := client.Tracks.Get(ctx, spotify.TrackID(id), nil)
			return err
		},
		"audio features": func(ctx context.Context, id string) error {
			_, err := client.Tracks.GetAudioFeatures(ctx, spotify.TrackID(id))
			return err
		},
		"audio analysis": func(ctx context.Context, id string) error {
			_, err := client.Tracks.GetAudioAnalysis(ctx, spotify.TrackID(id))
			return err
		},
		"show": func(ctx context.Context, id string) error {
			_, err := client.Shows.Get(ctx, spotify.ShowID(id), nil)
			return err
		},
		"episodes of a show": func(ctx context.Context, id string) error {
			_, err := client.Shows.ListEpisodes(ctx, spotify.ShowID(id), nil)
			return err
		},
		"episode": func(ctx context.Context, id string) error {
			_, err := client.Episodes.Get(ctx, spotify.EpisodeID(id), nil)
			return err
		},
		"audiobook": func(ctx context.Context, id string) error {
			_, err := client.Audiobooks.Get(ctx, spotify.AudiobookID(id), nil)
			return err
		},
		"chapters of an audiobook": func(ctx context.Context, id string) error {
			_, err := client.Audiobooks.ListChapters(ctx, spotify.AudiobookID(id), nil)
			return err
		},
		"chapter": func(ctx context.Context, id string) error {
			_, err := client.Chapters.Get(ctx, spotify.ChapterID(id), nil)
			return err
		},
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			if got, want := refusalOf(read(t.Context(), unknownID)), "Not Found: Resource not found"; got != want {
				t.Errorf("unknown ID: %s, want %s", got, want)
			}
			if got, want := refusalOf(read(t.Context(), malformedID)), "Bad Request: Invalid base62 id"; got != want {
				t.Errorf("malformed ID: %s, want %s", got, want)
			}
		})
	}

	// The ID of a category can be anything.
	_, err := client.Categories.Get(t.Context(), malformedID, nil)
	if got, want := refusalOf(err), "Not Found: Resource not found"; got != want {
		t.Errorf("unknown category: %s, want %s", got, want)
	}
	_, err = client.Categories.ListPlaylists(t.Context(), malformedID, nil)
	if got, want := refusalOf(err), "Not Found: Resource not found"; got != want {
		t.Errorf("playlists of an unknown category: %s, want %s", got, want)
	}
}

// In batches, what is unknown leaves a gap, and what is malformed refuses all.
func TestBatches(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, example := server.Client(), server.Example()
	us := spotify.Market("US") // has audiobooks
	reads := map[string]func(ctx context.Context, ids ...string) ([]string, error){
		"albums": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Albums.GetMany(ctx, convert[spotify.AlbumID](ids), nil)
			return idsOf(found, func(a *spotify.Album) string { return string(a.ID) }), err
		},
		"artists": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Artists.GetMany(ctx, convert[spotify.ArtistID](ids))
			return idsOf(found, func(a *spotify.Artist) string { return string(a.ID) }), err
		},
		"tracks": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Tracks.GetMany(ctx, convert[spotify.TrackID](ids), nil)
			return idsOf(found, func(t *spotify.Track) string { return string(t.ID) }), err
		},
		"audio features": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Tracks.GetManyAudioFeatures(ctx, convert[spotify.TrackID](ids))
			return idsOf(found, func(f *spotify.AudioFeatures) string { return string(f.ID) }), err
		},
		"shows": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Shows.GetMany(ctx, convert[spotify.ShowID](ids), nil)
			return idsOf(found, func(s *spotify.SimplifiedShow) string { return string(s.ID) }), err
		},
		"episodes": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Episodes.GetMany(ctx, convert[spotify.EpisodeID](ids), nil)
			return idsOf(found, func(e *spotify.Episode) string { return string(e.ID) }), err
		},
		"audiobooks": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Audiobooks.GetMany(ctx, convert[spotify.AudiobookID](ids), &spotify.AudiobooksGetManyOptions{Market: us})
			return idsOf(found, func(b *spotify.Audiobook) string { return string(b.ID) }), err
		},
		"chapters": func(ctx context.Context, ids ...string) ([]string, error) {
			found, err := client.Chapters.GetMany(ctx, convert[spotify.ChapterID](ids), &spotify.ChaptersGetManyOptions{Market: us})
			return idsOf(found, func(c *spotify.Chapter) string { return string(c.ID) }), err
		},
	}
	known := map[string]string{
		"albums": string(example.Album), "artists": string(example.Artist), "tracks": string(example.Track),
		"audio features": string(example.Track), "shows": string(example.Show), "episodes": string(example.Episode),
		"audiobooks": string(example.Audiobook), "chapters": string(example.Chapter),
	}
	for name, read := range reads {
		t.Run(name, func(t *testing.T) {
			id := known[name]
			got, err := read(t.Context(), id, unknownID, id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{id, "", id}, got); diff != "" {
				t.Errorf("IDs differ (-want +got):\n%s", diff)
			}
			_, err = read(t.Context(), id, malformedID)
			if got, want := refusalOf(err), "Bad Request: Invalid base62 id"; got != want {
				t.Errorf("malformed ID: %s, want %s", got, want)
			}
		})
	}
}

func convert[ID ~string](texts []string) []ID {
	ids := make([]ID, len(texts))
	for i, text := range texts {
		ids[i] = ID(text)
	}
	return ids
}

// idsOf has "" for what is not there.
func idsOf[E any](list []*E, id func(*E) string) []string {
	ids := make([]string, len(list))
	for i, e := range list {
		if e != nil {
			ids[i] = id(e)
		}
	}
	return ids
}

// What is spoken is there only for a market that has it; music is there for all.
func TestSpokenAndMarkets(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	onlySE := []spotify.Market{"SE"}
	show := server.AddShow(spotifytest.Show{Markets: onlySE})
	episode := server.AddEpisode(spotifytest.Episode{Show: show.ID, Markets: onlySE})
	server.AddEpisode(spotifytest.Episode{Show: show.ID, Markets: []spotify.Market{"US"}, ReleaseDate: "2019"})
	removed := server.AddEpisode(spotifytest.Episode{Show: show.ID, Removed: true})
	book := server.AddAudiobook(spotifytest.Audiobook{Markets: onlySE})
	chapter := server.AddChapter(spotifytest.Chapter{Audiobook: book.ID, Markets: onlySE})
	track := server.AddTrack(spotifytest.Track{Markets: onlySE})

	user, app := server.Client(), server.AppClient()
	tests := []struct {
		name   string
		client *spotify.Client
		market spotify.Market
		there  bool
	}{
		{"user in SE", user, "", true},
		{"user in SE who asks for US", user, "US", false},
		{"app that asks for SE", app, "SE", true},
		{"app that asks for US", app, "US", false},
		{"app without a market", app, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, c := t.Context(), tt.client
			_, showErr := c.Shows.Get(ctx, show.ID, &spotify.ShowsGetOptions{Market: tt.market})
			_, listErr := c.Shows.ListEpisodes(ctx, show.ID, &spotify.ShowsListEpisodesOptions{Market: tt.market})
			_, episodeErr := c.Episodes.Get(ctx, episode.ID, &spotify.EpisodesGetOptions{Market: tt.market})
			_, bookErr := c.Audiobooks.Get(ctx, book.ID, &spotify.AudiobooksGetOptions{Market: tt.market})
			_, chaptersErr := c.Audiobooks.ListChapters(ctx, book.ID, &spotify.AudiobooksListChaptersOptions{Market: tt.market})
			_, chapterErr := c.Chapters.Get(ctx, chapter.ID, &spotify.ChaptersGetOptions{Market: tt.market})
			for name, err := range map[string]error{
				"show": showErr, "episodes": listErr, "episode": episodeErr,
				"audiobook": bookErr, "chapters": chaptersErr, "chapter": chapterErr,
			} {
				if tt.there && err != nil || !tt.there && !errors.Is(err, spotify.ErrNotFound) {
					t.Errorf("%s: error %v, want it to be there: %t", name, err, tt.there)
				}
			}
			shows, err := c.Shows.GetMany(ctx, []spotify.ShowID{show.ID}, &spotify.ShowsGetManyOptions{Market: tt.market})
			if err != nil || (shows[0] != nil) != tt.there {
				t.Errorf("many shows: %v, %v; want it to be there: %t", shows, err, tt.there)
			}
			episodes, err := c.Episodes.GetMany(ctx, []spotify.EpisodeID{episode.ID, removed.ID}, &spotify.EpisodesGetManyOptions{Market: tt.market})
			if err != nil || (episodes[0] != nil) != tt.there || episodes[1] != nil {
				t.Errorf("many episodes: %v, %v; want the first to be there: %t", episodes, err, tt.there)
			}
			books, err := c.Audiobooks.GetMany(ctx, []spotify.AudiobookID{book.ID}, &spotify.AudiobooksGetManyOptions{Market: tt.market})
			if err != nil || (books[0] != nil) != tt.there {
				t.Errorf("many audiobooks: %v, %v; want it to be there: %t", books, err, tt.there)
			}
			chapters, err := c.Chapters.GetMany(ctx, []spotify.ChapterID{chapter.ID}, &spotify.ChaptersGetManyOptions{Market: tt.market})
			if err != nil || (chapters[0] != nil) != tt.there {
				t.Errorf("many chapters: %v, %v; want it to be there: %t", chapters, err, tt.there)
			}
			if _, err := c.Tracks.Get(ctx, track.ID, &spotify.TracksGetOptions{Market: tt.market}); err != nil {
				t.Errorf("track: %v", err)
			}
			if _, err := c.Albums.Get(ctx, track.Album, &spotify.AlbumsGetOptions{Market: tt.market}); err != nil {
				t.Errorf("album: %v", err)
			}
		})
	}

	t.Run("removed episode", func(t *testing.T) {
		if _, err := user.Episodes.Get(t.Context(), removed.ID, nil); !errors.Is(err, spotify.ErrNotFound) {
			t.Errorf("error %v, want not found", err)
		}
	})
	t.Run("episodes of a show", func(t *testing.T) {
		got, err := user.Shows.Get(t.Context(), show.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		list := got.Episodes.Items
		if len(list) != 2 || got.TotalEpisodes != 2 {
			t.Fatalf("the show has %d episodes, of which it lists %+v; want 2", got.TotalEpisodes, list)
		}
		if first := list[0]; first.ID != episode.ID || !*first.IsPlayable || first.Restrictions != nil {
			t.Errorf("the newest episode is %+v, want %s and playable", first, episode.ID)
		}
		if second := list[1]; *second.IsPlayable || second.Restrictions == nil || second.Restrictions.Reason != "market" {
			t.Errorf("the episode for US is %+v, want it to be restricted", second)
		}
	})
}

func TestAlbumTracks(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	album := server.AddAlbum(spotifytest.Album{Name: "Long"})
	var want []spotify.TrackID
	for range 120 {
		want = append(want, server.AddTrack(spotifytest.Track{Album: album.ID}).ID)
	}
	client := server.Client()
	t.Run("all pages", func(t *testing.T) {
		var got []spotify.TrackID
		for track, err := range client.Albums.AllTracks(t.Context(), album.ID, nil) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, track.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("tracks differ (-want +got):\n%s", diff)
		}
	})
	t.Run("the page inside the album", func(t *testing.T) {
		got, err := client.Albums.Get(t.Context(), album.ID, &spotify.AlbumsGetOptions{Market: "US"})
		if err != nil {
			t.Fatal(err)
		}
		next := server.URL + "/albums/" + string(album.ID) + "/tracks?limit=50&market=US&offset=50"
		if page := got.Tracks; len(page.Items) != 50 || page.Total != 120 || page.Next != next || page.Previous != "" {
			t.Errorf("the page has %d items of %d and leads to %q, want 50 of 120 and %q", len(page.Items), page.Total, page.Next, next)
		}
		if got.TotalTracks != 120 {
			t.Errorf("total tracks = %d, want 120", got.TotalTracks)
		}
	})
}

func TestArtistAlbums(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	artist, other := server.AddArtist(spotifytest.Artist{}), server.AddArtist(spotifytest.Artist{})
	add := func(name, albumType string, by spotify.ArtistID, date spotify.ReleaseDate, markets ...spotify.Market) spotify.AlbumID {
		return server.AddAlbum(spotifytest.Album{
			Name: name, Type: albumType, Artists: []spotify.ArtistID{by}, ReleaseDate: date, Markets: markets,
		}).ID
	}
	add("debut", "album", artist.ID, "1999")
	add("best of", "compilation", artist.ID, "2020-02")
	add("newest", "album", artist.ID, "2024-05-06")
	add("hit", "single", artist.ID, "2023-01-02")
	add("four songs", "ep", artist.ID, "2024-01-02")
	add("American", "album", artist.ID, "2025-01-01", "US")
	sampler := add("sampler", "album", other.ID, "2025-01-01")
	for range 2 { // it is listed once all the same
		server.AddTrack(spotifytest.Track{Album: sampler, Artists: []spotify.ArtistID{other.ID, artist.ID}})
	}
	tests := []struct {
		name   string
		market spotify.Market
		groups []spotify.AlbumGroup
		want   []string
	}{
		{"all", "", nil, []string{"newest album", "debut album", "four songs single", "hit single", "sampler appears_on", "best of compilation"}},
		{"another market", "US", []spotify.AlbumGroup{"album"}, []string{"American album", "newest album", "debut album"}},
		{"some groups", "", []spotify.AlbumGroup{"compilation", "single"}, []string{"four songs single", "hit single", "best of compilation"}},
		{"appears on", "", []spotify.AlbumGroup{"appears_on"}, []string{"sampler appears_on"}},
	}
	client := server.Client()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			opts := &spotify.ArtistsListAlbumsOptions{IncludeGroups: tt.groups, Market: tt.market, Limit: 2}
			var got []string
			for album, err := range client.Artists.AllAlbums(t.Context(), artist.ID, opts) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, album.Name+" "+string(album.AlbumGroup))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("albums differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTopTracks(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	artist := server.AddArtist(spotifytest.Artist{})
	single := server.AddAlbum(spotifytest.Album{Type: "single", Artists: []spotify.ArtistID{artist.ID}})
	add := func(popularity int, isrc string, markets ...spotify.Market) {
		server.AddTrack(spotifytest.Track{Album: single.ID, Popularity: popularity, ISRC: isrc, Markets: markets})
	}
	add(99, "", "US")
	add(90, "ZZSPT2600009")
	add(89, "ZZSPT2600009") // the same recording
	for popularity := range 12 {
		add(popularity, "")
	}
	list := func(client *spotify.Client, market spotify.Market) ([]int, error) {
		tracks, err := client.Artists.ListTopTracks(t.Context(), artist.ID, &spotify.ArtistsListTopTracksOptions{Market: market})
		var popularity []int
		for _, track := range tracks {
			popularity = append(popularity, track.Popularity)
			if track.Album.AlbumType != "SINGLE" { // docs/facts/mismatches.md M44
				t.Errorf("album type = %q, want SINGLE", track.Album.AlbumType)
			}
		}
		return popularity, err
	}
	for market, want := range map[spotify.Market][]int{
		"":   {90, 11, 10, 9, 8, 7, 6, 5, 4, 3},
		"US": {99, 90, 11, 10, 9, 8, 7, 6, 5, 4},
	} {
		got, err := list(server.Client(), market)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("popularity of the top tracks in %q differs (-want +got):\n%s", market, diff)
		}
	}
	_, err := list(server.AppClient(), "")
	if got, want := refusalOf(err), "Bad Request: Missing required field: market"; got != want {
		t.Errorf("app without a market: %s, want %s", got, want)
	}
}

func TestRelatedArtists(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	artist := server.AddArtist(spotifytest.Artist{Name: "asked", Genres: []string{"dub", "hum", "polka"}})
	server.AddArtist(spotifytest.Artist{Name: "far", Genres: []string{"opera"}})
	server.AddArtist(spotifytest.Artist{Name: "near", Genres: []string{"polka"}, Popularity: 1})
	server.AddArtist(spotifytest.Artist{Name: "nearest", Genres: []string{"hum", "opera", "dub"}})
	server.AddArtist(spotifytest.Artist{Name: "near and known", Genres: []string{"polka"}, Popularity: 2})
	related, err := server.Client().Artists.ListRelated(t.Context(), artist.ID)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range related {
		got = append(got, a.Name)
	}
	if diff := cmp.Diff([]string{"nearest", "near and known", "near"}, got); diff != "" {
		t.Errorf("artists differ (-want +got):\n%s", diff)
	}
}

func TestBrowsing(t *testing.T) {
	server := spotifytest.NewServer(t)
	client := server.Client()
	t.Run("new releases", func(t *testing.T) {
		var dates []spotify.ReleaseDate
		for album, err := range client.Albums.AllNewReleases(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			dates = append(dates, album.ReleaseDate)
			if !album.AvailableMarkets.Has("SE") {
				t.Errorf("%s is not available to the user", album.Name)
			}
		}
		newestFirst := slices.IsSortedFunc(dates, func(a, b spotify.ReleaseDate) int { return strings.Compare(string(b), string(a)) })
		if len(dates) != 100 || !newestFirst {
			t.Errorf("%d albums from %v, want 100, and the newest first", len(dates), dates)
		}
	})
	t.Run("categories", func(t *testing.T) {
		total := 0
		for category, err := range client.Categories.All(t.Context(), &spotify.CategoriesListOptions{Limit: 3}) {
			if err != nil {
				t.Fatal(err)
			}
			total++
			same, err := client.Categories.Get(t.Context(), category.ID, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(category, *same); diff != "" {
				t.Errorf("the category in the list and by itself differ:\n%s", diff)
			}
		}
		if total == 0 {
			t.Error("there are no categories")
		}
	})
	t.Run("markets", func(t *testing.T) {
		markets, err := client.Markets.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(markets, "SE") || !slices.Contains(markets, "US") {
			t.Errorf("markets %v, want SE and US among them", markets)
		}
	})
	t.Run("genre seeds", func(t *testing.T) {
		genres, err := client.Genres.ListSeeds(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(genres) == 0 || !slices.IsSorted(genres) || len(slices.Compact(slices.Clone(genres))) != len(genres) {
			t.Errorf("genres %q, want some, in order, each of them once", genres)
		}
	})
}
