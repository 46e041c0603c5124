package likes_test

import (
	"testing"
	"time"

	"github.com/spotgen/spotgen/examples/likes"
	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestCopy(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	dawn := server.AddTrack(spotifytest.Track{Name: "Dawn"}).ID.URI()
	noon := server.AddTrack(spotifytest.Track{Name: "Noon"}).ID.URI()
	server.Save("", dawn, noon)
	mix := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: []spotifytest.PlaylistItem{{URI: dawn}}})

	// The first attempt meets a rate limit. The client has to wait and try again.
	server.Fail(1, spotifytest.RateLimited(10*time.Millisecond), spotify.OpPlaylistsAddItems)

	n, err := likes.Copy(t.Context(), server.Client(), mix.ID)
	if n != 1 || err != nil {
		t.Errorf("copied %d tracks, and got %v; want one", n, err)
	}
	mix, _ = server.Playlist(mix.ID)
	if len(mix.Items) != 2 || mix.Items[1].URI != noon {
		t.Errorf("the playlist has %v, want %s at the end", mix.Items, noon)
	}
}
