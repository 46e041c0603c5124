// Package spotifytest is a fake Spotify that runs on a loopback port. It serves the Web
// API and the accounts service, with a catalogue, users, playlists, and a player, and
// it remembers every change. Use it to test programs that use Spotify, in Go or in any
// other language, and to try them without an account.
//
//	server := spotifytest.NewServer(t)
//	client := server.Client()
//	track, err := client.Tracks.Get(ctx, server.Example().Track, nil)
//
// The server refuses what Spotify refuses, with the same status and, where they are
// known, the same words. A request that does not fit the schema fails the test. Data
// that it cannot know, such as the ranking of a search, is made up, and is the same
// each time.
package spotifytest
