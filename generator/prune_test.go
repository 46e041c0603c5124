package generator_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
)

// A partCase is a selection of the real API, and what it has to select.
type partCase struct {
	name      string
	selection prune.Selection
	wants     func(*model.Operation) bool
}

// partCases are each operation by each of its names, each tag, and some choices by
// chance.
func partCases(api *model.API) []partCase {
	var cases []partCase
	for _, op := range api.Operations() {
		name := op.QualifiedName()
		cases = append(cases, partCase{name, prune.Selection{Operations: []string{name}},
			func(other *model.Operation) bool { return other.QualifiedName() == name }})
	}
	for _, service := range api.Services {
		cases = append(cases, partCase{service.Name, prune.Selection{Tags: []string{strings.ToLower(service.Name)}},
			func(op *model.Operation) bool {
				return op.Service == service.Name || slices.Contains(op.Tags, service.Name)
			}})
	}
	random := rand.New(rand.NewPCG(6, 7))
	for i := range 6 {
		var chosen []string
		for _, op := range api.Operations() {
			if random.IntN(6) <= i {
				chosen = append(chosen, op.Method+" "+op.Path)
			}
		}
		cases = append(cases, partCase{fmt.Sprintf("chance %d", i), prune.Selection{Operations: chosen},
			func(op *model.Operation) bool { return slices.Contains(chosen, op.Method+" "+op.Path) }})
		if i == 5 {
			break // that is everything
		}
		cases = append(cases, partCase{fmt.Sprintf("all but chance %d", i), prune.Selection{Exclude: chosen},
			func(op *model.Operation) bool { return !slices.Contains(chosen, op.Method+" "+op.Path) }})
	}
	return cases
}

// TestParts makes every part of the API that is tried compile, hold what was asked
// for and nothing that it does not need, and name nothing that it does not have.
func TestParts(t *testing.T) {
	in, whole := repositoryInputs(t), realOutput(t)
	wholeAPI := exportedAPI(t, withoutCopies(whole.Files))
	for _, test := range partCases(whole.API) {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			part, needed, err := prune.Prune(whole.API, test.selection)
			if err != nil {
				t.Fatal(err)
			}
			checkMethods(t, test, whole.API, part, needed)
			files, err := emit.Emit(part, in.Runtime)
			if err != nil {
				t.Fatal(err)
			}
			checked, errs := typeCheckClient(t, files)
			for _, err := range errs {
				t.Error(err)
			}
			for _, name := range unreachable(checked, part) {
				t.Errorf("no method leads to %s", name)
			}
			if diff := cmp.Diff(usedScopes(whole.API, part), part.Scopes); diff != "" {
				t.Errorf("scopes (-used +there):\n%s", diff)
			}
			own := withoutCopies(files)
			for _, problem := range slices.Concat(deadLinks(t, checked, own), lostMethods(t, whole.API, part, own)) {
				t.Error(problem)
			}
			for name, declaration := range exportedAPI(t, own) {
				// The client has other fields, and the first constant of a list is declared in another way.
				if name != "Client" && !strings.HasPrefix(name, "Op") && declaration != wholeAPI[name] {
					t.Errorf("%s is not what it is in the whole client (-whole +part):\n%s", name, cmp.Diff(wholeAPI[name], declaration))
				}
			}
		})
	}
}

// checkMethods compares the methods of a part with those that were asked for, and
// those that these need.
func checkMethods(t *testing.T, test partCase, whole, part *model.API, needed []prune.Needed) {
	t.Helper()
	var want, got []string
	for _, op := range whole.Operations() {
		single := slices.ContainsFunc(whole.Operations(), func(many *model.Operation) bool {
			return test.wants(many) && many.Batch.Single != "" && many.Service+"."+many.Batch.Single == op.QualifiedName()
		})
		if test.wants(op) || single {
			want = append(want, op.QualifiedName())
		}
		if isNeeded := slices.ContainsFunc(needed, func(n prune.Needed) bool { return n.Method == op.QualifiedName() }); isNeeded != (single && !test.wants(op)) {
			t.Errorf("%s is said to be needed by another method: %v", op.QualifiedName(), isNeeded)
		}
	}
	for _, op := range part.Operations() {
		got = append(got, op.QualifiedName())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
	var wired []string
	for _, e := range part.Endpoints {
		wired = append(wired, e.Methods...)
	}
	if slices.Sort(wired); !slices.Equal(wired, got) {
		t.Errorf("the endpoints have the methods %q, want %q", wired, got)
	}
}

// unreachable lists the types of a model to which no method of a service leads.
func unreachable(pkg *types.Package, part *model.API) []string {
	seen := map[types.Type]bool{}
	reached := map[string]bool{}
	var visit func(types.Type)
	visit = func(t types.Type) {
		if t == nil || seen[t] {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Named:
			for argument := range t.TypeArgs().Types() {
				visit(argument)
			}
			if t.Obj().Pkg() == pkg {
				reached[t.Obj().Name()] = true
				visit(t.Underlying())
			}
		case *types.Pointer:
			visit(t.Elem())
		case *types.Slice:
			visit(t.Elem())
		case *types.Struct:
			for field := range t.Fields() {
				if field.Exported() {
					visit(field.Type())
				}
			}
		case *types.Signature:
			visit(t.Params())
			visit(t.Results())
		case *types.Tuple:
			for variable := range t.Variables() {
				visit(variable.Type())
			}
		}
	}
	for _, op := range part.Operations() {
		service := pkg.Scope().Lookup(op.Service + "Service")
		method, _, _ := types.LookupFieldOrMethod(types.NewPointer(service.Type()), true, pkg, op.Name)
		visit(method.Type())
		for _, it := range op.Iterators {
			iterator, _, _ := types.LookupFieldOrMethod(types.NewPointer(service.Type()), true, pkg, it.Name)
			visit(iterator.Type())
		}
	}
	var lost []string
	for _, name := range typeNames(part) {
		if !reached[name] {
			lost = append(lost, name)
		}
	}
	return lost
}

// usedScopes returns the scopes that the operations of a part ask for.
func usedScopes(whole, part *model.API) []model.Scope {
	used := map[string]bool{}
	for _, op := range part.Operations() {
		for _, scope := range slices.Concat(op.Scopes.All, op.Scopes.Any, op.Scopes.Optional) {
			used[scope] = true
		}
		for _, kind := range op.Scopes.ByKind {
			used[kind.Scope] = true
		}
	}
	var scopes []model.Scope
	for _, scope := range whole.Scopes {
		if used[scope.Name] {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// typeNames lists the types that come from the schema.
func typeNames(api *model.API) []string {
	var names []string
	for _, t := range api.Types {
		names = append(names, t.Name)
	}
	for _, e := range api.Enums {
		names = append(names, e.Name)
	}
	for _, u := range api.Unions {
		names = append(names, u.Name)
	}
	for _, p := range api.Pages {
		names = append(names, p.Name)
	}
	return names
}

var (
	docLink  = regexp.MustCompile(`\[\*?([A-Z]\w*)(?:\.([A-Z]\w*))?\]`)
	mentions = regexp.MustCompile(`\b([A-Z]\w*)(?:Service)?\.([A-Z]\w*)\b`)
)

// withoutCopies returns the files that are not copied from overrides/.
func withoutCopies(files []emit.File) []emit.File {
	return slices.DeleteFunc(slices.Clone(files), func(f emit.File) bool {
		return f.CopyOf != ""
	})
}

// deadLinks finds the links of comments that lead nowhere.
func deadLinks(t *testing.T, pkg *types.Package, files []emit.File) []string {
	t.Helper()
	var problems []string
	eachText(t, files, func(at token.Position, text string, isComment bool) {
		for _, link := range docLink.FindAllStringSubmatch(text, -1) {
			if isComment && !isDeclared(pkg, link[1], link[2]) {
				problems = append(problems, fmt.Sprintf("%s: the link %s leads nowhere", at, link[0]))
			}
		}
	})
	return problems
}

// lostMethods finds the methods that comments and texts name and that the part does
// not have.
func lostMethods(t *testing.T, whole, part *model.API, files []emit.File) []string {
	t.Helper()
	var problems []string
	eachText(t, files, func(at token.Position, text string, _ bool) {
		for _, mention := range mentions.FindAllStringSubmatch(text, -1) {
			service, name := strings.TrimSuffix(mention[1], "Service"), mention[2]
			if hasMethod(whole, service, name) && !hasMethod(part, service, name) {
				problems = append(problems, fmt.Sprintf("%s: names %s.%s, which is not there", at, service, name))
			}
		}
	})
	return problems
}

// eachText goes through the comments and the string literals of files.
func eachText(t *testing.T, files []emit.File, visit func(at token.Position, text string, isComment bool)) {
	t.Helper()
	for _, file := range files {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file.Name, file.Data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range tree.Comments {
			visit(set.Position(group.Pos()), group.Text(), true)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				visit(set.Position(literal.Pos()), literal.Value, false)
			}
			return true
		})
	}
}

func isDeclared(pkg *types.Package, name, member string) bool {
	object := pkg.Scope().Lookup(name)
	if object == nil || member == "" {
		return object != nil
	}
	found, _, _ := types.LookupFieldOrMethod(types.NewPointer(object.Type()), true, pkg, member)
	if found == nil {
		found, _, _ = types.LookupFieldOrMethod(object.Type(), true, pkg, member)
	}
	return found != nil
}

func hasMethod(api *model.API, service, name string) bool {
	return slices.ContainsFunc(api.Operations(), func(op *model.Operation) bool {
		return op.Service == service && (op.Name == name ||
			slices.ContainsFunc(op.Iterators, func(it model.Iterator) bool { return it.Name == name }))
	})
}

// TestCopiesDoWithoutTheRest makes sure that the hand-written files, which every
// part has, refer to no type that only some have.
func TestCopiesDoWithoutTheRest(t *testing.T) {
	in := repositoryInputs(t)
	in.Fake = nil
	out, err := generator.Generate(in, generator.Options{StaleAsWarning: true, Include: prune.Selection{Operations: []string{"GET /markets"}}})
	if err != nil {
		t.Fatal(err)
	}
	checked, errs := typeCheckClient(t, out.Files)
	for _, err := range errs {
		t.Error(err)
	}
	for _, problem := range deadLinks(t, checked, out.Files) {
		t.Error(problem)
	}
}

// TestPartsAreOfTheWhole makes sure that taking parts leaves the model as it was.
func TestPartsAreOfTheWhole(t *testing.T) {
	models := make([]*model.API, 2)
	for i := range models {
		var err error
		if models[i], _, err = generator.Model(repositoryInputs(t), realOptions); err != nil {
			t.Fatal(err)
		}
	}
	before, api := models[0], models[1]
	for _, test := range partCases(api) {
		if _, _, err := prune.Prune(api, test.selection); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, api); diff != "" {
		t.Errorf("the model has changed (-before +after):\n%s", diff)
	}
}

// TestPackageName makes sure that a package of another name speaks of itself by it:
// in its documentation, and in what it prints of its values. The prefix of errors
// stays, which names Spotify.
func TestPackageName(t *testing.T) {
	in := repositoryInputs(t)
	out, err := generator.Generate(in, generator.Options{StaleAsWarning: true, Package: "music"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(content(out.Files, "doc_gen.go"), "\n// Package music is a typed client") {
		t.Error("doc_gen.go does not say what package music is")
	}
	other := regexp.MustCompile(`\bpackage spotify\b|\bPackage spotify\b|\bspotify\.[A-Z]`)
	for _, file := range out.Files {
		if place := other.Find(file.Data); place != nil {
			t.Errorf("%s says %q", file.Name, place)
		}
	}
}

// exportedAPI returns what files export, by name.
func exportedAPI(t *testing.T, files []emit.File) map[string]string {
	t.Helper()
	api, err := goapi.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, d := range api.Declarations {
		texts[d.Name] = d.Text
	}
	return texts
}
