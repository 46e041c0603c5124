package spotify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var errBroken = errors.New("broken")

// pageAt is the page at an offset of a list that holds 1, 2, 3 … total.
func pageAt(offset, limit, total int) part[int] {
	p := part[int]{offset: offset, limit: limit, total: total}
	for i := offset; i < min(offset+limit, total); i++ {
		p.items = append(p.items, i+1)
	}
	if offset+limit < total {
		p.next = fmt.Sprintf("https://api.spotify.com/v1/me/things?offset=%d&limit=%d", offset+limit, limit)
	}
	return p
}

// numbers are those from first to last.
func numbers(first, last int) []int {
	var list []int
	for i := first; i <= last; i++ {
		list = append(list, i)
	}
	return list
}

// collect goes through a sequence to its end, and through at most 1000 elements.
func collect(seq iter.Seq2[int, error]) (items []int, errs []error) {
	for item, err := range seq {
		if err != nil {
			errs = append(errs, err)
		} else {
			items = append(items, item)
		}
		if len(items)+len(errs) == 1000 {
			break
		}
	}
	return items, errs
}

// A reader of pages that remembers what it was asked.
type pageReader[P comparable] struct {
	answer func(ctx context.Context, at P) (part[int], error)

	mu      sync.Mutex
	asked   []P
	running int
	most    int // that were running at a time
}

func (r *pageReader[P]) read(ctx context.Context, at P, _ int) (part[int], error) {
	r.mu.Lock()
	r.asked = append(r.asked, at)
	r.running++
	r.most = max(r.most, r.running)
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.running--
	}()
	if err := ctx.Err(); err != nil {
		return part[int]{}, err
	}
	return r.answer(ctx, at)
}

func (r *pageReader[P]) asks() []P {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

// wantIdle is for when all reads must be over.
func (r *pageReader[P]) wantIdle(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running != 0 {
		t.Errorf("%d reads are still under way", r.running)
	}
}

func TestAllByOffset(t *testing.T) {
	tests := []struct {
		name   string
		where  offsetRange
		answer func(offset int) (part[int], error)
		want   []int
		asked  []int
		err    error
	}{
		{
			name:   "an empty list",
			answer: func(offset int) (part[int], error) { return pageAt(offset, 3, 0), nil },
			asked:  []int{0},
		},
		{
			name:   "one page",
			answer: func(offset int) (part[int], error) { return pageAt(offset, 3, 3), nil },
			want:   numbers(1, 3), asked: []int{0},
		},
		{
			name:   "three pages",
			answer: func(offset int) (part[int], error) { return pageAt(offset, 3, 7), nil },
			want:   numbers(1, 7), asked: []int{0, 3, 6},
		},
		{
			name:   "from an offset on",
			where:  offsetRange{start: 2},
			answer: func(offset int) (part[int], error) { return pageAt(offset, 3, 7), nil },
			want:   numbers(3, 7), asked: []int{2, 5},
		},
		{
			name: "nulls were dropped from the pages",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				p.items = p.items[:min(1, len(p.items))]
				return p, nil
			},
			want: []int{1, 4, 7}, asked: []int{0, 3, 6},
		},
		{
			name: "nulls stand in the pages, and fill one",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 9)
				for i := range p.items {
					if p.items[i] == 2 || offset == 3 {
						p.items[i] = 0
						p.nulls = append(p.nulls, i)
					}
				}
				return p, nil
			},
			want: []int{1, 3, 7, 8, 9}, asked: []int{0, 3, 6},
		},
		{
			name: "zero values are no nulls",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 3)
				p.items[0], p.items[1] = 0, 0
				p.nulls = []int{1}
				return p, nil
			},
			want: []int{0, 3}, asked: []int{0},
		},
		{
			name: "without a limit, by next",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				p.limit = 0
				return p, nil
			},
			want: numbers(1, 7), asked: []int{0, 3, 6},
		},
		{
			name: "without a limit, next cannot be read",
			answer: func(offset int) (part[int], error) {
				return part[int]{items: []int{1}, next: "https://[", total: 9}, nil
			},
			want: []int{1}, asked: []int{0},
		},
		{
			name: "without a limit, next has no offset",
			answer: func(offset int) (part[int], error) {
				return part[int]{items: []int{1}, next: "https://api.spotify.com/v1/me/things", total: 9}, nil
			},
			want: []int{1}, asked: []int{0},
		},
		{
			name:  "without a limit, next leads back",
			where: offsetRange{start: 5},
			answer: func(offset int) (part[int], error) {
				return part[int]{items: []int{1}, next: "https://api.spotify.com/v1/me/things?offset=4", total: 9}, nil
			},
			want: []int{1}, asked: []int{5},
		},
		{
			name: "next goes on for ever",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				p.next = "https://api.spotify.com/v1/me/things?offset=" + strconv.Itoa(offset+3)
				return p, nil
			},
			want: numbers(1, 7), asked: []int{0, 3, 6, 9},
		},
		{
			name: "next leads to its own page for ever",
			answer: func(offset int) (part[int], error) {
				return part[int]{items: []int{offset + 1}, limit: 1, total: 3, next: "https://api.spotify.com/v1/me/things?offset=" + strconv.Itoa(offset)}, nil
			},
			want: numbers(1, 3), asked: []int{0, 1, 2},
		},
		{
			name: "pages in the middle are empty",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 14)
				if offset == 3 || offset == 6 {
					p.items = nil
				}
				return p, nil
			},
			want: []int{1, 2, 3, 10, 11, 12, 13, 14}, asked: []int{0, 3, 6, 9, 12},
		},
		{
			name: "the first page is empty",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 5)
				if offset == 0 {
					p.items = nil
				}
				return p, nil
			},
			want: []int{4, 5}, asked: []int{0, 3},
		},
		{
			name: "all pages are empty",
			answer: func(offset int) (part[int], error) {
				return part[int]{limit: 3, total: 7, next: "https://api.spotify.com/v1/me/things?offset=" + strconv.Itoa(offset+3)}, nil
			},
			asked: []int{0, 3, 6},
		},
		{
			name: "an empty page without a total",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 100)
				p.total = 0
				if offset == 3 {
					p.items = nil
				}
				return p, nil
			},
			want: numbers(1, 3), asked: []int{0, 3},
		},
		{
			name: "an empty page without a limit",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				p.limit = 0
				if offset == 3 {
					p.items = nil
				}
				return p, nil
			},
			want: []int{1, 2, 3, 7}, asked: []int{0, 3, 6},
		},
		{
			name: "smaller pages than the limit that is repeated",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 2, 7)
				p.limit = 50
				return p, nil
			},
			want: numbers(1, 7), asked: []int{0, 2, 4, 6},
		},
		{
			name: "next passes items",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				if p.next != "" {
					p.next = "https://api.spotify.com/v1/me/things?offset=" + strconv.Itoa(offset+4)
				}
				return p, nil
			},
			want: numbers(1, 7), asked: []int{0, 3, 6},
		},
		{
			name: "next leads back, but there is a limit",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 7)
				if p.next != "" {
					p.next = "https://api.spotify.com/v1/me/things?offset=" + strconv.Itoa(-offset)
				}
				return p, nil
			},
			want: numbers(1, 7), asked: []int{0, 3, 6},
		},
		{
			name: "next is repeated",
			answer: func(offset int) (part[int], error) {
				p := pageAt(offset, 3, 100)
				if offset >= 3 {
					p.next = pageAt(3, 3, 100).next
				}
				return p, nil
			},
			want: numbers(1, 9), asked: []int{0, 3, 6},
		},
		{
			name: "an error in the middle",
			answer: func(offset int) (part[int], error) {
				if offset == 6 {
					return part[int]{}, errBroken
				}
				return pageAt(offset, 3, 100), nil
			},
			want: numbers(1, 6), asked: []int{0, 3, 6}, err: errBroken,
		},
		{
			name:   "an error at once",
			answer: func(offset int) (part[int], error) { return part[int]{}, errBroken },
			asked:  []int{0}, err: errBroken,
		},
		{
			name:   "up to the largest offset",
			where:  offsetRange{largest: 6},
			answer: func(offset int) (part[int], error) { return pageAt(offset, 3, 100), nil },
			want:   numbers(1, 9), asked: []int{0, 3, 6},
		},
		{
			name:  "the limit is beyond all bounds",
			where: offsetRange{start: 1},
			answer: func(offset int) (part[int], error) {
				return part[int]{items: []int{1}, limit: math.MaxInt, total: math.MaxInt, next: "more"}, nil
			},
			want: []int{1}, asked: []int{1},
		},
	}
	for _, test := range tests {
		for _, ahead := range []int{0, 1, 3, 50} {
			t.Run(fmt.Sprintf("%s/ahead %d", test.name, ahead), func(t *testing.T) {
				r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) { return test.answer(offset) }}
				seq := allByOffset(t.Context(), newCaller(), test.where, []RequestOption{WithPrefetch(ahead)}, r.read)
				for range 2 { // a sequence can be gone through again
					r.asked = nil
					items, errs := collect(seq)
					if diff := cmp.Diff(test.want, items); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
					wantErrors(t, errs, test.err)
					if diff := cmp.Diff(test.asked, r.asked); diff != "" && ahead == 0 {
						t.Errorf("offsets (-want +got):\n%s", diff)
					}
					r.wantIdle(t)
				}
			})
		}
	}
}

// wantErrors wants one error, or none if it is nil.
func wantErrors(t *testing.T, errs []error, want error) {
	t.Helper()
	switch {
	case want == nil && len(errs) > 0:
		t.Errorf("errors %v, want none", errs)
	case want != nil && (len(errs) != 1 || !errors.Is(errs[0], want)):
		t.Errorf("errors %v, want one that is %v", errs, want)
	}
}

// Without WithPrefetch, a page is read when the loop needs it and not before.
func TestPagesAreReadOnDemand(t *testing.T) {
	t.Run("offset", func(t *testing.T) {
		r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) { return pageAt(offset, 3, 100), nil }}
		seq := allByOffset(t.Context(), newCaller(), offsetRange{}, nil, r.read)
		wantOnDemand(t, seq, func() int { return len(r.asks()) })
	})
	t.Run("cursor", func(t *testing.T) {
		r := &pageReader[cursor]{answer: cursorPages(3, 100)}
		seq := allByCursor(t.Context(), newCaller(), pageSize{}, nil, r.read)
		wantOnDemand(t, seq, func() int { return len(r.asks()) })
	})
}

func wantOnDemand(t *testing.T, seq iter.Seq2[int, error], asked func() int) {
	t.Helper()
	if n := asked(); n != 0 {
		t.Errorf("%d pages read before the loop", n)
	}
	for item, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		if got, want := asked(), (item-1)/3+1; got != want {
			t.Fatalf("at item %d: %d pages read, want %d", item, got, want)
		}
		if item == 6 {
			break
		}
	}
	if got := asked(); got != 2 {
		t.Errorf("%d pages read, want 2", got)
	}
}

// A loop that takes no time is twice as fast with one page ahead.
func TestPrefetchForFastLoop(t *testing.T) {
	for ahead, want := range []time.Duration{40, 21, 14} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) {
				time.Sleep(time.Second)
				return pageAt(offset, 3, 120), nil
			}}
			collect(allByOffset(t.Context(), newCaller(), offsetRange{}, []RequestOption{WithPrefetch(ahead)}, r.read))
			if got := time.Since(start); got != want*time.Second {
				t.Errorf("%v with %d pages ahead, want %v", got, ahead, want*time.Second)
			}
		})
	}
}

// The later a page, the sooner it is there. Order and bounds hold nevertheless.
func TestPrefetchByOffset(t *testing.T) {
	const limit, total, ahead = 3, 40, 4
	synctest.Test(t, func(t *testing.T) {
		r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) {
			time.Sleep(time.Duration(total-offset) * time.Millisecond)
			return pageAt(offset, limit, total), nil
		}}
		seq := allByOffset(t.Context(), newCaller(), offsetRange{}, []RequestOption{WithPrefetch(ahead)}, r.read)
		items, errs := collect(seq)
		wantErrors(t, errs, nil)
		if diff := cmp.Diff(numbers(1, total), items); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
		if r.most != ahead+1 { // with the one that the loop waits for
			t.Errorf("%d reads at a time, want %d", r.most, ahead+1)
		}
		asked := r.asks()
		slices.Sort(asked)
		var want []int
		for offset := 0; offset < total; offset += limit {
			want = append(want, offset)
		}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("offsets (-want +got):\n%s", diff)
		}
		r.wantIdle(t)
	})
}

func TestPrefetchReadsNoMoreThanAsked(t *testing.T) {
	tests := []struct {
		name  string
		where offsetRange
		ahead int
		page  func(offset int) part[int]
		want  []int // after the first item
	}{
		{"n pages", offsetRange{}, 2, func(offset int) part[int] { return pageAt(offset, 3, 100) }, []int{0, 3, 6}},
		{"up to total", offsetRange{}, 9, func(offset int) part[int] { return pageAt(offset, 3, 9) }, []int{0, 3, 6}},
		{"up to the largest offset", offsetRange{largest: 3}, 9, func(offset int) part[int] { return pageAt(offset, 3, 100) }, []int{0, 3}},
		{"not without next", offsetRange{}, 9, func(offset int) part[int] {
			p := pageAt(offset, 3, 100)
			p.next = ""
			return p
		}, []int{0}},
		{"not without total", offsetRange{}, 9, func(offset int) part[int] {
			p := pageAt(offset, 3, 100)
			p.total = 0
			return p
		}, []int{0}},
		{"not without limit", offsetRange{}, 9, func(offset int) part[int] {
			p := pageAt(offset, 3, 100)
			p.limit = 0
			return p
		}, []int{0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) { return test.page(offset), nil }}
				for range allByOffset(t.Context(), newCaller(), test.where, []RequestOption{WithPrefetch(test.ahead)}, r.read) {
					synctest.Wait()
					break
				}
				asked := r.asks()
				slices.Sort(asked)
				if diff := cmp.Diff(test.want, asked); diff != "" {
					t.Errorf("offsets (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// The second page is the last, whatever total says: that the third one is broken
// is nobody's business.
func TestPrefetchedErrorOfAPageThatIsNotReached(t *testing.T) {
	r := &pageReader[int]{answer: func(_ context.Context, offset int) (part[int], error) {
		p := pageAt(offset, 3, 9)
		switch offset {
		case 3:
			p.next = ""
		case 6:
			return part[int]{}, errBroken
		}
		return p, nil
	}}
	items, errs := collect(allByOffset(t.Context(), newCaller(), offsetRange{}, []RequestOption{WithPrefetch(5)}, r.read))
	wantErrors(t, errs, nil)
	if diff := cmp.Diff(numbers(1, 6), items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

// hangAfterFirstPage reads the first page at once and hangs in all others until the
// context ends.
func hangAfterFirstPage[P comparable](page func(P) part[int]) func(context.Context, P) (part[int], error) {
	var first P
	return func(ctx context.Context, at P) (part[int], error) {
		if at == first {
			return page(at), nil
		}
		<-ctx.Done()
		return part[int]{}, ctx.Err()
	}
}

// Whatever ends a loop, the pages that are on their way are given up, and there is
// no goroutine left when it has ended.
func TestPrefetchEndsWithTheLoop(t *testing.T) {
	ways := map[string]func(t *testing.T, seq iter.Seq2[int, error]){
		"break": func(t *testing.T, seq iter.Seq2[int, error]) {
			for range seq {
				synctest.Wait() // until the others hang
				break
			}
		},
		"panic": func(t *testing.T, seq iter.Seq2[int, error]) {
			defer func() {
				if recover() != errBroken {
					t.Error("the panic is lost")
				}
			}()
			for range seq {
				synctest.Wait()
				panic(errBroken)
			}
		},
		"pull": func(t *testing.T, seq iter.Seq2[int, error]) {
			next, stop := iter.Pull2(seq)
			next()
			synctest.Wait()
			stop()
		},
	}
	for name, end := range ways {
		t.Run("offset/"+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := &pageReader[int]{answer: hangAfterFirstPage(func(offset int) part[int] { return pageAt(offset, 3, 100) })}
				end(t, allByOffset(t.Context(), newCaller(), offsetRange{}, []RequestOption{WithPrefetch(4)}, r.read))
				if n := len(r.asks()); n != 5 {
					t.Errorf("%d pages asked for, want 5", n)
				}
				r.wantIdle(t)
			})
		})
		t.Run("cursor/"+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pages := cursorPages(3, 100)
				r := &pageReader[cursor]{answer: hangAfterFirstPage(func(at cursor) part[int] {
					p, _ := pages(t.Context(), at)
					return p
				})}
				end(t, allByCursor(t.Context(), newCaller(), pageSize{}, []RequestOption{WithPrefetch(4)}, r.read))
				if n := len(r.asks()); n != 2 {
					t.Errorf("%d pages asked for, want 2", n)
				}
				r.wantIdle(t)
			})
		})
	}
}

// The pages that had been read before the context ended are still good.
func TestPagingWithContextThatEnds(t *testing.T) {
	for _, ahead := range []int{0, 2} {
		t.Run(fmt.Sprintf("offset/ahead %d", ahead), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				r := &pageReader[int]{answer: hangAfterFirstPage(func(offset int) part[int] { return pageAt(offset, 3, 100) })}
				wantCanceled(t, cancel, allByOffset(ctx, newCaller(), offsetRange{}, []RequestOption{WithPrefetch(ahead)}, r.read))
				r.wantIdle(t)
			})
		})
		t.Run(fmt.Sprintf("cursor/ahead %d", ahead), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				pages := cursorPages(3, 100)
				r := &pageReader[cursor]{answer: hangAfterFirstPage(func(at cursor) part[int] {
					p, _ := pages(ctx, at)
					return p
				})}
				wantCanceled(t, cancel, allByCursor(ctx, newCaller(), pageSize{}, []RequestOption{WithPrefetch(ahead)}, r.read))
				r.wantIdle(t)
			})
		})
	}
}

func wantCanceled(t *testing.T, cancel func(), seq iter.Seq2[int, error]) {
	t.Helper()
	var items []int
	var errs []error
	for item, err := range seq {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		items = append(items, item)
		if item == 3 {
			cancel()
		}
	}
	wantErrors(t, errs, context.Canceled)
	if diff := cmp.Diff(numbers(1, 3), items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}
