package spotifytest

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// emptyCall is a call of the default user to a server without a catalogue, in their
// market and with all that a scope can add.
func emptyCall(t *testing.T, options ...Option) *call {
	t.Helper()
	s, err := start(nil, append(options, Empty()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	user := s.users.list()[0]
	return &call{
		Server: s,
		user:   user,
		market: user.Country,
		grant:  grant{scopes: []spotify.Scope{"user-read-playback-position"}},
	}
}

func keys(o object) []string { return slices.Sorted(maps.Keys(o)) }

func TestLocalTrack(t *testing.T) {
	c := emptyCall(t)
	const uri spotify.URI = "spotify:local:Ann+%26+Bob:The+Kettle%3a+Sings:*Steam~:127"
	want := object{
		"album": object{
			"album_type": nil, "artists": []any{}, "available_markets": []string{}, "external_urls": object{},
			"href": nil, "id": nil, "images": []any{}, "name": "The Kettle: Sings", "release_date": nil,
			"release_date_precision": nil, "total_tracks": 0, "type": "album", "uri": nil,
		},
		"artists": []any{object{
			"external_urls": object{}, "href": nil, "id": nil, "name": "Ann & Bob", "type": "artist", "uri": nil,
		}},
		"available_markets": []string{}, "disc_number": 0, "duration_ms": int64(127_000), "explicit": false,
		"external_ids": object{}, "external_urls": object{}, "href": nil, "id": nil, "is_local": true,
		"name": "*Steam~", "popularity": 0, "preview_url": nil, "track_number": 0, "type": "track", "uri": string(uri),
	}
	if diff := cmp.Diff(want, c.playable(uri)); diff != "" {
		t.Errorf("local track differs (-want +got):\n%s", diff)
	}

	t.Run("nothing known", func(t *testing.T) {
		const uri spotify.URI = "spotify:local::::"
		o := c.playable(uri)
		if o["name"] != "" || o["duration_ms"] != int64(0) || o["uri"] != string(uri) {
			t.Errorf("local track is %v, want it without anything but its URI", o)
		}
	})
	t.Run("development mode", func(t *testing.T) {
		o := emptyCall(t, Development()).localTrack(uri)
		for _, name := range []string{"available_markets", "popularity"} {
			if _, ok := o[name]; ok {
				t.Errorf("%s is there", name)
			}
		}
		if _, ok := o["album"].(object)["available_markets"]; ok {
			t.Error("available_markets of the album is there")
		}
	})
}

// What looks like an episode has all that an episode has.
func TestEpisodesOfOtherKinds(t *testing.T) {
	c := emptyCall(t)
	episode := c.playable(c.addEpisode(Episode{Name: "Episode"}).ID.URI())
	removed := c.playable(c.addEpisode(Episode{Removed: true}).ID.URI())
	book := c.addAudiobook(Audiobook{Name: "Book"})
	added := c.addChapter(Chapter{Name: "Chapter", Audiobook: book.ID})
	chapter := c.playable(added.ID.URI())

	for name, o := range map[string]object{"removed episode": removed, "chapter": chapter} {
		if diff := cmp.Diff(keys(episode), keys(o)); diff != "" {
			t.Errorf("members of a %s differ (-episode +%s):\n%s", name, name, diff)
		}
		if diff := cmp.Diff(keys(episode["show"].(object)), keys(o["show"].(object))); diff != "" {
			t.Errorf("members of the show of a %s differ (-episode +%s):\n%s", name, name, diff)
		}
		if o["type"] != "episode" {
			t.Errorf("type of a %s = %v, want episode", name, o["type"])
		}
	}

	// docs/facts/mismatches.md M16
	for _, name := range []string{"description", "duration_ms", "html_description", "id", "is_externally_hosted", "language", "name", "uri"} {
		if removed[name] != nil {
			t.Errorf("%s of a removed episode = %v, want null", name, removed[name])
		}
	}
	for name, languages := range map[string]any{"removed episode": removed["languages"], "show of one": removed["show"].(object)["languages"]} {
		if diff := cmp.Diff([]any{nil}, languages); diff != "" {
			t.Errorf("languages of a %s differ (-want +got):\n%s", name, diff)
		}
	}
	if want := c.href("/episodes/null"); removed["href"] != want {
		t.Errorf("href of a removed episode = %v, want %s", removed["href"], want)
	}
	// docs/facts/mismatches.md M17 and M42
	if show := chapter["show"].(object); show["total_episodes"] != nil || show["uri"] != "spotify:show:"+string(book.ID) {
		t.Errorf("show of a chapter is %v, want the book in the form of a show", show)
	}
	if want := "spotify:episode:" + string(added.ID); chapter["uri"] != want {
		t.Errorf("URI of a chapter = %v, want %s", chapter["uri"], want)
	}
}

func TestPlayable(t *testing.T) {
	c := emptyCall(t)
	track := c.addTrack(Track{Name: "Track"})
	chapter := c.addChapter(Chapter{Name: "Chapter"})
	tests := []struct {
		uri  spotify.URI
		want any // its name
	}{
		{track.ID.URI(), "Track"},
		{chapter.ID.URI(), "Chapter"},
		{"spotify:local:::Title:1", "Title"},
		{"spotify:track:0000000000000000000000", nil},
		{"spotify:episode:0000000000000000000000", nil},
		{track.Album.URI(), nil},
		{"", nil},
	}
	for _, tt := range tests {
		if got := c.playable(tt.uri)["name"]; got != tt.want {
			t.Errorf("name of %q = %v, want %v", tt.uri, got, tt.want)
		}
	}
}

func TestResumePoint(t *testing.T) {
	c := emptyCall(t)
	episode := c.addEpisode(Episode{Duration: 10 * time.Minute})
	chapter := c.addChapter(Chapter{Duration: 10 * time.Minute})
	tests := []struct {
		name     string
		position time.Duration
		want     object
	}{
		{"not begun", 0, object{"fully_played": false, "resume_position_ms": int64(0)}},
		{"begun", 90 * time.Second, object{"fully_played": false, "resume_position_ms": int64(90_000)}},
		{"done", 10 * time.Minute, object{"fully_played": true, "resume_position_ms": int64(600_000)}},
		{"beyond the end", time.Hour, object{"fully_played": true, "resume_position_ms": int64(600_000)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c.user.resume[episode.ID.URI()], c.user.resume[chapter.ID.URI()] = tt.position, tt.position
			for _, o := range []object{c.episodeObject(episode), c.simplifiedEpisode(episode), c.chapterObject(chapter), c.simplifiedChapter(chapter)} {
				if diff := cmp.Diff(tt.want, o["resume_point"]); diff != "" {
					t.Errorf("resume point of the %s differs (-want +got):\n%s", o["type"], diff)
				}
			}
		})
	}
	t.Run("without the scope", func(t *testing.T) {
		c.grant.scopes = []spotify.Scope{"user-library-read"}
		for _, o := range []object{c.episodeObject(episode), c.chapterObject(chapter), c.removedEpisode()} {
			if point, ok := o["resume_point"]; ok {
				t.Errorf("resume point of the %s is %v, want none", o["type"], point)
			}
		}
	})
}

func TestRelease(t *testing.T) {
	for date, precision := range map[spotify.ReleaseDate]string{
		"1981-12-15": "day", "1981-12": "month", "1981": "year", "0000": "year",
	} {
		want := object{"release_date": string(date), "release_date_precision": precision}
		if diff := cmp.Diff(want, release(object{}, date)); diff != "" {
			t.Errorf("release date differs (-want +got):\n%s", diff)
		}
	}
}

func TestDescribed(t *testing.T) {
	for _, tt := range []struct{ text, inHTML, want string }{
		{"Q & A <live>", "", "<p>Q &amp; A &lt;live&gt;</p>"},
		{"Q & A <live>", "<p>Q</p><p>A</p>", "<p>Q</p><p>A</p>"},
		{"", "", ""},
	} {
		want := object{"description": tt.text, "html_description": tt.want}
		if diff := cmp.Diff(want, described(object{}, tt.text, tt.inHTML)); diff != "" {
			t.Errorf("description differs (-want +got):\n%s", diff)
		}
	}
}

// Whoever filters explicit content gets it, but cannot play it.
func TestExplicitFilter(t *testing.T) {
	for _, filters := range []bool{false, true} {
		c := emptyCall(t, DefaultUser(User{ID: "listener", ExplicitFilter: filters}))
		book := c.addAudiobook(Audiobook{Explicit: true})
		for name, o := range map[string]object{
			"track":   c.trackObject(c.addTrack(Track{Explicit: true})),
			"episode": c.episodeObject(c.addEpisode(Episode{Explicit: true})),
			"chapter": c.chapterObject(c.addChapter(Chapter{Audiobook: book.ID})),
		} {
			var want any
			if filters {
				want = object{"reason": "explicit"}
			}
			if diff := cmp.Diff(want, o["restrictions"]); diff != "" || o["is_playable"] == filters {
				t.Errorf("%s with the filter on (%t): playable %v, restrictions (-want +got):\n%s", name, filters, o["is_playable"], diff)
			}
		}
	}
}
