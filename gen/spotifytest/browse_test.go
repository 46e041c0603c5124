package spotifytest

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Playlists that are gone leave a null in their place, and count.
func TestListedPlaylists(t *testing.T) {
	c := emptyCall(t)
	there := c.addPlaylist(Playlist{Name: "There"})
	deleted := c.addPlaylist(Playlist{Name: "Deleted"})
	ids := []spotify.PlaylistID{there.ID, deleted.ID, "0000000000000000000000", there.ID}
	category := c.addCategory(Category{Name: "Mixed", Playlists: ids[:2]})
	category.Playlists, c.featured = ids, ids
	deleted.deleted = true

	c.query = url.Values{"limit": {"3"}}
	c.path = map[string]string{"category_id": string(category.ID)}
	for name, list := range map[string]handler{"category": listCategoryPlaylists, "featured": listFeaturedPlaylists} {
		t.Run(name, func(t *testing.T) {
			c.endpoint = &endpoint{path: "/list"}
			answer, err := list(c)
			if err != nil {
				t.Fatal(err)
			}
			page := answer.(object)["playlists"].(object)
			var gaps []bool
			for _, item := range page["items"].([]any) {
				gaps = append(gaps, item == nil)
			}
			if diff := cmp.Diff([]bool{false, true, true}, gaps); diff != "" {
				t.Errorf("gaps differ (-want +got):\n%s", diff)
			}
			if want := c.href("/list?limit=3&offset=3"); page["total"] != len(ids) || page["next"] != want {
				t.Errorf("total = %v and next = %v, want %d and %s", page["total"], page["next"], len(ids), want)
			}
		})
	}
}
