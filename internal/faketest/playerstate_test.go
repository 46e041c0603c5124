package faketest_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestPlayerAnswers(t *testing.T) {
	const noContent = "204"
	active := func(j *jukebox) {
		j.AddDevice("", spotifytest.Device{ID: j.computer, Name: "Computer", Volume: 50, Active: true})
	}
	tests := []struct {
		name           string
		given          func(j *jukebox)
		state, current string // type, whether there is an item, whether there is a context
	}{
		{"nothing", func(*jukebox) {}, noContent, noContent},
		{"only a device", active, "unknown null null", noContent},
		{"an album", func(j *jukebox) { j.StartPlayback("", j.album) }, "track a album", "track a album"},
		{"single items", func(j *jukebox) { j.StartPlayback("", j.uris["a"], j.uris["b"]) }, "track a null", "track a null"},
		{"an episode", func(j *jukebox) { j.StartPlayback("", j.show) }, "episode null show", "episode null show"},
		{"a chapter", func(j *jukebox) { j.StartPlayback("", j.book) }, "episode null show", "episode null show"},
		{"an advertisement", func(j *jukebox) { j.StartPlayback("", j.album); j.PlayAd("") }, "ad null album", "ad null album"},
		{"an advertisement alone", func(j *jukebox) { j.PlayAd("") }, "ad null null", "ad null null"},
		{"a private session", func(j *jukebox) { j.StartPlayback("", j.album); j.SetPrivateSession("", true) }, "track a album", noContent},
		{"no device any more", func(j *jukebox) { j.StartPlayback("", j.album); j.RemoveDevice("", j.computer) }, noContent, noContent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j := newJukebox(t)
			test.given(j)
			tell := func(path string) string {
				if status, body := playerAnswer(t, j.Server, "GET", path, ""); status == http.StatusNoContent && body == "" {
					return noContent
				}
				o := playerObject(t, j.Server, path)
				item, context := "null", "null"
				if o["item"] != nil {
					item = o["item"].(map[string]any)["name"].(string)
				}
				if o["context"] != nil {
					context = o["context"].(map[string]any)["type"].(string)
				}
				return fmt.Sprintf("%s %s %s", o["currently_playing_type"], item, context)
			}
			if got := tell("/me/player"); got != test.state {
				t.Errorf("state %s, want %s", got, test.state)
			}
			if got := tell("/me/player/currently-playing"); got != test.current {
				t.Errorf("currently playing %s, want %s", got, test.current)
			}
		})
	}
}

// The two answers about playback differ in what they have (docs/facts/mismatches.md M41).
func TestPlayerMembers(t *testing.T) {
	j := newJukebox(t)
	j.StartPlayback("", j.album)
	both := []string{"actions", "context", "currently_playing_type", "is_playing", "item", "progress_ms", "timestamp"}
	for path, more := range map[string][]string{
		"/me/player":                   {"device", "repeat_state", "shuffle_state", "smart_shuffle"},
		"/me/player/currently-playing": nil,
	} {
		want := append(slices.Clone(both), more...)
		slices.Sort(want)
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(playerObject(t, j.Server, path)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestPlayerEpisodes(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	j.StartPlayback("", j.playlist)
	j.Advance(13 * time.Minute)
	state, err := j.player.GetState(ctx, &spotify.PlayerGetStateOptions{AdditionalTypes: []spotify.Kind{"track", "episode"}})
	try(t, err)
	if state.Item.Episode == nil || state.Item.Episode.Name != "z" || *state.ProgressMS != 600_000 {
		t.Errorf("state %+v, want ten minutes into z", state)
	}
	playing, err := j.player.GetCurrentlyPlaying(ctx, &spotify.PlayerGetCurrentlyPlayingOptions{AdditionalTypes: []spotify.Kind{"episode"}})
	try(t, err)
	if playing.Item.Episode == nil || playing.CurrentlyPlayingType != spotify.KindEpisode {
		t.Errorf("currently playing %+v, want z", playing)
	}
	queue, err := j.player.GetQueue(ctx)
	try(t, err)
	if queue.CurrentlyPlaying.Episode == nil {
		t.Errorf("queue %+v, want z, which needs no additional types there", queue)
	}
	// How far it was played stays with the episode.
	episode, err := j.Client().Episodes.Get(ctx, spotify.EpisodeID(j.uris["z"].ID()), nil)
	try(t, err)
	if got := episode.ResumePoint.ResumePositionMS; got != 600_000 || episode.ResumePoint.FullyPlayed {
		t.Errorf("resume point %+v, want ten minutes", episode.ResumePoint)
	}
	j.Advance(40 * time.Minute)
	if err := j.player.Seek(ctx, 3_590_000, nil); err != nil {
		t.Fatal(err)
	}
	j.Advance(time.Minute)
	if episode, err = j.Client().Episodes.Get(ctx, spotify.EpisodeID(j.uris["z"].ID()), nil); err != nil || !episode.ResumePoint.FullyPlayed {
		t.Errorf("resume point %+v, want fully played (%v)", episode.ResumePoint, err)
	}
}

func TestPlayerQueue(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	empty := playerObject(t, j.Server, "/me/player/queue")
	if diff := cmp.Diff(map[string]any{"currently_playing": nil, "queue": []any{}}, empty); diff != "" {
		t.Errorf("queue when nothing plays (-want +got):\n%s", diff)
	}
	j.StartPlayback("", j.album)
	for _, letter := range "za" {
		try(t, j.player.AddToQueue(ctx, j.uris[string(letter)], nil))
	}
	spell := func() string {
		queue, err := j.player.GetQueue(ctx)
		try(t, err)
		var names strings.Builder
		for _, item := range append([]spotify.Playable{queue.CurrentlyPlaying}, queue.Queue...) {
			if item.Episode != nil {
				names.WriteString(item.Episode.Name)
			} else {
				names.WriteString(item.Track.Name)
			}
		}
		return names.String()
	}
	if got, want := spell(), "azabce"; got != want {
		t.Errorf("queue %s, want %s", got, want)
	}
	try(t, j.player.SetRepeat(ctx, spotify.RepeatStateContext, nil))
	if got, want := spell(), "aza"+strings.Repeat("bcea", 5)[:18]; got != want {
		t.Errorf("queue of what repeats %s, want %s", got, want)
	}
	j.PlayAd("")
	if got := playerObject(t, j.Server, "/me/player/queue")["currently_playing"]; got != nil {
		t.Errorf("during an advertisement plays %v, want null", got)
	}
	j.Advance(30 * time.Second)
	// What waits in the queue outlives the context.
	try(t, j.player.Play(ctx, spotify.PlayRequest{Context: j.show}, nil))
	j.expectQueue(t, "za")
	try(t, j.player.Next(ctx, nil))
	try(t, j.player.Next(ctx, nil))
	try(t, j.player.Previous(ctx, nil))
	if got := j.spell(j.Playback("").Item); got != "z" {
		t.Errorf("before what came from the queue was %s, want z, where the show was left", got)
	}
}

func (j *jukebox) expectQueue(t *testing.T, want string) {
	t.Helper()
	if got := j.spell(j.Playback("").Queue...); got != want {
		t.Errorf("queue %s, want %s", got, want)
	}
}

func TestPlayerSkips(t *testing.T) {
	type step struct {
		do   string
		want string
	}
	tests := []struct {
		name  string
		start string
		steps []step
	}{
		{"to the end and back", "abc", []step{{"next", "b|c"}, {"next", "c|"}, {"next", "refused"}, {"previous", "b|c"}, {"previous", "a|bc"}, {"previous", "refused"}}},
		{"back from the queue", "ab", []step{{"queue", "a|cb"}, {"next", "c|b"}, {"previous", "a|b"}, {"queue", "a|cb"}, {"next", "c|b"}, {"next", "b|"}}},
		{"around", "ab", []step{{"repeat", "a|babababababababababa"}, {"previous", "b|abababababababababab"}, {"next", "a|babababababababababa"}}},
		{"out of a pause", "ab", []step{{"pause", "a|b paused"}, {"next", "b|"}, {"pause", "b| paused"}, {"previous", "a|b"}}},
		{"seeking in a pause", "ab", []step{{"pause", "a|b paused"}, {"end", "b| paused"}, {"end", "a|b paused"}}},
		{"the last again", "ab", []step{{"next", "b|"}, {"end", "a|b paused"}, {"resume", "a|b"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			j, ctx := newJukebox(t), t.Context()
			where := &spotify.DeviceOptions{DeviceID: j.computer}
			try(t, j.player.Play(ctx, spotify.PlayRequest{Items: j.items(test.start)}, where))
			for i, step := range test.steps {
				err := map[string]func() error{
					"next":     func() error { return j.player.Next(ctx, nil) },
					"previous": func() error { return j.player.Previous(ctx, nil) },
					"queue":    func() error { return j.player.AddToQueue(ctx, j.uris["c"], nil) },
					"pause":    func() error { return j.player.Pause(ctx, nil) },
					"resume":   func() error { return j.player.Resume(ctx, nil) },
					"repeat":   func() error { return j.player.SetRepeat(ctx, spotify.RepeatStateContext, nil) },
					"end":      func() error { return j.player.Seek(ctx, 999_999, nil) },
				}[step.do]()
				got := j.now()
				if err != nil {
					got = "refused"
				}
				if got != step.want {
					t.Errorf("step %d, %s: %s, want %s", i, step.do, got, step.want)
				}
			}
		})
	}
}

func TestPlayerShuffle(t *testing.T) {
	order := func() string {
		s := spotifytest.NewServer(t)
		player := s.Client().Player
		where := &spotify.DeviceOptions{DeviceID: s.Devices("")[0].ID}
		try(t, player.SetShuffle(t.Context(), true, where))
		s.StartPlayback("", s.Example().LongPlaylist.URI())
		return fmt.Sprint(s.Playback("").Item, s.Playback("").Upcoming)
	}
	first := order()
	if second := order(); first != second {
		t.Errorf("shuffled in one way and in another:\n%s\n%s", first, second)
	}

	s := spotifytest.NewServer(t)
	s.StartPlayback("", s.Example().LongPlaylist.URI())
	straight := fmt.Sprint(s.Playback("").Item, s.Playback("").Upcoming)
	if beginning := string(s.Playback("").Item); first == straight || strings.HasPrefix(first, beginning) {
		t.Error("shuffle begins like the playlist")
	}
	player := s.Client().Player
	s.Advance(10 * time.Minute)
	before := s.Playback("")
	for _, on := range []bool{true, true, false} {
		try(t, player.SetShuffle(t.Context(), on, nil))
		if got := s.Playback(""); got.Item != before.Item || got.Progress != before.Progress {
			t.Errorf("shuffle %v changes what plays: %s %v", on, got.Item, got.Progress)
		}
	}
	if diff := cmp.Diff(before.Upcoming, s.Playback("").Upcoming); diff != "" {
		t.Errorf("what follows after shuffle (-before +after):\n%s", diff)
	}
}

func TestPlayerTransfer(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	j.StartPlayback("", j.album)
	j.Advance(time.Minute)
	try(t, j.player.Transfer(ctx, spotify.TransferRequest{DeviceID: j.phone}))
	if got := j.Playback(""); !got.Playing || got.Device.ID != j.phone || got.Progress != time.Minute {
		t.Errorf("transferred: %+v, want that it goes on", got)
	}
	try(t, j.player.Pause(ctx, nil))
	try(t, j.player.Transfer(ctx, spotify.TransferRequest{DeviceID: j.computer}))
	if got := j.Playback(""); got.Playing {
		t.Error("what was paused plays after a transfer")
	}
	try(t, j.player.Transfer(ctx, spotify.TransferRequest{DeviceID: j.phone, Play: true}))
	if got := j.Playback(""); !got.Playing || got.Device.ID != j.phone {
		t.Errorf("transferred to play: %+v", got)
	}
	// To resume elsewhere what plays already is a transfer, too.
	try(t, j.player.Resume(ctx, &spotify.DeviceOptions{DeviceID: j.computer}))
	if got := j.Playback(""); !got.Playing || got.Device.ID != j.computer {
		t.Errorf("resumed elsewhere: %+v", got)
	}
	// Without its device, nothing plays, until another one is told to.
	j.RemoveDevice("", j.computer)
	if got := j.Playback(""); got.Playing {
		t.Error("playback goes on after its device has left")
	}
	try(t, j.player.Next(ctx, &spotify.DeviceOptions{DeviceID: j.phone}))
	if got := j.Playback(""); !got.Playing || got.Device.ID != j.phone {
		t.Errorf("skipped without a device: %+v", got)
	}
	j.AddDevice("", spotifytest.Device{ID: j.phone, Name: "Phone"})
	if got := j.Playback(""); got.Playing {
		t.Error("playback goes on after its device has become another, inactive one")
	}
	tv := j.AddDevice("", spotifytest.Device{Name: "TV", Type: "TV"}).ID
	try(t, j.player.Resume(ctx, &spotify.DeviceOptions{DeviceID: tv}))
	// Other commands can name a device without going there.
	try(t, j.player.Pause(ctx, &spotify.DeviceOptions{DeviceID: j.phone}))
	if got := j.Playback(""); got.Playing || got.Device.ID != tv {
		t.Errorf("paused by another device: %+v", got)
	}
}

func TestPlayerDevices(t *testing.T) {
	s := spotifytest.NewServer(t)
	want := []any{
		map[string]any{"is_active": true, "is_private_session": true, "is_restricted": false, "name": "Kitchen Computer", "supports_volume": true, "type": "Computer", "volume_percent": 60.0},
		map[string]any{"is_active": false, "is_private_session": false, "is_restricted": false, "name": "Pocket Phone", "supports_volume": false, "type": "Smartphone", "volume_percent": 100.0},
		map[string]any{"id": nil, "is_active": false, "is_private_session": false, "is_restricted": true, "name": "Attic Speaker", "supports_volume": false, "type": "Speaker", "volume_percent": nil},
	}
	s.StartPlayback("", s.Example().Track.URI())
	s.SetPrivateSession("", true)
	got := playerObject(t, s, "/me/player/devices")["devices"].([]any)
	for _, device := range got[:2] {
		if id, _ := device.(map[string]any)["id"].(string); len(id) != 40 {
			t.Errorf("device ID %q, want 40 digits", id)
		}
		delete(device.(map[string]any), "id")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("devices (-want +got):\n%s", diff)
	}
	if got := spotifytest.NewServer(t, spotifytest.Empty()).Devices(""); len(got) != 1 {
		t.Errorf("an empty server has the devices %+v, want one", got)
	}

	// A device that comes in place of one that has left is another one.
	j := newJukebox(t)
	tv := j.AddDevice("", spotifytest.Device{Name: "TV"})
	j.RemoveDevice("", j.computer)
	if again := j.AddDevice("", spotifytest.Device{Name: "TV"}); again.ID == tv.ID || again.Type != "Computer" || len(j.Devices("")) != 4 {
		t.Errorf("devices %+v, want two of the same name", j.Devices(""))
	}
}

// A track that the market does not have plays as another instance of it.
func TestPlayerRelinks(t *testing.T) {
	s := spotifytest.NewServer(t)
	s.StartPlayback("", s.Example().RelinkedTrack.URI())
	state, err := s.Client().Player.GetState(t.Context(), &spotify.PlayerGetStateOptions{Market: "US"})
	try(t, err)
	track := state.Item.Track
	if track.ID != s.Example().Replacement || track.OriginalURI() != s.Example().RelinkedTrack.URI() {
		t.Errorf("in US plays %s for %s", track.ID, track.OriginalURI())
	}
	if got := s.Playback("").Item; got != s.Example().RelinkedTrack.URI() {
		t.Errorf("playback of %s, want the track that was asked for", got)
	}
}

// It takes as long as the instance that plays.
func TestPlayerRelinkedDuration(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	abroad := s.AddTrack(spotifytest.Track{Name: "Long", ISRC: "QZABC2600001", Markets: []spotify.Market{"US"}, Duration: 5 * time.Minute})
	s.AddTrack(spotifytest.Track{Name: "Short", ISRC: "QZABC2600001", Markets: []spotify.Market{"SE"}, Duration: 2 * time.Minute})
	s.StartPlayback("", abroad.ID.URI())
	s.Advance(2*time.Minute - time.Millisecond)
	if !s.Playback("").Playing {
		t.Error("playback has ended early")
	}
	s.Advance(time.Millisecond)
	if s.Playback("").Playing {
		t.Error("playback goes on behind the end")
	}
}

func TestPlayerAcrossUsers(t *testing.T) {
	s := spotifytest.NewServer(t)
	other := s.Example().OtherUser
	s.StartPlayback(other, s.Example().Album.URI())
	if got := s.Playback(""); got.Playing {
		t.Errorf("the default user plays %+v", got)
	}
	if got := s.Playback(other); !got.Playing || got.Context != s.Example().Album.URI() {
		t.Errorf("the other user plays %+v", got)
	}
	playing, err := s.ClientFor(other).Player.GetCurrentlyPlaying(t.Context(), nil)
	try(t, err)
	if !playing.IsActive() || playing.Context == nil || playing.Context.URI != s.Example().Album.URI() {
		t.Errorf("currently playing %+v", playing)
	}
}
