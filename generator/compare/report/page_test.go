package report

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
)

// outline shows the structure of a page: sections, entries, and rows.
func outline(p *page) string {
	var b strings.Builder
	for _, s := range p.Sections {
		fmt.Fprintf(&b, "%s %d\n", s.Effect, s.N)
		for _, e := range s.Entries {
			fmt.Fprintf(&b, "  %s", e.Title)
			if len(e.Advice) > 0 {
				fmt.Fprintf(&b, " → %s", e.Advice)
			}
			b.WriteByte('\n')
			if e.single() {
				continue
			}
			for _, r := range e.Rows {
				var cells []string
				for _, c := range e.columns() {
					cells = append(cells, c.Cell(r).String())
				}
				fmt.Fprintf(&b, "    %s\n", strings.Join(cells, " | "))
			}
		}
	}
	return b.String()
}

func named(names ...string) []diff.GoName {
	var all []diff.GoName
	for _, name := range names {
		all = append(all, diff.GoName{Name: name})
	}
	return all
}

// advised makes an advice of a kind that has nothing but a text.
func advised(kind diff.AdviceKind, format string, args ...any) diff.Advice {
	return diff.Advice{Kind: kind, Text: diff.Textf(format, args...)}
}

// TestFolding shows which changes become one entry or one row.
func TestFolding(t *testing.T) {
	field := func(kind diff.Kind, subject, goName string, advice diff.Advice) diff.Change {
		return diff.Change{
			Kind: kind, Group: diff.Types, Effect: diff.Comment, Subject: subject, Text: diff.Textf("%s has changed.", subject),
			Advice: advice, Go: named(goName),
		}
	}
	deprecated := func(subject, goName string, advice diff.Advice) diff.Change {
		return diff.Change{
			Kind: diff.OperationDeprecated, Group: diff.Operations, Effect: diff.Behaviour, Subject: subject,
			Text: diff.Textf("%s is deprecated, and gone since 2026-02-11.", subject), Advice: advice, Since: "2026-02-11", Go: named(goName),
		}
	}
	bounds := func(place, was, is string) diff.Change {
		return diff.Change{
			Kind: diff.ParameterBounds, Group: diff.Parameters, Effect: diff.Behaviour, Subject: place + " limit",
			Old: diff.Textf(was), New: diff.Textf(is), Text: diff.Textf("The limit has changed."), Advice: advised(diff.Do, "Stay within "+is+"."),
		}
	}
	slowly := func(service string) diff.Advice {
		get, many := service+".Get", diff.About(service+".GetMany")
		return diff.Advice{
			Kind: diff.UseInstead, Use: []string{get}, Or: "Slowly",
			Text: diff.Textf("Use %s instead of %s, or %s, with which %s does it.", get, many, "Slowly", many),
		}
	}
	tests := []struct {
		name    string
		changes []diff.Change
		want    string
	}{
		{
			"one change is its sentence",
			[]diff.Change{field(diff.FieldDeprecated, "AObject.size", "A.Size", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("A.Size")))},
			"comment 1\n  AObject.size has changed. → Prepare to stop using A.Size.\n",
		},
		{
			"fields of the same name",
			[]diff.Change{
				field(diff.FieldDeprecated, "AObject.size", "A.Size", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("A.Size"))),
				field(diff.FieldDeprecated, "BObject.size", "B.Size", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("B.Size"))),
				field(diff.FieldDeprecated, "CObject.size", "C.Size", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("C.Size"))),
				field(diff.FieldDeprecated, "CObject.weight", "C.Weight", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("C.Weight"))),
			},
			"comment 4\n  4 fields deprecated → Prepare to stop using them.\n    size | Size of A, B, and C\n    CObject.weight | C.Weight\n",
		},
		{
			"fields of the same owner",
			[]diff.Change{
				field(diff.FieldDeprecated, "AObject.size", "A.Size", diff.Advice{}), field(diff.FieldDeprecated, "AObject.weight", "A.Weight", diff.Advice{}),
				field(diff.FieldDeprecated, "BObject.colour", "B.Colour", diff.Advice{}),
			},
			"comment 3\n  3 fields deprecated\n    size and weight | A.Size and A.Weight\n    BObject.colour | B.Colour\n",
		},
		{
			"other kinds, groups, and effects stay apart",
			[]diff.Change{
				field(diff.FieldDeprecated, "AObject.size", "A.Size", diff.Advice{}), field(diff.FieldRestored, "BObject.size", "B.Size", diff.Advice{}),
				{Kind: diff.FieldDeprecated, Group: diff.Types, Effect: diff.Additive, Subject: "CObject.size", Text: diff.Textf("C.")},
			},
			"additive 1\n  C.\ncomment 2\n  AObject.size has changed.\n  BObject.size has changed.\n",
		},
		{
			"what to use instead",
			[]diff.Change{
				deprecated("GET /b", "B.GetMany", slowly("B")),
				deprecated("GET /a", "A.GetMany", slowly("A")),
				deprecated("PUT /a", "A.Put", advised(diff.DoWithout, "Prepare to stop using %s.", diff.About("A.Put"))),
				deprecated("PUT /b", "B.Put", diff.Advice{
					Kind: diff.UseInstead, Use: []string{"C.One", "C.Two"},
					Text: diff.Textf("Use %s instead of %s and %s instead of %s.", "C.One", diff.About("B.Put"), "C.Two", diff.About("B.Set")),
				}),
			},
			"behaviour 4\n  4 operations deprecated and gone in development mode since 2026-02-11 → † or keep the method with Slowly, which then sends these requests itself.\n" +
				"    GET /a | A.GetMany | A.Get †\n    PUT /a | A.Put | nothing\n    GET /b | B.GetMany | B.Get †\n    PUT /b | B.Put | C.One and C.Two\n",
		},
		{
			"advice of other kinds stays as it is",
			[]diff.Change{
				deprecated("GET /a", "A.Get", diff.Advice{Kind: diff.UseInstead, Text: diff.Textf("Use %s instead.", "B.Get"), Use: []string{"B.Get"}}),
				deprecated("GET /b", "B.Get", advised(diff.Do, "Think.")),
			},
			"behaviour 2\n  2 operations deprecated and gone in development mode since 2026-02-11\n    GET /a | A.Get | Use B.Get instead.\n    GET /b | B.Get | Think.\n",
		},
		{
			"equal old and new values",
			[]diff.Change{bounds("GET /a", "0 to 50", "0 to 10"), bounds("GET /b", "0 to 50", "0 to 10"), bounds("GET /c", "0 to 50", "0 to 20")},
			"behaviour 3\n  3 parameters with other bounds\n    limit of GET /a and GET /b | 0 to 50 | 0 to 10 | Stay within 0 to 10.\n    GET /c limit | 0 to 50 | 0 to 20 | Stay within 0 to 20.\n",
		},
		{
			"sentences that nothing else tells",
			[]diff.Change{
				{Kind: diff.RetryChanged, Group: diff.Operations, Effect: diff.Behaviour, Subject: "GET /a", Text: diff.Textf("%s may be sent twice.", "GET /a")},
				{Kind: diff.RetryChanged, Group: diff.Operations, Effect: diff.Behaviour, Subject: "GET /b", Text: diff.Textf("%s may not.", "GET /b")},
			},
			"behaviour 2\n  2 operations with another rule for retries\n    GET /a may be sent twice.\n    GET /b may not.\n",
		},
		{
			"names that follow from others",
			[]diff.Change{
				{Kind: diff.OperationAdded, Group: diff.Operations, Effect: diff.Additive, Subject: "GET /a", Go: named("A.Get", "AGetOptions", "AGetOptions.Size", "AService", "Client.A", "OpAGet")},
				{Kind: diff.OperationAdded, Group: diff.Operations, Effect: diff.Additive, Subject: "GET /b", Go: named("B.Get", "Thing", "Thing.Name", "Other.Name")},
			},
			"additive 2\n  2 operations added\n    GET /a | A.Get\n    GET /b | B.Get, Thing, and Other.Name\n",
		},
		{
			"names that break",
			[]diff.Change{{
				Kind: diff.FieldRenamed, Group: diff.Types, Effect: diff.Compile, Subject: "A.new", Old: diff.Textf("%s", "old"), New: diff.Textf("%s", "new"), Text: diff.Textf("%s is %s now.", "A.old", "new"),
				Go: []diff.GoName{{Name: "A.New"}, {Name: "A.Old", Breaking: true}},
			}},
			"compile 1\n  A.old is new now.\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := &diff.Report{Changes: test.changes}
			if got := cmp.Diff(test.want, outline(makePage(r))); got != "" {
				t.Errorf("the page differs (-want +got):\n%s", got)
			}
		})
	}
}

// TestPageKeepsAll makes sure that every change is in exactly one row, and that the
// order in which changes, overrides, and findings come makes no difference.
func TestPageKeepsAll(t *testing.T) {
	r := &diff.Report{}
	for i := range 400 {
		k := kinds()[i%len(kinds())]
		group := groupWords()[i%len(groupWords())].Group
		r.Changes = append(r.Changes, diff.Change{
			Kind: k.kind, Group: group, Effect: diff.Effect(i % 5), Subject: fmt.Sprintf("T%d.f%d", i%7, i%5), Text: diff.Textf("Change %d", i),
			Advice: []diff.Advice{{}, {Kind: diff.UseInstead, Text: diff.Textf("Use %s instead.", "X"), Use: []string{"X"}}, advised(diff.Do, "Think.")}[i%3], Go: named(fmt.Sprintf("T%d.F%d", i%7, i%5)),
		})
		r.Overrides = append(r.Overrides, diff.Override{Pos: model.Pos{File: "a.yml", Line: i % 9}, Message: fmt.Sprint("override ", i), Staleness: model.Unmatched})
		r.Findings = append(r.Findings, lint.Finding{Rule: fmt.Sprint("rule ", i%4), Message: fmt.Sprint("finding ", i), Topic: "a.yml", Action: fmt.Sprint("- ", i)})
	}
	for i := range 20 { // which differ in nothing but the sentence
		r.Changes = append(r.Changes, diff.Change{Kind: diff.RetryChanged, Group: diff.Operations, Subject: "GET /a", Text: diff.Textf("Equal change %d", i)})
	}
	p := makePage(r)
	seen := map[string]int{}
	for _, s := range p.Sections {
		n := 0
		for _, e := range s.Entries {
			inRows := 0
			for _, row := range e.Rows {
				inRows += len(row.Changes)
				for _, c := range row.Changes {
					seen[c.Text.String()]++
				}
			}
			if inRows != e.N {
				t.Errorf("%q counts %d changes and has %d", e.Title, e.N, inRows)
			}
			n += e.N
		}
		counted := 0
		for _, c := range s.Counts {
			counted += c.N
		}
		if n != s.N || counted != s.N {
			t.Errorf("%q counts %d changes, has %d, and sums up %d", s.Title, s.N, n, counted)
		}
	}
	if len(seen) != len(r.Changes) {
		t.Errorf("the page has %d of %d changes", len(seen), len(r.Changes))
	}

	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		shuffled := &diff.Report{Changes: slices.Clone(r.Changes), Overrides: slices.Clone(r.Overrides), Findings: slices.Clone(r.Findings)}
		random.Shuffle(len(r.Changes), reflect.Swapper(shuffled.Changes))
		random.Shuffle(len(r.Overrides), reflect.Swapper(shuffled.Overrides))
		random.Shuffle(len(r.Findings), reflect.Swapper(shuffled.Findings))
		if got := cmp.Diff(p, makePage(shuffled), cmp.AllowUnexported(trouble{})); got != "" {
			t.Fatalf("the order makes a difference (-sorted +shuffled):\n%s", got)
		}
	}
}

// TestKindsAreComplete makes sure that every kind and group of package diff is spoken
// of in words.
func TestKindsAreComplete(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../diff/report.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		name, ok := spec.Type.(*ast.Ident)
		literal, isLiteral := spec.Values[0].(*ast.BasicLit)
		if ok && isLiteral {
			value, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			values[name.Name] = append(values[name.Name], value)
		}
		return true
	})
	var kindsHere, groupsHere []string
	for _, k := range kinds() {
		if k.group == "" { // and not once more for a group
			kindsHere = append(kindsHere, string(k.kind))
		}
	}
	for _, g := range groupWords() {
		groupsHere = append(groupsHere, string(g.Group))
	}
	if got := cmp.Diff(values["Kind"], kindsHere); got != "" {
		t.Errorf("the kinds differ (-diff +report):\n%s", got)
	}
	if got := cmp.Diff(values["Group"], groupsHere); got != "" {
		t.Errorf("the groups differ (-diff +report):\n%s", got)
	}
}

func TestVerdict(t *testing.T) {
	one := func(kind diff.Kind, effect diff.Effect, names ...diff.GoName) diff.Change {
		return diff.Change{Kind: kind, Effect: effect, Go: names}
	}
	breaking := func(name string) diff.GoName { return diff.GoName{Name: name, Breaking: true} }
	tests := []struct {
		report diff.Report
		want   string
		step   string
	}{
		{diff.Report{}, "Nothing has changed.", "no new version"},
		{diff.Report{Overrides: make([]diff.Override, 1)}, "The API has not changed.", "no new version"},
		{diff.Report{Changes: []diff.Change{one(diff.OperationIDChanged, diff.None)}}, "No change has an effect: 1 operation with another operationId.", "no new version"},
		{diff.Report{Changes: []diff.Change{one(diff.FieldBounds, diff.Comment)}}, "Only the documentation changes: 1 field with other bounds.", "patch"},
		{diff.Report{Changes: slices.Repeat([]diff.Change{one(diff.OperationAdded, diff.Additive)}, 7)}, "Nothing breaks: 7 operations added.", "minor"},
		{
			diff.Report{Changes: []diff.Change{
				one(diff.ModeLost, diff.Behaviour), one(diff.ParameterBounds, diff.Behaviour), one(diff.ParameterBounds, diff.Behaviour),
				one(diff.FieldType, diff.Behaviour), one(diff.RetryChanged, diff.Behaviour), one(diff.TypeAdded, diff.Additive),
			}},
			"All code still compiles, but some of it behaves differently: 2 parameters with other bounds, 1 operation with another rule for retries, 1 field of another type, and 1 more.", "minor",
		},
		{diff.Report{Changes: []diff.Change{one(diff.FieldType, diff.Compile)}}, "Code that uses the client may no longer compile.", "major"},
		{diff.Report{Changes: []diff.Change{one(diff.FieldType, diff.Compile, breaking("A.B"), diff.GoName{Name: "A.C"})}}, "Code that uses A.B may no longer compile.", "major"},
		{
			diff.Report{Changes: []diff.Change{one(diff.FieldType, diff.Compile, breaking("A"), breaking("B"), breaking("C"), breaking("D"), breaking("D"))}},
			"Code that uses A, B, C, and one other name may no longer compile.", "major",
		},
		{diff.Report{Raw: true, Changes: []diff.Change{one(diff.FieldType, diff.Compile)}}, "The published API has breaking changes: 1 field of another type.", ""},
	}
	for _, test := range tests {
		p := makePage(&test.report)
		if got := p.Verdict.String(); got != test.want {
			t.Errorf("the verdict is\n%s\nwant\n%s", got, test.want)
		}
		if got := stepWords(p.Step, p.Raw); got != test.step {
			t.Errorf("the step of %q is %q, want %q", test.want, got, test.step)
		}
	}
}
