package emit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/templates"
)

// What is emitted depends on facts of the model. A name of the schema or of a type of
// the runtime is no such fact: what follows from it is decided in generator/resolve.
//
// allowedNames are the names that emit compares with nevertheless, by their file.
func allowedNames() map[string]string {
	const openAPI = "is a type of OpenAPI, as model.WireSchema has it"
	const paging = "is a value of model.Paging, which templates cannot write otherwise"
	return map[string]string{
		"fake.go string":            openAPI,
		"fake.go integer":           openAPI,
		"fake.go number":            openAPI,
		"fake.go boolean":           openAPI,
		"fake.go array":             openAPI,
		"fake.go object":            openAPI,
		"emit.go decoders":          "is the name of an emitted file, which a service must not take",
		"emit.go encoders":          "is the name of an emitted file, which a service must not take",
		"emit.go checks":            "is the name of an emitted file, which a service must not take",
		"fake.go spotify":           "is the package of the hand-written files, which keep their names then",
		"template.go time":          "is a package to import",
		"template.go io":            "is a package to import",
		"operations.go.tmpl offset": paging,
		"operations.go.tmpl cursor": paging,
	}
}

func TestEmitDecidesNothingByName(t *testing.T) {
	allowed := allowedNames()
	unused := allowedNames()
	for name, compared := range comparedNames(t) {
		for _, word := range compared {
			key := name + " " + word
			delete(unused, key)
			if allowed[key] == "" {
				t.Errorf("%s compares with the name %q; decide it in generator/resolve and note the fact in the model", name, word)
			}
		}
	}
	for key := range unused {
		t.Errorf("%s is allowed, but no longer compared with; remove it from the list", key)
	}
}

// comparedNames returns the names that each file of the package, and each template,
// compares with.
func comparedNames(t *testing.T) map[string][]string {
	t.Helper()
	sources := map[string]string{}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources[name] = string(data)
		}
	}
	found := comparedInGo(t, sources)
	files, err := fs.Glob(templates.FS, "*.tmpl")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no templates (%v)", err)
	}
	for _, name := range files {
		data, err := templates.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[name] = comparedInTemplate(string(data))
	}
	return found
}

// isName matches what could be a name in a schema or in Go.
var isName = regexp.MustCompile(`^[A-Za-z_]\w*$`)

var (
	comparingAction = regexp.MustCompile(`\{\{[^}]*\b(?:eq|ne|index)\b[^}]*\}\}`)
	quotedName      = regexp.MustCompile("[\"`]([A-Za-z_]\\w*)[\"`]")
)

func comparedInTemplate(text string) []string {
	var found []string
	for _, action := range comparingAction.FindAllString(text, -1) {
		for _, match := range quotedName.FindAllStringSubmatch(action, -1) {
			found = append(found, match[1])
		}
	}
	return found
}

// comparedInGo returns the names that the files of a package compare with, by file.
func comparedInGo(t *testing.T, sources map[string]string) map[string][]string {
	t.Helper()
	files, constants := map[string]*ast.File{}, map[string]string{}
	for name, source := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == len(spec.Names) {
				for i, value := range spec.Values {
					constants[spec.Names[i].Name] = literal(value)
				}
			}
			return true
		})
	}
	found := map[string][]string{}
	for name, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			for _, operand := range comparedOperands(n) {
				word := literal(operand)
				if ident, ok := operand.(*ast.Ident); ok {
					word = constants[ident.Name]
				}
				if isName.MatchString(word) {
					found[name] = append(found[name], word)
				}
			}
			return true
		})
	}
	return found
}

// comparedOperands returns what a piece of syntax compares: operands of == and !=, the
// values of cases, keys of maps, and arguments of functions that look for a text.
func comparedOperands(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			return []ast.Expr{n.X, n.Y}
		}
	case *ast.CaseClause:
		return n.List
	case *ast.IndexExpr:
		return append(elements(n.X), n.Index)
	case *ast.CallExpr:
		callee, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		pkg, _ := callee.X.(*ast.Ident)
		isSearch := pkg != nil && (pkg.Name == "strings" || pkg.Name == "slices") && looksFor.MatchString(callee.Sel.Name)
		if isSearch || callee.Sel.Name == "Field" {
			operands := slices.Clone(n.Args)
			for _, arg := range n.Args {
				operands = append(operands, elements(arg)...)
			}
			return operands
		}
	}
	return nil
}

// looksFor matches the functions of strings and slices that compare.
var looksFor = regexp.MustCompile(`^(Has|Contains|Index|Cut|Trim|EqualFold|Compare|Equal|Count)`)

// elements returns the keys and the values of a literal list or map.
func elements(e ast.Expr) []ast.Expr {
	list, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var found []ast.Expr
	for _, element := range list.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			found = append(found, pair.Key)
			continue
		}
		found = append(found, element)
	}
	return found
}

// literal returns the value of a string literal, or nothing.
func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	value, _ := strconv.Unquote(lit.Value)
	return value
}

func TestComparedNamesAreFound(t *testing.T) {
	const head = "package emit\n\nconst resource, text = \"Resource\", \"// text\"\n\nfunc _() {\n"
	tests := map[string]struct {
		code string
		want string
	}{
		"equal":            {`_ = ref.Name == "Resource"`, "Resource"},
		"the other way":    {`_ = "Resource" == ref.Name`, "Resource"},
		"not equal":        {"_ = f.Wire != `snapshot_id`", "snapshot_id"},
		"by constant":      {`_ = ref.Name == resource`, "Resource"},
		"a case":           {"switch f.Wire {\ncase \"limit\", \"offset\":\n}", "limit offset"},
		"a field":          {`_ = t.Field("positions")`, "positions"},
		"a suffix":         {`_ = strings.HasSuffix(p.Wire, "ids")`, "ids"},
		"one of a list":    {`_ = slices.Contains([]string{"limit", "total"}, f.Wire)`, "limit total"},
		"a map of names":   {`_ = map[string]bool{"limit": true}[f.Wire]`, "limit"},
		"a key":            {`_ = facts["limit"]`, "limit"},
		"an empty text":    {`_ = f.Wire == ""`, ""},
		"other text":       {`_ = strings.HasPrefix(line, "- ") || line == text`, ""},
		"emitted names":    {`_ = jen.Id("Resource").Op("==").Lit("limit")`, ""},
		"facts":            {`_ = ref.Runtime == model.Resource`, ""},
		"names of a model": {`_ = t.Field(p.Wire) == f`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			found := comparedInGo(t, map[string]string{"a.go": head + test.code + "\n}\n"})
			if got := strings.Join(found["a.go"], " "); got != test.want {
				t.Errorf("found %q, want %q", got, test.want)
			}
		})
	}
	const tmpl = "limit {{if eq .Wire \"limit\"}}eq \"x\"{{end}} {{if and (ne .Name `Market`) .Doc}}{{quote \"y\"}}{{end}}"
	if got := strings.Join(comparedInTemplate(tmpl), " "); got != "limit Market" {
		t.Errorf("found %q in a template, want limit and Market", got)
	}
}
