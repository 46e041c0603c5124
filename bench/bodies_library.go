package main

import "fmt"

// savedBody returns 50 tracks of the user's library.
func savedBody(seed uint64) body {
	c := newCatalog(seed)
	var b body
	var items []object
	for _, t := range c.tracks(50) {
		b.names = append(b.names, t.name)
		items = append(items, object{{"added_at", c.time()}, {"track", trackObject(t)}})
	}
	b.data = page("https://api.spotify.com/v1/me/tracks", 50, 50, 2345, items).appendJSON(nil)
	return b
}

// albumsBody returns 20 albums of the user's library, each with the first page
// of its tracks. These are the albums that Albums.GetMany reads as well, inside
// a page instead of an envelope, which has no type of its own.
func albumsBody(seed uint64) body {
	c := newCatalog(seed)
	var b body
	var items []object
	for i := range 20 {
		a := &c.albums[i]
		b.names = append(b.names, a.name)
		full, names := c.fullAlbum(a)
		b.names = append(b.names, names...)
		items = append(items, object{{"added_at", c.time()}, {"album", full}})
	}
	b.data = page("https://api.spotify.com/v1/me/albums", 20, 20, 345, items).appendJSON(nil)
	return b
}

// fullAlbum returns an album, and the names of its tracks.
func (c *catalog) fullAlbum(a *album) (o object, names []string) {
	var tracks []object
	for range 8 + c.random.IntN(8) {
		t := c.newTrack(a)
		names = append(names, t.name)
		tracks = append(tracks, object{
			{"artists", artistObjects(t.artists)},
			{"available_markets", a.markets},
			{"disc_number", 1},
			{"duration_ms", t.durationMS},
			{"explicit", t.explicit},
			{"external_urls", t.urls()},
			{"href", t.href()},
			{"id", t.id},
			{"name", t.name},
			{"preview_url", nil},
			{"track_number", t.number},
			{"type", "track"},
			{"uri", t.uri()},
			{"is_local", false},
		})
	}
	label := pick(c, labels())
	return object{
		{"album_type", a.form},
		{"total_tracks", len(tracks)},
		{"available_markets", a.markets},
		{"external_urls", a.urls()},
		{"href", a.href()},
		{"id", a.id},
		{"images", imagesOf(*a)},
		{"name", a.name},
		{"release_date", a.released},
		{"release_date_precision", "day"},
		{"type", "album"},
		{"uri", a.uri()},
		{"artists", artistObjects(a.artists)},
		{"tracks", object{
			{"href", a.href() + "/tracks?offset=0&limit=50"},
			{"limit", 50},
			{"next", nil},
			{"offset", 0},
			{"previous", nil},
			{"total", len(tracks)},
			{"items", tracks},
		}},
		{"copyrights", []object{
			{{"text", fmt.Sprintf("(C) %s %s", a.released[:4], label)}, {"type", "C"}},
			{{"text", fmt.Sprintf("(P) %s %s", a.released[:4], label)}, {"type", "P"}},
		}},
		{"external_ids", object{{"upc", c.letters("0123456789", 12)}}},
		{"genres", []string{}},
		{"label", label},
		{"popularity", c.random.IntN(90)},
	}, names
}
