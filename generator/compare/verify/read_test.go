package verify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/verify"
)

// read compares files with the small schema, and returns what was found and what could not
// be read.
func read(t *testing.T, files map[string]string) (*verify.Report, []string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	v := newVerifier(t)
	var problems []string
	reader := verify.Reader{FS: fsys, Name: "in", Problem: func(err error) { problems = append(problems, err.Error()) }}
	if err := reader.Read(t.Context(), v, "."); err != nil {
		t.Fatal(err)
	}
	return v.Report(), problems
}

func lines(r *verify.Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, string(f.Kind)+": "+f.Subject+" "+f.Message+"; "+f.Example.String())
	}
	return all
}

const (
	nullSize  = `{"name": "N", "kind": "big", "size": null}`
	foundNull = "null: Base.size is null; "
)

// har is an archive of a browser with entries.
func har(entries ...string) string {
	return `{"log": {"version": "1.2", "creator": {"name": "b", "version": "1", "tags": [1, {"a": [null]}]}, "pages": [], "entries": [` + strings.Join(entries, ",\n") + `], "comment": ""}}`
}

func harEntry(method, url string, status int, content string) string {
	return fmt.Sprintf(`{"startedDateTime": "2026-01-01T00:00:00Z", "time": 1.5, "request": {"method": %q, "url": %q, "headers": [{"name": "Authorization", "value": "Bearer s3cret"}], "queryString": []},
		"response": {"status": %d, "headers": [{"name": "content-type", "value": "application/json"}], "content": %s}}`, method, url, status, content)
}

func text(body string) string {
	data, _ := json.Marshal(body)
	return `{"size": 10, "mimeType": "application/json", "text": ` + string(data) + `}`
}

func TestReadFiles(t *testing.T) {
	const base = "https://api.example.com/v1"
	tests := []struct {
		name     string
		files    map[string]string
		want     []string
		answers  int
		problems []string
	}{
		{
			name: "recordings",
			files: map[string]string{
				"000001_get_small.json": `{"method": "GET", "path": "/small", "status": 200, "header": {"Content-Type": ["application/json"]}, "received": {"json": ` + nullSize + `}}`,
				"000002_put.json":       `{"method": "PUT", "path": "/things/1", "query": {"a": ["1"]}, "sent": {"json": {}}, "status": 200, "received": {"text": "random"}}`,
			},
			answers: 2,
			want: []string{
				foundNull + "in/000001_get_small.json /size",
				"unknown_parameter: PUT /things/{id} has the parameter a; in/000002_put.json a",
				"missing: PUT /things/{id} lacks name; in/000002_put.json /name",
			},
		},
		{
			name: "bodies by name, in folders",
			files: map[string]string{
				"a/get-small.json":        nullSize,
				"a/get-small-2.json":      nullSize,
				"b/Things.Get.404.json":   `{"error": {"status": 404, "message": "?"}}`,
				"b/Things.Get-3.401.json": `{"error": {"status": 401}}`,
				"b/.hidden.json":          `x`,
				".git/x.json":             `x`,
				"notes.txt":               `x`,
			},
			answers: 4,
			want: []string{
				foundNull + "in/a/get-small-2.json /size",
				"missing: Error lacks message; in/b/Things.Get-3.401.json /error/message",
				"unknown_status: GET /things/{id} answers with status 404; in/b/Things.Get.404.json",
			},
		},
		{
			name: "an archive of a browser",
			files: map[string]string{"s.har": "\ufeff" + har(
				harEntry("OPTIONS", base+"/small", 200, `{"size": 0}`),
				harEntry("GET", base+"/small", 200, text(`{"name": "N", "kind": "big"}`)),
				harEntry("GET", "https://example.org/v1/small", 200, text(nullSize)),
				harEntry("GET", base+"/small", 0, `{"size": 0}`),
				harEntry("GET", base+"/small", 304, `{"size": 0}`),
				harEntry("GET", base+"/small", 200, `{"size": 99, "mimeType": "application/json"}`),
				harEntry("GET", base+"/things/1?market=SE&limit=99", 200, `{"size": 3, "encoding": "base64", "text": "eyJuYW1lIjogIk4iLCAia2luZCI6ICJiaWciLCAicGFydHMiOiBbXSwgInNpemUiOiBudWxsfQ=="}`),
				harEntry("GET", "http://127.0.0.1:8080/v1/small", 200, text(nullSize)),
				`{"request": 1}`,
			)},
			problems: []string{"in/s.har:17:14: entry 9 is not as HAR 1.2 has it"},
			answers:  5,
			want: []string{
				foundNull + "in/s.har (7) /size",
				"bounds: GET /things/{id} limit is beyond maximum 50: 99; in/s.har (7) limit",
			},
		},
		{
			name: "drift of a client",
			files: map[string]string{"d.jsonl": `{"operation":"Things.Get","path":"/parts/*/color","kind":"unknown_member","value":"red","count":3}
{"operation":"get-small","path":"/kind","kind":"unknown_value","value":"huge","count":2}
{"operation":"get-small","path":"/kind","kind":"unknown_value","value":"small"}
{"operation":"get-one","path":"/type","kind":"unknown_kind","value":"movie"}
{"operation":"get-small","path":"/size","kind":"bent","value":640.0}
{"operation":"get-small","path":"/size","kind":"bent","value":"a shortened…
{"operation":"get-small","path":"/day","kind":"bent","value":5}
`, "e.ndjson": `{"operation":"get-small","path":"/spare","kind":"unknown_member","value":true,"count":1}`},
			want: []string{
				"bent: Base.day comes as another form: an integer; in/d.jsonl (7) /day",
				`unknown_value: Base.kind is "huge"; in/d.jsonl (2) /kind`,
				"bent: Base.size comes as a number with a fraction or an exponent; in/d.jsonl (5) /size",
				"unknown_member: SmallThing has color, a text; in/d.jsonl (1) /parts/*/color",
				`unknown_kind: GET /one 200 is of the kind "movie"; in/d.jsonl (4) /type`,
			},
			problems: []string{"in/d.jsonl:6:78: is not JSON: invalid character '\\n' in string literal"},
		},
		{
			name: "files that cannot be read, among others",
			files: map[string]string{
				"broken.json":    "{\n  \"method\": \"GET\",,\n}",
				"get-small.json": "{\"name\": \"N\",\n\"kind\": big}",
				"half.har":       har(harEntry("GET", base+"/small", 200, text(nullSize)))[:500],
				"list.har":       `[]`,
				"none.json":      `{"a": 1}`,
				"unknown.jsonl":  `{"operation":"Gone.Get","path":"/a","kind":"unknown_member"}` + "\n" + `{"operation":"get-small","path":"/a","kind":"odd"}` + "\n" + `{"operation":1}`,
				"z.json":         `{"method": "GET", "path": "/small", "status": 200, "received": {"json": ` + nullSize + `}}`,
			},
			answers: 1,
			want:    []string{foundNull + "in/z.json /size"},
			problems: []string{
				"in/broken.json:2:19: is not JSON: invalid character ',' looking for beginning of object key string",
				"in/get-small.json:2:9: is not JSON: invalid character 'b' looking for beginning of value",
				"in/half.har:2:163: is not JSON: it ends too early",
				"in/list.har:1:1: is no HAR file: it has no log",
				"in/none.json:1:1: is no recording, and its name is neither a method, such as Tracks.Get.json, nor an operationId of the schema",
				`in/unknown.jsonl:1:1: there is no operation "Gone.Get"`,
				`in/unknown.jsonl:2:1: there is no kind "odd"`,
				"in/unknown.jsonl:3:1: operation is of another type",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report, problems := read(t, test.files)
			if diff := cmp.Diff(test.want, lines(report)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.problems, problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if report.Answers != test.answers {
				t.Errorf("%d answers, want %d", report.Answers, test.answers)
			}
		})
	}
}

func TestReadOneFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "get-small.txt"), []byte(nullSize), 0o666); err != nil {
		t.Fatal(err)
	}
	v := newVerifier(t)
	var problem error
	reader := verify.Reader{FS: os.DirFS(dir), Problem: func(err error) { problem = err }}
	if err := reader.Read(t.Context(), v, "get-small.txt"); err != nil || len(v.Report().Findings) != 1 {
		t.Errorf("error %v, findings %v; want the null", err, v.Report().Findings)
	}
	if err := reader.Read(t.Context(), v, "gone.json"); err != nil || !errors.Is(problem, fs.ErrNotExist) {
		t.Errorf("error %v, problem %v; want that the file is not there", err, problem)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := reader.Read(ctx, v, "get-small.txt"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that the context has ended", err)
	}
}

// TestNothingPrivateIsShown searches all forms of a report for what must not be there.
func TestNothingPrivateIsShown(t *testing.T) {
	secrets := []string{"s3cret", "wizard", "Jane", "jane@example.com", "BQDtoken", "4iV5W9uYEdYUVa79Axb7Rh", "My Playlist"}
	body := `{"name": "Jane", "kind": "jane@example.com", "size": "BQDtoken", "tags": ["My Playlist", null, 4],
		"extra": {"mail": "jane@example.com", "4iV5W9uYEdYUVa79Axb7Rh": "Jane", "wizard jane": 1}, "4iV5W9uYEdYUVa79Axb7Rh": "s3cret", "day": "Jane", "link": "BQDtoken"}`
	v := newVerifier(t)
	answers := []verify.Exchange{
		get("/small", "access_token=BQDtoken&4iV5W9uYEdYUVa79Axb7Rh=1", body),
		get("/users/wizard/4iV5W9uYEdYUVa79Axb7Rh", "", "{}"),
		get("/things/1", "market=SE&types=4iV5W9uYEdYUVa79Axb7Rh,jane@example.com&limit=s3cret", body),
		get("/one", "", `{"type": "4iV5W9uYEdYUVa79Axb7Rh", "words": "My Playlist"}`),
		status(get("/small", "", `{"error": {"message": "no wizard Jane"}}`), 500),
		put(`{"name": "Jane", "size": "s3cret"}`),
	}
	report := add(t, v, answers)
	if len(report.Findings) < 15 {
		t.Errorf("%d findings, want more: there is something of each kind", len(report.Findings))
	}
	var all bytes.Buffer
	for _, format := range verify.Formats() {
		if err := verify.Write(&all, report, format, true); err != nil {
			t.Fatal(err)
		}
	}
	all.WriteString(report.Overlay())
	for _, secret := range secrets {
		if i := strings.Index(all.String(), secret); i >= 0 {
			t.Errorf("%q is shown: …%s…", secret, all.String()[max(0, i-80):i+40])
		}
	}
}

// endless is an archive that is made while it is read.
type endless struct {
	left    int
	pending bytes.Buffer
	state   int
}

func (e *endless) Read(p []byte) (int, error) {
	for e.pending.Len() == 0 {
		switch {
		case e.state == 0:
			e.pending.WriteString(`{"log": {"entries": [`)
			e.state = 1
		case e.left > 0:
			if e.state == 2 {
				e.pending.WriteByte(',')
			}
			e.state = 2
			// Each answer has members, values, and paths of its own.
			body := fmt.Sprintf(`{"name": "N", "kind": "%s", "size": null, "m%s": {"%s": 1}, "tags": [null]}`, letters(e.left), letters(e.left), letters(e.left))
			e.pending.WriteString(harEntry("GET", "https://api.example.com/v1/small", 200, text(body)) + "," + harEntry("GET", "https://api.example.com/v1/"+letters(e.left), 200, text("{}")))
			e.left -= 2
		case e.state == 2:
			e.pending.WriteString(`]}}`)
			e.state = 3
		default:
			return 0, io.EOF
		}
	}
	return e.pending.Read(p)
}

// letters writes a number in letters.
func letters(n int) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprint(n))
}

func (e *endless) Stat() (fs.FileInfo, error) { return info{}, nil }
func (e *endless) Close() error               { return nil }

type info struct{}

func (info) Name() string       { return "endless.har" }
func (info) Size() int64        { return 0 }
func (info) Mode() fs.FileMode  { return 0 }
func (info) ModTime() time.Time { return time.Time{} }
func (info) IsDir() bool        { return false }
func (info) Sys() any           { return nil }

type endlessFS struct{ answers int }

func (e endlessFS) Open(string) (fs.File, error) { return &endless{left: e.answers}, nil }

// TestMemoryIsBounded reads many answers, and then ten times as many: what is kept must not
// grow.
func TestMemoryIsBounded(t *testing.T) {
	kept := func(answers int) (bytes uint64, findings int) {
		before, after := runtime.MemStats{}, runtime.MemStats{}
		v := newVerifier(t)
		runtime.GC()
		runtime.ReadMemStats(&before)
		told := 0
		reader := verify.Reader{FS: endlessFS{answers}, Problem: func(err error) { t.Error(err) }, Tell: func(n int) { told = n }}
		if err := reader.Read(t.Context(), v, "endless.har"); err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		report := v.Report()
		if report.Answers != answers {
			t.Errorf("%d answers, want %d", report.Answers, answers)
		}
		if told < answers-1 {
			t.Errorf("told of %d answers, want %d", told, answers)
		}
		runtime.KeepAlive(v)
		return after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc), len(report.Findings)
	}
	few, fewFindings := kept(10_000)
	many, manyFindings := kept(100_000)
	if fewFindings != manyFindings || fewFindings > 400 {
		t.Errorf("%d findings, and %d after ten times as many answers; want the same, and at most 400", fewFindings, manyFindings)
	}
	if many > few+1<<20 {
		t.Errorf("%d bytes are kept of 100,000 answers, and %d of 10,000", many, few)
	}
}
