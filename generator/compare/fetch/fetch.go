// Package fetch reads a published schema, and removes its descriptions and examples
// unless they are to be kept. It records where the schema comes from. It writes no
// files.
package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// The files that hold a fetched schema.
const (
	SchemaFile = "open-api-schema.yml"
	SourceFile = "SOURCE"
)

// Options change how a schema is fetched. The zero value is ready for use.
type Options struct {
	// Prose keeps the schema as it was read, to the byte.
	Prose bool
	// Client sends the request; http.DefaultClient if nil. Its own rule for
	// redirects is replaced.
	Client *http.Client
	// MaxBytes bounds the size of the schema; 32 MiB if zero.
	MaxBytes int64
	// Timeout bounds the time of the request; 30 s if zero.
	Timeout time.Duration
	// Now tells the date; time.Now if nil.
	Now func() time.Time
	// Origin is written to SOURCE in place of the URL or the name of the file
	// that was read.
	Origin string
	// Date is written to SOURCE in place of today, as YYYY-MM-DD: the day of a
	// file that was fetched earlier.
	Date string
	// Known is the content of SOURCE from the time before. If the same is fetched
	// again, its date stays, so that nothing changes.
	Known []byte
}

// Result is what was fetched.
type Result struct {
	Origin string // URL without query, or base name of a file
	Date   string // UTC, YYYY-MM-DD: when this content was first fetched
	SHA256 string // of what was read, in hex
	Bytes  int64  // of what was read
	Prose  bool   // whether prose was kept
	Read   []byte // what was read
	Schema []byte // what SchemaFile is to hold
	// Warnings are about what was read and is not in Schema, but for prose.
	Warnings model.Diagnostics
}

// Fetch reads a schema from an http or https URL or from a file, and makes sure
// that it is an OpenAPI 3.0 document with paths.
func Fetch(ctx context.Context, source string, opts Options) (Result, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return Result{}, err
	}
	data, origin, err := Read(ctx, source, opts)
	if err != nil {
		return Result{}, err
	}
	if opts.Origin != "" {
		origin = opts.Origin
	}
	schema, warnings, err := accept(data, origin, opts.Prose)
	if err != nil {
		return Result{}, fmt.Errorf("%s is not the schema of an API:\n%w", origin, err)
	}
	result := describe(data, origin, opts)
	result.Read, result.Schema, result.Warnings = data, schema, warnings
	return result, nil
}

func (o Options) withDefaults() (Options, error) {
	if o.Client == nil {
		o.Client = http.DefaultClient
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = load.MaxBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Date != "" {
		if _, err := time.Parse(time.DateOnly, o.Date); err != nil {
			return o, fmt.Errorf("date %q is not YYYY-MM-DD", o.Date)
		}
	}
	if IsURL(o.Origin) {
		u, err := parseURL(o.Origin)
		if err != nil {
			return o, fmt.Errorf("origin: %w", err)
		}
		o.Origin = publicURL(u)
	}
	if strings.ContainsFunc(o.Origin, unicode.IsControl) {
		return o, fmt.Errorf("origin %q has control characters", o.Origin)
	}
	return o, nil
}

// accept checks what was read and returns what to write.
func accept(data []byte, name string, prose bool) ([]byte, model.Diagnostics, error) {
	root, _, warnings, err := load.Tree(load.Source{Name: name, Data: data})
	if err != nil {
		return nil, nil, err
	}
	if !hasPaths(root) {
		return nil, nil, fmt.Errorf("%s: has no paths", name)
	}
	if prose {
		return data, nil, nil // whoever reads it is warned
	}
	reduced, err := reduce(root)
	return reduced, warnings, err
}

func hasPaths(root *yaml.Node) bool {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value != "paths" {
			continue
		}
		for _, key := range root.Content[i+1].Content {
			if key.Kind == yaml.ScalarNode && strings.HasPrefix(key.Value, "/") {
				return true
			}
		}
	}
	return false
}

// describe makes the result of what was read, but for the schema.
func describe(data []byte, origin string, opts Options) Result {
	sum := sha256.Sum256(data)
	r := Result{
		Origin: origin,
		Date:   opts.Date,
		SHA256: hex.EncodeToString(sum[:]),
		Bytes:  int64(len(data)),
		Prose:  opts.Prose,
	}
	if r.Date != "" {
		return r
	}
	r.Date = opts.Now().UTC().Format(time.DateOnly)
	if old := Note(opts.Known); old["sha256"] == r.SHA256 && old["origin"] == origin && old["date"] != "" {
		r.Date = old["date"]
	}
	return r
}

// Note reads the lines of a SOURCE file: origin, date, sha256, bytes, prose. What
// cannot be read is absent.
func Note(source []byte) map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(string(source)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			lines[key] = value
		}
	}
	return lines
}

// Source renders what SourceFile is to hold.
func (r Result) Source() []byte {
	prose := "dropped"
	if r.Prose {
		prose = "kept"
	}
	var out bytes.Buffer
	for _, line := range [][2]string{
		{"origin", r.Origin},
		{"date", r.Date},
		{"sha256", r.SHA256},
		{"bytes", strconv.FormatInt(r.Bytes, 10)},
		{"prose", prose},
	} {
		fmt.Fprintf(&out, "%s: %s\n", line[0], line[1])
	}
	return out.Bytes()
}
