package report

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	rowIndent = "    "
	// leastFirst is how narrow the first column of a table may become before the cells
	// of a row stand below each other instead.
	leastFirst = 24
	// leastColumn is the width below which the other columns do not wrap.
	leastColumn = 12
)

// rows prints the table of an entry, or the cells of each row below each other where
// the table would be too wide.
func (t *textWriter) rows(e entry) {
	columns := e.columns()
	cells := make([][]string, len(e.Rows))
	for i, r := range e.Rows {
		for _, c := range columns {
			cells[i] = append(cells[i], c.Cell(r).String())
		}
	}
	widths := t.columnWidths(columns, cells)
	if widths == nil || len(e.Rows) == 1 {
		for _, r := range e.Rows {
			t.stacked(e, r)
		}
		return
	}
	if len(columns) > 1 {
		line := rowIndent
		for j, c := range columns {
			line += pad(c.Title, widths[j]+columnGap)
		}
		t.styled(styleFaint, strings.TrimRight(line, " "))
	}
	for i, r := range e.Rows {
		t.tableRow(cells[i], widths, r.Text == nil && len(r.Changes) == 1)
	}
}

// columnWidths fits the columns of a table into the width, or returns nil where they
// do not fit. The columns after the first may become as narrow as their longest word,
// and then the first one gives way.
func (t *textWriter) columnWidths(columns []column, cells [][]string) []int {
	widths := make([]int, len(columns))
	least := make([]int, len(columns))
	left := t.width - len(rowIndent) - columnGap*(len(columns)-1)
	for j, c := range columns {
		widths[j] = utf8.RuneCountInString(c.Title)
		least[j] = widths[j]
		for _, row := range cells {
			widths[j] = max(widths[j], utf8.RuneCountInString(row[j]))
			for word := range strings.FieldsSeq(row[j]) {
				least[j] = max(least[j], utf8.RuneCountInString(word))
			}
		}
		least[j] = max(least[j], min(widths[j], leastColumn))
		left -= widths[j]
	}
	for j := len(columns) - 1; j > 0 && left < 0; j-- {
		narrower := min(-left, widths[j]-least[j])
		widths[j] -= narrower
		left += narrower
	}
	if widths[0] += min(left, 0); widths[0] < leastFirst && left < 0 {
		return nil
	}
	return widths
}

// tableRow prints the cells of a row beside each other. A name that is too long for
// the first column has a line of its own above the others.
func (t *textWriter) tableRow(cells []string, widths []int, name bool) {
	lines := make([][]string, len(cells))
	height := 0
	for j, cell := range cells {
		lines[j] = wrap(cell, widths[j])
		if j == 0 && name && len(lines[j]) > 1 {
			t.line(rowIndent + shorten(cell, mostRunes))
			lines[j] = nil
		}
		height = max(height, len(lines[j]))
	}
	if len(cells) > 1 && !slices.ContainsFunc(cells[1:], func(cell string) bool { return cell != "" }) && len(lines[0]) == 0 {
		return // the name was all
	}
	for i := range height {
		line := rowIndent
		for j := range cells {
			part := ""
			if i < len(lines[j]) {
				part = lines[j][i]
			}
			line += pad(part, widths[j]+columnGap)
		}
		t.line(strings.TrimRight(line, " "))
	}
}
