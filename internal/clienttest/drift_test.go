//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// drifts collects what is reported, as lines of operation, path, kind, and value.
type drifts struct {
	mu    sync.Mutex
	lines []string
}

func (d *drifts) report(drift spotify.Drift) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, fmt.Sprint(drift.Operation, " ", drift.Path, " ", drift.Kind, " ", string(drift.Value)))
	if !json.Valid(drift.Value) {
		d.lines = append(d.lines, "the value is no JSON")
	}
}

func (d *drifts) option() spotify.ClientOption { return spotify.WithDriftReport(d.report) }

// TestDrift reads answers that differ from the schema, each of them twice.
func TestDrift(t *testing.T) {
	track := func(client *spotify.Client) error {
		_, err := client.Tracks.Get(ctx, "x", nil)
		return err
	}
	items := func(client *spotify.Client) error {
		_, err := client.Playlists.ListItems(ctx, "p", nil)
		return err
	}
	tests := map[string]struct {
		read func(*spotify.Client) error
		body string
		want []string
	}{
		"as the schema says": {track, `{"name":"n","type":"TRACK","album":{"album_type":"ALBUM","images":[{"width":640}],"release_date_precision":"day"}}`, nil},

		"unknown members": {track, `{"a":1,"b":{"deep":[1,2]},"album":{"images":[{"c":"text"},{"c":null,"d":1.5}]},"e":true}`, []string{
			`Tracks.Get /a unknown_member 0`,
			`Tracks.Get /b unknown_member {"deep":[0]}`,
			`Tracks.Get /album/images/*/c unknown_member "…"`,
			`Tracks.Get /album/images/*/d unknown_member 0.5`,
			`Tracks.Get /e unknown_member true`,
		}},
		"escaped names": {track, `{"\u0061b":1,"a/b~":1}`, []string{
			`Tracks.Get /ab unknown_member 0`,
			`Tracks.Get /* unknown_member 0`,
		}},
		"unknown values": {track, `{"album":{"album_type":"mixtape","release_date_precision":"","album_group":"Seven Words Of Me"}}`, []string{
			`Tracks.Get /album/album_type unknown_value "mixtape"`,
			`Tracks.Get /album/release_date_precision unknown_value ""`,
			`Tracks.Get /album/album_group unknown_value "…"`,
		}},
		"values of one place": {items, `{"items":[{"item":{"type":"track","album":{"album_type":"mixtape"}}},{"item":{"type":"track","album":{"album_type":"bootleg"}}},{"item":{"type":"track","album":{"album_type":"mixtape"}}}]}`, []string{
			`Playlists.ListItems /items/*/item/album/album_type unknown_value "mixtape"`,
			`Playlists.ListItems /items/*/item/album/album_type unknown_value "bootleg"`,
		}},
		"unknown kinds": {items, `{"items":[{"item":{"a":{"type":"x"},"name":"n","type":"video"}},{"track":{"name":"n"}},{"item":{"type":"track","artists":[{"type":"band"}]}}]}`, []string{
			`Playlists.ListItems /items/*/item/type unknown_kind "video"`,
			`Playlists.ListItems /items/*/track unknown_kind {}`,
			`Playlists.ListItems /items/*/item/artists/*/type unknown_kind "band"`,
		}},
		"a union that was tried in vain": {items, `{"items":[{"item":{"type":"episode","a":1,"name":"n"}},{"item":{"b":1,"type":"track"}},{"item":{"c":1,"type":"episode"}}]}`, []string{
			`Playlists.ListItems /items/*/item/a unknown_member 0`,
			`Playlists.ListItems /items/*/item/b unknown_member 0`,
			`Playlists.ListItems /items/*/item/c unknown_member 0`,
		}},
		"bent numbers": {track, `{"duration_ms":1.5e5,"popularity":-0.0,"album":{"images":[{"width":640.0,"height":640},{"width":64.0}]}}`, []string{
			`Tracks.Get /duration_ms bent 1.5e5`,
			`Tracks.Get /popularity bent -0.0`,
			`Tracks.Get /album/images/*/width bent 640.0`,
		}},
		"numbers within objects": {track, `{"duration_ms":{"totalMilliseconds":123456}}`, []string{
			`Tracks.Get /duration_ms bent {"totalMilliseconds":0}`,
		}},
		"bent objects": {track, `{"external_ids":[],"album":{"external_urls":[ ]}}`, []string{
			`Tracks.Get /external_ids bent []`,
			`Tracks.Get /album/external_urls bent []`,
		}},
		"bent times": {items, `{"items":[{"added_at":"2020-02-03"},{"added_at":"2020-02-03T04:05:06.789+01:00"}]}`, []string{
			`Playlists.ListItems /items/*/added_at bent "0000-00-00"`,
		}},
		"empty times": {items, `{"items":[{"added_at":""},{"added_at":null}]}`, []string{
			`Playlists.ListItems /items/*/added_at bent ""`,
		}},
		"broken texts": {track, "{\"name\":\"My Name \xff\",\"id\":\"\\ud800\",\"preview_url\":\"\\ufffd\",\"href\":\"\\u00e9 \uFFFD\"}", []string{
			`Tracks.Get /name bent "…"`,
			`Tracks.Get /id bent "…"`,
		}},
		"null and missing members": {track, `{"name":null,"album":null,"external_ids":null}`, nil},
		"around a list": {func(client *spotify.Client) error {
			_, err := client.Player.ListDevices(ctx)
			return err
		}, `{"a":1,"devices":[{"type":"Toaster"},{"type":"SPEAKER"}],"b":{}}`, []string{
			`Player.ListDevices /a unknown_member 0`,
			`Player.ListDevices /devices/*/type unknown_value "Toaster"`,
			`Player.ListDevices /b unknown_member {}`,
		}},
		"a batch": {func(client *spotify.Client) error {
			_, err := client.Albums.GetMany(ctx, []spotify.AlbumID{"a", "b"}, nil)
			return err
		}, `{"albums":[{"a":1},{"a":2}]}`, []string{
			`Albums.GetMany /albums/*/a unknown_member 0`,
		}},
		"an iterator": {func(client *spotify.Client) error {
			for _, err := range client.Playlists.AllItems(ctx, "p", nil) {
				if err != nil {
					return err
				}
			}
			return nil
		}, `{"total":1,"items":[{"a":1}],"b":2}`, []string{
			`Playlists.ListItems /items/*/a unknown_member 0`,
			`Playlists.ListItems /b unknown_member 0`,
		}},
		"Do": {func(client *spotify.Client) error {
			return client.Do(ctx, "GET", "/users/somebody", nil, nil, new(spotify.Track))
		}, `{"a":1,"duration_ms":640.0}`, nil},
		"answers without a result": {func(client *spotify.Client) error {
			return client.Player.Pause(ctx, nil)
		}, `{"a":1}`, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got drifts
			client := serve(t, answering(test.body)).client(got.option())
			for range 2 {
				if err := test.read(client); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(test.want, got.lines); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if err := test.read(serve(t, answering(test.body)).client()); err != nil {
				t.Errorf("without the option: %v", err)
			}
		})
	}
}

// TestDriftIsRead compares what is read with the option and without it.
func TestDriftIsRead(t *testing.T) {
	const body = `{"a":[1,"x"],"duration_ms":640.0,"album":{"album_type":"mixtape","external_ids":[]},"name":"\ud800","type":"video"}`
	var got drifts
	for _, options := range [][]spotify.RequestOption{nil, {spotify.WithUnknownMembers()}} {
		server := serve(t, answering(body))
		plain, err := server.client().Tracks.Get(ctx, "x", nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		watched, err := server.client(got.option()).Tracks.Get(ctx, "x", nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(plain, watched, cmp.AllowUnexported(spotify.Markets{})); diff != "" {
			t.Errorf("(-without +with the option):\n%s", diff)
		}
	}
}

// TestDriftOfFailures tells what was found before a mistake, and nothing of items that
// WithBadItems leaves out.
func TestDriftOfFailures(t *testing.T) {
	var got drifts
	client := serve(t, answering(`{"items":[{"a":1,"added_at":[]},{"b":1}]}`)).client(got.option())
	if _, err := client.Playlists.ListItems(ctx, "p", nil); err == nil {
		t.Error("no error")
	}
	if _, err := client.Playlists.ListItems(ctx, "p", nil, spotify.WithBadItems(func(*spotify.DecodeError) {})); err != nil {
		t.Error(err)
	}
	want := []string{
		`Playlists.ListItems /items/*/a unknown_member 0`,
		`Playlists.ListItems /items/*/b unknown_member 0`,
	}
	if diff := cmp.Diff(want, got.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDriftOfCachedAnswers holds that an answer from the cache counts like another one.
func TestDriftOfCachedAnswers(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		fmt.Fprint(w, `{"a":1,"name":"n"}`)
	})
	cache := spotify.NewMemoryCache(1 << 20)
	first := server.client(spotify.WithCache(cache))
	if _, err := first.Tracks.Get(ctx, "x", nil); err != nil {
		t.Fatal(err)
	}
	var got drifts
	if _, err := server.client(spotify.WithCache(cache), got.option()).Tracks.Get(ctx, "x", nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`Tracks.Get /a unknown_member 0`}, got.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestDriftOfSeveralGoroutines wants each report once, and one at a time, also when the
// function calls the client.
func TestDriftOfSeveralGoroutines(t *testing.T) {
	server := serve(t, answering(`{"a":1,"b":2}`))
	var client *spotify.Client
	var running, reports atomic.Int32
	client = server.client(spotify.WithDriftReport(func(d spotify.Drift) {
		if running.Add(1) > 1 {
			t.Error("two calls at a time")
		}
		defer running.Add(-1)
		reports.Add(1)
		if _, err := client.Albums.Get(ctx, "x", nil); err != nil {
			t.Error(err)
		}
	}))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := client.Tracks.Get(ctx, "x", nil); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := reports.Load(); got != 4 {
		t.Errorf("%d reports, want 2 of each operation", got)
	}
}

// TestDriftReportThatPanics holds that later reports are made all the same.
func TestDriftReportThatPanics(t *testing.T) {
	var paths []string
	client := serve(t, answering(`{"a":1,"b":2}`)).client(spotify.WithDriftReport(func(d spotify.Drift) {
		if paths = append(paths, d.Path); len(paths) == 1 {
			panic("the first")
		}
	}))
	func() {
		defer func() { recover() }()
		client.Tracks.Get(ctx, "x", nil)
	}()
	if _, err := client.Tracks.Get(ctx, "x", nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/a", "/b"}, paths); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
