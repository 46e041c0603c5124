//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestSearchesForOrdinaryWords makes sure that the words which come to mind first find
// something of every kind.
func TestSearchesForOrdinaryWords(t *testing.T) {
	server := spotifytest.NewServer(t)
	for _, words := range []string{
		"love", "Love", "night", "day", "heart", "home", "dance", "summer", "world", "rain", "dream", "moon", "life",
		"happy", "blue", "good", "black", "sad", "big", "party", "sleep", "music", "song", "rock", "pop", "jazz", "metal",
		"hip-hop", "king", "queen", "news", "history", "story", "test", "work", "christmas", "piano", "death", "crime",
		"comedy", "business", "focus", "workout", "food", "family", "happy love", "the", "lov",
	} {
		kinds := everySearchType
		if words == "happy love" {
			kinds = []spotify.Kind{spotify.KindArtist}
		}
		if words == "the" {
			kinds = []spotify.Kind{spotify.KindTrack, spotify.KindShow, spotify.KindAudiobook}
		}
		for _, kind := range kinds {
			_, answer := sendRaw(t, server, "GET", "/search?type="+string(kind)+"&q="+url.QueryEscape(words), "")
			var pages map[string]struct{ Items []json.RawMessage }
			if err := json.Unmarshal([]byte(answer), &pages); err != nil {
				t.Fatalf("%v in %.200s", err, answer)
			}
			if len(pages[string(kind)+"s"].Items) == 0 {
				t.Errorf("a search for %q finds no %s", words, kind)
			}
		}
	}
	// The thing with just this name comes first.
	found, err := server.Client().Search.Query(t.Context(), "love", everySearchType, nil)
	if err != nil || found.Tracks.Items[0].Name != "Love" {
		t.Errorf("a search for love begins with %+v, %v", found.Tracks.Items[:1], err)
	}
}

// TestOrdinaryGenres makes sure that the genres of everybody have artists, tracks, and
// recommendations.
func TestOrdinaryGenres(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, ctx := server.Client(), t.Context()
	seeds, err := client.Genres.ListSeeds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, genre := range []string{"pop", "rock", "jazz", "hip-hop", "r-n-b", "classical", "electronic", "country", "metal", "techno"} {
		if !slices.Contains(seeds, genre) {
			t.Errorf("%s is no seed", genre)
		}
		got, err := client.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{SeedGenres: []string{genre}, Limit: 5})
		if err != nil || len(got.Tracks) != 5 {
			t.Errorf("%s: %d tracks are recommended (%v), want 5", genre, len(got.Tracks), err)
		}
		kinds := []spotify.Kind{spotify.KindArtist, spotify.KindTrack}
		found, err := client.Search.Query(ctx, `genre:"`+strings.ReplaceAll(genre, "-", " ")+`"`, kinds, nil)
		if err != nil || len(found.Artists.Items) == 0 || len(found.Tracks.Items) == 0 {
			t.Errorf("genre:%s finds %+v (%v), want artists and tracks", genre, found, err)
		}
	}
}
