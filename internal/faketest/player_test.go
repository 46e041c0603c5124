package faketest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A jukebox is a server with a little to listen to, which all goes by letters.
type jukebox struct {
	*spotifytest.Server
	player                 *spotify.PlayerService
	uris                   map[string]spotify.URI // by letter
	letters                map[spotify.URI]string
	album, artist          spotify.URI
	playlist, show, book   spotify.URI
	liked                  spotify.URI
	computer, phone, radio spotify.DeviceID
}

// newJukebox has an album of the tracks a to e, of which b is the most popular and d
// cannot be played; a show of the episodes x, y, and z, the newest one, and one behind
// it that has been removed; a book of the chapters p and q; and a playlist of a, a local
// file, z, nothing, and c. Tracks take three minutes, what is spoken takes an hour.
func newJukebox(t *testing.T, options ...spotifytest.Option) *jukebox {
	t.Helper()
	s := spotifytest.NewServer(t, append(options, spotifytest.Empty())...)
	j := &jukebox{Server: s, player: s.Client().Player, uris: map[string]spotify.URI{}, letters: map[spotify.URI]string{}}
	artist := s.AddArtist(spotifytest.Artist{Name: "The Letters"})
	album := s.AddAlbum(spotifytest.Album{Name: "Alphabet", Artists: []spotify.ArtistID{artist.ID}})
	for i, letter := range []string{"a", "b", "c", "d", "e"} {
		track := spotifytest.Track{Name: letter, Album: album.ID, Popularity: 50 - 10*((i+4)%5)}
		if letter == "d" {
			track.Restriction = "product"
		}
		j.name(letter, s.AddTrack(track).ID.URI())
	}
	show := s.AddShow(spotifytest.Show{Name: "Talk"})
	for i, letter := range []string{"x", "y", "z"} {
		date := spotify.ReleaseDate([]string{"2025-01-01", "2025-01-02", "2025-01-03"}[i])
		j.name(letter, s.AddEpisode(spotifytest.Episode{Name: letter, Show: show.ID, ReleaseDate: date, Duration: time.Hour}).ID.URI())
	}
	s.AddEpisode(spotifytest.Episode{Name: "w", Show: show.ID, ReleaseDate: "2025-01-04", Removed: true})
	book := s.AddAudiobook(spotifytest.Audiobook{Name: "Book"})
	for _, letter := range []string{"p", "q"} {
		j.name(letter, s.AddChapter(spotifytest.Chapter{Name: letter, Audiobook: book.ID, Duration: time.Hour}).ID.URI())
	}
	playlist := s.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: []spotifytest.PlaylistItem{
		{URI: j.uris["a"]}, {URI: "spotify:local:::Song:60"}, {URI: j.uris["z"]}, {}, {URI: j.uris["c"]},
	}})
	j.album, j.artist, j.playlist = album.ID.URI(), artist.ID.URI(), playlist.ID.URI()
	j.show, j.book, j.liked = show.ID.URI(), book.ID.URI(), s.User().ID.URI()+":collection"
	j.computer = s.Devices("")[0].ID
	j.phone = s.AddDevice("", spotifytest.Device{Name: "Phone", Type: "Smartphone", Volume: 100, FixedVolume: true}).ID
	j.radio = s.AddDevice("", spotifytest.Device{ID: "radio", Name: "Radio", Type: "Speaker", Volume: -1, Restricted: true}).ID
	return j
}

func (j *jukebox) name(letter string, uri spotify.URI) {
	j.uris[letter], j.letters[uri] = uri, letter
}

func (j *jukebox) spell(uris ...spotify.URI) string {
	var text strings.Builder
	for _, uri := range uris {
		text.WriteString(j.letters[uri])
	}
	return text.String()
}

func (j *jukebox) items(letters string) spotify.Resources {
	var items spotify.Resources
	for _, letter := range letters {
		items = append(items, j.uris[string(letter)])
	}
	return items
}

// now is what plays and what comes next, like "a|bc", with a mark if it is paused.
func (j *jukebox) now() string {
	p := j.Playback("")
	text := j.spell(p.Item) + "|" + j.spell(p.Upcoming...)
	if !p.Playing {
		text += " paused"
	}
	return text
}

func (j *jukebox) expect(t *testing.T, want string) {
	t.Helper()
	if got := j.now(); got != want {
		t.Errorf("playing %s, want %s", got, want)
	}
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPlayerFromBeginningToEnd(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	if state, err := j.player.GetState(ctx, nil); err != nil || state == nil || state.IsActive() {
		t.Errorf("state before anything plays: %v, %v, want none", state, err)
	}
	try(t, j.player.Transfer(ctx, spotify.TransferRequest{DeviceID: j.phone}))
	if got := j.Playback("").Device.Name; got != "Phone" {
		t.Errorf("transferred to %q, want Phone", got)
	}
	try(t, j.player.Play(ctx, spotify.PlayRequest{Context: j.album}, &spotify.DeviceOptions{DeviceID: j.computer}))
	j.expect(t, "a|bce")
	j.Advance(time.Minute)
	try(t, j.player.Pause(ctx, nil))
	j.Advance(30 * time.Minute) // before the token expires
	j.expect(t, "a|bce paused")
	try(t, j.player.Resume(ctx, nil))
	try(t, j.player.AddToQueue(ctx, j.uris["z"], nil))
	j.expect(t, "a|zbce")
	try(t, j.player.Next(ctx, nil))
	j.expect(t, "z|bce")
	try(t, j.player.Next(ctx, nil))
	j.expect(t, "b|ce")
	try(t, j.player.Previous(ctx, nil))
	j.expect(t, "a|bce")
	try(t, j.player.SetRepeat(ctx, spotify.RepeatStateContext, nil))
	try(t, j.player.SetVolume(ctx, 33, nil))
	try(t, j.player.Seek(ctx, 170_000, nil))
	j.Advance(15 * time.Second)
	want := spotifytest.Playback{
		Device:  spotifytest.Device{ID: j.computer, Name: "Kitchen Computer", Type: "Computer", Volume: 33, Active: true},
		Playing: true, Type: "track", Item: j.uris["b"], Context: j.album, Progress: 5 * time.Second, Repeat: "context",
	}
	got := j.Playback("")
	got.Upcoming = nil
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("playback (-want +got):\n%s", diff)
	}
	try(t, j.player.Seek(ctx, 180_000, nil))
	if got := j.spell(j.Playback("").Item); got != "c" {
		t.Errorf("behind the end of b plays %s, want c", got)
	}
	j.Advance(time.Second)
	try(t, j.player.SetRepeat(ctx, spotify.RepeatStateOff, nil))
	try(t, j.player.SetShuffle(ctx, true, nil))
	if got := j.Playback(""); !got.Shuffle || j.spell(got.Item) != "c" || len(got.Upcoming) != 3 {
		t.Errorf("shuffled: %s, want c and three others", j.now())
	}
	try(t, j.player.SetShuffle(ctx, false, nil))
	j.expect(t, "c|e")

	state, err := j.player.GetState(ctx, nil)
	try(t, err)
	if state.Item.Track.Name != "c" || state.Context.URI != j.album || state.Device.ID != j.computer || state.RepeatState != "off" {
		t.Errorf("state %+v", state)
	}
	if want := j.Now().UnixMilli(); state.Timestamp != want {
		t.Errorf("timestamp %d, want %d", state.Timestamp, want)
	}
	playing, err := j.player.GetCurrentlyPlaying(ctx, nil)
	try(t, err)
	if playing.Item.Track.Name != "c" || !playing.IsPlaying {
		t.Errorf("currently playing %+v", playing)
	}
	queue, err := j.player.GetQueue(ctx)
	try(t, err)
	if queue.CurrentlyPlaying.Track.Name != "c" || len(queue.Queue) != 1 || queue.Queue[0].Track.Name != "e" {
		t.Errorf("queue %+v", queue)
	}
	page, err := j.player.ListRecentlyPlayed(ctx, nil)
	try(t, err)
	if len(page.Items) != 1 || page.Items[0].Track.Name != "a" {
		t.Errorf("recently played %+v, want a, of which there was a minute", page.Items)
	}
	devices, err := j.player.ListDevices(ctx)
	try(t, err)
	if len(devices) != 3 || !devices[0].IsActive || devices[1].IsActive {
		t.Errorf("devices %+v", devices)
	}
}

func TestPlayerContexts(t *testing.T) {
	tests := []struct {
		name    string
		context func(j *jukebox) spotify.URI
		want    string
		kind    spotify.Kind
		href    string // below the base URL
	}{
		{"album", func(j *jukebox) spotify.URI { return j.album }, "a|bce", "album", "/albums/"},
		{"artist", func(j *jukebox) spotify.URI { return j.artist }, "b|cea", "artist", "/artists/"},
		{"playlist", func(j *jukebox) spotify.URI { return j.playlist }, "a|zc", "playlist", "/playlists/"},
		{"show", func(j *jukebox) spotify.URI { return j.show }, "z|yx", "show", "/shows/"},
		{"audiobook", func(j *jukebox) spotify.URI { return j.book }, "p|q", "show", "/shows/"},
		{"liked songs", func(j *jukebox) spotify.URI { return j.liked }, "e|b", "collection", "/me/tracks"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, ctx := newJukebox(t), t.Context()
			j.Save("", j.uris["b"], j.uris["d"], j.uris["e"])
			where := &spotify.DeviceOptions{DeviceID: j.computer}
			try(t, j.player.Play(ctx, spotify.PlayRequest{Context: test.context(j)}, where))
			j.expect(t, test.want)
			state, err := j.player.GetState(ctx, nil)
			try(t, err)
			if state.Context.URI != test.context(j) || state.Context.Type != test.kind || !strings.HasPrefix(state.Context.Href, j.URL+test.href) {
				t.Errorf("context %+v", state.Context)
			}
			// From within a program, it is the same.
			j.StartPlayback("", test.context(j))
			j.expect(t, test.want)
		})
	}
}

func TestPlayerPlay(t *testing.T) {
	number := func(n int) *int { return &n }
	tests := []struct {
		name     string
		request  func(j *jukebox) spotify.PlayRequest
		want     string
		progress time.Duration
		refused  string // status and message
	}{
		{"items", func(j *jukebox) spotify.PlayRequest { return spotify.PlayRequest{Items: j.items("cza")} }, "c|za", 0, ""},
		{"a position in an item", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, PositionMS: number(61_500)}
		}, "a|bce", 61500 * time.Millisecond, ""},
		{"a position behind its end", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, PositionMS: number(180_000)}
		}, "b|ce", 0, ""},
		{"an offset by position", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, Offset: &spotify.PlayOffset{Position: number(2)}}
		}, "c|e", 0, ""},
		{"an offset of what cannot be played", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, Offset: &spotify.PlayOffset{Position: number(3)}}
		}, "e|", 0, ""},
		{"an offset by URI", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.playlist, Offset: &spotify.PlayOffset{Item: j.uris["z"]}}
		}, "z|c", 0, ""},
		{"an offset behind what cannot be played", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.playlist, Offset: &spotify.PlayOffset{Position: number(4)}}
		}, "c|", 0, ""},
		{"an offset of a local file", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.playlist, Offset: &spotify.PlayOffset{Position: number(1)}}
		}, "z|c", 0, ""},
		{"an offset in items", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Items: j.items("abc"), Offset: &spotify.PlayOffset{Position: number(1)}}
		}, "b|c", 0, ""},
		{"an offset beyond the context", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, Offset: &spotify.PlayOffset{Position: number(5)}}
		}, "| paused", 0, "404 Player command failed: No such track [NO_SPECIFIC_TRACK]"},
		{"an offset elsewhere", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, Offset: &spotify.PlayOffset{Item: j.uris["z"]}}
		}, "| paused", 0, "404 Player command failed: No such track [NO_SPECIFIC_TRACK]"},
		{"an offset in an artist", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.artist, Offset: &spotify.PlayOffset{Position: number(1)}}
		}, "| paused", 0, "400 Can't have offset for context type: ARTIST"},
		{"context and items", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: j.album, Items: j.items("a")}
		}, "| paused", 0, "not of the API: spotify: Player.Play: request body: it has more than one of context_uri and uris; set only one"},
		{"a track as context", func(j *jukebox) spotify.PlayRequest { return spotify.PlayRequest{Context: j.uris["a"]} },
			"| paused", 0, "400 Unsupported context uri: TRACK"},
		{"an album as item", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Items: spotify.Resources{j.album}}
		}, "| paused", 0, "400 Unsupported uri: ALBUM"},
		{"an unknown context", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: spotify.AlbumID("6kLCHFM39wkFjOuyPGLGeQ").URI()}
		}, "| paused", 0, "404 Resource not found"},
		{"an unknown item", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Items: spotify.Resources{spotify.TrackID("6kLCHFM39wkFjOuyPGLGeQ").URI()}}
		}, "| paused", 0, "404 Player command failed: No such track [NO_SPECIFIC_TRACK]"},
		{"only what cannot be played", func(j *jukebox) spotify.PlayRequest { return spotify.PlayRequest{Items: j.items("d")} },
			"| paused", 0, "404 Player command failed: No such track [NO_SPECIFIC_TRACK]"},
		{"the liked songs of others", func(j *jukebox) spotify.PlayRequest {
			return spotify.PlayRequest{Context: spotify.URI("spotify:user:somebody:collection")}
		}, "| paused", 0, "403 Player command failed: Restriction violated [CONTEXT_DISALLOW]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j := newJukebox(t)
			err := j.player.Play(t.Context(), test.request(j), &spotify.DeviceOptions{DeviceID: j.phone})
			want := strings.NewReplacer("TRACK", string(j.uris["a"]), "ALBUM", string(j.album)).Replace(test.refused)
			if strings.Contains(test.refused, "[") {
				want = test.refused
			}
			if got := refusedCommand(err); got != want {
				t.Errorf("refused with %q, want %q", got, want)
			}
			j.expect(t, test.want)
			got := j.Playback("")
			if got.Progress != test.progress {
				t.Errorf("progress %v, want %v", got.Progress, test.progress)
			}
			if active := got.Device.ID == j.phone; active != (test.refused == "") {
				t.Errorf("the phone is active: %v", active)
			}
		})
	}
}

// refusedCommand is status, message, and reason of an error of the API, "" without one.
func refusedCommand(err error) string {
	var refused *spotify.APIError
	switch {
	case err == nil:
		return ""
	case !errors.As(err, &refused):
		return "not of the API: " + err.Error()
	}
	text := fmt.Sprintf("%d %s", refused.StatusCode, refused.Message)
	if refused.Reason != "" {
		text += fmt.Sprintf(" [%s]", refused.Reason)
	}
	return text
}

// playerAnswer sends a request without the client, which would not send all that can
// be sent, nor show what comes as null and what does not come.
func playerAnswer(t *testing.T, s *spotifytest.Server, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	try(t, err)
	token := s.TokenFor(s.User().ID, spotify.ScopesFor(spotify.OpPlayerPlay, spotify.OpPlayerGetState, spotify.OpPlayerGetQueue, spotify.OpPlayerListRecentlyPlayed)...)
	token.SetAuthHeader(req)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	try(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	try(t, err)
	return resp.StatusCode, string(text)
}

func playerObject(t *testing.T, s *spotifytest.Server, path string) map[string]any {
	t.Helper()
	status, text := playerAnswer(t, s, "GET", path, "")
	var o map[string]any
	if err := json.Unmarshal([]byte(text), &o); err != nil || status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, status, text)
	}
	return o
}

func TestOddCommandBodies(t *testing.T) {
	j, ctx := newJukebox(t, spotifytest.OddCommandBodies()), t.Context()
	j.StartPlayback("", j.album)
	seen := map[string]bool{}
	for i := range 6 {
		status, body := playerAnswer(t, j.Server, "PUT", "/me/player/shuffle?state=true", "")
		if want := []int{200, 202, 204}[i%3]; status != want {
			t.Errorf("command %d is answered with %d, want %d", i, status, want)
		}
		if (body == "") != (status == 204) || json.Valid([]byte(body)) || body != "" && seen[body] {
			t.Errorf("command %d is answered with the body %q", i, body)
		}
		seen[body] = true
		for range 3 { // so that the client meets all of them, too
			try(t, j.player.SetShuffle(ctx, false, nil))
		}
	}
}

// A body that makes no sense is refused even where there is nothing to play on
// (docs/facts/mismatches.md M83).
func TestBodiesOfPlayWithoutDevice(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	album, track := string(server.Example().Album.URI()), string(server.Example().Track.URI())
	for body, want := range map[string]string{
		`{"context_uri":"` + album + `","offset":{}}`:                                   "Invalid offset",
		`{"context_uri":"` + album + `","offset":{"position":null}}`:                    "Invalid offset",
		`{"context_uri":"` + album + `","offset":{"uri":null,"position":null}}`:         "Invalid offset",
		`{"context_uri":"` + album + `","offset":{"place":1}}`:                          "Invalid offset",
		`{"context_uri":"` + album + `","offset":[]}`:                                   "Invalid offset",
		`{"context_uri":"` + album + `","offset":{"position":-1}}`:                      "Invalid offset",
		`{"context_uri":"` + album + `","offset":{"position":0,"uri":"` + track + `"}}`: "Only one of position and uri",
		`{"context_uri":"` + album + `","uris":["` + track + `"]}`:                      "Only one of context_uri and uris",
		`{"context_uri":"` + album + `","position_ms":-1}`:                              "Invalid position_ms",
		`{"uris":["` + track + `"],"offset":{}}`:                                        "Invalid offset",
		`{"offset":{}}`:                                                                 "Invalid offset",
	} {
		if status, answer := playerAnswer(t, server, "PUT", "/me/player/play", body); status != http.StatusBadRequest || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s, want 400 and %q", body, status, answer, want)
		}
	}
	for _, body := range []string{`{"context_uri":"` + album + `","offset":null}`, `{"context_uri":"` + album + `","offset":{"position":0}}`, `{}`, ""} {
		if status, answer := playerAnswer(t, server, "PUT", "/me/player/play", body); status != http.StatusNotFound || !strings.Contains(answer, "NO_ACTIVE_DEVICE") {
			t.Errorf("%s: %d %s, want that there is no device", body, status, answer)
		}
	}
}

func TestPlayerRequestsInOtherForms(t *testing.T) {
	tests := []struct {
		name         string
		method, path string
		body         string
		status       int
		message      string
		want         string
	}{
		{"nothing to resume with", "PUT", "/me/player/play", "", 204, "", "a|zbce"},
		{"an empty object loses the queue", "PUT", "/me/player/play", "{}", 204, "", "a|bce"},
		{"nulls are nothing", "PUT", "/me/player/play", `{"context_uri":null,"position_ms":1000}`, 204, "", "a|zbce"},
		{"no items", "PUT", "/me/player/play", `{"uris":[]}`, 404, "No such track", "a|zbce paused"},
		{"a local file", "PUT", "/me/player/play", `{"uris":["spotify:local:::Song:60"]}`, 400, "Unsupported uri", "a|zbce paused"},
		{"a broken URI", "PUT", "/me/player/play", `{"uris":["spotify:track:null"]}`, 400, "Invalid uri", "a|zbce paused"},
		{"a broken context", "PUT", "/me/player/play", `{"context_uri":"spotify:album:1"}`, 400, "Invalid context uri", "a|zbce paused"},
		{"two offsets", "PUT", "/me/player/play", `{"context_uri":"ALBUM","offset":{"position":1,"uri":"spotify:track:x"}}`, 400, "Only one of position and uri", "a|zbce paused"},
		{"an empty offset", "PUT", "/me/player/play", `{"context_uri":"ALBUM","offset":{}}`, 400, "Invalid offset", "a|zbce paused"},
		{"an offset of nulls", "PUT", "/me/player/play", `{"uris":["spotify:track:x"],"offset":{"uri":null}}`, 400, "Invalid offset", "a|zbce paused"},
		{"nothing but an empty offset", "PUT", "/me/player/play", `{"offset":{}}`, 400, "Invalid offset", "a|zbce paused"},
		{"a local file for the queue", "POST", "/me/player/queue?uri=spotify:local:::Song:60", "", 400, "Unsupported uri", "a|zbce paused"},
		{"two devices", "PUT", "/me/player", `{"device_ids":["radio","tv"]}`, 400, "", "a|zbce paused"},
		{"no device", "PUT", "/me/player", `{"device_ids":[]}`, 400, "", "a|zbce paused"},
		{"both ends of time", "GET", "/me/player/recently-played?before=1&after=1", "", 400, "Only one of before and after", "a|zbce paused"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, ctx := newJukebox(t, spotifytest.Relaxed()), t.Context()
			j.StartPlayback("", j.album)
			try(t, j.player.AddToQueue(ctx, j.uris["z"], nil))
			try(t, j.player.Pause(ctx, nil))
			body := strings.ReplaceAll(test.body, "ALBUM", string(j.album))
			status, answer := playerAnswer(t, j.Server, test.method, test.path, body)
			if status != test.status || !strings.Contains(answer, test.message) {
				t.Errorf("answered with %d %s, want %d and %q", status, answer, test.status, test.message)
			}
			j.expect(t, test.want)
		})
	}
}
