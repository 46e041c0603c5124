package spotify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/oauth2"
)

const (
	tokenFileVersion = 1
	maxTokenFile     = 1 << 20
	// maxWriteTime is the age from which a temporary file is taken for a leftover of
	// a crash: writing one takes milliseconds.
	maxWriteTime = 10 * time.Minute
)

// A FileStore is a [TokenStore] that keeps a login in a file.
//
// Only the owner can read the file (mode 0600). Load refuses a file that others
// can access, because its tokens may be known. Save writes a new grant to a
// temporary file and then renames it. A reader always finds the old grant or
// the new one, complete, even after a crash. If several processes save at a
// time, the last one wins; a [TokenSource] takes the lock of [FileStore.Lock]
// for each refresh, so that processes take turns. A temporary file that is left
// after a crash is removed by a later Save.
//
// Load also reads the JSON of an [oauth2.Token] alone, as other clients save it.
// The next Save replaces it by a file in the form of this package. Until Spotify
// says what the user has granted, the scopes of such a login are not known, and
// count as enough.
//
// A symbolic link is followed: the file that it points to is replaced, or made
// if its folder exists.
//
// A file that cannot be replaced, because it is mounted by itself or the folder
// cannot be written, is overwritten. Meanwhile, a backup stands beside it as
// .NAME.backup, or in the folder above as .FOLDER,NAME.backup, which Load reads if
// a crash has left the file incomplete. Where the file system does not keep files from other users,
// Save logs a warning, and Load accepts the file as it was saved.
type FileStore struct {
	// Logger gets warnings about the file system. They show no token. If it is nil,
	// they go to [slog.Default]. Do not change it while the store is in use.
	Logger *slog.Logger

	path   string
	warned atomic.Bool // of a file system that does not protect the file

	// What tests replace.
	now          func() time.Time
	beforeRename func() // the moment to crash
	rename       func(from, to string) error
	remove       func(path string) error
	openFile     func(path string, flag int, perm fs.FileMode) (*os.File, error)
	perm         func(fs.FileInfo) fs.FileMode
	tryLock      func(*flock.Flock) (bool, error)
}

// NewFileStore returns a store that keeps its login in the file at path, for
// example in a folder below [os.UserConfigDir]. Folders that do not exist are
// made by the first Save, for the owner only. All methods fail if the path is empty or
// ends like that of a folder. The errors of the store name the
// path.
func NewFileStore(path string) *FileStore {
	return &FileStore{
		path: path, now: time.Now, beforeRename: func() {}, rename: os.Rename, remove: os.Remove,
		openFile: os.OpenFile, perm: permOf, tryLock: (*flock.Flock).TryLock,
	}
}

// tokenFile is what stands in the file.
type tokenFile struct {
	Version int
	Mode    string // of the file, if others can access it nevertheless
	Grant
}

// Load returns the grant that was saved last, or [ErrNoToken] if the file does
// not exist. If the file cannot be read or is damaged, Load returns an error
// and does not change the file.
func (s *FileStore) Load(ctx context.Context) (Grant, error) {
	if err := ctx.Err(); err != nil {
		return Grant{}, s.failed(contextError(ctx, err))
	}
	if err := s.checkPath(); err != nil {
		return Grant{}, s.failed(err)
	}
	grant, err := s.read(s.path)
	if errors.As(err, new(*tornError)) {
		if path, targetErr := s.target(); targetErr == nil {
			for _, backup := range backups(path) {
				if grant, err := s.read(backup); err == nil {
					return grant, nil
				}
			}
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Grant{}, s.failed(ErrNoToken)
	case err != nil:
		return Grant{}, s.failed(err)
	}
	return grant, nil
}

func (s *FileStore) read(path string) (Grant, error) {
	// Opening a pipe would wait for its other end.
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return Grant{}, err
	case !info.Mode().IsRegular():
		return Grant{}, errors.New("it is not a regular file")
	case info.Size() > maxTokenFile:
		return Grant{}, fmt.Errorf("it has %d bytes, too many for a token", info.Size())
	}
	file, err := os.Open(path)
	if err != nil {
		return Grant{}, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxTokenFile))
	if err != nil {
		return Grant{}, err
	}
	parsed, err := parseTokenFile(content)
	if perm := s.perm(info); perm&0o077 != 0 && parsed.Mode != formatMode(perm) {
		return Grant{}, fmt.Errorf("users other than its owner can access it (mode %#o): run chmod 600, and log in again if someone may have read it", perm)
	}
	if err != nil {
		return Grant{}, fmt.Errorf("%w; it has been left as it is: repair it, or remove it and log in again", err)
	}
	return parsed.Grant.clone(), nil
}

// A tornError is a file of which a part is missing.
type tornError struct {
	text  string
	empty bool // there is nothing left
}

func (e *tornError) Error() string { return e.text }

// parseTokenFile keeps the content out of its errors.
func parseTokenFile(content []byte) (tokenFile, error) {
	var parsed tokenFile
	content = bytes.TrimPrefix(content, []byte(byteOrderMark)) // of an editor
	err := unmarshal(content, func(d *decoder) {
		if d.peek() == '[' {
			d.mismatch("an object") // also if it is empty: it is no file of ours
			return
		}
		parsed.decode(d)
	})
	var mistake *DecodeError
	errors.As(err, &mistake)
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return tokenFile{}, &tornError{text: "it is empty", empty: true}
	case err != nil && !json.Valid(content):
		return tokenFile{}, &tornError{text: fmt.Sprintf("it is damaged at byte %d", mistake.Offset)}
	case err != nil:
		return tokenFile{}, errors.New("it does not hold a token as this package writes it")
	}
	if plain, ok, err := parsePlainToken(content); err != nil {
		return tokenFile{}, err
	} else if ok {
		parsed = tokenFile{Version: tokenFileVersion, Grant: plain}
	}
	switch {
	case parsed.Version != tokenFileVersion:
		return tokenFile{}, fmt.Errorf("it has version %d, but this program understands only version %d", parsed.Version, tokenFileVersion)
	case parsed.Token.AccessToken == "" && parsed.Token.RefreshToken == "":
		return tokenFile{}, errors.New("it holds no token")
	}
	return parsed, nil
}

func (f *tokenFile) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "version":
			d.int(&f.Version)
		case "mode":
			d.string(&f.Mode)
		default:
			f.decodeMember(string(key), d)
		}
	}
}

// decodeToken reads a token as golang.org/x/oauth2 encodes it.
func decodeToken(token *oauth2.Token, d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "access_token":
			d.string(&token.AccessToken)
		case "token_type":
			d.string(&token.TokenType)
		case "refresh_token":
			d.string(&token.RefreshToken)
		case "expiry":
			d.time(&token.Expiry)
		case "expires_in":
			d.int64(&token.ExpiresIn)
		default:
			d.skip()
		}
	}
}

// failed names the file in an error.
func (s *FileStore) failed(err error) error {
	return fmt.Errorf("token file %s: %w", s.path, err)
}
