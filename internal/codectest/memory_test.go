package codectest

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// liveHeap returns how many bytes are in use once all garbage is gone.
func liveHeap() int64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools held on to in the first one
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// kept returns how much the heap grows by what a function returns.
func kept(f func() any) int64 {
	before := liveHeap()
	value := f()
	after := liveHeap()
	runtime.KeepAlive(value)
	runtime.KeepAlive(f) // and what it has of its surroundings, which was there before
	return after - before
}

// TestStringsDoNotKeepTheBody keeps one short string of each of many large bodies,
// which may cost no more than short strings do.
func TestStringsDoNotKeepTheBody(t *testing.T) {
	const count, size = 32, 1 << 18
	for name, template := range map[string]string{
		"beside what is skipped":     `{"unknown":"%s","name":"%d"}`,
		"before what is skipped":     `{"name":"%[2]d","unknown":[{"a":"%[1]s"}]}`,
		"beside a large known value": `{"description":"%s","name":"%d"}`,
		"with escapes":               `{"unknown":"%s","name":"\u0041%d"}`,
		"in a list":                  `{"unknown":"%s","authors":[{"name":"x"}],"name":"%d"}`,
	} {
		grown := kept(func() any {
			var names []string
			for i := range count {
				body := fmt.Appendf(nil, template, strings.Repeat("a", size), i)
				var book spotify.Audiobook
				if err := decode(&book, body); err != nil {
					t.Fatal(err)
				}
				names = append(names, book.Name)
			}
			return names
		})
		if grown > size {
			t.Errorf("%s: %d names keep %d bytes in use", name, count, grown)
		}
	}
}

// TestRawDoesNotKeepTheBody does the same with the JSON of a kind that is not known.
func TestRawDoesNotKeepTheBody(t *testing.T) {
	const count, size = 32, 1 << 18
	grown := kept(func() any {
		var list []spotify.Playable
		for range count {
			body := fmt.Appendf(nil, `{"unknown":"%s","currently_playing":{"type":"concert"}}`, strings.Repeat("a", size))
			var queue spotify.Queue
			if err := decode(&queue, body); err != nil {
				t.Fatal(err)
			}
			list = append(list, queue.CurrentlyPlaying)
		}
		return list
	})
	if grown > size {
		t.Errorf("%d raw values keep %d bytes in use", count, grown)
	}
}

// marketCodes returns a list of codes as JSON, of which the last differs with n, up to
// 675.
func marketCodes(n int) string {
	var b strings.Builder
	for i := range 180 {
		fmt.Fprintf(&b, `"%c%c",`, 'A'+i/26, 'A'+i%26)
	}
	fmt.Fprintf(&b, `"%c%c"`, 'A'+n/26, 'A'+n%26)
	return "[" + b.String() + "]"
}

// tracksOn returns a page of tracks that are on the markets that a function tells.
func tracksOn(count int, markets func(i int) string) []byte {
	var items []string
	for i := range count {
		items = append(items, `{"available_markets":`+markets(i)+`,"album":{"available_markets":`+markets(i+1)+`}}`)
	}
	return []byte(`{"items":[` + strings.Join(items, ",") + `]}`)
}

// TestEqualMarketListsAreShared compares what a page keeps in use whose tracks are on
// the same few lists of markets with one whose tracks are each on another.
func TestEqualMarketListsAreShared(t *testing.T) {
	const count = 300
	keptBy := func(markets func(i int) string) int64 {
		body := tracksOn(count, markets)
		return kept(func() any {
			page := new(spotify.Page[spotify.Track])
			if err := decode(page, body); err != nil {
				t.Fatal(err)
			}
			return page
		})
	}
	none := keptBy(func(int) string { return "null" })
	one := keptBy(func(int) string { return marketCodes(0) })
	few := keptBy(func(i int) string { return marketCodes(i % 10) })
	each := keptBy(marketCodes) - none
	if each < count*181 {
		t.Fatalf("%d different lists of 181 codes keep only %d bytes in use; how?", count+1, each)
	}
	if one -= none; one > each/30 {
		t.Errorf("%d equal lists keep %d bytes in use, and %d different ones %d", 2*count, one, count+1, each)
	}
	if few -= none; few > each/10 {
		t.Errorf("%d lists, of which 10 differ, keep %d bytes in use, and %d different ones %d", 2*count, few, count+1, each)
	}
}

// TestMarketListsAreNotMixedUp decodes a body with a great many lists of markets that
// are nearly the same.
func TestMarketListsAreNotMixedUp(t *testing.T) {
	lists := []string{"null", "[]", "[ ]", `["SE"]`, `[ "SE" ]`, `["\u0053E"]`, `["NO"]`, `["SE","NO"]`, `["NO","SE"]`, `["SE","SE"]`, `["SE,NO"]`, `["SE\",\"NO"]`, `["SENO"]`,
		`["se"]`, `["SE",""]`, `["SE",null]`, `["","SE"]`, `[null]`, `[""]`, "[\"\xff\"]", "[\"\xfe\"]", `["\ufffd"]`}
	for n := range 26 {
		lists = append(lists, marketCodes(n))
	}
	for _, a := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		for _, b := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			lists = append(lists, fmt.Sprintf(`["%c%c"]`, a, b), fmt.Sprintf(`["SE","%c%c"]`, b, a))
		}
	}
	tracks := subjectFor[spotify.Page[spotify.Track]]()
	for _, stride := range []int{1, 7, 31} {
		body := tracksOn(3*len(lists), func(i int) string { return lists[i*stride%len(lists)] })
		if difference := disagreement(tracks, body); difference != "" {
			t.Fatalf("%.2000s", difference)
		}
	}
	if reflect.TypeFor[spotify.Markets]().Size() > 16 {
		t.Errorf("Markets is no small value: %d bytes", reflect.TypeFor[spotify.Markets]().Size())
	}
}
