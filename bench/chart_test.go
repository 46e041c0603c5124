package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chartedReport has what the chart needs, and more.
func chartedReport() report {
	r := sampleReport()
	r.Decoding[0].Rows = []row{
		{Contender: thisPackage, Size: 408_499, Nanoseconds: 573_000},
		{Contender: zmb3Types, Size: 408_499, Nanoseconds: 21_856_000},
		{Contender: stockTypes, Size: 408_499, Nanoseconds: 20_932_000},
		{Contender: jsonLean, Size: 408_499, Nanoseconds: 12_657_000},
		{Contender: jsonV2Lean, Size: 408_499, Nanoseconds: 7_090_000},
		{Contender: sonicLean, Size: 408_499, Nanoseconds: 4_199_000},
		{Contender: sonicValid, Size: 408_499, Nanoseconds: 596_000},
	}
	return r
}

func draw(t *testing.T, r report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeChart(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestChart(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "decode.svg"))
	if err != nil {
		t.Fatal(err)
	}
	got := draw(t, chartedReport())
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, problem := range problemsOf(got) {
		t.Error(problem)
	}
}

// The picture in docs/ has other figures, and is as good.
func TestCommittedChart(t *testing.T) {
	picture, err := os.ReadFile(filepath.Join("..", "docs", "decode.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problemsOf(picture) {
		t.Error(problem)
	}
	names := textsOf(t, picture)
	for _, name := range charted() {
		if !slices.Contains(names, name) {
			t.Errorf("the chart lacks %s", name)
		}
	}
}

// maxChart is how many bytes a chart may have.
const maxChart = 6000

// problemsOf finds what a picture in a page should not have, and what it lacks.
func problemsOf(picture []byte) []string {
	var problems []string
	if len(picture) >= maxChart {
		problems = append(problems, "it has "+strconv.Itoa(len(picture))+" bytes")
	}
	if !bytes.Contains(picture, []byte("@media (prefers-color-scheme: dark)")) {
		problems = append(problems, "it looks the same in dark mode")
	}
	for _, outside := range []string{"url(", "@import", "@font-face"} {
		if bytes.Contains(picture, []byte(outside)) {
			problems = append(problems, "it has "+outside)
		}
	}
	ids, elements, err := elementsOf(picture)
	if err != nil {
		return append(problems, err.Error())
	}
	for i, e := range elements {
		if e.Name.Space != "http://www.w3.org/2000/svg" {
			problems = append(problems, e.Name.Local+" is not of SVG")
		}
		if slices.Contains([]string{"script", "foreignObject", "image", "use", "a"}, e.Name.Local) {
			problems = append(problems, "it has the element "+e.Name.Local)
		}
		for _, a := range e.Attr {
			if a.Name.Local == "href" || a.Name.Local == "src" || strings.HasPrefix(a.Name.Local, "on") {
				problems = append(problems, "it has the attribute "+a.Name.Local)
			}
		}
		if i == 0 && (e.Name.Local != "svg" || attribute(e, "role") != "img" ||
			ids[attribute(e, "aria-labelledby")] != "title" || ids[attribute(e, "aria-describedby")] != "desc") {
			problems = append(problems, "it does not say that it is an image with a title and a description")
		}
	}
	return problems
}

// elementsOf reads all elements, and which of them has which ID. It fails if the text is
// not well-formed.
func elementsOf(picture []byte) (ids map[string]string, elements []xml.StartElement, err error) {
	ids = map[string]string{}
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return ids, elements, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if e, ok := token.(xml.StartElement); ok {
			e = e.Copy()
			elements = append(elements, e)
			if id := attribute(e, "id"); id != "" {
				ids[id] = e.Name.Local
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// textsOf returns what can be read in a picture.
func textsOf(t *testing.T, picture []byte) []string {
	t.Helper()
	var parsed struct {
		Texts []string `xml:"text"`
	}
	if err := xml.Unmarshal(picture, &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed.Texts
}

func TestProblemsAreFound(t *testing.T) {
	good := string(draw(t, chartedReport()))
	for _, change := range []struct{ from, to, want string }{
		{"</svg>", "", "XML syntax error"},
		{"</svg>", "<script>1</script></svg>", "element script"},
		{"</svg>", strings.Repeat(" ", maxChart) + "</svg>", "bytes"},
		{"<text ", `<text onclick="x" `, "attribute onclick"},
		{"<text ", `<text href="x" `, "attribute href"},
		{`role="img"`, "", "an image"},
		{`id="decode-desc"`, `id="decode"`, "an image"},
		{"xmlns=", "xmlns:x=", "not of SVG"},
		{"prefers-color-scheme", "print", "dark mode"},
		{".bar {", "@font-face { src: url(x) } .bar {", "it has url("},
	} {
		changed := strings.Replace(good, change.from, change.to, 1)
		if got := strings.Join(problemsOf([]byte(changed)), "\n"); !strings.Contains(got, change.want) {
			t.Errorf("%s for %s: found %q, want %q", change.to, change.from, got, change.want)
		}
	}
}

func TestChartScale(t *testing.T) {
	c, err := newChart(chartedReport())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i, b := range c.Bars {
		names = append(names, b.Name)
		width, err := strconv.ParseFloat(b.Width, 64)
		if err != nil {
			t.Fatal(err)
		}
		if want := b.nanoseconds / 21_856_000 * plotWidth; math.Abs(width-want) > 0.051 {
			t.Errorf("the bar of %s is %v wide, want %v", b.Name, width, want)
		}
		if b.Top != plotTop+i*barPitch || b.Top+b.Height > c.PlotBottom {
			t.Errorf("the bar of %s begins at %d", b.Name, b.Top)
		}
	}
	if diff := cmp.Diff([]string{thisPackage, sonicLean, jsonV2Lean, jsonLean, stockTypes, zmb3Types}, names); diff != "" {
		t.Errorf("the order of the bars (-want +got):\n%s", diff)
	}
	want := []chartTick{{"230.0", "0"}, {"318.3", "5"}, {"406.6", "10"}, {"494.9", "15"}, {"583.2", "20"}}
	if diff := cmp.Diff(want, c.Ticks); diff != "" {
		t.Errorf("the scale (-want +got):\n%s", diff)
	}
}

// A bar that would be shorter than a line is drawn as one.
func TestChartOfVeryDifferentTimes(t *testing.T) {
	r := chartedReport()
	r.Decoding[0].Rows[0].Nanoseconds = 1
	c, err := newChart(r)
	if err != nil {
		t.Fatal(err)
	}
	if b := c.Bars[0]; b.Width != "2.0" || b.Value != "0.00 ms" {
		t.Errorf("%s is %s wide, and has %s", b.Name, b.Width, b.Value)
	}
}

func TestTicks(t *testing.T) {
	for _, test := range []struct {
		longest float64
		want    []float64
	}{
		{1, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}},
		{4.9, []float64{0, 1, 2, 3, 4}},
		{5, []float64{0, 1, 2, 3, 4, 5}},
		{5.1, []float64{0, 2, 4}},
		{11, []float64{0, 5, 10}},
		{26, []float64{0, 10, 20}},
		{51, []float64{0, 20, 40}},
		{21_856_000, []float64{0, 5e6, 10e6, 15e6, 20e6}},
	} {
		got := ticks(test.longest, 5)
		if !slices.EqualFunc(got, test.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9*test.longest }) {
			t.Errorf("up to %v: %v, want %v", test.longest, got, test.want)
		}
	}
}

func TestMilliseconds(t *testing.T) {
	for nanoseconds, want := range map[float64]string{
		573_000: "0.57", 1_000_000: "1.00", 9_994_000: "9.99", 9_996_000: "10.0", 21_856_000: "21.9",
		99_940_000: "99.9", 99_960_000: "100", 1_234_500_000: "1,234",
	} {
		if got := milliseconds(nanoseconds); got != want {
			t.Errorf("%v ns are %s, want %s", nanoseconds, got, want)
		}
	}
}

func TestChartEscapes(t *testing.T) {
	const odd = `<b>"R&D"</b> 'ö' ]]>`
	r := chartedReport()
	r.Decoding[0].Title, r.Environment[0] = odd, odd
	picture := draw(t, r)
	if problems := problemsOf(picture); len(problems) > 0 {
		t.Errorf("%q", problems)
	}
	texts := strings.Join(textsOf(t, picture), "\n")
	if n := strings.Count(texts, odd); n != 2 {
		t.Errorf("the text is there %d times, want 2:\n%s", n, texts)
	}
	for in, want := range map[string]string{"a<b>": "a&lt;b&gt;", "R&D": "R&amp;D", `"x'`: "&#34;x&#39;", "ö ×": "ö ×"} {
		if got, err := escapeXML(in); got != want || err != nil {
			t.Errorf("%s became %s, %v; want %s", in, got, err, want)
		}
	}
}

func TestChartNeedsAllTimes(t *testing.T) {
	tests := []struct {
		name   string
		change func(*report)
		want   string
	}{
		{"nothing", func(r *report) { r.Decoding = nil }, `add it to -bodies`},
		{"one less", func(r *report) { r.Decoding[0].Rows = r.Decoding[0].Rows[:5] }, "needs the time of " + sonicLean},
		{"zero", func(r *report) { r.Decoding[0].Rows[1].Nanoseconds = 0 }, zmb3Types + " took 0 ns"},
		{"not a number", func(r *report) { r.Decoding[0].Rows[1].Nanoseconds = math.NaN() }, "took NaN ns"},
		{"infinite", func(r *report) { r.Decoding[0].Rows[1].Nanoseconds = math.Inf(1) }, "took +Inf ns"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := chartedReport()
			test.change(&r)
			var b strings.Builder
			if err := writeChart(&b, r); err == nil || !strings.Contains(err.Error(), test.want) || b.Len() > 0 {
				t.Errorf("%v, and wrote %q; want an error with %q", err, b.String(), test.want)
			}
		})
	}
}
