package goapi

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/emit"
)

// Read reads the exported API of a package out of its files, those of tests left out.
// What is no Go is an error with its position.
func Read(files []emit.File) (*API, error) { return ReadWith(nil, files) }

// ReadWith is Read for a package some files of which have been parsed before, in the
// mode ParseMode. They come first, whatever package their clauses name, and are not
// changed: packages that have them in common can be read at the same time.
func ReadWith(parsed []*ast.File, files []emit.File) (*API, error) {
	r := &reader{scope: newScope(), set: token.NewFileSet(), files: slices.Clone(parsed)}
	ordered := slices.SortedFunc(slices.Values(files), func(a, b emit.File) int { return strings.Compare(a.Name, b.Name) })
	for _, file := range ordered {
		if !strings.HasSuffix(file.Name, ".go") || strings.HasSuffix(file.Name, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(r.set, file.Name, file.Data, ParseMode)
		if err != nil {
			return nil, err
		}
		if err := r.add(parsed); err != nil {
			return nil, err
		}
	}
	if len(r.files) == 0 {
		return nil, errors.New("no Go files that are not tests")
	}
	// Methods need their types, and the types of variables the functions.
	r.each(r.addNames)
	r.each(r.addMethod)
	r.each(r.addVars)
	return &API{Package: r.name, Declarations: r.scope.declarations(), scope: r.scope}, nil
}

// ParseMode is what has to be parsed of a file: comments tell what is deprecated.
const ParseMode = parser.ParseComments | parser.SkipObjectResolution

type reader struct {
	set   *token.FileSet
	name  string // of the package
	files []*ast.File
	scope *scope
}

func (r *reader) add(file *ast.File) error {
	if r.name == "" {
		r.name = file.Name.Name
	}
	if file.Name.Name != r.name {
		return fmt.Errorf("%s: is of package %s, not of %s as the files before it", r.set.Position(file.Name.Pos()), file.Name.Name, r.name)
	}
	r.files = append(r.files, file)
	return nil
}

// each calls add for all declarations of all files.
func (r *reader) each(add func(*source, ast.Decl)) {
	for _, file := range r.files {
		from := &source{file.Imports}
		for _, decl := range file.Decls {
			add(from, decl)
		}
	}
}

// addNames adds types, constants, and functions without a receiver.
func (r *reader) addNames(from *source, decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil && r.isFree(decl.Name.Name) {
			r.scope.funcs[decl.Name.Name] = &function{from.function(decl.Type, nil), deprecated(decl.Doc)}
		}
	case *ast.GenDecl:
		switch decl.Tok {
		case token.CONST:
			r.addConsts(from, decl)
		case token.TYPE:
			for _, spec := range decl.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok && r.isFree(spec.Name.Name) {
					r.addType(from, spec, deprecated(spec.Doc) || deprecated(decl.Doc))
				}
			}
		}
	}
}

// isFree reports whether a name can be declared: it is, and not yet.
func (r *reader) isFree(name string) bool {
	s := r.scope
	return name != "_" && name != "init" && s.types[name] == nil && s.consts[name] == nil && s.funcs[name] == nil && s.vars[name] == nil
}

func (r *reader) addType(from *source, spec *ast.TypeSpec, deprecated bool) {
	names := fieldNames(spec.TypeParams)
	r.scope.types[spec.Name.Name] = &typeDecl{
		name:       spec.Name.Name,
		alias:      spec.Assign.IsValid(),
		params:     from.typeParams(spec.TypeParams, names),
		right:      from.typ(spec.Type, names),
		methods:    map[string]method{},
		deprecated: deprecated,
	}
}

// addConsts adds the constants of a group. One without an expression repeats the
// last one with its type.
func (r *reader) addConsts(from *source, decl *ast.GenDecl) {
	var written ast.Expr
	var exprs []ast.Expr
	for i, spec := range decl.Specs {
		spec, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if spec.Type != nil || len(spec.Values) > 0 {
			written, exprs = spec.Type, spec.Values
		}
		for j, name := range spec.Names {
			if !r.isFree(name.Name) {
				continue
			}
			c := &constant{source: from, written: written, iota: i, deprecated: deprecated(spec.Doc) || deprecated(decl.Doc)}
			if j < len(exprs) {
				c.expr = exprs[j]
			}
			r.scope.consts[name.Name] = c
		}
	}
}

// addMethod adds a method to its type, if the package has that.
func (r *reader) addMethod(from *source, decl ast.Decl) {
	f, ok := decl.(*ast.FuncDecl)
	if !ok || f.Recv == nil || len(f.Recv.List) == 0 || f.Name.Name == "_" {
		return
	}
	receiver := from.typ(f.Recv.List[0].Type, nil)
	pointer := receiver.op == opPointer
	if pointer {
		receiver = receiver.elems[0]
	}
	d, _ := r.scope.lookup(receiver)
	for range maxDepth {
		if d == nil || !d.alias {
			break
		}
		d, _ = r.scope.lookup(d.right) // the receiver may be written by an alias
	}
	if d == nil {
		return
	}
	var params []string
	if receiver.op == opInstance {
		for _, arg := range receiver.elems[1:] {
			params = append(params, arg.text)
		}
	}
	if _, ok := d.methods[f.Name.Name]; !ok {
		d.methods[f.Name.Name] = method{pointer, from.function(f.Type, params), deprecated(f.Doc)}
	}
}

func (r *reader) addVars(from *source, decl ast.Decl) {
	general, ok := decl.(*ast.GenDecl)
	if !ok || general.Tok != token.VAR {
		return
	}
	for _, spec := range general.Specs {
		spec, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range spec.Names {
			if r.isFree(name.Name) {
				r.scope.vars[name.Name] = &variable{r.varType(from, spec, i), deprecated(spec.Doc) || deprecated(general.Doc)}
			}
		}
	}
}

// varType is the type of the i-th variable of a declaration.
func (r *reader) varType(from *source, spec *ast.ValueSpec, i int) *typ {
	switch {
	case spec.Type != nil:
		return from.typ(spec.Type, nil)
	case len(spec.Values) == len(spec.Names):
		return r.scope.infer(from, spec.Values[i])
	case len(spec.Values) == 1:
		if results := r.scope.results(from, spec.Values[0]); i < len(results) {
			return results[i]
		}
		t := unknown(spec.Values[0])
		t.text = fmt.Sprintf("%s (result %d)", t.text, i+1)
		return t
	}
	return &typ{op: opUnknown, text: "?"}
}
