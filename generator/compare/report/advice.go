package report

import (
	"cmp"
	"slices"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// useInstead and whatToDo are the titles of a column of advice.
const (
	useInstead = "Use instead"
	whatToDo   = "What to do"
)

func advice(c diff.Change) phrase { return shown(c.Advice.Text) }

// pattern is an advice without what it is about, so that the advice to do the same about
// something else is equal.
func pattern(a diff.Advice) string {
	text, _ := aboutThem(a)
	return text.String()
}

// aboutThem is the text of an advice with "them" in each place that names what it is about,
// and the number of these places.
func aboutThem(a diff.Advice) (text diff.Text, places int) {
	for i, s := range a.Text {
		switch {
		case !s.About:
			text = append(text, s)
		case i == 0 || !a.Text[i-1].About:
			text = append(text, diff.Span{Text: "them"})
			places++
		}
	}
	return text, places
}

// adviceToAll is what to do about changes that have the same pattern of advice; nil
// where that has no common words.
func adviceToAll(changes []diff.Change) phrase {
	text, places := aboutThem(changes[0].Advice)
	if places > 1 {
		return nil
	}
	return shown(text)
}

// advise gives the entry the advice that is the same for all changes, or a title for
// the column of those that differ.
func (e *entry) advise(changes []diff.Change) {
	first := pattern(changes[0].Advice)
	same := !slices.ContainsFunc(changes, func(c diff.Change) bool { return pattern(c.Advice) != first })
	if all := adviceToAll(changes); same && all != nil {
		e.Advice = all
	}
	if e.Advice == nil {
		e.adviseReplacements()
		return
	}
	for i := range e.Rows {
		e.Rows[i].Advice = nil
	}
}

// hasReplacement reports whether something replaces a deprecated operation.
func hasReplacement(c diff.Change) bool { return len(c.New) > 0 }

// adviseReplacements shortens the advice of the rows where each that has some only
// names what to use instead.
func (e *entry) adviseReplacements() {
	e.AdviceTitle = whatToDo
	named := false
	var alternatives []string
	for _, r := range e.Rows {
		for _, c := range r.Changes {
			switch c.Advice.Kind {
			case diff.UseInstead:
				named = true
			case diff.Do, diff.UseIfSame:
				return
			}
			if c.Advice.Or != "" {
				alternatives = append(alternatives, c.Advice.Or)
			}
		}
	}
	if !named {
		return
	}
	e.AdviceTitle = useInstead
	once := len(alternatives) > 1 && len(slices.Compact(slices.Clone(alternatives))) == 1
	if once {
		e.Advice = join(plain(alternativeMark+" or keep the method with "), code(alternatives[0]), plain(", which then sends these requests itself."))
	}
	for i, r := range e.Rows {
		e.Rows[i].Advice = replacementCell(r.Changes, once)
	}
}

// alternativeMark marks replacements that all have the same alternative, which is told
// once for all of them.
const alternativeMark = "†"

// nothingInstead is said of what has no replacement.
const nothingInstead = "nothing"

// replacementCell names what is used instead in some changes.
func replacementCell(changes []diff.Change, mark bool) phrase {
	var all []string
	alternative := ""
	for _, c := range changes {
		for _, name := range c.Advice.Use {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
		alternative = cmp.Or(alternative, c.Advice.Or)
	}
	switch {
	case len(all) == 0 && changes[0].Advice.Kind == diff.NoAdvice:
		return nil
	case len(all) == 0:
		return plain(nothingInstead)
	case alternative == "":
		return goNames(all)
	case mark:
		return join(goNames(all), plain(" "+alternativeMark))
	}
	return join(goNames(all), plain(", or "), code(alternative))
}
