package faketest_test

// A fact is how an answer of the API differs from the schema.
type fact struct {
	number string // in docs/facts/mismatches.md
	path   string // of the answer, with names of examples
	edits  []string
}

// facts lists the facts that answers of reads can show. Each edit is a JSON pointer with -
// for an element of a list, and the value that stands there, or nothing if it is absent.
func facts() []fact {
	all := []fact{
		{"fact 10", "/tracks/{track}", []string{"/href null", "/id null", "/album/album_type null", "/album/href null", "/album/id null", "/album/release_date null",
			"/album/release_date_precision null", "/album/uri null", "/artists/-/href null", "/artists/-/id null", "/artists/-/uri null"}},
		{"fact 10", "/tracks/{track}", []string{"/album/total_tracks", "/album/release_date", "/album/release_date_precision", "/album/artists"}},
		{"fact 10", "/albums/{album}/tracks", []string{"/items/-/href null", "/items/-/id null"}},
		{"fact 11", "/playlists/{playlist}/items", []string{"/items/-/added_at null", "/items/-/added_by null"}},
		{"fact 11", "/playlists/{playlist}/items", []string{"/items/-/item null", "/items/-/track null"}},
		{"fact 13", "/albums?ids={album}", []string{"/albums/- null"}},
		{"fact 13", "/artists?ids={artist}", []string{"/artists/- null"}},
		{"fact 13", "/audiobooks?ids={audiobook}", []string{"/audiobooks/- null"}},
		{"fact 13", "/audio-features?ids={track}", []string{"/audio_features/- null"}},
		{"fact 13", "/chapters?ids={chapter}", []string{"/chapters/- null"}},
		{"fact 13", "/episodes?ids={episode}", []string{"/episodes/- null"}},
		{"fact 13", "/shows?ids={show}", []string{"/shows/- null"}},
		{"fact 13", "/tracks?ids={track}", []string{"/tracks/- null"}},
		{"fact 12", "/artists/{artist}/top-tracks", []string{"/tracks/- null"}},
		{"fact 12", "/artists/{artist}/related-artists", []string{"/artists/- null"}},
		{"fact 12", "/browse/categories", []string{"/categories/items/- null"}},
		{"fact 14", "/playlists/{playlist}", []string{"/images null", "/public null"}},
		{"fact 14", "/me/playlists", []string{"/items/-/images null", "/items/-/public null", "/items/-/description null", "/items/-/items null", "/items/-/tracks null"}},
		{"fact 52", "/playlists/{playlist}", []string{"/items null", "/tracks null"}},
		{"fact 15", "/artists/{artist}", []string{"/images null", "/genres null", "/followers null"}},
		{"fact 16", "/episodes/{episode}", []string{"/id null", "/uri null", "/name null", "/description null", "/html_description null", "/duration_ms null", "/language null",
			"/is_externally_hosted null", "/languages [null]", "/resume_point/resume_position_ms null",
			"/show/copyrights null", "/show/description null", "/show/html_description null", "/show/id null", "/show/is_externally_hosted null", "/show/media_type null",
			"/show/name null", "/show/publisher null", "/show/total_episodes null", "/show/uri null", "/show/languages [null]"}},
		{"fact 16", "/episodes/{episode}", []string{"/html_description", "/is_playable", "/languages", "/show/html_description", "/show/total_episodes"}},
		{"fact 18", "/tracks/{track}", []string{"/artists/-/name null"}},
		{"fact 19", "/me/player", []string{"/context null", "/item null", "/progress_ms null"}},
		{"fact 19", "/me/player/recently-played", []string{"/items [{\"track\": null, \"played_at\": \"2026-01-01T00:00:00.123Z\", \"context\": null}]", "/items/-/track"}},
		{"fact 19", "/me/player/queue", []string{"/currently_playing null"}},
		{"fact 20", "/me/following?type=artist", []string{"/artists/next null", "/artists/cursors {\"after\": null, \"before\": null}"}},
		{"fact 20", "/me/following?type=artist", []string{"/artists/cursors null"}},
		{"fact 21", "/tracks/{track}", []string{"/is_playable null", "/linked_from null"}},
		{"fact 21", "/tracks/{track}", []string{"/linked_from {\"external_urls\": {\"spotify\": \"https://open.spotify.com/track/1\"}, \"href\": \"h\", \"id\": \"1\", \"type\": \"track\", \"uri\": \"u\"}"}},
		{"fact 21", "/albums/{album}/tracks", []string{"/items/-/is_playable null", "/items/-/linked_from null"}},
		{"fact 22", "/recommendations?seed_genres=pop&seed_artists={artist}&seed_tracks={track}", []string{"/seeds/-/href null", "/tracks []"}},
		{"fact 23", "/me", []string{"/display_name null"}},
		{"fact 31", "/tracks/{track}", []string{"/duration_ms {\"totalMilliseconds\": 188000}"}},
		{"fact 31", "/albums/{album}/tracks", []string{"/items/-/duration_ms {\"totalMilliseconds\": 188000}"}},
		{"fact 33", "/audio-features/{track}", []string{"/time_signature 1"}},
		{"fact 42", "/chapters/{chapter}", []string{"/type \"chapter\""}},
		{"fact 44", "/albums/{album}", []string{"/album_type \"ep\"", "/album_group \"single\"", "/is_playable true"}},
		{"fact 44", "/artists/{artist}/top-tracks", []string{"/tracks/-/album/album_type \"SINGLE\"", "/tracks/-/album/album_group \"album\"", "/tracks/-/album/is_playable true"}},
		{"fact 46", "/playlists/{mixed}/items", []string{"/items/-/item/episode false", "/items/-/item/track true"}},
		{"fact 46", "/playlists/{playlist}/items", []string{"/items/-/item/type \"episode\"", "/items/-/track/type \"episode\""}},
		{"fact 46", "/me/player", []string{"/item/type \"episode\""}},
		{"fact 46", "/me/player/queue", []string{"/currently_playing/type \"episode\"", "/queue/-/type \"episode\""}},
		{"fact 53", "/albums/{album}", []string{"/available_markets", "/genres", "/label", "/popularity"}},
		{"fact 53", "/artists/{artist}/albums", []string{"/items/-/album_group"}},
		{"fact 53", "/audiobooks/{audiobook}", []string{"/available_markets", "/publisher"}},
		{"fact 53", "/shows/{show}", []string{"/available_markets", "/publisher"}},
		{"fact 53", "/chapters/{chapter}", []string{"/is_playable"}},
		{"fact 48", "/playlists/{playlist}", []string{"/primary_color \"#ff00aa\""}},
		{"fact 48", "/me/playlists", []string{"/items/-/primary_color \"#ff00aa\""}},
		{"fact 48", "/playlists/{playlist}/items", []string{"/items/-/primary_color \"#ff00aa\""}},
		{"fact 48", "/episodes/{episode}", []string{"/available_markets [\"SE\"]"}},
		{"fact 48", "/shows/{show}/episodes", []string{"/items/-/available_markets [\"SE\"]"}},
		{"fact 48", "/audiobooks/{audiobook}", []string{"/is_externally_hosted false"}},
		{"fact 48", "/me/audiobooks", []string{"/items/-/is_externally_hosted false"}},
	}
	// Pages with elements that cannot be shown.
	for _, path := range []string{"/albums/{album}/tracks", "/artists/{artist}/albums", "/shows/{show}/episodes", "/audiobooks/{audiobook}/chapters", "/playlists/{playlist}/items",
		"/me/playlists", "/me/albums", "/me/tracks", "/me/episodes", "/me/shows", "/me/audiobooks", "/me/top/artists", "/me/player/recently-played"} {
		all = append(all, fact{"fact 12", path, []string{"/items [null]"}})
	}
	for _, kind := range []string{"artist", "album", "track", "playlist", "show", "episode", "audiobook"} {
		all = append(all, fact{"fact 12", "/search?q=a&market=SE&type=" + kind, []string{"/" + kind + "s/items [null]"}})
	}
	all = append(all, fact{"fact 12", "/me/following?type=artist", []string{"/artists/items [null]"}}, fact{"fact 12", "/browse/new-releases", []string{"/albums/items [null]"}})
	// Plain answers show what the fake has, as the API: values of unions, wrapped actions.
	for _, path := range []string{"/playlists/{playlist}", "/playlists/{mixed}", "/playlists/{mixed}/items", "/me/top/artists", "/me/top/tracks", "/me/player", "/me/player/queue"} {
		all = append(all, fact{"fact 04", path, nil})
	}
	return all
}
