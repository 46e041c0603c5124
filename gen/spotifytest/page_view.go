package spotifytest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A view is what the page shows.
type view struct {
	URL, AccountsURL string
	Now              string
	Running          bool // the clock
	Mode             string
	App              App
	Token            string // of User
	User             User
	Users            []User
	Scopes           []spotify.Scope
	Ops              []spotify.Op
	Failures         []namedFailure
	Faults           []string
	Devices          []Device
	DeviceTypes      []string
	Player           playerView
	Playlists        []playlistView
	Library          []libraryView
	Requests         []requestView // the latest first
	Violations       []string      // the latest first
	Warnings         []string      // the latest first
}

type playerView struct {
	Item             itemView
	Picture          string
	Context          string
	Playback         Playback
	Progress, Length string
	Percent          int
	Upcoming         []itemView
}

type playlistView struct {
	ID                         spotify.PlaylistID
	URI                        spotify.URI
	Name, Owner, Kind, Picture string
	Size                       int
	Snapshot                   string
	Items                      []itemView // the first few
}

type libraryView struct {
	Name  string
	Size  int
	Items []itemView // the first few
}

// An itemView is one line about a thing.
type itemView struct {
	Title, By string
	URI       spotify.URI
	Picture   string // its address; "" without one
}

// The page shows so much, and the rest as a number.
const (
	shownTitles   = 8
	shownRequests = 50
)

// view collects what the page shows of a user, of the default user if there is no ID.
// It reports false for somebody unknown.
func (s *Server) view(id spotify.UserID) (view, bool) {
	violations, warnings := s.Violations(), s.Warnings() // which have locks of their own
	slices.Reverse(violations)
	slices.Reverse(warnings)
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		id = s.users.order[0]
	}
	m := s.users.get(id)
	if m == nil {
		return view{}, false
	}
	v := view{
		URL: s.URL, AccountsURL: s.AccountsURL,
		Now:         s.now().Format("2006-01-02 15:04:05 MST"),
		Running:     s.clock.running,
		Mode:        s.mode.String(),
		App:         s.accounts.apps[defaultClientID].clone(),
		Token:       s.lastingToken(m),
		User:        m.User,
		Scopes:      allScopes(),
		Ops:         s.allOps(),
		Failures:    namedFailures(),
		Faults:      s.faultLines(),
		DeviceTypes: []string{"Computer", "Smartphone", "Speaker", "TV", "Tablet"},
		Player:      s.playerView(m),
		Playlists:   s.playlistViews(m),
		Library:     s.libraryViews(m),
		Requests:    s.requestViews(),

		Violations: violations[:min(len(violations), shownTitles)],
		Warnings:   warnings[:min(len(warnings), shownTitles)],
	}
	for _, device := range m.player.devices {
		v.Devices = append(v.Devices, *device)
	}
	for other := range s.users.all() {
		v.Users = append(v.Users, other.User)
	}
	return v, true
}

// allOps lists the methods of the client that the server answers, and the requests to the
// accounts service, sorted.
func (s *Server) allOps() []spotify.Op {
	ops := AccountsOps()
	for i := range s.endpoints {
		ops = append(ops, s.endpoints[i].ops...)
	}
	slices.Sort(ops)
	return ops
}

func (s *Server) playerView(m *member) playerView {
	playback := s.playback(m)
	_, _, length := s.describe(playback.Item)
	if playback.Type == typeAd {
		length = adLength
	}
	v := playerView{
		Item:     s.itemView(m, playback.Item),
		Playback: playback,
		Progress: minutes(playback.Progress),
		Length:   minutes(length),
		Upcoming: s.itemViews(m, playback.Upcoming),
	}
	v.Picture = v.Item.Picture
	if length > 0 {
		v.Percent = int(100 * playback.Progress / length)
	}
	if playback.Context != "" {
		v.Context, _, _ = s.describe(playback.Context)
	}
	return v
}

// itemViews shows the first few things.
func (s *Server) itemViews(m *member, uris []spotify.URI) []itemView {
	var views []itemView
	for _, uri := range uris[:min(len(uris), shownTitles)] {
		views = append(views, s.itemView(m, uri))
	}
	return views
}

func (s *Server) itemView(m *member, uri spotify.URI) itemView {
	title, by, _ := s.describe(uri)
	return itemView{Title: title, By: by, URI: uri, Picture: s.pictureOf(m, uri)}
}

// pictureOf is the address of the smallest picture that the API gives a thing, "" if it
// gives none.
func (s *Server) pictureOf(m *member, uri spotify.URI) string {
	c := &call{Server: s, user: m, query: url.Values{}, market: m.Country}
	var shown object
	switch id := uri.ID(); uri.Kind() {
	case spotify.KindTrack, spotify.KindEpisode:
		shown = c.playable(uri)
	case spotify.KindAlbum:
		if a := s.albums.get(spotify.AlbumID(id)); a != nil {
			shown = c.simplifiedAlbum(a)
		}
	case spotify.KindArtist:
		if a := s.artists.get(spotify.ArtistID(id)); a != nil {
			shown = c.artistObject(a)
		}
	case spotify.KindShow:
		if show := s.shows.get(spotify.ShowID(id)); show != nil {
			shown = c.simplifiedShow(show)
		} else if book := s.audiobooks.get(spotify.AudiobookID(id)); book != nil {
			shown = c.simplifiedAudiobook(book)
		}
	}
	if album, ok := shown["album"].(object); ok {
		shown = album
	}
	list, _ := shown["images"].([]any)
	return smallest(list)
}

// smallest is the address of the last picture of a list, which the API sorts by size.
func smallest(images []any) string {
	if len(images) == 0 {
		return ""
	}
	last, _ := images[len(images)-1].(object)
	address, _ := last["url"].(string)
	return address
}

func (s *Server) playlistViews(m *member) []playlistView {
	c := &call{Server: s, user: m, query: url.Values{}, market: m.Country}
	var views []playlistView
	for _, id := range m.playlists {
		p := s.playlists.get(id)
		if p == nil {
			continue
		}
		kind := "public"
		switch {
		case p.Collaborative:
			kind = "collaborative"
		case p.Private:
			kind = "private"
		}
		var uris []spotify.URI
		for _, item := range p.Items[:min(len(p.Items), shownTitles)] {
			uris = append(uris, item.URI)
		}
		views = append(views, playlistView{
			ID: id, URI: id.URI(), Name: p.Name, Owner: string(p.Owner), Kind: kind,
			Picture:  smallest(c.playlistImages(p)),
			Size:     len(p.Items),
			Snapshot: string(p.present().snapshot),
			Items:    s.itemViews(m, uris),
		})
	}
	return views
}

func (s *Server) libraryViews(m *member) []libraryView {
	var views []libraryView
	for _, shelf := range []struct {
		name string
		of   map[spotify.Kind]*shelf
		kind spotify.Kind
	}{
		{"Tracks", m.saved, spotify.KindTrack},
		{"Albums", m.saved, spotify.KindAlbum},
		{"Shows", m.saved, spotify.KindShow},
		{"Episodes", m.saved, spotify.KindEpisode},
		{"Audiobooks", m.saved, spotify.KindAudiobook},
		{"Artists", m.following, spotify.KindArtist},
		{"Users", m.following, spotify.KindUser},
	} {
		uris := shelfOf(shelf.of, shelf.kind).uris()
		views = append(views, libraryView{Name: shelf.name, Size: len(uris), Items: s.itemViews(m, uris)})
	}
	return views
}

// faultLines says which faults wait for requests.
func (s *Server) faultLines() []string {
	var lines []string
	for _, p := range s.faults.failures {
		lines = append(lines, p.String())
	}
	for _, l := range s.faults.delays {
		if l.delay > 0 {
			lines = append(lines, l.delay.String()+" late: "+opsText(l.ops))
		}
	}
	for _, h := range s.faults.holds {
		lines = append(lines, "held: "+opsText(h.ops))
	}
	if limit := s.faults.limit; limit.most > 0 && limit.window > 0 {
		lines = append(lines, limit.String())
	}
	return lines
}

func opsText(ops []spotify.Op) string {
	if len(ops) == 0 {
		return "any operation"
	}
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = string(op)
	}
	return strings.Join(names, ", ")
}
