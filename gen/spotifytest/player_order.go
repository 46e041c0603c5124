package spotifytest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

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

// upcoming is what plays next, at most n items. What plays again and again is told
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
