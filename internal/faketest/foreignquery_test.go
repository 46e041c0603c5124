package faketest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestForeignZmb3 sends what zmb3/spotify does: IDs in the query, tracks of a playlist in
// the query where it replaces them, and commands of the player without a Content-Type.
func TestForeignZmb3(t *testing.T) {
	header := func(_, body string) http.Header {
		if strings.Contains(body, "device_ids") || strings.Contains(body, "context_uri") {
			return http.Header{}
		}
		return http.Header{"Content-Type": {"application/json"}}
	}
	s := newForeignSession(t, foreignClient{header: forImages(header), login: secretInHeader})
	s.run([]foreignStep{
		{"GET /me", "", 200, 0},
		{"GET /tracks?ids={track},{other}", "", 200, 0},
		{"GET /albums?ids={album},{single}&market=KE", "", 200, 0},
		{"GET /artists/{artist}/top-tracks?country=SE", "", 200, 1},
		{"GET /search?limit=5&q=love&type=album%2Cartist%2Ctrack", "", 200, 0},
		{"GET /recommendations?limit=5&seed_genres=pop&target_energy=0.80", "", 200, 0},
		{"PUT /me/tracks?ids={track},{other}", "", 200, 1},
		{"DELETE /me/tracks?ids={other}", "", 200, 0},
		{"GET /me/tracks/contains?ids={track},{other}", "", 200, 0},
		{"PUT /me/albums?ids={album}", "", 200, 0},
		{"PUT /me/following?ids={artist}&type=artist", "", 204, 0},
		{"GET /me/following?limit=5&type=artist", "", 200, 0},
		{"POST /users/{user}/playlists", `{"name":"New","public":true,"description":"","collaborative":false}`, 201, 0},
		{"POST /playlists/{new}/tracks", `{"uris":["spotify:track:{track}"]}`, 201, 0},
		{"PUT /playlists/{new}/tracks?uris=spotify:track:{track},spotify:track:{other}", "", 200, 1},
		{"PUT /playlists/{new}/tracks", `{"range_start":0,"insert_before":2}`, 200, 0},
		{"DELETE /playlists/{new}/tracks", `{"tracks":[{"uri":"spotify:track:{other}"}]}`, 200, 0},
		{"PUT /playlists/{new}", `{"name":"Renamed","description":"Now with one"}`, 200, 0},
		{"PUT /playlists/{new}/images", "{jpeg}", 202, 0},
		{"GET /playlists/{new}/tracks?additional_types=episode,track&limit=100", "", 200, 0},
		{"GET /me/playlists?limit=2", "", 200, 0},
		{"GET {next}", "", 200, 0},
		{"PUT /playlists/{others}/followers", `{"public": true}`, 200, 0},
		{"GET /playlists/{others}/followers/contains?ids={user}", "", 200, 0},
		{"DELETE /playlists/{others}/followers", "", 200, 0},
		{"PUT /me/player", `{"device_ids":["{device}"],"play":false}` + "\n", 204, 1},
		{"PUT /me/player/play?device_id={device}", `{"context_uri":"spotify:album:{album}","offset":{"position":2}}` + "\n", 204, 1},
		{"PUT /me/player/pause", "", 204, 0},
		{"PUT /me/player/play", "", 204, 0},
		{"PUT /me/player/seek?position_ms=3000", "", 204, 0},
		{"POST /me/player/queue?uri=spotify:track:{other}", "", 204, 0},
		{"POST /me/player/previous", "", 204, 0},
		{"GET /me/player/devices", "", 200, 0},
	})
	s.want([]spotify.URI{spotify.TrackID(s.values["track"]).URI(), spotify.AlbumID(s.values["album"]).URI()}, 1)
}

// TestForeignSpotipy sends what spotipy does: slashes before the query, IDs in the query,
// and a bare list of what to add to a playlist.
func TestForeignSpotipy(t *testing.T) {
	s := newForeignSession(t, foreignClient{
		header: forImages(always("Content-Type", "application/json", "Accept", "*/*")), login: secretInHeader,
	})
	s.run([]foreignStep{
		{"GET /me/", "", 200, 0},
		{"GET /tracks/?ids={track},{other}", "", 200, 0},
		{"GET /albums/{album}/tracks/?limit=5&offset=0", "", 200, 0},
		{"GET {next}", "", 200, 0},
		{"GET /artists/?ids={artist}", "", 200, 0},
		{"GET /artists/{artist}/top-tracks?country=US", "", 200, 1},
		{"GET /audio-features/?ids={track},{other}", "", 200, 0},
		{"GET /search?q=love&limit=10&offset=0&type=track%2Cartist", "", 200, 0},
		{"GET /recommendations?limit=20&seed_genres=pop%2Crock", "", 200, 0},
		{"GET /browse/featured-playlists?limit=20&offset=0", "", 200, 0},
		{"PUT /me/tracks/?ids={track},{other}", "", 200, 1},
		{"DELETE /me/tracks/?ids={other}", "", 200, 0},
		{"GET /me/tracks/contains?ids={track},{other}", "", 200, 0},
		{"PUT /me/albums?ids={album}", "", 200, 0},
		{"PUT /me/episodes?ids={episode}", "", 200, 0},
		{"PUT /me/shows?ids={show}", "", 200, 0},
		{"PUT /me/following?type=artist&ids={artist}", "", 204, 0},
		{"PUT /me/following?type=user&ids={friend}", "", 204, 0},
		{"POST /users/{user}/playlists", `{"name": "New", "public": true, "collaborative": false, "description": ""}`, 201, 0},
		{"POST /playlists/{new}/tracks", `["spotify:track:{track}", "spotify:track:{other}"]`, 201, 1},
		{"POST /playlists/{new}/tracks?position=0", `["spotify:episode:{episode}"]`, 201, 2},
		{"PUT /playlists/{new}/tracks", `{"range_start": 0, "range_length": 1, "insert_before": 3, "snapshot_id": "{snapshot}"}`, 200, 0},
		{"DELETE /playlists/{new}/tracks", `{"tracks": [{"uri": "spotify:track:{other}"}]}`, 200, 0},
		{"PUT /playlists/{new}/tracks", `{"uris": ["spotify:track:{track}"]}`, 200, 0},
		{"PUT /playlists/{new}", `{"name": "Renamed", "description": "New words"}`, 200, 0},
		{"PUT /playlists/{new}/images", "{jpeg}", 202, 0},
		{"GET /playlists/{new}/tracks?limit=100&offset=0&additional_types=track%2Cepisode", "", 200, 0},
		{"GET /users/{user}/playlists?limit=50&offset=0", "", 200, 0},
		{"GET /playlists/{others}/followers/contains?ids={user}", "", 200, 0},
		{"PUT /playlists/{others}/followers", "", 200, 0},
		{"PUT /me/player", `{"device_ids": ["{device}"], "play": true}`, 204, 0},
		{"PUT /me/player/play?device_id={device}", `{"uris": ["spotify:track:{track}"]}`, 204, 0},
		{"PUT /me/player/volume?volume_percent=50&device_id={device}", "", 204, 0},
		{"PUT /me/player/shuffle?state=true", "", 204, 0},
		{"PUT /me/player/repeat?state=track", "", 204, 0},
		{"POST /me/player/queue?uri=spotify:track:{other}&device_id={device}", "", 204, 0},
		{"GET /me/player/currently-playing?market=SE&additional_types=track", "", 200, 0},
		{"GET /me/top/artists?time_range=medium_term&limit=20&offset=0", "", 200, 0},
	})
	s.want([]spotify.URI{
		spotify.TrackID(s.values["track"]).URI(), spotify.AlbumID(s.values["album"]).URI(),
		spotify.EpisodeID(s.values["episode"]).URI(), spotify.ShowID(s.values["show"]).URI(),
	}, 1)
}
