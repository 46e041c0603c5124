package clienttest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// How long it takes to read a playlist of 10,000 items from a server that is 50 ms
// away: in 200 pages of 50, the largest that there are.
func BenchmarkPlaylist(b *testing.B) {
	const (
		total   = 10_000
		latency = 50 * time.Millisecond
	)
	item := strings.Repeat(",\n"+playlistEntry, 50)[2:]
	server := serve(b, func(w http.ResponseWriter, r request) {
		time.Sleep(latency)
		limit, _ := strconv.Atoi(r.Query.Get("limit"))
		offset, _ := strconv.Atoi(r.Query.Get("offset"))
		next := "null"
		if offset+limit < total {
			next = fmt.Sprintf(`"https://api.spotify.com/v1%s?offset=%d&limit=%d"`, r.Path, offset+limit, limit)
		}
		fmt.Fprintf(w, `{"href":"","items":[%s],"limit":%d,"next":%s,"offset":%d,"previous":null,"total":%d}`, item, limit, next, offset, total)
	})
	client := server.client()
	for _, ahead := range []int{0, 4, 8} {
		b.Run(fmt.Sprintf("prefetch=%d", ahead), func(b *testing.B) {
			for b.Loop() {
				items := 0
				for item, err := range client.Playlists.AllItems(ctx, "x", nil, spotify.WithPrefetch(ahead)) {
					if err != nil {
						b.Fatal(err)
					}
					if item.Position != items {
						b.Fatalf("item %d has the position %d", items, item.Position)
					}
					items++
				}
				if requests := len(server.sent()); items != total || requests != total/50 {
					b.Fatalf("%d items in %d requests", items, requests)
				}
			}
		})
	}
}

// playlistEntry is as long as the entries of real playlists that are read with a
// market, about 2 kB.
var playlistEntry = `{"added_at":"2024-03-01T12:00:00Z","added_by":{"external_urls":{"spotify":"https://open.spotify.com/user/somebody"},"href":"https://api.spotify.com/v1/users/somebody","id":"somebody","type":"user","uri":"spotify:user:somebody"},"is_local":false,"primary_color":null,"video_thumbnail":{"url":null},
"item":{"album":{"album_type":"album","artists":[` + benchArtist + `],"external_urls":{"spotify":"https://open.spotify.com/album/1Harbour00000000000001"},"href":"https://api.spotify.com/v1/albums/1Harbour00000000000001","id":"1Harbour00000000000001",
"images":[{"height":640,"url":"https://images.example/640","width":640},{"height":300,"url":"https://images.example/300","width":300},{"height":64,"url":"https://images.example/64","width":64}],
"is_playable":true,"name":"Harbour Songs","release_date":"2019-11-15","release_date_precision":"day","total_tracks":9,"type":"album","uri":"spotify:album:1Harbour00000000000001"},
"artists":[` + benchArtist + `,` + benchArtist + `],"disc_number":1,"duration_ms":215000,"episode":false,"explicit":false,"external_ids":{"isrc":"QZABC1900001"},"external_urls":{"spotify":"https://open.spotify.com/track/4Lighthouse00000000001"},
"href":"https://api.spotify.com/v1/tracks/4Lighthouse00000000001","id":"4Lighthouse00000000001","is_local":false,"is_playable":true,"name":"Lighthouse Keeper","popularity":41,"preview_url":null,"track":true,"track_number":3,"type":"track","uri":"spotify:track:4Lighthouse00000000001"}}`

const benchArtist = `{"external_urls":{"spotify":"https://open.spotify.com/artist/2Tidal0000000000000001"},"href":"https://api.spotify.com/v1/artists/2Tidal0000000000000001","id":"2Tidal0000000000000001","name":"The Tidal Clocks","type":"artist","uri":"spotify:artist:2Tidal0000000000000001"}`
