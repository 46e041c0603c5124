package spotifytest

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A searchQuery is what a search is for: all its clauses have to match.
//
//	lanterns over          words, the beginnings of which are enough
//	"lanterns over"        words as they stand
//	lant*s                 any letters
//	artist:ilva            a filter; its value may be quoted, too
//	year:1990-1999
//	NOT live, -live        what must not match
//	ilva OR søren          one of both; OR binds closer than standing side by side
//
// OR and NOT are in capitals. Where they join nothing, they are words.
type searchQuery []searchClause

// A searchClause are conditions one of which has to match.
type searchClause []condition

// A condition is a word or a filter.
type condition struct {
	negated bool
	field   string // that of a filter, or ""
	value   string // as it was given, without quotes
	text    pattern
	years   [2]int // of the filter year; nothing is of the year 0
}

// isSearchField reports whether there is a filter of this name.
func isSearchField(name string) bool {
	switch name {
	case "album", "artist", "track", "year", "upc", "isrc", "genre", "tag":
		return true
	}
	return false
}

// parseSearch reads a query. Every text is a valid query.
func parseSearch(text string) searchQuery {
	p := searchParser{rest: text}
	for p.skipSpace(); p.rest != ""; p.skipSpace() {
		p.term()
	}
	// An operator without a term after it is a word.
	or, not := p.or, p.not
	p.or, p.not = false, false
	if or {
		p.add(wordCondition("OR"))
	}
	if not {
		p.add(wordCondition("NOT"))
	}
	return p.query
}

type searchParser struct {
	rest  string
	query searchQuery
	or    bool // before this was OR
	not   bool // before this was NOT
}

func (p *searchParser) skipSpace() { p.rest = strings.TrimLeftFunc(p.rest, unicode.IsSpace) }

// term reads an operator or a condition.
func (p *searchParser) term() {
	minus := len(p.rest) > 1 && p.rest[0] == '-' && !startsWithSpace(p.rest[1:])
	if minus {
		p.rest = p.rest[1:]
	}
	field := p.field()
	value, quoted := p.value()
	switch {
	case !quoted && !minus && field == "" && value == "OR" && len(p.query) > 0 && !p.or && !p.not:
		p.or = true
		return
	case !quoted && !minus && field == "" && value == "NOT" && !p.not:
		p.not = true
		return
	}
	made := newCondition(field, value, quoted)
	made.negated = minus
	p.add(made)
}

func startsWithSpace(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsSpace(r)
}

// field reads the name of a filter, if one with a value stands here.
func (p *searchParser) field() string {
	// No name is longer than six letters; looking no further keeps the time linear.
	name, _, found := strings.Cut(p.rest[:min(len(p.rest), len("artist:"))], ":")
	if !found || !isSearchField(strings.ToLower(name)) {
		return ""
	}
	after := p.rest[len(name)+1:]
	if after == "" || startsWithSpace(after) {
		return ""
	}
	p.rest = after
	return strings.ToLower(name)
}

// value reads a word, or several in quotes, of which the last ones may be missing.
func (p *searchParser) value() (value string, quoted bool) {
	if after, quoted := strings.CutPrefix(p.rest, `"`); quoted {
		value, p.rest, _ = strings.Cut(after, `"`)
		return value, true
	}
	end := strings.IndexFunc(p.rest, unicode.IsSpace)
	if end < 0 {
		end = len(p.rest)
	}
	value, p.rest = p.rest[:end], p.rest[end:]
	return value, false
}

// add puts a condition into a clause of its own, or behind an OR into the last one.
// A word without letters or digits is left out.
func (p *searchParser) add(made condition) {
	made.negated = made.negated != p.not
	join := p.or
	p.or, p.not = false, false
	switch {
	case made.field == "" && made.text.isEmpty():
	case join && len(p.query) > 0:
		last := len(p.query) - 1
		p.query[last] = append(p.query[last], made)
	default:
		p.query = append(p.query, searchClause{made})
	}
}

func wordCondition(word string) condition { return newCondition("", word, false) }

func newCondition(field, value string, quoted bool) condition {
	c := condition{field: field, value: value, text: newPattern(value, quoted)}
	if field == "year" {
		c.years = yearsOf(value)
	}
	return c
}

// yearsOf reads a year, or the first and the last one of several.
func yearsOf(value string) [2]int {
	first, last, ranged := strings.Cut(value, "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from < 1 {
		return [2]int{}
	}
	return [2]int{from, to}
}

// A pattern is found in texts that are [padded].
type pattern struct {
	text  string   // with a space at its beginning, and, of a phrase, at its end
	parts []string // between wildcards; nil without any
}

func newPattern(value string, quoted bool) pattern {
	if !quoted && strings.Contains(value, "*") {
		parts := strings.Split(value, "*")
		for i, part := range parts {
			parts[i] = strings.ReplaceAll(plain(part), " ", "")
		}
		return pattern{parts: parts}
	}
	text := plain(value)
	switch {
	case text == "":
		return pattern{}
	case quoted:
		return pattern{text: " " + text + " "}
	}
	return pattern{text: " " + text}
}

func (p pattern) isEmpty() bool { return p.text == "" && p.parts == nil }

// in reports whether the pattern is found in a text. No pattern is found in no text,
// which is that of a kind of things to which a filter does not apply.
func (p pattern) in(text string) bool {
	switch {
	case text == "" || p.isEmpty():
		return false
	case p.parts == nil:
		return strings.Contains(text, p.text)
	}
	for word := range strings.SplitSeq(text, " ") {
		if p.inWord(word) {
			return true
		}
	}
	return false
}

// inWord compares from the beginning of a word, to wherever the last part ends.
func (p pattern) inWord(word string) bool {
	rest, found := strings.CutPrefix(word, p.parts[0])
	for _, part := range p.parts[1:] {
		if !found {
			break
		}
		_, rest, found = strings.Cut(rest, part)
	}
	return found
}

// finds reports whether a thing is what the query is for. A query that says nothing
// finds nothing.
func (q searchQuery) finds(e *searchEntry, today searchDays) bool {
	for _, clause := range q {
		if !slices.ContainsFunc(clause, func(c condition) bool { return c.finds(e, today) != c.negated }) {
			return false
		}
	}
	return len(q) > 0
}

// finds reports whether a condition holds, before it is negated. A filter that does
// not apply to a kind of things holds for none of them.
func (c condition) finds(e *searchEntry, today searchDays) bool {
	switch c.field {
	case "":
		return c.text.in(e.text)
	case "album":
		return c.text.in(e.albums)
	case "artist":
		return c.text.in(e.artists)
	case "track":
		return c.text.in(e.tracks)
	case "genre":
		return c.text.in(e.genres)
	case "year":
		return slices.ContainsFunc(e.years, func(year int) bool { return c.years[0] <= year && year <= c.years[1] && year > 0 })
	case "upc":
		return e.upc != "" && e.upc == c.value
	case "isrc":
		return e.isrc != "" && strings.EqualFold(e.isrc, c.value)
	}
	switch strings.ToLower(c.value) { // of a tag
	case "new":
		return today.isNew(e.released)
	case "hipster":
		return e.hipster
	}
	return false
}

// focus is what a name should be, so that it comes first: the words, and the values of
// the filter for this kind of thing, in their order.
func (q searchQuery) focus(field string) string {
	var b strings.Builder
	for _, clause := range q {
		c := clause[0]
		if len(clause) == 1 && !c.negated && (c.field == "" || c.field == field) && c.text.parts == nil {
			b.WriteString(strings.TrimSuffix(c.text.text, " "))
		}
	}
	return b.String()
}

// isAbout reports whether all words of the query are in a name.
func (q searchQuery) isAbout(name string) bool {
	for _, clause := range q {
		for _, c := range clause {
			if c.field == "" && !c.negated && !c.text.in(name) {
				return false
			}
		}
	}
	return true
}
