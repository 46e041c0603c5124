package spotifytest

import (
	"github.com/spotgen/spotgen/gen/spotify"
)

// An Option configures a server; see [NewServer] and [Start].
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

// Development puts the app in development mode, which has lacked some operations and
// fields since February 2026. The default is extended quota mode.
func Development() Option { return func(c *config) { c.mode = spotify.Development } }

// Empty leaves the default catalogue out. The server then begins with the markets and
// the default user, who has a computer to play on.
func Empty() Option { return func(c *config) { c.empty = true } }

// Relaxed lets the test pass if a request does not fit the schema. Such requests are
// still answered as Spotify answers them, and [Server.Violations] lists them.
func Relaxed() Option { return func(c *config) { c.relaxed = true } }

// RealTime lets the clock of the server run. By default, the clock stands still at
// 12:00 UTC on 15 January 2026, and only [Server.Advance] moves it.
func RealTime() Option { return func(c *config) { c.realTime = true } }

// DefaultUser sets the default user, who logs in unless a test names another one.
// Without it, the default user has the ID "listener", lives in Sweden, and has Premium.
func DefaultUser(user User) Option { return func(c *config) { c.user = user } }

// Address sets the host and port to listen on, like "127.0.0.1:8080". By default, the
// server takes a free port of the loopback interface.
func Address(hostPort string) Option { return func(c *config) { c.address = hostPort } }

// A playlistShape says under which names the contents of playlists are answered.
type playlistShape int

const (
	newShape  playlistShape = iota // items and item, since February 2026
	oldShape                       // tracks and track
	bothShape                      // all of them, as during the transition
)

// OldPlaylistShape makes the server send the contents of playlists under the names
// tracks and track, as before February 2026. The default names are items and item.
func OldPlaylistShape() Option { return func(c *config) { c.shape = oldShape } }

// BothPlaylistShapes makes the server send the contents of playlists under both their
// old and their new names, as during the transition of February 2026.
func BothPlaylistShapes() Option { return func(c *config) { c.shape = bothShape } }

// OddRelinking makes the server mark relinked tracks in the undocumented ways that have
// been observed: linked_from without is_playable, linked_from with an empty list of
// markets, or a null linked_from where a track is not relinked. The ID of the track
// decides which of them it gets. By default, tracks are marked as documented.
func OddRelinking() Option { return func(c *config) { c.oddRelinking = true } }

// KeepRequests sets how many requests the log keeps: the last n. The default is 10,000,
// and an n of less than 1 restores it. One request takes less than a kilobyte and its
// body. It makes no difference to [Server.Violations] and [Server.Warnings].
func KeepRequests(n int) Option { return func(c *config) { c.keep = max(n, 0) } }

// Report sets a function that is called for each problem that [Server.Violations] would
// list, with its text. Several goroutines may call it at the same time. It must not
// close the server.
func Report(violation func(text string)) Option { return func(c *config) { c.report = violation } }

// ReportWarnings sets a function that is called for each text that [Server.Warnings] would
// list. Several goroutines may call it at the same time. It must not close the server.
func ReportWarnings(warning func(text string)) Option {
	return func(c *config) { c.reportWarning = warning }
}
