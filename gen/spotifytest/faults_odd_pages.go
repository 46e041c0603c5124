package spotifytest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// NullEntries makes elements of a page null, as Spotify does with what has been taken
// down. The numbers are their places in the page, from 0; without numbers, it concerns all
// elements. In an answer to a batch read, it concerns the list of what was asked for.
func NullEntries(at ...int) Failure {
	return inEntries(at, func(any) any { return nil })
}

// EmptyEntries makes elements of a page empty objects. The numbers are as with
// [NullEntries].
func EmptyEntries(at ...int) Failure {
	return inEntries(at, func(any) any { return object{} })
}

// DeadEntries makes null what an entry of a page is about, such as the track of an entry of
// a playlist or of the library. The rest of the entry stays. The numbers are as with
// [NullEntries]. Elements that are no entries, but the things themselves, stay as well.
func DeadEntries(at ...int) Failure {
	return inEntries(at, func(element any) any { // docs/facts/mismatches.md M11
		entry, ok := element.(object)
		if _, isThing := entry["type"]; !ok || isThing {
			return element
		}
		for _, name := range []string{"item", "track", "album", "episode", "show"} {
			if _, ok := entry[name].(object); ok {
				entry[name] = nil
			}
		}
		return entry
	})
}

// EmptyPage leaves out all elements of a page. Its links, its limit, and its total stay, so
// that other pages follow if there are any.
func EmptyPage() Failure { return ShortPage(0) }

// ShortPage leaves out all elements of a page but the first n. Its links, its limit, and
// its total stay, so that no other page has the elements that are left out.
func ShortPage(n int) Failure {
	return inPages(func(page object) {
		items := page["items"].([]any)
		page["items"] = items[:min(max(n, 0), len(items))]
	})
}

// BlankPage leaves out all elements of a page and its link to the next page. Its limit and
// its total stay, so that the total says that there are elements.
func BlankPage() Failure {
	return Together(EmptyPage(), inPages(func(page object) { page["next"] = nil }))
}

// CappedPage has a page answered as if the request had asked for n elements at most, which
// is at least 1. The page says so in its limit and in its links. The other elements are on
// the pages that follow.
func CappedPage(n int) Failure {
	n = max(n, 1)
	return Failure{After: true, odd: &oddity{asks: []func(*call){func(c *call) {
		if c.endpoint != nil && c.parameter("limit").name != "" && c.number("limit") > n {
			c.query.Set("limit", strconv.Itoa(n))
		}
	}}}}
}

// EndlessNext gives the last page, and those behind it, a link to yet another page, which
// is empty. So there is always one more page.
func EndlessNext() Failure {
	return inPages(func(page object) {
		if page["next"] == nil {
			setNext(page, further)
		}
	})
}

// CircularNext has the link to the next page lead to the page itself.
func CircularNext() Failure {
	return inPages(func(page object) { setNext(page, func(object, url.Values) {}) })
}

// setNext makes the link to the next page out of that to the page itself.
func setNext(page object, change func(page object, query url.Values)) {
	href, _ := page["href"].(string)
	link, err := url.Parse(href)
	if err != nil || href == "" {
		return // a filter has left it out
	}
	query := link.Query()
	change(page, query)
	link.RawQuery = query.Encode()
	page["next"] = link.String()
}

// further makes the query of a page that of the one behind it.
func further(page object, query url.Values) {
	if offset, ok := integer(page["offset"]); ok {
		limit, _ := integer(page["limit"])
		query.Set("offset", strconv.Itoa(offset+max(limit, 1)))
		return
	}
	items := page["items"].([]any)
	if len(items) == 0 {
		return // what is behind nothing is nothing
	}
	last, _ := items[len(items)-1].(object)
	if id, ok := last["id"].(string); ok {
		query.Set("after", id)
	}
	if text, ok := last["played_at"].(string); ok {
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			query.Del("after")
			query.Set("before", strconv.FormatInt(at.UnixMilli(), 10))
		}
	}
}

func integer(v any) (n int, ok bool) {
	number, _ := v.(json.Number)
	n, err := strconv.Atoi(number.String())
	return n, err == nil
}

// inPages is an oddity that changes the pages of an answer, but not the pages within them.
func inPages(change func(page object)) Failure {
	return changed(func(v any) any {
		for _, page := range pagesIn(v) {
			change(page)
		}
		return v
	})
}

// pagesIn finds the outermost pages of an answer, which are one for each kind of a search.
// Whatever has a list of items is a page: a filter may leave out the rest.
func pagesIn(v any) []object {
	var pages []object
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			pages = append(pages, pagesIn(element)...)
		}
	case object:
		if _, ok := v["items"].([]any); ok {
			return []object{v}
		}
		for _, member := range v {
			pages = append(pages, pagesIn(member)...)
		}
	}
	return pages
}

// inEntries is an oddity that changes elements of pages, or of the lists of a batch read.
func inEntries(at []int, change func(any) any) Failure {
	changeList := func(list []any) {
		for i := range list {
			if len(at) == 0 || slices.Contains(at, i) {
				list[i] = change(list[i])
			}
		}
	}
	return changed(func(v any) any {
		lists := batchesIn(v)
		if len(lists) == 0 {
			for _, page := range pagesIn(v) {
				lists = append(lists, page["items"].([]any))
			}
		}
		for _, list := range lists {
			changeList(list)
		}
		return v
	})
}

// batchesIn finds the lists of an answer that is neither a thing nor a page.
func batchesIn(v any) [][]any {
	var lists [][]any
	o, _ := v.(object)
	if o["type"] != nil || o["items"] != nil {
		return nil
	}
	for _, member := range o {
		if list, ok := member.([]any); ok {
			lists = append(lists, list)
		}
	}
	return lists
}
