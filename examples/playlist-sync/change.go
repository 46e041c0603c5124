package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// most is how many items a request may move or add.
const most = 100

// A change is what has to be done to a playlist, in this order, so that the positions of
// each step are right.
type change struct {
	remove []spotify.URI // with all their copies
	moves  []spotify.ReorderItemsRequest
	adds   []spotify.AddItemsRequest
}

// changeOf finds the change with the fewest requests: as many items as possible stay where
// they are, and neighbours are moved and added together.
func changeOf(now, goal []item) change {
	place := map[item]int{} // in the goal
	for i, it := range goal {
		place[it] = i
	}
	var c change
	for _, it := range now {
		if _, ok := place[it]; !ok && !slices.Contains(c.remove, it.uri) {
			c.remove = append(c.remove, it.uri)
		}
	}
	// A URI removes all its copies. Those that should remain are added again.
	var list []int // places of what remains
	for _, it := range now {
		if !slices.Contains(c.remove, it.uri) {
			list = append(list, place[it])
		}
	}
	c.addMoves(list)
	c.addAdds(list, goal)
	return c
}

// addMoves sorts the places.
func (c *change) addMoves(list []int) {
	stays := longestRising(list)
	end := 0 // of what is in order already, but for items that will move away
	for sorted := slices.Sorted(slices.Values(list)); len(sorted) > 0; {
		from := slices.Index(list, sorted[0])
		if stays[sorted[0]] {
			end, sorted = from+1, sorted[1:]
			continue
		}
		n := 1 // neighbours that move together
		for n < min(most, len(sorted), len(list)-from) && list[from+n] == sorted[n] && !stays[sorted[n]] {
			n++
		}
		c.moves = append(c.moves, spotify.ReorderItemsRequest{RangeStart: from, RangeLength: n, InsertBefore: end})
		list = slices.Delete(slices.Clone(list), from, from+n)
		if from < end {
			end -= n
		}
		list = slices.Insert(list, end, sorted[:n]...)
		end, sorted = end+n, sorted[n:]
	}
}

// longestRising returns the numbers of a longest part of a list that rises. They need not
// be neighbours.
func longestRising(list []int) map[int]bool {
	length, before := make([]int, len(list)), make([]int, len(list))
	last := -1
	for i, n := range list {
		before[i] = -1
		for j := range i {
			if list[j] < n && length[j] > length[i] {
				length[i], before[i] = length[j], j
			}
		}
		length[i]++
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	rising := map[int]bool{}
	for ; last >= 0; last = before[last] {
		rising[list[last]] = true
	}
	return rising
}

// addAdds adds what is missing, from the front to the back.
func (c *change) addAdds(list []int, goal []item) {
	var run *spotify.AddItemsRequest
	for i, it := range goal {
		switch {
		case slices.Contains(list, i):
			run = nil
			continue
		case run == nil || len(run.Items) == most:
			c.adds = append(c.adds, spotify.AddItemsRequest{Position: &i})
			run = &c.adds[len(c.adds)-1]
		}
		run.Items = append(run.Items, it.uri)
	}
}

// apply changes a playlist of which a version is known. Positions and removals are
// about that version: changes by others since then are not undone.
func (c change) apply(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, version spotify.SnapshotID) error {
	var err error
	if len(c.remove) > 0 {
		body := spotify.RemoveItemsRequest{SnapshotID: version}
		for _, uri := range c.remove {
			body.Items = append(body.Items, spotify.PlaylistItemToRemove{Item: uri})
		}
		if version, err = client.Playlists.RemoveItems(ctx, id, body); err != nil {
			return fmt.Errorf("removing: %w", err)
		}
	}
	for _, move := range c.moves {
		move.SnapshotID = version
		if version, err = client.Playlists.ReorderItems(ctx, id, move); err != nil {
			return fmt.Errorf("moving: %w", err)
		}
	}
	for _, body := range c.adds {
		if _, err = client.Playlists.AddItems(ctx, id, body); err != nil {
			return fmt.Errorf("adding: %w", err)
		}
	}
	return nil
}

// isNothing reports whether no request is needed.
func (c change) isNothing() bool { return len(c.remove)+len(c.moves)+len(c.adds) == 0 }
