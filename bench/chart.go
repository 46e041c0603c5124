package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/template"
)

// The places of the chart, in pixels.
const (
	plotStart = 230 // where bars begin, to the right of the names
	plotWidth = 386 // of the longest bar; its time stands to the right of it
	plotTop   = 76
	barHeight = 20
	barPitch  = 34 // from one bar to the next
	minBar    = 2  // a bar that is shorter could not be seen
)

//go:embed chart.svg.tmpl
var chartTemplate string

// A chart is a picture of how long the contenders take to decode the playlist: a bar
// for each, the shortest first, on a scale that begins with 0.
type chart struct {
	Title, Description, Note string
	Height, PlotBottom       int
	Ticks                    []chartTick
	Bars                     []chartBar
}

// A chartTick is a line of the grid with its time.
type chartTick struct {
	X    string
	Text string
}

// A chartBar stands for one contender.
type chartBar struct {
	Name, Value            string
	Ours                   bool
	X, Top, Middle, Height int
	Width, End             string
	nanoseconds, timesOurs float64
}

// charted lists the contenders of the chart: those that keep what they decode.
func charted() []string {
	return []string{thisPackage, zmb3Types, stockTypes, jsonLean, jsonV2Lean, sonicLean}
}

// writeChart draws the chart of a report as SVG. The same report gives the same bytes.
func writeChart(w io.Writer, r report) error {
	c, err := newChart(r)
	if err != nil {
		return err
	}
	picture, err := template.New("chart").Funcs(template.FuncMap{"xml": escapeXML}).Parse(chartTemplate)
	if err != nil {
		return err
	}
	return picture.Execute(w, c)
}

func newChart(r report) (chart, error) {
	bars, err := chartBars(rowsOf(r.Decoding, playlist))
	if err != nil {
		return chart{}, err
	}
	longest := bars[len(bars)-1].nanoseconds
	bottom := plotTop + len(bars)*barPitch
	c := chart{
		Title:      fmt.Sprintf("Decoding %s (%d kB of JSON)", playlistTitle(r), kilobytes(rowsOf(r.Decoding, playlist)[0].Size)),
		Note:       fmt.Sprintf("%s; medians of %d rounds", r.Environment[0], r.Effort.Rounds),
		Height:     bottom + 62,
		PlotBottom: bottom,
		Bars:       bars,
	}
	for _, time := range ticks(longest, 5) {
		c.Ticks = append(c.Ticks, chartTick{X: pixels(plotStart + along(time, longest)), Text: plainMilliseconds(time)})
	}
	var described []string
	for i := range c.Bars {
		c.Bars[i].place(i, longest)
		described = append(described, c.Bars[i].Name+" "+c.Bars[i].Value)
	}
	c.Description = "Bar chart of the times, with × for how many times as long as this package; shorter is better: " + strings.Join(described, "; ") + "."
	return c, nil
}

// chartBars returns the bars without their places, the shortest first.
func chartBars(rows []row) ([]chartBar, error) {
	ours, ok := rowOf(rows, thisPackage)
	if !ok {
		return nil, fmt.Errorf("the chart needs the body %q; add it to -bodies", playlist)
	}
	var bars []chartBar
	for _, name := range charted() {
		r, ok := rowOf(rows, name)
		switch {
		case !ok:
			return nil, fmt.Errorf("the chart needs the time of %s, which was not measured", name)
		case !(r.Nanoseconds > 0) || math.IsInf(r.Nanoseconds, 1):
			return nil, fmt.Errorf("the chart cannot show that %s took %v ns", name, r.Nanoseconds)
		}
		bars = append(bars, chartBar{Name: name, Ours: name == thisPackage, nanoseconds: r.Nanoseconds, timesOurs: r.Nanoseconds / ours.Nanoseconds})
	}
	slices.SortStableFunc(bars, func(a, b chartBar) int { return cmp.Compare(a.nanoseconds, b.nanoseconds) })
	return bars, nil
}

func (b *chartBar) place(i int, longest float64) {
	width := max(along(b.nanoseconds, longest), minBar)
	b.X, b.Top, b.Height = plotStart, plotTop+i*barPitch, barHeight
	b.Middle = b.Top + barHeight/2
	b.Width, b.End = pixels(width), pixels(plotStart+width)
	b.Value = milliseconds(b.nanoseconds) + " ms"
	if !b.Ours {
		b.Value += fmt.Sprintf(", %.1f ×", b.timesOurs)
	}
}

func playlistTitle(r report) string {
	for _, t := range r.Decoding {
		if t.Key == playlist {
			return t.Title
		}
	}
	return ""
}

// along returns how many pixels stand for a time.
func along(time, longest float64) float64 { return time / longest * plotWidth }

// ticks returns round times from 0 to the longest, with at most so many steps. The step
// is 1, 2, or 5 times a power of ten.
func ticks(longest float64, most int) []float64 {
	step := math.Pow(10, math.Floor(math.Log10(longest/float64(most))))
	for _, factor := range []float64{1, 2, 5, 10} {
		if longest/(step*factor) <= float64(most) {
			step *= factor
			break
		}
	}
	var list []float64
	for i := 0; float64(i)*step <= longest; i++ {
		list = append(list, float64(i)*step)
	}
	return list
}

// milliseconds writes nanoseconds as milliseconds with three digits or so.
func milliseconds(nanoseconds float64) string {
	ms := nanoseconds / 1e6
	switch {
	case ms < 9.995:
		return fmt.Sprintf("%.2f", ms)
	case ms < 99.95:
		return fmt.Sprintf("%.1f", ms)
	}
	return grouped(ms)
}

// plainMilliseconds writes round nanoseconds as milliseconds.
func plainMilliseconds(nanoseconds float64) string { return fmt.Sprintf("%.4g", nanoseconds/1e6) }

// pixels writes a place or a size to a tenth of a pixel.
func pixels(value float64) string { return fmt.Sprintf("%.1f", value) }

func kilobytes(size int) int { return (size + 500) / 1000 }

func escapeXML(text string) (string, error) {
	var b bytes.Buffer
	err := xml.EscapeText(&b, []byte(text))
	return b.String(), err
}
