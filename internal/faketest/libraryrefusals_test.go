package faketest_test

import (
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestLibraryRefuses(t *testing.T) {
	b := newBookshelf(t, spotifytest.Relaxed())
	b.Save("", spotify.TrackID(b.id(0)).URI(), spotify.AlbumID(b.id(0)).URI())
	const unknown = "9999999999999999999999"
	many := func(prefix string, n int) string {
		return strings.TrimSuffix(strings.Repeat(prefix+b.id(1)+",", n), ",")
	}
	listed := func(n int) string { return `{"ids":["` + strings.ReplaceAll(many("", n), ",", `","`) + `"]}` }
	uri := "spotify:track:" + b.id(1)
	tests := []exchange{
		{"PUT", "/me/tracks", `["` + b.id(1) + `"]`, 400, "Missing required field: ids"}, // docs/facts/mismatches.md M60
		{"PUT", "/me/tracks", `{}`, 400, "Missing required field: ids"},
		{"PUT", "/me/tracks", `{"ids":[]}`, 400, "Missing required field: ids"},
		{"PUT", "/me/tracks", "", 400, "Missing required field: ids"},
		{"PUT", "/me/tracks", listed(51), 400, "Too many ids requested"},
		{"PUT", "/me/tracks", `{"ids":["` + b.id(1) + `","nonsense"]}`, 400, "Invalid base62 id"},
		{"PUT", "/me/tracks", `{"ids":["` + b.id(1) + `","` + unknown + `"]}`, 404, "Resource not found"},
		{"PUT", "/me/tracks", `{"ids":["spotify:local:a:b:c:1"]}`, 400, "Invalid base62 id"},
		{"PUT", "/me/tracks", `{"timestamped_ids":[{"id":"` + b.id(1) + `","added_at":"yesterday"}]}`, 400, "Invalid timestamped_ids"},
		{"PUT", "/me/tracks", `{"timestamped_ids":[{"id":"` + unknown + `","added_at":"2024-01-01T00:00:00Z"}]}`, 404, "Resource not found"},
		{"PUT", "/me/tracks", `{"timestamped_ids":[{"id":"x","added_at":"2024-01-01T00:00:00Z"}]}`, 400, "Invalid base62 id"},
		{"PUT", "/me/albums", "", 400, "Missing required field: ids"},
		{"PUT", "/me/albums?ids=" + many("", 21), "", 400, "Too many ids requested"}, // docs/facts/mismatches.md M64
		{"PUT", "/me/albums?ids=" + b.id(1) + ",,", "", 400, "Invalid base62 id"},
		{"PUT", "/me/albums?ids=" + unknown, "", 404, "Resource not found"},
		{"PUT", "/me/audiobooks?ids=" + b.id(1), "", 404, "Resource not found"}, // that is a show
		{"PUT", "/me/shows?ids=" + b.book(1), "", 404, "Resource not found"},    // that is an audiobook
		{"DELETE", "/me/shows?ids=" + many("", 51), "", 400, "Too many ids requested"},
		{"DELETE", "/me/albums?ids=nonsense", "", 400, "Invalid base62 id"},
		{"DELETE", "/me/albums", "", 400, "Missing required field: ids"},
		{"DELETE", "/me/tracks?ids=" + b.id(0) + ",nonsense", "", 400, "Invalid base62 id"},
		{"GET", "/me/albums/contains?ids=nonsense", "", 400, "Invalid base62 id"},
		{"GET", "/me/albums/contains", "", 400, "Missing required field: ids"},
		{"GET", "/me/tracks?limit=51", "", 400, "Invalid limit"},
		{"PUT", "/me/library", `{"uris":["` + uri + `"]}`, 400, "Missing required field: uris"},    // docs/facts/mismatches.md M61
		{"DELETE", "/me/library", `{"uris":["` + uri + `"]}`, 400, "Missing required field: uris"}, // docs/facts/mismatches.md M61
		{"GET", "/me/library/contains", "", 400, "Missing required field: uris"},
		{"PUT", "/me/library?uris=" + many("spotify:track:", 41), "", 400, "Too many uris requested"},
		{"PUT", "/me/library?uris=" + uri + "," + b.id(1), "", 400, "Invalid uri"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:local:a:b:c:1", "", 400, "Invalid uri"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:track:null", "", 400, "Invalid uri"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:user:x:collection", "", 400, "Invalid uri"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:album:" + unknown, "", 404, "Resource not found"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:user:nobody", "", 404, "Resource not found"},
		{"PUT", "/me/library?uris=" + uri + ",spotify:playlist:" + unknown, "", 404, "Resource not found"},
		{"DELETE", "/me/library?uris=spotify:album:" + b.id(0) + ",spotify:album:short", "", 400, "Invalid uri"},
		{"GET", "/me/library/contains?uris=" + uri + ",nonsense", "", 400, "Invalid uri"},
	}
	for _, test := range tests {
		test.send(t, b.Server, libraryScopes()...)
		// All or nothing: what was right beside it has not been done either.
		wantSaved(t, b.Server, spotify.KindTrack, spotify.TrackID(b.id(0)).URI())
		wantSaved(t, b.Server, spotify.KindAlbum, spotify.AlbumID(b.id(0)).URI())
	}
}

func TestLibraryScopes(t *testing.T) {
	b := newBookshelf(t, spotifytest.Relaxed())
	of := func(kind string) string { return "?uris=spotify:" + kind + ":" + b.id(1) }
	const missing = "Insufficient client scope"
	tests := []struct {
		exchange
		scopes []spotify.Scope
	}{
		{exchange{"PUT", "/me/library" + of("track"), "", 200, ""}, []spotify.Scope{"user-library-modify"}},
		{exchange{"PUT", "/me/library" + of("track"), "", 403, missing}, []spotify.Scope{"user-follow-modify"}},
		{exchange{"PUT", "/me/library" + of("artist"), "", 200, ""}, []spotify.Scope{"user-follow-modify"}},
		{exchange{"PUT", "/me/library" + of("artist"), "", 403, missing}, []spotify.Scope{"user-library-modify"}},
		{exchange{"DELETE", "/me/library" + of("playlist"), "", 403, missing}, []spotify.Scope{"user-library-modify"}},
		{exchange{"GET", "/me/library/contains" + of("album"), "", 403, missing}, []spotify.Scope{"user-library-modify"}},
		{exchange{"GET", "/me/library/contains" + of("playlist"), "", 200, ""}, []spotify.Scope{"playlist-read-private"}},
		// What is missing comes before what is malformed.
		{exchange{"PUT", "/me/library" + of("track") + ",nonsense", "", 403, missing}, nil},
		{exchange{"GET", "/me/tracks", "", 403, missing}, []spotify.Scope{"user-library-modify"}},
		{exchange{"GET", "/me/episodes", "", 403, missing}, []spotify.Scope{"user-library-read"}},
		{exchange{"GET", "/me/episodes", "", 200, ""}, []spotify.Scope{"user-library-read", "user-read-playback-position"}},
		{exchange{"PUT", "/me/shows?ids=" + b.id(1), "", 403, missing}, []spotify.Scope{"user-library-read"}},
	}
	for _, test := range tests {
		test.send(t, b.Server, test.scopes...)
	}
	wantSaved(t, b.Server, spotify.KindShow)
	wantSaved(t, b.Server, spotify.KindTrack, spotify.TrackID(b.id(1)).URI())
}

func TestLibraryInDevelopmentMode(t *testing.T) {
	b := newBookshelf(t, spotifytest.Development(), spotifytest.Relaxed())
	for _, test := range []exchange{
		{"PUT", "/me/albums?ids=" + b.id(1), "", 403, "Forbidden"},
		{"DELETE", "/me/tracks?ids=" + b.id(1), "", 403, "Forbidden"},
		{"GET", "/me/shows/contains?ids=" + b.id(1), "", 403, "Forbidden"},
		{"GET", "/me/shows", "", 200, ""},
	} {
		test.send(t, b.Server, libraryScopes()...)
	}
	wantSaved(t, b.Server, spotify.KindAlbum)
}

func TestLibraryMistakes(t *testing.T) {
	const id = "0000000000000000000001"
	tests := []struct {
		name string
		do   func(s *spotifytest.Server)
		want string
	}{
		{"saving a local file", func(s *spotifytest.Server) { s.Save("", "spotify:track:"+id, "spotify:local:a:b:c:1") }, `"spotify:local:a:b:c:1" cannot be saved`},
		{"saving an artist", func(s *spotifytest.Server) { s.Save("", "spotify:artist:"+id) }, `"spotify:artist:` + id + `" cannot be saved`},
		{"an unknown user", func(s *spotifytest.Server) { s.Save("nobody", "spotify:track:"+id) }, `there is no user "nobody"`},
		{"what is not saved", func(s *spotifytest.Server) { s.Saved("", spotify.KindArtist) }, `things of the kind "artist" are not saved`},
		{"following a track", func(s *spotifytest.Server) { s.Follow("", "spotify:track:"+id) }, `"spotify:track:` + id + `" cannot be followed`},
		{"following nobody", func(s *spotifytest.Server) { s.Follow("", "spotify:user:nobody") }, `there is no user "nobody" to follow`},
		{"what is not followed", func(s *spotifytest.Server) { s.Following("", spotify.KindTrack) }, `things of the kind "track" are not followed`},
		{"not spoken", func(s *spotifytest.Server) { s.SetResumePoint("", "spotify:track:"+id, 1) }, `there is no episode or chapter "spotify:track:` + id + `"`},
		{"before the beginning", func(s *spotifytest.Server) { s.SetResumePoint("", "spotify:episode:"+id, -1) }, `the position -1ns in "spotify:episode:` + id + `" is negative`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, err := spotifytest.Start(spotifytest.Empty())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			told := panicOf(func() { test.do(s) })
			if err := s.Err(); err == nil || err.Error() != told || told != "spotifytest: "+test.want {
				t.Errorf("the panic is %q, mistakes: %v; want %s", told, err, test.want)
			}
			wantSaved(t, s, spotify.KindTrack)
		})
	}
}
