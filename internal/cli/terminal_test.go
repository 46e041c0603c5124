package cli

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestProgress(t *testing.T) {
	for _, test := range []struct {
		patience, duration time.Duration
		want               string
	}{
		{2 * time.Second, time.Second, ""},
		{2 * time.Second, 3 * time.Second, "generating …\n"},
		{2 * time.Second, time.Hour, "generating …\n"},
		{0, time.Hour, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			var stderr strings.Builder
			done := Terminal{Stderr: &stderr, Patience: test.patience}.Progress("generating")
			time.Sleep(test.duration)
			done()
			if got := stderr.String(); got != test.want {
				t.Errorf("%v of %v: got %q, want %q", test.duration, test.patience, got, test.want)
			}
			time.Sleep(time.Hour)
			if got := stderr.String(); got != test.want {
				t.Errorf("%v of %v, an hour later: got %q, want %q", test.duration, test.patience, got, test.want)
			}
		})
	}
}

func TestCounting(t *testing.T) {
	for _, test := range []struct {
		patience, duration time.Duration
		want               string
	}{
		{2 * time.Second, time.Second, ""},
		{2 * time.Second, 3 * time.Second, "1 …\n"},
		{2 * time.Second, 25 * time.Second, "1 …\n2 …\n3 …\n"},
		{0, time.Hour, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			var stderr strings.Builder
			n := 0
			done := Terminal{Stderr: &stderr, Patience: test.patience}.Counting(func() string { n++; return strconv.Itoa(n) })
			time.Sleep(test.duration)
			done()
			done()
			time.Sleep(time.Hour)
			if got := stderr.String(); got != test.want {
				t.Errorf("%v of %v: got %q, want %q", test.duration, test.patience, got, test.want)
			}
		})
	}
}

func TestColumns(t *testing.T) {
	for value, want := range map[string]int{"": 80, "132": 132, "40": 40, "39": 80, "0": 80, "-1": 80, "wide": 80} {
		if got := columns(value); got != want {
			t.Errorf("COLUMNS=%s: got %d, want %d", value, got, want)
		}
	}
}

func TestFilesAndPipesAreNoScreens(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer out.Close()
	if isScreen(file) || isScreen(out) {
		t.Errorf("a file is a screen: %v, a pipe is one: %v", isScreen(file), isScreen(out))
	}
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	// It is a device, as a screen is; nobody sees the difference.
	if !isScreen(device) {
		t.Errorf("%s is no device", os.DevNull)
	}
}
