package spotify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestURI(t *testing.T) {
	tests := []struct {
		uri  URI
		kind Kind
		id   string
		ok   bool // valid
	}{
		{"spotify:track:" + testTrackID, KindTrack, testTrackID, true},
		{"spotify:album:" + testTrackID, KindAlbum, testTrackID, true},
		{"spotify:show:" + testTrackID, KindShow, testTrackID, true},
		{"spotify:user:smith", KindUser, "smith", true},
		{"spotify:user:a%3Ab%2fc%20d", KindUser, "a:b/c d", true},
		{"spotify:user:bj%C3%B6rk", KindUser, "björk", true},
		{"spotify:user:björk+1", KindUser, "björk+1", true},
		{"spotify:user:100%", KindUser, "100%", true},
		{"spotify:user:null", KindUser, "null", true},
		{"spotify:user:", KindUser, "", false},
		{"spotify:user", KindUser, "", false},
		{"spotify:user:smith:playlist:" + testTrackID, KindPlaylist, testTrackID, true},
		{"spotify:user:smith:playlist", KindPlaylist, "", false},
		{"spotify:user:smith:playlist:" + testTrackID + ":recommended", KindPlaylist, testTrackID, true},
		{"spotify:playlist:" + testTrackID + ":recommended", KindPlaylist, testTrackID, true},
		{"spotify:user:smith:collection", KindCollection, "", true},
		{"spotify:user:smith:collection:album:" + testTrackID, KindCollection, "", true},
		{"spotify:collection:tracks", KindCollection, "", true},
		{"spotify:user:smith:top:tracks", KindUser, "smith", true},
		{"spotify:track:" + testTrackID + "?si=abc", KindTrack, testTrackID, true},
		{"spotify:track:null", KindTrack, "", false},
		{"spotify:track:", KindTrack, "", false},
		{"spotify:track", KindTrack, "", false},
		{"spotify:track:short", KindTrack, "short", false},
		{"spotify:local:A:B:C:1", KindLocal, "", true},
		{"spotify:local::::", KindLocal, "", true},
		{"spotify:local:A?:B:C:1", KindLocal, "", true},
		{"spotify:local:A:B:C", KindLocal, "", false},
		{"spotify:local", KindLocal, "", false},
		{"spotify:genre:rock", "genre", "rock", true},
		{"spotify:Track:" + testTrackID, "Track", testTrackID, false},
		{"spotify:", "", "", false},
		{"spotify::" + testTrackID, "", testTrackID, false},
		{"", "", "", false},
		{testTrackID, "", "", false},
		{"spotify:track:" + testTrackID + "#0:30", KindTrack, testTrackID, true},
		{"spotify:track: " + testTrackID, KindTrack, " " + testTrackID, false},
		{"spotify:user:a#b", KindUser, "a#b", true},
		{"SPOTIFY:track:" + testTrackID, "", "", false},
		{"spotify://track/" + testTrackID, "//track/" + testTrackID, "", false},
		{"<spotify:track:" + testTrackID + ">", "", "", false},
		{" spotify:track:" + testTrackID, "", "", false},
		{"spotify:user:smith ", KindUser, "smith ", false},
		{"spotify:user:sm\nith", KindUser, "sm\nith", false},
		{"https://open.spotify.com/track/" + testTrackID, "", "", false},
	}
	for _, test := range tests {
		t.Run(string(test.uri), func(t *testing.T) {
			if got := test.uri.Kind(); got != test.kind {
				t.Errorf("Kind() = %q, want %q", got, test.kind)
			}
			if got := test.uri.ID(); got != test.id {
				t.Errorf("ID() = %q, want %q", got, test.id)
			}
			if got := test.uri.IsValid(); got != test.ok {
				t.Errorf("IsValid() = %v", got)
			}
			if got := test.uri.IsLocal(); got != (test.kind == KindLocal) {
				t.Errorf("IsLocal() = %v", got)
			}
			if got := test.uri.ResourceURI(); got != test.uri {
				t.Errorf("ResourceURI() = %q", got)
			}
		})
	}
}

func TestKindIsKnown(t *testing.T) {
	for _, kind := range []Kind{
		KindTrack, KindAlbum, KindArtist, KindPlaylist, KindShow, KindEpisode, KindAudiobook, KindChapter,
		KindUser, KindCollection, KindLocal, KindAudioFeatures, KindGenre, KindAd, KindUnknown,
	} {
		if !kind.IsKnown() {
			t.Errorf("%s is not known", kind)
		}
	}
	for _, kind := range []Kind{"", "song", "Track"} {
		if kind.IsKnown() {
			t.Errorf("%q is known", kind)
		}
	}
}

func TestKindIs(t *testing.T) {
	if !Kind("GENRE").Is(KindGenre) || !KindAd.Is("Ad") || KindAd.Is(KindGenre) || Kind("").Is(KindAd) {
		t.Error("kinds are compared otherwise than by their letters, in either case")
	}
}

func TestParseURI(t *testing.T) {
	track := URI("spotify:track:" + testTrackID)
	tests := []struct {
		text string
		want URI
	}{
		{string(track), track},
		{" " + string(track) + "\n", track},
		{string(track) + "?si=abc", track},
		{string(track) + ":recommended", track},
		{string(track) + "#0:30", track},
		{string(track) + "?si=abc#0:30", track},
		{"\ufeff\u200b" + string(track) + "\u00a0\r\n", track},
		{"spotify:track: " + testTrackID + " ", track},
		{"Spotify:track:" + testTrackID, track},
		{"SPOTIFY:track:" + testTrackID, track},
		{"spotify://track/" + testTrackID, track},
		{"spotify:/track/" + testTrackID, track},
		{"spotify://track:" + testTrackID, track},
		{"SPOTIFY://track/" + testTrackID + "/?si=abc#0:30", track},
		{"spotify://open.spotify.com/track/" + testTrackID + "?si=abc", track},
		{"spotify://user/smith/playlist/" + testTrackID, "spotify:playlist:" + testTrackID},
		{"HTTPS://OPEN.SPOTIFY.COM/track/" + testTrackID, track},
		{"//open.spotify.com/track/" + testTrackID, track},
		{"<https://open.spotify.com/track/" + testTrackID + ">", track},
		{`"` + string(track) + `"`, track},
		{"https://open.spotify.com/embed?uri=" + string(track), track},
		{"https://open.spotify.com/embed/?theme=0&uri=spotify%3Atrack%3A" + testTrackID + "&view=list", track},
		{"https://embed.spotify.com/?uri=" + string(track), track},
		{"open.spotify.com/embed?uri=" + string(track), track},
		{"https://embed.spotify.com/track/" + testTrackID, track},
		{"https://open.spotify.com/embed?uri=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F" + testTrackID, track},
		{"https://open.spotify.com/oembed?url=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F" + testTrackID, track},
		{"https://open.spotify.com/track/" + testTrackID + "?si=abc&utm=1#x", track},
		{"spotify:user:smith:playlist:" + testTrackID, "spotify:playlist:" + testTrackID},
		{"https://open.spotify.com/user/smith/playlist/" + testTrackID, "spotify:playlist:" + testTrackID},
		{"https://open.spotify.com/audiobook/" + testTrackID, "spotify:show:" + testTrackID},
		{"https://open.spotify.com/chapter/" + testTrackID, "spotify:episode:" + testTrackID},
		{"https://open.spotify.com/artist/" + testTrackID + "/discography/all", "spotify:artist:" + testTrackID},
		{"https://open.spotify.com/user/bj%C3%B6rk", "spotify:user:bj%C3%B6rk"},
		{"https://open.spotify.com/user/björk", "spotify:user:bj%C3%B6rk"},
		{"https://open.spotify.com/user/a:b", "spotify:user:a%3Ab"},
		{"https://open.spotify.com/user/smith/playlists", "spotify:user:smith"},
		{"https://open.spotify.com/genre/a:b%2525", "spotify:genre:a%3Ab%2525"},
		{"https://open.spotify.com/genre/rock", "spotify:genre:rock"},
		{"spotify:local:A+b:c%3a::12", "spotify:local:A+b:c%3a::12"},
		{"spotify:user:smith:collection", "spotify:user:smith:collection"},
		{"spotify:user:John Doe", "spotify:user:John%20Doe"},
		{"spotify:genre:rock:x", "spotify:genre:rock:x"},
		{"spotify:Track:" + testTrackID, track},
		{"SPOTIFY:TRACK:" + testTrackID, track},
		{"Spotify:User:Smith:Playlist:" + testTrackID, "spotify:playlist:" + testTrackID},
		{"Spotify:User:Smith", "spotify:user:Smith"},
		{"Spotify:User:Smith:Collection", "spotify:user:Smith:collection"},
		{"Spotify:Local:A:B:C:1", "spotify:local:A:B:C:1"},
		{"HTTPS://OPEN.SPOTIFY.COM/TRACK/" + testTrackID, track},
		{"https://open.spotify.com/INTL-DE/Track/" + testTrackID, track},
		{"spotify%3Atrack%3A" + testTrackID, track},
		{"Spotify%3atrack%3a" + testTrackID + "%20", track},
		{"https%3A%2F%2Fopen.spotify.com%2Ftrack%2F" + testTrackID + "%3Fsi%3Dabc", track},
		{"https://api.spotify.com/v1/tracks/" + testTrackID, track},
		{"https://api.spotify.com/v1/tracks/" + testTrackID + "?market=SE", track},
		{"api.spotify.com/v1/playlists/" + testTrackID + "/items?offset=0", "spotify:playlist:" + testTrackID},
		{"https://api.spotify.com/v1/users/smith", "spotify:user:smith"},
		{"https://api.spotify.com/v1/users/smith/playlists/" + testTrackID, "spotify:playlist:" + testTrackID},
		{"https://api.spotify.com/v1/audiobooks/" + testTrackID, "spotify:show:" + testTrackID},
		{"“" + string(track) + "”", track},
		{"„https://open.spotify.com/track/" + testTrackID + "?si=abc“", track},
		{"« " + string(track) + " »", track},
		{"(https://open.spotify.com/track/" + testTrackID + ")", track},
		{"https://open.spotify.com/track/" + testTrackID + ".", track},
		{string(track) + "/", track},
		{string(track) + ",", track},
		{string(track) + "&si=abc", track},
		{"https://open.spotify.com/track/" + testTrackID + "&si=abc", track},
		{"https://open.spotify.com/track/" + testTrackID + "%3Fsi%3Dabc", track},
		{"spotify:https://open.spotify.com/track/" + testTrackID, track},
		{"https://embed.spotify.com/follow/1/?uri=" + string(track) + "&size=detail", track},
	}
	for _, test := range tests {
		got, err := ParseURI(test.text)
		if err != nil || got != test.want {
			t.Errorf("ParseURI(%q) = %q, %v, want %q", test.text, got, err, test.want)
		}
	}
}

func TestParseURIErrors(t *testing.T) {
	tests := []struct {
		text string
		want string
	}{
		{"", "empty"},
		{" ", "empty"},
		{testTrackID, "neither a URI nor a URL"},
		{"spotify:", "kind"},
		{"spotify:Something:" + testTrackID, "kind"},
		{"https://api.spotify.com/v1/tracks?ids=" + testTrackID, "an address of the API that has no ID"},
		{"https://api.spotify.com/v1/me/tracks", "an address of the API that has no ID"},
		{"https://api.spotify.com/v1/browse/categories/" + testTrackID, "an address of the API that has no ID"},
		{"https://api.spotify.com/v1/tracks/short", "5 characters"},
		{"spotify:track:null", "has no ID"},
		{"spotify:track:abc", "3 characters"},
		{"spotify:track:6kLCHFM39wkFjOuyPGLGe-", "letters and digits"},
		{"spotify:local:A:B:C", "malformed"},
		{"spotify:genre:a\x00b", "control characters"},
		{"https://open.spotify.com/", "kind"},
		{"https://open.spotify.com/embed?uri=", "kind"},
		{"https://open.spotify.com/embed?uri=nonsense", "neither a URI nor a URL"},
		{"https://open.spotify.com/embed?uri=spotify:track:a%00b", "kind"},
		{"https://example.com/embed?uri=spotify:track:" + testTrackID, "not a URL of open.spotify.com"},
		{"https://open.spotify.com/search?uri=spotify:track:" + testTrackID, "has no ID"},
		{"https://open.spotify.com/collection/tracks", "spotify:user:{user ID}:collection"},
		{"spotify:collection:tracks", "spotify:user:{user ID}:collection"},
		{"spotify:collection", "spotify:user:{user ID}:collection"},
		{"https://spotify.link/abcDEF", "short link, not a URL of open.spotify.com; follow it first"},
		{"spotify.link/abcDEF", "short link"},
		{"https://spoti.fi/3abc", "short link"},
		{"https://spotify.app.link/abc?_p=x", "short link"},
		{"https://link.tospotify.com/abc", "short link"},
		{"spotify:", "kind"},
		{"spotify://", "kind"},
		{"spotify:///", "kind"},
		{"https://open.spotify.com/intl-de/", "kind"},
		{"https://open.spotify.com/track/", "has no ID"},
		{"https://open.spotify.com/local/x", "malformed"},
		{"https://example.com/track/" + testTrackID, "not a URL of open.spotify.com"},
		{"https://open.spotify.com@example.com/track/" + testTrackID, "not a URL of open.spotify.com"},
		{"https://open.spotify.com.example.com/track/" + testTrackID, "not a URL of open.spotify.com"},
		{"ftp://open.spotify.com/track/" + testTrackID, "not a URL of open.spotify.com"},
		{"https://open.spotify.com:x/track/" + testTrackID, "not a URL"},
		{"https://user:hunter2@example.com/", "not a URL of open.spotify.com"},
		{"http://127.0.0.1:8080/callback?code=hunter2&state=x", "not a URL of open.spotify.com"},
		{"spotify:login?code=hunter2", "has no ID"},
		{"http://%zz/?code=hunter2", "not a URL"},
	}
	for _, test := range tests {
		got, err := ParseURI(test.text)
		if got != "" {
			t.Errorf("ParseURI(%q) = %q", test.text, got)
		}
		wantError(t, err, "spotify: not a URI: ", test.want, "spotify:track:…"[:14], "https://open.spotify.com/track/")
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error %q shows a secret", err)
		}
	}
}

func FuzzParseURI(f *testing.F) {
	for _, text := range []string{
		"", "spotify:track:" + testTrackID, "spotify:user:a%3Ab", "spotify:user:%", "spotify:user:u:playlist:" + testTrackID,
		"spotify:local:a:b:c:1", "spotify:user:u:collection", "https://open.spotify.com/intl-de/album/" + testTrackID + "?si=1",
		"spotify://track/" + testTrackID, "https://open.spotify.com/embed?uri=spotify%3Atrack%3A" + testTrackID, "<spotify:user:'x'>", "spotify:/:/",
		"open.spotify.com/user/%ff", "spotify:genre:x:y", "http://[::1]/", "spotify:a:b%", "https://open.spotify.com/%3A/%3A",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		URI(text).Kind()
		URI(text).ID()
		uri, err := ParseURI(text)
		if err != nil {
			if len(err.Error()) > 500 || strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("error of %d bytes: %q", len(err.Error()), err)
			}
			if URI(text).IsValid() && URI(text).Kind() != KindCollection {
				t.Errorf("%q is valid and does not parse", text)
			}
			return
		}
		if !uri.IsValid() || uri.Kind() == "" {
			t.Errorf("%q gives %q, which is not valid", text, uri)
		}
		again, err := ParseURI(string(uri))
		if diff := cmp.Diff(uri, again); diff != "" || err != nil {
			t.Errorf("%q: parsed again: %v\n%s", text, err, diff)
		}
	})
}
