package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// letters makes items of letters: small ones are tracks, capitals are local files, and a
// dot is something that Spotify no longer has.
func letters(text string) []item {
	var uris []spotify.URI
	for _, r := range text {
		switch {
		case r == '.':
			uris = append(uris, "")
		case r < 'a':
			uris = append(uris, spotify.URI("spotify:local:::"+string(r)+":1"))
		default:
			uris = append(uris, spotify.TrackID(strings.Repeat(string(r), 22)).URI())
		}
	}
	return itemsOf(uris)
}

func spell(items []item) string {
	var text strings.Builder
	for _, it := range items {
		switch {
		case it.uri == "":
			text.WriteString(".")
		case it.uri.IsLocal():
			text.WriteString(strings.Split(string(it.uri), ":")[4])
		default:
			text.WriteString(it.uri.ID()[:1])
		}
	}
	return text.String()
}

func TestMerge(t *testing.T) {
	tests := []struct{ name, before, file, playlist, want string }{
		{"nothing", "", "", "", ""},
		{"in step", "abc", "abc", "abc", "abc"},
		{"first time, empty file", "", "", "abc", "abc"},
		{"first time, empty playlist", "", "abc", "", "abc"},
		{"first time, both", "", "abx", "ayb", "aybx"},
		{"added to the file", "ac", "abc", "ac", "abc"},
		{"added to the playlist", "ac", "ac", "xac", "xac"},
		{"added to both", "ab", "abc", "abd", "abdc"},
		{"the same added to both", "ab", "abc", "cab", "abc"},
		{"removed from the file", "abc", "ac", "abc", "ac"},
		{"removed from the playlist", "abc", "abc", "bc", "bc"},
		{"removed from both", "abc", "ab", "ab", "ab"},
		{"all removed from the file", "abc", "", "abc", ""},
		{"removed and added again", "abc", "abc", "bca", "bca"},
		{"file reordered", "abc", "cab", "abc", "cab"},
		{"playlist reordered", "abc", "abc", "bca", "bca"},
		{"both reordered", "abc", "cab", "bca", "cab"},
		{"playlist reordered, file has more", "abc", "abxc", "cba", "cbxa"},
		{"file reordered, playlist has more", "abc", "cab", "abxc", "cabx"},
		{"removed here, reordered there", "abcd", "acd", "dcba", "dca"},
		{"copies", "aa", "aaa", "aa", "aaa"},
		{"copy removed", "aab", "ab", "aab", "ab"},
		{"local file", "aLb", "aLb", "aLb", "aLb"},
		{"local file removed from the file", "aLb", "ab", "aLb", "aLb"},
		{"local file removed from the playlist", "aLb", "aLb", "ab", "ab"},
		{"local file added to the file", "ab", "aLb", "ab", "ab"},
		{"local file added to the playlist", "ab", "ab", "aLb", "aLb"},
		{"gone", "ab", "ab", "a.b", "a.b"},
		{"gone, still there", "a.b", "ab", "a.b", "a.b"},
		{"gone, and reordered", "a.b", "ba", "a.b", "ba."},
	}
	for _, test := range tests {
		got := spell(merge(letters(test.before), letters(test.file), letters(test.playlist)))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// carryOut does to a list what a playlist would do.
func (c change) carryOut(uris []spotify.URI) []spotify.URI {
	uris = slices.DeleteFunc(slices.Clone(uris), func(uri spotify.URI) bool { return slices.Contains(c.remove, uri) })
	for _, m := range c.moves {
		moved := slices.Clone(uris[m.RangeStart : m.RangeStart+m.RangeLength])
		at := m.InsertBefore
		if at > m.RangeStart {
			at -= m.RangeLength
		}
		uris = slices.Insert(slices.Delete(uris, m.RangeStart, m.RangeStart+m.RangeLength), at, moved...)
	}
	for _, a := range c.adds {
		var added []spotify.URI
		for _, resource := range a.Items {
			added = append(added, resource.ResourceURI())
		}
		uris = slices.Insert(uris, *a.Position, added...)
	}
	return uris
}

func TestChanges(t *testing.T) {
	tests := []struct {
		name, now, goal       string
		removed, moves, added int
	}{
		{"none", "abc", "abc", 0, 0, 0},
		{"all removed", "abc", "", 3, 0, 0},
		{"all added", "", "abc", 0, 0, 1},
		{"two places", "bd", "abcde", 0, 0, 3},
		{"the first goes to the end", "abcdef", "bcdefa", 0, 1, 0},
		{"the last goes to the start", "abcdef", "fabcde", 0, 1, 0},
		{"neighbours move together", "abcdefgh", "efgabcdh", 0, 1, 0},
		{"two swap", "abcdef", "aecdbf", 0, 2, 0},
		{"turned round", "abcd", "dcba", 0, 3, 0},
		{"all at once", "abcdef", "xfbcy", 3, 1, 2},
		{"a copy less", "abab", "abb", 1, 0, 1},
		{"a local file moves", "aLb", "Lab", 0, 1, 0},
	}
	for _, test := range tests {
		now, goal := letters(test.now), letters(test.goal)
		c := changeOf(now, goal)
		got := [3]int{len(c.remove), len(c.moves), len(c.adds)}
		if diff := cmp.Diff([3]int{test.removed, test.moves, test.added}, got); diff != "" {
			t.Errorf("%s: removed, moves, adds (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.goal, spell(itemsOf(c.carryOut(urisOf(now))))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Any list becomes any other, with no more than a hundred items in a request.
func TestChangesOfRandomLists(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	list := func(length, different int) []item {
		uris := make([]spotify.URI, random.IntN(length))
		for i := range uris {
			uris[i] = spotify.URI("spotify:track:" + strings.Repeat(string(rune('a'+random.IntN(different))), 22))
		}
		return itemsOf(uris)
	}
	for range 2000 {
		now, goal := list(20, 8), list(20, 8)
		if got := changeOf(now, goal).carryOut(urisOf(now)); !slices.Equal(got, urisOf(goal)) {
			t.Fatalf("%s became %s, want %s", spell(now), spell(itemsOf(got)), spell(goal))
		}
	}
	now, goal := letters(strings.Repeat("a", 250)+"b"), letters("b"+strings.Repeat("a", 500))
	c := changeOf(now, goal)
	for _, a := range c.adds {
		if len(a.Items) > most {
			t.Errorf("%d items in a request", len(a.Items))
		}
	}
	if got := c.carryOut(urisOf(now)); !slices.Equal(got, urisOf(goal)) {
		t.Errorf("many copies became %s", spell(itemsOf(got)))
	}
}
