//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A resource is a row of the table: an argument that is something with a URI, or a
// list of such.
type resource struct {
	most int // in a list; 1 is no list
	send func(c *spotify.Client, items ...spotify.Resource) error
}

var resourceArguments = map[string]resource{
	"Library.Check": {400, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Library.Check(ctx, items)
		return err
	}},
	"Library.Remove": {400, func(c *spotify.Client, items ...spotify.Resource) error { return c.Library.Remove(ctx, items) }},
	"Library.Save":   {400, func(c *spotify.Client, items ...spotify.Resource) error { return c.Library.Save(ctx, items) }},
	"Player.AddToQueue": {1, func(c *spotify.Client, items ...spotify.Resource) error {
		return c.Player.AddToQueue(ctx, items[0], nil)
	}},
	"Player.Play.Context": {1, func(c *spotify.Client, items ...spotify.Resource) error {
		return c.Player.Play(ctx, spotify.PlayRequest{Context: items[0]}, nil)
	}},
	"Player.Play.Items": {20, func(c *spotify.Client, items ...spotify.Resource) error {
		return c.Player.Play(ctx, spotify.PlayRequest{Items: items}, nil)
	}},
	"Player.Play.Offset.Item": {1, func(c *spotify.Client, items ...spotify.Resource) error {
		return c.Player.Play(ctx, spotify.PlayRequest{Context: spotify.URI("spotify:album:x"), Offset: &spotify.PlayOffset{Item: items[0]}}, nil)
	}},
	"Playlists.AddItems.Items": {400, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.AddItems(ctx, "x", spotify.AddItemsRequest{Items: items})
		return err
	}},
	"Playlists.AddTracks.Items": {400, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.AddTracks(ctx, "x", spotify.AddItemsRequest{Items: items})
		return err
	}},
	"Playlists.RemoveItems.Items.Item": {400, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.RemoveItems(ctx, "x", spotify.RemoveItemsRequest{Items: removals(items)})
		return err
	}},
	"Playlists.RemoveTracks.Tracks.Item": {400, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.RemoveTracks(ctx, "x", spotify.RemoveTracksRequest{Tracks: removals(items)})
		return err
	}},
	"Playlists.ReplaceItems.Items": {20, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.ReplaceItems(ctx, "x", spotify.ReplaceItemsRequest{Items: items})
		return err
	}},
	"Playlists.ReplaceTracks.Items": {20, func(c *spotify.Client, items ...spotify.Resource) error {
		_, err := c.Playlists.ReplaceTracks(ctx, "x", spotify.ReplaceItemsRequest{Items: items})
		return err
	}},
}

func removals(items []spotify.Resource) []spotify.PlaylistItemToRemove {
	list := make([]spotify.PlaylistItemToRemove, len(items))
	for i, item := range items {
		list[i].Item = item
	}
	return list
}

func TestEveryResourceHasARow(t *testing.T) {
	want := map[string]bool{}
	for name, m := range methods() {
		for i := 1; i < m.NumIn(); i++ { // 0 is the receiver
			findResources(name, m.In(i), want)
		}
	}
	sameNames(t, resourceArguments, want)
}

// findResources collects the places in an argument where something with a URI goes.
func findResources(name string, argument reflect.Type, found map[string]bool) {
	switch {
	case argument == reflect.TypeFor[spotify.Resource]():
		found[name] = true
	case argument.Kind() == reflect.Slice, argument.Kind() == reflect.Pointer:
		findResources(name, argument.Elem(), found)
	case argument.Kind() == reflect.Struct && argument.PkgPath() == reflect.TypeFor[spotify.Client]().PkgPath():
		for i := range argument.NumField() {
			if field := argument.Field(i); field.IsExported() {
				findResources(name+"."+field.Name, field.Type, found)
			}
		}
	}
}

// filled puts a thing behind as many others as there may be before it.
func (r resource) filled(last spotify.Resource) []spotify.Resource {
	var items []spotify.Resource
	for i := range r.most - 1 {
		items = append(items, spotify.URI(fmt.Sprintf("spotify:track:%022d", i)))
	}
	return append(items, last)
}

// anything answers every request as if all were well.
func anything(t *testing.T) *fake {
	all := map[string]spotify.Operation{}
	for _, op := range operations() {
		all[op.Method+" "+strings.Replace(op.Path, "{playlist_id}", "x", 1)] = op
	}
	return serve(t, func(w http.ResponseWriter, r request) {
		op := all[r.Method+" "+r.Path]
		switch {
		case op.Name == "Library.Check":
			answerBatch(w, op, r.list(t, "uris"))
		case op.Result:
			fmt.Fprint(w, `{"snapshot_id":"s"}`)
		}
	})
}

const localURI = "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94"

// A local file in the last place keeps the first request from being sent.
func TestLocalFilesAreRefused(t *testing.T) {
	local := map[string]spotify.Resource{
		"URI":             spotify.URI(localURI),
		"Track":           &spotify.Track{URI: localURI, Name: "Rain on the Roof"},
		"SimplifiedTrack": &spotify.SimplifiedTrack{URI: localURI},
		"Playable":        spotify.Playable{Track: &spotify.Track{URI: localURI}},
	}
	for name, r := range resourceArguments {
		for kind, item := range local {
			t.Run(name+"/"+kind, func(t *testing.T) {
				server := anything(t)
				err := r.send(server.client(), r.filled(item)...)
				if !errors.Is(err, spotify.ErrLocalFile) {
					t.Fatalf("error %v, want ErrLocalFile", err)
				}
				want := []string{operationOf(name), `"Rain on the Roof" by "Grandma"`}
				if r.most > 1 {
					want = append(want, fmt.Sprintf("item %d", r.most-1))
				}
				for _, part := range want {
					if !strings.Contains(err.Error(), part) {
						t.Errorf("error %q does not say %q", err, part)
					}
				}
				if strings.Contains(err.Error(), "json") {
					t.Errorf("error %q speaks of Go's encoding", err)
				}
				if sent := server.sent(); len(sent) > 0 {
					t.Errorf("%d requests were sent, the first: %+v", len(sent), sent[0])
				}
			})
		}
	}
}

func operationOf(argument string) string {
	parts := strings.Split(argument, ".")
	return parts[0] + "." + parts[1]
}

// What has no URI, like the nil pointer in a batch read for what was not found,
// must not silently shorten the request.
func TestResourcesWithoutURIAreRefused(t *testing.T) {
	nameless := map[string]spotify.Resource{
		"empty URI":      spotify.URI(""),
		"nil Track":      (*spotify.Track)(nil),
		"empty Track":    &spotify.Track{},
		"empty Playable": spotify.Playable{},
	}
	for name, r := range resourceArguments {
		for kind, item := range nameless {
			t.Run(name+"/"+kind, func(t *testing.T) {
				server := anything(t)
				if err := r.send(server.client(), r.filled(item)...); err == nil || !strings.Contains(err.Error(), operationOf(name)) {
					t.Errorf("error %v, want one of %s", err, operationOf(name))
				}
				if sent := server.sent(); len(sent) > 0 {
					t.Errorf("%d requests were sent, the first: %+v", len(sent), sent[0])
				}
			})
		}
	}
}

// For a relinked track, the original is meant.
func TestRelinkedTracksAreSentAsTheirOriginals(t *testing.T) {
	const original, substitute = "6kLCHFM39wkFjOuyPGLGeQ", "6ozxplTAjWO0BlUxN8ia0A"
	from := &spotify.LinkedTrack{ID: original, URI: "spotify:track:" + original}
	track := &spotify.Track{ID: substitute, URI: "spotify:track:" + substitute, LinkedFrom: from}
	relinked := map[string]spotify.Resource{
		"Track":           track,
		"SimplifiedTrack": &spotify.SimplifiedTrack{ID: substitute, URI: "spotify:track:" + substitute, LinkedFrom: from},
		"Playable":        spotify.Playable{Track: track},
	}
	for name, r := range resourceArguments {
		for kind, item := range relinked {
			t.Run(name+"/"+kind, func(t *testing.T) {
				server := anything(t)
				if err := r.send(server.client(), r.filled(item)...); err != nil {
					t.Fatal(err)
				}
				var all strings.Builder
				for _, sent := range server.sent() {
					fmt.Fprintln(&all, sent.Query, sent.Body)
				}
				if !strings.Contains(all.String(), "spotify:track:"+original) || strings.Contains(all.String(), substitute) {
					t.Errorf("sent %s, want the original %s", all.String(), original)
				}
			})
		}
	}
}

// Local files can be removed by position and snapshot alone. That is what is sent,
// whatever the API makes of it.
func TestRemovalByPosition(t *testing.T) {
	items := []spotify.PlaylistItemToRemove{
		{Item: &spotify.Track{URI: localURI}, Positions: []int{3, 8}},
		{Item: spotify.URI("spotify:track:x")},
	}
	wire := `[{"uri":"` + localURI + `","positions":[3,8]},{"uri":"spotify:track:x"}]`
	tests := []struct {
		name, path, want string
		call             func(c *spotify.Client) (spotify.SnapshotID, error)
	}{
		{"RemoveItems", "/playlists/x/items", `{"items":` + wire + `,"snapshot_id":"before"}`, func(c *spotify.Client) (spotify.SnapshotID, error) {
			return c.Playlists.RemoveItems(ctx, "x", spotify.RemoveItemsRequest{Items: items, SnapshotID: "before"})
		}},
		{"RemoveTracks", "/playlists/x/tracks", `{"snapshot_id":"before","tracks":` + wire + `}`, func(c *spotify.Client) (spotify.SnapshotID, error) {
			return c.Playlists.RemoveTracks(ctx, "x", spotify.RemoveTracksRequest{Tracks: items, SnapshotID: "before"})
		}},
	}
	for _, test := range tests {
		server := anything(t)
		got, err := test.call(server.client())
		if err != nil || got != "s" {
			t.Errorf("%s: snapshot %q, error %v", test.name, got, err)
		}
		want := []request{{Method: "DELETE", Path: test.path, Query: map[string][]string{}, Body: test.want}}
		if diff := cmp.Diff(want, server.sent()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Without a snapshot, the second request, or a repetition of the first one, would
// remove what has moved up to the positions.
func TestRemovalByPositionNeedsASnapshot(t *testing.T) {
	items := []spotify.PlaylistItemToRemove{{Item: spotify.URI("spotify:track:x")}, {Item: spotify.URI("spotify:track:y"), Positions: []int{3}}}
	server := anything(t)
	client := server.client()
	_, err := client.Playlists.RemoveItems(ctx, "x", spotify.RemoveItemsRequest{Items: items})
	if want := "spotify: Playlists.RemoveItems: parameter snapshot_id: it is empty; positions need"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("RemoveItems: error %v, want one that begins with %q", err, want)
	}
	_, err = client.Playlists.RemoveTracks(ctx, "x", spotify.RemoveTracksRequest{Tracks: items})
	if want := "spotify: Playlists.RemoveTracks: parameter snapshot_id: it is empty; positions need"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("RemoveTracks: error %v, want one that begins with %q", err, want)
	}
	if sent := server.sent(); len(sent) > 0 {
		t.Errorf("sent %v, want nothing", sent)
	}
}

// TestResourceForms names things in each of the ways there are, one by one and in lists.
func TestResourceForms(t *testing.T) {
	const id, uri = "4Lighthouse00000000001", spotify.URI("spotify:track:4Lighthouse00000000001")
	relinked := spotify.Track{ID: "4Lighthouse00000000002", URI: "spotify:track:4Lighthouse00000000002",
		LinkedFrom: &spotify.LinkedTrack{ID: id, URI: uri}}
	yield := func(yield func(spotify.Track, error) bool) {
		_ = yield(spotify.Track{URI: uri}, nil) && yield(relinked, nil)
	}
	broken := func(yield func(spotify.URI, error) bool) { _ = yield(uri, nil) && yield("", errBroken) }

	collected, err := spotify.CollectResources(yield)
	if err != nil {
		t.Fatal(err)
	}
	begun, err := spotify.CollectResources(broken)
	if !errors.Is(err, errBroken) {
		t.Errorf("the error of a broken iterator is %v", err)
	}
	tests := map[string]struct {
		items spotify.Resources
		want  string
	}{
		"values": {spotify.Resources{spotify.TrackID(id), uri, relinked, &relinked, spotify.Playable{Track: &relinked}}, strings.Repeat(string(uri)+" ", 5)},
		"IDs of each kind": {
			spotify.Resources{spotify.TrackID("a"), spotify.AlbumID("a"), spotify.ArtistID("a"), spotify.PlaylistID("a"), spotify.ShowID("a"),
				spotify.EpisodeID("a"), spotify.AudiobookID("a"), spotify.ChapterID("a"), spotify.UserID("a b")},
			"spotify:track:a spotify:album:a spotify:artist:a spotify:playlist:a spotify:show:a spotify:episode:a spotify:show:a spotify:episode:a spotify:user:a%20b ",
		},
		"list of IDs":      {spotify.ResourcesOf([]spotify.AlbumID{"a", "b"}), "spotify:album:a spotify:album:b "},
		"list of URIs":     {spotify.ResourcesOf([]spotify.URI{uri}), string(uri) + " "},
		"list of values":   {spotify.ResourcesOf([]spotify.Track{relinked}), string(uri) + " "},
		"list of pointers": {spotify.ResourcesOf([]*spotify.Track{&relinked}), string(uri) + " "},
		"iterator":         {collected, strings.Repeat(string(uri)+" ", 2)},
		"broken iterator":  {begun, string(uri) + " "},
		"no list":          {spotify.ResourcesOf[spotify.URI](nil), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, item := range test.items {
				got += string(item.ResourceURI()) + " "
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("URIs (-want +got):\n%s", diff)
			}
		})
	}
}

var errBroken = errors.New("the connection is broken")
