package spotifytest

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	// imagePath is where the server has its images. Behind it come 40 hexadecimal digits:
	// four for the side of the square, and the rest for the thing that is shown.
	imagePath = "/image/"
	imageName = 20 // bytes
	// largestImage is the side of the largest image, in pixels. The server draws no larger
	// one, whatever address it is asked for.
	largestImage = 640
	// uploadedSide stands in the address of an upload, whose size is not known.
	uploadedSide = 0
	mediaPNG     = "image/png"
	mediaJPEG    = "image/jpeg"
)

// images are a picture in three sizes, the widest first.
func (s *Server) images(kind, id string) []any {
	var list []any
	for _, side := range []int{640, 300, 64} {
		list = append(list, s.image(kind, id, side))
	}
	return list
}

// image is a square picture, which is drawn when its address is asked for.
func (s *Server) image(kind, id string, side int) object {
	return object{"height": side, "url": s.imageURL(side, kind, id), "width": side}
}

// imageURL is the address of a picture. The same thing has the same digits on each server.
func (s *Server) imageURL(side int, shown ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(shown, " ")))
	return fmt.Sprintf("%s%s%04x%x", s.AccountsURL, imagePath, side, sum[:imageName-2])
}

// serveImage answers requests for images, which need no token.
func (s *Server) serveImage(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Access-Control-Allow-Origin", "*") // a page may draw it on a canvas
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	data, mediaType := s.imageAt(r.URL.Path)
	if data == nil {
		http.NotFound(w, r)
		return
	}
	header.Set("Content-Type", mediaType)
	header.Set("Content-Length", strconv.Itoa(len(data)))
	header.Set("Cache-Control", "public, max-age=86400") // docs/facts/concepts.md "Playlists"
	w.Write(data)
}

// imageAt is the image with an address, nil if there is none.
func (s *Server) imageAt(path string) (data []byte, mediaType string) {
	name, err := hex.DecodeString(strings.TrimPrefix(path, imagePath))
	if err != nil || len(name) != imageName {
		return nil, ""
	}
	switch side := int(binary.BigEndian.Uint16(name)); {
	case side == uploadedSide:
		return s.uploadAt(path), mediaJPEG
	case side > largestImage:
		return nil, ""
	default:
		return drawn(name[2:], side), mediaPNG
	}
}

// uploadAt finds the cover that was uploaded for a playlist. One that was replaced since
// has no address any more.
func (s *Server) uploadAt(path string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for p := range s.playlists.all() {
		if p.Cover != nil && strings.HasSuffix(s.uploadURL(p), path) {
			return bytes.Clone(p.Cover)
		}
	}
	return nil
}

// uploadURL is the address of an uploaded cover. Another cover has another address.
func (s *Server) uploadURL(p *playlist) string {
	return s.imageURL(uploadedSide, string(spotify.KindPlaylist), string(p.ID), string(p.Cover))
}

// drawn is a PNG: a pattern of tiles, the same on the left and on the right, whose form and
// colors come from the name. It is the same in all sizes.
func drawn(name []byte, side int) []byte {
	const tiles = 5
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{
		color.RGBA{64 + name[0]/2, 64 + name[1]/2, 64 + name[2]/2, 255},
		color.RGBA{name[3] / 3, name[4] / 3, name[5] / 3, 255},
	})
	for y := range side {
		for x := range side {
			column, row := x*tiles/side, y*tiles/side
			column = min(column, tiles-1-column)
			picture.Pix[y*picture.Stride+x] = name[6+column*2] >> row & 1
		}
	}
	var b bytes.Buffer
	// A buffer takes everything, and the picture is neither empty nor too large.
	if err := png.Encode(&b, picture); err != nil {
		panic(err)
	}
	return b.Bytes()
}
