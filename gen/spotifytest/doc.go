// Package spotifytest is a Spotify that answers on a loopback port: the Web API and the
// accounts service, with a catalogue, users, playlists, and a player that remember
// what was done to them. It is meant for the tests of programs that use Spotify, in
// Go or in any other language, and for trying them without an account.
//
//	server := spotifytest.NewServer(t)
//	client := server.Client()
//	track, err := client.Tracks.Get(ctx, server.Example().Track, nil)
//
// It refuses what Spotify refuses, with the same status and the same words as far as
// they are known, and it reports requests that are not in the schema as failures of
// the test. Some answers of Spotify cannot be known, like the ranking of a search. The
// server makes these up, in the same way each time.
package spotifytest
