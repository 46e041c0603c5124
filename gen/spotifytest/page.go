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
	Warnings         []string  // the latest first
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
		Warnings:   warnings[:min(len(warnings), shownTitles)],
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

// pageText has two templates: the page, and the part of it that changes. The script
// fetches that part each second, and puts it in place of the one that is there if it
// differs, so that a selection stays while nothing happens.
const pageText = `{{define "page"}}<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A fake Spotify</title>
<style>
:root { color-scheme: light dark; --line: #8884; --faint: light-dark(#666, #9a9a9a); --good: #1a9c4c; --bad: #d33c3c; --odd: light-dark(#8a5a00, #d9a441) }
body { font: 1rem/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem }
h1 { font-size: 1.4rem; margin: 0 } h2 { font-size: 1.1rem; margin: 0 0 .5rem }
header p { margin: .2rem 0 1rem; color: var(--faint) }
main { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)) }
section { border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; min-width: 0 }
section.wide { grid-column: 1 / -1; overflow-x: auto }
#playlists { columns: 22rem } #playlists h2 { column-span: all } details { break-inside: avoid }
ol, ul { margin: .3rem 0; padding-left: 1.4rem }
li, summary { overflow-wrap: anywhere }
summary small, p small, td small { color: var(--faint) }
progress { width: 100%; accent-color: var(--good) }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
td, th { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); white-space: nowrap }
td.path { white-space: normal; overflow-wrap: anywhere; min-width: 10rem }
@media (max-width: 40rem) { td:nth-child(3), th:nth-child(3) { display: none } }
.good { color: var(--good) } .bad { color: var(--bad) } .odd { color: var(--odd) }
body.gone main { opacity: .45 } #gone { display: none } body.gone #gone { display: block; color: var(--bad) }
</style>
</head>
<body>
<header>
<h1>A fake Spotify</h1>
<p>Web API <code>{{.URL}}</code>, accounts <code>{{.AccountsURL}}</code></p>
<p id="gone">The server does not answer any more.</p>
</header>
<main id="state">{{template "state" .}}</main>
<script>
const state = document.getElementById("state");
let shown = "";
async function refresh() {
  try {
    const address = new URL(location.href);
    address.searchParams.set("part", "state");
    const answer = await fetch(address, {cache: "no-store"});
    const text = await answer.text();
    document.body.classList.toggle("gone", !answer.ok);
    if (!answer.ok || text === shown) return;
    const open = new Set([...state.querySelectorAll("details[open]")].map(d => d.id));
    state.innerHTML = shown = text;
    for (const d of state.querySelectorAll("details")) d.open = open.has(d.id);
  } catch {
    document.body.classList.add("gone");
  }
}
setInterval(refresh, 1000);
</script>
</body>
</html>
{{end}}

{{define "state"}}
<section id="player">
<h2>Player</h2>
{{with .Player}}
{{if eq .Playback.Type "unknown"}}<p id="now">Nothing plays.</p>
{{else}}<p id="now"><strong>{{if eq .Playback.Type "ad"}}An advertisement{{else}}{{.Title}}{{end}}</strong>{{with .By}} – {{.}}{{end}}{{with .Context}}<br><small>from {{.}}</small>{{end}}</p>
<progress max="100" value="{{.Percent}}"></progress>
<p>{{if .Playback.Playing}}▶ playing{{else}}⏸ paused{{end}}, {{.Progress}} of {{.Length}}, repeat {{.Playback.Repeat}}, shuffle {{if .Playback.Shuffle}}on{{else}}off{{end}}</p>
{{end}}
<p>{{with .Playback.Device.Name}}On {{.}}{{else}}No active device{{end}}{{if .Playback.PrivateSession}}, private session{{end}}</p>
{{with .Upcoming}}<p>Next</p><ol>{{range .}}<li>{{.}}</li>{{end}}</ol>{{end}}
{{end}}
</section>
<section id="library">
<h2>Library</h2>
{{range .Library}}<details id="library-{{.Name}}"><summary>{{.Name}} <small>{{.Size}}</small></summary><ul>{{range .Titles}}<li>{{.}}</li>{{end}}</ul></details>
{{end}}
</section>
<section id="about">
<h2>Users</h2>
<p>{{.User.DisplayName}} <small>{{.User.ID}}, {{.User.Country}}, {{.User.Product}}</small></p>
<ul>{{range .Users}}<li><a href="?user={{.ID}}">{{.ID}}</a></li>{{end}}</ul>
<p><small>{{.Mode}} quota mode</small></p>
</section>
<section id="requests" class="wide">
<h2>Last requests</h2>
<table>
<thead><tr><th>at</th><th>answer</th><th>operation</th><th>request</th></tr></thead>
<tbody>
{{range .Requests}}<tr><td>{{.Time.Format "15:04:05"}}</td><td class="{{if and .Status (lt .Status 400)}}good{{else}}bad{{end}}">{{or .Status "none"}}</td><td>{{or .Operation "none"}}</td><td class="path"><code>{{.Method}} {{.Path}}{{with .Query.Encode}}?{{.}}{{end}}</code>{{range .Violations}}<br><small class="bad">{{.}}</small>{{end}}{{range .Warnings}}<br><small class="odd">{{.}}</small>{{end}}</td></tr>
{{else}}<tr><td colspan="4">None so far.</td></tr>
{{end}}
</tbody>
</table>
{{with .Violations}}<h2 class="bad">Not in the schema</h2><ul>{{range .}}<li>{{.}}</li>{{end}}</ul>{{end}}
{{with .Warnings}}<h2 class="odd">Not in the schema, but accepted by Spotify</h2><ul>{{range .}}<li>{{.}}</li>{{end}}</ul>{{end}}
</section>
<section id="playlists" class="wide">
<h2>Playlists</h2>
{{range $i, $p := .Playlists}}<details id="playlist-{{$i}}"><summary>{{$p.Name}} <small>{{$p.Size}} items, {{$p.Kind}}, of {{$p.Owner}}</small></summary><p><small>snapshot {{$p.Snapshot}}</small></p><ol>{{range $p.Titles}}<li>{{.}}</li>{{end}}</ol></details>
{{else}}<p>There are none.</p>
{{end}}
</section>
{{end}}
`
