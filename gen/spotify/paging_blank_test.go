package spotify

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// blankAt makes the pages at some offsets empty, and takes their next away.
func blankAt(p part[int], offset int, blank ...int) part[int] {
	for _, at := range blank {
		if offset == at {
			p.items, p.next = nil, ""
		}
	}
	return p
}

// An empty page without next is not the end of a list whose total says that more follows,
// but two of them in a row are.
func TestBlankPagesByOffset(t *testing.T) {
	tests := []struct {
		name   string
		where  offsetRange
		answer func(offset int) (part[int], error)
		want   []int
		asked  []int
		err    error
	}{
		{
			name:   "in the middle",
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 11), offset, 3), nil },
			want:   []int{1, 2, 3, 7, 8, 9, 10, 11}, asked: []int{0, 3, 6, 9},
		},
		{
			name:   "at the beginning",
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 7), offset, 0), nil },
			want:   []int{4, 5, 6, 7}, asked: []int{0, 3, 6},
		},
		{
			name:   "at the end",
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 8), offset, 6), nil },
			want:   numbers(1, 6), asked: []int{0, 3, 6},
		},
		{
			name:   "every other page",
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 14), offset, 3, 9), nil },
			want:   []int{1, 2, 3, 7, 8, 9, 13, 14}, asked: []int{0, 3, 6, 9, 12},
		},
		{
			name:   "two in a row",
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 100), offset, 3, 6), nil },
			want:   numbers(1, 3), asked: []int{0, 3, 6},
		},
		{
			name: "behind an empty page with next",
			answer: func(offset int) (part[int], error) {
				p := blankAt(pageAt(offset, 3, 14), offset, 6)
				if offset == 3 {
					p.items = nil
				}
				return p, nil
			},
			want: []int{1, 2, 3, 10, 11, 12, 13, 14}, asked: []int{0, 3, 6, 9, 12},
		},
		{
			name: "the total counts what is not listed",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 100)
				if offset >= 6 {
					p.items, p.next = nil, ""
				}
				return p, nil
			},
			want: numbers(1, 6), asked: []int{0, 3, 6, 9},
		},
		{
			name: "no total",
			answer: func(offset int) (part[int], error) {
				p := blankAt(pageAt(offset, 3, 100), offset, 3)
				p.total = 0
				return p, nil
			},
			want: numbers(1, 3), asked: []int{0, 3},
		},
		{
			name: "no limit says where to go on",
			answer: func(offset int) (part[int], error) {
				p := blankAt(pageAt(offset, 3, 100), offset, 3)
				p.limit = 0
				return p, nil
			},
			want: numbers(1, 3), asked: []int{0, 3},
		},
		{
			name: "smaller pages than the limit that is repeated",
			answer: func(offset int) (part[int], error) {
				p := blankAt(pageAt(offset, 2, 7), offset, 2)
				p.limit = 5
				return p, nil
			},
			want: []int{1, 2, 5, 6, 7}, asked: []int{0, 2, 4, 6},
		},
		{
			name:   "a page with items and without next is the last",
			answer: func(offset int) (part[int], error) { return part[int]{items: []int{1}, limit: 3, total: 100}, nil },
			want:   []int{1}, asked: []int{0},
		},
		{
			name:   "behind it nothing may be read",
			where:  offsetRange{largest: 5},
			answer: func(offset int) (part[int], error) { return blankAt(pageAt(offset, 3, 100), offset, 3), nil },
			want:   numbers(1, 3), asked: []int{0, 3},
		},
		{
			name: "the API refuses the page behind it",
			answer: func(offset int) (part[int], error) {
				if offset == 6 {
					return part[int]{}, errTooMuch
				}
				return blankAt(pageAt(offset, 3, 100), offset, 3), nil
			},
			want: numbers(1, 3), asked: []int{0, 3, 6},
		},
		{
			name: "behind it comes an error",
			answer: func(offset int) (part[int], error) {
				if offset == 6 {
					return part[int]{}, errBroken
				}
				return blankAt(pageAt(offset, 3, 100), offset, 3), nil
			},
			want: numbers(1, 3), asked: []int{0, 3, 6}, err: errBroken,
		},
	}
	for _, test := range tests {
		for _, ahead := range []int{0, 1, 3, 50} {
			t.Run(fmt.Sprintf("%s/ahead %d", test.name, ahead), func(t *testing.T) {
				r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) { return test.answer(offset) }}
				items, errs := collect(allByOffset(t.Context(), newCaller(), test.where, []RequestOption{WithPrefetch(ahead)}, r.read))
				if diff := cmp.Diff(test.want, items); diff != "" {
					t.Errorf("items (-want +got):\n%s", diff)
				}
				wantErrors(t, errs, test.err)
				if diff := cmp.Diff(test.asked, r.asked); diff != "" && ahead == 0 {
					t.Errorf("offsets (-want +got):\n%s", diff)
				}
				r.wantIdle(t)
			})
		}
	}
}

// An empty page without next has no cursor that leads on.
func TestBlankPagesByCursor(t *testing.T) {
	for _, ahead := range []int{0, 2} {
		for _, held := range []string{"", "6"} {
			r := &pageReader[cursor]{answer: func(_ context.Context, at cursor) (part[int], error) {
				p, _ := cursorPages(3, 11)(nil, at)
				p.total = 11
				if at.after == "3" {
					p.items, p.next, p.cursor = nil, "", held
				}
				return p, nil
			}}
			items, errs := collect(allByCursor(t.Context(), newCaller(), pageSize{}, []RequestOption{WithPrefetch(ahead)}, r.read))
			if diff := cmp.Diff(numbers(1, 3), items); diff != "" || len(errs) > 0 {
				t.Errorf("ahead %d: errors %v, items (-want +got):\n%s", ahead, errs, diff)
			}
			if diff := cmp.Diff([]cursor{{}, {after: "3"}}, r.asked, cmp.AllowUnexported(cursor{})); diff != "" {
				t.Errorf("ahead %d: cursors (-want +got):\n%s", ahead, diff)
			}
		}
	}
}

// A page in hand that has no next does not say which list it is of.
func TestNothingFollowsABlankPage(t *testing.T) {
	for _, p := range []part[int]{
		{total: 100, limit: 3},
		{total: 100, limit: 3, offset: 3},
		{items: []int{1}, total: 100, limit: 3},
	} {
		if offset, ok := p.following(); ok {
			t.Errorf("%+v: another page follows at %d", p, offset)
		}
	}
}
