package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// A table shows the progress of each process. On a terminal, it is drawn again in place;
// elsewhere, it is written once at the end.
type table struct {
	out    io.Writer
	redraw bool
	begun  time.Time

	mu    sync.Mutex
	rows  []progress
	drawn bool
}

func newTable(out io.Writer, redraw bool, rows int) *table {
	return &table{out: out, redraw: redraw, begun: time.Now(), rows: make([]progress, rows)}
}

func (t *table) set(row int, p progress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[row] = p
	if t.redraw {
		t.draw()
	}
}

// finish leaves the last state.
func (t *table) finish() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.draw()
}

func (t *table) draw() {
	var text strings.Builder
	if t.drawn {
		fmt.Fprintf(&text, "\x1b[%dA", len(t.rows)+2) // up, to the first line
	}
	t.drawn = true
	fmt.Fprintf(&text, "%-8s %8s %8s %8s %8s %8s\n", "worker", "tracks", "requests", "refused", "cached", "per s")
	var all progress
	for i, row := range t.rows {
		t.line(&text, fmt.Sprint(i+1), row)
		all.Read += row.Read
		all.Sent += row.Sent
		all.Refused += row.Refused
		all.Cached += row.Cached
	}
	t.line(&text, "all", all)
	io.WriteString(t.out, text.String())
}

func (t *table) line(text *strings.Builder, name string, p progress) {
	fmt.Fprintf(text, "%-8s %8d %8d %8d %8d %8.1f\n", name, p.Read, p.Sent, p.Refused, p.Cached,
		float64(p.Sent)/time.Since(t.begun).Seconds())
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
