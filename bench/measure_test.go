package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMeasure(t *testing.T) {
	var turns []string
	kept := make([][]byte, 0, 100)
	runs := []run{
		{"a", 1, func() error { turns = append(turns, "a"); return nil }},
		{"b", 2, func() error { turns = append(turns, "b"); kept = append(kept, make([]byte, 1<<20)); return nil }},
		{"c", 3, func() error { turns = append(turns, "c"); return nil }},
	}
	rows, err := measure(runs, effort{Rounds: 4})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(turns, ""); got != "abcbcacababc" {
		t.Errorf("the turns are %s, want abc, bca, cab, and again", got)
	}
	for i, r := range rows {
		if r.Contender != runs[i].contender || r.Size != runs[i].size || r.Nanoseconds <= 0 {
			t.Errorf("row %d is %+v", i, r)
		}
	}
	if b := rows[1]; len(kept) != 4 || b.Bytes < 1<<20 || b.Allocations < 1 || b.Allocations > 100 || rows[0].Bytes >= 1<<20 {
		t.Errorf("1 MB in one allocation was measured as %+v, nothing as %+v", b, rows[0])
	}
}

// TestSample makes sure that what is over quickly is done more than once.
func TestSample(t *testing.T) {
	n := 0
	if _, err := (run{do: func() error { n++; return nil }}).sample(time.Millisecond); err != nil || n < 2 {
		t.Errorf("it was done %d times: %v", n, err)
	}
}

func TestMeasureFailure(t *testing.T) {
	broken := errors.New("broken")
	runs := []run{{"a", 1, func() error { return nil }}, {"b", 1, func() error { return broken }}}
	if _, err := measure(runs, effort{Rounds: 1}); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "b: ") {
		t.Errorf("got %v", err)
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0},
		{[]float64{7}, 7},
		{[]float64{9, 1}, 5},
		{[]float64{9, 100, 1}, 9},
		{[]float64{4, 1, 100, 2}, 3},
	} {
		var samples []row
		for _, value := range test.values {
			samples = append(samples, row{Nanoseconds: value})
		}
		if got := median(samples, func(r row) float64 { return r.Nanoseconds }); got != test.want {
			t.Errorf("the median of %v is %v, want %v", test.values, got, test.want)
		}
	}
}

// TestLiveHeap makes sure that what is kept counts, and what is dropped does not.
func TestLiveHeap(t *testing.T) {
	const pages, size = 10, 1 << 20
	keeping := reader{read: func([]byte) (any, error) { return make([]byte, size), nil }}
	if got, err := liveHeap(keeping, pages); err != nil || got < pages*size || got > (pages+1)*size {
		t.Errorf("%d MB are kept, measured were %.0f bytes: %v", pages, got, err)
	}
	dropping := reader{read: func([]byte) (any, error) { return len(make([]byte, size)), nil }}
	if got, err := liveHeap(dropping, pages); err != nil || got > size {
		t.Errorf("nothing is kept, measured were %.0f bytes: %v", got, err)
	}
	holding := reader{read: func(data []byte) (any, error) { return data[:1], nil }}
	if got, err := liveHeap(holding, pages); err != nil || got < pages*400_000 {
		t.Errorf("the bodies are held on to, measured were %.0f bytes: %v", got, err)
	}
}

func TestMeasureHeap(t *testing.T) {
	rows, err := measureHeap(1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.Contender)
		if r.Bytes < 10_000 {
			t.Errorf("%s keeps only %.0f bytes of a page", r.Contender, r.Bytes)
		}
	}
	if diff := cmp.Diff([]string{thisPackage, zmb3Types, stockTypes, jsonLean, jsonV2Lean, sonicLean}, got); diff != "" {
		t.Errorf("contenders (-want +got):\n%s", diff)
	}
}
