package faketest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

// BenchmarkServer measures what a page costs from request to answer, without a client of ours.
func BenchmarkServer(b *testing.B) {
	server := spotifytest.NewServer(b)
	for _, test := range []struct{ name, path string }{
		{"saved tracks", "/me/tracks?limit=50"},
		{"top artists", "/me/top/artists?limit=50"},
		{"playlist", "/playlists/" + string(server.Example().Playlist) + "/items?limit=50"},
	} {
		b.Run(test.name, func(b *testing.B) {
			token := server.TokenFor("", spotifytest.AllScopes()...).AccessToken
			for b.Loop() {
				request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+test.path, nil)
				if err != nil {
					b.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+token)
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, response.Body)
				response.Body.Close()
				if err != nil || response.StatusCode != http.StatusOK {
					b.Fatalf("status %d, error %v", response.StatusCode, err)
				}
				b.SetBytes(n)
			}
		})
	}
}
