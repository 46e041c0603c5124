package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// writeJSON writes a report and what it means for the targets.
func writeJSON(w io.Writer, r report) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		report
		Targets []verdict `json:"targets"`
	}{r, verdicts(r)})
}

// writeMarkdown writes a report for people, with a heading of this level ("##", say)
// above each table.
func writeMarkdown(w io.Writer, r report, heading string) error {
	var b strings.Builder
	for _, line := range r.Environment {
		fmt.Fprintf(&b, "- %s\n", line)
	}
	fmt.Fprintf(&b, "- medians of %d rounds of %v for each contender, in turns\n", r.Effort.Rounds, r.Effort.Time)
	for _, t := range r.Decoding {
		t.write(&b, heading+" Decoding "+t.Title)
	}
	writeShapes(&b, r, heading)
	for _, t := range r.Encoding {
		t.write(&b, heading+" Encoding "+t.Title)
	}
	for _, t := range r.EndToEnd {
		t.write(&b, heading+" Playlist items over net/http "+t.Title+", the server's work included")
	}
	writePlayer(&b, r, heading)
	writeHeap(&b, r, heading)
	fmt.Fprintf(&b, "\n%s Targets\n\n", heading)
	for _, v := range verdicts(r) {
		b.WriteString(v.line())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t table) write(b *strings.Builder, heading string) {
	if len(t.Rows) == 0 {
		return
	}
	ours := t.Rows[0]
	fmt.Fprintf(b, "\n%s (%d kB)\n\n", heading, kilobytes(ours.Size))
	b.WriteString("| | µs | MB/s | time / ours | bytes | allocations |\n|---|---:|---:|---:|---:|---:|\n")
	for _, r := range t.Rows {
		fmt.Fprintf(b, "| %s | %s | %s | %.2f | %s | %s |\n", r.Contender,
			grouped(r.Nanoseconds/1e3), grouped(float64(r.Size)*1e3/r.Nanoseconds),
			r.Nanoseconds/ours.Nanoseconds, grouped(r.Bytes), grouped(r.Allocations))
	}
}

func writeHeap(b *strings.Builder, r report, heading string) {
	if len(r.Heap) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s Live heap after decoding %d pages of 100 playlist items\n\n", heading, r.HeapPages)
	b.WriteString("| | kB | memory / ours |\n|---|---:|---:|\n")
	for _, row := range r.Heap {
		fmt.Fprintf(b, "| %s | %s | %.2f |\n", row.Contender, grouped(row.Bytes/1e3), row.Bytes/r.Heap[0].Bytes)
	}
}

func (v verdict) line() string {
	if v.Measured == "" {
		return fmt.Sprintf("- %s: %s\n", v.Verdict, v.Want)
	}
	return fmt.Sprintf("- %s: %s (%s)\n", v.Verdict, v.Want, v.Measured)
}

// grouped writes a number without its fraction, with commas between thousands.
func grouped(value float64) string {
	digits := strconv.FormatFloat(value, 'f', 0, 64)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
