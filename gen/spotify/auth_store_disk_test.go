package spotify

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// secondGrant is another one than testGrant, with a text of another length.
func secondGrant() Grant {
	g := testGrant()
	g.Token.AccessToken, g.Token.RefreshToken, g.Scopes = accessToken(2), refreshToken(2), nil
	return g
}

// mounted makes a file one that is mounted by itself: nothing can take its place.
func mounted(s *FileStore, err error) {
	s.rename = func(string, string) error { return &os.LinkError{Op: "rename", Err: err} }
}

// closed makes folders ones in which no file can be made.
func closed(s *FileStore, err error, folders ...string) {
	s.openFile = func(path string, flag int, perm fs.FileMode) (*os.File, error) {
		if flag&os.O_CREATE != 0 && slices.Contains(folders, filepath.Dir(path)) {
			return nil, &os.PathError{Op: "open", Path: path, Err: err}
		}
		return os.OpenFile(path, flag, perm)
	}
}

// allFiles returns the names of all files below a folder.
func allFiles(t *testing.T, folder string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(folder, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestFileThatCannotBeReplaced(t *testing.T) {
	tests := []struct {
		name   string
		spoil  func(s *FileStore, folder string)
		backup string // during the write
		log    string
	}{
		{"busy", func(s *FileStore, _ string) { mounted(s, syscall.EBUSY) }, "app/.token.json.backup", ""},
		{"of another device", func(s *FileStore, _ string) { mounted(s, syscall.EXDEV) }, "app/.token.json.backup", ""},
		{"in a closed folder", func(s *FileStore, folder string) { closed(s, syscall.EACCES, filepath.Join(folder, "app")) }, ".app,token.json.backup", ""},
		{"in a read-only folder", func(s *FileStore, folder string) { closed(s, syscall.EROFS, filepath.Join(folder, "app")) }, ".app,token.json.backup", ""},
		{"in folders that are closed", func(s *FileStore, folder string) { closed(s, syscall.EROFS, filepath.Join(folder, "app"), folder) }, "", "there is no place for a backup"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "app", "token.json")
			log := new(logBuffer)
			s := NewFileStore(path)
			s.Logger = log.logger()
			mustSave(t, s, testGrant())
			before, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			test.spoil(s, folder)
			open := s.openFile
			var during []string
			s.openFile = func(name string, flag int, perm fs.FileMode) (*os.File, error) {
				if name == path {
					during = allFiles(t, folder)
				}
				return open(name, flag, perm)
			}
			mustSave(t, s, secondGrant()) // shorter
			mustSave(t, s, testGrant())   // longer
			if diff := cmp.Diff(grantText(t, testGrant()), grantText(t, mustLoad(t, NewFileStore(path)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			after, err := os.Stat(path)
			if err != nil || !os.SameFile(before, after) {
				t.Errorf("it is another file: %v", err)
			}
			want := []string{"app/token.json"}
			if test.backup != "" {
				want = append([]string{test.backup}, want...)
			}
			if diff := cmp.Diff(want, during); diff != "" {
				t.Errorf("files during the write (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"app/token.json"}, allFiles(t, folder)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if text := log.String(); test.log == "" && text != "" || !strings.Contains(text, test.log) || strings.Contains(text, anySecret) {
				t.Errorf("logged %q, want %q", text, test.log)
			}
		})
	}
}

// A crash during the write leaves a part of the file, and the backup.
func TestCrashWhileFileIsOverwritten(t *testing.T) {
	for name, torn := range map[string]func([]byte) []byte{
		"empty": func([]byte) []byte { return nil },
		"half":  func(content []byte) []byte { return content[:len(content)/2] },
		"mixed": func(content []byte) []byte { return append(slices.Clone(content), content[50:]...) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, above := range []bool{false, true} {
				folder := t.TempDir()
				path := filepath.Join(folder, "app", "token.json")
				s := NewFileStore(path)
				mustSave(t, s, testGrant())
				if mounted(s, syscall.EBUSY); above {
					closed(s, syscall.EACCES, filepath.Dir(path))
				}
				open := s.openFile
				s.openFile = func(name string, flag int, perm fs.FileMode) (*os.File, error) {
					if name != path {
						return open(name, flag, perm)
					}
					content, err := os.ReadFile(path)
					if err != nil {
						t.Fatal(err)
					}
					write(t, path, string(torn(content)), 0o600)
					return nil, errors.New("crash")
				}
				wantError(t, s.Save(t.Context(), secondGrant()), "token file "+path, "crash")
				next := NewFileStore(path)
				if got := mustLoad(t, next); got.Token.AccessToken != accessToken(2) {
					t.Errorf("above %t: got %s", above, grantText(t, got))
				}
				mounted(next, syscall.EBUSY)
				mustSave(t, next, testGrant())
				if got := mustLoad(t, next); got.Token.AccessToken != testAccess {
					t.Errorf("above %t: got %s", above, grantText(t, got))
				}
			}
		})
	}
}

// If a write fails, the old grant is still there.
func TestOverwriteThatFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "app", "token.json")
	s := NewFileStore(path)
	s.Logger = new(logBuffer).logger()
	mustSave(t, s, testGrant())
	s.openFile = func(name string, flag int, perm fs.FileMode) (*os.File, error) {
		if name == path {
			write(t, path, "half", 0o600)
			return os.Open(path) // which cannot be written to
		}
		return nil, &os.PathError{Op: "open", Path: name, Err: syscall.EROFS}
	}
	if err := s.Save(t.Context(), secondGrant()); err == nil {
		t.Error("no error")
	}
	if got := mustLoad(t, NewFileStore(path)); got.Token.AccessToken != testAccess {
		t.Errorf("got %s", grantText(t, got))
	}
	for _, failure := range []error{syscall.ENOSPC, syscall.EROFS} {
		s := NewFileStore(filepath.Join(folder, "new", "token.json"))
		closed(s, failure, filepath.Join(folder, "new"))
		err := s.Save(t.Context(), testGrant())
		wantError(t, err, "token file "+s.path, failure.Error())
		if says := strings.Contains(err.Error(), "keep it where it can be written"); says != errors.Is(err, syscall.EROFS) {
			t.Errorf("got %v", err)
		}
	}
	full := NewFileStore(path)
	closed(full, syscall.ENOSPC, filepath.Dir(path))
	if err := full.Save(t.Context(), secondGrant()); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	if got := mustLoad(t, full); got.Token.AccessToken != testAccess {
		t.Errorf("a full disk has cost the old grant: %s", grantText(t, got))
	}
}

// There are file systems on which every file has the same mode.
func TestFileSystemWithoutModes(t *testing.T) {
	_, path := newTestFile(t)
	withMode := func(mode fs.FileMode) (*FileStore, *logBuffer) {
		s, log := NewFileStore(path), new(logBuffer)
		s.Logger = log.logger()
		s.perm = func(fs.FileInfo) fs.FileMode { return mode }
		return s, log
	}
	s, log := withMode(0o777)
	for range 3 {
		mustSave(t, s, testGrant())
		mustLoad(t, s)
	}
	log.wantOne(t, "does not protect the token file from other users\" mode=0777 file="+path)

	// A program that starts later accepts what has been decided, and nothing else.
	later, log := withMode(0o777)
	mustLoad(t, later)
	if text := log.String(); text != "" {
		t.Errorf("logged %s", text)
	}
	other, _ := withMode(0o755)
	_, err := other.Load(t.Context())
	wantError(t, err, "(mode 0755)", "chmod 600")
	good, log := withMode(0o600)
	mustLoad(t, good)
	mustSave(t, good, testGrant())
	_, err = later.Load(t.Context())
	wantError(t, err, "(mode 0777)")
	if text := log.String(); text != "" {
		t.Errorf("logged %s", text)
	}
}
