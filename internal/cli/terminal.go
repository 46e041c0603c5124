package cli

import (
	"io"
	"os"
	"strconv"
)

// Terminal is where a command writes: its result to Stdout, everything else to Stderr.
type Terminal struct {
	Stdout, Stderr io.Writer
	Columns        int  // how wide the screen is that shows Stdout; 0 if none does
	Watched        bool // whether a screen shows Stderr
}

// host returns the terminal of the process.
func host() Terminal {
	t := Terminal{Stdout: os.Stdout, Stderr: os.Stderr, Watched: isScreen(os.Stderr)}
	if isScreen(os.Stdout) {
		t.Columns = columns(os.Getenv("COLUMNS"))
	}
	return t
}

func isScreen(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// columns reads the variable COLUMNS, which shells that export it set to the width of the
// screen. Without it, the width is the one that all screens have.
func columns(value string) int {
	const usual = 80
	if n, err := strconv.Atoi(value); err == nil && n >= usual/2 {
		return n
	}
	return usual
}
