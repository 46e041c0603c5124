package spotifyredis

import (
	"errors"
	"sync"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// Of those who refreshed the same token at a time, one wins, and nobody takes it for lost.
func TestSaveAtATime(t *testing.T) {
	rdb := redistest.Start(t).Client()
	for round := range 5 {
		stores := mustStores(t, rdb)
		mustSave(t, stores.For("ann"), with(grantOf(0), func(g *spotify.Grant) { g.AuthorizedAt = loginAt.AddDate(0, 0, round) }))
		var mu sync.Mutex
		var won []spotify.Grant
		var group sync.WaitGroup
		handles := make([]*TokenStore, 8)
		for n := range handles {
			handles[n] = stores.For("ann")
			mustLoad(t, handles[n])
		}
		for n, store := range handles {
			group.Go(func() {
				grant := with(grantOf(n+1), func(g *spotify.Grant) { g.AuthorizedAt = loginAt.AddDate(0, 0, round) })
				switch err := store.Save(t.Context(), grant); {
				case err == nil:
					mu.Lock()
					won = append(won, grant)
					mu.Unlock()
				case !errors.Is(err, spotify.ErrTokenReplaced):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if len(won) != 1 {
			t.Fatalf("%d were saved, want 1", len(won))
		}
		wantGrant(t, stores.For("ann"), won[0])
	}
}
