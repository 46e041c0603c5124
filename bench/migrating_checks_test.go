package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/spotgen/spotgen/gen/spotify"
)

// migrating holds the guide to what both packages are.
type migrating struct {
	old, ours *library
	importer  types.Importer
	version   string // of zmb3/spotify
}

// What fragments of old code may use without importing it.
var zmb3Usual = []string{"context", "errors", "fmt", zmb3Path, zmb3AuthPath}

const (
	zmb3Before = `
func fragment(ctx context.Context, client *spotify.Client, auth *spotifyauth.Authenticator, id spotify.ID) error {
	{
`
	zmb3After = `
	}
	return nil
}
`
)

func newMigrating(t *testing.T) *migrating {
	t.Helper()
	m := &migrating{importer: exportData(t, append(zmb3Usual, oursPath, "log", "os", "golang.org/x/oauth2/clientcredentials")...)}
	load := func(path string) *types.Package {
		p, err := m.importer.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	m.old = newLibrary(t, "zmb3/spotify", load(zmb3Path), map[string]*types.Package{"spotifyauth": load(zmb3AuthPath)}, map[string]string{
		"client": "Client", "auth": "spotifyauth.Authenticator", "track": "FullTrack", "saved": "SavedTrack", "id": "ID",
	})
	m.ours = newLibrary(t, "gen/spotify", load(oursPath), nil, map[string]string{
		"client": "Client", "auth": "Authenticator", "source": "TokenSource", "track": "Track", "saved": "SavedTrack", "id": "TrackID",
	})
	required, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(regexp.QuoteMeta(zmb3Path) + ` (v\S+)`).FindSubmatch(required)
	if found == nil {
		t.Fatalf("go.mod does not require %s", zmb3Path)
	}
	m.version = string(found[1])
	return m
}

// problems lists all that is wrong in the guide.
func (m *migrating) problems(text string) []string {
	g := parseGuide(text)
	found := slices.Concat(g.malformed, m.missing(g), m.columns(g), m.inTexts(g), m.modes(g), m.nilFields(g), m.oldCode(g))
	if !strings.Contains(text, "version "+m.version+".") {
		found = append(found, fmt.Sprintf("%s does not say that it is about version %s", migratingFile, m.version))
	}
	return found
}

// missing looks for what zmb3/spotify exports and no table names.
func (m *migrating) missing(g *guide) []string {
	named := map[string]bool{}
	for _, r := range g.rows {
		for _, span := range spans(r.cells[0]) {
			names, err := resolveSpan(m.old, span)
			if err != nil {
				continue // which columns reports
			}
			for _, name := range names {
				named[name] = true
			}
		}
	}
	var found []string
	for _, name := range m.old.exported() {
		if !named[name] {
			found = append(found, fmt.Sprintf("%s: no table names %s of zmb3/spotify in its first column", migratingFile, name))
		}
	}
	return found
}

// givesReason reports whether the text beside "none" is more than another way to say so.
func givesReason(text string) bool {
	text = refusal.ReplaceAllString(strings.ToLower(text), "")
	return len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })) >= 2
}

// refusal is what says that something is missing, and not why.
var refusal = regexp.MustCompile(`\b(it|this|that|there|here|is|are|has|have|not|no|none|longer|yet|possible|impossible|supported|unsupported|available|exist|exists|does|cannot|be|done|counterpart|equivalent|replacement|n/a)\b`)

// columns looks for names in the first two columns of tables that do not exist.
func (m *migrating) columns(g *guide) []string {
	var found []string
	for _, r := range g.rows {
		for column, l := range []*library{m.old, m.ours} {
			for _, span := range spans(r.cells[column]) {
				if _, err := resolveSpan(l, span); err != nil {
					found = append(found, at(r.line, "%s: %v", span, err))
				}
			}
		}
		switch {
		case r.cells[1] == "none" && !givesReason(r.cells[2]):
			found = append(found, at(r.line, "the third column does not say why there is no counterpart"))
		case r.cells[1] != "none" && len(spans(r.cells[1])) == 0:
			found = append(found, at(r.line, "the second column has neither a name nor none"))
		}
	}
	return found
}

var (
	goName  = regexp.MustCompile(`^\*?[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*$`)
	aMember = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)
)

// inTexts looks for names that are in neither package, outside of the first two
// columns of tables.
func (m *migrating) inTexts(g *guide) []string {
	var found []string
	for _, p := range g.prose {
		for _, span := range spans(p.text) {
			if !goName.MatchString(span) || !m.isChecked(span) {
				continue
			}
			_, oldErr := resolveSpan(m.old, span)
			_, err := resolveSpan(m.ours, span)
			if oldErr == nil || err == nil {
				continue
			}
			if aMember.MatchString(span) && (m.old.hasMember(span) || m.ours.hasMember(span)) {
				continue
			}
			found = append(found, at(p.line, "%s: neither package has it", span))
		}
	}
	return found
}

// isChecked leaves out names of other packages, of files, and of JSON.
func (m *migrating) isChecked(span string) bool {
	root, _, isChain := strings.Cut(strings.TrimPrefix(span, "*"), ".")
	if ast.IsExported(root) {
		return true
	}
	for _, l := range []*library{m.old, m.ours} {
		if l.values[root] != nil || l.packages[root] != nil {
			return isChain
		}
	}
	return false
}

// modes looks for rows that do not warn of operations which development mode lacks.
func (m *migrating) modes(g *guide) []string {
	operations := map[string]spotify.Operation{}
	for op := range spotify.Operations {
		operations["client."+op.Name] = op
	}
	var found []string
	for _, r := range g.rows {
		for _, span := range spans(strings.Join(r.cells[1:], " ")) {
			op, ok := operations[span]
			if !ok || op.Development.Available() {
				continue
			}
			removed, err := time.Parse(time.DateOnly, op.Development.RemovedOn)
			if err != nil {
				found = append(found, at(r.line, "%s: %v", span, err))
				continue
			}
			want := "extended quota only since " + removed.Format("January 2006")
			if !strings.Contains(strings.ToLower(r.cells[2]), strings.ToLower(want)) {
				found = append(found, at(r.line, "%s: the row does not say %q", span, want))
			}
		}
	}
	return found
}

// nilFields compares the table of fields that may be nil with the fields.
func (m *migrating) nilFields(g *guide) []string {
	pointers := m.ours.pointers()
	listed := map[string]bool{}
	var found []string
	for _, r := range g.nilRows {
		for _, span := range spans(r.cells[0]) {
			listed[span] = true
			if !slices.Contains(pointers, span) {
				found = append(found, at(r.line, "%s is not a pointer", span))
			}
		}
	}
	for _, field := range pointers {
		if !listed[field] {
			found = append(found, fmt.Sprintf("%s: %s is a pointer, and not in the table of fields that may be nil", migratingFile, field))
		}
	}
	return found
}

// oldCode type-checks the blocks that show zmb3/spotify.
func (m *migrating) oldCode(g *guide) []string {
	if len(g.oldBlocks) == 0 {
		return []string{migratingFile + " has no block of old code"}
	}
	var found []string
	for _, b := range g.oldBlocks {
		source := fmt.Sprintf("//line %s:%d\n%s", migratingFile, b.line, b.text)
		if !strings.HasPrefix(b.text, "package ") {
			source = "package main\n"
			for _, path := range zmb3Usual {
				name := ""
				if path == zmb3AuthPath {
					name = "spotifyauth "
				}
				source += fmt.Sprintf("import %s%q\n", name, path)
			}
			source += zmb3Before + fmt.Sprintf("//line %s:%d\n%s", migratingFile, b.line, b.text) + zmb3After
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, "block.go", source, parser.SkipObjectResolution)
		if err != nil {
			found = append(found, err.Error())
			continue
		}
		config := types.Config{Importer: m.importer, Error: func(err error) {
			// A fragment need not use what it gets.
			if e, ok := err.(types.Error); !ok || !e.Soft {
				found = append(found, err.Error())
			}
		}}
		// What Check returns is the first of the errors that it reports.
		_, _ = config.Check("main", set, []*ast.File{tree}, nil)
	}
	return found
}

// A guide is the document, taken apart.
type guide struct {
	rows      []tableRow // of tables with old and new names
	nilRows   []tableRow // of the table of fields that may be nil
	prose     []piece    // all else, and the third column of rows
	oldBlocks []piece
	malformed []string
}

type tableRow struct {
	line  int
	cells []string
}

type piece struct {
	line int
	text string
}

func parseGuide(text string) *guide {
	g := &guide{}
	const outside, inOld, inOther = 0, 1, 2
	state := outside
	var header []string // of the table around a line
	for i, line := range strings.Split(text, "\n") {
		i++
		switch {
		case state == outside && strings.HasPrefix(line, "```"):
			state = inOther
			if line == "```go zmb3" {
				state = inOld
				g.oldBlocks = append(g.oldBlocks, piece{line: i + 1})
			}
		case strings.HasPrefix(line, "```"):
			state = outside
		case state == inOld:
			g.oldBlocks[len(g.oldBlocks)-1].text += line + "\n"
		case state == inOther:
		case !strings.HasPrefix(line, "|"):
			header = nil
			g.prose = append(g.prose, piece{i, line})
		case header == nil:
			header = cellsOf(line)
		case strings.HasPrefix(line, "|--"):
		default:
			g.addRow(header, tableRow{i, cellsOf(line)})
		}
	}
	return g
}

func (g *guide) addRow(header []string, r tableRow) {
	switch {
	case len(r.cells) != len(header):
		g.malformed = append(g.malformed, at(r.line, "%d columns, want %d", len(r.cells), len(header)))
		if header[0] == "zmb3/spotify" && len(r.cells) == 2 {
			g.rows = append(g.rows, tableRow{r.line, append(r.cells, "")})
		}
	case header[0] == "zmb3/spotify":
		g.rows = append(g.rows, r)
		g.prose = append(g.prose, piece{r.line, r.cells[2]})
	case header[0] == "field":
		g.nilRows = append(g.nilRows, r)
		g.prose = append(g.prose, piece{r.line, strings.Join(r.cells, " ")})
	default:
		g.malformed = append(g.malformed, at(r.line, "a table of another kind: %q", header))
	}
}

func cellsOf(line string) []string {
	cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	return cells
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// spans lists what is between backticks.
func spans(text string) []string {
	var found []string
	for _, match := range codeSpan.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

func resolveSpan(l *library, span string) ([]string, error) {
	expression, err := parser.ParseExpr(span)
	if err != nil {
		return nil, fmt.Errorf("it is not a name")
	}
	return l.resolve(expression)
}
