package spotify

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parsers make the Parse…ID functions alike.
var parsers = map[Kind]func(string) (string, error){
	KindTrack:     erase(ParseTrackID),
	KindAlbum:     erase(ParseAlbumID),
	KindArtist:    erase(ParseArtistID),
	KindPlaylist:  erase(ParsePlaylistID),
	KindShow:      erase(ParseShowID),
	KindEpisode:   erase(ParseEpisodeID),
	KindAudiobook: erase(ParseAudiobookID),
	KindChapter:   erase(ParseChapterID),
	KindUser:      erase(ParseUserID),
}

func erase[ID ~string](parse func(string) (ID, error)) func(string) (string, error) {
	return func(text string) (string, error) {
		id, err := parse(text)
		return string(id), err
	}
}

func TestURIsOfIDs(t *testing.T) {
	const id = testTrackID
	got := []URI{
		TrackID(id).URI(), AlbumID(id).URI(), ArtistID(id).URI(), PlaylistID(id).URI(), ShowID(id).URI(),
		EpisodeID(id).URI(), AudiobookID(id).URI(), ChapterID(id).URI(),
		UserID("smith").URI(), UserID("a:b/c?d%e f+ö").URI(), TrackID("").URI(), UserID("").URI(),
	}
	want := []URI{
		"spotify:track:" + id, "spotify:album:" + id, "spotify:artist:" + id, "spotify:playlist:" + id, "spotify:show:" + id,
		"spotify:episode:" + id, "spotify:show:" + id, "spotify:episode:" + id,
		"spotify:user:smith", "spotify:user:a%3Ab%2Fc%3Fd%25e%20f%2B%C3%B6", "", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseIDs(t *testing.T) {
	forms := []string{
		"ID", " ID\n", "\u200bID\u00a0", "\ufeffID", "ID?si=0123456789abcdef", "ID?si=x#0:30", "SPOTIFY:KIND:ID", "spotify://KIND/ID?si=x", "https://open.spotify.com/embed?uri=spotify:KIND:ID",
		"spotify:KIND:ID", "spotify:KIND:ID?si=abc", "spotify:KIND:ID:recommended",
		"https://open.spotify.com/KIND/ID", "http://open.spotify.com/KIND/ID", "https://OPEN.spotify.com:443/KIND/ID",
		"https://open.spotify.com/KIND/ID?si=0123456789abcdef", "https://open.spotify.com/KIND/ID/", "https://open.spotify.com/KIND/ID#x",
		"https://open.spotify.com/intl-de/KIND/ID?si=x", "https://open.spotify.com/intl-pt-br/KIND/ID",
		"https://open.spotify.com/embed/KIND/ID?utm_source=generator", "https://open.spotify.com/embed-podcast/KIND/ID",
		"https://open.spotify.com/intl-de/embed/KIND/ID", "https://play.spotify.com/KIND/ID", "open.spotify.com/KIND/ID",
	}
	// The ID of a user can be any text.
	catalogue := []string{"ID ?si=x", "ID?utm=x", "ID#0:30", "ID/", "<ID>", `"ID"`, "'ID?si=x'", "spotify:KIND:ID#0:30", "spotify:KIND: ID",
		"“ID”", "‘spotify:KIND:ID’", "(ID)", "ID.", "ID&si=x", "ID,", "https://open.spotify.com/KIND/ID."}
	for kind, parse := range parsers {
		all := forms
		if kind != KindUser {
			all = slices.Concat(forms, catalogue)
		}
		for _, form := range all {
			text := strings.NewReplacer("KIND", string(kind), "ID", testTrackID).Replace(form)
			if got, err := parse(text); err != nil || got != testTrackID {
				t.Errorf("%s: %q gives %q, %v", kind, text, got, err)
			}
		}
	}
	odd := []struct {
		kind Kind
		text string
		want string
	}{
		{KindAudiobook, "spotify:show:" + testTrackID, testTrackID},
		{KindAudiobook, "https://open.spotify.com/show/" + testTrackID, testTrackID},
		{KindChapter, "spotify:episode:" + testTrackID, testTrackID},
		{KindPlaylist, "spotify:user:smith:playlist:" + testTrackID, testTrackID},
		{KindPlaylist, "http://open.spotify.com/user/sm%20ith/playlist/" + testTrackID + "?si=1", testTrackID},
		{KindUser, "smith", "smith"},
		{KindUser, "a/b:c?d#e% f", "a/b:c?d#e% f"},
		{KindUser, "null", "null"},
		{KindUser, "smith?d=x", "smith?d=x"},
		{KindUser, "'smith'", "'smith'"},
		{KindUser, "\u200bsmith ", "smith"},
		{KindUser, "spotify://user/smith", "smith"},
		{KindUser, "björk", "björk"},
		{KindUser, "spotify:user:a%3Ab", "a:b"},
		{KindUser, "https://open.spotify.com/user/a%2Fb?si=1", "a/b"},
		{KindUser, "https://open.spotify.com/user/a%2525", "a%25"},
	}
	for _, test := range odd {
		if got, err := parsers[test.kind](test.text); err != nil || got != test.want {
			t.Errorf("%s: %q gives %q, %v, want %q", test.kind, test.text, got, err, test.want)
		}
	}
}

func TestParseIDErrors(t *testing.T) {
	tests := []struct {
		kind Kind
		text string
		want []string
	}{
		{KindTrack, "", []string{"not the ID of a track", "empty", "22 letters and digits", "spotify:track:…", "https://open.spotify.com/track/…"}},
		{KindUser, "  ", []string{"not the ID of a user", "empty", "any text", "spotify:user:…"}},
		{KindTrack, "6kLCHFM39wkFjOuyPGLGe", []string{`"6kLCHFM39wkFjOuyPGLGe" has 21 characters`}},
		{KindTrack, "6kLCHFM39wkFjOuyPGLGeQQ", []string{"has 23 characters"}},
		{KindTrack, "6kLCHFM39wkFjOuyPGLGé", []string{"other than letters and digits"}},
		{KindTrack, "spotify:track:null", []string{"has no ID"}},
		{KindTrack, "spotify:track:abc", []string{`"abc" has 3 characters`}},
		{KindTrack, "spotify:album:" + testTrackID, []string{"is an album, not a track"}},
		{KindAlbum, "https://open.spotify.com/intl-de/track/" + testTrackID, []string{"is a track, not an album"}},
		{KindAudiobook, "spotify:track:" + testTrackID, []string{"is a track, not an audiobook", "spotify:show:…"}},
		{KindShow, "https://open.spotify.com/audiobook/" + testTrackID, []string{"is an audiobook, not a show"}},
		{KindEpisode, "https://open.spotify.com/chapter/" + testTrackID, []string{"is a chapter, not an episode"}},
		{KindUser, "spotify:user:smith:playlist:" + testTrackID, []string{"is a playlist, not a user"}},
		{KindUser, "spotify:user:smith:collection", []string{"is a collection, not a user"}},
		{KindUser, "spotify:user:", []string{"has no ID"}},
		{KindPlaylist, "spotify:genre:rock", []string{"is a genre, not a playlist"}},
		{KindTrack, "spotify:local:A:B:C:1", []string{"local file"}},
		{KindTrack, "?si=abc", []string{"empty"}},
		{KindTrack, "spotify.link/abc", []string{"https://spotify.link", "short link", "follow it first"}},
		{KindTrack, "https://spotify.link/abc", []string{"https://spotify.link", "not a URL of open.spotify.com"}},
		{KindArtist, "https://example.com/artist/" + testTrackID, []string{"not a URL of open.spotify.com"}},
	}
	for _, test := range tests {
		got, err := parsers[test.kind](test.text)
		if got != "" {
			t.Errorf("%s: %q gives %q", test.kind, test.text, got)
		}
		wantError(t, err, append(test.want, "spotify: not the ID of ")...)
		if want := strings.HasPrefix(test.text, "spotify:local"); errors.Is(err, ErrLocalFile) != want {
			t.Errorf("%v: errors.Is(err, ErrLocalFile) = %v", err, !want)
		}
	}
}

// Somebody will paste a token, or the URL that the browser was sent to.
func TestParseIDErrorsShowNoSecrets(t *testing.T) {
	token := strings.Repeat("BQDx", 50)
	for _, text := range []string{token, "http://127.0.0.1/callback?code=" + token, "spotify:track:" + token, "https://open.spotify.com/track/" + token} {
		_, err := ParseTrackID(text)
		wantError(t, err, "not the ID of a track")
		if strings.Contains(err.Error(), token[:60]) {
			t.Errorf("error %q shows a secret", err)
		}
	}
}

func FuzzParseIDs(f *testing.F) {
	for _, text := range []string{
		"", testTrackID, "spotify:track:" + testTrackID, "spotify:user:a%3Ab", "spotify:user:%", "spotify:user:u:playlist:" + testTrackID,
		"spotify:local:a:b:c:1", "https://open.spotify.com/intl-de/album/" + testTrackID + "?si=1", "open.spotify.com/user/%ff", "a/b", "null",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for kind, parse := range parsers {
			id, err := parse(text)
			switch {
			case err != nil && (len(err.Error()) > 600 || strings.ContainsAny(err.Error(), "\r\n")):
				t.Errorf("%s: error of %d bytes: %q", kind, len(err.Error()), err)
			case err == nil && id == "":
				t.Errorf("%s: %q gives an empty ID", kind, text)
			case err == nil && kind != KindUser && len(id) != 22:
				t.Errorf("%s: %q gives %q", kind, text, id)
			}
		}
		if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 }) {
			return
		}
		uri := UserID(text).URI()
		if uri.Kind() != KindUser || uri.ID() != text {
			t.Errorf("the URI %q of user %q has kind %q, ID %q", uri, text, uri.Kind(), uri.ID())
		}
		if back, err := ParseUserID(string(uri)); err != nil || string(back) != text {
			t.Errorf("%q parses as %q, %v", uri, back, err)
		}
	})
}
