package verify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// MaxBytes is the size up to which a file with one exchange is read, and an exchange in
// a larger file.
const MaxBytes = 64 << 20

// Reader reads files with exchanges.
type Reader struct {
	FS fs.FS
	// Name is what messages put before the names of files; empty for nothing.
	Name string
	// Problem is told of each file, or part of one, that cannot be read. The others are
	// read all the same.
	Problem func(error)
	// Tell, if it is not nil, is told of the number of answers so far, now and then.
	Tell func(answers int)
}

// Read compares the exchanges in a file, or in all files of a folder and its folders, in
// the order of their names. In folders, it reads files that end in .json, .har, .jsonl,
// and .ndjson, and leaves out those that begin with a dot. It returns an error only when
// the context ends.
func (r Reader) Read(ctx context.Context, v *Verifier, name string) error {
	return fs.WalkDir(r.FS, name, func(file string, entry fs.DirEntry, err error) error {
		r.tell(v)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.fail(file, err)
			return nil
		case file != name && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() || file != name && !isInput(entry.Name()):
			return nil
		}
		return r.file(ctx, v, file)
	})
}

func (r Reader) tell(v *Verifier) {
	if r.Tell != nil {
		r.Tell(v.answers)
	}
}

func isInput(name string) bool {
	return slices.Contains([]string{".json", ".har", ".jsonl", ".ndjson"}, strings.ToLower(path.Ext(name)))
}

// shown is a file as messages call it.
func (r Reader) shown(file string) string {
	if file == "." {
		return r.Name
	}
	return path.Join(r.Name, file)
}

// fail reports a file that cannot be read.
func (r Reader) fail(file string, err error) {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	r.Problem(&fs.PathError{Op: "read", Path: r.shown(file), Err: err})
}

// failAt reports what is wrong in a file. The offset is behind it.
func (r Reader) failAt(file string, offset int64, format string, args ...any) {
	pos := model.Pos{File: r.shown(file), Line: 1, Col: 1}
	if opened, err := r.FS.Open(file); err == nil && offset > 0 {
		pos.Line, pos.Col = position(opened, offset)
		opened.Close()
	}
	var found model.Diagnostics
	found.Errorf(pos, format, args...)
	r.Problem(found)
}

// position is the line and the column, in bytes and from 1, of the byte before an offset.
func position(file io.Reader, offset int64) (line, column int) {
	reader := bufio.NewReader(file)
	line = 1
	last := byte(0)
	for range offset {
		b, err := reader.ReadByte()
		if err != nil {
			break
		}
		if column++; last == '\n' {
			line, column = line+1, 1
		}
		last = b
	}
	return line, max(column, 1)
}

var (
	harHead = regexp.MustCompile(`^\s*\{\s*"log"\s*:`)
	bom     = []byte("\xef\xbb\xbf")
)

// file reads one file by its content and its name.
func (r Reader) file(ctx context.Context, v *Verifier, file string) error {
	opened, err := r.FS.Open(file)
	if err != nil {
		r.fail(file, err)
		return nil
	}
	defer opened.Close()
	reader := bufio.NewReaderSize(opened, 64<<10)
	skipped := int64(0)
	head, _ := reader.Peek(512)
	if bytes.HasPrefix(head, bom) {
		_, _ = reader.Discard(len(bom))
		head, skipped = head[len(bom):], int64(len(bom))
	}
	one := &input{Reader: r, v: v, file: file, shown: r.shown(file), skipped: skipped, data: &counter{reader: reader}}
	switch ext := strings.ToLower(path.Ext(file)); {
	case harHead.Match(head):
		return one.har(ctx)
	case ext == ".har":
		r.failAt(file, 0, "is no HAR file: it has no log")
	case ext == ".jsonl" || ext == ".ndjson":
		return one.drift(ctx)
	default:
		one.single(ctx)
	}
	return nil
}

// input is a file that is being read.
type input struct {
	Reader
	v           *Verifier
	file, shown string
	skipped     int64 // bytes before the data
	data        *counter
}

// counter counts what is read.
type counter struct {
	reader io.Reader
	n      int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.n += int64(n)
	return n, err
}

// wrong reports what is wrong in front of an offset of the data.
func (in *input) wrong(offset int64, format string, args ...any) {
	in.failAt(in.file, in.skipped+offset, format, args...)
}

// failJSON reports an error of a decoder.
func (in *input) failJSON(offset int64, err error) {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	var failed *fs.PathError
	switch {
	case errors.As(err, &failed):
		in.fail(in.file, err)
	case errors.As(err, &syntax):
		in.wrong(max(offset, syntax.Offset), "is not JSON: %v", syntax)
	case errors.As(err, &mismatch):
		in.wrong(offset, "%s is of another type", mismatch.Field)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		in.wrong(max(offset, in.data.n), "is not JSON: it ends too early")
	default:
		in.wrong(offset, "%v", err)
	}
}

// single reads a file with one exchange, or a short file with lines of drift.
func (in *input) single(ctx context.Context) {
	data, err := io.ReadAll(io.LimitReader(in.data, MaxBytes+1))
	switch {
	case err != nil:
		in.fail(in.file, err)
		return
	case len(data) > MaxBytes:
		in.wrong(0, "is larger than %d MiB", MaxBytes>>20)
		return
	}
	name, status := in.v.nameOf(in.file)
	if name != "" {
		if status != http.StatusNoContent {
			if _, err := decode(data); err != nil {
				in.failJSON(0, err)
				return
			}
		}
		if err := in.v.Add(Exchange{File: in.shown, Name: name, Status: status, Received: data}); err != nil {
			in.wrong(0, "%v", err)
		}
		return
	}
	var first json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&first); err != nil {
		in.failJSON(0, err)
		return
	}
	var keys struct {
		Method, Path, Kind, Operation string
		Status                        int
	}
	_ = json.Unmarshal(first, &keys) // what does not fit is empty
	switch {
	case keys.Method != "" && keys.Path != "" && keys.Status != 0:
		in.recording(data)
	case keys.Operation != "" && keys.Kind != "":
		in.data = &counter{reader: bytes.NewReader(data)}
		_ = in.drift(ctx) // the folder sees when the context ends
	default:
		in.wrong(0, "is no recording, and its name is neither a method, such as Tracks.Get.json, nor an operationId of the schema")
	}
}

var (
	statusSuffix = regexp.MustCompile(`^(.+)\.([1-5][0-9][0-9])$`)
	numberSuffix = regexp.MustCompile(`^(.+)-[0-9]+$`)
)

// nameOf returns the operation and the status that the name of a file says:
// Tracks.Get.json, get-track-2.json, Tracks.Get.404.json.
func (v *Verifier) nameOf(file string) (name string, status int) {
	name = strings.TrimSuffix(path.Base(file), path.Ext(file))
	if m := statusSuffix.FindStringSubmatch(name); m != nil {
		name = m[1]
		status, _ = strconv.Atoi(m[2])
	}
	if v.byName[name] != nil {
		return name, status
	}
	if m := numberSuffix.FindStringSubmatch(name); m != nil {
		name = m[1]
		if m := statusSuffix.FindStringSubmatch(name); m != nil {
			name = m[1]
			status, _ = strconv.Atoi(m[2])
		}
		if v.byName[name] != nil {
			return name, status
		}
	}
	return "", 0
}

// recorded is a file of a recorder of the package spotifytest.
type recorded struct {
	Method   string      `json:"method"`
	Path     string      `json:"path"`
	Query    url.Values  `json:"query"`
	Sent     content     `json:"sent"`
	Status   int         `json:"status"`
	Header   http.Header `json:"header"`
	Received content     `json:"received"`
}

type content struct {
	JSON   json.RawMessage `json:"json"`
	Text   *string         `json:"text"`
	Base64 []byte          `json:"base64"`
}

func (c content) bytes() []byte {
	switch {
	case c.JSON != nil:
		return c.JSON
	case c.Text != nil:
		return []byte(*c.Text)
	}
	return c.Base64
}

func (in *input) recording(data []byte) {
	var r recorded
	if err := json.Unmarshal(data, &r); err != nil {
		in.failJSON(0, err)
		return
	}
	x := Exchange{File: in.shown, Method: r.Method, Path: r.Path, Query: r.Query, Sent: r.Sent.bytes(), Status: r.Status, Header: r.Header, Received: r.Received.bytes()}
	if r.Sent.JSON == nil {
		x.SentType = "application/octet-stream"
	}
	if err := in.v.Add(x); err != nil {
		in.wrong(0, "%v", err)
	}
}
