package clienttest

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A server that escapes descriptions when it answers, as the API does, gets back what it
// was given, however often that is read and written.
func TestDescriptionIsNotEscapedTwice(t *testing.T) {
	const written = `Rock 'n' Roll & <more> "songs"`
	stored := written
	server := serve(t, func(w http.ResponseWriter, r request) {
		if r.Method == "PUT" {
			var body struct{ Description string }
			if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
				t.Error(err)
			}
			stored = body.Description
			return
		}
		playlist, err := json.Marshal(map[string]string{"description": html.EscapeString(stored)})
		if err != nil {
			t.Error(err)
		}
		if r.Path == "/me/playlists" {
			playlist = fmt.Appendf(nil, `{"items":[%s]}`, playlist)
		}
		w.Write(playlist)
	})
	c := server.client()
	for range 3 {
		playlist, err := c.Playlists.Get(ctx, "x", nil)
		if err != nil {
			t.Fatal(err)
		}
		page, err := c.Playlists.List(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Items[0].DescriptionText(); got != written || playlist.Description == written {
			t.Fatalf("description %q in the list, and raw %q", got, playlist.Description)
		}
		if err := c.Playlists.Update(ctx, "x", spotify.UpdatePlaylistRequest{Description: spotify.Ptr(playlist.DescriptionText())}); err != nil {
			t.Fatal(err)
		}
		if stored != written {
			t.Fatalf("written %q, want %q", stored, written)
		}
	}
	if got := (*spotify.Playlist)(nil).DescriptionText(); got != "" {
		t.Errorf("no playlist has the description %q", got)
	}
}
