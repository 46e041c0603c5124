package main

import (
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// An item is one copy of a track or an episode in a list.
type item struct {
	uri spotify.URI // empty if Spotify no longer has it
	nth int         // of those with this URI, from 0 on
}

// itemsOf numbers the copies in a list.
func itemsOf(uris []spotify.URI) []item {
	copies := map[spotify.URI]int{}
	items := make([]item, len(uris))
	for i, uri := range uris {
		items[i] = item{uri, copies[uri]}
		copies[uri]++
	}
	return items
}

func urisOf(items []item) []spotify.URI {
	uris := make([]spotify.URI, len(items))
	for i, it := range items {
		uris[i] = it.uri
	}
	return uris
}

// isAddable reports whether the API can add an item, and remove it by its URI. It can do
// neither with local files, nor with what Spotify no longer has.
func (it item) isAddable() bool {
	kind := it.uri.Kind()
	return kind == spotify.KindTrack || kind == spotify.KindEpisode
}

// merge returns what both lists should be, given what both were at the last time. What one
// side has added or removed since then is added to or removed from the other. The order is
// that of the file, unless only the playlist was reordered.
func merge(before, file, playlist []item) []item {
	was, inFile, inPlaylist := setOf(before), setOf(file), setOf(playlist)
	isWanted := func(it item) bool {
		switch {
		case !it.isAddable():
			return inPlaylist[it]
		case was[it]:
			return inFile[it] && inPlaylist[it]
		}
		return true // somebody has added it
	}
	first, second := file, playlist
	if isReordered(before, playlist) && !isReordered(before, file) {
		first, second = second, first
	}
	var merged []item
	for _, it := range first {
		if isWanted(it) {
			merged = append(merged, it)
		}
	}
	// What only the second side has comes behind the item that it stands behind there.
	at := 0
	for _, it := range second {
		if i := slices.Index(merged, it); i >= 0 {
			at = i + 1
		} else if isWanted(it) {
			merged = slices.Insert(merged, at, it)
			at++
		}
	}
	return itemsOf(urisOf(merged)) // copies may have changed places
}

// isReordered reports whether the items that two lists share are in another order.
func isReordered(before, now []item) bool {
	was, is := setOf(before), setOf(now)
	return !slices.Equal(keep(before, is), keep(now, was))
}

func setOf(items []item) map[item]bool {
	set := make(map[item]bool, len(items))
	for _, it := range items {
		set[it] = true
	}
	return set
}

func keep(items []item, set map[item]bool) []item {
	return slices.DeleteFunc(slices.Clone(items), func(it item) bool { return !set[it] })
}
