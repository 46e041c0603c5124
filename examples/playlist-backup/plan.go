package main

import (
	"slices"
	"sort"

	"github.com/spotgen/spotgen/gen/spotify"
)

// most is how many items a request may add, remove, or move.
const most = 100

// A plan has the steps that change a list of items into another one, as far as the API
// can.
type plan struct {
	steps   []step
	goal    []spotify.URI // what the list is in the end
	leftOut []int         // places in the list that is wanted whose items cannot be added
	kept    []spotify.URI // what is not wanted, and kept because it could not be added again
}

// A step is one request: to remove, to move, or to add.
type step struct {
	remove []spotify.URI // with all their copies
	move   *spotify.ReorderItemsRequest
	add    *spotify.AddItemsRequest
}

// size is how many items a step is about, not counting copies that it removes.
func (s step) size() int {
	switch {
	case s.move != nil:
		return s.move.RangeLength
	case s.add != nil:
		return len(s.add.Items)
	}
	return len(s.remove)
}

// addable reports whether the API can add an item. It can add neither local files nor
// items that Spotify no longer has.
func addable(uri spotify.URI) bool {
	kind := uri.Kind()
	return (kind == spotify.KindTrack || kind == spotify.KindEpisode) && uri.ID() != ""
}

// makePlan plans how to get from the items that there are to those that are wanted:
// removing first, then moving, then adding, so that each step knows its positions.
func makePlan(now, want []spotify.URI) plan {
	p := plan{}
	p.setGoal(now, want)
	present := p.remove(now)
	p.move(p.placesOf(present))
	p.add(present)
	return p
}

// setGoal leaves out items that cannot be added, and keeps items that would be lost at
// the end of the list.
func (p *plan) setGoal(now, want []spotify.URI) {
	there := map[spotify.URI]int{}
	for _, uri := range now {
		there[uri]++
	}
	for i, uri := range want {
		if !addable(uri) {
			if there[uri] == 0 {
				p.leftOut = append(p.leftOut, i)
				continue
			}
			there[uri]--
		}
		p.goal = append(p.goal, uri)
	}
	for _, uri := range now {
		if !addable(uri) && there[uri] > 0 {
			there[uri]--
			p.kept = append(p.kept, uri)
		}
	}
	p.goal = append(p.goal, p.kept...)
}

// remove removes surplus items, and returns the items that remain. A request without
// positions removes all copies of an item, and the API has at times treated one with
// positions the same way. So copies that have to remain are added again.
func (p *plan) remove(now []spotify.URI) []spotify.URI {
	surplus := map[spotify.URI]int{}
	for _, uri := range now {
		surplus[uri]++
	}
	for _, uri := range p.goal {
		surplus[uri]--
	}
	var gone, remain []spotify.URI
	for _, uri := range now {
		switch {
		case surplus[uri] <= 0:
			remain = append(remain, uri)
		case !slices.Contains(gone, uri):
			gone = append(gone, uri)
		}
	}
	for chunk := range slices.Chunk(gone, most) {
		p.steps = append(p.steps, step{remove: chunk})
	}
	return remain
}

// placesOf finds the place of each item in the goal. Copies keep their order.
func (p *plan) placesOf(present []spotify.URI) []int {
	free := map[spotify.URI][]int{}
	for place, uri := range p.goal {
		free[uri] = append(free[uri], place)
	}
	places := make([]int, len(present))
	for i, uri := range present {
		places[i] = free[uri][0]
		free[uri] = free[uri][1:]
	}
	return places
}

// move sorts the places. As many items as possible stay, and neighbours move together.
func (p *plan) move(places []int) {
	stays := longestRising(places)
	list, sorted := slices.Clone(places), slices.Sorted(slices.Values(places))
	end := 0 // of what is in order already, but for items that will move away
	for i := 0; i < len(sorted); {
		from := slices.Index(list, sorted[i])
		if stays[sorted[i]] {
			end = from + 1
			i++
			continue
		}
		n := 1
		for n < most && i+n < len(sorted) && from+n < len(list) && list[from+n] == sorted[i+n] && !stays[sorted[i+n]] {
			n++
		}
		p.steps = append(p.steps, step{move: &spotify.ReorderItemsRequest{RangeStart: from, RangeLength: n, InsertBefore: end}})
		moved := slices.Clone(list[from : from+n])
		list = slices.Delete(list, from, from+n)
		if from < end {
			end -= n
		}
		list = slices.Insert(list, end, moved...)
		end += n
		i += n
	}
}

// longestRising returns the elements of a longest part of a list that rises, whose
// elements need not be neighbours. The elements of the list differ.
func longestRising(list []int) map[int]bool {
	var tops []int // the index of the smallest end of a rising part of each length
	before := make([]int, len(list))
	for i, n := range list {
		at := sort.Search(len(tops), func(k int) bool { return list[tops[k]] >= n })
		before[i] = -1
		if at > 0 {
			before[i] = tops[at-1]
		}
		tops = append(tops[:at], append([]int{i}, tops[min(at+1, len(tops)):]...)...)
	}
	rising := map[int]bool{}
	if len(tops) > 0 {
		for i := tops[len(tops)-1]; i >= 0; i = before[i] {
			rising[list[i]] = true
		}
	}
	return rising
}

// add adds missing items, from the front to the back.
func (p *plan) add(present []spotify.URI) {
	there := map[int]bool{}
	for _, place := range p.placesOf(present) {
		there[place] = true
	}
	var next *spotify.AddItemsRequest
	for place, uri := range p.goal {
		switch {
		case there[place]:
			next = nil
			continue
		case next == nil || len(next.Items) == most:
			next = &spotify.AddItemsRequest{Position: &place}
			p.steps = append(p.steps, step{add: next})
		}
		next.Items = append(next.Items, uri)
	}
}
