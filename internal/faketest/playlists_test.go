//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A playlistDesk is a server with a few tracks, and with somebody beside the default
// user.
type playlistDesk struct {
	*spotifytest.Server
	me, other spotify.UserID
	tracks    []spotify.URI
}

func newPlaylistDesk(t *testing.T, options ...spotifytest.Option) *playlistDesk {
	t.Helper()
	server := spotifytest.NewServer(t, append([]spotifytest.Option{spotifytest.Empty()}, options...)...)
	d := &playlistDesk{Server: server, me: server.User().ID, other: "somebody else"}
	server.AddUser(spotifytest.User{ID: d.other, DisplayName: "Sam Body"})
	for i := range 6 {
		d.tracks = append(d.tracks, server.AddTrack(spotifytest.Track{Name: fmt.Sprintf("Track %c", 'A'+i)}).ID.URI())
	}
	return d
}

// add makes a playlist of tracks by their letters.
func (d *playlistDesk) add(letters string, p spotifytest.Playlist) spotify.PlaylistID {
	for _, letter := range letters {
		p.Items = append(p.Items, spotifytest.PlaylistItem{URI: d.track(letter)})
	}
	return d.AddPlaylist(p).ID
}

func (d *playlistDesk) track(letter rune) spotify.URI { return d.tracks[letter-'A'] }

func (d *playlistDesk) resources(letters string) spotify.Resources {
	list := spotify.Resources{}
	for _, letter := range letters {
		list = append(list, d.track(letter))
	}
	return list
}

// letters are the tracks of a playlist as it is on the server, with ? for all else.
func (d *playlistDesk) letters(t *testing.T, id spotify.PlaylistID) string {
	t.Helper()
	p, ok := d.Playlist(id)
	if !ok {
		t.Fatalf("there is no playlist %s", id)
	}
	text := ""
	for _, item := range p.Items {
		letter := "?"
		for i, uri := range d.tracks {
			if uri == item.URI {
				letter = string(rune('A' + i))
			}
		}
		text += letter
	}
	return text
}

func (d *playlistDesk) expect(t *testing.T, id spotify.PlaylistID, want string) {
	t.Helper()
	if got := d.letters(t, id); got != want {
		t.Errorf("the playlist holds %s, want %s", got, want)
	}
}

// playlistRefusal checks status and message of a refusal. Neither is 0 and "" for none.
func playlistRefusal(t *testing.T, err error, status int, message string) {
	t.Helper()
	var want string
	if status != 0 {
		want = http.StatusText(status) + ": " + message
	} else {
		want = "no refusal"
	}
	if got := refusalOf(err); got != want {
		t.Errorf("the answer is %q (%v), want %q", got, err, want)
	}
}

func TestPlaylistFromBeginningToEnd(t *testing.T) {
	d := newPlaylistDesk(t)
	client, ctx := d.Client(), t.Context()
	made, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "Evening", Description: "Quiet."})
	if err != nil {
		t.Fatal(err)
	}
	if made.Public == nil || !*made.Public || made.Items == nil || made.Items.Total != 0 || made.Owner.ID != d.me || made.Name != "Evening" {
		t.Errorf("what was created is %+v", made)
	}
	last := made.SnapshotID
	step := func(what string, want string, change func() (spotify.SnapshotID, error)) {
		t.Helper()
		d.Advance(time.Minute)
		snapshot, err := change()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if snapshot == last || snapshot != d.Snapshot(made.ID) {
			t.Errorf("%s: the snapshot %s follows %s, and the server's is %s", what, snapshot, last, d.Snapshot(made.ID))
		}
		last = snapshot
		d.expect(t, made.ID, want)
	}
	step("add", "ABC", func() (spotify.SnapshotID, error) {
		return client.Playlists.AddItems(ctx, made.ID, spotify.AddItemsRequest{Items: d.resources("ABC")})
	})
	step("insert", "DEABC", func() (spotify.SnapshotID, error) {
		return client.Playlists.AddItems(ctx, made.ID, spotify.AddItemsRequest{Items: d.resources("DE"), Position: spotify.Ptr(0)})
	})
	step("reorder", "ABDEC", func() (spotify.SnapshotID, error) {
		return client.Playlists.ReorderItems(ctx, made.ID, spotify.ReorderItemsRequest{RangeStart: 0, RangeLength: 2, InsertBefore: 4})
	})
	step("remove", "ADC", func() (spotify.SnapshotID, error) {
		return client.Playlists.RemoveItems(ctx, made.ID, spotify.RemoveItemsRequest{Items: []spotify.PlaylistItemToRemove{
			{Item: d.track('E')}, {Item: d.track('B')},
		}})
	})

	p, _ := d.Playlist(made.ID)
	added := d.Now().Add(-3 * time.Minute)
	want := spotifytest.PlaylistItem{URI: d.track('A'), AddedAt: added, AddedBy: d.me}
	if diff := cmp.Diff(want, p.Items[0]); diff != "" {
		t.Errorf("the first item (-want +got):\n%s", diff)
	}
	page, err := client.Playlists.ListItems(ctx, made.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	first := page.Items[0]
	if page.Total != 3 || first.Item.Track == nil || first.Item.Track.Name != "Track A" || first.AddedBy.ID != d.me || !first.AddedAt.Equal(added) {
		t.Errorf("the page begins with %+v and has %d in all", first, page.Total)
	}

	step("replace", "FF", func() (spotify.SnapshotID, error) {
		return client.Playlists.ReplaceItems(ctx, made.ID, spotify.ReplaceItemsRequest{Items: d.resources("FF")})
	})
	step("empty", "", func() (spotify.SnapshotID, error) {
		return client.Playlists.ReplaceItems(ctx, made.ID, spotify.ReplaceItemsRequest{})
	})
	if err := client.Playlists.Update(ctx, made.ID, spotify.UpdatePlaylistRequest{Name: "Night", Public: spotify.Ptr(false)}); err != nil {
		t.Fatal(err)
	}
	wanted := spotifytest.Playlist{ID: made.ID, Name: "Night", Description: "Quiet.", Owner: d.me, Private: true, Items: []spotifytest.PlaylistItem{}}
	if diff := cmp.Diff([]spotifytest.Playlist{wanted}, d.PlaylistsOf(d.me)); diff != "" {
		t.Errorf("playlists of the user (-want +got):\n%s", diff)
	}
	if d.Snapshot(made.ID) == last {
		t.Error("a new name makes no new snapshot")
	}
}

func TestPlaylistOlderPathsDoTheSame(t *testing.T) {
	d := newPlaylistDesk(t, spotifytest.OldPlaylistShape())
	client, ctx := d.Client(), t.Context()
	id := d.add("ABC", spotifytest.Playlist{})
	playlists := client.Playlists
	for _, step := range []struct {
		want   string
		change func() (spotify.SnapshotID, error)
	}{
		{"ABCD", func() (spotify.SnapshotID, error) {
			return playlists.AddTracks(ctx, id, spotify.AddItemsRequest{Items: d.resources("D")})
		}},
		{"DABC", func() (spotify.SnapshotID, error) {
			return playlists.ReorderTracks(ctx, id, spotify.ReorderItemsRequest{RangeStart: 3})
		}},
		{"DBC", func() (spotify.SnapshotID, error) {
			return playlists.RemoveTracks(ctx, id, spotify.RemoveTracksRequest{Tracks: []spotify.PlaylistItemToRemove{{Item: d.track('A')}}})
		}},
		{"F", func() (spotify.SnapshotID, error) {
			return playlists.ReplaceTracks(ctx, id, spotify.ReplaceItemsRequest{Items: d.resources("F")})
		}},
	} {
		snapshot, err := step.change()
		if err != nil {
			t.Fatal(err)
		}
		if snapshot != d.Snapshot(id) {
			t.Errorf("the snapshot is %s, want %s", snapshot, d.Snapshot(id))
		}
		d.expect(t, id, step.want)
	}
	page, err := playlists.ListTracks(ctx, id, &spotify.PlaylistsListTracksOptions{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 1 || page.Items[0].Item.ResourceURI() != d.track('F') {
		t.Errorf("the page holds %+v", page.Items)
	}
	made, err := playlists.CreateForUser(ctx, d.me, spotify.CreatePlaylistRequest{Name: "Mine", Public: spotify.Ptr(false)})
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := d.Playlist(made.ID); !ok || p.Name != "Mine" || !p.Private {
		t.Errorf("what was created is %+v", p)
	}
	_, err = playlists.CreateForUser(ctx, d.other, spotify.CreatePlaylistRequest{Name: "Not mine"})
	playlistRefusal(t, err, http.StatusForbidden, "You cannot create a playlist for another user.")
}

func TestPlaylistCreateRefuses(t *testing.T) {
	const (
		private = spotify.ScopePlaylistModifyPrivate
		public  = spotify.ScopePlaylistModifyPublic
	)
	tests := map[string]struct {
		body    spotify.CreatePlaylistRequest
		scopes  []spotify.Scope
		status  int
		message string
	}{
		"public by default":             {spotify.CreatePlaylistRequest{}, []spotify.Scope{public}, 0, ""},
		"public without the scope":      {spotify.CreatePlaylistRequest{}, []spotify.Scope{private}, 403, "Insufficient client scope"},
		"private":                       {spotify.CreatePlaylistRequest{Public: spotify.Ptr(false)}, []spotify.Scope{private}, 0, ""},
		"private without the scope":     {spotify.CreatePlaylistRequest{Public: spotify.Ptr(false)}, []spotify.Scope{public}, 403, "Insufficient client scope"},
		"no scope at all":               {spotify.CreatePlaylistRequest{}, []spotify.Scope{spotify.ScopePlaylistReadPrivate}, 403, "Insufficient client scope"},
		"collaborative":                 {spotify.CreatePlaylistRequest{Public: spotify.Ptr(false), Collaborative: spotify.Ptr(true)}, []spotify.Scope{private, public}, 0, ""},
		"collaborative with one scope":  {spotify.CreatePlaylistRequest{Public: spotify.Ptr(false), Collaborative: spotify.Ptr(true)}, []spotify.Scope{private}, 403, "Insufficient client scope"},
		"collaborative and public":      {spotify.CreatePlaylistRequest{Collaborative: spotify.Ptr(true)}, []spotify.Scope{private, public}, 400, "Collaborative playlists can only be private"},
		"not collaborative, but public": {spotify.CreatePlaylistRequest{Collaborative: spotify.Ptr(false)}, []spotify.Scope{public}, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newPlaylistDesk(t)
			tt.body.Name = "New"
			_, err := d.ClientFor(d.me, tt.scopes...).Playlists.Create(t.Context(), tt.body)
			playlistRefusal(t, err, tt.status, tt.message)
			if made := len(d.PlaylistsOf(d.me)); (made == 1) != (tt.status == 0) {
				t.Errorf("there are %d playlists", made)
			}
		})
	}
}

func TestPlaylistUpdateRefuses(t *testing.T) {
	all := []spotify.Scope{spotify.ScopePlaylistModifyPrivate, spotify.ScopePlaylistModifyPublic}
	publish := spotify.UpdatePlaylistRequest{Public: spotify.Ptr(true)}
	collaborate := spotify.UpdatePlaylistRequest{Collaborative: spotify.Ptr(true)}
	tests := map[string]struct {
		is      spotifytest.Playlist
		body    spotify.UpdatePlaylistRequest
		scopes  []spotify.Scope
		status  int
		message string
	}{
		"rename a public one":                {spotifytest.Playlist{}, spotify.UpdatePlaylistRequest{Name: "N"}, all[1:], 0, ""},
		"rename a private one":               {spotifytest.Playlist{Private: true}, spotify.UpdatePlaylistRequest{Name: "N"}, all[1:], 403, "Insufficient client scope"},
		"publish":                            {spotifytest.Playlist{Private: true}, publish, all, 0, ""},
		"publish with one scope":             {spotifytest.Playlist{Private: true}, publish, all[:1], 403, "Insufficient client scope"},
		"make collaborative":                 {spotifytest.Playlist{Private: true}, collaborate, all, 0, ""},
		"make a public one collaborative":    {spotifytest.Playlist{}, collaborate, all, 400, "Collaborative playlists can only be private"},
		"make both at once":                  {spotifytest.Playlist{Private: true}, spotify.UpdatePlaylistRequest{Public: spotify.Ptr(true), Collaborative: spotify.Ptr(true)}, all, 400, "Collaborative playlists can only be private"},
		"publish a collaborative one":        {spotifytest.Playlist{Collaborative: true}, publish, all, 400, "Collaborative playlists can only be private"},
		"publish, and no more collaborative": {spotifytest.Playlist{Collaborative: true}, spotify.UpdatePlaylistRequest{Public: spotify.Ptr(true), Collaborative: spotify.Ptr(false)}, all, 0, ""},
		"of somebody else":                   {spotifytest.Playlist{Owner: "somebody else"}, spotify.UpdatePlaylistRequest{Name: "N"}, all, 403, "You cannot modify a playlist you don't own."},
		"private of somebody else":           {spotifytest.Playlist{Owner: "somebody else", Private: true}, spotify.UpdatePlaylistRequest{Name: "N"}, all, 404, "Resource not found"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newPlaylistDesk(t)
			tt.is.Name = "Before"
			before := d.AddPlaylist(tt.is)
			snapshot := d.Snapshot(before.ID)
			err := d.ClientFor(d.me, tt.scopes...).Playlists.Update(t.Context(), before.ID, tt.body)
			playlistRefusal(t, err, tt.status, tt.message)
			after, _ := d.Playlist(before.ID)
			if changed := cmp.Diff(before, after) != ""; changed != (tt.status == 0) {
				t.Errorf("the playlist was %+v and is %+v", before, after)
			}
			if changed := snapshot != d.Snapshot(before.ID); changed != (tt.status == 0) {
				t.Errorf("that the snapshot has changed is %t", changed)
			}
		})
	}
}

func TestPlaylistAddRefuses(t *testing.T) {
	d := newPlaylistDesk(t)
	removed := d.AddEpisode(spotifytest.Episode{Name: "Gone", Removed: true})
	episode := d.AddEpisode(spotifytest.Episode{Name: "There"})
	album := d.AddAlbum(spotifytest.Album{})
	id := d.add("AB", spotifytest.Playlist{})
	client := d.Client()
	tests := map[string]struct {
		uris     []spotify.URI
		position *int
		message  string // "" is success
	}{
		"to the end":          {d.tracks[:1], spotify.Ptr(2), ""},
		"an episode":          {[]spotify.URI{episode.ID.URI()}, nil, ""},
		"beyond the end":      {d.tracks[:1], spotify.Ptr(3), "Index out of bounds."},
		"unknown":             {[]spotify.URI{"spotify:track:0000000000000000000000"}, nil, "Payload contains a non-existing ID"},
		"one of them unknown": {[]spotify.URI{d.tracks[0], "spotify:episode:0000000000000000000000"}, nil, "Payload contains a non-existing ID"},
		"a removed episode":   {[]spotify.URI{removed.ID.URI()}, nil, "Payload contains a non-existing ID"},
		"no ID":               {[]spotify.URI{"spotify:track:null"}, nil, "Invalid base62 id"},
		"an album":            {[]spotify.URI{album.ID.URI()}, nil, "Unsupported URL / URI."},
		"no URI":              {[]spotify.URI{"A"}, nil, "Unsupported URL / URI."},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			id := d.add("AB", spotifytest.Playlist{})
			request := spotify.AddItemsRequest{Position: tt.position}
			for _, uri := range tt.uris {
				request.Items = append(request.Items, uri)
			}
			_, err := client.Playlists.AddItems(t.Context(), id, request)
			if tt.message == "" {
				playlistRefusal(t, err, 0, "")
				return
			}
			playlistRefusal(t, err, http.StatusBadRequest, tt.message)
			d.expect(t, id, "AB")
		})
	}
	for name, scopes := range map[string][]spotify.Scope{
		"without the scope":           {spotify.ScopePlaylistModifyPrivate},
		"with the scope to read only": {spotify.ScopePlaylistReadPrivate},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.ClientFor(d.me, scopes...).Playlists.AddItems(t.Context(), id, spotify.AddItemsRequest{Items: d.resources("C")})
			playlistRefusal(t, err, http.StatusForbidden, "Insufficient client scope")
		})
	}
	_, err := d.ClientFor(d.other).Playlists.AddItems(t.Context(), id, spotify.AddItemsRequest{Items: d.resources("C")})
	playlistRefusal(t, err, http.StatusForbidden, "You cannot modify a playlist you don't own.")
	d.expect(t, id, "AB")
}

func TestPlaylistBuilders(t *testing.T) {
	d := newPlaylistDesk(t)
	id := d.add("AB", spotifytest.Playlist{Name: "Before"})
	d.FollowPlaylist(d.other, id)
	before := d.Snapshot(id)
	// One with the same ID takes its place, and goes to its new owner.
	after := d.AddPlaylist(spotifytest.Playlist{ID: id, Name: "After", Owner: d.other, Collaborative: true})
	if got, _ := d.Playlist(id); cmp.Diff(after, got) != "" || !got.Private || len(got.Items) != 0 {
		t.Errorf("the playlist is %+v", got)
	}
	if d.Snapshot(id) == before || len(d.PlaylistsOf(d.me)) != 0 || len(d.PlaylistsOf(d.other)) != 1 {
		t.Errorf("the users have %+v and %+v", d.PlaylistsOf(d.me), d.PlaylistsOf(d.other))
	}
	read, err := d.ClientFor(d.other).Playlists.Get(t.Context(), id, nil)
	if err != nil || read.Followers.Total != 0 || read.Owner.ID != d.other {
		t.Errorf("the new owner reads %+v, %v", read, err)
	}
	// What is handed out is a copy.
	after.Items = append(after.Items, spotifytest.PlaylistItem{URI: d.track('A')})
	d.expect(t, id, "")
	if _, ok := d.Playlist(unknownPlaylist); ok || d.Snapshot(unknownPlaylist) != "" {
		t.Error("there is a playlist that nobody added")
	}
}

func TestPlaylistBuildersTellMistakes(t *testing.T) {
	for name, mistake := range map[string]func(*spotifytest.Server){
		"an ID that is none": func(s *spotifytest.Server) { s.AddPlaylist(spotifytest.Playlist{ID: "evening"}) },
		"an unknown owner":   func(s *spotifytest.Server) { s.AddPlaylist(spotifytest.Playlist{Owner: "nobody"}) },
		"an unknown track": func(s *spotifytest.Server) {
			s.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{{URI: "spotify:track:0000000000000000000000"}}})
		},
		"half a local file": func(s *spotifytest.Server) {
			s.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{{URI: "spotify:local:A"}}})
		},
		"an unknown playlist": func(s *spotifytest.Server) { s.FollowPlaylist(s.User().ID, unknownPlaylist) },
		"an unknown reader":   func(s *spotifytest.Server) { s.PlaylistsOf("nobody") },
		"an unknown user":     func(s *spotifytest.Server) { s.TokenFor("nobody") },
		"a consent of nobody": func(s *spotifytest.Server) { s.SetConsent(spotifytest.Consent{User: "nobody"}) },
		"a revoked nobody":    func(s *spotifytest.Server) { s.RevokeTokens("nobody") },
		"a featured nothing":  func(s *spotifytest.Server) { s.SetFeatured("0000000000000000000000") },
		"unsaving an artist":  func(s *spotifytest.Server) { s.Unsave("", s.AddArtist(spotifytest.Artist{}).ID.URI()) },
		"an unknown follower": func(s *spotifytest.Server) { s.FollowPlaylist("nobody", "") },
	} {
		t.Run(name, func(t *testing.T) {
			server, err := spotifytest.Start(spotifytest.Empty())
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			if told := panicOf(func() { mistake(server) }); told == "" || server.Err() == nil {
				t.Errorf("the panic is %q, mistakes: %v; want one", told, server.Err())
			}
			if got := server.PlaylistsOf(server.User().ID); got != nil {
				t.Errorf("the user has %+v now", got)
			}
		})
	}
}
