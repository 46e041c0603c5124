//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestRecommendationSeeds(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	ann := server.AddArtist(spotifytest.Artist{Name: "Ann", Genres: []string{"hum"}})
	bob := server.AddArtist(spotifytest.Artist{Name: "Bob"})
	add := func(name, genre string, by spotifytest.Artist, more spotifytest.Track) spotify.TrackID {
		more.Name, more.Genre, more.Artists = name, genre, []spotify.ArtistID{by.ID}
		return server.AddTrack(more).ID
	}
	first := add("hum 1", "hum", ann, spotifytest.Track{Popularity: 3, ISRC: "ZZSPT2600001"})
	add("hum 1 again", "hum", ann, spotifytest.Track{Popularity: 2, ISRC: "ZZSPT2600001"})
	add("hum 2", "hum", bob, spotifytest.Track{Popularity: 9})
	add("dub 1", "dub", bob, spotifytest.Track{Popularity: 5})
	add("dub 2", "dub", ann, spotifytest.Track{Popularity: 4, Markets: []spotify.Market{"US"}})

	seed := func(kind spotify.Kind, id, href string, sizes ...int) spotify.RecommendationSeed {
		if href != "" {
			href = server.URL + href + id
		}
		return spotify.RecommendationSeed{
			Type: kind, ID: id, Href: href,
			InitialPoolSize: sizes[0], AfterFilteringSize: sizes[1], AfterRelinkingSize: sizes[2],
		}
	}
	low := 3
	tests := []struct {
		name   string
		opts   spotify.TracksGetRecommendationsOptions
		seeds  []spotify.RecommendationSeed
		tracks []string
	}{
		{"genre", spotify.TracksGetRecommendationsOptions{SeedGenres: []string{"dub"}},
			[]spotify.RecommendationSeed{seed("GENRE", "dub", "", 2, 2, 1)}, []string{"dub 1"}},
		{"genre in another market", spotify.TracksGetRecommendationsOptions{SeedGenres: []string{"dub"}, Market: "US"},
			[]spotify.RecommendationSeed{seed("GENRE", "dub", "", 2, 2, 2)}, []string{"dub 1", "dub 2"}},
		{"artist", spotify.TracksGetRecommendationsOptions{SeedArtists: []spotify.ArtistID{ann.ID}},
			[]spotify.RecommendationSeed{seed("ARTIST", string(ann.ID), "/artists/", 4, 4, 2)}, []string{"hum 2", "hum 1"}},
		{"track", spotify.TracksGetRecommendationsOptions{SeedTracks: []spotify.TrackID{first}},
			[]spotify.RecommendationSeed{seed("TRACK", string(first), "/tracks/", 2, 2, 1)}, []string{"hum 2"}},
		{"several, and a bound", spotify.TracksGetRecommendationsOptions{SeedGenres: []string{"dub", "hum"}, MinPopularity: &low},
			[]spotify.RecommendationSeed{seed("GENRE", "dub", "", 2, 2, 1), seed("GENRE", "hum", "", 3, 2, 2)}, []string{"hum 2", "dub 1", "hum 1"}},
		{"the same track from two seeds", spotify.TracksGetRecommendationsOptions{SeedGenres: []string{"hum"}, SeedArtists: []spotify.ArtistID{bob.ID}, Limit: 2},
			[]spotify.RecommendationSeed{seed("ARTIST", string(bob.ID), "/artists/", 2, 2, 2), seed("GENRE", "hum", "", 3, 3, 2)}, []string{"hum 2", "dub 1"}},
		{"unknown", spotify.TracksGetRecommendationsOptions{SeedTracks: []spotify.TrackID{unknownID}, SeedGenres: []string{"nothing"}, SeedArtists: []spotify.ArtistID{unknownID}},
			[]spotify.RecommendationSeed{seed("ARTIST", unknownID, "/artists/", 0, 0, 0), seed("GENRE", "nothing", "", 0, 0, 0), seed("TRACK", unknownID, "/tracks/", 0, 0, 0)}, nil},
	}
	client := server.Client()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := client.Tracks.GetRecommendations(t.Context(), &tt.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.seeds, got.Seeds); diff != "" {
				t.Errorf("seeds differ (-want +got):\n%s", diff)
			}
			var names []string
			for _, track := range got.Tracks {
				names = append(names, track.Name)
				if track.Album.AlbumType != "SINGLE" { // docs/facts/mismatches.md M44
					t.Errorf("album type = %q, want SINGLE", track.Album.AlbumType)
				}
			}
			if diff := cmp.Diff(tt.tracks, names); diff != "" {
				t.Errorf("tracks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRecommendationsRefused(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	client, example := server.Client(), server.Example()
	genres, tracks := []string{"a", "b", "c"}, []spotify.TrackID{example.Track, example.Track}
	tests := []struct {
		name string
		opts spotify.TracksGetRecommendationsOptions
		want string
	}{
		{"no seed", spotify.TracksGetRecommendationsOptions{},
			"Bad Request: At least one seed is required: seed_artists, seed_genres or seed_tracks"},
		{"five seeds", spotify.TracksGetRecommendationsOptions{SeedGenres: genres, SeedTracks: tracks}, "no refusal"},
		{"six seeds", spotify.TracksGetRecommendationsOptions{SeedGenres: genres, SeedTracks: tracks, SeedArtists: []spotify.ArtistID{example.Artist}},
			"Bad Request: Too many seeds: at most five of all kinds together"},
		{"malformed track", spotify.TracksGetRecommendationsOptions{SeedTracks: []spotify.TrackID{malformedID}}, "Bad Request: Invalid base62 id"},
		{"malformed artist", spotify.TracksGetRecommendationsOptions{SeedArtists: []spotify.ArtistID{malformedID}}, "Bad Request: Invalid base62 id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client.Tracks.GetRecommendations(t.Context(), &tt.opts)
			if got := refusalOf(err); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// Bounds and targets are about what the audio features say.
func TestRecommendationsByMeasure(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	for i := range 30 {
		server.AddTrack(spotifytest.Track{Genre: "hum", Duration: time.Duration(100+i) * time.Second})
	}
	client := server.Client()
	read := func(t *testing.T, opts spotify.TracksGetRecommendationsOptions) []*spotify.AudioFeatures {
		t.Helper()
		opts.SeedGenres, opts.Limit = []string{"hum"}, 100
		got, err := client.Tracks.GetRecommendations(t.Context(), &opts)
		if err != nil {
			t.Fatal(err)
		}
		var ids []spotify.TrackID
		for _, track := range got.Tracks {
			ids = append(ids, track.ID)
		}
		features, err := client.Tracks.GetManyAudioFeatures(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		return features
	}
	all := read(t, spotify.TracksGetRecommendationsOptions{})
	if len(all) != 30 {
		t.Fatalf("there are %d tracks, want 30", len(all))
	}

	t.Run("bounds", func(t *testing.T) {
		low, high, shortest := 0.2, 0.7, 110_000
		within := func(f *spotify.AudioFeatures) bool {
			return f.Energy >= low && f.Energy <= high && f.DurationMS >= shortest
		}
		want := 0
		for _, f := range all {
			if within(f) {
				want++
			}
		}
		got := read(t, spotify.TracksGetRecommendationsOptions{MinEnergy: &low, MaxEnergy: &high, MinDurationMS: &shortest})
		if want == 0 || want == len(all) || len(got) != want {
			t.Errorf("%d of %d tracks, want %d, and neither none nor all", len(got), len(all), want)
		}
		for _, f := range got {
			if !within(f) {
				t.Errorf("%+v is out of bounds", f)
			}
		}
	})
	t.Run("target", func(t *testing.T) {
		target := 0.5
		got := read(t, spotify.TracksGetRecommendationsOptions{TargetValence: &target})
		distance := func(f *spotify.AudioFeatures) float64 { return max(f.Valence-target, target-f.Valence) }
		nearestFirst := slices.IsSortedFunc(got, func(a, b *spotify.AudioFeatures) int {
			if difference := distance(a) - distance(b); difference < -1e-9 { // more than what rounding does
				return -1
			}
			return 0
		})
		if len(got) != len(all) || !nearestFirst {
			t.Errorf("%d tracks of %d, the nearest first: %t", len(got), len(all), nearestFirst)
		}
	})
}
