package main

// playlistBody returns 100 items of a playlist with the key track, the former
// name of item: zmb3/spotify knows no other, and answers in extended quota mode
// still have it.
//
// Without markets it is an answer for one market, with is_playable instead, and
// some of the tracks are relinked.
func playlistBody(seed uint64, markets bool) body {
	items, names := playlistPage(newCatalog(seed), markets)
	return body{items.appendJSON(nil), names}
}

// playlistPage returns the page of playlistBody, and the names of its tracks.
func playlistPage(c *catalog, markets bool) (o object, names []string) {
	href := "https://api.spotify.com/v1/playlists/" + c.id() + "/tracks"
	var items []object
	for i, t := range c.tracks(100) {
		names = append(names, t.name)
		items = append(items, object{
			{"added_at", c.time()},
			{"added_by", userObject(pick(c, c.users))},
			{"is_local", false},
			{"primary_color", nil},
			{"track", playlistTrack(t, available(t.album, markets), linkedFrom(entity{"track", c.id(), ""}, !markets && i%20 == 0))},
			{"video_thumbnail", object{{"url", nil}}},
		})
	}
	return page(href, 100, 100, 1234, items), names
}

func userObject(u entity) object {
	return object{{"external_urls", u.urls()}, {"href", u.href()}, {"id", u.id}, {"type", "user"}, {"uri", u.uri()}}
}

// playlistTrack returns a track in the order in which playlists have its
// properties, which is another one than elsewhere.
func playlistTrack(t track, available property, linkedFrom object) object {
	return append(object{
		{"preview_url", nil},
		available,
		{"explicit", t.explicit},
		{"type", "track"},
		{"episode", false},
		{"track", true},
		{"album", playlistAlbum(t.album, available)},
		{"artists", artistObjects(t.artists)},
		{"disc_number", 1},
		{"track_number", t.number},
		{"duration_ms", t.durationMS},
		{"external_ids", object{{"isrc", t.isrc}}},
		{"external_urls", t.urls()},
		{"href", t.href()},
		{"id", t.id},
		{"name", t.name},
		{"popularity", t.popularity},
		{"uri", t.uri()},
		{"is_local", false},
	}, linkedFrom...)
}

func playlistAlbum(a album, available property) object {
	return object{
		available,
		{"type", "album"},
		{"album_type", a.form},
		{"href", a.href()},
		{"id", a.id},
		{"images", imagesOf(a)},
		{"name", a.name},
		{"release_date", a.released},
		{"release_date_precision", "day"},
		{"uri", a.uri()},
		{"artists", artistObjects(a.artists)},
		{"external_urls", a.urls()},
		{"total_tracks", 12},
	}
}

// available returns what tells where an album and its tracks can be played: the
// markets, or the answer for the market that the request has named.
func available(a album, markets bool) property {
	if markets {
		return property{"available_markets", a.markets}
	}
	return property{"is_playable", true}
}

// linkedFrom returns what tells that a track stands for another one.
func linkedFrom(original entity, isRelinked bool) object {
	if !isRelinked {
		return nil
	}
	return object{{"linked_from", object{
		{"external_urls", original.urls()},
		{"href", original.href()},
		{"id", original.id},
		{"type", "track"},
		{"uri", original.uri()},
	}}}
}
