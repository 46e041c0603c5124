package faketest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

var everySearchType = []spotify.Kind{
	spotify.KindAlbum, spotify.KindArtist, spotify.KindPlaylist, spotify.KindTrack,
	spotify.KindShow, spotify.KindEpisode, spotify.KindAudiobook,
}

// firstFound is the first result of each kind.
type firstFound struct {
	Track     spotify.TrackID
	Album     spotify.AlbumID
	Artist    spotify.ArtistID
	Show      spotify.ShowID
	Episode   spotify.EpisodeID
	Audiobook spotify.AudiobookID
	Playlist  spotify.PlaylistID
}

func firstOf(result *spotify.SearchResult) (first firstFound) {
	if p := result.Tracks; p != nil && len(p.Items) > 0 {
		first.Track = p.Items[0].ID
	}
	if p := result.Albums; p != nil && len(p.Items) > 0 {
		first.Album = p.Items[0].ID
	}
	if p := result.Artists; p != nil && len(p.Items) > 0 {
		first.Artist = p.Items[0].ID
	}
	if p := result.Shows; p != nil && len(p.Items) > 0 {
		first.Show = p.Items[0].ID
	}
	if p := result.Episodes; p != nil && len(p.Items) > 0 {
		first.Episode = p.Items[0].ID
	}
	if p := result.Audiobooks; p != nil && len(p.Items) > 0 {
		first.Audiobook = p.Items[0].ID
	}
	if p := result.Playlists; p != nil && len(p.Items) > 0 {
		first.Playlist = p.Items[0].ID
	}
	return first
}

// Each thing is found by its name, and comes before all others then.
func TestSearchByName(t *testing.T) {
	server := spotifytest.NewServer(t)
	example := server.Example()
	episode, _ := server.Episode(example.Episode)
	tests := []struct {
		query string
		got   func(firstFound) string
		want  string
	}{
		{"Lanterns over Ostrevik", func(f firstFound) string { return string(f.Track) }, string(example.Track)},
		{"salt maps of ostrevik", func(f firstFound) string { return string(f.Album) }, string(example.Album)},
		{"ilva marrenholt", func(f firstFound) string { return string(f.Artist) }, string(example.Artist)},
		{"weathervane hour", func(f firstFound) string { return string(f.Show) }, string(example.Show)},
		{episode.Name, func(f firstFound) string { return string(f.Episode) }, string(example.Episode)},
		{"lighthouse at saltmere", func(f firstFound) string { return string(f.Audiobook) }, string(example.Audiobook)},
		{"Morning Ferry", func(f firstFound) string { return string(f.Playlist) }, string(example.Playlist)},
		{"harper's harbour", func(f firstFound) string { return string(f.Playlist) }, string(example.OthersPlaylist)},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			result, err := server.Client().Search.Query(t.Context(), test.query, everySearchType, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := test.got(firstOf(result)); got != test.want {
				t.Errorf("the first is %q, want %q", got, test.want)
			}
		})
	}
}

// There are pages of the kinds that were asked for and of no others, all with the same
// limit and offset.
func TestSearchTypes(t *testing.T) {
	client := spotifytest.NewServer(t).Client()
	result, err := client.Search.Query(t.Context(), "*", []spotify.Kind{spotify.KindTrack, spotify.KindShow},
		&spotify.SearchQueryOptions{Offset: 3})
	if err != nil {
		t.Fatal(err)
	}
	if result.Tracks == nil || result.Shows == nil {
		t.Fatalf("tracks %v, shows %v; want both", result.Tracks, result.Shows)
	}
	if result.Albums != nil || result.Artists != nil || result.Playlists != nil || result.Episodes != nil || result.Audiobooks != nil {
		t.Errorf("there are pages nobody asked for: %+v", result)
	}
	for _, page := range []struct{ limit, offset, items int }{
		{result.Tracks.Limit, result.Tracks.Offset, len(result.Tracks.Items)},
		{result.Shows.Limit, result.Shows.Offset, len(result.Shows.Items)},
	} {
		if page.limit != 20 || page.offset != 3 || page.items != 20 {
			t.Errorf("limit %d, offset %d, %d items; want 20, 3, 20", page.limit, page.offset, page.items)
		}
	}
}

// A market has the instances of recordings that are available there, and those only.
// Without a market, and without a user who has one, there are all of them.
func TestSearchMarket(t *testing.T) {
	server := spotifytest.NewServer(t)
	example := server.Example()
	tests := []struct {
		name   string
		client *spotify.Client
		market spotify.Market
		want   []spotify.TrackID
	}{
		{"of the user", server.Client(), "", []spotify.TrackID{example.RelinkedTrack}},
		{"of the query", server.Client(), "US", []spotify.TrackID{example.Replacement}},
		{"of another user", server.ClientFor(example.OtherUser), "", []spotify.TrackID{example.Replacement}},
		{"of an app", server.AppClient(), "", []spotify.TrackID{example.RelinkedTrack, example.Replacement}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := test.client.Search.Query(t.Context(), `track:northbound artist:ilva album:"northbound letters"`,
				[]spotify.Kind{spotify.KindTrack}, &spotify.SearchQueryOptions{Market: test.market})
			if err != nil {
				t.Fatal(err)
			}
			var got []spotify.TrackID
			for _, track := range result.Tracks.Items {
				got = append(got, track.ID)
			}
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("tracks (-want +got):\n%s", diff)
			}
		})
	}
}

// All pages together have everything once. The list ends after 1000 elements, however many
// there are.
func TestSearchAll(t *testing.T) {
	server := spotifytest.NewServer(t)
	client := server.Client()
	seen := map[spotify.ArtistID]bool{}
	for artist, err := range client.Search.AllArtists(t.Context(), "*", nil) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[artist.ID] {
			t.Errorf("%s is there twice", artist.Name)
		}
		seen[artist.ID] = true
	}
	if len(seen) < 150 {
		t.Errorf("%d artists, want all of them", len(seen))
	}
	tracks := 0
	for _, err := range client.Search.AllTracks(t.Context(), "*", nil) {
		if err != nil {
			t.Fatal(err)
		}
		tracks++
	}
	if tracks != 1000 {
		t.Errorf("%d tracks, want 1000", tracks)
	}
}

// TestSearchBeyondTheEnd makes sure that offset and limit together stay within 1000, and
// that a link leads to no page beyond (docs/facts/mismatches.md M88).
func TestSearchBeyondTheEnd(t *testing.T) {
	extended, development := spotifytest.NewServer(t), spotifytest.NewServer(t, spotifytest.Development())
	for _, test := range []struct {
		server *spotifytest.Server
		pages  string
		status int
		next   bool
	}{
		{extended, "limit=50&offset=900", 200, true},
		{extended, "limit=50&offset=950", 200, false},
		{extended, "limit=50&offset=951", 400, false},
		{extended, "limit=1&offset=999", 200, false},
		{extended, "limit=1&offset=1000", 400, false},
		{extended, "offset=980", 200, false},
		{extended, "offset=981", 400, false},
		{extended, "limit=30&offset=960", 200, false},
		{extended, "limit=30&offset=940", 200, true},
		{extended, "offset=1001", 400, false},
		{development, "limit=10&offset=990", 200, false},
		{development, "limit=10&offset=991", 400, false},
		{development, "offset=995", 200, false},
		{development, "offset=996", 400, false},
	} {
		for _, kinds := range []string{"track", "track,artist"} {
			status, answer := sendRaw(t, test.server, "GET", "/search?q=*&type="+kinds+"&"+test.pages, "")
			if status != test.status || strings.Contains(answer, `"Invalid offset"`) != (status == 400) {
				t.Errorf("%s %s: %d %.200s, want %d", kinds, test.pages, status, answer, test.status)
				continue
			}
			var found struct{ Tracks struct{ Next *string } }
			if err := json.Unmarshal([]byte(answer), &found); err != nil {
				t.Fatal(err)
			}
			if (found.Tracks.Next != nil) != test.next {
				t.Errorf("%s %s: next is %v, want one: %v", kinds, test.pages, found.Tracks.Next, test.next)
			}
		}
	}
}

// In development mode pages are small, and larger ones are refused.
func TestSearchLimits(t *testing.T) {
	search := func(client *spotify.Client, limit int) (int, error) {
		result, err := client.Search.Query(t.Context(), "*", []spotify.Kind{spotify.KindTrack},
			&spotify.SearchQueryOptions{Limit: limit})
		if err != nil {
			return 0, err
		}
		return len(result.Tracks.Items), nil
	}
	extended := spotifytest.NewServer(t).Client()
	development := spotifytest.NewServer(t, spotifytest.Development()).Client()
	if n, err := search(extended, 50); n != 50 || err != nil {
		t.Errorf("%d tracks, %v; want 50", n, err)
	}
	if n, err := search(development, 10); n != 10 || err != nil {
		t.Errorf("%d tracks, %v; want 10", n, err)
	}
}

// searchBody is the body of an answer to GET /search, with its nulls.
func searchBody(t *testing.T, server *spotifytest.Server, link string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+server.TokenFor(server.User().ID).AccessToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(text, &body); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return resp.StatusCode, body
}

// A link to the next page calls the text by another name than the parameter, asks for
// one kind only, and can be followed as it is.
func TestSearchLinks(t *testing.T) {
	server := spotifytest.NewServer(t)
	query := url.Values{"q": {"ilva & co OR harbour"}, "type": {"track,artist"}, "market": {"DE"}, "limit": {"2"}}
	_, body := searchBody(t, server, server.URL+"/search?"+query.Encode())
	tracks := body["tracks"].(map[string]any)
	next, err := url.Parse(tracks["next"].(string))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{"query": query["q"], "type": {"track"}, "market": {"DE"}, "limit": {"2"}, "offset": {"2"}}
	if diff := cmp.Diff(want, next.Query()); diff != "" {
		t.Errorf("the next page (-want +got):\n%s", diff)
	}

	status, following := searchBody(t, server, next.String())
	if status != http.StatusOK || following["artists"] != nil {
		t.Fatalf("following the link: status %d, %v", status, following)
	}
	query.Set("limit", "4")
	_, both := searchBody(t, server, server.URL+"/search?"+query.Encode())
	if diff := cmp.Diff(both["tracks"].(map[string]any)["items"].([]any)[2:], following["tracks"].(map[string]any)["items"]); diff != "" {
		t.Errorf("the next page (-want +got):\n%s", diff)
	}
	if previous := following["tracks"].(map[string]any)["previous"].(string); !strings.Contains(previous, "offset=0") {
		t.Errorf("the previous page is %s", previous)
	}
}

// A playlist that is not for everybody, and an episode that was removed, leave a null
// in their place.
func TestSearchNulls(t *testing.T) {
	server := spotifytest.NewServer(t)
	_, body := searchBody(t, server, server.URL+"/search?q=harper&type=playlist")
	page := body["playlists"].(map[string]any)
	items := page["items"].([]any)
	if nulls := countNulls(items); nulls != 1 || len(items) != 2 || page["total"] != 2.0 {
		t.Errorf("%d nulls among %d items of %v; want 1 of 2", nulls, len(items), page["total"])
	}
	result, err := server.Client().Search.Query(t.Context(), "harper", []spotify.Kind{spotify.KindPlaylist}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(result.Playlists.Items); n != 2 {
		t.Errorf("the client has %d items, want 2", n)
	}

	removed, _ := server.Episode(server.Example().RemovedEpisode)
	_, body = searchBody(t, server, server.URL+"/search?type=episode&q="+url.QueryEscape(`"`+removed.Name+`"`))
	if items := body["episodes"].(map[string]any)["items"].([]any); countNulls(items) != 1 {
		t.Errorf("the removed episode %q: %v, want a null", removed.Name, items)
	}
}

func countNulls(items []any) int {
	nulls := 0
	for _, item := range items {
		if item == nil {
			nulls++
		}
	}
	return nulls
}

func TestSearchFilters(t *testing.T) {
	server := spotifytest.NewServer(t)
	example := server.Example()
	track, _ := server.Track(example.Track)
	album, _ := server.Album(example.Album)
	tests := []struct {
		query string
		want  firstFound
	}{
		{"isrc:" + track.ISRC, firstFound{Track: track.ID}},
		{"upc:" + album.UPC, firstFound{Album: album.ID}},
		{`genre:"harbour folk" genre:"nordic indie" track:"lanterns over ostrevik"`, firstFound{Track: track.ID}},
		{`artist:"ilva marrenholt" year:2019`, firstFound{Track: track.ID, Album: album.ID, Artist: example.Artist}},
		{`artist:"ilva marrenholt" year:1900-1910`, firstFound{}},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			result, err := server.Client().Search.Query(t.Context(), test.query, everySearchType, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, firstOf(result)); diff != "" {
				t.Errorf("the first of each kind (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSearchRefuses(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	for name, query := range map[string]string{
		"no text":      "type=track",
		"empty text":   "q=&type=track",
		"blank text":   "q=+&type=track",
		"no kind":      "q=ilva",
		"unknown kind": "q=ilva&type=track,mood",
		"far offset":   "q=ilva&type=track&offset=1001",
		"large limit":  "q=ilva&type=track&limit=51",
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := searchBody(t, server, server.URL+"/search?"+query); status != http.StatusBadRequest {
				t.Errorf("status %d, %v; want 400", status, body)
			}
		})
	}
}
