package spotifytest

import (
	"github.com/spotgen/spotgen/gen/spotify"
)

// An Option says how a server is.
type Option func(*config)

func newConfig(options []Option) config {
	c := config{
		address: "127.0.0.1:0",
		user:    User{ID: "listener", DisplayName: "Lisa Listener", Email: "lisa@example.com"},
	}
	for _, option := range options {
		option(&c)
	}
	return c
}

// Development makes the app one in development mode, which lacks operations and
// fields since February 2026. Without it, the app has extended quota.
func Development() Option { return func(c *config) { c.mode = spotify.Development } }

// Empty leaves the default catalogue out: there is nothing but what the test adds,
// the default user with a computer to play on, and the markets.
func Empty() Option { return func(c *config) { c.empty = true } }

// Relaxed does not report requests that are not in the schema as failures of the
// test. They are still answered as Spotify answers them, and [Server.Violations] lists
// them.
func Relaxed() Option { return func(c *config) { c.relaxed = true } }

// RealTime lets the clock of the server run. Without it, the clock stands at noon of
// 15 January 2026, UTC, until [Server.Advance] puts it forward.
func RealTime() Option { return func(c *config) { c.realTime = true } }

// DefaultUser says who logs in unless a test says otherwise. Without it, that is
// somebody called "listener" in Sweden, with Premium.
func DefaultUser(user User) Option { return func(c *config) { c.user = user } }

// Address is the address to listen on, like "127.0.0.1:8080". Without it, the server
// takes a free port of the loopback interface.
func Address(hostPort string) Option { return func(c *config) { c.address = hostPort } }

// A playlistShape says under which names the contents of playlists are answered.
type playlistShape int

const (
	newShape  playlistShape = iota // items and item, since February 2026
	oldShape                       // tracks and track
	bothShape                      // all of them, as during the transition
)

// OldPlaylistShape answers the contents of playlists under the names tracks and track,
// as before February 2026.
func OldPlaylistShape() Option { return func(c *config) { c.shape = oldShape } }

// BothPlaylistShapes answers the contents of playlists under their old and their new
// names, as during the transition of February 2026.
func BothPlaylistShapes() Option { return func(c *config) { c.shape = bothShape } }

// OddRelinking gives the signs of relinking the odd forms in which they have been
// observed: linked_from without is_playable, or with an empty list of markets; null
// where a track is not relinked. Which of them a track has depends on its ID. Without
// it, the signs are as documented.
func OddRelinking() Option { return func(c *config) { c.oddRelinking = true } }

// Report calls a function with each request that is not in the schema, as
// [Server.Violations] has it. The function may be called by several goroutines at a time,
// and must not close the server.
func Report(violation func(text string)) Option { return func(c *config) { c.report = violation } }
