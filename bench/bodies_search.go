package main

// searchBody returns the answer to a search for four kinds of things, 20 of each.
func searchBody(seed uint64) body {
	c := newCatalog(seed)
	var b body
	tracks, albums := make([]object, 20), make([]object, 20)
	artists, playlists := make([]object, 20), make([]object, 20)
	for i, t := range c.tracks(len(tracks)) {
		b.names = append(b.names, t.name)
		tracks[i] = trackObject(t)
	}
	for i := range artists {
		b.names = append(b.names, c.artists[i].name)
		artists[i] = c.artistObject(c.artists[i])
	}
	for i := range albums {
		b.names = append(b.names, c.albums[i].name)
		albums[i] = albumObject(c.albums[i])
	}
	for i := range playlists {
		p := entity{"playlist", c.id(), c.name()}
		b.names = append(b.names, p.name)
		playlists[i] = c.playlistObject(p)
	}
	b.data = object{
		{"tracks", searchPage("track", tracks)},
		{"artists", searchPage("artist", artists)},
		{"albums", searchPage("album", albums)},
		{"playlists", searchPage("playlist", withNull(&b, playlists))},
	}.appendJSON(nil)
	return b
}

// withNull puts a null in the place of one playlist, as the API does with those
// that it does not want to show.
func withNull(b *body, playlists []object) any {
	const gone = 7
	b.names[len(b.names)-len(playlists)+gone] = ""
	list := make([]any, len(playlists))
	for i, p := range playlists {
		if i != gone {
			list[i] = p
		}
	}
	return list
}

func searchPage(kind string, items any) object {
	at := "https://api.spotify.com/v1/search?query=harbour&type=" + kind + "&locale=en-GB%2Cen%3Bq%3D0.5&offset="
	return object{
		{"href", at + "0&limit=20"},
		{"limit", 20},
		{"next", at + "20&limit=20"},
		{"offset", 0},
		{"previous", nil},
		{"total", 902},
		{"items", items},
	}
}

func (c *catalog) artistObject(a entity) object {
	picture := c.letters("0123456789abcdef", 24)
	return object{
		{"external_urls", a.urls()},
		{"followers", object{{"href", nil}, {"total", c.random.IntN(3_000_000)}}},
		{"genres", []string{pick(c, genres()), pick(c, genres())}},
		{"href", a.href()},
		{"id", a.id},
		{"images", []object{
			image("7c0ffee00000b640"+picture, 640), image("7c0ffee00000b320"+picture, 320), image("7c0ffee00000b160"+picture, 160),
		}},
		{"name", a.name},
		{"popularity", c.random.IntN(90)},
		{"type", "artist"},
		{"uri", a.uri()},
	}
}

func (c *catalog) playlistObject(p entity) object {
	owner := pick(c, c.users)
	return object{
		{"collaborative", false},
		{"description", "Everything about " + p.name + ", and more &amp; more every week."},
		{"external_urls", p.urls()},
		{"href", p.href()},
		{"id", p.id},
		{"images", []object{{{"height", nil}, {"url", "https://i.scdn.co/image/7c0ffee00000c640" + c.letters("0123456789abcdef", 24)}, {"width", nil}}}},
		{"name", p.name},
		{"owner", object{
			{"display_name", owner.name}, {"external_urls", owner.urls()}, {"href", owner.href()},
			{"id", owner.id}, {"type", "user"}, {"uri", owner.uri()},
		}},
		{"primary_color", nil},
		{"public", true},
		{"snapshot_id", c.letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32)},
		{"tracks", object{{"href", p.href() + "/tracks"}, {"total", 20 + c.random.IntN(400)}}},
		{"type", "playlist"},
		{"uri", p.uri()},
	}
}
