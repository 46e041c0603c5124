package faketest_test

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestPositionsOutOfRange sends positions that a playlist of two tracks does not have, and
// such as no playlist has. Each is a 400, and the playlist stays as it was. The facts have the
// arguments (docs/facts/operations.tsv "PUT /playlists/{playlist_id}/items" and
// "DELETE /playlists/{playlist_id}/tracks", docs/facts/mismatches.md M81), but not the words
// of the refusals. Nor do they tell what becomes of a position that has another URI; it is
// refused here, so that a mistake is not overlooked.
func TestPositionsOutOfRange(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	one, two := server.Example().Track.URI(), server.Example().ExplicitTrack.URI()
	tests := []struct{ method, list, body string }{
		{"POST", "items", `{"uris":["ONE"],"position":-1}`},
		{"POST", "items", `{"uris":["ONE"],"position":3}`},
		{"POST", "items", `{"uris":["ONE"],"position":0.5}`},
		{"POST", "tracks", `{"uris":["ONE"],"position":"0"}`},
		{"POST", "tracks?position=-1&uris=ONE", ""},
		{"POST", "tracks?position=3&uris=ONE", ""},
		{"PUT", "items", `{"range_start":-1,"insert_before":0}`},
		{"PUT", "items", `{"range_start":2,"insert_before":0}`},
		{"PUT", "items", `{"range_start":0,"insert_before":-1}`},
		{"PUT", "items", `{"range_start":0,"insert_before":3}`},
		{"PUT", "items", `{"range_start":0,"insert_before":2,"range_length":0}`},
		{"PUT", "items", `{"range_start":0,"insert_before":2,"range_length":-1}`},
		{"PUT", "items", `{"range_start":0,"insert_before":2,"range_length":3}`},
		{"PUT", "tracks", `{"range_start":1,"insert_before":0,"range_length":2}`},
		{"PUT", "tracks", `{"range_start":0}`},
		{"PUT", "tracks", `{"range_start":0,"insert_before":2,"uris":["ONE"]}`},
		{"DELETE", "tracks", `{"tracks":[{"uri":"ONE","positions":[-1]}]}`},
		{"DELETE", "tracks", `{"tracks":[{"uri":"ONE","positions":[1]}]}`},
		{"DELETE", "tracks", `{"tracks":[{"uri":"ONE","positions":[0,2]}]}`},
		{"DELETE", "items", `{"items":[{"uri":"ONE","positions":[0.5]}]}`},
		{"DELETE", "items", `{"items":[{"uri":"ONE","positions":[99999999999]}]}`},
	}
	for _, test := range tests {
		fill := strings.NewReplacer("ONE", string(one))
		made := server.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{{URI: one}, {URI: two}}})
		before := server.Snapshot(made.ID)
		status, answer := sendRaw(t, server, test.method, "/playlists/"+string(made.ID)+"/"+fill.Replace(test.list), fill.Replace(test.body))
		if status != 400 {
			t.Errorf("%s %s %s: %d %s, want 400", test.method, test.list, test.body, status, answer)
		}
		if now, _ := server.Playlist(made.ID); len(now.Items) != 2 || now.Items[0].URI != one || server.Snapshot(made.ID) != before {
			t.Errorf("%s %s %s: the playlist has become %+v", test.method, test.list, test.body, now.Items)
		}
	}
}

// TestNumbersOfCommandsOutOfRange does the same with commands to the player, whose bounds the
// schema has in words.
func TestNumbersOfCommandsOutOfRange(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	album := server.Example().Album.URI()
	server.StartPlayback("", album)
	before := server.Playback("")
	for request, want := range map[string]int{
		"/me/player/volume?volume_percent=-1":                                   400,
		"/me/player/volume?volume_percent=101":                                  400,
		"/me/player/volume?volume_percent=50.5":                                 400,
		"/me/player/seek?position_ms=-1":                                        400,
		"/me/player/seek":                                                       400,
		`/me/player/play {"context_uri":"ALBUM","position_ms":-1}`:              400,
		`/me/player/play {"context_uri":"ALBUM","offset":{"position":-1}}`:      400,
		`/me/player/play {"context_uri":"ALBUM","offset":{"position":"1"}}`:     400,
		`/me/player/play {"context_uri":"ALBUM","offset":{"position":1000000}}`: 404, // with the reason NO_SPECIFIC_TRACK
	} {
		path, body, _ := strings.Cut(request, " ")
		status, answer := sendRaw(t, server, "PUT", path, strings.ReplaceAll(body, "ALBUM", string(album)))
		if status != want || want == 404 && !strings.Contains(answer, string(spotify.ReasonNoSpecificTrack)) {
			t.Errorf("%s: %d %s, want %d", request, status, answer, want)
		}
	}
	if now := server.Playback(""); now.Item != before.Item || now.Progress != before.Progress || now.Device.Volume != before.Device.Volume {
		t.Errorf("the player has become %+v, want %+v", now, before)
	}
}
