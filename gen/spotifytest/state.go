package spotifytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// stateVersion is that of the form in which a state is saved.
const stateVersion = 1

// savedState is what changes while a server runs. The catalogue is not in it: a server
// makes it at its start.
type savedState struct {
	Version   int
	Empty     bool          // without the default catalogue
	Ahead     time.Duration // of the clock
	Users     []savedUser
	Playlists []savedPlaylist
	Accounts  savedAccounts
}

type savedUser struct {
	Profile          User
	Saved, Following map[spotify.Kind][]savedEntry `json:",omitempty"`
	Playlists        []spotify.PlaylistID          `json:",omitempty"`
	Resume           map[spotify.URI]time.Duration `json:",omitempty"`
	Player           savedPlayer
	TopTracks        map[string][]spotify.TrackID  `json:",omitempty"` // by period
	TopArtists       map[string][]spotify.ArtistID `json:",omitempty"`
}

type savedEntry struct {
	URI spotify.URI
	At  time.Time
}

// savedPlayer has the fields of player.
type savedPlayer struct {
	Devices     []Device
	Made        int
	Private     bool          `json:",omitempty"`
	Context     spotify.URI   `json:",omitempty"`
	List        []spotify.URI `json:",omitempty"`
	Order       []int         `json:",omitempty"`
	At          int           `json:",omitempty"`
	Current     spotify.URI   `json:",omitempty"`
	Queued      bool          `json:",omitempty"`
	Queue       []spotify.URI `json:",omitempty"`
	Playing     bool          `json:",omitempty"`
	Progress    time.Duration `json:",omitempty"`
	Heard       time.Duration `json:",omitempty"`
	Since       time.Time
	Changed     time.Time
	AdLeft      time.Duration `json:",omitempty"`
	Repeat      string
	Shuffle     bool   `json:",omitempty"`
	Plays       []Play `json:",omitempty"`
	Commands    int    `json:",omitempty"`
	LastStarted time.Time
}

type savedPlaylist struct {
	Playlist  Playlist
	Followers []spotify.UserID `json:",omitempty"`
	Quiet     []spotify.UserID `json:",omitempty"`
	Changes   int
	Deleted   bool `json:",omitempty"`
}

// SaveState writes what has changed since the start and would be lost with the server:
// the profiles of users, their libraries, playlists, and players, the clock, logins with
// their tokens, and apps. The form is JSON, and may be another one in another version of
// this package.
//
// Not in it are the catalogue, the default app, faults, the log, former versions of
// playlists, and logins that are under way.
func (s *Server) SaveState(w io.Writer) error {
	data, err := s.encodeState()
	if err != nil {
		return fmt.Errorf("spotifytest: save the state: %w", err)
	}
	_, err = w.Write(data)
	return err
}

func (s *Server) encodeState() ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := savedState{Version: stateVersion, Empty: s.empty, Ahead: s.clock.ahead, Accounts: s.accounts.save(s.page.tokens)}
	for m := range s.users.all() {
		resume := orMade(maps.Clone(m.resume))
		maps.Copy(resume, m.player.positions)
		state.Users = append(state.Users, savedUser{
			Profile:   m.User,
			Saved:     saveShelves(m.saved),
			Following: saveShelves(m.following),
			Playlists: m.playlists,
			Resume:    resume,
			Player:    m.player.save(),
			TopTracks: m.top.tracks, TopArtists: m.top.artists,
		})
	}
	for p := range s.playlists.all() {
		state.Playlists = append(state.Playlists, savedPlaylist{
			Playlist: p.Playlist, Followers: p.followers, Quiet: p.quiet,
			Changes: p.changes, Deleted: p.deleted,
		})
	}
	data, err := json.MarshalIndent(state, "", " ")
	return append(data, '\n'), err
}

// LoadState puts back what [Server.SaveState] has written. Users and playlists that the
// state does not name stay as they are. Start the server with the same catalogue: things
// that it does not have count as taken down. The server stays as it was if the state
// cannot be read, was written by another version, or makes no sense.
func (s *Server) LoadState(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("spotifytest: read the state: %w", err)
	}
	if err := s.decodeState(data); err != nil {
		return fmt.Errorf("spotifytest: this is no state that can be loaded: %w", err)
	}
	return nil
}

func (s *Server) decodeState(data []byte) error {
	var form struct{ Version int }
	if err := json.Unmarshal(data, &form); err != nil {
		return atLine(data, err)
	}
	if form.Version != stateVersion {
		return fmt.Errorf("its version is %d, and not %d", form.Version, stateVersion)
	}
	var state savedState
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&state); err != nil {
		return atLine(data, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if state.Empty != s.empty {
		return fmt.Errorf("it is that of a server %s the default catalogue", map[bool]string{true: "without", false: "with"}[state.Empty])
	}
	if err := s.checkState(&state); err != nil {
		return err
	}
	if err := s.accounts.load(state.Accounts); err != nil {
		return err
	}
	s.page.tokens = state.Accounts.Lasting
	s.clock.ahead = state.Ahead
	for _, u := range state.Users {
		// What else the server knows of a user stays.
		m := orZero(s.users.get(u.Profile.ID))
		m.User, m.playlists, m.resume, m.player = u.Profile, u.Playlists, orMade(u.Resume), u.Player.load()
		m.saved, m.following = loadShelves(u.Saved), loadShelves(u.Following)
		m.top = rankings{u.TopTracks, u.TopArtists}
		s.users.put(m.ID, m)
	}
	for _, saved := range state.Playlists {
		p := s.playlists.put(saved.Playlist.ID, playlist{
			Playlist: saved.Playlist, followers: saved.Followers, quiet: saved.Quiet,
			changes: saved.Changes - 1, deleted: saved.Deleted,
		})
		p.change(s.placesFor(saved.Playlist.Items, saved.Playlist.Owner)) // which counts it
	}
	s.search = nil
	return nil
}

// atLine adds the line and the column to an error of JSON that knows them.
func atLine(data []byte, err error) error {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	if offset < 0 || offset > int64(len(data)) {
		return err
	}
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n') - 1
	return fmt.Errorf("line %d, column %d: %w", line, max(column, 1), err)
}

// checkState finds what the server would stumble over later. It is called with the lock
// held.
func (s *Server) checkState(state *savedState) error {
	if state.Ahead < 0 {
		return errors.New("its clock is behind the beginning")
	}
	known := map[spotify.UserID]bool{}
	for m := range s.users.all() {
		known[m.ID] = true
	}
	for _, u := range state.Users {
		id := u.Profile.ID
		if id == "" {
			return errors.New("a user has no ID")
		}
		if flaw := s.flawInMarket(u.Profile.Country); flaw != "" {
			return fmt.Errorf("user %q: %s", id, flaw)
		}
		if err := u.Player.check(); err != nil {
			return fmt.Errorf("player of %q: %w", id, err)
		}
		known[id] = true
	}
	for _, saved := range state.Playlists {
		p := saved.Playlist
		switch {
		case !isBase62(string(p.ID)):
			return fmt.Errorf("a playlist has the ID %q", p.ID)
		case !known[p.Owner]:
			return fmt.Errorf("playlist %s: there is no user %q", p.ID, p.Owner)
		case saved.Changes < 1:
			return fmt.Errorf("playlist %s: it was changed %d times", p.ID, saved.Changes)
		}
	}
	return nil
}

func (p *savedPlayer) check() error {
	for _, i := range p.Order {
		if i < 0 || i >= len(p.List) {
			return fmt.Errorf("there is no item %d in a list of %d", i, len(p.List))
		}
	}
	active := 0
	for _, d := range p.Devices {
		if d.Active {
			active++
		}
	}
	switch {
	case len(p.Order) != len(p.List):
		return fmt.Errorf("%d items have an order of %d", len(p.List), len(p.Order))
	case p.At < 0 || p.At > 0 && p.At >= len(p.Order):
		return fmt.Errorf("it is at item %d of %d", p.At, len(p.Order))
	case p.AdLeft < 0 || p.AdLeft > adLength || p.Progress < 0:
		return errors.New("a time is out of range")
	case !slices.Contains([]string{repeatOff, repeatTrack, repeatContext}, p.Repeat):
		return fmt.Errorf("it cannot repeat %q", p.Repeat)
	case active > 1:
		return fmt.Errorf("%d devices are active", active)
	}
	return nil
}

func (p *player) save() savedPlayer {
	saved := savedPlayer{
		Made: p.made, Private: p.private,
		Context: p.context, List: p.list, Order: p.order, At: p.at, Current: p.current, Queued: p.queued, Queue: p.queue,
		Playing: p.playing, Progress: p.progress, Heard: p.heard, Since: p.since, Changed: p.changed, AdLeft: p.adLeft,
		Repeat: p.repeat, Shuffle: p.shuffle,
		Plays: p.plays, Commands: p.commands, LastStarted: p.lastStarted,
	}
	for _, d := range p.devices {
		saved.Devices = append(saved.Devices, *d)
	}
	return saved
}

func (p *savedPlayer) load() *player {
	loaded := &player{
		made: p.Made, private: p.Private,
		context: p.Context, list: p.List, order: p.Order, at: p.At, current: p.Current, queued: p.Queued, queue: p.Queue,
		playing: p.Playing, progress: p.Progress, heard: p.Heard, since: p.Since, changed: p.Changed, adLeft: p.AdLeft,
		repeat: p.Repeat, shuffle: p.Shuffle,
		plays: p.Plays, commands: p.Commands, lastStarted: p.LastStarted,
		positions: map[spotify.URI]time.Duration{},
	}
	for i := range p.Devices {
		loaded.devices = append(loaded.devices, &p.Devices[i])
	}
	return loaded
}

func saveShelves(shelves map[spotify.Kind]*shelf) map[spotify.Kind][]savedEntry {
	saved := map[spotify.Kind][]savedEntry{}
	for kind, shelf := range shelves {
		for _, e := range shelf.entries {
			saved[kind] = append(saved[kind], savedEntry{e.uri, e.at})
		}
	}
	return saved
}

func loadShelves(saved map[spotify.Kind][]savedEntry) map[spotify.Kind]*shelf {
	shelves := map[spotify.Kind]*shelf{}
	for kind, entries := range saved {
		shelf := shelfOf(shelves, kind)
		for _, e := range entries {
			shelf.entries = append(shelf.entries, entry{e.URI, e.At})
		}
	}
	return shelves
}

func orZero[E any](e *E) E {
	if e == nil {
		return *new(E)
	}
	return *e
}

// orMade returns a map that can be written to.
func orMade[K comparable, V any](m map[K]V) map[K]V {
	if m == nil {
		m = map[K]V{}
	}
	return m
}
