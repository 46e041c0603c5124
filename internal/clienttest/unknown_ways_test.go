//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestUnknownMembersWithDo holds that answers of Do keep them where their type can.
func TestUnknownMembersWithDo(t *testing.T) {
	const body = `{"items":[{"a":1,"name":"n"},{"name":[]},{"a":2}],"a":3}`
	bad := 0
	client := serve(t, answering(body)).client(spotify.WithUnknownMembers(), spotify.WithBadItems(func(mistake *spotify.DecodeError) {
		bad++
		if mistake.Operation != "GET /songs" {
			t.Errorf("a bad item of %q", mistake.Operation)
		}
	}))
	var page spotify.Page[spotify.Track]
	if err := client.Do(ctx, "GET", "/songs", nil, nil, &page); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s", page.Unknown())
	for i := range page.Items {
		got += fmt.Sprintf(" %s", page.Items[i].Unknown())
	}
	if want := "map[a:3] map[a:1] map[] map[a:2]"; got != want || bad != 1 {
		t.Errorf("unknown members %s, want %s; %d bad items", got, want, bad)
	}

	// What the package does not know decides itself, and a nil pointer has no room.
	var own struct{ Items []spotify.Track }
	if err := serve(t, answering(`{"items":[{"name":"n"}]}`)).client(spotify.WithUnknownMembers()).Do(ctx, "GET", "/songs", nil, nil, &own); err != nil || len(own.Items) != 1 {
		t.Errorf("error %v, items %v", err, own.Items)
	}
	if err := client.Do(ctx, "GET", "/songs", nil, nil, (*spotify.Track)(nil)); err == nil {
		t.Error("decoded into a nil pointer")
	}
}

// TestUnknownMembersOfCachedAnswers holds that a cache keeps the answer, not what one call
// made of it.
func TestUnknownMembersOfCachedAnswers(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ request) {
		w.Header().Set("Cache-Control", "max-age=3600")
		fmt.Fprint(w, `{"a":1,"name":"n"}`)
	})
	client := server.client(spotify.WithCache(spotify.NewMemoryCache(1 << 20)))
	for i, options := range [][]spotify.RequestOption{nil, {spotify.WithUnknownMembers()}, nil, {spotify.WithUnknownMembers()}} {
		track, err := client.Tracks.Get(ctx, "x", nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(track.Unknown()["a"]); (got == "1") != (options != nil) {
			t.Errorf("call %d with %d options: the member is %q", i+1, len(options), got)
		}
		for name := range track.Unknown() {
			track.Unknown()[name][0] = '9' // which is the caller's
		}
	}
	if len(server.requests) != 1 {
		t.Errorf("sent %d requests, want 1", len(server.requests))
	}
}

// TestUnknownMembersOfSimplified holds that the smaller form of an object has them as well,
// and so has what is inside.
func TestUnknownMembersOfSimplified(t *testing.T) {
	const body = `{"a":1,"items":{"a":2,"total":3},"owner":{"a":4},"type":"playlist"}`
	playlist, err := serve(t, answering(body)).client(spotify.WithUnknownMembers()).Playlists.Get(ctx, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(playlist.Simplified())
	if err != nil {
		t.Fatal(err)
	}
	want := parse(t, []byte(body))
	if diff := cmp.Diff(want, common(parse(t, encoded), want)); diff != "" {
		t.Errorf("encoded (-want +got):\n%s", diff)
	}
}

// TestUnknownMembersInSeveralGoroutines reads answers with and without the option at a time,
// from decoders that are shared, and encodes one value from all goroutines.
func TestUnknownMembersInSeveralGoroutines(t *testing.T) {
	const body = `{"a":[1],"album":{"a":2},"name":"n","b":{"c":null}}`
	client := serve(t, answering(body)).client()
	shared, err := client.Tracks.Get(ctx, "x", nil, spotify.WithUnknownMembers())
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(shared)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 5 {
				var options []spotify.RequestOption
				kept := 0
				if i%2 == 0 {
					options, kept = append(options, spotify.WithUnknownMembers()), 2
				}
				track, err := client.Tracks.Get(ctx, "x", nil, options...)
				if err != nil || len(track.Unknown()) != kept {
					t.Errorf("error %v, unknown members %s, want %d", err, track.Unknown(), kept)
				}
				if again, err := json.Marshal(shared); err != nil || string(again) != string(want) {
					t.Errorf("encoded %s, %v, want %s", again, err, want)
				}
			}
		})
	}
	group.Wait()
}
