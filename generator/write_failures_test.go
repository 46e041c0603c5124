package generator

import (
	"errors"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/emit"
)

// The host refuses what Write wants to do, at different points of its work.
func TestWriteTakesBack(t *testing.T) {
	files := []emit.File{emitted("a.go", "one\n"), emitted("b.go", "two\n")}
	tests := []struct {
		name string
		have map[string]string
	}{
		{
			name: "a new file cannot be made",
			have: map[string]string{"a.go": header, "b.go": header, ".spotgen-new-b.go/x": ""},
		},
		{
			name: "an old file cannot be set aside",
			have: map[string]string{"a.go": header, "b.go": header, ".spotgen-old-b.go/x": ""},
		},
		{
			name: "an extra file cannot be set aside",
			have: map[string]string{"a.go": header, "c.go": header, ".spotgen-old-c.go/x": ""},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			writeFolder(t, dir, test.have)
			err := Write(Package{Dir: dir, Files: files})
			if err == nil || !strings.HasPrefix(err.Error(), dir+": nothing written: ") {
				t.Errorf("got error %v, want one that says that nothing was written", err)
			}
			if diff := cmp.Diff(test.have, readFolder(t, dir)); diff != "" {
				t.Errorf("the folder changed (-before +after):\n%s", diff)
			}
		})
	}
}

// Whichever step fails, the folders hold either all that they held before or
// all that they should hold.
func TestWriteFailingAtEachStep(t *testing.T) {
	tests := []struct {
		name    string
		noLinks bool
		steps   int
	}{
		// Four new files, one set aside, four put in place, three removed.
		{name: "with links", steps: 12},
		// Two more are set aside by renaming.
		{name: "without links", noLinks: true, steps: 14},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := twoFolders()
			failed := 0
			for step := 1; ; step++ {
				dir := t.TempDir()
				writeFolder(t, dir, w.have)
				err := write(&failingFiles{failAt: step, noLinks: test.noLinks}, w.packages(dir)...)
				got := readFolder(t, dir)
				if err == nil {
					if diff := cmp.Diff(w.want, got); diff != "" {
						t.Errorf("without a failure (-want +got):\n%s", diff)
					}
					break
				}
				failed++
				if !errors.Is(err, errFull) {
					t.Errorf("step %d: error %v does not wrap what failed", step, err)
				}
				expected := w.have
				if strings.Contains(err.Error(), "everything written") {
					expected = w.want
					for name := range got {
						if strings.HasPrefix(path.Base(name), tempPrefix+"old-") {
							delete(got, name)
						}
					}
				}
				if diff := cmp.Diff(expected, got); diff != "" {
					t.Errorf("step %d (%v) (-want +got):\n%s", step, err, diff)
				}
			}
			if failed != test.steps {
				t.Errorf("%d steps failed, want %d", failed, test.steps)
			}
		})
	}
}

// Whenever a run is killed, a file that it replaces is there, old or new, and the next
// run sets everything right.
func TestWriteKilledAtEachStep(t *testing.T) {
	for _, noLinks := range []bool{false, true} {
		w := twoFolders()
		for step := 1; ; step++ {
			dir := t.TempDir()
			writeFolder(t, dir, w.have)
			// From here on nothing works, taking back included.
			killed := write(&failingFiles{failAt: step, always: true, noLinks: noLinks}, w.packages(dir)...)
			if killed == nil {
				break
			}
			got := readFolder(t, dir)
			for _, name := range []string{"one/a.go", "two/a.go"} {
				if data := got[name]; !noLinks && data != w.have[name] && data != w.want[name] {
					t.Errorf("step %d: %s is %q, want what it was or is to be", step, name, data)
				}
			}
			if err := Write(w.packages(dir)...); err != nil {
				t.Fatalf("step %d: the next run: %v", step, err)
			}
			if diff := cmp.Diff(w.want, readFolder(t, dir)); diff != "" {
				t.Errorf("step %d: after the next run, without links %v (-want +got):\n%s", step, noLinks, diff)
			}
		}
	}
}

// writing is what folders hold before and after packages are written to them.
type writing struct {
	have, want map[string]string
	packages   func(dir string) []Package
}

// twoFolders changes, adds, removes, and leaves files.
func twoFolders() writing {
	have := map[string]string{
		"one/a.go": header + "old\n", "one/c.go": header, "one/d.go": "package d\n",
		"two/a.go": header + "old\n",
	}
	one := []emit.File{emitted("a.go", "one\n"), emitted("b.go", "two\n"), emitted("e.go", "three\n")}
	two := []emit.File{emitted("a.go", "four\n")}
	want := map[string]string{
		"one/a.go": header + "one\n", "one/b.go": header + "two\n", "one/e.go": header + "three\n", "one/d.go": "package d\n",
		"two/a.go": header + "four\n",
	}

	return writing{have, want, func(dir string) []Package {
		return []Package{{Dir: filepath.Join(dir, "one"), Files: one}, {Dir: filepath.Join(dir, "two"), Files: two}}
	}}
}

func TestWriteSaysWhenItCannotTakeBack(t *testing.T) {
	dir := t.TempDir()
	writeFolder(t, dir, map[string]string{"a.go": header + "old\n"})
	err := write(&failingFiles{failAt: 2, always: true}, Package{Dir: dir, Files: []emit.File{emitted("a.go", "one\n")}})
	if err == nil || !strings.HasPrefix(err.Error(), dir+": writing failed, and so did putting back what was there: ") {
		t.Fatalf("got error %v", err)
	}
	// The next run sets it right.
	if err := Write(Package{Dir: dir, Files: []emit.File{emitted("a.go", "one\n")}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a.go": header + "one\n"}, readFolder(t, dir)); diff != "" {
		t.Errorf("after the next run (-want +got):\n%s", diff)
	}
}

var errFull = errors.New("no space left on device")

// failingFiles fails the step failAt, counted from 1, and, if always is set,
// all later ones. A link is no step, since Write can do without.
type failingFiles struct {
	hostFiles
	failAt  int
	always  bool
	noLinks bool
	step    int
}

func (f *failingFiles) next() error {
	f.step++
	if f.step == f.failAt || f.always && f.step > f.failAt {
		return errFull
	}
	return nil
}

func (f *failingFiles) create(name string, data []byte) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.hostFiles.create(name, data)
}

func (f *failingFiles) link(from, to string) error {
	switch {
	case f.noLinks:
		return errors.ErrUnsupported
	case f.always && f.step >= f.failAt:
		return errFull
	}
	return f.hostFiles.link(from, to)
}

func (f *failingFiles) rename(from, to string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.hostFiles.rename(from, to)
}

func (f *failingFiles) remove(name string) error {
	if err := f.next(); err != nil {
		return err
	}
	return f.hostFiles.remove(name)
}
