package spotifytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	// shortestItem keeps time moving where an item has no duration.
	shortestItem = time.Second
	// enough is how long an item has to play before it counts as played.
	enough = 30 * time.Second
)

// settle brings the player of a user up to the present. All code that reads or changes
// a player calls it first.
func (s *Server) settle(m *member) *player {
	p := m.player
	p.playUntil(s.now(), s.durations(m))
	maps.Copy(m.resume, p.positions)
	clear(p.positions)
	return p
}

// durations tells how long items play for a user, for whom a track may be another
// instance of the same recording.
func (s *Server) durations(m *member) func(spotify.URI) time.Duration {
	c := s.hearing(m)
	return func(uri spotify.URI) time.Duration {
		var duration time.Duration
		if track := s.tracks.get(spotify.TrackID(uri.ID())); track != nil {
			instance, _ := c.instance(track)
			duration = instance.Duration
		} else if episode := s.episodes.get(spotify.EpisodeID(uri.ID())); episode != nil {
			duration = episode.Duration
		} else if chapter := s.chapters.get(spotify.ChapterID(uri.ID())); chapter != nil {
			duration = chapter.Duration
		}
		return max(duration, shortestItem)
	}
}

// hearing is a call in the market of the user, whatever market a request names.
func (s *Server) hearing(m *member) *call {
	return &call{Server: s, user: m, market: m.Country}
}

// playUntil lets time pass for the player. It takes as many steps as there are items
// to play, and however long the time, it goes through what repeats only a few times.
func (p *player) playUntil(now time.Time, lasts func(spotify.URI) time.Duration) {
	skipped := false
	for p.playing {
		left := max(now.Sub(p.since), 0) // the wall clock may have been put back
		if p.adLeft > left {
			p.adLeft -= left
			break
		}
		if p.adLeft > 0 {
			p.since = p.since.Add(p.adLeft)
			p.adLeft, p.changed = 0, p.since
			p.playing = p.current != ""
			continue
		}
		if !skipped && p.repeats() {
			p.since = p.since.Add(p.roundsWithin(left, lasts))
			left, skipped = max(now.Sub(p.since), 0), true
		}
		rest := max(lasts(p.current)-p.progress, 0)
		if left < rest {
			p.listen(left)
			break
		}
		p.listen(rest)
		p.since = p.since.Add(rest)
		p.finish(p.heard >= lasts(p.current))
	}
	p.since = now
}

// listen lets a time pass within the current item.
func (p *player) listen(d time.Duration) {
	p.progress += d
	p.heard += d
	if p.current.Kind() == spotify.KindEpisode && d > 0 {
		p.positions[p.current] = p.progress
	}
}

// repeats reports whether what plays will go on for ever, the same each time.
func (p *player) repeats() bool {
	return p.current != "" && (p.repeat == repeatTrack ||
		p.repeat == repeatContext && len(p.list) > 0 && len(p.queue) == 0 && !p.queued)
}

// roundsWithin is a time in which a player that repeats comes back to where it is. It
// leaves so much of the time over that the history fills up.
func (p *player) roundsWithin(left time.Duration, lasts func(spotify.URI) time.Duration) time.Duration {
	list := p.list
	if p.repeat == repeatTrack {
		list = []spotify.URI{p.current}
	}
	var round time.Duration
	remembered := 0
	for _, uri := range list {
		round += lasts(uri)
		if uri.Kind() == spotify.KindTrack {
			remembered++
		}
	}
	kept := 2
	if remembered > 0 {
		kept += maxPlays / remembered
	}
	return max(left/round-time.Duration(kept), 0) * round
}

// finish ends the current item at its end, at the moment since, and begins what comes
// next. Behind the last item, playback stops at the beginning of the list.
func (p *player) finish(whole bool) {
	p.leave(p.since, whole)
	switch {
	case p.repeat == repeatTrack:
		p.begin(p.current, p.queued, p.since)
	case p.hasNext():
		p.forward(p.since)
	default:
		p.rewind()
		p.playing = false
	}
}

// leave ends listening to the current item, at its end or before.
func (p *player) leave(at time.Time, whole bool) {
	if p.current == "" || p.private || !whole && p.heard < enough {
		return
	}
	p.remember(Play{URI: p.current, Context: p.context, At: at})
}

// begin starts an item.
func (p *player) begin(uri spotify.URI, queued bool, at time.Time) {
	p.current, p.queued = uri, queued
	p.progress, p.heard = 0, 0
	p.since, p.changed = at, at
}

// rewind goes back to the beginning of the list, or of the single item.
func (p *player) rewind() {
	uri, queued := p.current, p.queued
	if len(p.order) > 0 {
		p.at = 0
		uri, queued = p.list[p.order[0]], false
	}
	p.begin(uri, queued, p.since)
}

// maxUpcoming is how much of what comes next the API tells.
const maxUpcoming = 20

// start begins to play something else. What was put into the queue by hand stays
// there.
func (p *player) start(what program, now time.Time) {
	p.leave(now, false)
	p.context, p.list, p.adLeft = what.context, what.list, 0
	p.arrange(what.first)
	p.begin(p.list[p.order[p.at]], false, now)
	p.playing = true
}

// arrange makes the order of the list. In a shuffled order, the item at the index
// current comes first; a negative one leaves that to the shuffle.
func (p *player) arrange(current int) {
	p.order = make([]int, len(p.list))
	for i := range p.order {
		p.order[i] = i
	}
	p.at = max(current, 0)
	if !p.shuffle {
		return
	}
	p.order = shuffled(p.context, p.list)
	if at := slices.Index(p.order, current); at >= 0 {
		p.order = slices.Insert(slices.Delete(p.order, at, at+1), 0, current)
	}
	p.at = 0
}

// shuffled is an order of a list that looks random, and is the same each time.
func shuffled(context spotify.URI, list []spotify.URI) []int {
	keys := make([][sha256.Size]byte, len(list))
	order := make([]int, len(list))
	for i, uri := range list {
		keys[i] = sha256.Sum256(fmt.Appendf(nil, "%s %s %d", context, uri, i))
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(keys[a][:], keys[b][:]) })
	return order
}

// setShuffle changes the order of what is still to come, and not what plays.
func (p *player) setShuffle(on bool) {
	if p.shuffle == on {
		return
	}
	p.shuffle = on
	if len(p.list) > 0 {
		p.arrange(p.order[p.at])
	}
}

// hasNext reports whether something comes after the current item: in the queue, or in
// the list, which has no end if it repeats.
func (p *player) hasNext() bool {
	return len(p.queue) > 0 || p.at+1 < len(p.order) || p.repeat == repeatContext && len(p.order) > 0
}

// hasPrevious reports whether something came before the current item. Before one from
// the queue, that is where the list has been left.
func (p *player) hasPrevious() bool {
	return len(p.order) > 0 && (p.queued || p.at > 0 || p.repeat == repeatContext)
}

// forward begins the next item, of which there is one.
func (p *player) forward(at time.Time) {
	if len(p.queue) > 0 {
		uri := p.queue[0]
		p.queue = slices.Delete(p.queue, 0, 1)
		p.begin(uri, true, at)
		return
	}
	p.at = (p.at + 1) % len(p.order)
	p.begin(p.list[p.order[p.at]], false, at)
}

// back begins the previous item, of which there is one.
func (p *player) back(at time.Time) {
	if !p.queued {
		p.at = (p.at + len(p.order) - 1) % len(p.order)
	}
	p.begin(p.list[p.order[p.at]], false, at)
}

// upcoming lists the items that play next, at most n. An item that repeats is listed
// once for each time.
func (p *player) upcoming(n int) []spotify.URI {
	ahead := player{list: p.list, order: p.order, at: p.at, repeat: p.repeat, queue: slices.Clone(p.queue)}
	var uris []spotify.URI
	for len(uris) < n && ahead.hasNext() {
		ahead.forward(time.Time{})
		uris = append(uris, ahead.current)
	}
	return uris
}
