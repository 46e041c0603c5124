package spotify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestInMarkets(t *testing.T) {
	const instant = time.Millisecond
	broken := errors.New("broken")
	tests := []struct {
		name    string
		markets []Market
		want    map[Market]string
		begun   []Market // sorted
		err     string
		took    time.Duration
	}{
		{"none", nil, map[Market]string{}, nil, "", 0},
		{"a few at a time", []Market{"DE", "DK", "FI", "NO", "SE"},
			map[Market]string{"DE": "in DE", "DK": "in DK", "FI": "in FI", "NO": "in NO", "SE": "in SE"},
			[]Market{"DE", "DK", "FI", "NO", "SE"}, "", 2 * (instant + time.Second)},
		{"once each", []Market{"SE", "DE", "SE"}, map[Market]string{"DE": "in DE", "SE": "in SE"}, []Market{"DE", "SE"}, "", instant + time.Second},
		{"not everywhere", []Market{"SE", "00"}, map[Market]string{"SE": "in SE"}, []Market{"00", "SE"}, "", instant + time.Second},
		// The others are cancelled, and DK is not begun.
		{"failure", []Market{"DE", "XX", "FI", "NO", "SE", "DK"}, map[Market]string{}, []Market{"DE", "FI", "NO", "XX"}, "market XX: broken", instant},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var begun []Market
				start := time.Now()
				got, err := InMarkets(t.Context(), test.markets, func(ctx context.Context, market Market) (string, error) {
					mu.Lock()
					begun = append(begun, market)
					mu.Unlock()
					time.Sleep(instant) // until all that can begin have begun
					switch market {
					case "XX":
						return "lost", broken
					case "00":
						return "lost", fmt.Errorf("reading: %w", ErrNotFound)
					}
					select {
					case <-ctx.Done():
						return "lost", ctx.Err()
					case <-time.After(time.Second):
						return "in " + string(market), nil
					}
				})
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("results (-want +got):\n%s", diff)
				}
				slices.Sort(begun)
				if diff := cmp.Diff(test.begun, begun); diff != "" {
					t.Errorf("begun (-want +got):\n%s", diff)
				}
				if took := time.Since(start); took != test.took {
					t.Errorf("it took %v, want %v", took, test.took)
				}
				if (err != nil || test.err != "") && (err == nil || err.Error() != test.err || !errors.Is(err, broken)) {
					t.Errorf("error %v, want %q", err, test.err)
				}
			})
		})
	}
}
