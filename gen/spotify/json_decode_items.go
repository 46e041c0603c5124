package spotify

import (
	"slices"
	"strconv"
	"strings"
)

// A wantedList is what a call wants to know of the list in its answer. Lists within the
// items of that list begin at 0, and their nulls are not noted.
type wantedList struct {
	numbered bool // items are told their positions
	start    int  // position of the first item
	nulls    *nullItems
}

// A positioned item has a position in its list, which it does not say itself.
type positioned interface{ setPosition(n int) }

// decodeItems is decodeList for the items of a batch and of a page without an offset.
// If somebody wants to be told of bad ones, those become zero values, and the others
// are read all the same.
func decodeItems[T any](d *decoder, p *[]T, read func(*T, *decoder)) {
	decodeListing(d, p, read, false)
}

// decodeNumbered is decodeItems for a page with an offset: its items are told their
// positions if they have any.
func decodeNumbered[T any](d *decoder, p *[]T, read func(*T, *decoder)) {
	_, ok := any((*T)(nil)).(positioned)
	decodeListing(d, p, read, ok && d.list.numbered)
}

func decodeListing[T any](d *decoder, p *[]T, read func(*T, *decoder), numbered bool) {
	list, most := d.list, d.most
	d.list, d.most = wantedList{numbered: list.numbered}, 0
	defer func() { d.list = list }()
	if d.report == nil && !numbered && list.nulls == nil {
		decodeListFrom(d, slabOf[T](d), p, most, read)
		return
	}
	var nulls []int
	i := 0
	decodeListFrom(d, slabOf[T](d), p, most, func(item *T, d *decoder) {
		switch null := d.peek() == 'n'; {
		case !readItem(d, item, read) || null:
			nulls = append(nulls, i)
		case numbered:
			any(item).(positioned).setPosition(list.start + i)
		}
		i++
	})
	if list.nulls != nil && len(nulls) > 0 && d.err == nil {
		list.nulls.note(&(*p)[0], nulls)
	}
}

// expectItems tells how many items the list of a page has at most that comes next, as far as
// the URL of the page says that.
func (d *decoder) expectItems(href string) {
	d.most = 0
	_, query, _ := strings.Cut(href, "?")
	for part := range strings.SplitSeq(query, "&") {
		if limit, ok := strings.CutPrefix(part, "limit="); ok {
			n, _ := strconv.Atoi(limit)
			d.most = min(max(n, 0), maxSlabChunk)
		}
	}
}

// readItem reads an item of a list. It reports false for a bad one, which then is a
// zero value.
func readItem[T any](d *decoder, item *T, read func(*T, *decoder)) bool {
	if d.report == nil {
		read(item, d)
		return true
	}
	start := d.mark()
	read(item, d)
	if d.err == nil {
		return true
	}
	mistake := d.mistake()
	d.rewind(start)
	if d.skip(); d.err != nil {
		return false // it is not JSON at all
	}
	var zero T
	*item = zero
	d.report(mistake)
	return false
}

// nullItems are the nulls in the lists of an answer, and the bad items, which count as
// such. A zero value alone does not tell a null from an object without members.
type nullItems struct {
	byList map[any][]int // by the address of the first item
}

func (n *nullItems) note(first any, indexes []int) {
	if n.byList == nil {
		n.byList = map[any][]int{}
	}
	n.byList[first] = indexes
}

// noted returns the options of a call with one more, which notes the nulls.
func (n *nullItems) noted(options []RequestOption) []RequestOption {
	return append(slices.Clip(options), requestOption(func(r *request) { r.nulls = n }))
}

// nullsOf returns the indexes of the nulls in a list.
func nullsOf[T any](n *nullItems, list []T) []int {
	if n == nil || len(list) == 0 {
		return nil
	}
	return n.byList[&list[0]]
}
