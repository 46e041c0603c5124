package faketest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A playlistRequest is one that is sent without the client.
type playlistRequest struct {
	method, path, mediaType, body string
}

// A playlistAnswer is what came back.
type playlistAnswer struct {
	status int
	text   string
}

func (r playlistRequest) send(t *testing.T, server *spotifytest.Server, user spotify.UserID, scopes ...spotify.Scope) playlistAnswer {
	t.Helper()
	if r.mediaType == "" && r.body != "" {
		r.mediaType = "application/json"
	}
	if len(scopes) == 0 {
		scopes = []spotify.Scope{
			spotify.ScopePlaylistReadPrivate, spotify.ScopePlaylistReadCollaborative,
			spotify.ScopePlaylistModifyPrivate, spotify.ScopePlaylistModifyPublic, spotify.ScopeUgcImageUpload,
		}
	}
	target := r.path
	if !strings.Contains(target, "://") {
		target = server.URL + r.path
	}
	request, err := http.NewRequestWithContext(t.Context(), r.method, target, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+server.TokenFor(user, scopes...).AccessToken)
	if r.mediaType != "" {
		request.Header.Set("Content-Type", r.mediaType)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return playlistAnswer{response.StatusCode, string(body)}
}

func (a playlistAnswer) object(t *testing.T) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(a.text), &o); err != nil {
		t.Fatalf("the answer is no object: %v: %s", err, a.text)
	}
	return o
}

func (a playlistAnswer) message() string {
	var body struct{ Error struct{ Message string } }
	if err := json.Unmarshal([]byte(a.text), &body); err != nil {
		return ""
	}
	return body.Error.Message
}

func readPlaylist(t *testing.T, d *playlistDesk, path string) map[string]any {
	t.Helper()
	got := playlistRequest{method: "GET", path: path}.send(t, d.Server, d.me)
	if got.status != http.StatusOK {
		t.Fatalf("%s is answered with %v", path, got)
	}
	return got.object(t)
}

// dig goes down into an answer by names and numbers: "items.items.0.item".
func dig(t *testing.T, from any, path string) any {
	t.Helper()
	for step := range strings.SplitSeq(path, ".") {
		switch at := from.(type) {
		case map[string]any:
			from = at[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(at) {
				t.Fatalf("there is no element %s on the way to %s", step, path)
			}
			from = at[i]
		default:
			t.Fatalf("there is nothing at %s on the way to %s", step, path)
		}
	}
	return from
}

func TestPlaylistShapes(t *testing.T) {
	contents := []string{"item", "items", "track", "tracks"}
	tests := map[string]struct {
		options []spotifytest.Option
		lists   []string // in a playlist
		items   []string // in an entry
	}{
		"new":                         {nil, []string{"items"}, []string{"item"}},
		"old":                         {[]spotifytest.Option{spotifytest.OldPlaylistShape()}, []string{"tracks"}, []string{"track"}},
		"both":                        {[]spotifytest.Option{spotifytest.BothPlaylistShapes()}, []string{"items", "tracks"}, []string{"item", "track"}},
		"development, which is new":   {[]spotifytest.Option{spotifytest.OldPlaylistShape(), spotifytest.Development()}, []string{"items"}, []string{"item"}},
		"development, not both":       {[]spotifytest.Option{spotifytest.BothPlaylistShapes(), spotifytest.Development()}, []string{"items"}, []string{"item"}},
		"development, as it would be": {[]spotifytest.Option{spotifytest.Development()}, []string{"items"}, []string{"item"}},
	}
	names := func(o any) []string {
		found := slices.Sorted(maps.Keys(o.(map[string]any)))
		return slices.DeleteFunc(found, func(name string) bool { return !slices.Contains(contents, name) })
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newPlaylistDesk(t, tt.options...)
			id := d.add("AB", spotifytest.Playlist{})
			whole := readPlaylist(t, d, "/playlists/"+string(id))
			for _, list := range tt.lists {
				if diff := cmp.Diff(tt.items, names(dig(t, whole, list+".items.0"))); diff != "" {
					t.Errorf("names in an entry of %s (-want +got):\n%s", list, diff)
				}
				if got := fmt.Sprint(dig(t, whole, list+".href")); !strings.Contains(got, "/playlists/"+string(id)+"/"+list+"?") {
					t.Errorf("the address of %s is %s", list, got)
				}
			}
			simplified := dig(t, readPlaylist(t, d, "/me/playlists"), "items.0")
			for what, o := range map[string]any{"the playlist": whole, "the playlist in a list": simplified} {
				if diff := cmp.Diff(tt.lists, names(o)); diff != "" {
					t.Errorf("names in %s (-want +got):\n%s", what, diff)
				}
			}
			page := readPlaylist(t, d, "/playlists/"+string(id)+"/items")
			if diff := cmp.Diff(tt.items, names(dig(t, page, "items.1"))); diff != "" {
				t.Errorf("names in an entry of the page (-want +got):\n%s", diff)
			}
			read, err := d.Client().Playlists.Get(t.Context(), id, nil)
			if err != nil || read.Items.Total != 2 || read.Items.Items[1].Item.ResourceURI() != d.track('B') {
				t.Errorf("the client reads %+v, %v", read, err)
			}
		})
	}
}

func TestPlaylistContentsAreWithheldInDevelopmentMode(t *testing.T) {
	for _, development := range []bool{false, true} {
		options := []spotifytest.Option{}
		if development {
			options = append(options, spotifytest.Development())
		}
		d := newPlaylistDesk(t, options...)
		client, ctx := d.Client().Playlists, t.Context()
		theirs := d.add("AB", spotifytest.Playlist{Owner: d.other})
		shared := d.add("AB", spotifytest.Playlist{Owner: d.other, Collaborative: true})
		mine := d.add("AB", spotifytest.Playlist{})
		d.FollowPlaylist(d.me, theirs)
		d.FollowPlaylist(d.me, shared)
		for id, withheld := range map[spotify.PlaylistID]bool{mine: false, shared: false, theirs: development} {
			read, err := client.Get(ctx, id, nil)
			if err != nil || (read.Items == nil) != withheld {
				t.Errorf("development %t: the playlist is %+v, %v; that its items are withheld should be %t", development, read, err, withheld)
			}
			_, err = client.ListItems(ctx, id, nil)
			if withheld {
				playlistRefusal(t, err, http.StatusForbidden, "Forbidden")
			} else {
				playlistRefusal(t, err, 0, "")
			}
			for listed, err := range client.All(ctx, nil) {
				if err != nil || listed.ID == id && (listed.Items == nil) != withheld {
					t.Errorf("development %t: the playlist in the list is %+v, %v", development, listed, err)
				}
			}
		}
	}
}

func TestPlaylistItemsOfAllKinds(t *testing.T) {
	d := newPlaylistDesk(t)
	original := d.AddTrack(spotifytest.Track{Name: "Elsewhere", ISRC: "SEABC2600001", Markets: []spotify.Market{"US"}})
	here := d.AddTrack(spotifytest.Track{Name: "Here", ISRC: "SEABC2600001", Markets: []spotify.Market{"SE"}})
	show := d.AddShow(spotifytest.Show{Name: "Talk", Publisher: "Talkers"})
	episode := d.AddEpisode(spotifytest.Episode{Name: "One", Show: show.ID})
	removed := d.AddEpisode(spotifytest.Episode{Name: "Two", Show: show.ID, Removed: true})
	id := d.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{
		{URI: original.ID.URI()}, {URI: episode.ID.URI()}, {URI: removed.ID.URI()}, {URI: aLocalFile}, {},
	}}).ID
	ctx, client := t.Context(), d.Client().Playlists

	page, err := client.ListItems(ctx, id, &spotify.PlaylistsListItemsOptions{AdditionalTypes: []spotify.Kind{"track", "episode"}})
	if err != nil {
		t.Fatal(err)
	}
	items := page.Items
	if track := items[0].Item.Track; track == nil || track.ID != here.ID || track.OriginalID() != original.ID {
		t.Errorf("the relinked track is %+v", items[0].Item)
	}
	if got := items[1].Item.Episode; got == nil || got.ID != episode.ID || got.Show.ID != show.ID {
		t.Errorf("the episode is %+v", items[1].Item)
	}
	if got := items[2].Item.Episode; got == nil || got.ID != "" || got.Name != "" {
		t.Errorf("the removed episode is %+v", items[2].Item)
	}
	if got := items[3].Item.Track; !items[3].IsLocal || got == nil || got.URI != aLocalFile || got.ID != "" || got.Name != "Snomads Island" {
		t.Errorf("the local file is %+v", items[3].Item)
	}
	if !items[4].Item.IsZero() || items[4].AddedBy != nil || items[4].Position != 4 {
		t.Errorf("the null is %+v", items[4])
	}

	page, err = client.ListItems(ctx, id, &spotify.PlaylistsListItemsOptions{Market: "US"})
	if err != nil {
		t.Fatal(err)
	}
	if track := page.Items[0].Item.Track; track == nil || track.ID != original.ID || track.IsRelinked() {
		t.Errorf("the track where it is available is %+v", page.Items[0].Item)
	}
	asTrack := page.Items[1].Item.Track
	if asTrack == nil || asTrack.Type != "episode" || asTrack.URI != episode.ID.URI() || asTrack.Album.Type != "show" ||
		asTrack.Album.Name != "Talk" || asTrack.Artists[0].Name != "Talkers" {
		t.Errorf("the episode for those who cannot handle it is %+v", page.Items[1].Item)
	}
	if got := page.Items[2].Item.Episode; got == nil || got.ID != "" {
		t.Errorf("the removed episode for them is %+v", page.Items[2].Item)
	}

	raw := readPlaylist(t, d, "/playlists/"+string(id)+"?additional_types=track,episode")
	for path, want := range map[string]any{
		"items.items.0.item.track":          true,
		"items.items.0.item.episode":        false,
		"items.items.1.item.track":          false,
		"items.items.1.item.episode":        true,
		"items.items.1.video_thumbnail.url": nil,
		"items.items.3.is_local":            true,
		"items.items.3.item.track":          nil,
		"items.items.4.item":                nil,
		"items.items.4.added_by":            nil,
		"items.items.0.added_at":            "2026-01-15T12:00:00Z",
		"items.items.0.added_by.uri":        "spotify:user:listener",
		"description":                       nil,
		"followers.total":                   0.0,
		"owner.display_name":                "Lisa Listener",
		"public":                            true,
		"type":                              "playlist",
		"images.0.width":                    640.0,
	} {
		if diff := cmp.Diff(want, dig(t, raw, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}

	former := newPlaylistDesk(t, spotifytest.OldPlaylistShape())
	id = former.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{{}}}).ID
	raw = readPlaylist(t, former, "/playlists/"+string(id)+"/tracks")
	if got := dig(t, raw, "items.0.added_by.uri"); got != "spotify:user:" {
		t.Errorf("who added a null was once %v", got)
	}
}

func TestPlaylistPages(t *testing.T) {
	for name, option := range map[string]spotifytest.Option{
		"items":  spotifytest.Address("127.0.0.1:0"),
		"tracks": spotifytest.OldPlaylistShape(),
	} {
		t.Run(name, func(t *testing.T) {
			d := newPlaylistDesk(t, option)
			id := d.add(strings.Repeat("ABCDE", 26), spotifytest.Playlist{})
			first := dig(t, readPlaylist(t, d, "/playlists/"+string(id)+"?additional_types=episode&fields="+name), name).(map[string]any)
			if len(first["items"].([]any)) != 100 || first["limit"] != 100.0 || first["total"] != 130.0 {
				t.Errorf("the page in the playlist has %d items, limit %v, total %v", len(first["items"].([]any)), first["limit"], first["total"])
			}
			next := fmt.Sprint(first["next"])
			query, err := url.ParseQuery(next[strings.Index(next, "?")+1:])
			if err != nil || query.Get("offset") != "100" || query.Get("additional_types") != "episode" || query.Has("fields") {
				t.Errorf("the next page is at %s", next)
			}
			second := readPlaylist(t, d, next)
			if len(second["items"].([]any)) != 30 || second["next"] != nil {
				t.Errorf("the next page has %d items, and after it comes %v", len(second["items"].([]any)), second["next"])
			}
			count := 0
			for item, err := range d.Client().Playlists.AllItems(t.Context(), id, &spotify.PlaylistsListItemsOptions{Fields: "items(item(uri,type),track(uri,type))"}) {
				if err != nil {
					t.Fatal(err)
				}
				if want := d.track(rune('A' + count%5)); item.Item.ResourceURI() != want || item.Position != count {
					t.Fatalf("item %d is %+v, want %s", count, item, want)
				}
				count++
			}
			if count != 130 {
				t.Errorf("there are %d items in all", count)
			}
		})
	}
}

func TestPlaylistFields(t *testing.T) {
	d := newPlaylistDesk(t)
	id := d.add("AB", spotifytest.Playlist{Name: "Evening"})
	got := readPlaylist(t, d, "/playlists/"+string(id)+"?fields="+url.QueryEscape("name,items(total,items(item(name,!album)))"))
	want := map[string]any{"name": "Evening", "items": map[string]any{"total": 2.0, "items": []any{
		map[string]any{"item": map[string]any{"name": "Track A"}},
		map[string]any{"item": map[string]any{"name": "Track B"}},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is left of the playlist (-want +got):\n%s", diff)
	}
	got = readPlaylist(t, d, "/playlists/"+string(id)+"/items?limit=1&fields=items.item.uri")
	want = map[string]any{"items": []any{map[string]any{"item": map[string]any{"uri": string(d.track('A'))}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is left of the page (-want +got):\n%s", diff)
	}
	_, err := d.Client().Playlists.Get(t.Context(), id, &spotify.PlaylistsGetOptions{Fields: "items(name"})
	playlistRefusal(t, err, http.StatusBadRequest, "Invalid fields: unexpected end")
	_, err = d.Client().Playlists.ListItems(t.Context(), id, &spotify.PlaylistsListItemsOptions{Fields: "items)"})
	playlistRefusal(t, err, http.StatusBadRequest, "Invalid fields: unexpected ')' at 5")
}
