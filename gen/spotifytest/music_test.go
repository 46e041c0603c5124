package spotifytest

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
)

func TestInvalidAlbumGroup(t *testing.T) {
	c := emptyCall(t)
	c.path = map[string]string{"id": string(c.addArtist(Artist{}).ID)}
	c.query = url.Values{"include_groups": {"single,boxset"}}
	c.endpoint = &endpoint{path: "/artists/{id}/albums"}
	_, err := listArtistAlbums(c)
	var refused *refusal
	if !errors.As(err, &refused) || refused.status != http.StatusBadRequest || refused.message != "Invalid album type: boxset" {
		t.Errorf("error %v, want a 400 that names the group", err)
	}
}
