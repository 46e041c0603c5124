package main

// trackBody returns one track.
func trackBody(seed uint64) body {
	t := newCatalog(seed).tracks(1)[0]
	return body{trackObject(t).appendJSON(nil), []string{t.name}}
}

// playerBody returns the state of a player that plays a track of an album.
func playerBody(seed uint64) body {
	c := newCatalog(seed)
	t := c.tracks(1)[0]
	return body{object{
		{"device", object{
			{"id", c.letters("0123456789abcdef", 40)},
			{"is_active", true},
			{"is_private_session", false},
			{"is_restricted", false},
			{"name", c.name()},
			{"supports_volume", true},
			{"type", "Computer"},
			{"volume_percent", 64},
		}},
		{"shuffle_state", false},
		{"smart_shuffle", false},
		{"repeat_state", "off"},
		{"is_playing", true},
		{"timestamp", 1_760_000_000_000 + c.random.IntN(1_000_000_000)},
		{"context", object{{"external_urls", t.album.urls()}, {"href", t.album.href()}, {"type", "album"}, {"uri", t.album.uri()}}},
		{"progress_ms", c.random.IntN(t.durationMS)},
		{"item", trackObject(t)},
		{"currently_playing_type", "track"},
		{"actions", object{{"disallows", object{{"resuming", true}, {"skipping_prev", true}}}}},
	}.appendJSON(nil), []string{t.name}}
}
