//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // what the server draws
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// loaded loads an image as a browser does: without a token.
func loaded(t *testing.T, url string) (response *http.Response, data []byte) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if data, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response, data
}

// pictureOf makes sure that an image loads, and has the size that the API says, if it does.
func pictureOf(t *testing.T, picture spotify.Image) image.Image {
	t.Helper()
	response, data := loaded(t, picture.URL)
	decoded, form, err := image.Decode(bytes.NewReader(data))
	if response.StatusCode != http.StatusOK || err != nil {
		t.Fatalf("%s: status %d, %v", picture.URL, response.StatusCode, err)
	}
	if got, want := response.Header.Get("Content-Type"), "image/"+form; got != want {
		t.Errorf("%s: a %s is sent as %q", picture.URL, form, got)
	}
	if got, want := response.Header.Get("Content-Length"), strconv.Itoa(len(data)); got != want {
		t.Errorf("%s: Content-Length is %q, want %s", picture.URL, got, want)
	}
	size := decoded.Bounds().Size()
	if picture.Width != nil && size.X != *picture.Width || picture.Height != nil && size.Y != *picture.Height {
		t.Errorf("%s is %v pixels, want %d × %d", picture.URL, size, *picture.Width, *picture.Height)
	}
	return decoded
}

// TestImagesLoad loads the images of a thing of each kind.
func TestImagesLoad(t *testing.T) {
	server := spotifytest.NewServer(t)
	example := server.Example()
	for _, path := range []string{
		"/albums/" + string(example.Album), "/artists/" + string(example.Artist), "/tracks/" + string(example.Track),
		"/shows/" + string(example.Show), "/episodes/" + string(example.Episode), "/audiobooks/" + string(example.Audiobook),
		"/chapters/" + string(example.Chapter), "/playlists/" + string(example.LongPlaylist), "/playlists/" + string(example.MixedPlaylist),
		"/browse/categories/" + string(example.Category), "/me", "/users/" + string(example.OtherUser),
	} {
		_, answer := sendRaw(t, server, "GET", path, "")
		var tree any
		if err := json.Unmarshal([]byte(answer), &tree); err != nil {
			t.Fatal(err)
		}
		found := imagesIn(tree)
		if len(found) == 0 {
			t.Errorf("%s has no images", path)
		}
		for _, picture := range found[:min(len(found), 4)] {
			pictureOf(t, picture)
		}
	}
}

// imagesIn finds the objects of images in JSON.
func imagesIn(tree any) []spotify.Image {
	var found []spotify.Image
	switch tree := tree.(type) {
	case []any:
		for _, element := range tree {
			found = append(found, imagesIn(element)...)
		}
	case map[string]any:
		if url, ok := tree["url"].(string); ok {
			width, height := int(tree["width"].(float64)), int(tree["height"].(float64))
			return []spotify.Image{{URL: url, Width: &width, Height: &height}}
		}
		for _, member := range tree {
			found = append(found, imagesIn(member)...)
		}
	}
	return found
}

// The same album looks the same on each server and in each size, and unlike another.
func TestImagesAreStable(t *testing.T) {
	look := func(server *spotifytest.Server, album spotify.AlbumID, size int) string {
		got, err := server.Client().Albums.Get(t.Context(), album, nil)
		if err != nil {
			t.Fatal(err)
		}
		picture := pictureOf(t, got.Images[size])
		var b strings.Builder
		side := picture.Bounds().Dx()
		for y := range 5 {
			for x := range 5 {
				b.WriteString(hexOf(picture.At((2*x+1)*side/10, (2*y+1)*side/10)))
			}
		}
		return b.String()
	}
	one, other := spotifytest.NewServer(t), spotifytest.NewServer(t)
	album := one.Example().Album
	track, _ := one.Track(one.Example().RelinkedTrack)
	first := look(one, album, 0)
	if again := look(other, album, 0); again != first {
		t.Error("an album looks different on another server")
	}
	if small := look(one, album, 2); small != first {
		t.Error("an album looks different in another size")
	}
	if look(one, track.Album, 0) == first {
		t.Error("two albums look the same")
	}
}

func hexOf(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return strconv.FormatUint(uint64(r>>8<<16|g>>8<<8|b>>8), 16) + " "
}

// TestUploadedCoverLoads uploads covers, and loads them as they were.
func TestUploadedCoverLoads(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, id := server.Client(), server.Example().Playlist
	var urls []string
	for _, shade := range []uint8{20, 200} {
		upload := jpegOf(t, shade)
		if err := client.Playlists.UploadCoverImage(t.Context(), id, upload); err != nil {
			t.Fatal(err)
		}
		cover, err := client.Playlists.GetCoverImages(t.Context(), id)
		if err != nil || len(cover) != 1 {
			t.Fatalf("the cover is %v, %v", cover, err)
		}
		pictureOf(t, cover[0])
		if _, data := loaded(t, cover[0].URL); !bytes.Equal(data, upload) {
			t.Error("the cover is not what was uploaded")
		}
		urls = append(urls, cover[0].URL)
	}
	if response, _ := loaded(t, urls[0]); response.StatusCode != http.StatusNotFound || urls[0] == urls[1] {
		t.Errorf("the replaced cover has status %d, want %d", response.StatusCode, http.StatusNotFound)
	}
}

func jpegOf(t *testing.T, shade uint8) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, 32, 24))
	for i := range picture.Pix {
		picture.Pix[i] = shade
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Requests for images are no requests to the API, and addresses of nothing are answered so.
func TestImageAddresses(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	base, hash := server.AccountsURL+"/image/", strings.Repeat("5e", 18)
	for address, want := range map[string]int{
		"0280" + hash:        200,
		"0001" + hash:        200,
		"0281" + hash:        404, // larger than any
		"ffff" + hash:        404,
		"0000" + hash:        404, // an upload that is not there
		"0280" + hash + "5e": 404,
		"0280" + hash[2:]:    404,
		"028g" + hash:        404,
		"":                   404,
	} {
		if response, _ := loaded(t, base+address); response.StatusCode != want {
			t.Errorf("%q: status %d, want %d", address, response.StatusCode, want)
		}
	}
	response, err := http.Head(base + "0040" + hash)
	if err != nil || response.StatusCode != 200 || response.ContentLength <= 0 || response.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("HEAD: %v, %v", response, err)
	}
	if response, err = http.Post(base+"0040"+hash, "image/png", nil); err != nil || response.StatusCode != 405 {
		t.Errorf("POST: %v, %v", response, err)
	}
	if requests := server.Requests(); len(requests) != 0 {
		t.Errorf("the log has %v", requests)
	}
}
