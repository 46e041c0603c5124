package report

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// TextOptions says for what terminal a text is.
type TextOptions struct {
	// Color marks headings, effects, and declarations with colours. The words are the
	// same without.
	Color bool
	// Width is the number of columns, at least 40; zero means 100.
	Width int
}

const (
	defaultWidth = 100
	leastWidth   = 40
	columnGap    = 2
)

// Text renders a report for a terminal. A word that is longer than a line is not
// broken; everything else stays within the width.
func Text(w io.Writer, r *diff.Report, o TextOptions) error {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	t := &textWriter{width: max(o.Width, leastWidth), color: o.Color}
	t.page(makePage(r))
	_, err := w.Write(t.out.Bytes())
	return err
}

type textWriter struct {
	out   bytes.Buffer
	width int
	color bool
}

// style is a sequence that switches a colour on.
type style string

const (
	styleNone   style = ""
	styleBold   style = "\x1b[1m"
	styleFaint  style = "\x1b[2m"
	styleRed    style = "\x1b[31m"
	styleGreen  style = "\x1b[32m"
	styleYellow style = "\x1b[33m"
	styleBlue   style = "\x1b[34m"
	styleReset  style = "\x1b[0m"
)

func styleOf(effect diff.Effect) style {
	switch effect {
	case diff.Compile:
		return styleBold + styleRed
	case diff.Behaviour:
		return styleBold + styleYellow
	case diff.Additive:
		return styleBold + styleGreen
	case diff.Comment:
		return styleBold + styleBlue
	}
	return styleBold
}

func (t *textWriter) page(p *page) {
	t.para("", styleOf(p.Effect), verdictLine(p))
	if p.Empty {
		return
	}
	t.line("")
	t.sides(p)
	t.counts(p)
	for _, s := range p.Sections {
		t.heading(styleOf(s.Effect), s.Title, s.N)
		if s.Lead != "" {
			t.para("  ", styleFaint, s.Lead)
		}
		for _, e := range s.Entries {
			t.line("")
			t.entry(e)
		}
	}
	t.overrides(p.Overrides)
	t.troubles(p.Troubles)
}

// counts says for each effect how many changes of which kinds have it.
func (t *textWriter) counts(p *page) {
	widest := 0
	for _, s := range p.Sections {
		widest = max(widest, utf8.RuneCountInString(effectWords(s.Effect, p.Raw)))
	}
	if len(p.Sections) > 0 {
		t.line("")
	}
	for _, s := range p.Sections {
		t.para("  "+pad(effectWords(s.Effect, p.Raw), widest+columnGap), styleNone, countWords(s.Counts).String())
	}
}

// verdictLine is the verdict with the step that follows from it.
func verdictLine(p *page) string {
	line := p.Verdict.String()
	if step := stepWords(p.Step, p.Raw); step != "" && len(p.Sections) > 0 {
		line += " Step: " + step + "."
	}
	return line
}

func (t *textWriter) sides(p *page) {
	names := []string{t.short(p.Old.Name), t.short(p.New.Name)}
	widest := max(utf8.RuneCountInString(names[0]), utf8.RuneCountInString(names[1]))
	for i, side := range []diff.Side{p.Old, p.New} {
		line := "  " + []string{"from", "to  "}[i] + "  " + pad(names[i], widest)
		if counts := sideWords(side, p.Raw); counts != "" {
			line += "  " + counts
		}
		t.line(strings.TrimRight(line, " "))
	}
}

// sideWords counts what one side has.
func sideWords(s diff.Side, raw bool) string {
	if s.Operations == 0 && s.Methods == 0 && s.Types == 0 {
		return ""
	}
	words := []string{counted(s.Operations, "operation"), counted(s.Methods, "method"), counted(s.Types, "type")}
	if raw {
		words = slices.Delete(words, 1, 2)
	}
	return strings.Join(words, ", ")
}

// counted is a number of things.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number(n) + " " + noun
}

func (t *textWriter) heading(s style, title string, n int) {
	t.line("")
	title = strings.ToUpper(title)
	if n > 0 {
		title += " (" + number(n) + ")"
	}
	t.para("", s, title)
}

func (t *textWriter) entry(e entry) {
	t.para("  ", styleBold, e.Title.String())
	if e.single() {
		if names := e.names(); len(names) > 0 {
			t.para("    ", styleNone, "Go: "+names.String())
		}
	} else {
		t.rows(e)
	}
	shown, left := e.declarations(mostDeclarations)
	for _, d := range shown {
		t.declaration(d)
	}
	if left > 0 {
		t.line("    and " + number(left) + " more declarations")
	}
	if len(e.Advice) > 0 {
		arrow := "→ "
		if strings.HasPrefix(e.Advice.String(), alternativeMark) {
			arrow = ""
		}
		t.para("    ", styleNone, arrow+e.Advice.String())
	}
}

func (t *textWriter) declaration(d declaration) {
	if d.Old != "" {
		t.para("    - ", styleRed, shorten(d.Old, mostRunes))
	}
	if d.New != "" {
		t.para("    + ", styleGreen, shorten(d.New, mostRunes))
	}
	if d.Why != "" {
		t.para("      ", styleNone, shorten(d.Why, mostRunes))
	}
}

// stacked prints the cells of a row below each other.
func (t *textWriter) stacked(e entry, r row) {
	if r.Text != nil {
		t.para("    ", styleNone, r.Text.String())
	} else {
		t.para("    ", styleNone, r.Subject.String())
	}
	if len(r.Go) > 0 {
		t.para("      ", styleNone, "Go: "+r.Go.String())
	}
	was, is := e.values(r)
	if text := change(was.String(), is.String()); text != "" {
		t.para("      ", styleNone, text)
	}
	switch {
	case len(r.Advice) == 0:
	case r.Advice.String() == nothingInstead:
		t.para("      ", styleNone, "→ nothing replaces it")
	case e.AdviceTitle == useInstead:
		t.para("      ", styleNone, "→ use "+r.Advice.String()+" instead")
	default:
		t.para("      ", styleNone, "→ "+r.Advice.String())
	}
}

// change tells of an old and a new value in a few words.
func change(was, is string) string {
	switch {
	case was == "" && is == "":
		return ""
	case was == "":
		return "is " + is
	case is == "":
		return "was " + was
	}
	return was + " → " + is
}

func (t *textWriter) overrides(o overrides) {
	if len(o.Groups) == 0 {
		return
	}
	t.heading(styleBold, "Overrides", 0)
	for _, g := range o.Groups {
		t.line("")
		t.para("  ", styleBold, g.Title)
		t.para("  ", styleFaint, g.Lead)
		for _, item := range g.Items {
			t.note(item)
		}
	}
	if known := o.knownWords(); known != "" {
		t.line("")
		t.para("  ", styleNone, known)
	}
}

func (t *textWriter) troubles(troubles troubles) {
	if troubles.N == 0 {
		return
	}
	t.heading(styleBold, troublesTitle, troubles.N)
	t.para("  ", styleFaint, troublesLead)
	for _, f := range troubles.Files {
		t.line("")
		for _, item := range f.Items {
			t.note(note{Place: item.Place, Text: join(item.Text, plain(" ["+item.Rule+"]"))})
		}
		if f.Action == "" {
			continue
		}
		t.line("")
		t.para("  ", styleBold, "For "+f.File+", under actions:")
		t.line("")
		for line := range strings.Lines(f.Action) {
			// As it has to stand in the file.
			t.line(strings.TrimRight(line, "\n "))
		}
	}
}

func (t *textWriter) note(n note) {
	if n.Place != "" {
		t.para("    ", styleNone, n.Place)
		t.para("      ", styleNone, n.Text.String())
		return
	}
	t.para("    ", styleNone, n.Text.String())
}

// para prints a text in lines of the width. The indent stands before the first line,
// and as much space before the others.
func (t *textWriter) para(indent string, s style, text string) {
	for i, line := range wrap(text, t.width-utf8.RuneCountInString(indent)) {
		if i == 1 {
			indent = strings.Repeat(" ", utf8.RuneCountInString(indent))
		}
		t.styled(s, indent+line)
	}
}

func (t *textWriter) styled(s style, line string) {
	if t.color && s != styleNone {
		line = string(s) + line + string(styleReset)
	}
	t.line(line)
}

func (t *textWriter) line(text string) {
	t.out.WriteString(text)
	t.out.WriteByte('\n')
}

func (t *textWriter) short(text string) string { return shorten(visible(text), mostRunes) }

// wrap cuts a text into lines of a width, between words. A longer word has a line of
// its own, up to what is shown of any name.
func wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(text) {
		word = shorten(word, mostRunes)
		n := utf8.RuneCountInString(word)
		if used > 0 && used+1+n > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line += " "
			used++
		}
		line += word
		used += n
	}
	return append(lines, line)
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
