// Package verify compares exchanges with the API with a schema after its overlays: what
// answers and accepted requests have that the schema does not say, or says otherwise. It
// suggests overrides, and tells which overrides no exchange needs.
//
// It keeps counts for each place of the schema, and no exchange. So the memory that it
// takes does not grow with the number of exchanges.
package verify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// Method is a method of the client and the operation that it calls.
type Method struct {
	Name   string // Tracks.Get
	Method string // GET
	Path   string // /tracks/{id}
}

// Verifier collects what exchanges say about a schema. It is for one goroutine.
type Verifier struct {
	tree       *tree
	operations []*operation
	byName     map[string]*operation // by method of the client, and by operationId
	watched    []*watch
	findings   map[key]*tally
	crowd      map[crowd]int // number of findings in one place
	answers    int           // exchanges and files with answers
	reports    int           // lines of drift
}

// New returns a verifier of a schema. The methods name the operations as the client does;
// without them, files are known by the IDs of the schema only.
func New(doc *load.Document, methods []Method) *Verifier {
	v := &Verifier{tree: newTree(doc), byName: map[string]*operation{}, findings: map[key]*tally{}, crowd: map[crowd]int{}}
	v.operations = v.tree.operations()
	for _, op := range v.operations {
		if op.id != "" {
			v.byName[op.id] = op
		}
	}
	for _, m := range methods {
		for _, op := range v.operations {
			if strings.EqualFold(op.method, m.Method) && op.path == m.Path {
				v.byName[m.Name] = op
				op.name = cmp.Or(op.name, m.Name)
			}
		}
	}
	v.watched = v.watch(doc)
	return v
}

// Finding is one difference between the schema and exchanges.
type Finding struct {
	Kind    Kind
	Pos     model.Pos // in the schema, or in the override that made the part
	Pointer string    // JSON pointer of the part of the schema
	Subject string    // the part for people: AlbumBase.label, GET /albums/{id}
	Message string    // what was seen there. It has no texts of answers but words of enums.
	Count   int       // number of answers that have it, or of values if Of is 0
	Of      int       // number of answers that have the part; 0 if that is not known
	// Example is the first exchange that has it.
	Example Example
	// Actions are the overlay actions that correct the schema; nil if only a person can
	// tell what is right.
	Actions []overlay.Action
	// Refused is why the generator does not accept the actions that Actions lacks for that
	// reason; else empty.
	Refused string
}

// Example is a place in a file.
type Example struct {
	File  string
	Index int    // number of the exchange in the file, from 1; 0 if the file is one
	In    string // answer or request
	Path  string // JSON pointer with * for the elements of lists, or the name of a parameter
}

func (e Example) String() string {
	text := e.File
	if e.Index > 0 {
		text += fmt.Sprintf(" (%d)", e.Index)
	}
	if e.Path != "" {
		text += " " + e.Path
	}
	return text
}

// seen is how often a finding was seen: seen in 37 of 120 answers. Lines of drift count
// values, of which an answer can have many.
func (f Finding) seen() string {
	switch {
	case f.Of == 0 && f.Count == 1:
		return "seen once"
	case f.Of == 0:
		return fmt.Sprintf("seen %d times", f.Count)
	}
	return fmt.Sprintf("seen in %d of %d answers", f.Count, f.Of)
}

// Report is the result of a comparison.
type Report struct {
	Answers  int // that were compared
	Drift    int // times that a client has met something, as lines of drift say
	Findings []Finding
	// Unneeded are the overrides that the exchanges could have shown and do not.
	Unneeded []Unneeded
}

// Effect is the worst effect of the findings.
func (r *Report) Effect() Effect {
	worst := Nothing
	for _, f := range r.Findings {
		worst = max(worst, f.Kind.Effect())
	}
	return worst
}

// Report returns what was found so far, in the order of the JSON pointers.
func (v *Verifier) Report() *Report {
	r := &Report{Answers: v.answers, Drift: v.reports, Unneeded: v.unneeded()}
	for k, t := range v.findings {
		r.Findings = append(r.Findings, v.finding(k, t))
	}
	slices.SortFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Message, b.Message))
	})
	return r
}
