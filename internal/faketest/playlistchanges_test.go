//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

const aLocalFile spotify.URI = "spotify:local:David+Wise:Donkey+Kong+Country%3a+Tropical+Freeze:Snomads+Island:127"

func TestPlaylistReorderRefuses(t *testing.T) {
	d := newPlaylistDesk(t)
	client := d.Client()
	for name, tt := range map[string]struct {
		start, length, before int
		want                  string // "" is a refusal
	}{
		"one by default":       {0, 0, 2, "BAC"},
		"to the very end":      {0, 2, 3, "CAB"},
		"beyond the end":       {0, 1, 4, ""},
		"from beyond the end":  {3, 1, 0, ""},
		"more than there are":  {1, 3, 0, ""},
		"far more than that":   {1, math.MaxInt, 0, ""},
		"where it is already":  {1, 1, 1, "ABC"},
		"into its own middle":  {0, 3, 1, "ABC"},
		"everything backwards": {2, 1, 0, "CAB"},
	} {
		t.Run(name, func(t *testing.T) {
			id := d.add("ABC", spotifytest.Playlist{})
			before := d.Snapshot(id)
			snapshot, err := client.Playlists.ReorderItems(t.Context(), id, spotify.ReorderItemsRequest{
				RangeStart: tt.start, RangeLength: tt.length, InsertBefore: tt.before,
			})
			if tt.want == "" {
				playlistRefusal(t, err, http.StatusBadRequest, "Index out of bounds.")
				d.expect(t, id, "ABC")
				return
			}
			playlistRefusal(t, err, 0, "")
			d.expect(t, id, tt.want)
			if changed := snapshot != before; changed != (tt.want != "ABC") {
				t.Errorf("that there is another snapshot is %t", changed)
			}
		})
	}
}

func TestPlaylistChangesOfAnOlderVersionAreMerged(t *testing.T) {
	d := newPlaylistDesk(t)
	client, ctx := d.Client().Playlists, t.Context()
	remove := func(id spotify.PlaylistID, at spotify.SnapshotID, items ...spotify.PlaylistItemToRemove) error {
		_, err := client.RemoveItems(ctx, id, spotify.RemoveItemsRequest{Items: items, SnapshotID: at})
		return err
	}
	id := d.add("ABCAB", spotifytest.Playlist{})
	first := d.Snapshot(id)
	if _, err := client.ReorderItems(ctx, id, spotify.ReorderItemsRequest{RangeStart: 4, InsertBefore: 0}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.AddItems(ctx, id, spotify.AddItemsRequest{Items: d.resources("AD"), Position: spotify.Ptr(1)}); err != nil {
		t.Fatal(err)
	}
	d.expect(t, id, "BADABCA")

	// Of the first version, the A at 3 is the one that is now the last.
	playlistRefusal(t, remove(id, first, spotify.PlaylistItemToRemove{Item: d.track('A'), Positions: []int{3}}), 0, "")
	d.expect(t, id, "BADABC")
	// It has gone already, which is what was wanted.
	playlistRefusal(t, remove(id, first, spotify.PlaylistItemToRemove{Item: d.track('A'), Positions: []int{3}}), 0, "")
	d.expect(t, id, "BADABC")
	// B was before C then, and still is.
	if _, err := client.ReorderItems(ctx, id, spotify.ReorderItemsRequest{RangeStart: 2, InsertBefore: 1, SnapshotID: first}); err != nil {
		t.Fatal(err)
	}
	d.expect(t, id, "BADACB")
	// The A that was added later is not meant.
	playlistRefusal(t, remove(id, first, spotify.PlaylistItemToRemove{Item: d.track('A')}), 0, "")
	d.expect(t, id, "BADCB")
	playlistRefusal(t, remove(id, "", spotify.PlaylistItemToRemove{Item: d.track('B')}), 0, "")
	d.expect(t, id, "ADC")

	const check = "Could not remove tracks, please check parameters."
	now := d.Snapshot(id)
	playlistRefusal(t, remove(id, now, spotify.PlaylistItemToRemove{Item: d.track('A'), Positions: []int{1}}), 400, check)
	playlistRefusal(t, remove(id, now, spotify.PlaylistItemToRemove{Item: d.track('A'), Positions: []int{3}}), 400, check)
	playlistRefusal(t, remove(id, now,
		spotify.PlaylistItemToRemove{Item: d.track('A')},
		spotify.PlaylistItemToRemove{Item: d.track('D'), Positions: []int{0}}), 400, check)
	playlistRefusal(t, remove(id, "no snapshot", spotify.PlaylistItemToRemove{Item: d.track('A')}), 400, "Invalid snapshot_id")
	_, err := client.ReorderItems(ctx, id, spotify.ReorderItemsRequest{RangeStart: 1, SnapshotID: "no snapshot"})
	playlistRefusal(t, err, 400, "Invalid snapshot_id")
	d.expect(t, id, "ADC")

	// What is not there is removed by doing nothing.
	playlistRefusal(t, remove(id, "", spotify.PlaylistItemToRemove{Item: d.track('F')}), 0, "")
	if got := d.Snapshot(id); got != now {
		t.Errorf("nothing was removed, and the snapshot is %s after %s", got, now)
	}
}

func TestPlaylistLocalFilesStayInPlace(t *testing.T) {
	d := newPlaylistDesk(t, spotifytest.Relaxed())
	client, ctx := d.Client(), t.Context()
	id := d.AddPlaylist(spotifytest.Playlist{Items: []spotifytest.PlaylistItem{
		{URI: d.track('A')}, {URI: aLocalFile}, {URI: d.track('B')}, {}, {URI: aLocalFile},
	}}).ID
	path := "/playlists/" + string(id) + "/items"
	send := func(method, body string) playlistAnswer {
		return playlistRequest{method: method, path: path, body: body}.send(t, d.Server, d.me)
	}
	removal := func(uri spotify.URI, more string) string {
		return fmt.Sprintf(`{"items": [{"uri": %q%s`, uri, more)
	}
	if got := send("POST", fmt.Sprintf(`{"uris": [%q]}`, aLocalFile)); got.message() != "Unsupported URL / URI." {
		t.Errorf("adding a local file: %v", got)
	}
	if got := send("DELETE", removal(aLocalFile, `}]}`)); got.message() != "Unsupported URL / URI." {
		t.Errorf("removing a local file without a position: %v", got)
	}
	if got := send("DELETE", removal(aLocalFile, `, "positions": [1]}]}`)); got.status != http.StatusBadRequest {
		t.Errorf("removing a local file without a snapshot: %v", got)
	}
	d.expect(t, id, "A?B??")

	if _, err := client.Playlists.ReorderItems(ctx, id, spotify.ReorderItemsRequest{RangeStart: 1, InsertBefore: 0}); err != nil {
		t.Fatal(err)
	}
	d.expect(t, id, "?AB??")
	atSnapshot := fmt.Sprintf(`, "positions": [0, 4]}], "snapshot_id": %q}`, d.Snapshot(id))
	if got := send("DELETE", removal(aLocalFile, atSnapshot)); got.status != http.StatusOK {
		t.Errorf("removing local files by position and snapshot: %v", got)
	}
	d.expect(t, id, "AB?")
	if got := send("DELETE", fmt.Sprintf(`{"items": [{"positions": [2]}], "snapshot_id": %q}`, d.Snapshot(id))); got.status != http.StatusOK {
		t.Errorf("removing a null by its position: %v", got)
	}
	d.expect(t, id, "AB")
}

func TestPlaylistCollaborators(t *testing.T) {
	d := newPlaylistDesk(t)
	mine, theirs, ctx := d.Client(), d.ClientFor(d.other), t.Context()
	id := d.add("A", spotifytest.Playlist{Collaborative: true})
	add := func(client *spotify.Client) error {
		_, err := client.Playlists.AddItems(ctx, id, spotify.AddItemsRequest{Items: d.resources("B")})
		return err
	}
	playlistRefusal(t, add(theirs), http.StatusNotFound, "Resource not found")
	// Who knows its ID can join.
	if err := theirs.Playlists.Follow(ctx, id, spotify.FollowPlaylistRequest{}); err != nil {
		t.Fatal(err)
	}
	playlistRefusal(t, add(theirs), 0, "")
	d.expect(t, id, "AB")
	p, _ := d.Playlist(id)
	if p.Items[1].AddedBy != d.other {
		t.Errorf("it says that %q added the second item", p.Items[1].AddedBy)
	}
	playlistRefusal(t, theirs.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Name: "Ours"}),
		http.StatusForbidden, "You cannot modify a playlist you don't own.")
	if err := mine.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Collaborative: spotify.Ptr(false), Public: spotify.Ptr(true)}); err != nil {
		t.Fatal(err)
	}
	playlistRefusal(t, add(theirs), http.StatusForbidden, "You cannot modify a playlist you don't own.")
	if got, err := theirs.Playlists.Get(ctx, id, nil); err != nil || got.Collaborative || got.Followers.Total != 1 {
		t.Errorf("the playlist is %+v, %v", got, err)
	}
}

// What the client never sends, and others do.
func TestPlaylistRequestsInOtherForms(t *testing.T) {
	d := newPlaylistDesk(t, spotifytest.Relaxed())
	tooMany := strings.Repeat(`"`+string(d.track('A'))+`",`, 101)
	tests := map[string]struct {
		method, body  string
		older         bool // path
		status        int
		message, want string
	}{
		"no URIs":                      {"POST", `{"uris": []}`, false, 400, "No uris provided.", "CD"},
		"to replace and to reorder":    {"PUT", `{"uris": [], "range_start": 0, "insert_before": 1}`, false, 400, "Items can be either replaced or reordered, and not both in one request.", "CD"},
		"neither of them":              {"PUT", `{"snapshot_id": ""}`, false, 400, "Missing required field: uris", "CD"},
		"to reorder to nowhere":        {"PUT", `{"range_start": 0}`, false, 400, "Missing required field: insert_before", "CD"},
		"to remove from the older one": {"DELETE", `{"tracks": [{"uri": "` + string(d.track('C')) + `"}]}`, true, 200, "", "D"},
		"to remove by position only":   {"DELETE", `{"items": [{"uri": "` + string(d.track('C')) + `", "positions": [0]}]}`, false, 200, "", "D"},
		"to remove nothing":            {"DELETE", `{"items": []}`, false, 400, "Could not remove tracks, please check parameters.", "CD"},
		"to remove an album":           {"DELETE", `{"items": [{"uri": "spotify:album:0000000000000000000000"}]}`, false, 400, "Unsupported URL / URI.", "CD"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			id := d.add("CD", spotifytest.Playlist{})
			path := "/playlists/" + string(id) + "/items"
			if tt.older {
				path = "/playlists/" + string(id) + "/tracks"
			}
			got := playlistRequest{method: tt.method, path: path, body: tt.body}.send(t, d.Server, d.me)
			// The check of the request knows some of it first, and has other words.
			if got.status != tt.status || tt.message != "" && got.message() != tt.message && !strings.HasPrefix(got.message(), "Missing") {
				t.Errorf("the answer is %v, want %d %s", got, tt.status, tt.message)
			}
			if snapshot := got.object(t)["snapshot_id"]; got.status < 300 && snapshot != string(d.Snapshot(id)) {
				t.Errorf("the snapshot is %v, want %s", snapshot, d.Snapshot(id))
			}
			d.expect(t, id, tt.want)
		})
	}
	id := d.add("C", spotifytest.Playlist{})
	got := playlistRequest{method: "POST", path: "/playlists/" + string(id) + "/items", body: `{"uris": [` + strings.TrimSuffix(tooMany, ",") + `]}`}.send(t, d.Server, d.me)
	if got.status != http.StatusBadRequest {
		t.Errorf("101 items at a time: %v", got)
	}
	d.expect(t, id, "C")
}
