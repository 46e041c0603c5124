package cli

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"
)

// Terminal is where a command writes: its result to Stdout, everything else to Stderr.
type Terminal struct {
	Stdout, Stderr io.Writer
	Columns        int           // how wide the screen is that shows Stdout; 0 if none does
	Patience       time.Duration // after which a screen that shows Stderr tells of progress; 0 if none does
}

// host returns the terminal of the process.
func host() Terminal {
	t := Terminal{Stdout: os.Stdout, Stderr: os.Stderr}
	if isScreen(os.Stdout) {
		t.Columns = columns(os.Getenv("COLUMNS"))
	}
	if isScreen(os.Stderr) {
		t.Patience = 2 * time.Second
	}
	return t
}

// Progress prints a line that says what is being done, if that takes longer than the
// patience of somebody who watches. The returned function must be called when it is
// done, and before anything else is written to Stderr.
func (t Terminal) Progress(what string) (done func()) {
	if t.Patience <= 0 {
		return func() {}
	}
	begun, told := time.Now(), make(chan struct{})
	tell := func() {
		defer close(told)
		fmt.Fprintln(t.Stderr, what+" …")
	}
	timer := time.AfterFunc(t.Patience, tell)
	return sync.OnceFunc(func() {
		switch {
		case !timer.Stop():
			<-told // so that it does not come among what is printed next
		case time.Since(begun) >= t.Patience: // the machine was too busy for the timer
			tell()
		}
	})
}

// Counting is Progress for what can be counted: after the patience, and again each time
// that as much as five times the patience has passed, it prints what say returns then. It
// calls say from another goroutine.
func (t Terminal) Counting(say func() string) (done func()) {
	if t.Patience <= 0 {
		return func() {}
	}
	begun, told := time.Now(), false
	stop, stopped := make(chan struct{}), make(chan struct{})
	tell := func() {
		told = true
		fmt.Fprintln(t.Stderr, say()+" …")
	}
	go func() {
		defer close(stopped)
		for wait := t.Patience; ; wait = 5 * t.Patience {
			select {
			case <-stop:
				return
			case <-time.After(wait):
				tell()
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(stop)
		<-stopped // so that no line comes among what is printed next
		if !told && time.Since(begun) >= t.Patience {
			tell() // the machine was too busy for the timer
		}
	})
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
