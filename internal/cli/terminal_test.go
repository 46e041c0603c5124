package cli

import (
	"os"
	"testing"
)

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
