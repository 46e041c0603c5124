package spotifytest

import "maps"

// handlers are the answers to all endpoints, by their keys. Each file has those of
// its part.
func handlers() map[string]handler {
	all := map[string]handler{}
	for _, part := range []map[string]handler{
		albumHandlers(),
		artistHandlers(),
		audiobookHandlers(),
		browseHandlers(),
		libraryHandlers(),
		playerHandlers(),
		playlistHandlers(),
		searchHandlers(),
		showHandlers(),
		trackHandlers(),
		userHandlers(),
	} {
		maps.Copy(all, part)
	}
	return all
}
