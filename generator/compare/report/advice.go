package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// useInstead and whatToDo are the titles of a column of advice.
const (
	useInstead = "Use instead"
	whatToDo   = "What to do"
)

func advice(c diff.Change) phrase {
	if c.Advice == "" {
		return nil
	}
	return words(c.Advice, namesIn(c)...)
}

// placeholder stands in a pattern for the names that a change is about.
const placeholder = "\x00"

// pattern is the advice of a change without its own names, so that the advice to do
// the same with other names is equal.
func pattern(c diff.Change) string {
	names := []string{c.Subject}
	if owner, member, ok := splitSubject(c); ok {
		names = append(names, member+" of "+owner)
	}
	for _, name := range c.Go {
		names = append(names, name.Name)
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	var b strings.Builder
	for i, part := range splitKnown(c.Advice, names) {
		if i%2 == 1 {
			part = placeholder
		}
		b.WriteString(part)
	}
	text := b.String()
	for _, between := range []string{", ", " and ", " or "} {
		text = strings.ReplaceAll(text, placeholder+between+placeholder, placeholder)
		text = strings.ReplaceAll(text, placeholder+between+placeholder, placeholder) // they overlap
	}
	return text
}

// adviceToAll is what to do about changes that have the same pattern of advice; nil
// where that has no common words.
func adviceToAll(changes []diff.Change) phrase {
	first := pattern(changes[0])
	switch strings.Count(first, placeholder) {
	case 0:
		return advice(changes[0])
	case 1:
		return words(strings.ReplaceAll(first, placeholder, "them"))
	}
	return nil
}

// advise gives the entry the advice that is the same for all changes, or a title for
// the column of those that differ.
func (e *entry) advise(changes []diff.Change) {
	first := pattern(changes[0])
	same := !slices.ContainsFunc(changes, func(c diff.Change) bool { return pattern(c) != first })
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

// replacement returns what an advice names to be used instead, and an alternative to
// that, if this is all that it says: "Use Albums.Get instead of Albums.GetMany, or
// WithQuotaMode(Development), with which …".
func replacement(advice string) (names []string, alternative string, ok bool) {
	text, ok := strings.CutPrefix(strings.TrimSuffix(advice, "."), "Use ")
	if !ok {
		return nil, "", false
	}
	text, alternative, _ = strings.Cut(text, ", or ")
	alternative, _, _ = strings.Cut(alternative, ", with which ")
	if name, ok := strings.CutSuffix(text, " instead"); ok {
		return []string{name}, alternative, true
	}
	// "A instead of B and C instead of D" names A and C.
	parts := strings.Split(text, " instead of ")
	for i, part := range parts[:len(parts)-1] {
		if i > 0 {
			part = part[strings.LastIndex(part, " ")+1:]
		}
		names = append(names, part)
	}
	return names, alternative, len(names) > 0
}

// withoutReplacement reports whether an advice only says that nothing can be used
// instead.
func withoutReplacement(advice string) bool {
	return strings.HasPrefix(advice, "Prepare to do without ") || strings.HasPrefix(advice, "Do without ")
}

func hasReplacement(c diff.Change) bool {
	return c.New != "" || strings.HasPrefix(c.Advice, "Use ")
}

// adviseReplacements shortens the advice of the rows where each that has some only
// names what to use instead.
func (e *entry) adviseReplacements() {
	e.AdviceTitle = whatToDo
	named := false
	var alternatives []string
	for _, r := range e.Rows {
		for _, c := range r.Changes {
			_, alternative, ok := replacement(c.Advice)
			if named = named || ok; !ok && c.Advice != "" && !withoutReplacement(c.Advice) {
				return
			}
			if alternative != "" {
				alternatives = append(alternatives, alternative)
			}
		}
	}
	if !named {
		return
	}
	e.AdviceTitle = useInstead
	once := len(alternatives) > 1 && len(slices.Compact(slices.Clone(alternatives))) == 1
	if once {
		e.Advice = join(plain(alternativeMark+" or keep the method with "), words(alternatives[0]), plain(", which makes it do that by itself."))
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
		names, or, _ := replacement(c.Advice)
		for _, name := range names {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
		alternative = cmp.Or(alternative, or)
	}
	switch {
	case len(all) == 0 && changes[0].Advice == "":
		return nil
	case len(all) == 0:
		return plain(nothingInstead)
	case alternative == "":
		return goNames(all)
	case mark:
		return join(goNames(all), plain(" "+alternativeMark))
	}
	return join(goNames(all), plain(", or "), words(alternative))
}
