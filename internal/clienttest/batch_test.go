//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A batch is a row of the table: a method that takes any number of things. It
// returns the results as text, one for each argument, and none for a write.
type batch struct {
	list string // name of the list on the wire
	call func(c *spotify.Client, ids []string) ([]string, error)
}

// of makes the arguments of a method out of IDs.
func of[T ~string](ids []string) []T {
	list := make([]T, len(ids))
	for i, id := range ids {
		list[i] = T(id)
	}
	return list
}

// resources makes things with a URI out of URIs.
func resources(uris []string) []spotify.Resource {
	list := make([]spotify.Resource, len(uris))
	for i, uri := range uris {
		list[i] = spotify.URI(uri)
	}
	return list
}

func toRemove(uris []string) []spotify.PlaylistItemToRemove {
	list := make([]spotify.PlaylistItemToRemove, len(uris))
	for i, uri := range uris {
		list[i].Item = spotify.URI(uri)
	}
	return list
}

func timestamped(ids []string) []spotify.TimestampedID {
	list := make([]spotify.TimestampedID, len(ids))
	for i, id := range ids {
		list[i] = spotify.TimestampedID{ID: spotify.TrackID(id), AddedAt: time.Date(2020, 1, 2, 3, 4, i, 0, time.UTC)}
	}
	return list
}

func texts[T any](results []T, err error) ([]string, error) {
	var list []string
	for _, result := range results {
		list = append(list, fmt.Sprint(result))
	}
	return list, err
}

// idsOf returns the IDs of what was found.
func idsOf[T any, ID ~string](results []*T, err error, id func(*T) ID) ([]string, error) {
	var list []string
	for _, result := range results {
		if result == nil {
			list = append(list, "not found")
			continue
		}
		list = append(list, string(id(result)))
	}
	return list, err
}

var batches = map[string]batch{
	"Albums.CheckSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Albums.CheckSaved(ctx, of[spotify.AlbumID](ids)))
	}},
	"Albums.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Albums.GetMany(ctx, of[spotify.AlbumID](ids), nil)
		return idsOf(found, err, func(a *spotify.Album) spotify.AlbumID { return a.ID })
	}},
	"Albums.RemoveSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Albums.RemoveSaved(ctx, of[spotify.AlbumID](ids))
	}},
	"Albums.Save": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Albums.Save(ctx, of[spotify.AlbumID](ids))
	}},
	"Artists.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Artists.GetMany(ctx, of[spotify.ArtistID](ids))
		return idsOf(found, err, func(a *spotify.Artist) spotify.ArtistID { return a.ID })
	}},
	"Audiobooks.CheckSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Audiobooks.CheckSaved(ctx, of[spotify.AudiobookID](ids)))
	}},
	"Audiobooks.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Audiobooks.GetMany(ctx, of[spotify.AudiobookID](ids), nil)
		return idsOf(found, err, func(a *spotify.Audiobook) spotify.AudiobookID { return a.ID })
	}},
	"Audiobooks.RemoveSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Audiobooks.RemoveSaved(ctx, of[spotify.AudiobookID](ids))
	}},
	"Audiobooks.Save": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Audiobooks.Save(ctx, of[spotify.AudiobookID](ids))
	}},
	"Chapters.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Chapters.GetMany(ctx, of[spotify.ChapterID](ids), nil)
		return idsOf(found, err, func(ch *spotify.Chapter) spotify.ChapterID { return ch.ID })
	}},
	"Episodes.CheckSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Episodes.CheckSaved(ctx, of[spotify.EpisodeID](ids)))
	}},
	"Episodes.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Episodes.GetMany(ctx, of[spotify.EpisodeID](ids), nil)
		return idsOf(found, err, func(e *spotify.Episode) spotify.EpisodeID { return e.ID })
	}},
	"Episodes.RemoveSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Episodes.RemoveSaved(ctx, of[spotify.EpisodeID](ids))
	}},
	"Episodes.Save": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Episodes.Save(ctx, of[spotify.EpisodeID](ids))
	}},
	"Library.Check": {"uris", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Library.Check(ctx, resources(ids)))
	}},
	"Library.Remove": {"uris", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Library.Remove(ctx, resources(ids))
	}},
	"Library.Save": {"uris", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Library.Save(ctx, resources(ids))
	}},
	"Playlists.AddItems": {"uris", func(c *spotify.Client, ids []string) ([]string, error) {
		return snapshot(c.Playlists.AddItems(ctx, "x", spotify.AddItemsRequest{Items: resources(ids)}))
	}},
	"Playlists.AddTracks": {"uris", func(c *spotify.Client, ids []string) ([]string, error) {
		return snapshot(c.Playlists.AddTracks(ctx, "x", spotify.AddItemsRequest{Items: resources(ids)}))
	}},
	"Playlists.RemoveItems": {"items", func(c *spotify.Client, ids []string) ([]string, error) {
		return snapshot(c.Playlists.RemoveItems(ctx, "x", spotify.RemoveItemsRequest{Items: toRemove(ids)}))
	}},
	"Playlists.RemoveTracks": {"tracks", func(c *spotify.Client, ids []string) ([]string, error) {
		return snapshot(c.Playlists.RemoveTracks(ctx, "x", spotify.RemoveTracksRequest{Tracks: toRemove(ids)}))
	}},
	"Shows.CheckSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Shows.CheckSaved(ctx, of[spotify.ShowID](ids)))
	}},
	"Shows.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Shows.GetMany(ctx, of[spotify.ShowID](ids), nil)
		return idsOf(found, err, func(s *spotify.SimplifiedShow) spotify.ShowID { return s.ID })
	}},
	"Shows.RemoveSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Shows.RemoveSaved(ctx, of[spotify.ShowID](ids))
	}},
	"Shows.Save": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Shows.Save(ctx, of[spotify.ShowID](ids))
	}},
	"Tracks.CheckSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Tracks.CheckSaved(ctx, of[spotify.TrackID](ids)))
	}},
	"Tracks.GetMany": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Tracks.GetMany(ctx, of[spotify.TrackID](ids), nil)
		return idsOf(found, err, func(tr *spotify.Track) spotify.TrackID { return tr.ID })
	}},
	"Tracks.GetManyAudioFeatures": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		found, err := c.Tracks.GetManyAudioFeatures(ctx, of[spotify.TrackID](ids))
		return idsOf(found, err, func(f *spotify.AudioFeatures) spotify.TrackID { return f.ID })
	}},
	"Tracks.RemoveSaved": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Tracks.RemoveSaved(ctx, of[spotify.TrackID](ids))
	}},
	"Tracks.Save": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Tracks.Save(ctx, of[spotify.TrackID](ids))
	}},
	"Tracks.SaveTimestamped": {"timestamped_ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Tracks.SaveTimestamped(ctx, timestamped(ids))
	}},
	"Users.CheckFollowingArtists": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Users.CheckFollowingArtists(ctx, of[spotify.ArtistID](ids)))
	}},
	"Users.CheckFollowingUsers": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return texts(c.Users.CheckFollowingUsers(ctx, of[spotify.UserID](ids)))
	}},
	"Users.FollowArtists": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Users.FollowArtists(ctx, of[spotify.ArtistID](ids))
	}},
	"Users.FollowUsers": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Users.FollowUsers(ctx, of[spotify.UserID](ids))
	}},
	"Users.UnfollowArtists": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Users.UnfollowArtists(ctx, of[spotify.ArtistID](ids))
	}},
	"Users.UnfollowUsers": {"ids", func(c *spotify.Client, ids []string) ([]string, error) {
		return nil, c.Users.UnfollowUsers(ctx, of[spotify.UserID](ids))
	}},
}

// snapshot is a result that is not one for each argument.
func snapshot(id spotify.SnapshotID, err error) ([]string, error) {
	if id == "" {
		return nil, err
	}
	return []string{string(id)}, err
}

func TestEveryBatchHasARow(t *testing.T) {
	want := map[string]bool{}
	for name, op := range operations() {
		if op.Batch.Param != "" && !op.Batch.Whole {
			want[name] = true
			if most := documentedMaximum(name); op.Batch.Max != most {
				t.Errorf("%s: %d at a time, want %d", name, op.Batch.Max, most)
			}
		}
	}
	sameNames(t, batches, want)
}

// documentedMaximum is how many things one request takes.
func documentedMaximum(method string) int {
	switch service, _, _ := strings.Cut(method, "."); {
	case service == "Albums":
		return 20
	case service == "Library":
		return 40
	case service == "Playlists", method == "Tracks.GetManyAudioFeatures":
		return 100
	}
	return 50
}

// Every third thing is not there, and every second one is in the library.
func isUnknown(i int) bool { return i%3 == 1 }
func isSaved(i int) bool   { return i%2 == 0 }

// arguments are IDs, or URIs, with numbers.
func arguments(list string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = strconv.Itoa(i)
		if list != "ids" {
			ids[i] = "spotify:track:" + ids[i]
		}
	}
	return ids
}

func numberOf(id string) int {
	i, _ := strconv.Atoi(id[strings.LastIndexByte(id, ':')+1:])
	return i
}

// wantResults are the results for arguments from 0 up to n.
func wantResults(op spotify.Operation, n int) []string {
	var want []string
	switch {
	case !op.Result:
	case op.Batch.Param == "items" || op.Batch.Param == "tracks" || op.Method == "POST":
		want = []string{fmt.Sprintf("snapshot %d", n-1)}
	default:
		for i := range n {
			switch {
			case strings.Contains(op.Name, "Check"):
				want = append(want, fmt.Sprint(isSaved(i)))
			case isUnknown(i):
				want = append(want, "not found")
			default:
				want = append(want, strconv.Itoa(i))
			}
		}
	}
	return want
}

// answerBatch answers a request for several things.
func answerBatch(w http.ResponseWriter, op spotify.Operation, ids []string) {
	var saved []bool
	var objects []any
	for _, id := range ids {
		i := numberOf(id)
		saved = append(saved, isSaved(i))
		if isUnknown(i) {
			objects = append(objects, nil)
		} else {
			objects = append(objects, map[string]string{"id": id})
		}
	}
	var answer any
	switch {
	case !op.Result:
		return
	case strings.Contains(op.Name, "Check"):
		answer = saved
	case strings.HasSuffix(op.Name, "AudioFeatures"):
		answer = map[string]any{"audio_features": objects}
	case strings.HasSuffix(op.Name, "GetMany"):
		answer = map[string]any{strings.TrimPrefix(op.Path, "/"): objects}
	default:
		answer = map[string]any{"snapshot_id": fmt.Sprintf("snapshot %d", numberOf(ids[len(ids)-1]))}
	}
	json.NewEncoder(w).Encode(answer)
}

func TestBatches(t *testing.T) {
	all := operations()
	for name, b := range batches {
		op := all[name]
		most := op.Batch.Max
		tests := []struct {
			n     int
			sizes []int
		}{
			{1, []int{1}},
			{most, []int{most}},
			{most + 1, []int{most, 1}},
			{3 * most, []int{most, most, most}},
		}
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s/%d", name, test.n), func(t *testing.T) {
				server := serve(t, func(w http.ResponseWriter, r request) { answerBatch(w, op, r.list(t, b.list)) })
				args := arguments(b.list, test.n)
				got, err := b.call(server.client(), args)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(wantResults(op, test.n), got); diff != "" {
					t.Errorf("results (-want +got):\n%s", diff)
				}
				var sizes []int
				var sent []string
				for _, r := range server.sent() {
					if path := strings.Replace(op.Path, "{playlist_id}", "x", 1); r.Method != op.Method || r.Path != path {
						t.Errorf("sent %s %s, want %s %s", r.Method, r.Path, op.Method, path)
					}
					ids := r.list(t, b.list)
					sizes = append(sizes, len(ids))
					sent = append(sent, ids...)
				}
				if diff := cmp.Diff(test.sizes, sizes); diff != "" {
					t.Errorf("sizes (-want +got):\n%s", diff)
				}
				if !slices.Equal(args, sent) {
					t.Errorf("sent %q, want %q", sent, args)
				}
			})
		}
	}
}

// Every method that changes something refuses an empty list, as it refuses one in a single
// request. A read of nothing needs no request.
func TestBatchesOfNothing(t *testing.T) {
	all := operations()
	for name, b := range batches {
		server := serve(t, func(http.ResponseWriter, request) { t.Errorf("%s: sent", name) })
		for mode, client := range map[string]*spotify.Client{
			"extended":    server.client(),
			"development": server.client(spotify.WithQuotaMode(spotify.Development)),
		} {
			for _, ids := range [][]string{nil, {}} {
				_, err := b.call(client, ids)
				if all[name].Method == http.MethodGet {
					if err != nil {
						t.Errorf("%s, %s mode: error %v", name, mode, err)
					}
					continue
				}
				want := fmt.Sprintf("spotify: %s: parameter %s: it has no values; give at least one", name, all[name].Batch.Param)
				if err == nil || err.Error() != want {
					t.Errorf("%s, %s mode: error %v, want %s", name, mode, err, want)
				}
			}
		}
	}
}

func TestBatchesThatFail(t *testing.T) {
	all := operations()
	for name, b := range batches {
		t.Run(name, func(t *testing.T) {
			op := all[name]
			most := op.Batch.Max
			requests := 0
			server := serve(t, func(w http.ResponseWriter, r request) {
				if requests++; requests == 2 {
					http.Error(w, "not this one", http.StatusForbidden)
					return
				}
				answerBatch(w, op, r.list(t, b.list))
			})
			got, err := b.call(server.client(), arguments(b.list, 3*most))
			var failed *spotify.BatchError
			ok := errors.As(err, &failed)
			if !ok || !errors.Is(err, spotify.ErrForbidden) {
				t.Fatalf("error %v, want a BatchError that is ErrForbidden", err)
			}
			if failed.Operation != name || failed.From != most || failed.To != 2*most {
				t.Errorf("error of %s, %d to %d, want of %s, %d to %d", failed.Operation, failed.From, failed.To, name, most, 2*most)
			}
			if want := fmt.Sprintf("items %d to %d: ", most, 2*most-1); !strings.Contains(err.Error(), want) {
				t.Errorf("error %q does not say %q", err, want)
			}
			if requests != 2 {
				t.Errorf("%d requests, want 2", requests)
			}
			want := wantResults(op, most)
			if len(want) > 1 { // one for each argument
				zero := "not found"
				if strings.Contains(name, "Check") {
					zero = "false"
				}
				want = append(want, slices.Repeat([]string{zero}, 2*most)...)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
		})
	}
}

// The batch reads that development mode lacks give the same results there, by
// single reads.
func TestBatchesInDevelopmentMode(t *testing.T) {
	const n = 23
	tested := 0
	for name, op := range operations() {
		if !strings.HasSuffix(name, ".GetMany") {
			continue
		}
		tested++
		t.Run(name, func(t *testing.T) {
			server := serve(t, func(w http.ResponseWriter, r request) {
				id, ok := strings.CutPrefix(r.Path, op.Path+"/")
				switch {
				case !ok:
					t.Errorf("sent %s", r.Path)
				case isUnknown(numberOf(id)):
					http.Error(w, "no such thing", http.StatusNotFound)
				default:
					fmt.Fprintf(w, `{"id":%q}`, id)
				}
			})
			client := server.client(spotify.WithQuotaMode(spotify.Development), spotify.WithStrictQuotaMode())
			got, err := batches[name].call(client, arguments("ids", n))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wantResults(op, n), got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if sent := len(server.sent()); sent != n {
				t.Errorf("%d requests, want %d", sent, n)
			}
			if server.most > 4 {
				t.Errorf("%d requests at a time, want at most 4", server.most)
			}
		})
	}
	if tested != 7 {
		t.Errorf("%d methods were tested, want 7", tested)
	}
}

// The reads run in parallel: none is answered until four have come.
func TestSingleReadsAreParallel(t *testing.T) {
	together := make(chan struct{})
	answer := sync.OnceFunc(func() { close(together) })
	arrived := make(chan struct{}, 8)
	server := serve(t, func(w http.ResponseWriter, r request) {
		if arrived <- struct{}{}; len(arrived) == 4 {
			answer()
		}
		<-together
		fmt.Fprint(w, `{"id":"x"}`)
	})
	t.Cleanup(answer)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	_, err := server.client(spotify.WithQuotaMode(spotify.Development)).Tracks.GetMany(ctx, of[spotify.TrackID](arguments("ids", 8)), nil)
	if err != nil {
		t.Fatal(err)
	}
}

// What both reads know goes along.
func TestSingleReadsKeepTheOptions(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) { fmt.Fprint(w, `{"id":"0","name":"a show","total_episodes":3}`) })
	client := server.client(spotify.WithQuotaMode(spotify.Development))
	shows, err := client.Shows.GetMany(ctx, []spotify.ShowID{"0"}, &spotify.ShowsGetManyOptions{Market: "SE"}, spotify.WithQueryParam("extra", "1"))
	if err != nil {
		t.Fatal(err)
	}
	if shows[0].Name != "a show" || shows[0].TotalEpisodes != 3 {
		t.Errorf("show %+v", shows[0])
	}
	want := []request{{Method: "GET", Path: "/shows/0", Query: map[string][]string{"market": {"SE"}, "extra": {"1"}}}}
	if diff := cmp.Diff(want, server.sent()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// What is inserted at a position goes behind what was inserted before.
func TestAddItemsMovesThePosition(t *testing.T) {
	adds := map[string]func(c *spotify.Client, body spotify.AddItemsRequest) (spotify.SnapshotID, error){
		"Playlists.AddItems": func(c *spotify.Client, body spotify.AddItemsRequest) (spotify.SnapshotID, error) {
			return c.Playlists.AddItems(ctx, "x", body)
		},
		"Playlists.AddTracks": func(c *spotify.Client, body spotify.AddItemsRequest) (spotify.SnapshotID, error) {
			return c.Playlists.AddTracks(ctx, "x", body)
		},
	}
	tests := []struct {
		position *int
		want     []any
	}{
		{nil, []any{nil, nil, nil}},
		{spotify.Ptr(0), []any{0., 100., 200.}},
		{spotify.Ptr(5), []any{5., 105., 205.}},
	}
	for name, add := range adds {
		for _, test := range tests {
			requests := 0
			server := serve(t, func(w http.ResponseWriter, r request) {
				requests++
				fmt.Fprintf(w, `{"snapshot_id":"s%d"}`, requests)
			})
			body := spotify.AddItemsRequest{Items: resources(arguments("uris", 250)), Position: test.position}
			got, err := add(server.client(), body)
			if err != nil || got != "s3" {
				t.Errorf("%s: snapshot %q and error %v, want that of the last request", name, got, err)
			}
			var positions []any
			for _, r := range server.sent() {
				var body map[string]any
				if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
					t.Fatal(err)
				}
				positions = append(positions, body["position"])
			}
			if diff := cmp.Diff(test.want, positions); diff != "" {
				t.Errorf("%s: positions (-want +got):\n%s", name, diff)
			}
			if body.Position != test.position || len(body.Items) != 250 {
				t.Errorf("%s changed the request of the caller", name)
			}
		}
	}
}
