package spotifytest

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// servePage shows the state of the server to a person. It changes nothing.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'")
	switch {
	case r.URL.Path != "/":
		http.NotFound(w, r)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	view, ok := s.view(spotify.UserID(r.URL.Query().Get("user")))
	if !ok {
		http.Error(w, "there is no such user", http.StatusNotFound)
		return
	}
	name := "page"
	if r.URL.Query().Has("part") {
		name = "state" // what the page asks for each second
	}
	var page bytes.Buffer
	if err := pageTemplate().ExecuteTemplate(&page, name, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	w.Write(page.Bytes())
}

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Parse(pageText))
}

// A view is what the page shows.
type view struct {
	URL, AccountsURL string
	Now              time.Time
	Mode             string
	User             User
	Users            []User
	Player           playerView
	Playlists        []playlistView
	Library          []libraryView
	Requests         []Request // the latest first
	Violations       []string  // the latest first
}

type playerView struct {
	Title, By, Context string
	Playback           Playback
	Progress, Length   string
	Percent            int
	Upcoming           []string
}

type playlistView struct {
	Name, Owner, Kind string
	Size              int
	Snapshot          string
	Titles            []string // the first few
}

type libraryView struct {
	Name   string
	Size   int
	Titles []string // the first few
}

// The page shows so much, and the rest as a number.
const (
	shownTitles   = 8
	shownRequests = 30
)

// view collects what the page shows of a user, of the default user if there is no ID.
// It reports false for somebody unknown.
func (s *Server) view(id spotify.UserID) (view, bool) {
	violations := s.Violations() // has a lock of its own
	slices.Reverse(violations)
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		id = s.users.order[0]
	}
	m := s.users.get(id)
	if m == nil {
		return view{}, false
	}
	playback := s.playback(m)
	v := view{
		URL: s.URL, AccountsURL: s.AccountsURL,
		Now:       s.now(),
		Mode:      s.mode.String(),
		User:      m.User,
		Player:    s.playerView(playback),
		Playlists: s.playlistViews(m),
		Library:   s.libraryViews(m),
		Requests:  s.lastRequests(shownRequests),

		Violations: violations[:min(len(violations), shownTitles)],
	}
	for other := range s.users.all() {
		v.Users = append(v.Users, other.User)
	}
	return v, true
}

func (s *Server) playerView(playback Playback) playerView {
	title, by, length := s.describe(playback.Item)
	v := playerView{Title: title, By: by, Playback: playback, Progress: minutes(playback.Progress), Length: minutes(length)}
	if length > 0 {
		v.Percent = int(100 * playback.Progress / length)
	}
	if playback.Context != "" {
		v.Context, _, _ = s.describe(playback.Context)
	}
	for _, uri := range playback.Upcoming[:min(len(playback.Upcoming), shownTitles)] {
		v.Upcoming = append(v.Upcoming, s.title(uri))
	}
	return v
}

func (s *Server) playlistViews(m *member) []playlistView {
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
		v := playlistView{Name: p.Name, Owner: string(p.Owner), Kind: kind, Size: len(p.Items), Snapshot: string(p.present().snapshot)}
		for _, item := range p.Items[:min(len(p.Items), shownTitles)] {
			v.Titles = append(v.Titles, s.title(item.URI))
		}
		views = append(views, v)
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
		entries := shelfOf(shelf.of, shelf.kind).entries
		v := libraryView{Name: shelf.name, Size: len(entries)}
		for _, entry := range entries[:min(len(entries), shownTitles)] {
			v.Titles = append(v.Titles, s.title(entry.uri))
		}
		views = append(views, v)
	}
	return views
}

// title is one line about a thing.
func (s *Server) title(uri spotify.URI) string {
	title, by, _ := s.describe(uri)
	if by == "" {
		return title
	}
	return title + " – " + by
}

// describe tells what a URI stands for: its name, whose it is, and how long it plays.
func (s *Server) describe(uri spotify.URI) (title, by string, length time.Duration) {
	if local, ok := uri.Local(); ok {
		return local.Title + " (a local file)", local.Artist, local.Duration
	}
	id := uri.ID()
	switch uri.Kind() {
	case spotify.KindTrack:
		if t := s.tracks.get(spotify.TrackID(id)); t != nil {
			return t.Name, s.artistNames(t.Artists), t.Duration
		}
	case spotify.KindAlbum:
		if a := s.albums.get(spotify.AlbumID(id)); a != nil {
			return a.Name, s.artistNames(a.Artists), 0
		}
	case spotify.KindArtist:
		return s.artistNames([]spotify.ArtistID{spotify.ArtistID(id)}), "", 0
	case spotify.KindEpisode:
		if e := s.episodes.get(spotify.EpisodeID(id)); e != nil {
			return e.Name, s.showName(e.Show), e.Duration
		}
		if c := s.chapters.get(spotify.ChapterID(id)); c != nil {
			return c.Name, s.showName(spotify.ShowID(c.Audiobook)), c.Duration
		}
	case spotify.KindShow:
		return s.showName(spotify.ShowID(id)), "", 0
	case spotify.KindPlaylist:
		if p := s.playlists.get(spotify.PlaylistID(id)); p != nil {
			return p.Name, "", 0
		}
	case spotify.KindUser:
		if m := s.users.get(spotify.UserID(id)); m != nil {
			return m.DisplayName, "", 0
		}
	case spotify.KindCollection:
		return "Liked Songs", "", 0
	}
	if uri == "" {
		return "(nothing)", "", 0
	}
	return string(uri), "", 0
}

// showName is the name of a show or of an audiobook, whose URIs look the same.
func (s *Server) showName(id spotify.ShowID) string {
	if show := s.shows.get(id); show != nil {
		return show.Name
	}
	if book := s.audiobooks.get(spotify.AudiobookID(id)); book != nil {
		return book.Name
	}
	return string(id)
}

func (s *Server) artistNames(ids []spotify.ArtistID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
		if artist := s.artists.get(id); artist != nil {
			names[i] = artist.Name
		}
	}
	return strings.Join(names, ", ")
}

// minutes renders a duration as a player does: 3:05.
func minutes(d time.Duration) string {
	seconds := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
