package main

import (
	"fmt"
	"strings"
)

// A body is an answer of the API, and what has to be found in it.
type body struct {
	data  []byte
	names []string // of everything in it that has a name, in order
}

// A bodyKind is a kind of answer that decoders are measured with.
type bodyKind struct {
	name  string
	title string
	make  func(seed uint64) body
}

// The names of the bodies, as the flag -bodies has them. The targets are about
// the first.
const (
	playlist    = "playlist"
	noMarkets   = "no-markets"
	savedAlbums = "albums"
	search      = "search"
	savedTracks = "saved"
	analysis    = "analysis"
)

// bodyKinds returns all kinds of bodies. They have the shape and the size of real
// answers: order of the properties, nulls, and fields that the schema does not
// know included. The contents are invented.
func bodyKinds() []bodyKind {
	return []bodyKind{
		{playlist, "100 playlist items", func(seed uint64) body { return playlistBody(seed, true) }},
		{noMarkets, "100 playlist items without markets", func(seed uint64) body { return playlistBody(seed, false) }},
		{savedAlbums, "20 saved albums with their tracks", albumsBody},
		{search, "a search for tracks, artists, albums and playlists", searchBody},
		{savedTracks, "50 saved tracks", savedBody},
		{analysis, "an audio analysis", analysisBody},
	}
}

// chosenBodies returns the kinds that are named in a list with commas between
// them, all of them for an empty list.
func chosenBodies(list string) ([]bodyKind, error) {
	kinds := bodyKinds()
	if list == "" {
		return kinds, nil
	}
	var chosen []bodyKind
	var known []string
	for _, kind := range kinds {
		known = append(known, kind.name)
	}
	for name := range strings.SplitSeq(list, ",") {
		kind, ok := bodyNamed(name)
		if !ok {
			return nil, fmt.Errorf("there is no body %q; want some of %s", name, strings.Join(known, ","))
		}
		chosen = append(chosen, kind)
	}
	return chosen, nil
}

func bodyNamed(name string) (bodyKind, bool) {
	for _, kind := range bodyKinds() {
		if kind.name == name {
			return kind, true
		}
	}
	return bodyKind{}, false
}

// page wraps the items of a page that is neither the first nor the last one.
func page(href string, offset, limit, total int, items []object) object {
	at := func(offset int) string { return fmt.Sprintf("%s?offset=%d&limit=%d", href, offset, limit) }
	return object{
		{"href", at(offset)},
		{"items", items},
		{"limit", limit},
		{"next", at(offset + limit)},
		{"offset", offset},
		{"previous", at(max(0, offset-limit))},
		{"total", total},
	}
}

// imagesOf returns the pictures of an album in three sizes.
func imagesOf(a album) []object {
	var list []object
	for _, size := range []struct {
		prefix string
		pixels int
	}{{"7c0ffee00000a640", 640}, {"7c0ffee00000a300", 300}, {"7c0ffee000000a64", 64}} {
		list = append(list, image(size.prefix+a.picture, size.pixels))
	}
	return list
}

func image(id string, pixels int) object {
	return object{{"height", pixels}, {"url", "https://i.scdn.co/image/" + id}, {"width", pixels}}
}

func artistObjects(artists []entity) []object {
	var list []object
	for _, a := range artists {
		list = append(list, object{
			{"external_urls", a.urls()}, {"href", a.href()}, {"id", a.id}, {"name", a.name}, {"type", "artist"}, {"uri", a.uri()},
		})
	}
	return list
}

// albumObject returns an album as tracks and searches have it.
func albumObject(a album) object {
	return object{
		{"album_type", a.form},
		{"artists", artistObjects(a.artists)},
		{"available_markets", a.markets},
		{"external_urls", a.urls()},
		{"href", a.href()},
		{"id", a.id},
		{"images", imagesOf(a)},
		{"is_playable", true},
		{"name", a.name},
		{"release_date", a.released},
		{"release_date_precision", "day"},
		{"total_tracks", 12},
		{"type", "album"},
		{"uri", a.uri()},
	}
}

// trackObject returns a track as libraries and searches have it.
func trackObject(t track) object {
	return object{
		{"album", albumObject(t.album)},
		{"artists", artistObjects(t.artists)},
		{"available_markets", t.album.markets},
		{"disc_number", 1},
		{"duration_ms", t.durationMS},
		{"explicit", t.explicit},
		{"external_ids", object{{"isrc", t.isrc}}},
		{"external_urls", t.urls()},
		{"href", t.href()},
		{"id", t.id},
		{"is_local", false},
		{"is_playable", true},
		{"name", t.name},
		{"popularity", t.popularity},
		{"preview_url", nil},
		{"track_number", t.number},
		{"type", "track"},
		{"uri", t.uri()},
	}
}
