package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// spell makes a list of items of a text: small letters are tracks, capitals are local
// files, and a dot is nothing.
func spell(text string) []spotify.URI {
	var uris []spotify.URI
	for _, letter := range text {
		switch {
		case letter == '.':
			uris = append(uris, "")
		case letter < 'a':
			uris = append(uris, spotify.URI(fmt.Sprintf("spotify:local:::%c:60", letter)))
		default:
			uris = append(uris, track(string(letter)))
		}
	}
	return uris
}

func track(name string) spotify.URI {
	return spotify.URI("spotify:track:" + name + strings.Repeat("0", 22-len(name)))
}

func unspell(uris []spotify.URI) string {
	var text strings.Builder
	for _, uri := range uris {
		file, local := uri.Local()
		switch {
		case local:
			text.WriteString(file.Title)
		case uri == "":
			text.WriteString(".")
		default:
			text.WriteString(strings.TrimRight(uri.ID(), "0"))
		}
	}
	return text.String()
}

// spellSteps writes steps as "-ab" (removed), "5+2>0" (so many moved from here to there),
// and "+ab@3".
func spellSteps(steps []step) string {
	var words []string
	for _, s := range steps {
		switch {
		case s.add != nil:
			words = append(words, fmt.Sprintf("+%s@%d", unspell(urisOf(s.add.Items)), *s.add.Position))
		case s.move != nil:
			words = append(words, fmt.Sprintf("%d+%d>%d", s.move.RangeStart, s.move.RangeLength, s.move.InsertBefore))
		default:
			words = append(words, "-"+unspell(s.remove))
		}
	}
	return strings.Join(words, " ")
}

func urisOf(items spotify.Resources) []spotify.URI {
	var uris []spotify.URI
	for _, item := range items {
		uris = append(uris, item.ResourceURI())
	}
	return uris
}

func TestMakePlan(t *testing.T) {
	tests := []struct {
		name, now, want string
		steps, goal     string // an empty goal is what is wanted
		leftOut         []int
		kept            string
	}{
		{name: "nothing to do", now: "abA.", want: "abA."},
		{name: "both empty"},
		{name: "emptied", now: "ab", want: "", steps: "-ab"},
		{name: "anew", want: "abc", steps: "+abc@0"},
		{name: "one at the front, one inside, one at the end", now: "bd", want: "abcde", steps: "+a@0 +c@2 +e@4"},
		{name: "one too many", now: "axb", want: "ab", steps: "-x"},
		{name: "first one last", now: "bcda", want: "abcd", steps: "3+1>0"},
		{name: "last one first", now: "dabc", want: "abcd", steps: "0+1>4"},
		{name: "two halves swapped", now: "defabc", want: "abcdef", steps: "0+3>6"},
		{name: "reversed", now: "cba", want: "abc", steps: "1+1>3 0+1>3"},
		{name: "copies keep their order", now: "aba", want: "aab", steps: "1+1>3"},
		{name: "a copy too few", now: "ab", want: "aba", steps: "+a@2"},
		{name: "a copy too many takes all with it", now: "abab", want: "abb", steps: "-a +a@0"},
		{name: "local files are moved", now: "abAB", want: "AaBb", steps: "0+1>3 0+1>4"},
		{name: "a local file that is gone", now: "ab", want: "aAb", goal: "ab", leftOut: []int{1}},
		{name: "one of two that are gone", now: "A", want: "aA.A", steps: "+a@0", goal: "aA", leftOut: []int{2, 3}},
		{name: "a local file that came later", now: "Aab", want: "ab", steps: "0+1>3", goal: "abA", kept: "A"},
		{name: "a null that came later", now: "a.b", want: "ab", steps: "1+1>3", goal: "ab.", kept: "."},
		{name: "all at once", now: "xAcbb", want: "abcA", steps: "-xb 0+1>2 +ab@0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := makePlan(spell(test.now), spell(test.want))
			if test.goal == "" {
				test.goal = test.want
			}
			got := []any{spellSteps(p.steps), unspell(p.goal), p.leftOut, unspell(p.kept)}
			if diff := cmp.Diff([]any{test.steps, test.goal, test.leftOut, test.kept}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Many lists, as short texts in which copies are frequent.
func TestMakePlanReachesGoal(t *testing.T) {
	const letters = "aabcdefgABC."
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 2))
		random := func() string {
			text := make([]byte, r.IntN(15))
			for i := range text {
				text[i] = letters[r.IntN(len(letters))]
			}
			return string(text)
		}
		now, want := random(), random()
		p := makePlan(spell(now), spell(want))
		list := spell(now)
		for _, s := range p.steps {
			list = s.after(list)
		}
		if unspell(list) != unspell(p.goal) {
			t.Fatalf("from %q to %q: %q comes of %s, want %q", now, want, unspell(list), spellSteps(p.steps), unspell(p.goal))
		}
	}
}

// after is the list after a step, by the words of the documentation.
func (s step) after(list []spotify.URI) []spotify.URI {
	switch {
	case s.add != nil:
		return slices.Insert(slices.Clone(list), *s.add.Position, urisOf(s.add.Items)...)
	case s.move != nil:
		start, end, before := s.move.RangeStart, s.move.RangeStart+s.move.RangeLength, s.move.InsertBefore
		if before <= start {
			return slices.Concat(list[:before], list[start:end], list[before:start], list[end:])
		}
		return slices.Concat(list[:start], list[end:before], list[start:end], list[before:])
	}
	return slices.DeleteFunc(slices.Clone(list), func(uri spotify.URI) bool { return slices.Contains(s.remove, uri) })
}

// No request is about more than the API takes.
func TestSteps(t *testing.T) {
	var many []spotify.URI
	for i := range 250 {
		many = append(many, track(fmt.Sprintf("x%dx", i)))
	}
	swapped := slices.Concat(many[125:], many[:125])
	for name, p := range map[string]plan{
		"add": makePlan(nil, many), "remove": makePlan(many, nil), "move": makePlan(swapped, many),
	} {
		t.Run(name, func(t *testing.T) {
			var sizes []int
			for _, s := range p.steps {
				sizes = append(sizes, s.size())
			}
			want := []int{100, 100, 50}
			if name == "move" {
				want = []int{100, 25}
			}
			if diff := cmp.Diff(want, sizes); diff != "" {
				t.Errorf("sizes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLongestRising(t *testing.T) {
	tests := []struct{ list, want []int }{
		{nil, nil},
		{[]int{4}, []int{4}},
		{[]int{1, 2, 3}, []int{1, 2, 3}},
		{[]int{3, 1, 2}, []int{1, 2}},
		{[]int{5, 1, 6, 2, 7, 3, 4}, []int{1, 2, 3, 4}},
	}
	for _, test := range tests {
		var got []int
		for n := range longestRising(test.list) {
			got = append(got, n)
		}
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("of %v (-want +got):\n%s", test.list, diff)
		}
	}
}
