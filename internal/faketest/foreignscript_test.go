package faketest_test

import (
	"net/http"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestForeignTypeScript sends what the TypeScript SDK does: JSON as the type of everything,
// commas escaped, and paths from before 2026.
func TestForeignTypeScript(t *testing.T) {
	s := newForeignSession(t, foreignClient{
		header: forImages(always("Content-Type", "application/json", "Accept", "*/*")), login: proofKey,
	})
	s.run([]foreignStep{
		{"GET /me", "", 200, 0},
		{"GET /albums?ids={album}%2C{single}&market=SE", "", 200, 0},
		{"GET /albums/{album}/tracks?market=SE&limit=5&offset=0", "", 200, 0},
		{"GET /artists/{artist}/albums?include_groups=album%2Csingle&limit=10", "", 200, 0},
		{"GET /artists/{artist}/top-tracks?market=SE", "", 200, 0},
		{"GET /artists/{artist}/related-artists", "", 200, 0},
		{"GET /audiobooks/{book}?market=US", "", 200, 0},
		{"GET /audiobooks/{book}/chapters?market=US&limit=2", "", 200, 0},
		{"GET /chapters?ids={chapter}&market=US", "", 200, 0},
		{"GET /browse/categories?limit=5&offset=0", "", 200, 0},
		{"GET /browse/categories/{category}/playlists?limit=5", "", 200, 0},
		{"GET /browse/new-releases?limit=5", "", 200, 0},
		{"GET /episodes?ids={episode}&market=KE", "", 200, 0},
		{"GET /search?q=love&type=artist%2Calbum%2Cplaylist%2Ctrack%2Cshow%2Cepisode%2Caudiobook&market=SE&limit=5", "", 200, 0},
		{"GET /recommendations?seed_genres=pop%2Crock&limit=5&target_energy=0.5", "", 200, 0},
		{"GET /recommendations/available-genre-seeds", "", 200, 0},
		{"GET /markets", "", 200, 0},
		{"PUT /me/shows?ids={show}", "", 200, 0},
		{"GET /me/shows/contains?ids={show}", "", 200, 0},
		{"PUT /me/audiobooks", `["{book}"]`, 200, 1},
		{"DELETE /me/audiobooks", `["{book}"]`, 200, 1},
		{"PUT /me/audiobooks", `{"ids":["{book}"]}`, 200, 1},
		{"GET /me/audiobooks?limit=5", "", 200, 0},
		{"PUT /me/following?ids={artist}&type=artist", "", 204, 0},
		{"GET /me/following?type=artist&limit=5", "", 200, 0},
		{"GET /me/following/contains?ids={artist}&type=artist", "", 200, 0},
		{"POST /users/{user}/playlists", `{"name":"New","description":"It's new","public":false,"collaborative":false}`, 201, 0},
		{"POST /playlists/{new}/tracks", `{"uris":["spotify:track:{track}","spotify:track:{other}"]}`, 201, 0},
		{"POST /playlists/{new}/tracks", `{"position":0,"uris":["spotify:episode:{episode}"]}`, 201, 0},
		{"PUT /playlists/{new}/tracks", `{"range_start":0,"insert_before":2,"range_length":1}`, 200, 0},
		{"DELETE /playlists/{new}/tracks", `{"tracks":[{"uri":"spotify:track:{other}"}],"snapshot_id":"{snapshot}"}`, 200, 0},
		{"PUT /playlists/{new}", `{"name":"Renamed"}`, 200, 0},
		{"PUT /playlists/{new}/images", "{jpeg}", 202, 0},
		{"GET /playlists/{new}/tracks?market=SE&fields=items(track(name))&limit=10", "", 200, 0},
		{"PUT /playlists/{others}/followers", "", 200, 0},
		{"GET /playlists/{others}/followers/contains?ids={user}", "", 200, 0},
		{"DELETE /playlists/{others}/followers", "", 200, 0},
		{"PUT /me/player", `{"device_ids":["{device}"],"play":false}`, 204, 0},
		{"PUT /me/player/play?device_id={device}", `{"context_uri":"spotify:album:{album}","offset":{"position":1}}`, 204, 0},
		{"PUT /me/player/pause?device_id={device}", "", 204, 0},
		{"PUT /me/player/play?device_id={device}", `{}`, 204, 1},
		{"POST /me/player/next?device_id={device}", "", 204, 0},
		{"PUT /me/player/seek?position_ms=1000&device_id={device}", "", 204, 0},
		{"PUT /me/player/volume?volume_percent=40&device_id={device}", "", 204, 0},
		{"POST /me/player/queue?uri=spotify%3Atrack%3A{track}", "", 204, 0},
		{"GET /me/player/queue", "", 200, 0},
		{"GET /me/player?market=SE&additional_types=episode", "", 200, 0},
		{"GET /me/top/tracks?time_range=long_term&limit=5", "", 200, 0},
		{"GET /users/{friend}", "", 200, 0},
	})
	s.want([]spotify.URI{spotify.ShowID(s.values["show"]).URI(), spotify.AudiobookID(s.values["book"]).URI()}, 2)
}

// TestForeignNode sends what spotify-web-api-node does: IDs in bodies, positions in the
// query, and the former name of a parameter.
func TestForeignNode(t *testing.T) {
	header := func(method, body string) http.Header {
		if method == http.MethodGet {
			return http.Header{"Accept": {"application/json"}}
		}
		return http.Header{"Accept": {"application/json"}, "Content-Type": {"application/json"}}
	}
	s := newForeignSession(t, foreignClient{header: forImages(header), login: secretInBody})
	s.run([]foreignStep{
		{"GET /tracks?ids={track}%2C{other}&market=SE", "", 200, 0},
		{"GET /search/?type=track&q=love&limit=5", "", 200, 0},
		{"GET /search/?type=playlist&q=workout", "", 200, 0},
		{"GET /artists/{artist}/top-tracks?country=SE", "", 200, 1},
		{"GET /audio-features?ids={track}%2C{other}", "", 200, 0},
		{"GET /audio-analysis/{track}", "", 200, 0},
		{"GET /recommendations?seed_genres=pop&min_energy=0.1&limit=5", "", 200, 0},
		{"PUT /me/tracks", `{"ids":["{track}","{other}"]}`, 200, 0},
		{"DELETE /me/tracks", `{"ids":["{track}"]}`, 200, 1},
		{"GET /me/tracks/contains?ids={track}%2C{other}", "", 200, 0},
		{"GET /me/albums?limit=5", "", 200, 0},
		{"PUT /me/following?ids={friend}&type=user", "", 204, 0},
		{"DELETE /me/following?ids={friend}&type=user", "", 204, 0},
		{"POST /me/playlists", `{"name":"New","description":"Of node","public":true}`, 201, 0},
		{"POST /playlists/{new}/tracks", `{"uris":["spotify:track:{track}"]}`, 201, 0},
		{"POST /playlists/{new}/tracks?position=0", `{"uris":["spotify:track:{other}","spotify:track:{other}"]}`, 201, 1},
		{"PUT /playlists/{new}/tracks", `{"range_start":0,"insert_before":3,"range_length":2,"snapshot_id":"{snapshot}"}`, 200, 0},
		{"DELETE /playlists/{new}/tracks", `{"tracks":[{"uri":"spotify:track:{track}"}]}`, 200, 0},
		{"PUT /playlists/{new}", `{"name":"Renamed","public":false}`, 200, 0},
		{"PUT /playlists/{new}/images", "{jpeg}", 202, 0},
		{"GET /users/{user}/playlists?limit=2", "", 200, 0},
		{"PUT /playlists/{others}/followers", `{"public":false}`, 200, 0},
		{"DELETE /playlists/{others}/followers", "", 200, 0},
		{"PUT /me/player", `{"device_ids":["{device}"],"play":false}`, 204, 0},
		{"PUT /me/player/play", `{"uris":["spotify:track:{track}","spotify:track:{other}"]}`, 204, 0},
		{"PUT /me/player/pause?device_id={device}", "", 204, 0},
		{"PUT /me/player/play?device_id={device}", `{}`, 204, 1},
		{"PUT /me/player/repeat?state=context", "", 204, 0},
		{"PUT /me/player/shuffle?state=true", "", 204, 0},
		{"POST /me/player/next", "", 204, 0},
		{"GET /me/player/recently-played?limit=5", "", 200, 0},
	})
	s.want([]spotify.URI{spotify.TrackID(s.values["other"]).URI()}, 2)
}

// TestForeignBrowser sends what spotify-web-api-js does from a page: each request has a
// preflight, and many paths end with a slash.
func TestForeignBrowser(t *testing.T) {
	header := func(method, body string) http.Header {
		if body == "" {
			return http.Header{}
		}
		return http.Header{"Content-Type": {"application/json"}}
	}
	s := newForeignSession(t, foreignClient{header: forImages(header), login: proofKey, origin: "https://example.com"})
	s.run([]foreignStep{
		{"GET /me", "", 200, 0},
		{"GET /tracks/?ids={track}%2C{other}", "", 200, 0},
		{"GET /albums/?ids={album}%2C{single}", "", 200, 0},
		{"GET /artists/{artist}/top-tracks?country=US", "", 200, 1},
		{"GET /search/?q=night&type=album%2Cartist", "", 200, 0},
		{"GET /me/tracks?limit=2", "", 200, 0},
		{"GET {next}", "", 200, 0},
		{"GET /me/tracks/contains?ids={track}", "", 200, 0},
		{"PUT /me/following/?ids={artist}&type=artist", "", 204, 0},
		{"GET /me/following/contains?ids={artist}&type=artist", "", 200, 0},
		{"POST /users/{user}/playlists", `{"name":"New","public":false}`, 201, 0},
		{"POST /playlists/{new}/tracks", `{"uris":["spotify:track:{track}","spotify:track:{other}"]}`, 201, 0},
		{"PUT /playlists/{new}/tracks", `{"range_start":1,"insert_before":0}`, 200, 0},
		{"DELETE /playlists/{new}/tracks", `{"tracks":[{"uri":"spotify:track:{other}","positions":[0]}],"snapshot_id":"{snapshot}"}`, 200, 0},
		{"PUT /playlists/{new}/images", "{jpeg}", 202, 0},
		{"PUT /playlists/{others}/followers", `{}`, 200, 0},
		{"GET /playlists/{others}/followers/contains?ids={user}", "", 200, 0},
		{"PUT /me/player", `{"device_ids":["{device}"]}`, 204, 0},
		{"PUT /me/player/play", `{"context_uri":"spotify:album:{album}","offset":{"uri":"spotify:track:{track}"}}`, 204, 0},
		{"PUT /me/player/pause", "", 204, 0},
		{"PUT /me/player/play", `{}`, 204, 1},
		{"PUT /me/player/volume?volume_percent=10", "", 204, 0},
		{"GET /recommendations?seed_genres=pop", "", 200, 0},
	})
	s.want(nil, 1)
}
