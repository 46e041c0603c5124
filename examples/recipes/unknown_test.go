package recipes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A member that the schema does not name has no field. With an option, objects keep its JSON.
func Example_unknownMembers() {
	server, err := spotifytest.Start(spotifytest.Empty())
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	id := server.AddTrack(spotifytest.Track{Name: "Night drive"}).ID
	server.Fail(1, spotifytest.AddedMember("mood", map[string]float64{"calm": 0.75}))
	ctx, client := context.Background(), server.Client()

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
	fmt.Printf("its album has the mood %s\n", track.Album.Unknown()["mood"])
	// Output:
	// Night drive is calm: 0.75
	// its album has the mood {"calm":0.75}
}
