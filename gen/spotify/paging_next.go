package spotify

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ErrNoMorePages is the error behind the last page of a list.
var ErrNoMorePages = errors.New("no more pages")

// Collect returns the items of a sequence, at most limit of them, or all if limit is not
// positive. After an error it returns that error, and the items before it.
//
// Such sequences come from the All… methods and from Rest. Pages behind the last item
// that is wanted are not read, except by [WithPrefetch].
func Collect[T any](seq iter.Seq2[T, error], limit int) ([]T, error) {
	var items []T
	for item, err := range seq {
		if err != nil {
			return items, err
		}
		items = append(items, item)
		if len(items) == limit {
			break
		}
	}
	return items, nil
}

// A heldPage is a page with items of a type, in the hand of somebody who need not know
// the method and the options that led to it.
type heldPage[T any] interface {
	part(nulls *nullItems) part[T]
	decode(d *decoder)
}

// A pageSource is how an operation answers with a page.
type pageSource struct {
	property string // of the answer that holds the page; "" if it is the page
	largest  int    // offset that the API admits, 0 for any
	market   bool   // whether the default market of the client applies
}

// A pageFinder finds out how an operation answers with a page of the type of a pointer,
// if it does.
type pageFinder func(op *Operation, page any) (pageSource, bool)

// A followingPage is the request for the page behind another one. Only what the URL of
// that page means is taken from it, and sent to the server of the client: it may come from
// anywhere, and the token must go nowhere else.
type followingPage struct {
	op     *Operation
	values map[string]string // of the placeholders in the path
	query  url.Values
	source pageSource
}

// following finds out what the next of a page asks for. want is a page of that type.
func following(c *caller, ops []Operation, find pageFinder, next string, want any) (f followingPage, err error) {
	u, err := url.Parse(next)
	if err == nil {
		f.query, err = url.ParseQuery(u.RawQuery)
	}
	if err != nil {
		return f, badNext("%s is not a URL", quote(next))
	}
	segments := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for i := range ops {
		op := &ops[i]
		values, ok := fitPath(op.Path, segments)
		if !ok || op.Method != "GET" || op.Paging == PagingNone {
			continue
		}
		if source, ok := find(op, want); ok {
			f.op, f.values, f.source = op, values, source
			f.repair(c, ops, find, want)
			return f, nil
		}
	}
	return f, badNext("%s does not lead to a list of such items", quote(next))
}

func badNext(format string, args ...any) error {
	return &DecodeError{Path: "$.next", Err: fmt.Errorf(format, args...)}
}

// fitPath returns the values of the placeholders of a path if the segments end with such
// a path. Before it comes that of a server.
func fitPath(path string, segments []string) (values map[string]string, ok bool) {
	wanted := strings.Split(strings.Trim(path, "/"), "/")
	if len(wanted) > len(segments) {
		return nil, false
	}
	values = map[string]string{}
	for i, segment := range segments[len(segments)-len(wanted):] {
		name, isPlaceholder := strings.CutPrefix(wanted[i], "{")
		switch {
		case isPlaceholder:
			values[strings.TrimSuffix(name, "}")] = unescape(segment)
		case segment != wanted[i]:
			return nil, false
		}
	}
	return values, true
}

// repair changes what does not work as the API says it. The next of a search has the
// text under another name (docs/facts/mismatches.md M55), and in development mode an
// operation may have to be replaced by a newer one, which may have smaller pages.
func (f *followingPage) repair(c *caller, ops []Operation, find pageFinder, want any) {
	if f.op.Path == "/search" && !f.query.Has("q") && f.query.Has("query") {
		f.query["q"] = f.query["query"]
		f.query.Del("query")
	}
	if !c.development() || f.op.Development.Available() {
		return
	}
	for i := range ops {
		op := &ops[i]
		if op.Name != f.op.Replacement {
			continue
		}
		if source, ok := find(op, want); ok && sameList(op.Path, f.op.Path) {
			f.op, f.source = op, source
			f.query.Del("limit")
		}
	}
}

// sameList reports whether two paths differ only in the last word.
func sameList(path, other string) bool {
	return path[:strings.LastIndexByte(path, '/')] == other[:strings.LastIndexByte(other, '/')]
}

// number is a parameter of the next page, 0 if there is none.
func (f followingPage) number(name string) int {
	n, _ := strconv.Atoi(f.query.Get(name)) // what is no number is left to the API
	return n
}

// read reads the answer into a page, with some parameters set to other values, or left
// out if the value is empty.
func (f followingPage) read(ctx context.Context, c *caller, page decodable, set map[string]string, options []RequestOption) error {
	r := newRequest(f.op, options)
	for name, value := range f.values {
		r.path(name, value)
	}
	if f.source.market {
		r.market("")
	}
	query := maps.Clone(f.query)
	for name, value := range set {
		query[name] = []string{value}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if value := query.Get(name); value != "" {
			r.setQuery(name, value)
		}
	}
	start, _ := strconv.Atoi(query.Get("offset"))
	r.startAt(start)
	found := f.source.property == ""
	err := c.do(ctx, r, func(d *decoder) {
		if found {
			page.decode(d)
			return
		}
		d.property(f.source.property, func() {
			found = !d.null()
			if found {
				page.decode(d)
			}
		})
	})
	if err == nil && !found {
		return missing(r, f.source.property)
	}
	return err
}

// pageParameters are the parameters that ask for a page at an offset.
func pageParameters(offset, limit int) map[string]string {
	set := map[string]string{"offset": strconv.Itoa(offset)}
	if limit > 0 {
		set["limit"] = strconv.Itoa(limit)
	}
	return set
}

// parameters are those that ask for a page at a cursor. The zero value changes nothing.
func (c cursor) parameters() map[string]string {
	if c == (cursor{}) {
		return nil
	}
	return map[string]string{"after": c.after, "before": c.before}
}

// following is where the page behind a page in hand begins. Such a page need not know its
// own offset: a filter of fields may have left it out. It reports false for the last page.
func (p part[T]) following() (offset int, ok bool) {
	offset, ok = offsetOf(p.next)
	if !ok || offset <= p.offset {
		leadsBack := ok
		offset = p.offset + max(p.limit, 1)
		if leadsBack && p.total > 0 && offset >= p.total {
			return 0, false // as in nextOffset
		}
	}
	return offset, p.next != "" && !p.isLast(part[T]{}, offset)
}

// rangeBehind is where the pages behind a page in hand begin.
func (f followingPage) rangeBehind(offset int) offsetRange {
	return offsetRange{start: offset, follows: true, largest: f.source.largest, page: pageSize{size: f.number("limit")}}
}

// nextPage reads the page behind the one in hand into another one.
func nextPage[T any](ctx context.Context, c *caller, ops []Operation, find pageFinder, held, another heldPage[T], options []RequestOption) error {
	p := held.part(nil)
	offset, ok := p.following()
	if !ok {
		return ErrNoMorePages
	}
	f, err := following(c, ops, find, p.next, another)
	switch {
	case err != nil:
		return err
	case f.op.Paging == PagingCursor:
		return f.read(ctx, c, another, nil, options)
	case !f.rangeBehind(offset).admits(offset):
		return ErrNoMorePages
	}
	found := false
	pages := &offsetPages[T]{ctx: ctx, where: f.rangeBehind(offset), read: func(ctx context.Context, offset, limit int) (part[T], error) {
		err := f.read(ctx, c, another, pageParameters(offset, limit), options)
		found = err == nil
		return another.part(nil), err
	}}
	if _, err := pages.readAt(offset); err != nil || found {
		return err
	}
	return ErrNoMorePages
}

// rest iterates over the items of the pages behind the one in hand.
func rest[T any](ctx context.Context, c *caller, ops []Operation, find pageFinder, held heldPage[T], another func() heldPage[T], options []RequestOption) iter.Seq2[T, error] {
	p := held.part(nil)
	offset, ok := p.following()
	if !ok {
		return func(func(T, error) bool) {}
	}
	f, err := following(c, ops, find, p.next, another())
	if err != nil {
		return func(yield func(T, error) bool) {
			var zero T
			yield(zero, err)
		}
	}
	if f.query.Has("fields") { // a filter, of which some may leave out how the list goes on
		f.query.Set("fields", pagingFields(f.query.Get("fields")))
	}
	read := func(ctx context.Context, set map[string]string) (part[T], error) {
		page := another()
		var nulls nullItems
		err := f.read(ctx, c, page, set, nulls.noted(options))
		return page.part(&nulls), err
	}
	if f.op.Paging == PagingCursor {
		return allByCursor(ctx, c, pageSize{}, options, func(ctx context.Context, at cursor, _ int) (part[T], error) {
			return read(ctx, at.parameters())
		})
	}
	where := f.rangeBehind(offset)
	if !where.admits(offset) {
		return func(func(T, error) bool) {}
	}
	return allByOffset(ctx, c, where, options, func(ctx context.Context, offset, limit int) (part[T], error) {
		return read(ctx, pageParameters(offset, limit))
	})
}
