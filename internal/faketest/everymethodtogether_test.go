package faketest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestManyAtATime lets several goroutines read and write through one client, while time
// goes on and the test looks on. Nothing that was carried out may be lost, or happen
// twice.
func TestManyAtATime(t *testing.T) {
	const (
		goroutines = 8
		rounds     = 12
	)
	f := newFixture(t)
	shared := f.AddPlaylist(spotifytest.Playlist{Name: "Of Everybody"}).ID
	tracks := make([][]spotify.TrackID, goroutines)
	for g := range tracks {
		for n := range rounds {
			tracks[g] = append(tracks[g], f.AddTrack(spotifytest.Track{Name: fmt.Sprint(g, " ", n), Album: f.fresh.album}).ID)
		}
	}
	before := f.Saved("", spotify.KindTrack)
	crowd := &crowd{f: f, playlist: shared}

	var running sync.WaitGroup
	for g := range goroutines {
		running.Go(func() {
			for n, track := range tracks[g] {
				if err := errors.Join(crowd.write(t.Context(), n, track), crowd.read(t.Context(), n)); err != nil {
					t.Errorf("goroutine %d, round %d: %v", g, n, err)
					return
				}
			}
		})
	}
	running.Wait()

	p, _ := f.Playlist(shared)
	wantEqual(t, "items and adds less removals", crowd.added.Load()-crowd.removed.Load(), int64(len(p.Items)))
	wantEqual(t, "newly saved", crowd.saved.Load(), int64(len(f.Saved("", spotify.KindTrack))-len(before)))
	wantEqual(t, "queue", crowd.queued.Load(), int64(len(f.Playback("").Queue)))
	wantEqual(t, "different snapshots and changes", crowd.added.Load()+crowd.removed.Load(), int64(len(crowd.differentSnapshots())))
	var want, got []spotify.URI
	for g := range tracks {
		for n, track := range tracks[g] {
			if n%crowdRemovesEach != 0 {
				want = append(want, track.URI())
			}
		}
	}
	for _, item := range p.Items {
		got = append(got, item.URI)
	}
	slices.Sort(want)
	slices.Sort(got)
	wantEqual(t, "items", want, got)
}

// A crowd is what some goroutines do, and how often they have done it.
type crowd struct {
	f        *fixture
	playlist spotify.PlaylistID

	added, removed, saved, queued atomic.Int64

	mu        sync.Mutex
	snapshots []spotify.SnapshotID
}

// crowdRemovesEach says of which rounds the track is removed.
const crowdRemovesEach = 3

func (c *crowd) write(ctx context.Context, n int, track spotify.TrackID) error {
	snapshot, err := c.f.client.Playlists.AddItems(ctx, c.playlist, spotify.AddItemsRequest{
		Items: spotify.Resources{track.URI()}, Position: spotify.Ptr(0),
	})
	if err != nil {
		return err
	}
	c.changed(&c.added, snapshot)
	if n%crowdRemovesEach == 0 {
		snapshot, err := c.f.client.Playlists.RemoveItems(ctx, c.playlist, spotify.RemoveItemsRequest{
			Items: []spotify.PlaylistItemToRemove{{Item: track.URI()}},
		})
		if err != nil {
			return err
		}
		c.changed(&c.removed, snapshot)
	}
	if err := c.f.client.Library.Save(ctx, spotify.Resources{track.URI(), c.f.example.Album.URI()}); err != nil {
		return err
	}
	c.saved.Add(1)
	if err := c.f.client.Player.AddToQueue(ctx, track.URI(), nil); err != nil {
		return err
	}
	c.queued.Add(1)
	return nil
}

func (c *crowd) changed(count *atomic.Int64, snapshot spotify.SnapshotID) {
	count.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.snapshots = append(c.snapshots, snapshot)
}

func (c *crowd) differentSnapshots() []spotify.SnapshotID {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(c.snapshots)))
}

// read also does what a test may do while a client is at work: it looks at the state, and
// puts the clock forward, by so little that the item in playback stays.
func (c *crowd) read(ctx context.Context, n int) error {
	var err error
	switch n % 4 {
	case 0:
		_, err = collect(c.f.client.Playlists.AllItems(ctx, c.playlist, nil, spotify.WithPrefetch(2)), itemItself)
	case 1:
		_, err = c.f.client.Search.Query(ctx, "ferry", []spotify.Kind{spotify.KindTrack, spotify.KindPlaylist}, nil)
	case 2:
		_, err = c.f.client.Player.GetState(ctx, nil)
	case 3:
		_, err = c.f.client.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Limit: 10})
	}
	c.f.Advance(time.Millisecond)
	c.f.Playlist(c.playlist)
	c.f.Playback("")
	c.f.Requests()
	return err
}
