package spotify

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// InMarkets reads the same in several markets, up to four at a time, and returns the
// results by market. It works with each method that takes a market:
//
//	found, err := InMarkets(ctx, []Market{"SE", "US"},
//		func(ctx context.Context, market Market) (*SearchResult, error) {
//			return client.Search.Query(ctx, "abba", kinds, &SearchQueryOptions{Market: market})
//		})
//
// A market in which the answer is [ErrNotFound] is not among the results, and a market
// that is listed twice is read once. After any other error, nothing more is begun, and
// reads under way are cancelled. The error then names the market, and the results that
// have arrived are returned with it.
//
// Use the token of an app, from [Authenticator.ClientCredentials]. With that of a user, the
// API reads in the country of the user, whatever market a request names.
func InMarkets[T any](ctx context.Context, markets []Market, read func(ctx context.Context, market Market) (T, error)) (map[Market]T, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		mu      sync.Mutex
		running sync.WaitGroup
		failure error
		begun   = map[Market]bool{}
		results = map[Market]T{}
		slots   = make(chan struct{}, maxParallel)
	)
	hasFailed := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return failure != nil
	}
	for _, market := range markets {
		if begun[market] {
			continue
		}
		begun[market] = true
		slots <- struct{}{}
		if hasFailed() {
			break
		}
		running.Go(func() {
			defer func() { <-slots }()
			result, err := read(ctx, market)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				results[market] = result
			case failure == nil && !errors.Is(err, ErrNotFound):
				failure = fmt.Errorf("market %s: %w", market, err)
				cancel()
			}
		})
	}
	running.Wait()
	return results, failure
}
