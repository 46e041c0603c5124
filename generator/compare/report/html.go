package report

import (
	"bytes"
	_ "embed" // for the parts of the page
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

//go:embed report.html.tmpl
var htmlTemplate string

//go:embed report.css
var htmlStyle string

//go:embed report.js
var htmlScript string

// HTML renders a report as one page that needs nothing else: no other file, no
// request, no script to be read. With a script, the changes can be filtered, and the
// filter is part of the address.
func HTML(w io.Writer, r *diff.Report) error {
	parsed, err := template.New("report").Funcs(template.FuncMap{
		"number":  number,
		"slug":    func(effect diff.Effect) string { return effect.String() },
		"visible": func(name any) string { return visible(fmt.Sprint(name)) },
	}).Parse(htmlTemplate)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, makeHTMLPage(makePage(r))); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}

// htmlPage is a page with the parts that only HTML needs: identifiers and search texts.
type htmlPage struct {
	*page
	Style   template.CSS
	Script  template.JS
	Step    string
	Total   int
	Sides   []htmlSide
	Effects []htmlFilter
	Groups  []htmlFilter
	Parts   []htmlSection
	Known   string
	Lead    string // of the troubles
	Heading string
}

type htmlSide struct {
	What string
	Name string
	diff.Side
}

// htmlFilter is a button that shows some of the changes.
type htmlFilter struct {
	Value string
	Title string
	N     int
}

type htmlSection struct {
	section
	Entries []htmlEntry
}

type htmlEntry struct {
	entry
	Rows  []htmlRow
	Class string // CSS classes for the columns that the rows lack
	Heads htmlHeads
}

// htmlHeads are the headings of the columns that an entry has.
type htmlHeads struct{ Subject, Go, Values, Advice string }

type htmlRow struct {
	row
	Changes []htmlChange
	Open    bool
}

// htmlChange is one change, with all that is known of it.
type htmlChange struct {
	ID           string
	Find         string // the text that a search looks through, in lower case
	Effect       string
	Change       diff.Change
	Title        phrase // the subject, or the sentence where that does not tell the change
	Text         phrase
	Told         bool   // the title is the subject, and the sentence stands below it
	Advice       phrase // in short
	Go           phrase
	Old, New     phrase
	Declarations []htmlName
	Place        string
	AdviceTitle  string
	Open         bool // the details are to be seen at once
}

type htmlName struct {
	Name, Old, New, Why string
	Breaking            bool
}

func makeHTMLPage(p *page) *htmlPage {
	h := &htmlPage{
		page: p, Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		Sides: []htmlSide{{"Before", visible(p.Old.Name), p.Old}, {"After", visible(p.New.Name), p.New}},
		Known: p.Overrides.knownWords(), Lead: troublesLead, Heading: troublesTitle,
	}
	if len(p.Sections) > 0 {
		h.Step = stepWords(p.Step, p.Raw)
	}
	groups := map[diff.Group]int{}
	ids := map[string]int{}
	for _, s := range p.Sections {
		h.Total += s.N
		h.Effects = append(h.Effects, htmlFilter{s.Effect.String(), effectWords(s.Effect, p.Raw), s.N})
		part := htmlSection{section: s}
		for _, e := range s.Entries {
			groups[e.Group] += e.N
			entry := htmlEntry{entry: e}
			entry.setColumns()
			open := s.Effect == diff.Compile && s.N <= mostOpen
			for _, r := range e.Rows {
				made := htmlRow{row: r, Open: open}
				made.Old, made.New = e.values(r)
				for _, c := range r.Changes {
					change := makeHTMLChange(c, e, r, ids)
					change.Open = open
					made.Changes = append(made.Changes, change)
				}
				entry.Rows = append(entry.Rows, made)
			}
			part.Entries = append(part.Entries, entry)
		}
		h.Parts = append(h.Parts, part)
	}
	for _, words := range groupWords() {
		if n := groups[words.Group]; n > 0 {
			h.Groups = append(h.Groups, htmlFilter{string(words.Group), words.Title, n})
		}
	}
	return h
}

// setColumns notes which columns an entry has.
func (h *htmlEntry) setColumns() {
	was, is := h.valueTitles()
	h.Class = "rows no-go no-values no-advice"
	with := func(name string) { h.Class = strings.Replace(h.Class, " no-"+name, "", 1) }
	for i, c := range h.columns() {
		switch {
		case i == 0:
			h.Heads.Subject = c.Title
		case c.Title == goTitle:
			h.Heads.Go = c.Title
			with("go")
		case c.Title == was:
			h.Heads.Values = c.Title
			with("values")
		case c.Title == is && h.Heads.Values != "":
			h.Heads.Values += " → " + strings.ToLower(c.Title)
		case c.Title == is:
			h.Heads.Values = c.Title
			with("values")
		default:
			h.Heads.Advice = c.Title
			with("advice")
		}
	}
}

func makeHTMLChange(c diff.Change, e entry, r row, ids map[string]int) htmlChange {
	made := htmlChange{
		ID: uniqueID(string(c.Kind)+" "+c.Subject, ids), Effect: c.Effect.String(), Change: c,
		Title: code(c.Subject), Text: sentence(c), Advice: r.Advice,
		Go: codes(mainNames([]diff.Change{c}), 0), Place: visible(c.Pos.String()), AdviceTitle: e.AdviceTitle,
	}
	made.Old, made.New = e.values(r)
	made.Told = r.Text == nil
	if !made.Told {
		made.Title = made.Text
	}
	switch {
	case e.single():
		made.Advice = e.Advice
	case len(r.Changes) == 1 || r.Advice == nil:
	case e.AdviceTitle == useInstead:
		made.Advice = replacementCell([]diff.Change{c}, e.Advice != nil)
	default:
		made.Advice = advice(c)
	}
	find := []string{visible(c.Subject)}
	for _, name := range c.Go {
		find = append(find, visible(name.Name))
		if name.Old != "" || name.New != "" || name.Why != "" {
			made.Declarations = append(made.Declarations, htmlName{
				visible(name.Name), visible(name.Old), visible(name.New), visible(name.Why), name.Breaking,
			})
		}
	}
	// Removed declarations stand before added ones, as in any diff.
	slices.SortStableFunc(made.Declarations, func(a, b htmlName) int {
		return compareBool(a.New == "", b.New == "")
	})
	made.Find = strings.ToLower(strings.Join(find, " "))
	return made
}

// uniqueID makes an identifier of a text: letters and digits with hyphens between
// them. It numbers those that would be equal.
func uniqueID(text string, used map[string]int) string {
	const longest = 80
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(text) {
		if r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			hyphen = b.Len() > 0
			continue
		}
		if hyphen {
			b.WriteByte('-')
			hyphen = false
		}
		if b.WriteRune(r); b.Len() >= longest {
			break
		}
	}
	id := b.String()
	if used[id]++; used[id] > 1 {
		// A dot is in no identifier that is not numbered.
		id += "." + strconv.Itoa(used[id])
	}
	return id
}
