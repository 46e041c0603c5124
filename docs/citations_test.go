// Package docs_test holds the repository to its facts: each citation of docs/facts leads
// somewhere, and documentation for users does without.
package docs_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// factsDir is where the facts are. A citation begins with it.
const factsDir = "docs/facts"

// A finding is what is wrong with a line of the repository.
type finding struct {
	file    string
	line    int
	message string
}

func (f finding) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.message) }

// A factFile is what can be cited of a file: M42, row 7, section F, and headings. In a TSV
// file, headings are the titles of the columns and what is in the first column.
type factFile struct {
	headings map[string]bool
	places   map[string]bool
}

var (
	heading = regexp.MustCompile(`^#+ (.*)$`)
	section = regexp.MustCompile(`^([A-Z])\. `)
	number  = regexp.MustCompile(`^- (M\d+) `)
	row     = regexp.MustCompile(`^\| (\d+) \|`)
)

// readFacts reads the files of facts, and reports numbers that are given twice.
func readFacts(fsys fs.FS) (map[string]factFile, []finding, error) {
	entries, err := fs.ReadDir(fsys, factsDir)
	if err != nil {
		return nil, nil, err
	}
	files := map[string]factFile{}
	var found []finding
	for _, entry := range entries {
		name := path.Join(factsDir, entry.Name())
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		f := factFile{map[string]bool{}, map[string]bool{}}
		for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
			if path.Ext(name) == ".tsv" {
				cells := strings.Split(line, "\t")
				if i > 0 {
					cells = cells[:1]
				}
				for _, cell := range cells {
					f.headings[cell] = true
				}
				continue
			}
			if place := f.place(line); place == "" {
				continue
			} else if f.places[place] {
				found = append(found, finding{name, i + 1, place + " is there twice; give the later one a number of its own"})
			} else {
				f.places[place] = true
			}
		}
		files[entry.Name()] = f
	}
	return files, found, nil
}

// place returns what a line of Markdown can be cited as, and keeps its heading.
func (f factFile) place(line string) string {
	if m := heading.FindStringSubmatch(line); m != nil {
		f.headings[m[1]] = true
		if m := section.FindStringSubmatch(m[1]); m != nil {
			return "section " + m[1]
		}
	} else if m := number.FindStringSubmatch(line); m != nil {
		return m[1]
	} else if m := row.FindStringSubmatch(line); m != nil {
		return "row " + m[1]
	}
	return ""
}

// A text is a file on one line: comments that go on over several lines are joined.
type text struct {
	joined string
	starts []int // where each line begins in it
}

// What a line of a comment begins with.
var comment = regexp.MustCompile(`^[ \t]*(//+|#+|\*+|>+|--)?[ \t]*`)

// join joins the lines of a file. No citation goes on in a line of Go that is no comment.
func join(name, data string) text {
	var t text
	var b strings.Builder
	for line := range strings.Lines(data) {
		t.starts = append(t.starts, b.Len())
		m := comment.FindStringSubmatch(line)
		if path.Ext(name) == ".go" && m[1] == "" {
			b.WriteByte(0)
		}
		b.WriteString(strings.TrimRight(line[len(m[0]):], " \t\r\n"))
		b.WriteByte(' ')
	}
	t.joined = b.String()
	return t
}

// line returns the number of the line at a position of the joined text.
func (t text) line(position int) int {
	i, exact := slices.BinarySearch(t.starts, position)
	if exact {
		i++
	}
	return i
}

var (
	// What may be the path of a file of facts.
	mention = regexp.MustCompile(`[\w./-]*\b[\w-]+\.(?:md|tsv|ya?ml)\b`)
	// What may follow the path: a place in the file. More may follow: "M21 and M53".
	firstPlace = regexp.MustCompile(`^,?\s+(?:(M\d+)\b|(rows?\s+\d+)\b|(?:section\s+)?([A-Z])\b|\\?"([^"\\]*)\\?")`)
	nextPlace  = regexp.MustCompile(`^,?\s+(?:and\s+)?(?:(M\d+)\b|(rows?\s+\d+)\b|section\s+([A-Z])\b|\\?"([^"\\]*)\\?")`)
	nextRow    = regexp.MustCompile(`^,?\s+(?:and\s+)?(\d+)\b`)
	// A heading that has been forgotten to quote.
	unquoted = regexp.MustCompile(`^,?\s+[A-Z]\w`)
	// A number of a fact wherever it stands.
	bare = regexp.MustCompile(`\bM\d{2,3}\b`)
	// A folder that is not seen from the root.
	misplaced = regexp.MustCompile(`^(?:[./]*/|shared/)*facts/`)
	// A link to a file beside this one.
	link = regexp.MustCompile(`\]\(([\w.-]+)\)`)
)

// A scanner looks for citations.
type scanner struct {
	facts map[string]factFile
	cited int // how many it has seen
}

// newScanner reads the facts, and reports numbers that are given twice.
func newScanner(fsys fs.FS) (*scanner, []finding, error) {
	facts, found, err := readFacts(fsys)
	return &scanner{facts: facts}, found, err
}

// scan looks for citations in a file, and reports those that lead nowhere.
func (s *scanner) scan(name, data string) []finding {
	t := join(name, data)
	var found []finding
	report := func(position int, format string, args ...any) {
		found = append(found, finding{name, t.line(position), fmt.Sprintf(format, args...)})
	}
	inside := path.Dir(name) == factsDir // where a link to a file is relative
	// Where a number belongs to a citation.
	covered := make([]bool, len(t.joined))
	for _, m := range mention.FindAllStringIndex(t.joined, -1) {
		file, isCitation := strings.CutPrefix(t.joined[m[0]:m[1]], factsDir+"/")
		if !isCitation {
			if base := path.Base(file); s.known(base) && !inside || misplaced.MatchString(file) {
				report(m[0], "%s cannot be found from the root of the repository; write %s/%s", file, factsDir, base)
			}
			continue
		}
		s.cited++
		facts, ok := s.facts[file]
		if !ok {
			report(m[0], "there is no %s/%s", factsDir, file)
			continue
		}
		end, places := citedPlaces(t.joined, m[1])
		for i := m[0]; i < end; i++ {
			covered[i] = true
		}
		for _, place := range places {
			if !facts.places[place] && !facts.headings[place] {
				report(m[0], "%s/%s has no %s", factsDir, file, place)
			}
		}
		if len(places) == 0 && unquoted.MatchString(t.joined[end:]) {
			report(m[0], `what follows %s/%s is no place in it; put a heading into quotes: %s/%s "Heading"`, factsDir, file, factsDir, file)
		}
	}
	if slices.Contains([]string{".go", ".md", ".tmpl", ".yaml", ".yml"}, path.Ext(name)) && !strings.Contains(name, "testdata/") {
		for _, m := range bare.FindAllStringIndex(t.joined, -1) {
			switch place := t.joined[m[0]:m[1]]; {
			case covered[m[0]]:
			case !inside:
				report(m[0], "%s is in no file; write %s/mismatches.md in front of it", place, factsDir)
			case !s.facts["mismatches.md"].places[place]:
				report(m[0], "%s/mismatches.md has no %s", factsDir, place)
			}
		}
	}
	if inside {
		for _, m := range link.FindAllStringSubmatchIndex(t.joined, -1) {
			if file := t.joined[m[2]:m[3]]; !s.exists(file) {
				report(m[0], "there is no %s/%s", factsDir, file)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(a.line, b.line) })
	return found
}

// known reports whether a file of facts has this name, which no other file may have.
func (s *scanner) known(base string) bool { return s.exists(base) && base != "README.md" }

func (s *scanner) exists(base string) bool {
	_, ok := s.facts[base]
	return ok
}

// citedPlaces reads the places behind the path of a file, and where they end.
func citedPlaces(joined string, position int) (end int, places []string) {
	next := firstPlace
	for {
		rest := joined[position:]
		m := next.FindStringSubmatch(rest)
		switch {
		case m == nil && strings.HasPrefix(lastOf(places), "row "):
			if m = nextRow.FindStringSubmatch(rest); m == nil {
				return position, places
			}
			places = append(places, "row "+m[1])
		case m == nil:
			return position, places
		case m[1] != "":
			places = append(places, m[1])
		case m[2] != "":
			places = append(places, "row "+m[2][strings.LastIndexAny(m[2], " \t")+1:])
		case m[3] != "":
			places = append(places, "section "+m[3])
		default:
			places = append(places, m[4])
		}
		position += len(m[0])
		next = nextPlace
	}
}

func lastOf(places []string) string {
	if len(places) == 0 {
		return ""
	}
	return places[len(places)-1]
}

// scanAll looks for citations in all text files.
func (s *scanner) scanAll(fsys fs.FS) ([]finding, error) {
	var found []finding
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isForeign(name) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if utf8.Valid(data) && !slices.Contains(data, 0) {
			found = append(found, s.scan(name, string(data))...)
		}
		return nil
	})
	return found, err
}

// isForeign reports whether a file or a folder is not looked at: what git does not track,
// and the tests of this package, whose citations lead nowhere on purpose.
func isForeign(name string) bool {
	base := path.Base(name)
	switch path.Ext(base) {
	case ".test", ".out", ".prof":
		return true
	}
	return base == ".git" || name == "bin" || strings.HasPrefix(base, ".spotgen-") ||
		path.Dir(name) == "docs" && strings.HasSuffix(base, "_test.go")
}
