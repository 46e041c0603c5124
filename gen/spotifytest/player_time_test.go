package spotifytest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

const testAlbum spotify.URI = "spotify:album:0000000000000000000000"

// song is the URI of a track for a player that needs no catalogue.
func song(name string) spotify.URI { return spotify.URI("spotify:track:" + name) }

func songs(names ...string) []spotify.URI {
	uris := make([]spotify.URI, len(names))
	for i, name := range names {
		uris[i] = song(name)
	}
	return uris
}

// lastsThree is a catalogue in which everything takes three minutes, but for a jingle
// of 20 seconds and an episode of an hour.
func lastsThree(uri spotify.URI) time.Duration {
	switch {
	case uri.ID() == "jingle":
		return 20 * time.Second
	case uri.Kind() == spotify.KindEpisode:
		return time.Hour
	}
	return 3 * time.Minute
}

// listening is a player that began to play a list at noon.
func listening(list ...spotify.URI) *player {
	p := newPlayer()
	p.activate(p.anyDevice())
	p.since = beginning()
	p.start(program{context: testAlbum, list: list, first: -1}, beginning())
	return p
}

// moment is what a player does, in short.
type moment struct {
	Current  string
	Progress time.Duration
	Playing  bool
	Plays    []string // name and time
}

func momentOf(p *player) moment {
	now := moment{Current: p.current.ID(), Progress: p.progress, Playing: p.playing}
	for _, play := range p.plays {
		now.Plays = append(now.Plays, play.URI.ID()+" "+play.At.Format("15:04:05.000"))
	}
	return now
}

func TestPlayTimeline(t *testing.T) {
	tests := []struct {
		name    string
		list    []spotify.URI
		change  func(p *player)
		advance time.Duration
		want    moment
	}{
		{"within an item", songs("a", "b"), nil, time.Minute, moment{"a", time.Minute, true, nil}},
		{"to the millisecond before its end", songs("a", "b"), nil, 3*time.Minute - time.Millisecond,
			moment{"a", 3*time.Minute - time.Millisecond, true, nil}},
		{"to its end", songs("a", "b"), nil, 3 * time.Minute, moment{"b", 0, true, []string{"a 12:03:00.000"}}},
		{"into the third", songs("a", "b", "c"), nil, 7*time.Minute + time.Millisecond,
			moment{"c", time.Minute + time.Millisecond, true, []string{"a 12:03:00.000", "b 12:06:00.000"}}},
		{"the end of the context", songs("a", "b"), nil, time.Hour,
			moment{"a", 0, false, []string{"a 12:03:00.000", "b 12:06:00.000"}}},
		{"a short one counts when it is over", songs("jingle", "b"), nil, 30 * time.Second,
			moment{"b", 10 * time.Second, true, []string{"jingle 12:00:20.000"}}},
		{"repeating one", songs("a", "b"), func(p *player) { p.repeat = repeatTrack }, 7 * time.Minute,
			moment{"a", time.Minute, true, []string{"a 12:03:00.000", "a 12:06:00.000"}}},
		{"repeating all", songs("a", "b"), func(p *player) { p.repeat = repeatContext }, 10 * time.Minute,
			moment{"b", time.Minute, true, []string{"a 12:03:00.000", "b 12:06:00.000", "a 12:09:00.000"}}},
		{"the queue first", songs("a", "b"), func(p *player) { p.queue = songs("q") }, 7 * time.Minute,
			moment{"b", time.Minute, true, []string{"a 12:03:00.000", "q 12:06:00.000"}}},
		{"the queue behind the end", songs("a"), func(p *player) { p.queue = songs("q", "r") }, 10 * time.Minute,
			moment{"a", 0, false, []string{"a 12:03:00.000", "q 12:06:00.000", "r 12:09:00.000"}}},
		{"repeating one while others wait", songs("a"), func(p *player) { p.repeat, p.queue = repeatTrack, songs("q") }, 4 * time.Minute,
			moment{"a", time.Minute, true, []string{"a 12:03:00.000"}}},
		{"repeating all with a queue", songs("a"), func(p *player) { p.repeat, p.queue = repeatContext, songs("q") }, 10 * time.Minute,
			moment{"a", time.Minute, true, []string{"a 12:03:00.000", "q 12:06:00.000", "a 12:09:00.000"}}},
		{"paused", songs("a"), func(p *player) { p.playing = false }, time.Hour, moment{"a", 0, false, nil}},
		{"begun before its end", songs("a", "b"), func(p *player) { p.jump(170_000, lastsThree) }, 10 * time.Second,
			moment{"b", 0, true, nil}},
		{"begun with enough left", songs("a", "b"), func(p *player) { p.jump(150_000, lastsThree) }, 30 * time.Second,
			moment{"b", 0, true, []string{"a 12:00:30.000"}}},
		{"episodes are not remembered", []spotify.URI{"spotify:episode:e", song("b")}, nil, 61 * time.Minute,
			moment{"b", time.Minute, true, nil}},
		{"nor a private session", songs("a", "b"), func(p *player) { p.private = true }, 4 * time.Minute,
			moment{"b", time.Minute, true, nil}},
		{"an advertisement", songs("a"), func(p *player) { p.adLeft = adLength }, time.Minute,
			moment{"a", 30 * time.Second, true, nil}},
		{"within an advertisement", songs("a"), func(p *player) { p.adLeft = adLength }, 10 * time.Second,
			moment{"a", 0, true, nil}},
		{"an advertisement alone", songs("a"), func(p *player) { *p = player{playing: true, adLeft: adLength, since: beginning()} }, time.Minute,
			moment{"", 0, false, nil}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			atOnce, bySteps := listening(test.list...), listening(test.list...)
			if test.change != nil {
				test.change(atOnce)
				test.change(bySteps)
			}
			atOnce.playUntil(beginning().Add(test.advance), lastsThree)
			if diff := cmp.Diff(test.want, momentOf(atOnce)); diff != "" {
				t.Errorf("at once (-want +got):\n%s", diff)
			}
			const steps = 40
			for i := range steps {
				bySteps.playUntil(beginning().Add(test.advance*time.Duration(i+1)/steps), lastsThree)
			}
			if diff := cmp.Diff(test.want, momentOf(bySteps)); diff != "" {
				t.Errorf("in %d steps (-want +got):\n%s", steps, diff)
			}
		})
	}
}

// However long the time, what repeats is gone through a few times only, and comes out
// as if it had been played all along.
func TestPlayLong(t *testing.T) {
	const century = 100 * 365 * 24 * time.Hour
	tests := []struct {
		name    string
		list    []spotify.URI
		repeat  string
		shuffle bool
		queue   []spotify.URI
		jump    int
	}{
		{name: "one", list: songs("a", "b"), repeat: repeatTrack},
		{name: "all", list: songs("a", "jingle", "b"), repeat: repeatContext},
		{name: "all in another order", list: songs("a", "jingle", "b", "c"), repeat: repeatContext, shuffle: true},
		{name: "behind a queue", list: songs("a", "jingle"), repeat: repeatContext, queue: songs("q", "jingle")},
		{name: "from within", list: songs("a", "jingle"), repeat: repeatContext, jump: 160_000},
		{name: "an episode", list: []spotify.URI{"spotify:episode:e"}, repeat: repeatContext},
		{name: "mixed", list: []spotify.URI{"spotify:episode:e", song("a")}, repeat: repeatContext},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			prepared := func() *player {
				p := listening(test.list...)
				p.repeat, p.queue = test.repeat, slices.Clone(test.queue)
				p.setShuffle(test.shuffle)
				p.jump(test.jump, lastsThree)
				return p
			}
			calls := 0
			counting := func(uri spotify.URI) time.Duration { calls++; return lastsThree(uri) }
			p := prepared()
			p.playUntil(beginning().Add(century), counting)
			if limit := 20 * maxPlays; calls > limit {
				t.Errorf("asked %d times how long an item is, want at most %d", calls, limit)
			}

			// A day is short enough to be played all along, in steps that skip nothing.
			day := beginning().Add(100*time.Hour + 7*time.Minute)
			atOnce, bySteps := prepared(), prepared()
			atOnce.playUntil(day, lastsThree)
			for at := beginning(); at.Before(day); at = at.Add(time.Minute) {
				bySteps.playUntil(at, lastsThree)
			}
			bySteps.playUntil(day, lastsThree)
			if diff := cmp.Diff(momentOf(bySteps), momentOf(atOnce)); diff != "" {
				t.Errorf("four days (-in steps +at once):\n%s", diff)
			}
		})
	}
}

func TestHistoryIsBounded(t *testing.T) {
	p := listening(songs("a")...)
	p.repeat = repeatTrack
	p.playUntil(beginning().Add(1003*3*time.Minute), lastsThree)
	if len(p.plays) != maxPlays {
		t.Fatalf("%d plays are remembered, want %d", len(p.plays), maxPlays)
	}
	for i, play := range p.plays {
		if want := beginning().Add(time.Duration(i+4) * 3 * time.Minute); !play.At.Equal(want) {
			t.Fatalf("play %d was at %v, want %v", i, play.At, want)
		}
	}
}
