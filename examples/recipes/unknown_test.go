package recipes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A member that the schema does not name has no field. With an option, objects keep its JSON.
func Example_unknownMembers() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"name": "Night drive", "mood": {"calm": 0.75}, "album": {"name": "Roads", "shelf": "B7"}}`)
	}))
	defer server.Close()
	ctx, id := context.Background(), spotify.TrackID("6kLCHFM39wkFjOuyPGLGeQ")
	client := spotify.NewClient(spotify.WithBaseURL(server.URL))

	track, err := client.Tracks.Get(ctx, id, nil, spotify.WithUnknownMembers())
	if err != nil {
		log.Fatal(err)
	}
	var mood struct{ Calm float64 }
	if raw, ok := track.Unknown()["mood"]; ok {
		if err := json.Unmarshal(raw, &mood); err != nil {
			log.Fatal(err)
		}
	}

	fmt.Println(track.Name, "is calm:", mood.Calm)
	fmt.Printf("%s is on the shelf %s\n", track.Album.Name, track.Album.Unknown()["shelf"])
	// Output:
	// Night drive is calm: 0.75
	// Roads is on the shelf "B7"
}
