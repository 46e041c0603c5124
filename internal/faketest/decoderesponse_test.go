package faketest_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/backlog"
)

// decodings has a row for each operation of the API: a body as it may come, the type
// of the result, and a value in it. A row without a type is of an operation without a
// result, whose body does not matter.
func decodings() []decodingRow {
	return []decodingRow{
		{"GET", "/albums", `{"albums":[{"name":"One"},null,{"name":"Three"}]}`, "[]*spotify.Album", "2.Name", "Three"},
		{"GET", "/albums/{id}", `{"name":"One","tracks":{"total":7}}`, "*spotify.Album", "Tracks.Total", "7"},
		{"GET", "/albums/{id}/tracks", `{"items":[{"track_number":3}]}`, "*spotify.Page[spotify.SimplifiedTrack]", "Items.0.TrackNumber", "3"},
		{"GET", "/artists", `{"artists":[{"name":"One"}]}`, "[]*spotify.Artist", "0.Name", "One"},
		{"GET", "/artists/{id}", `{"genres":["dub"]}`, "*spotify.Artist", "Genres.0", "dub"},
		{"GET", "/artists/{id}/albums", `{"items":[{"album_group":"appears_on"}]}`, "*spotify.Page[spotify.DiscographyAlbum]", "Items.0.AlbumGroup", "appears_on"},
		{"GET", "/artists/{id}/related-artists", `{"artists":[{"name":"A"},{"name":"B"}]}`, "[]spotify.Artist", "1.Name", "B"},
		{"GET", "/artists/{id}/top-tracks", `{"tracks":[{"popularity":50}]}`, "[]spotify.Track", "0.Popularity", "50"},
		{"GET", "/audio-analysis/{id}", `{"track":{"tempo":120.5}}`, "*spotify.AudioAnalysis", "Track.Tempo", "120.5"},
		{"GET", "/audio-features", `{"audio_features":[null,{"energy":0.25}]}`, "[]*spotify.AudioFeatures", "1.Energy", "0.25"},
		{"GET", "/audio-features/{id}", `{"tempo":99.5}`, "*spotify.AudioFeatures", "Tempo", "99.5"},
		{"GET", "/audiobooks", `{"audiobooks":[{"edition":"Unabridged"}]}`, "[]*spotify.Audiobook", "0.Edition", "Unabridged"},
		{"GET", "/audiobooks/{id}", `{"name":"One"}`, "*spotify.Audiobook", "Name", "One"},
		{"GET", "/audiobooks/{id}/chapters", `{"items":[{"chapter_number":2}]}`, "*spotify.Page[spotify.SimplifiedChapter]", "Items.0.ChapterNumber", "2"},
		{"GET", "/browse/categories", `{"categories":{"items":[{"name":"Mood"}]}}`, "*spotify.Page[spotify.Category]", "Items.0.Name", "Mood"},
		{"GET", "/browse/categories/{category_id}", `{"name":"Mood"}`, "*spotify.Category", "Name", "Mood"},
		{"GET", "/browse/categories/{category_id}/playlists", `{"message":"Hi","playlists":{"total":4}}`, "*spotify.FeaturedPlaylists", "Playlists.Total", "4"},
		{"GET", "/browse/featured-playlists", `{"message":"Hi","playlists":{}}`, "*spotify.FeaturedPlaylists", "Message", "Hi"},
		{"GET", "/browse/new-releases", `{"albums":{"items":[{"name":"New"}]}}`, "*spotify.Page[spotify.SimplifiedAlbum]", "Items.0.Name", "New"},
		{"GET", "/chapters", `{"chapters":[{"chapter_number":9}]}`, "[]*spotify.Chapter", "0.ChapterNumber", "9"},
		{"GET", "/chapters/{id}", `{"audiobook":{"name":"Book"}}`, "*spotify.Chapter", "Audiobook.Name", "Book"},
		{"GET", "/episodes", `{"episodes":[{"name":"E"},null]}`, "[]*spotify.Episode", "0.Name", "E"},
		{"GET", "/episodes/{id}", `{"show":{"name":"S"}}`, "*spotify.Episode", "Show.Name", "S"},
		{"GET", "/markets", `{"markets":["SE","NO"]}`, "[]spotify.Market", "1", "NO"},
		{"GET", "/me", `{"display_name":"Me"}`, "*spotify.CurrentUser", "DisplayName", "Me"},
		{"GET", "/me/albums", `{"items":[{"album":{"name":"One"}}]}`, "*spotify.Page[spotify.SavedAlbum]", "Items.0.Album.Name", "One"},
		{method: "PUT", path: "/me/albums"},
		{method: "DELETE", path: "/me/albums"},
		{"GET", "/me/albums/contains", `[true,false,true]`, "[]bool", "1", "false"},
		{"GET", "/me/audiobooks", `{"items":[{"name":"One"}]}`, "*spotify.Page[spotify.SimplifiedAudiobook]", "Items.0.Name", "One"},
		{method: "PUT", path: "/me/audiobooks"},
		{method: "DELETE", path: "/me/audiobooks"},
		{"GET", "/me/audiobooks/contains", `[true]`, "[]bool", "0", "true"},
		{"GET", "/me/episodes", `{"items":[{"episode":{"name":"E"}}]}`, "*spotify.Page[spotify.SavedEpisode]", "Items.0.Episode.Name", "E"},
		{method: "PUT", path: "/me/episodes"},
		{method: "DELETE", path: "/me/episodes"},
		{"GET", "/me/episodes/contains", `[false,true]`, "[]bool", "1", "true"},
		{"GET", "/me/following", `{"artists":{"cursors":{"after":"x"},"items":[]}}`, "*spotify.CursorPage[spotify.Artist]", "Cursors.After", "x"},
		{method: "PUT", path: "/me/following"},
		{method: "DELETE", path: "/me/following"},
		{"GET", "/me/following/contains", `[true,true]`, "[]bool", "1", "true"},
		{method: "PUT", path: "/me/library"},
		{method: "DELETE", path: "/me/library"},
		{"GET", "/me/library/contains", `[false,true]`, "[]bool", "1", "true"},
		{"GET", "/me/player", `{"device":{"name":"Kitchen"}}`, "*spotify.PlaybackState", "Device.Name", "Kitchen"},
		{method: "PUT", path: "/me/player"},
		{"GET", "/me/player/currently-playing", `{"item":{"type":"track","name":"T"}}`, "*spotify.CurrentlyPlaying", "Item.Track.Name", "T"},
		{"GET", "/me/player/devices", `{"devices":[{"volume_percent":40}]}`, "[]spotify.Device", "0.VolumePercent", "40"},
		{method: "POST", path: "/me/player/next"},
		{method: "PUT", path: "/me/player/pause"},
		{method: "PUT", path: "/me/player/play"},
		{method: "POST", path: "/me/player/previous"},
		{"GET", "/me/player/queue", `{"queue":[{"type":"episode","name":"E"}]}`, "*spotify.Queue", "Queue.0.Episode.Name", "E"},
		{method: "POST", path: "/me/player/queue"},
		{"GET", "/me/player/recently-played", `{"items":[{"track":{"name":"T"}}]}`, "*spotify.CursorPage[spotify.PlayHistory]", "Items.0.Track.Name", "T"},
		{method: "PUT", path: "/me/player/repeat"},
		{method: "PUT", path: "/me/player/seek"},
		{method: "PUT", path: "/me/player/shuffle"},
		{method: "PUT", path: "/me/player/volume"},
		{"GET", "/me/playlists", `{"items":[{"name":"P"}]}`, "*spotify.Page[spotify.SimplifiedPlaylist]", "Items.0.Name", "P"},
		{"POST", "/me/playlists", `{"name":"P","snapshot_id":"s"}`, "*spotify.Playlist", "SnapshotID", "s"},
		{"GET", "/me/shows", `{"items":[{"show":{"name":"S"}}]}`, "*spotify.Page[spotify.SavedShow]", "Items.0.Show.Name", "S"},
		{method: "PUT", path: "/me/shows"},
		{method: "DELETE", path: "/me/shows"},
		{"GET", "/me/shows/contains", `[true]`, "[]bool", "0", "true"},
		{"GET", "/me/top/{type}", `{"items":[{"type":"track","track_number":5}]}`, "*spotify.Page[spotify.Track]", "Items.0.TrackNumber", "5"},
		{"GET", "/me/tracks", `{"items":[{"added_at":"2026-01-02T03:04:05Z","track":{}}]}`, "*spotify.Page[spotify.SavedTrack]", "Items.0.AddedAt", "2026-01-02 03:04:05 +0000 UTC"},
		{method: "PUT", path: "/me/tracks"},
		{method: "DELETE", path: "/me/tracks"},
		{"GET", "/me/tracks/contains", `[false,true]`, "[]bool", "1", "true"},
		{"GET", "/playlists/{playlist_id}", `{"name":"P","items":{"total":3}}`, "*spotify.Playlist", "Name", "P"},
		{method: "PUT", path: "/playlists/{playlist_id}"},
		{method: "PUT", path: "/playlists/{playlist_id}/followers"},
		{method: "DELETE", path: "/playlists/{playlist_id}/followers"},
		{"GET", "/playlists/{playlist_id}/followers/contains", `[true]`, "bool", "", "true"},
		{"GET", "/playlists/{playlist_id}/images", `[{"width":300}]`, "spotify.Images", "0.Width", "300"},
		{method: "PUT", path: "/playlists/{playlist_id}/images"},
		{"GET", "/playlists/{playlist_id}/items", `{"offset":5,"items":[{},{"item":{"type":"track"}}]}`, "*spotify.Page[spotify.PlaylistItem]", "Items.1.Position", "1"},
		{"POST", "/playlists/{playlist_id}/items", `{"snapshot_id":"s"}`, "spotify.SnapshotID", "", "s"},
		{"PUT", "/playlists/{playlist_id}/items", `{"snapshot_id":"t"}`, "spotify.SnapshotID", "", "t"},
		{"DELETE", "/playlists/{playlist_id}/items", `{"snapshot_id":"u"}`, "spotify.SnapshotID", "", "u"},
		{"GET", "/playlists/{playlist_id}/tracks", `{"items":[{"track":{"type":"track","name":"T"}}]}`, "*spotify.Page[spotify.PlaylistItem]", "Items.0.Item.Track.Name", "T"},
		{"POST", "/playlists/{playlist_id}/tracks", `{"snapshot_id":"s"}`, "spotify.SnapshotID", "", "s"},
		{"PUT", "/playlists/{playlist_id}/tracks", `{"snapshot_id":"t"}`, "spotify.SnapshotID", "", "t"},
		{"DELETE", "/playlists/{playlist_id}/tracks", `{"snapshot_id":"u"}`, "spotify.SnapshotID", "", "u"},
		{"GET", "/recommendations", `{"tracks":[{"name":"T"}]}`, "*spotify.Recommendations", "Tracks.0.Name", "T"},
		{"GET", "/recommendations/available-genre-seeds", `{"genres":["dub"]}`, "[]string", "0", "dub"},
		{"GET", "/search", `{"tracks":{"items":[{"name":"T"}]}}`, "*spotify.SearchResult", "Tracks.Items.0.Name", "T"},
		{"GET", "/shows", `{"shows":[{"name":"S"}]}`, "[]*spotify.SimplifiedShow", "0.Name", "S"},
		{"GET", "/shows/{id}", `{"publisher":"P"}`, "*spotify.Show", "Publisher", "P"},
		{"GET", "/shows/{id}/episodes", `{"items":[{"name":"E"}]}`, "*spotify.Page[spotify.SimplifiedEpisode]", "Items.0.Name", "E"},
		{"GET", "/tracks", `{"tracks":[null,{"name":"T"}]}`, "[]*spotify.Track", "1.Name", "T"},
		{"GET", "/tracks/{id}", `{"linked_from":{"uri":"spotify:track:x"}}`, "*spotify.Track", "LinkedFrom.URI", "spotify:track:x"},
		{"GET", "/users/{user_id}", `{"display_name":"You"}`, "*spotify.User", "DisplayName", "You"},
		{"GET", "/users/{user_id}/playlists", `{"total":12}`, "*spotify.Page[spotify.SimplifiedPlaylist]", "Total", "12"},
		{"POST", "/users/{user_id}/playlists", `{"name":"P"}`, "*spotify.Playlist", "Name", "P"},
	}
}

type decodingRow struct {
	method, path, body string
	wantType           string // "" is a nil result
	at, want           string // a value in the result, and how fmt prints it
}

// TestDecodeResponse decodes an answer of each operation, with a path as in the
// schema and with a path that was asked for.
func TestDecodeResponse(t *testing.T) {
	missing := map[string]bool{}
	for op := range spotify.Operations {
		missing[op.Method+" "+op.Path] = true
	}
	for _, row := range decodings() {
		t.Run(row.method+" "+row.path, func(t *testing.T) {
			delete(missing, row.method+" "+row.path)
			concrete := regexp.MustCompile(`\{type\}`).ReplaceAllString(row.path, "tracks")
			concrete = regexp.MustCompile(`\{[a-z_]+\}`).ReplaceAllString(concrete, "4aawyAB9vmqN3uQ7FjRGTy")
			for _, path := range []string{row.path, concrete, concrete + "?market=SE"} {
				row.decode(t, path)
			}
		})
	}
	backlog.Check(t, "an operation has no row in the table", slices.Collect(maps.Keys(missing)))
}

func (row decodingRow) decode(t *testing.T, path string) {
	t.Helper()
	status := http.StatusOK
	if row.wantType == "" {
		status = http.StatusNoContent
	}
	got, err := spotifytest.DecodeResponse(row.method, path, status, []byte(row.body))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if row.wantType == "" {
		if got != nil {
			t.Errorf("%s: got %#v, want nil", path, got)
		}
		return
	}
	if name := reflect.TypeOf(got).String(); shortType(name) != row.wantType {
		t.Fatalf("%s: got a %s, want %s", path, shortType(name), row.wantType)
	}
	if value := valueAt(t, got, row.at); value != row.want {
		t.Errorf("%s: %s is %s, want %s", path, row.at, value, row.want)
	}
}

// shortType is the name of a type without the paths of its type arguments.
func shortType(name string) string {
	return strings.ReplaceAll(name, "github.com/spotgen/spotgen/gen/", "")
}

// valueAt prints the value at a path of fields and indexes: "Items.0.Name".
func valueAt(t *testing.T, of any, path string) string {
	t.Helper()
	v := reflect.ValueOf(of)
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' }) {
		v = reflect.Indirect(v)
		if i, err := strconv.Atoi(step); err == nil && v.Kind() == reflect.Slice && i < v.Len() {
			v = v.Index(i)
			continue
		}
		if v.Kind() != reflect.Struct || !v.FieldByName(step).IsValid() {
			t.Fatalf("a %T has no %s", of, path)
		}
		v = v.FieldByName(step)
	}
	return fmt.Sprint(reflect.Indirect(v).Interface())
}

// Where one endpoint has two results, the path decides, or else the first item.
func TestDecodeResponseOfTopItems(t *testing.T) {
	const artists, tracks = "*spotify.Page[spotify.Artist]", "*spotify.Page[spotify.Track]"
	tests := []struct{ path, body, want string }{
		{"/me/top/artists", `{"items":[]}`, artists},
		{"/me/top/tracks", `{"items":[]}`, tracks},
		{"/me/top/tracks?limit=1", `{"items":[{"type":"artist"}]}`, tracks},
		{"/me/top/{type}", `{"items":[{"type":"artist"}]}`, artists},
		{"/me/top/{type}", `{"items":[{"type":"track"},{"type":"artist"}]}`, tracks},
		{"/me/top/{type}", `{"items":[]}`, artists},
		{"/me/top/{type}", `{"items":[null]}`, artists},
		{"/me/top/{type}", `{"items":[{"type":"show"}]}`, artists},
	}
	for _, test := range tests {
		got, err := spotifytest.DecodeResponse("GET", test.path, 200, []byte(test.body))
		if err != nil {
			t.Errorf("%s of %s: %v", test.path, test.body, err)
		} else if name := shortType(reflect.TypeOf(got).String()); name != test.want {
			t.Errorf("%s of %s: got a %s, want %s", test.path, test.body, name, test.want)
		}
	}
}

func TestDecodeResponseOfNothing(t *testing.T) {
	// Nothing plays: 204 is an answer that is empty.
	for path, want := range map[string]any{"/me/player": &spotify.PlaybackState{}, "/me/player/currently-playing": &spotify.CurrentlyPlaying{}} {
		got, err := spotifytest.DecodeResponse("GET", path, http.StatusNoContent, nil)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", path, err, diff)
		}
	}
	// Elsewhere it is none.
	got, err := spotifytest.DecodeResponse("GET", "/tracks/{id}", http.StatusNoContent, nil)
	if ok := errors.As(err, new(*spotify.DecodeError)); !ok || got != nil {
		t.Errorf("got %#v, %v; want a *spotify.DecodeError", got, err)
	}
	// Commands answer what they like.
	got, err = spotifytest.DecodeResponse("PUT", "/me/player/pause", http.StatusOK, []byte("AbC123 no JSON"))
	if got != nil || err != nil {
		t.Errorf("got %#v, %v; want nil, nil", got, err)
	}
}

func TestDecodeResponseOfBatches(t *testing.T) {
	got, err := spotifytest.DecodeResponse("GET", "/albums", 200, []byte(`{"albums":[]}`))
	if albums, ok := got.([]*spotify.Album); !ok || len(albums) != 0 || err != nil {
		t.Errorf("got %#v, %v; want no albums", got, err)
	}
	got, err = spotifytest.DecodeResponse("GET", "/me/library/contains", 200, []byte("\ufeff[true,false]"))
	if saved, ok := got.([]bool); !ok || !slices.Equal(saved, []bool{true, false}) || err != nil {
		t.Errorf("got %#v, %v; want two elements", got, err)
	}
	got, err = spotifytest.DecodeResponse("GET", "/albums", 200, []byte("\ufeff"+`{"albums":[null,{"name":"A"}]}`))
	if albums, ok := got.([]*spotify.Album); !ok || len(albums) != 2 || err != nil {
		t.Errorf("got %#v, %v; want two albums", got, err)
	}
	full := `{"albums":[` + strings.Repeat("null,", 19) + `{"name":"Last"}]}`
	got, err = spotifytest.DecodeResponse("GET", "/albums", 200, []byte(full))
	if albums, ok := got.([]*spotify.Album); !ok || len(albums) != 20 || albums[19].Name != "Last" || err != nil {
		t.Errorf("got %#v, %v; want 20 albums", got, err)
	}
	tests := []struct{ path, body, want string }{
		{"/albums", `{"albums":[` + strings.Repeat("null,", 20) + `null]}`,
			"spotifytest: the answer to GET /albums has 21 elements, but a request can ask for 20 only"},
		{"/me/library/contains", "[" + strings.Repeat("true,", 40) + "true]",
			"spotifytest: the answer to GET /me/library/contains has 41 elements, but a request can ask for 40 only"},
	}
	for _, test := range tests {
		if _, err := spotifytest.DecodeResponse("GET", test.path, 200, []byte(test.body)); err == nil || err.Error() != test.want {
			t.Errorf("%s: got error %v, want %s", test.path, err, test.want)
		}
	}
}

// Answers other than success, in the forms that they have been seen in.
func TestDecodeResponseOfErrors(t *testing.T) {
	tests := []struct {
		name, body string
		status     int
		is         error
		message    string
		reason     spotify.Reason
		code       string
	}{
		{name: "regular", status: 404, body: `{"error":{"status":404,"message":"No such track"}}`, is: spotify.ErrNotFound, message: "No such track"},
		{name: "player", status: 403, body: `{"error":{"status":403,"message":"Player command failed","reason":"PREMIUM_REQUIRED"}}`,
			is: spotify.ErrPremiumRequired, message: "Player command failed", reason: "PREMIUM_REQUIRED"},
		{name: "of the login", status: 401, body: `{"error":"invalid_token","error_description":"It expired"}`, is: spotify.ErrUnauthorized, message: "It expired", code: "invalid_token"},
		{name: "text", status: 429, body: "Too many requests", is: spotify.ErrRateLimited, message: "Too many requests"},
		{name: "HTML", status: 502, body: "<html><title>502</title></html>"},
		{name: "empty", status: 400, is: spotify.ErrBadRequest},
		{name: "broken", status: 500, body: `{"error":{"status":`},
		{name: "redirect", status: 302},
		{name: "not modified", status: 304, is: spotify.ErrNotModified},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, row := range decodings() {
				start := time.Now()
				got, err := spotifytest.DecodeResponse(row.method, row.path, test.status, []byte(test.body))
				var refusal *spotify.APIError
				ok := errors.As(err, &refusal)
				if !ok || got != nil {
					t.Fatalf("%s %s: got %#v, %v; want an *APIError", row.method, row.path, got, err)
				}
				if refusal.StatusCode != test.status || refusal.Reason != test.reason || refusal.Code != test.code || string(refusal.Body) != test.body {
					t.Errorf("%s %s: got %+v", row.method, row.path, refusal)
				}
				if test.message != "" && refusal.Message != test.message {
					t.Errorf("%s %s: got the message %q, want %q", row.method, row.path, refusal.Message, test.message)
				}
				if test.is != nil && !errors.Is(err, test.is) {
					t.Errorf("%s %s: the error %v is not %v", row.method, row.path, err, test.is)
				}
				if refusal.Attempts != 1 {
					t.Errorf("%s %s: %d attempts within %v, want 1", row.method, row.path, refusal.Attempts, time.Since(start))
				}
			}
		})
	}
}

// What is wrong with a success is a DecodeError that says where.
func TestDecodeResponseOfDamage(t *testing.T) {
	tests := []struct{ path, body, at string }{
		{"/tracks/{id}", `{"duration_ms":"long"}`, "$.duration_ms"},
		{"/me/tracks", `{"items":[{"track":{"name":1}}]}`, "$.items[0].track.name"},
		{"/me/tracks", `<html></html>`, "$"},
		{"/me/tracks", ``, ""},
		{"/albums", `{"albums":[{"name":"One"},7]}`, "$.albums[1]"},
		{"/albums", `{"albums":null}`, "$"},
		{"/albums", `[]`, "$"},
		{"/me/albums/contains", `[true,1]`, "$[1]"},
		{"/playlists/{playlist_id}/followers/contains", `[true,false]`, "$"},
	}
	for _, test := range tests {
		got, err := spotifytest.DecodeResponse("GET", test.path, 200, []byte(test.body))
		var damage *spotify.DecodeError
		ok := errors.As(err, &damage)
		if !ok || got != nil {
			t.Errorf("%s of %s: got %#v, %v; want a *DecodeError", test.path, test.body, got, err)
		} else if damage.Path != test.at {
			t.Errorf("%s of %s: the error is at %q, want %q: %v", test.path, test.body, damage.Path, test.at, err)
		}
	}
}

func TestDecodeResponseMistakes(t *testing.T) {
	tests := []struct {
		method, path string
		status       int
		want         string
	}{
		{"GET", "/tracks/{id}", 0, "spotifytest: 0 is not the status of an answer; want 200 to 599"},
		{"GET", "/tracks/{id}", 100, "spotifytest: 100 is not the status of an answer; want 200 to 599"},
		{"GET", "/tracks/{id}", 600, "spotifytest: 600 is not the status of an answer; want 200 to 599"},
		{"POST", "/tracks/{id}", 200, "spotifytest: there is no POST /tracks/{id}; the path takes GET"},
		{"PATCH", "/me/playlists", 200, "spotifytest: there is no PATCH /me/playlists; the path takes GET, POST"},
		{"GET", "/track/{id}", 200, "spotifytest: there is no GET /track/{id}; the nearest is GET /tracks/{id} (paths are as in the schema, without the base URL)"},
		{"GET", "/albums/x/track", 200, "spotifytest: there is no GET /albums/x/track; the nearest is GET /albums/{id}/tracks (paths are as in the schema, without the base URL)"},
		{"GET", "/v1/me", 200, "spotifytest: there is no GET /v1/me; the nearest is GET /me (paths are as in the schema, without the base URL)"},
		{"", "", 200, "spotifytest: there is no  ; the nearest is GET /me (paths are as in the schema, without the base URL)"},
		{"GET", "/me/top/shows", 200, "spotifytest: GET /me/top/{type} does not have /me/top/shows; want /me/top/artists or /me/top/tracks"},
	}
	for _, test := range tests {
		got, err := spotifytest.DecodeResponse(test.method, test.path, test.status, nil)
		if got != nil || err == nil || err.Error() != test.want {
			t.Errorf("%s %s: got %v, %v; want %s", test.method, test.path, got, err, test.want)
		}
	}
}

// FuzzDecodeResponse plays any body to any operation: there is a result or an error,
// and never both.
func FuzzDecodeResponse(f *testing.F) {
	rows := decodings()
	for i, row := range rows {
		f.Add(i, 200, []byte(row.body))
	}
	f.Add(0, 404, []byte(`{"error":{"status":404,"message":"gone"}}`))
	f.Add(1, 503, []byte("<html>"))
	f.Fuzz(func(t *testing.T, i, status int, body []byte) {
		row := rows[((i%len(rows))+len(rows))%len(rows)]
		got, err := spotifytest.DecodeResponse(row.method, row.path, status, body)
		switch {
		case err != nil && got != nil:
			t.Errorf("%s %s: got %#v and the error %v", row.method, row.path, got, err)
		case err == nil && (status < 200 || status > 299):
			t.Errorf("%s %s: status %d is no error", row.method, row.path, status)
		case err == nil && got == nil && row.wantType != "" && row.path != "/me/player" && row.path != "/me/player/currently-playing":
			t.Errorf("%s %s: neither a result nor an error", row.method, row.path)
		}
	})
}
