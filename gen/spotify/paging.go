package spotify

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// WithPrefetch makes an All… method read up to n pages ahead of the one in the
// loop. Pages with an offset are read in parallel, pages with a cursor one
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
}

// isLast reports whether a page ends the list: it is empty, although next may lead
// on for ever (docs/facts/concepts.md "Pagination"), it has no next, or its next is that
// of the page before.
func (p part[T]) isLast(previous string) bool {
	return len(p.items) == 0 || p.next == "" || p.next == previous
}

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

// pageSize is how many items an iteration asks for: what the caller wants, or the
// largest page, which takes the fewest requests. The largest page of all modes is
// asked for unless the caller has said which one the app runs in.
func (c *caller) pageSize(want, largest, extended int) int {
	if want != 0 {
		return c.limit(want, largest)
	}
	if c.quotaModeIsKnown && c.quotaMode == Extended && extended > 0 {
		return extended
	}
	return largest
}

// limit is how many items to ask for if the caller wants so many: development mode
// refuses more than its largest page.
func (c *caller) limit(want, largest int) int {
	if c.development() && largest > 0 && want > largest {
		return largest
	}
	return want
}

// An offsetRange is where an iteration begins and the largest offset that the API
// admits, 0 for any.
type offsetRange struct{ start, largest int }

// allByOffset iterates over all items from an offset on. It moves on by the limit
// that the API says it applied, never by the number of items, from which nulls may
// have been dropped. It does not follow next, so the token goes nowhere else.
func allByOffset[T any](ctx context.Context, c *caller, where offsetRange, options []RequestOption, read func(ctx context.Context, offset int) (part[T], error)) iter.Seq2[T, error] {
	ahead := c.prefetchOf(options)
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		pages := &offsetPages[T]{ctx: ctx, where: where, read: read, ahead: ahead}
		defer pages.running.Wait()
		defer cancel()
		for offset, previous := where.start, ""; ; {
			page, err := pages.at(offset)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			next, more := page.nextOffset(offset)
			more = more && !page.isLast(previous) && where.admits(next)
			if more {
				pages.readAhead(offset, page)
			}
			if !page.yieldItems(yield) || !more {
				return
			}
			offset, previous = next, page.next
		}
	}
}

// nextOffset is where the page after the one at an offset begins. It reports false
// if that would lead nowhere, or back.
func (p part[T]) nextOffset(asked int) (offset int, ok bool) {
	offset = asked + p.limit
	if p.limit <= 0 {
		// An older playlist, or a filter that the API reads in another way than
		// pagingFields does, comes without the limit.
		u, err := url.Parse(p.next)
		if err != nil {
			return 0, false
		}
		if offset, err = strconv.Atoi(u.Query().Get("offset")); err != nil {
			return 0, false
		}
	}
	return offset, offset > asked
}

func (r offsetRange) admits(offset int) bool { return r.largest <= 0 || offset <= r.largest }

// offsetPages reads pages, ahead of time where that is wanted.
type offsetPages[T any] struct {
	ctx     context.Context
	where   offsetRange
	read    func(ctx context.Context, offset int) (part[T], error)
	ahead   int
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
		return p.read(p.ctx, offset)
	}
	delete(p.coming, offset)
	result := <-coming
	return result.page, result.err
}

// readAhead begins to read the pages behind a page, as far as they are known to
// exist.
func (p *offsetPages[T]) readAhead(offset int, page part[T]) {
	if p.coming == nil {
		p.coming = map[int]chan pageResult[T]{}
	}
	for range p.ahead {
		next, ok := page.nextOffset(offset)
		if !ok || page.limit <= 0 || next >= page.total || !p.where.admits(next) {
			return
		}
		if p.coming[next] == nil {
			coming := make(chan pageResult[T], 1)
			p.coming[next] = coming
			p.running.Go(func() {
				page, err := p.read(p.ctx, next)
				coming <- pageResult[T]{page, err}
			})
		}
		offset = next
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
func allByCursor[T any](ctx context.Context, c *caller, options []RequestOption, read func(ctx context.Context, at cursor) (part[T], error)) iter.Seq2[T, error] {
	ahead := c.prefetchOf(options)
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		pages := func(yield func(part[T], error) bool) { pagesByCursor(ctx, read, yield) }
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
func pagesByCursor[T any](ctx context.Context, read func(ctx context.Context, at cursor) (part[T], error), yield func(part[T], error) bool) {
	seen := map[cursor]bool{{}: true}
	for at, previous := (cursor{}), ""; ; {
		page, err := read(ctx, at)
		if !yield(page, err) || err != nil || page.isLast(previous) {
			return
		}
		at, previous = page.nextCursor(), page.next
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
