package report

import (
	"github.com/spotgen/spotgen/generator/compare/diff"
)

// page is what a report tells, in its order, before it takes a format.
type page struct {
	Empty   bool // there is nothing to tell but the verdict
	Raw     bool
	Effect  diff.Effect
	Step    diff.Step
	Verdict phrase // one sentence, without the step
	Old     diff.Side
	New     diff.Side

	Sections  []section
	Overrides overrides
	Troubles  troubles
}

// count says how many changes of a kind have the same effect.
type count struct {
	Kind   diff.Kind
	Effect diff.Effect
	N      int
	Text   phrase // 7 operations added
}

// section holds the changes of one effect.
type section struct {
	Effect  diff.Effect
	Title   string
	Lead    string // one sentence about all of them; may be empty
	N       int    // changes
	Counts  []count
	Entries []entry
}

// entry is one change, or several of the same kind that repeat each other.
type entry struct {
	Kind  diff.Kind
	Group diff.Group
	N     int    // changes
	Title phrase // the sentence of the change, or how many there are of which kind
	// Advice is what to do about all of them; the rows have their own where it differs.
	Advice phrase
	// AdviceTitle is the heading of the column of advice: "Use instead" where each row
	// only names a replacement, otherwise "What to do".
	AdviceTitle string
	Rows        []row
}

// row is a line of an entry: one change, or several that only differ in what they are
// a member of.
type row struct {
	Subject  phrase // "GET /albums", or "popularity of Album, Artist, and Track"
	Go       phrase // the Go names; empty where there are none
	Old, New phrase
	Text     phrase // the sentence, where the others do not tell the change
	Advice   phrase
	Declared []diff.GoName // names with an old or new declaration
	Changes  []diff.Change
}

// makePage makes the page of a report. The order of the changes, overrides, and
// findings in the report does not matter.
func makePage(r *diff.Report) *page {
	changes := sortedChanges(r.Changes)
	p := &page{
		Empty:     len(r.Changes) == 0 && len(r.Overrides) == 0 && len(r.Findings) == 0,
		Raw:       r.Raw,
		Effect:    r.Effect(),
		Step:      r.Step(),
		Old:       r.Old,
		New:       r.New,
		Overrides: makeOverrides(r.Overrides),
		Troubles:  makeTroubles(r.Findings),
	}
	p.Verdict = verdict(r, changes)
	for effect := diff.Compile; effect >= diff.None; effect-- {
		if s := makeSection(effect, r.Raw, changes); s.N > 0 {
			p.Sections = append(p.Sections, s)
		}
	}
	return p
}

// makeSection makes the section of an effect from all changes.
func makeSection(effect diff.Effect, raw bool, changes []diff.Change) section {
	s := section{Effect: effect}
	s.Title, s.Lead = sectionWords(effect, raw)
	var rest []diff.Change
	for _, change := range changes {
		if change.Effect == effect {
			rest = append(rest, change)
		}
	}
	s.N = len(rest)
	s.Counts = makeCounts(rest)
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && rest[n].Kind == rest[0].Kind && rest[n].Group == rest[0].Group {
			n++
		}
		s.Entries = append(s.Entries, fold(rest[:n]))
		rest = rest[n:]
	}
	return s
}

// BreakingTitle is the title of the section with what does not compile any more.
const BreakingTitle = "Code that may no longer compile"

func sectionWords(effect diff.Effect, raw bool) (title, lead string) {
	switch effect {
	case diff.Compile:
		if raw {
			return "Breaking changes", "Requests and answers are no longer what they were."
		}
		return BreakingTitle, ""
	case diff.Behaviour:
		if raw {
			return "Different behaviour", ""
		}
		return "Code that compiles but behaves differently", "The code still compiles, but the API answers it differently. Keeping an old version of the client does not help."
	case diff.Additive:
		return "New", ""
	case diff.Comment:
		if raw {
			return "Documentation only", ""
		}
		return "Documentation only", "Deprecations and comments: nothing has to be done at once."
	}
	return "No difference", ""
}

// effectWords is the name of an effect where it stands alone, as on a button.
func effectWords(effect diff.Effect, raw bool) string {
	switch effect {
	case diff.Compile:
		if raw {
			return "Breaking"
		}
		return "May not compile"
	case diff.Behaviour:
		return "Behaves differently"
	case diff.Additive:
		return "New"
	case diff.Comment:
		return "Documentation only"
	}
	return "No difference"
}

// makeCounts counts changes of the same effect by kind, in the order of the kinds.
func makeCounts(changes []diff.Change) []count {
	var counts []count
	for _, kind := range kindsOf(changes) {
		var nouns []string
		same := map[string][]diff.Change{}
		for _, change := range changes {
			if change.Kind == kind {
				noun := wordsOf(kind, change.Group).one
				if same[noun] == nil {
					nouns = append(nouns, noun)
				}
				same[noun] = append(same[noun], change)
			}
		}
		for _, noun := range nouns {
			counts = append(counts, makeCount(same[noun]))
		}
	}
	return counts
}

// makeCount counts changes of one kind and effect.
func makeCount(changes []diff.Change) count {
	first := changes[0]
	c := count{Kind: first.Kind, Effect: first.Effect, N: len(changes)}
	c.Text = join(wordsOf(first.Kind, first.Group).count(c.N), plain(goneWords(first.Kind, first.Effect)))
	if first.Kind != diff.OperationDeprecated {
		return c
	}
	replaced := 0
	for _, change := range changes {
		if hasReplacement(change) {
			replaced++
		}
	}
	switch replaced {
	case 0:
	case c.N:
		c.Text = join(c.Text, plain(" (with a replacement)"))
	default:
		c.Text = join(c.Text, plain(" ("+number(replaced)+" with a replacement)"))
	}
	return c
}

// goneWords is what is said of deprecations that change what code does: they do where
// an operation or a field went with them.
func goneWords(kind diff.Kind, effect diff.Effect) string {
	switch {
	case effect != diff.Behaviour:
		return ""
	case kind == diff.OperationDeprecated:
		return " and gone in development mode"
	case kind == diff.FieldDeprecated:
		return " and no longer sent in development mode"
	}
	return ""
}

// countWords lists counts.
func countWords(counts []count) phrase {
	items := make([]phrase, len(counts))
	for i, c := range counts {
		items[i] = c.Text
	}
	return list(items, 0)
}
