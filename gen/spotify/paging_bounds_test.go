package spotify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var errTooMuch = &APIError{StatusCode: http.StatusBadRequest, Message: "Invalid limit"}

// A picky list refuses limits beyond one, and pages that end beyond a bound.
type pickyList struct {
	bounds

	mu   sync.Mutex
	sent []string // offset and limit
}

type bounds struct{ total, limit, bound int }

func (l *pickyList) read(_ context.Context, offset, limit int) (part[int], error) {
	l.mu.Lock()
	l.sent = append(l.sent, fmt.Sprintf("%d+%d", offset, limit))
	l.mu.Unlock()
	if l.limit > 0 && limit > l.limit || l.bound > 0 && offset+limit > l.bound {
		return part[int]{}, errTooMuch
	}
	return pageAt(offset, limit, l.total), nil
}

func TestBoundsOfAList(t *testing.T) {
	tests := []struct {
		name  string
		list  bounds
		where offsetRange
		want  []int
		sent  []string // one after the other
		err   error
	}{
		{
			name:  "a bound that the pages meet",
			list:  bounds{total: 100, bound: 10},
			where: offsetRange{largest: 10, page: pageSize{size: 5}},
			want:  numbers(1, 10), sent: []string{"0+5", "5+5", "10+5"},
		},
		{
			name:  "a bound that the pages do not meet",
			list:  bounds{total: 100, bound: 10},
			where: offsetRange{largest: 10, page: pageSize{size: 4}},
			want:  numbers(1, 10), sent: []string{"0+4", "4+4", "8+4", "8+2"},
		},
		{
			name:  "a bound of the offset alone",
			list:  bounds{total: 100},
			where: offsetRange{largest: 10, page: pageSize{size: 4}},
			want:  numbers(1, 12), sent: []string{"0+4", "4+4", "8+4"},
		},
		{
			name:  "one page is too much",
			list:  bounds{total: 100, bound: 10},
			where: offsetRange{largest: 10, page: pageSize{size: 50}},
			want:  numbers(1, 10), sent: []string{"0+50", "0+10"},
		},
		{
			name:  "a start near the bound",
			list:  bounds{total: 100, bound: 10},
			where: offsetRange{start: 8, largest: 10, page: pageSize{size: 4}},
			want:  numbers(9, 10), sent: []string{"8+4", "8+2"},
		},
		{
			name:  "a start behind the bound",
			list:  bounds{total: 100, bound: 10},
			where: offsetRange{start: 12, largest: 10, page: pageSize{size: 4}},
			sent:  []string{"12+4"}, err: ErrBadRequest,
		},
		{
			name:  "a bound below the one that is known",
			list:  bounds{total: 100, bound: 9},
			where: offsetRange{largest: 10, page: pageSize{size: 4}},
			want:  numbers(1, 8), sent: []string{"0+4", "4+4", "8+4", "8+2"},
		},
		{
			name:  "no bound is known",
			list:  bounds{total: 100, bound: 9},
			where: offsetRange{page: pageSize{size: 4}},
			want:  numbers(1, 8), sent: []string{"0+4", "4+4", "8+4"}, err: ErrBadRequest,
		},
		{
			name:  "the pages of another mode",
			list:  bounds{total: 12, limit: 5},
			where: offsetRange{page: pageSize{50, 5}},
			want:  numbers(1, 12), sent: []string{"0+50", "0+5", "5+5", "10+5"},
		},
		{
			name:  "not even those",
			list:  bounds{total: 12, limit: 4},
			where: offsetRange{page: pageSize{50, 5}},
			sent:  []string{"0+50", "0+5"}, err: ErrBadRequest,
		},
		{
			name:  "the pages of another mode, up to the bound",
			list:  bounds{total: 100, limit: 5, bound: 8},
			where: offsetRange{largest: 8, page: pageSize{50, 5}},
			want:  numbers(1, 8), sent: []string{"0+50", "0+5", "5+5", "5+3"},
		},
	}
	for _, test := range tests {
		for _, ahead := range []int{0, 2} {
			t.Run(fmt.Sprintf("%s/ahead %d", test.name, ahead), func(t *testing.T) {
				list := pickyList{bounds: test.list}
				items, errs := collect(allByOffset(t.Context(), newCaller(), test.where, []RequestOption{WithPrefetch(ahead)}, list.read))
				if diff := cmp.Diff(test.want, items); diff != "" {
					t.Errorf("items (-want +got):\n%s", diff)
				}
				wantErrors(t, errs, test.err)
				if diff := cmp.Diff(test.sent, list.sent); diff != "" && ahead == 0 {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// Another error than a refused request is an error near the bound, too.
func TestErrorsNearTheBound(t *testing.T) {
	read := func(_ context.Context, offset, limit int) (part[int], error) {
		switch {
		case offset == 0:
			return pageAt(offset, limit, 100), nil
		case limit == 4:
			return part[int]{}, errTooMuch
		}
		return part[int]{}, errBroken
	}
	items, errs := collect(allByOffset(t.Context(), newCaller(), offsetRange{largest: 6, page: pageSize{size: 4}}, nil, read))
	wantErrors(t, errs, errBroken)
	if diff := cmp.Diff(numbers(1, 4), items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestCursorPagesOfAnotherMode(t *testing.T) {
	pages := cursorPages(3, 7)
	var limits []int
	read := func(ctx context.Context, at cursor, limit int) (part[int], error) {
		if limits = append(limits, limit); limit > 3 {
			return part[int]{}, errTooMuch
		}
		return pages(ctx, at)
	}
	items, errs := collect(allByCursor(t.Context(), newCaller(), pageSize{50, 3}, nil, read))
	wantErrors(t, errs, nil)
	if diff := cmp.Diff(numbers(1, 7), items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if !slices.Equal(limits, []int{50, 3, 3, 3}) {
		t.Errorf("limits %v", limits)
	}
	if !errors.Is(errTooMuch, ErrBadRequest) {
		t.Error("the error is not one that makes pages smaller")
	}
}
