package spotifytest

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A picture is an image that can be part of a cover.
type picture struct {
	kind spotify.Kind // album or show
	id   string
}

// playlistImages renders the cover of a playlist; nil is null (docs/facts/mismatches.md
// M14).
func (c *call) playlistImages(p *playlist) []any {
	switch {
	case p.Cover != nil:
		return []any{c.uploadedImage(p)}
	case p.NullImages:
		return nil
	}
	return c.coverOf(c.pictures(p.Items))
}

// uploadedImage is an uploaded cover, whose size is not known.
func (s *Server) uploadedImage(p *playlist) object {
	return object{"height": nil, "url": s.uploadURL(p), "width": nil}
}

// tilesOfCover is how many pictures a mosaic takes.
const tilesOfCover = 4

// coverOf makes a cover of the pictures of what is in a playlist: the first one, or a
// mosaic of four if there are as many (docs/facts/concepts.md "Playlists").
func (s *Server) coverOf(pictures []picture) []any {
	switch {
	case len(pictures) == 0:
		return []any{}
	case len(pictures) < tilesOfCover:
		return s.images(string(pictures[0].kind), pictures[0].id)[:1]
	}
	var name strings.Builder
	for _, tile := range pictures[:tilesOfCover] {
		name.WriteString(tile.id)
	}
	var mosaic []any
	for _, side := range []int{640, 300, 60} {
		mosaic = append(mosaic, s.image("mosaic", name.String(), side))
	}
	return mosaic
}

// pictures are the first different ones of albums and shows, as many as a cover can
// take.
func (c *call) pictures(items []PlaylistItem) []picture {
	var list []picture
	for _, item := range items {
		if found, ok := c.picture(item.URI); ok && !slices.Contains(list, found) {
			list = append(list, found)
		}
		if len(list) == tilesOfCover {
			break
		}
	}
	return list
}

func (c *call) picture(uri spotify.URI) (picture, bool) {
	switch uri.Kind() {
	case spotify.KindTrack:
		if t := c.tracks.get(spotify.TrackID(uri.ID())); t != nil && t.Album != "" {
			return picture{spotify.KindAlbum, string(t.Album)}, true
		}
	case spotify.KindEpisode:
		if e := c.episodes.get(spotify.EpisodeID(uri.ID())); e != nil && !e.Removed && e.Show != "" {
			return picture{spotify.KindShow, string(e.Show)}, true
		}
	}
	return picture{}, false
}

// getPlaylistCover answers with a list in any case.
func getPlaylistCover(c *call) (any, error) {
	p, err := c.readablePlaylist()
	if err != nil {
		return nil, err
	}
	return append([]any{}, c.playlistImages(p)...), nil
}

// uploadPlaylistCover takes a JPEG image in base64, without anything before or after
// (docs/facts/mismatches.md M67).
func uploadPlaylistCover(c *call) (any, error) {
	const largest = 256 << 10
	p, err := c.ownPlaylist()
	if err != nil {
		return nil, err
	}
	if len(c.raw) > largest {
		return nil, badRequest("Image is too large; at most 256 KB of base64 text are allowed.")
	}
	cover, ok := decodeJPEG(c.raw)
	if !ok {
		return nil, badRequest("Image must be a JPEG encoded in base64.")
	}
	p.Cover = cover
	p.touch()
	return nothing(http.StatusAccepted)
}

// decodeJPEG reads base64. It does not take the line breaks that others overlook, and
// tells a JPEG by its first bytes.
func decodeJPEG(text []byte) ([]byte, bool) {
	if bytes.ContainsAny(text, "\r\n") {
		return nil, false
	}
	data, err := base64.StdEncoding.Strict().DecodeString(string(text))
	return data, err == nil && isJPEG(data)
}

func isJPEG(data []byte) bool { return bytes.HasPrefix(data, []byte{0xFF, 0xD8, 0xFF}) }
