package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// MarkdownLimit is the most bytes that Markdown writes. GitHub refuses bodies of more
// than 65,536 characters; what is left of them is for what a caller writes around.
const MarkdownLimit = 64_000

const (
	// markdownReserve is kept for the note on what was left out.
	markdownReserve = 2_000
	// mostOpen is how many rows a table has before it is folded away.
	mostOpen = 12
	// mostOwners is how many members of a list stand in one cell.
	mostOwners = 40
)

// Markdown renders a report for a pull request or release notes on GitHub, with
// headings from the second level down. What does not fit into MarkdownLimit is left
// out, the least grave first, and a note at the end says how much that is.
func Markdown(w io.Writer, r *diff.Report) error {
	m := &markdownWriter{}
	m.page(makePage(r))
	_, err := io.WriteString(w, m.out.String())
	return err
}

type markdownWriter struct {
	out     strings.Builder
	full    bool // something has been left out; nothing more is written
	omitted []string
}

func (m *markdownWriter) page(p *page) {
	m.add("## " + inline(markdownVerdict(p), false) + "\n")
	if p.Empty {
		return
	}
	m.sides(p)
	if len(p.Sections) > 0 {
		m.add("\n")
	}
	for _, s := range p.Sections {
		m.add("- **" + effectWords(s.Effect, p.Raw) + ":** " + inline(countWords(s.Counts), false) + "\n")
	}
	for _, s := range p.Sections {
		m.section(s)
	}
	m.overrides(p.Overrides)
	m.troubles(p.Troubles)
	if len(m.omitted) > 0 {
		m.out.WriteString("\n> [!NOTE]\n> Left out, because GitHub limits the size of a page: " + strings.Join(m.omitted, ", ") +
			". The other formats of the report have everything.\n")
	}
}

func markdownVerdict(p *page) phrase {
	v := p.Verdict
	if step := stepWords(p.Step, p.Raw); step != "" && len(p.Sections) > 0 {
		v = join(v, plain(" Step: "+step+"."))
	}
	return v
}

func (m *markdownWriter) sides(p *page) {
	m.add("\n| | operations | methods | types |\n|---|---:|---:|---:|\n")
	for i, side := range []diff.Side{p.Old, p.New} {
		name := cell(plain([]string{"from ", "to "}[i]), code(side.Name))
		methods := number(side.Methods)
		if p.Raw {
			methods = ""
		}
		m.add(fmt.Sprintf("| %s | %s | %s | %s |\n", name, number(side.Operations), methods, number(side.Types)))
	}
}

func (m *markdownWriter) section(s section) {
	written := m.add("\n### " + s.Title + " (" + number(s.N) + ")\n")
	if s.Lead != "" {
		m.add("\n" + s.Lead + "\n")
	}
	left := 0
	for _, e := range s.Entries {
		left += m.entry(e)
	}
	if left > 0 || !written {
		m.omitted = append(m.omitted, fmt.Sprintf("%s of “%s”", number(left), s.Title))
	}
}

// entry writes an entry and returns how many of its changes were left out.
func (m *markdownWriter) entry(e entry) (left int) {
	if e.single() {
		if !m.add("\n" + m.singleEntry(e)) {
			return e.N
		}
		return 0
	}
	folded := len(e.Rows) > mostOpen
	title := "\n**" + inline(e.Title, false) + "**"
	if folded {
		title = "\n<details>\n<summary><strong>" + inlineHTML(e.Title) + "</strong></summary>"
	}
	if len(e.Advice) > 0 {
		title += "\n\n" + inline(e.Advice, false)
	}
	columns := e.columns()
	title += "\n\n"
	for _, c := range columns {
		title += "| " + c.Title + " "
	}
	title += "|\n" + strings.Repeat("|---", len(columns)) + "|\n"
	if !m.add(title) {
		return e.N
	}
	for _, r := range e.Rows {
		if !m.add(tableRow(columns, r)) {
			left += len(r.Changes)
		}
	}
	if shown, more := e.declarations(mostDeclarations); len(shown) > 0 {
		m.add("\n" + declarationBlock("", shown, more))
	}
	if folded {
		m.out.WriteString("\n</details>\n")
	}
	return left
}

func tableRow(columns []column, r row) string {
	var b strings.Builder
	for _, c := range columns {
		b.WriteString("| " + cell(c.Cell(r)) + " ")
	}
	b.WriteString("|\n")
	return b.String()
}

// cell renders phrases for a cell of a table, without the tail of a list that is too
// long for one.
func cell(parts ...phrase) string {
	all := join(parts...)
	names := 0
	for i, s := range all {
		if !s.Code {
			continue
		}
		if names++; names > mostOwners {
			rest := 0
			for _, s := range all[i:] {
				if s.Code {
					rest++
				}
			}
			if rest > 1 {
				return inline(join(all[:i], plain("and "+number(rest)+" more")), true)
			}
		}
	}
	return inline(all, true)
}

// singleEntry renders an entry of one change as an item of a list.
func (m *markdownWriter) singleEntry(e entry) string {
	var b strings.Builder
	b.WriteString("- " + inline(e.Title, false))
	if len(e.Advice) > 0 {
		b.WriteString("\n  " + inline(e.Advice, false))
	}
	if names := e.names(); len(names) > 0 {
		b.WriteString("\n  Go: " + cell(names))
	}
	b.WriteString("\n")
	if shown, more := e.declarations(mostDeclarations); len(shown) > 0 {
		b.WriteString("\n" + declarationBlock("  ", shown, more))
	}
	return b.String()
}

// declarationBlock renders old and new declarations as a diff.
func declarationBlock(indent string, shown []declaration, more int) string {
	var lines []string
	for _, d := range shown {
		if d.Old != "" {
			lines = append(lines, "- "+shorten(d.Old, mostRunes))
		}
		if d.New != "" {
			lines = append(lines, "+ "+shorten(d.New, mostRunes))
		}
		if d.Why != "" {
			lines = append(lines, "# "+shorten(d.Why, mostRunes))
		}
	}
	if more > 0 {
		lines = append(lines, "# and "+number(more)+" more")
	}
	return fenced("diff", strings.Join(lines, "\n"), indent)
}

func (m *markdownWriter) overrides(o overrides) {
	if len(o.Groups) == 0 {
		return
	}
	m.add("\n### Overrides\n")
	left := 0
	for _, g := range o.Groups {
		left += m.notes("**"+g.Title+"**\n"+g.Lead, "<strong>"+html.EscapeString(g.Title)+"</strong>", g.Lead, g.Items)
	}
	if known := o.knownWords(); known != "" {
		m.add("\n" + known + "\n")
	}
	if left > 0 {
		m.omitted = append(m.omitted, number(left)+" overrides")
	}
}

// notes writes a list of notes under a title, folded away if it is long, and returns
// how many were left out.
func (m *markdownWriter) notes(open, summary, lead string, items []note) (left int) {
	folded := len(items) > mostOpen
	title := "\n" + open + "\n\n"
	if folded {
		title = "\n<details>\n<summary>" + summary + "</summary>\n\n" + lead + "\n\n"
	}
	if !m.add(title) {
		return len(items)
	}
	for _, item := range items {
		line := "- "
		if item.Place != "" {
			line += inline(code(item.Place), false) + ": "
		}
		if !m.add(line + inline(item.Text, false) + "\n") {
			left++
		}
	}
	if folded {
		m.out.WriteString("\n</details>\n")
	}
	return left
}

func (m *markdownWriter) troubles(t troubles) {
	if t.N == 0 {
		return
	}
	m.add("\n### " + troublesTitle + " (" + number(t.N) + ")\n\n" + troublesLead + "\n")
	left := 0
	for _, f := range t.Files {
		items := make([]note, len(f.Items))
		for i, item := range f.Items {
			items[i] = note{Place: item.Place, Text: join(item.Text, plain(" ("), code(item.Rule), plain(")"))}
		}
		title, summary := "Nothing is suggested for these.", "Nothing is suggested for these."
		if f.File != "" {
			title = "For " + inline(code(f.File), false)
			summary = "For " + inlineHTML(code(f.File))
		}
		left += m.notes(title, summary, "", items)
		if f.Action != "" && !m.add("\n<details>\n<summary>To paste into "+inlineHTML(code(f.File))+", under <code>actions:</code></summary>\n\n"+fenced("yaml", f.Action, "")+"\n</details>\n") {
			m.omitted = append(m.omitted, "the actions for "+inline(code(f.File), false))
		}
	}
	if left > 0 {
		m.omitted = append(m.omitted, number(left)+" findings")
	}
}

// add writes a block if it fits. After the first that did not, nothing more is written,
// so that the page has no gaps.
func (m *markdownWriter) add(block string) bool {
	if m.full || m.out.Len()+len(block) > MarkdownLimit-markdownReserve {
		m.full = true
		return false
	}
	m.out.WriteString(block)
	return true
}
