package generator_test

import (
	"bytes"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// parts are short names for parts of the schema, as JSON pointers.
func parts() map[string]string {
	return map[string]string{
		"spec":   "",
		"track":  "/components/schemas/TrackObject/properties",
		"op":     "/paths/~1albums~1{id}/get",
		"answer": "/components/responses/OneAlbum/content/application~1json/schema",
		"body":   "/paths/~1me~1player~1play/put/requestBody/content/application~1json/schema/properties",
	}
}

// change is one entry of testdata/mutations.txt.
type change struct {
	name         string
	edits        [][]string // verb, pointer, value
	lost         []string
	emits, lacks []string
	same         bool // a report has no change
	elsewhere    bool // the findings stand where the change is felt
}

// TestMutations makes one change of testdata/mutations.txt after the other to the real
// schema. Each has to generate under the real overrides and compile; what it costs is a
// finding that stands at the change, and an error where nothing may be lost. Without
// -exhaustive it makes every sixteenth of them.
func TestMutations(t *testing.T) {
	changes := readChanges(t)
	if len(changes) < 120 {
		t.Errorf("only %d changes", len(changes))
	}
	document := realDocument(t)
	before := realOutput(t).Warnings
	original, err := yaml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range changes {
		if i%16 != 0 && !*exhaustive {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := c.apply(t, cloned(document))
			out, err := generator.Generate(changedInputs(t, data), realOptions)
			if err != nil {
				t.Fatalf("refused:\n%v", err)
			}
			if c.emits == nil && c.lacks == nil && c.lost == nil && !c.same {
				t.Error("the list does not say what comes of the change")
			}
			for _, err := range firstOf(typeCheck(t, out.Files, out.Fake), 5) {
				t.Error(err)
			}
			c.checkEmitted(t, out.Files)
			c.checkLost(t, out.Warnings, before, changedLines(original, data))
			if c.same {
				checkSame(t, changedInputs(t, data))
			}
			if len(c.lost) > 0 {
				if _, err := generator.Generate(changedInputs(t, data), generator.Options{}); err == nil {
					t.Error("generates without a word where nothing may be lost")
				}
			}
		})
	}
}

// checkSame holds that a schema means the same to importers as the one of the repository.
func checkSame(t *testing.T, changed generator.Inputs) {
	t.Helper()
	report, err := generator.Compare(repositoryInputs(t), changed, generator.CompareOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range report.Changes {
		if change.Effect > diff.Comment {
			t.Errorf("is reported as a change: %s", change.Text)
		}
	}
}

func firstOf(errs []error, n int) []error { return errs[:min(len(errs), n)] }

func (c change) checkEmitted(t *testing.T, files []emit.File) {
	t.Helper()
	var b strings.Builder
	for _, file := range files {
		if strings.HasPrefix(string(file.Data), emit.Marker+" from the OpenAPI schema") {
			b.Write(file.Data)
		}
	}
	text := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range c.emits {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the emitted code", want)
		}
	}
	for _, unwanted := range c.lacks {
		if strings.Contains(text, unwanted) {
			t.Errorf("%q is in the emitted code", unwanted)
		}
	}
}

// lineRange is a range of lines, both of which belong to it.
type lineRange struct{ first, last int }

// changedLines returns the lines of a schema that differ from those of another one.
func changedLines(before, after []byte) lineRange {
	old, new := bytes.Split(before, []byte("\n")), bytes.Split(after, []byte("\n"))
	same := 0
	for same < min(len(old), len(new)) && bytes.Equal(old[same], new[same]) {
		same++
	}
	rest := 0
	for rest < min(len(old), len(new))-same && bytes.Equal(old[len(old)-1-rest], new[len(new)-1-rest]) {
		rest++
	}
	// What is removed was about the line before, or the one after.
	return lineRange{max(same, 1), len(new) - rest + 1}
}

// checkLost holds that what is lost is what the change says, each a finding at a place in it.
func (c change) checkLost(t *testing.T, found, before model.Diagnostics, changed lineRange) {
	t.Helper()
	for _, want := range c.lost {
		if !slices.ContainsFunc(found, func(d model.Diagnostic) bool {
			isThere := changed.first <= d.Pos.Line && d.Pos.Line <= changed.last
			return d.Stale != "" && strings.Contains(d.Message, want) && (isThere || c.elsewhere && d.Pos.Line > 0)
		}) {
			t.Errorf("no finding in the lines %d to %d tells that %q is lost", changed.first, changed.last, want)
		}
	}
	for _, d := range found {
		isKnown := slices.ContainsFunc(before, func(b model.Diagnostic) bool { return b.Message == d.Message })
		if d.Stale == model.Lost && !isKnown && len(c.lost) == 0 {
			t.Errorf("is lost without a word in the list: %s", d)
		}
	}
}

// readChanges reads the list of changes.
func readChanges(t *testing.T) []change {
	t.Helper()
	data, err := os.ReadFile("testdata/mutations.txt")
	if err != nil {
		t.Fatal(err)
	}
	var changes []change
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if verb == "==" {
			changes = append(changes, change{name: rest})
			continue
		}
		c := &changes[len(changes)-1]
		switch verb {
		case "elsewhere":
			c.elsewhere = true
		case "same":
			c.same = true
		case "lost":
			c.lost = append(c.lost, rest)
		case "emits":
			c.emits = append(c.emits, rest)
		case "lacks":
			c.lacks = append(c.lacks, rest)
		default:
			c.edits = append(c.edits, []string{verb, rest})
		}
	}
	return changes
}

// apply makes the edits of a change and returns the schema.
func (c change) apply(t *testing.T, document *yaml.Node) []byte {
	t.Helper()
	var replaced [][2]string
	for _, e := range c.edits {
		verb, rest := e[0], e[1]
		switch verb {
		case "set":
			pointer, value := cutPointer(rest)
			parent, key := c.find(t, document, pointer)
			if parent.Kind == yaml.SequenceNode && key == "-" {
				parent.Content = append(parent.Content, yamlOf(value))
			} else {
				assign(parent, key, yamlOf(value))
			}
		case "remove":
			parent, key := c.find(t, document, rest)
			if !remove(parent, key) {
				t.Fatalf("there is no %s to remove", rest)
			}
		case "rename":
			i := strings.LastIndex(rest, " ")
			parent, key := c.find(t, document, rest[:i])
			for j := 0; j < len(parent.Content); j += 2 {
				if parent.Content[j].Value == key {
					parent.Content[j].Value = rest[i+1:]
					key = ""
				}
			}
			if key != "" {
				t.Fatalf("there is no %s to rename", rest)
			}
		case "replace":
			old, new, _ := strings.Cut(rest, " => ")
			replaced = append(replaced, [2]string{old, new})
		default:
			t.Fatalf("unknown edit %q", verb)
		}
	}
	data, err := yaml.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, r := range replaced {
		if !strings.Contains(text, r[0]) {
			t.Fatalf("the schema has no %s", r[0])
		}
		text = strings.ReplaceAll(text, r[0], r[1])
	}
	return []byte(text)
}

// cutPointer divides an edit into the pointer, which may have spaces in its last token,
// and the value, which begins with a bracket or is the last word.
func cutPointer(text string) (pointer, value string) {
	if i := strings.IndexAny(text, " "); i >= 0 {
		if j := strings.Index(text, " {"); j > 0 && !strings.Contains(text[:j], " [") && !strings.Contains(text[:j], " '") {
			return text[:j], text[j+1:]
		}
		return text[:i], text[i+1:]
	}
	return text, ""
}

// find returns what holds the part at a pointer, and its key.
func (c change) find(t *testing.T, document *yaml.Node, pointer string) (parent *yaml.Node, key string) {
	t.Helper()
	first, rest, _ := strings.Cut(pointer, "/")
	start, ok := parts()[first]
	if !ok {
		t.Fatalf("%s begins with no known part", pointer)
	}
	if rest != "" {
		start += "/" + rest
	}
	tokens := strings.Split(strings.TrimPrefix(start, "/"), "/")
	parent = document.Content[0]
	for i, token := range tokens {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		if i == len(tokens)-1 {
			return parent, token
		}
		if index, err := strconv.Atoi(token); err == nil && parent.Kind == yaml.SequenceNode {
			parent = parent.Content[index]
		} else if parent = lookUp(parent, token); parent == nil {
			t.Fatalf("the schema has no %s", pointer)
		}
	}
	return nil, ""
}
