package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sampleReport is a report in which about half of the targets are met.
func sampleReport() report {
	return report{
		Environment: []string{"go1.99, plan9/mips, 3 CPUs"},
		Effort:      effort{Rounds: 5, Time: 20 * time.Millisecond},
		Decoding: []table{{playlist, "100 playlist items", []row{
			{thisPackage, 408_499, 250_000, 123_456, 40},
			{zmb3Types, 408_499, 5_000_000, 2_752_072, 49_513},
			{stockTypes, 408_499, 7_400_000, 2_779_536, 50_842.4},
			{sonicLean, 408_499, 1_250_000, 1_000, 999},
			{sonicValid, 408_499, 200_000, 0, 0},
		}}},
		Shapes: []table{{oneTrack, "a track", []row{{thisPackage, 3617, 3000, 1, 1}, {sonicLean, 3617, 6000, 9, 9}, {sonicValid, 3617, 4000, 0, 0}}}},
		Encoding: []table{{playlist, "100 playlist items", []row{
			{thisPackage, 400_000, 1_000_000, 1_234_567, 1},
			{jsonLean, 400_100, 2_000_000, 0, 0},
			{sonicLean, 400_100, 900_000, 0, 0},
		}}},
		EndToEnd: []table{
			{gzipPath, "with gzip", []row{{thisPackage, 408_499, 1_000_000, 1, 1}, {stockTypes, 408_499, 4_000_000, 1, 1}, {httpOnly, 408_499, 850_000, 1, 1}}},
			{plainPath, "without gzip", []row{{thisPackage, 408_499, 1_000_000, 1, 1}, {stockTypes, 408_499, 1_000_000, 1, 1}}},
		},
		Player: []table{
			{"warm", "over one connection", []row{{thisPackage, 4283, 100_000, 18_000, 80}, {zmb3Types, 4283, 200_000, 60_000, 300}}},
			{"cold", "over a connection of its own", []row{{thisPackage, 4283, 300_000, 80_000, 180}, {zmb3Types, 4283, 400_000, 76_000, 400}}},
		},
		Heap:      []heapRow{{thisPackage, 10_000_000}, {zmb3Types, 99_000_000}},
		HeapPages: 100,
	}
}

func TestMarkdown(t *testing.T) {
	var got strings.Builder
	if err := writeMarkdown(&got, sampleReport(), "##"); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join("testdata", "report.md"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJSON(t *testing.T) {
	var text strings.Builder
	if err := writeJSON(&text, sampleReport()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		report
		Targets []verdict `json:"targets"`
	}
	if err := json.Unmarshal([]byte(text.String()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sampleReport(), got.report); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(verdicts(sampleReport()), got.Targets); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
}

func TestVerdicts(t *testing.T) {
	marks := func(r report) string {
		var list []string
		for _, v := range verdicts(r) {
			list = append(list, v.Verdict)
		}
		return strings.Join(list, ", ")
	}
	if got, want := marks(sampleReport()), "met, missed, met, missed, met, missed, met, missed, met, met, missed, missed"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	better := sampleReport()
	better.Decoding[0].Rows[0].Nanoseconds = 160_000
	better.Heap[0].Bytes = 9_900_000
	better.Encoding[0].Rows[0].Nanoseconds = 600_000
	better.Player[1].Rows[0].Bytes = 75_000
	if got, want := marks(better), strings.TrimSuffix(strings.Repeat("met, ", 12), ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	worse := sampleReport()
	worse.Decoding[0].Rows[0] = row{thisPackage, 408_499, 1_300_000, 1, 40.6}
	worse.EndToEnd[0].Rows[0].Nanoseconds = 1_100_000
	if got, want := marks(worse), strings.TrimSuffix(strings.Repeat("missed, ", 12), ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := marks(report{}), strings.TrimSuffix(strings.Repeat("not measured, ", 12), ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestGrouped(t *testing.T) {
	for value, want := range map[float64]string{
		0: "0", 0.4: "0", 7: "7", 999: "999", 999.6: "1,000", 12345: "12,345", 1234567: "1,234,567", -123: "-123", -1234: "-1,234",
	} {
		if got := grouped(value); got != want {
			t.Errorf("%v is %s, want %s", value, got, want)
		}
	}
}

// TestCommand runs everything, as briefly as it can be.
func TestCommand(t *testing.T) {
	var out, log strings.Builder
	if err := command([]string{"-bodies", "saved,playlist", "-rounds", "1", "-time", "1ns", "-pages", "2"}, &out, &log); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\n- medians of 1 rounds of 1ns for each contender, in turns\n",
		"\n## Decoding 50 saved tracks (192 kB)\n",
		"\n## Encoding 100 playlist items (",
		"\n## Playlist items over net/http with gzip, the server's work included (411 kB)\n",
		"\n## Live heap after decoding 2 pages of 100 playlist items\n",
		"\n## Targets\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "not measured") {
		t.Errorf("not all targets were measured:\n%s", out.String())
	}
	if want := "measuring 50 saved tracks\nmeasuring 100 playlist items\n"; log.String() != want {
		t.Errorf("the log is %q, want %q", log.String(), want)
	}
}

func TestCommandJSON(t *testing.T) {
	var out, log strings.Builder
	if err := command([]string{"-bodies", "search", "-rounds", "1", "-time", "1ns", "-format", "json"}, &out, &log); err != nil {
		t.Fatal(err)
	}
	var got report
	if err := json.Unmarshal([]byte(out.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(rowsOf(got.Decoding, search)) != 9 || len(rowsOf(got.Encoding, search)) != 4 || len(got.EndToEnd) > 0 || len(got.Heap) > 0 {
		t.Errorf("got %+v", got)
	}
}

func TestCommandRefuses(t *testing.T) {
	for _, args := range [][]string{
		{"-bodies", "songs"},
		{"-bodies", "saved", "-rounds", "0"},
		{"-bodies", "saved", "-time", "0s"},
		{"-bodies", "saved", "-pages", "0"},
		{"-bodies", "saved", "-format", "xml"},
		{"-bodies", "saved", "more"},
		{"-unknown"},
	} {
		var out, log strings.Builder
		if err := command(args, &out, &log); err == nil || out.Len() > 0 {
			t.Errorf("%q: %v, and printed %q", args, err, out.String())
		}
	}
}
