package report

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// mostRunes is how much of a name or a value is shown where space is short. Names of
// the API are a fifth of it; longer is only what somebody made up.
const mostRunes = 300

// mostDeclarations is how many declarations are shown for one entry.
const mostDeclarations = 30

// column is what one column of the table of an entry shows.
type column struct {
	Title string
	Cell  func(row) phrase
}

// columns lists the columns of an entry that have something in them.
func (e entry) columns() []column {
	was, is := e.valueTitles()
	all := []column{
		{e.subjectTitle(), func(r row) phrase {
			if r.Text != nil {
				return r.Text
			}
			return r.Subject
		}},
		{goTitle, func(r row) phrase { return r.Go }},
		{was, func(r row) phrase { return r.Old }},
		{is, func(r row) phrase { return r.New }},
		{e.AdviceTitle, func(r row) phrase { return r.Advice }},
	}
	used := all[:0]
	for i, c := range all {
		if i == 0 || c.Title != hiddenColumn && e.uses(c) {
			used = append(used, c)
		}
	}
	return used
}

// hiddenColumn is the title of a column that is left out.
const hiddenColumn = "-"

const goTitle = "Go"

// valueTitles are the titles of the columns of old and new values.
func (e entry) valueTitles() (was, is string) {
	k := wordsOf(e.Kind, e.Group)
	was, is = cmp.Or(k.old, "Was"), cmp.Or(k.new, "Is")
	if e.AdviceTitle == useInstead && (k.kind == diff.OperationDeprecated || k.kind == diff.OperationReplaced) {
		is = hiddenColumn // it says the same of the wire
	}
	return was, is
}

// values are the old and the new value of a row, as far as they are shown.
func (e entry) values(r row) (was, is phrase) {
	wasTitle, isTitle := e.valueTitles()
	if wasTitle != hiddenColumn {
		was = r.Old
	}
	if isTitle != hiddenColumn {
		is = r.New
	}
	return was, is
}

func (e entry) uses(c column) bool {
	for _, r := range e.Rows {
		if len(c.Cell(r)) > 0 {
			return true
		}
	}
	return false
}

func (e entry) subjectTitle() string {
	title := wordsOf(e.Kind, e.Group).one
	first, size := utf8.DecodeRuneInString(title)
	return strings.ToUpper(string(first)) + title[size:]
}

// single reports whether the entry is one change, which its title tells.
func (e entry) single() bool { return e.N == 1 }

// names lists the Go names of an entry that is one change.
func (e entry) names() phrase {
	if !e.single() {
		return nil
	}
	return e.Rows[0].Go
}

// declaration is an old and a new declaration of the same name.
type declaration struct {
	Old, New string
	Why      string
}

// declarations lists the declarations of an entry that changed, as far as they are
// shown, and counts the others. For those that are only gone or only new, the name is
// enough.
func (e entry) declarations(most int) (shown []declaration, left int) {
	seen := map[declaration]bool{}
	for _, r := range e.Rows {
		for _, name := range r.Declared {
			d, ok := declared(name)
			if !ok || seen[d] {
				continue
			}
			seen[d] = true
			if len(shown) == most {
				left++
				continue
			}
			shown = append(shown, d)
		}
	}
	return shown, left
}

func declared(name diff.GoName) (declaration, bool) {
	d := declaration{Old: visible(name.Old), New: visible(name.New), Why: visible(name.Why)}
	if d.Why != "" && d.Old == d.New { // the names tell it
		d.Old, d.New, d.Why = "", "", visible(name.Name)+" "+d.Why
		return d, true
	}
	return d, d.Old != "" && d.New != ""
}
