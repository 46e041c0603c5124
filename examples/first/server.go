package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

// The things that the server knows. They are made up.
const (
	lighthouse = "4Lighthouse00000000001"
	ferry      = "4NightFerry00000000001"
	ferryInUS  = "4NightFerry00000000002"
	mixtape    = "3Mixtape00000000000001"
)

// startServer answers three questions the way Spotify would.
func startServer() *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/tracks/{id}", func(w http.ResponseWriter, r *http.Request) {
		switch r.PathValue("id") {
		case lighthouse:
			reply(w, lighthouseJSON)
		case ferry:
			reply(w, relinkedJSON)
		default:
			w.WriteHeader(http.StatusNotFound)
			reply(w, `{"error":{"status":404,"message":"Resource not found"}}`)
		}
	})
	mux.HandleFunc("GET /v1/playlists/{id}/items", func(w http.ResponseWriter, r *http.Request) {
		reply(w, `{"href":"","limit":20,"next":null,"offset":0,"previous":null,"total":1,"items":[
			{"added_at":"2026-01-24T18:30:00Z","added_by":null,"is_local":true,"item":`+localFileJSON+`}]}`)
	})
	mux.HandleFunc("PUT /v1/me/library", func(w http.ResponseWriter, r *http.Request) {
		// The original of the relinked track, and not its replacement.
		if r.URL.Query().Get("uris") != "spotify:track:"+ferry {
			w.WriteHeader(http.StatusBadRequest)
			reply(w, `{"error":{"status":400,"message":"invalid id"}}`)
		}
	})
	return httptest.NewServer(mux)
}

func reply(w http.ResponseWriter, body string) { fmt.Fprint(w, body) }

const lighthouseJSON = `{
	"type": "track", "id": "` + lighthouse + `", "uri": "spotify:track:` + lighthouse + `",
	"name": "Lighthouse Keeper", "duration_ms": 215000, "explicit": false, "is_local": false,
	"disc_number": 1, "track_number": 3,
	"album": {
		"type": "album", "id": "1Harbour00000000000001", "uri": "spotify:album:1Harbour00000000000001",
		"name": "Harbour Songs", "album_type": "album", "total_tracks": 9,
		"release_date": "2019-11", "release_date_precision": "month", "images": [], "artists": []
	},
	"artists": [{
		"type": "artist", "id": "2Tidal0000000000000001", "uri": "spotify:artist:2Tidal0000000000000001",
		"name": "The Tidal Clocks"
	}]
}`

const relinkedJSON = `{
	"type": "track", "id": "` + ferryInUS + `", "uri": "spotify:track:` + ferryInUS + `",
	"name": "Night Ferry", "duration_ms": 187000, "is_playable": true, "is_local": false,
	"linked_from": {"type": "track", "id": "` + ferry + `", "uri": "spotify:track:` + ferry + `"},
	"artists": [{"type": "artist", "name": "The Tidal Clocks"}]
}`

const localFileJSON = `{
	"type": "track", "id": null, "href": null, "is_local": true,
	"uri": "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94",
	"name": "Rain on the Roof", "duration_ms": 94000, "popularity": 0,
	"album": {"type": "album", "name": "Kitchen Tapes", "album_type": null, "id": null, "uri": null, "release_date": null},
	"artists": [{"type": "artist", "name": "Grandma", "id": null, "uri": null}]
}`
