package spotify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// WithPrefetch makes an All… method read up to n pages ahead of the one that the
// loop has or waits for. Pages with an offset are read in parallel, pages with a cursor one
// after another. The order of the items does not change. WithPrefetch has no effect
// on other methods.
func WithPrefetch(n int) RequestOption {
	return requestOption(func(r *request) {
		if n < 0 {
			r.fail("", fmt.Errorf("WithPrefetch(%d): want at least 0", n))
			return
		}
		r.prefetch = n
	})
}

// prefetchOf finds out what WithPrefetch asked for among the options of a call.
func (c *caller) prefetchOf(options []RequestOption) int {
	r := newRequest(&Operation{}, nil)
	for _, option := range slices.Concat(c.options, options) {
		if option != nil {
			option.change(r)
		}
	}
	return r.prefetch
}

// A part is a page as the iterators see it, whatever its type.
type part[T any] struct {
	items                []T
	nulls                []int // indexes of items that are null, in ascending order
	offset, limit, total int
	next                 string
	cursor               string
	ends                 bool // nothing can be read behind it, whatever next says
}

// isLast reports whether a page ends the list. before is the page before it, and reached
// is how far the list has been read with both.
//
// A page with items ends the list if it has no next. One whose next is that of the page
// before would lead in a circle. An empty page ends the list unless total says that items
// follow: pages in the middle of a list can be empty, but next can also lead on for ever
// (docs/facts/concepts.md "Pagination"), so that without a total the first empty page is
// the last one.
//
// An empty page without next contradicts a total that says that items follow. Some totals
// count what is never listed, but to stop in the middle of a list would lose items
// without a sign. So one more page is read, which costs a request: if it is empty and
// without next, too, the list ends.
func (p part[T]) isLast(before part[T], reached int) bool {
	switch {
	case p.ends || p.next != "" && p.next == before.next:
		return true
	case len(p.items) > 0:
		return p.next == ""
	}
	return reached >= p.total || p.isBlank() && before.isBlank()
}

// isBlank reports whether a page has neither items nor next, although total says that the
// list has some.
func (p part[T]) isBlank() bool { return p.total > 0 && len(p.items) == 0 && p.next == "" }

// withoutItems is what counts of the page before. Its items are not kept longer than their
// loop: it had items or a next, or else it is blank.
func (p part[T]) withoutItems() part[T] { return part[T]{next: p.next, limit: p.limit, total: p.total} }

// yieldItems hands the items of a page to a loop and reports whether it goes on. It
// leaves out nulls, but no item that only looks like one: an entry of a playlist can be
// empty and still has a position.
func (p part[T]) yieldItems(yield func(T, error) bool) bool {
	nulls := p.nulls
	for i := range p.items {
		if len(nulls) > 0 && nulls[0] == i {
			nulls = nulls[1:]
			continue
		}
		if !yield(p.items[i], nil) {
			return false
		}
	}
	return true
}

// A pageSize is how many items an iteration asks for at a time, and how many where
// that is refused: 0 if there is no smaller size to try.
type pageSize struct{ size, smaller int }

// pageSize is what the caller wants, or the largest page, which takes the fewest
// requests. The largest page of all modes is asked for unless the caller has said which
// one the app runs in; it is also what remains if that is not true of the token.
func (c *caller) pageSize(want, largest, extended int) pageSize {
	size := largest
	switch {
	case want != 0:
		size = c.limit(want, largest)
	case c.quotaModeIsKnown && c.quotaMode == Extended && extended > 0:
		size = extended
	}
	if size > largest {
		return pageSize{size, largest}
	}
	return pageSize{size: size}
}

// readSized reads a page of a size. Once a size is refused, the smaller one is used for
// the rest of the iteration.
func readSized[T any](s pageSize, refused *atomic.Bool, read func(limit int) (part[T], error)) (part[T], error) {
	if s.smaller == 0 {
		return read(s.size)
	}
	if !refused.Load() {
		page, err := read(s.size)
		if !errors.Is(err, ErrBadRequest) {
			return page, err
		}
		refused.Store(true)
	}
	return read(s.smaller)
}

// limit is how many items to ask for if the caller wants so many: development mode
// refuses more than its largest page.
func (c *caller) limit(want, largest int) int {
	if c.development() && largest > 0 && want > largest {
		return largest
	}
	return want
}

// An offsetRange is where an iteration begins, the largest offset that the API
// admits, 0 for any, and the size of the pages.
type offsetRange struct {
	start, largest int
	page           pageSize
	follows        bool // another page comes before the start
}

// allByOffset iterates over all items from an offset on. It moves on to the offset in
// next or by the limit that the API says it applied, never by the number of items, from
// which nulls may have been dropped. It does not follow next, so the token goes nowhere
// else.
func allByOffset[T any](ctx context.Context, c *caller, where offsetRange, options []RequestOption, read func(ctx context.Context, offset, limit int) (part[T], error)) iter.Seq2[T, error] {
	ahead := c.prefetchOf(options)
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		pages := &offsetPages[T]{ctx: ctx, where: where, read: read, ahead: ahead}
		defer pages.running.Wait()
		defer cancel()
		var before part[T]
		step := 0 // from the page before to this one
		for offset := where.start; ; {
			if before.limit > 0 && !before.isBlank() {
				// Also while the loop waits for this page, or else one page ahead is no
				// gain for a loop that is faster than the API.
				pages.readAhead(offset+step, step, before.total)
			}
			page, err := pages.at(offset)
			if before.isBlank() && errors.Is(err, ErrBadRequest) {
				return // total was wrong: there is no such page
			}
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			next, more := page.nextOffset(offset)
			if page.isBlank() && step > 0 {
				next = min(next, offset+step) // pages may be smaller than their limit says
			}
			more = more && !page.isLast(before, next) && where.admits(next)
			if more && page.limit > 0 && !page.isBlank() {
				pages.readAhead(next, next-offset, page.total)
			}
			if !page.yieldItems(yield) || !more {
				return
			}
			offset, before, step = next, page.withoutItems(), next-offset
		}
	}
}

// nextOffset is where the page after the one at an offset begins. It reports false
// if that would lead nowhere, or back.
//
// A server that sends fewer items than the limit that it repeats says so in next. An
// older playlist, or a filter that the API reads in another way than pagingFields does,
// comes without the limit. A next that leads back, or past items, does not count if
// there is a limit. One that leads back does not say either that the list goes on
// behind its total: it would do so for ever.
func (p part[T]) nextOffset(asked int) (offset int, ok bool) {
	offset = asked + p.limit
	said, ok := offsetOf(p.next)
	if ok && (p.limit <= 0 || asked < said && said < offset) {
		offset = said
	}
	leadsBack := ok && said <= asked
	return offset, offset > asked && !(leadsBack && p.total > 0 && offset >= p.total)
}

// offsetOf finds the offset in the URL of a page.
func offsetOf(page string) (offset int, ok bool) {
	u, err := url.Parse(page)
	if err != nil {
		return 0, false
	}
	offset, err = strconv.Atoi(u.Query().Get("offset"))
	return offset, err == nil
}

func (r offsetRange) admits(offset int) bool { return r.largest <= 0 || offset <= r.largest }

// offsetPages reads pages, ahead of time where that is wanted.
type offsetPages[T any] struct {
	ctx     context.Context
	where   offsetRange
	read    func(ctx context.Context, offset, limit int) (part[T], error)
	ahead   int
	refused atomic.Bool                // pages of the size that was wanted
	coming  map[int]chan pageResult[T] // by offset
	running sync.WaitGroup
}

type pageResult[T any] struct {
	page part[T]
	err  error
}

func (p *offsetPages[T]) at(offset int) (part[T], error) {
	coming, ok := p.coming[offset]
	if !ok {
		return p.readAt(offset)
	}
	delete(p.coming, offset)
	result := <-coming
	return result.page, result.err
}

// readAt reads a page. The bound of an offset may count the whole page. Then the last
// page is a shorter one, or none at all, which ends the list like any other.
func (p *offsetPages[T]) readAt(offset int) (part[T], error) {
	limit := 0
	page, err := readSized(p.where.page, &p.refused, func(size int) (part[T], error) {
		limit = size
		return p.read(p.ctx, offset, size)
	})
	isBeyond := p.where.largest > 0 && offset+limit > p.where.largest
	if !isBeyond || !errors.Is(err, ErrBadRequest) {
		return page, err
	}
	if rest := p.where.largest - offset; rest > 0 {
		if page, shorter := p.read(p.ctx, offset, rest); !errors.Is(shorter, ErrBadRequest) {
			page.ends = true
			return page, shorter
		}
	}
	if p.where.follows || offset > p.where.start {
		return part[T]{ends: true}, nil
	}
	return page, err // the caller has asked for it
}

// readAhead begins to read the pages at an offset and behind it, as far as they are
// known to exist.
func (p *offsetPages[T]) readAhead(offset, step, total int) {
	if p.coming == nil {
		p.coming = map[int]chan pageResult[T]{}
	}
	for range p.ahead {
		if offset < 0 || offset >= total || !p.where.admits(offset) {
			return
		}
		at := offset
		offset += step
		if p.coming[at] == nil {
			coming := make(chan pageResult[T], 1)
			p.coming[at] = coming
			p.running.Go(func() {
				page, err := p.readAt(at)
				coming <- pageResult[T]{page, err}
			})
		}
	}
}

// A cursor is where a page begins that has no offset. The zero value is the
// beginning.
type cursor struct{ after, before string }

// int64s returns the cursor as Unix milliseconds, which recently played tracks use.
// A malformed one must not count as zero: that would be the beginning again.
func (c cursor) int64s(op *Operation) (after, before int64, err error) {
	for _, side := range []struct {
		text  string
		value *int64
	}{{c.after, &after}, {c.before, &before}} {
		if side.text == "" {
			continue
		}
		if *side.value, err = strconv.ParseInt(side.text, 10, 64); err != nil {
			return 0, 0, &DecodeError{Operation: op.Name, Path: "$.next", Err: fmt.Errorf("the cursor %s is not a number", quote(side.text))}
		}
	}
	return after, before, nil
}

// allByCursor iterates over all items behind a cursor. Of next it takes the cursor,
// and never the address.
func allByCursor[T any](ctx context.Context, c *caller, size pageSize, options []RequestOption, read func(ctx context.Context, at cursor, limit int) (part[T], error)) iter.Seq2[T, error] {
	ahead := c.prefetchOf(options)
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		var refused atomic.Bool
		readAt := func(at cursor) (part[T], error) {
			return readSized(size, &refused, func(limit int) (part[T], error) { return read(ctx, at, limit) })
		}
		pages := func(yield func(part[T], error) bool) { pagesByCursor(readAt, yield) }
		for page, err := range readAhead(ahead, cancel, pages) {
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			if !page.yieldItems(yield) {
				return
			}
		}
	}
}

// pagesByCursor reads one page after another. It ends where a cursor comes again, as
// pages could otherwise lead in a circle.
func pagesByCursor[T any](read func(at cursor) (part[T], error), yield func(part[T], error) bool) {
	seen := map[cursor]bool{{}: true}
	reached := 0
	var at cursor
	var before part[T]
	for {
		page, err := read(at)
		reached += max(page.limit, len(page.items), 1)
		// Without next, not even an empty page says where the list goes on: its cursors
		// are those of items that it lacks.
		if !yield(page, err) || err != nil || page.next == "" || page.isLast(before, reached) {
			return
		}
		at, before = page.nextCursor(), page.withoutItems()
		if seen[at] {
			return
		}
		seen[at] = true
	}
}

// nextCursor takes the cursor out of next, or out of the page.
func (p part[T]) nextCursor() cursor {
	if u, err := url.Parse(p.next); err == nil {
		query := u.Query()
		if c := (cursor{after: query.Get("after"), before: query.Get("before")}); c != (cursor{}) {
			return c
		}
	}
	return cursor{after: p.cursor}
}

// maxReady bounds the pages that wait for their consumer, which take memory before
// there are any.
const maxReady = 100

// readAhead runs a sequence up to n elements ahead of its consumer, and calls
// cancel when the consumer wants no more.
func readAhead[T any](n int, cancel func(), pages iter.Seq2[part[T], error]) iter.Seq2[part[T], error] {
	if n <= 0 {
		return pages
	}
	return func(yield func(part[T], error) bool) {
		// One more is in the hand of the sender.
		results := make(chan pageResult[T], min(n-1, maxReady))
		stop := make(chan struct{})
		var running sync.WaitGroup
		running.Go(func() {
			defer close(results)
			for page, err := range pages {
				select {
				case results <- pageResult[T]{page, err}:
				case <-stop:
					return
				}
			}
		})
		defer running.Wait()
		defer close(stop)
		defer cancel() // of the page that is on its way
		for result := range results {
			if !yield(result.page, result.err) {
				return
			}
		}
	}
}

// pagingFields adds to a fields filter what an iteration needs of a page, because a
// filter that leaves out next would end it after the first one. A filter that
// begins with exclusions lets through everything else; fields that the iteration
// needs are removed from the exclusions.
func pagingFields(fields string) string {
	if strings.TrimSpace(fields) == "" {
		return ""
	}
	needed := []string{"limit", "next", "offset", "total"}
	var kept []string
	for _, field := range topFields(fields) {
		if !slices.Contains(needed, strings.TrimPrefix(field, "!")) {
			kept = append(kept, field)
		}
	}
	if strings.HasPrefix(strings.TrimSpace(fields), "!") {
		return strings.Join(kept, ",")
	}
	return strings.Join(append(kept, needed...), ",")
}

// topFields cuts a filter at the commas outside of parentheses.
func topFields(fields string) []string {
	var found []string
	depth, start := 0, 0
	for i := 0; i <= len(fields); i++ {
		switch {
		case i == len(fields) || fields[i] == ',' && depth <= 0:
			if field := strings.TrimSpace(fields[start:i]); field != "" {
				found = append(found, field)
			}
			start = i + 1
		case fields[i] == '(':
			depth++
		case fields[i] == ')':
			depth--
		}
	}
	return found
}
