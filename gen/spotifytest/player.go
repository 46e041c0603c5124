package spotifytest

import (
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A player is what a user listens to, and on what. It is kept as of a moment, since,
// and is carried on to the present by playUntil.
type player struct {
	devices []*Device // Active is that of at most one of them
	made    int       // devices that got their ID here
	private bool      // a private session, which others do not see

	context spotify.URI   // "" without one, when single items play
	list    []spotify.URI // what the context consists of, or the single items
	order   []int         // indices of list in the order in which they play
	at      int           // in order
	current spotify.URI   // what plays or is paused; "" is nothing
	queued  bool          // current comes from the queue and not from the list
	queue   []spotify.URI

	playing  bool
	progress time.Duration // of current
	heard    time.Duration // of current, however often it was wound back
	since    time.Time     // when progress and heard were so
	changed  time.Time     // when the state was changed last other than by time
	adLeft   time.Duration // of an advertisement that keeps current waiting; 0 is none

	repeat  string // off, track, context
	shuffle bool

	plays     []Play                        // the earliest first
	positions map[spotify.URI]time.Duration // of episodes that played since they were asked for

	refusals    []spotify.Reason // of the next commands
	commands    int              // carried out
	lastStarted time.Time        // when a command last began an item
}

// Repeat modes, as the API calls them.
const (
	repeatOff     = "off"
	repeatTrack   = "track"
	repeatContext = "context"
)

// adLength is how long an advertisement lasts.
const adLength = 30 * time.Second

// newPlayer is the player of a new user: a computer on which nothing plays.
func newPlayer() *player {
	p := &player{repeat: repeatOff, positions: map[spotify.URI]time.Duration{}}
	p.addDevice(Device{Name: "Kitchen Computer", Type: "Computer", Volume: 60})
	return p
}

// seedPlayer gives the default user more devices and a past.
func (s *Server) seedPlayer() {
	m := s.memberNamed("")
	p := m.player
	p.addDevice(Device{Name: "Pocket Phone", Type: "Smartphone", Volume: 100, FixedVolume: true})
	p.addDevice(Device{Name: "Attic Speaker", Type: "Speaker", Volume: -1, Restricted: true})
	p.plays = s.formerPlays(m)
}

// A Playback is the state of a user's player at one moment.
type Playback struct {
	// Device is the active device. It is the zero value if no device is active.
	Device Device
	// Playing says that something plays. It is false while playback is paused.
	Playing bool
	// Type is the type of what plays: track, episode, or ad. It is unknown when nothing
	// plays.
	Type string
	// Item is the track or episode that plays. It is empty during an advertisement,
	// and when nothing plays.
	Item spotify.URI
	// Context is the album, playlist, or other context that plays. It is empty when single
	// items play.
	Context spotify.URI
	// Progress is the position in the item or in the advertisement.
	Progress time.Duration
	// Repeat is off, track, or context.
	Repeat  string
	Shuffle bool
	// Queue has the items that the user has put into the queue and that have not played
	// yet.
	Queue []spotify.URI
	// Upcoming has the items that play next: first the queue, and then the rest of the
	// context. As in the API, there are at most 20.
	Upcoming []spotify.URI
	// PrivateSession says that the user is in a private session; see
	// [Server.SetPrivateSession].
	PrivateSession bool
}

// Playback returns the present state of a user's player. The user "" is the default
// one.
func (s *Server) Playback(user spotify.UserID) Playback {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return Playback{}
	}
	return s.playback(m)
}

// playback lets music play on to this moment.
func (s *Server) playback(m *member) Playback {
	p := s.settle(m)
	now := Playback{
		Playing:        p.playing,
		Type:           p.playingType(),
		Item:           p.current,
		Context:        p.context,
		Progress:       p.progress,
		Repeat:         p.repeat,
		Shuffle:        p.shuffle,
		Queue:          slices.Clone(p.queue),
		Upcoming:       p.upcoming(maxUpcoming),
		PrivateSession: p.private,
	}
	if p.adLeft > 0 {
		now.Item, now.Progress = "", adLength-p.adLeft
	}
	if d := p.active(); d != nil {
		now.Device = *d
	}
	return now
}

// StartPlayback starts playback as if the user had pressed a button on a device, which
// needs neither a scope nor Premium. A single URI can name a context: an album, an
// artist, a playlist, a show, an audiobook, or the liked songs. Otherwise the URIs name
// tracks and episodes, which play in this order. If no device is active, the first one
// becomes active. The user "" is the default one. It is a mistake if the user has no
// device, or if a URI cannot be played.
func (s *Server) StartPlayback(user spotify.UserID, uris ...spotify.URI) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	p := s.settle(m)
	program, refused := s.programOf(m, uris)
	if refused != nil {
		s.mistake("StartPlayback(%q): %s", uris, refused.message)
		return
	}
	if p.active() == nil && !p.activate(p.anyDevice()) {
		s.mistake("StartPlayback: the user has no device")
		return
	}
	p.start(program, s.now())
}

// programOf is the program that plays for these URIs.
func (s *Server) programOf(m *member, uris []spotify.URI) (program, *refusal) {
	if len(uris) == 1 && isContextKind(uris[0].Kind()) {
		return s.contextProgram(m, uris[0], nil)
	}
	return s.itemsProgram(m, uris, nil)
}

// PlayAd interrupts playback with an advertisement, which lasts 30 seconds by the clock
// of the server. Meanwhile the API answers without an item, and refuses commands to
// play something else, to skip, and to seek. The user "" is the default one. It is a
// mistake if the user has no device.
func (s *Server) PlayAd(user spotify.UserID) {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return
	}
	p := s.settle(m)
	if p.active() == nil && !p.activate(p.anyDevice()) {
		s.mistake("PlayAd: the user has no device")
		return
	}
	p.adLeft, p.playing, p.changed = adLength, true, s.now()
}

// SetPrivateSession begins or ends a private session of a user. While it lasts, the API
// does not show what is currently playing, and nothing is added to the recently played
// tracks. The user "" is the default one.
func (s *Server) SetPrivateSession(user spotify.UserID, private bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		s.settle(m).private = private
	}
}

// Types of what plays, as the API calls them.
const (
	typeTrack   = "track"
	typeEpisode = "episode"
	typeAd      = "ad"
	typeUnknown = "unknown"
)

// playingType is the type of what is playing, which is known even without an item.
func (p *player) playingType() string {
	switch {
	case p.adLeft > 0:
		return typeAd
	case p.current == "":
		return typeUnknown
	case p.current.Kind() == spotify.KindEpisode:
		return typeEpisode
	}
	return typeTrack
}

// isPlayableKind reports whether a URI of a kind stands for one item. That of a
// chapter says episode.
func isPlayableKind(kind spotify.Kind) bool {
	return kind == spotify.KindTrack || kind == spotify.KindEpisode || kind == spotify.KindLocal
}
