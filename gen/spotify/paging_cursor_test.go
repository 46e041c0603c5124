package spotify

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// cursorPages are the pages of a list that holds 1, 2, 3 … total. The cursor is the
// last item before the page.
func cursorPages(limit, total int) func(context.Context, cursor) (part[int], error) {
	return func(_ context.Context, at cursor) (part[int], error) {
		before, _ := strconv.Atoi(at.after)
		p := part[int]{items: numbers(before+1, min(before+limit, total)), limit: limit}
		if before+limit < total {
			p.cursor = strconv.Itoa(before + limit)
			p.next = "https://api.spotify.com/v1/me/following?type=artist&after=" + p.cursor
		}
		return p, nil
	}
}

func TestAllByCursor(t *testing.T) {
	const base = "https://api.spotify.com/v1/me/things?limit=2"
	tests := []struct {
		name   string
		answer func(at cursor) (part[int], error)
		want   []int
		asked  []cursor
		err    error
	}{
		{
			name:   "an empty list",
			answer: func(cursor) (part[int], error) { return part[int]{next: base + "&after=x"}, nil },
			asked:  []cursor{{}},
		},
		{
			name:   "three pages forward",
			answer: func(at cursor) (part[int], error) { return cursorPages(3, 7)(nil, at) },
			want:   numbers(1, 7), asked: []cursor{{}, {after: "3"}, {after: "6"}},
		},
		{
			name: "three pages back",
			answer: func(at cursor) (part[int], error) {
				switch at.before {
				case "":
					// The cursors of the page lead both ways; next says which.
					return part[int]{items: []int{9, 8}, next: base + "&before=8", cursor: "9"}, nil
				case "8":
					return part[int]{items: []int{7, 0, 6}, next: base + "&before=6", cursor: "7", nulls: []int{1}}, nil
				}
				return part[int]{items: []int{5}, cursor: "5"}, nil
			},
			want: []int{9, 8, 7, 6, 5}, asked: []cursor{{}, {before: "8"}, {before: "6"}},
		},
		{
			name: "next without a cursor",
			answer: func(at cursor) (part[int], error) {
				if at.after == "" {
					return part[int]{items: []int{1}, next: base, cursor: "x"}, nil
				}
				return part[int]{items: []int{2}}, nil
			},
			want: []int{1, 2}, asked: []cursor{{}, {after: "x"}},
		},
		{
			name: "next cannot be read",
			answer: func(at cursor) (part[int], error) {
				if at.after == "" {
					return part[int]{items: []int{1}, next: "https://[", cursor: "x"}, nil
				}
				return part[int]{items: []int{2}}, nil
			},
			want: []int{1, 2}, asked: []cursor{{}, {after: "x"}},
		},
		{
			name:   "no cursor anywhere",
			answer: func(cursor) (part[int], error) { return part[int]{items: []int{1}, next: base}, nil },
			want:   []int{1}, asked: []cursor{{}},
		},
		{
			name: "next is repeated",
			answer: func(cursor) (part[int], error) {
				return part[int]{items: []int{1}, next: base + "&after=x"}, nil
			},
			want: []int{1, 1}, asked: []cursor{{}, {after: "x"}},
		},
		{
			name: "the same cursor behind another next",
			answer: func(at cursor) (part[int], error) {
				return part[int]{items: []int{1}, next: base + "&after=x&was=" + at.after}, nil
			},
			want: []int{1, 1}, asked: []cursor{{}, {after: "x"}},
		},
		{
			name: "in a circle",
			answer: func(at cursor) (part[int], error) {
				to := map[string]string{"": "x", "x": "y", "y": "z", "z": "x"}[at.after]
				return part[int]{items: []int{1}, next: base + "&after=" + to}, nil
			},
			want: []int{1, 1, 1, 1}, asked: []cursor{{}, {after: "x"}, {after: "y"}, {after: "z"}},
		},
		{
			name: "next goes on for ever",
			answer: func(at cursor) (part[int], error) {
				p, _ := cursorPages(3, 7)(nil, at)
				p.next = base + "&after=" + at.after + "1"
				if len(at.after) == 2 {
					p.items = nil
				}
				return p, nil
			},
			want: []int{1, 2, 3, 2, 3, 4}, asked: []cursor{{}, {after: "1"}, {after: "11"}},
		},
		{
			name: "pages in the middle are empty",
			answer: func(at cursor) (part[int], error) {
				p, _ := cursorPages(3, 11)(nil, at)
				p.limit, p.total = 3, 11
				if at.after == "3" || at.after == "6" {
					p.items = nil
				}
				return p, nil
			},
			want: []int{1, 2, 3, 10, 11}, asked: []cursor{{}, {after: "3"}, {after: "6"}, {after: "9"}},
		},
		{
			name: "empty pages go on for ever",
			answer: func(at cursor) (part[int], error) {
				return part[int]{limit: 3, total: 7, next: base + "&after=" + at.after + "1"}, nil
			},
			asked: []cursor{{}, {after: "1"}, {after: "11"}},
		},
		{
			name: "an error in the middle",
			answer: func(at cursor) (part[int], error) {
				if at.after == "3" {
					return part[int]{}, errBroken
				}
				return cursorPages(3, 7)(nil, at)
			},
			want: numbers(1, 3), asked: []cursor{{}, {after: "3"}}, err: errBroken,
		},
	}
	for _, test := range tests {
		for _, ahead := range []int{0, 1, 3} {
			t.Run(fmt.Sprintf("%s/ahead %d", test.name, ahead), func(t *testing.T) {
				r := &pageReader[cursor]{answer: func(_ context.Context, at cursor) (part[int], error) { return test.answer(at) }}
				seq := allByCursor(t.Context(), newCaller(), pageSize{}, []RequestOption{WithPrefetch(ahead)}, r.read)
				for range 2 {
					r.asked = nil
					items, errs := collect(seq)
					if diff := cmp.Diff(test.want, items); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
					wantErrors(t, errs, test.err)
					// Behind a cursor, there is nothing to guess: ahead or not, the
					// requests are the same.
					if diff := cmp.Diff(test.asked, r.asked, cmp.AllowUnexported(cursor{})); diff != "" {
						t.Errorf("cursors (-want +got):\n%s", diff)
					}
					r.wantIdle(t)
				}
			})
		}
	}
}

func TestPrefetchByCursorIsBounded(t *testing.T) {
	for _, ahead := range []int{1, 2, 5} {
		t.Run(strconv.Itoa(ahead), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &pageReader[cursor]{answer: cursorPages(1, 100)}
				for item := range allByCursor(t.Context(), newCaller(), pageSize{}, []RequestOption{WithPrefetch(ahead)}, r.read) {
					synctest.Wait()
					if got, want := len(r.asks()), item+ahead; got != want {
						t.Fatalf("at item %d: %d pages read, want %d", item, got, want)
					}
					if item == 10 {
						break
					}
				}
				if r.most != 1 {
					t.Errorf("%d reads at a time, want 1", r.most)
				}
			})
		})
	}
}

func TestPrefetchOfAnySize(t *testing.T) {
	options := []RequestOption{WithPrefetch(math.MaxInt)}
	byOffset := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) { return pageAt(offset, 3, 7), nil }}
	byCursor := &pageReader[cursor]{answer: cursorPages(3, 7)}
	for name, seq := range map[string]iter.Seq2[int, error]{
		"offset": allByOffset(t.Context(), newCaller(), offsetRange{}, options, byOffset.read),
		"cursor": allByCursor(t.Context(), newCaller(), pageSize{}, options, byCursor.read),
	} {
		items, errs := collect(seq)
		wantErrors(t, errs, nil)
		if diff := cmp.Diff(numbers(1, 7), items); diff != "" {
			t.Errorf("%s: items (-want +got):\n%s", name, diff)
		}
	}
}

func TestPrefetchOf(t *testing.T) {
	tests := []struct {
		name   string
		client []RequestOption
		call   []RequestOption
		want   int
	}{
		{"none", nil, nil, 0},
		{"of the call", nil, []RequestOption{WithHeader("A", "b"), WithPrefetch(3)}, 3},
		{"of the client", []RequestOption{WithPrefetch(2)}, nil, 2},
		{"the call wins", []RequestOption{WithPrefetch(2)}, []RequestOption{WithPrefetch(0)}, 0},
		{"nil options are for the call to refuse", []RequestOption{nil}, []RequestOption{nil, WithPrefetch(1)}, 1},
		{"not negative", nil, []RequestOption{WithPrefetch(-1)}, 0},
	}
	for _, test := range tests {
		if got := newCaller().with(test.client...).prefetchOf(test.call); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestNegativePrefetchFailsTheCall(t *testing.T) {
	_, _, err := sent(t, newRequest(opUser, []RequestOption{WithPrefetch(-1)}))
	wantError(t, err, "Users.Get", "WithPrefetch(-1)", "at least 0")
}

func TestCursorAsMilliseconds(t *testing.T) {
	tests := []struct {
		at            cursor
		after, before int64
		err           string
	}{
		{at: cursor{}},
		{at: cursor{after: "1700000000000"}, after: 1700000000000},
		{at: cursor{before: "1700000000001"}, before: 1700000000001},
		{at: cursor{after: "1", before: "2"}, after: 1, before: 2},
		{at: cursor{before: "abc"}, err: `"abc" is not a number`},
		{at: cursor{after: "99999999999999999999"}, err: `"99999999999999999999" is not a number`},
		{at: cursor{after: "1", before: "1.5"}, err: `"1.5" is not a number`},
	}
	for _, test := range tests {
		after, before, err := test.at.int64s(opGet)
		if after != test.after || before != test.before {
			t.Errorf("%+v: after %d and before %d, want %d and %d", test.at, after, before, test.after, test.before)
		}
		if test.err == "" && err != nil {
			t.Errorf("%+v: %v", test.at, err)
		}
		if test.err != "" {
			wantError(t, err, "Tracks.Get", test.err)
		}
	}
}

func TestPageSize(t *testing.T) {
	development, extended := []ClientOption{WithQuotaMode(Development)}, []ClientOption{WithQuotaMode(Extended)}
	tests := []struct {
		name                    string
		client                  []ClientOption
		want, largest, extended int
		size                    pageSize
	}{
		{"the largest", nil, 0, 50, 0, pageSize{size: 50}},
		{"the largest of all modes", nil, 0, 10, 50, pageSize{size: 10}},
		{"what the caller wants", nil, 7, 50, 0, pageSize{size: 7}},
		{"even if it is too much", nil, 100, 50, 0, pageSize{100, 50}},
		{"extended mode has larger pages", extended, 0, 10, 50, pageSize{50, 10}},
		{"extended mode, no larger ones", extended, 0, 20, 0, pageSize{size: 20}},
		{"development mode does not exceed it", development, 50, 10, 50, pageSize{size: 10}},
		{"development mode, less", development, 7, 10, 50, pageSize{size: 7}},
		{"development mode, the largest", development, 0, 10, 50, pageSize{size: 10}},
		{"no largest is known", nil, 0, 0, 0, pageSize{size: 0}},
		{"development mode, no largest is known", development, 7, 0, 0, pageSize{size: 7}},
	}
	for _, test := range tests {
		if got := newCaller(test.client...).pageSize(test.want, test.largest, test.extended); got != test.size {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.size)
		}
	}
}

func TestPagingFields(t *testing.T) {
	const needed = "limit,next,offset,total"
	tests := []struct{ fields, want string }{
		{"", ""},
		{" ", ""},
		{"items", "items," + needed},
		{"items(track(name,album(name,limit,next)))", "items(track(name,album(name,limit,next)))," + needed},
		{"items(track(name)),href", "items(track(name)),href," + needed},
		{"total,items(added_at)", "items(added_at)," + needed},
		{" next , items.track.name ,offset,limit,total", "items.track.name," + needed},
		{"items.next", "items.next," + needed},
		{"items(track(!album)),!href", "items(track(!album)),!href," + needed},
		{"items,!next", "items," + needed},
		// What begins with an exclusion lets through the rest.
		{"!href", "!href"},
		{"!href,!previous", "!href,!previous"},
		{"!href,!next,!total", "!href"},
		{"!href,next", "!href"},
		{" !next", ""},
		{"!items(track(name,next)),!limit", "!items(track(name,next))"},
		// What the API will refuse is left to the API.
		{"items)a,b", "items)a,b," + needed},
		{"items),next", "items)," + needed},
		{"items(a,b", "items(a,b," + needed},
		{"items,,", "items," + needed},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, pagingFields(test.fields)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.fields, diff)
		}
	}
}
