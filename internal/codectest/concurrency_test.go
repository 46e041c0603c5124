package codectest

import (
	"bytes"
	"reflect"
	"sync"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestConcurrently decodes and encodes the same bytes and the same values in many
// goroutines. The race detector sees what they share.
func TestConcurrently(t *testing.T) {
	const goroutines, rounds = 8, 20
	var wg sync.WaitGroup
	for _, s := range samples() {
		shared := reflect.New(s.typ)
		if err := decode(shared.Interface(), s.body); err != nil {
			t.Fatal(err)
		}
		want, err := encode(shared.Elem().Interface())
		if err != nil {
			t.Fatal(err)
		}
		for range goroutines {
			wg.Go(func() {
				for range rounds {
					own := reflect.New(s.typ)
					if err := decode(own.Interface(), s.body); err != nil {
						t.Errorf("%s: %v", s.name, err)
						return
					}
					if diff := difference(shared.Elem(), own.Elem()); diff != "" {
						t.Errorf("%s: %s", s.name, diff)
					}
					got, err := encode(shared.Elem().Interface())
					if err != nil || !bytes.Equal(got, want) {
						t.Errorf("%s: %v (-want +got):\n%s", s.name, err, firstDifference(want, got))
					}
				}
			})
		}
	}
	wg.Wait()
}

// TestMarketsConcurrently uses lists that several tracks, and so several goroutines,
// may share.
func TestMarketsConcurrently(t *testing.T) {
	var page spotify.Page[spotify.Track]
	body := tracksOn(20, func(i int) string { return marketCodes(25*26 + i%3) })
	if err := decode(&page, body); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range page.Items {
		wg.Go(func() {
			markets := fieldNamed[spotify.Markets](page.Items[i], "AvailableMarkets")
			other := fieldNamed[spotify.Markets](page.Items[i].Album, "AvailableMarkets")
			last := []spotify.Market{"ZA", "ZB", "ZC"}[i%3]
			for range 50 {
				var codes []spotify.Market
				for code := range markets.All() {
					codes = append(codes, code)
				}
				if len(codes) != 181 || codes[180] != last || !markets.Has(last) || markets.Has("ZX") || markets.Equal(other) || markets.String() == other.String() {
					t.Errorf("track %d is on %s", i, markets)
				}
				var again spotify.Markets
				encoded, err := encode(markets)
				if err == nil {
					err = decode(&again, encoded)
				}
				if err != nil || !again.Equal(markets) {
					t.Errorf("%s is %s after decoding (%v)", markets, again, err)
				}
			}
		})
	}
	wg.Wait()
}

// fieldNamed returns a field of a struct that Spotify has deprecated, which is no
// reason not to test it.
func fieldNamed[T any](of any, name string) T {
	return reflect.ValueOf(of).FieldByName(name).Interface().(T)
}
