package emit

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/templates"
)

// template adds a file that a template writes.
func (e *emitter) template(name, tmpl string) {
	t, err := template.New(tmpl).Funcs(e.functions()).ParseFS(templates.FS, tmpl)
	if err != nil {
		e.errs = append(e.errs, err)
		return
	}
	var b bytes.Buffer
	if err := t.Execute(&b, e.api); err != nil {
		e.errs = append(e.errs, err)
		return
	}
	e.formatted(name, b.Bytes())
}

// functions are what templates may call.
func (e *emitter) functions() template.FuncMap {
	return template.FuncMap{
		"header":           func() string { return header },
		"comment":          comment,
		"packageDoc":       e.packageDoc,
		"flagsLine":        flagsLine,
		"typeComment":      typeComment,
		"unionComment":     unionComment,
		"enumerateQuoted":  enumerateQuoted,
		"clientComment":    e.clientComment,
		"newClientComment": e.newClientComment,
		"fieldComment":     fieldComment,
		"goType":           func(ref model.TypeRef) string { return fmt.Sprintf("%#v", goType(ref)) },
		"tag":              tag,
		"imports":          e.imports,
		"aliasImports":     e.aliasImports,
		"quote":            func(s string) string { return fmt.Sprintf("%q", s) },
		"scopeNames":       e.scopeNames,
		"scopeName":        e.scopeName,
		"receivedType":     func() model.Type { return model.Type{} },
		"foldsCase":        e.foldsCase,
		"lower":            strings.ToLower,
		"hasFiles":         e.api.HasFiles,
		"largestPages":     largestPages,
	}
}

// called are the places where a text calls the package by its name: "Package
// spotify", and "spotify." before an exported name.
var called = regexp.MustCompile(`\bPackage spotify\b|\bspotify\.[A-Z]`)

// packageDoc is the documentation of the package, which overrides/docs.yml calls
// spotify, under the name that it has.
func (e *emitter) packageDoc() string {
	doc := cmp.Or(e.api.Doc, "Package spotify is a client for "+e.apiName()+".")
	return called.ReplaceAllStringFunc(doc, func(place string) string {
		return strings.Replace(place, "spotify", e.pkg, 1)
	})
}

// apiName is what comments call the API: the Spotify Web API, the API “Town Library”.
func (e *emitter) apiName() string {
	switch title := e.api.Title; {
	case title == "":
		return "the API"
	case strings.HasSuffix(title, " API"):
		return "the " + title
	default:
		return "the API “" + title + "”"
	}
}

// clientComment documents the type of the client.
func (e *emitter) clientComment() string {
	return comment("Client calls " + e.apiName() + ". Its fields are the services, one for each part of the API. Make a Client with [NewClient]. It is safe for concurrent use.")
}

// newClientComment documents the function that makes a client.
func (e *emitter) newClientComment() string {
	server := "It sends its requests to " + e.api.Server + "."
	if !strings.Contains(e.api.Server, "://") {
		server = "It needs [WithBaseURL], because the schema does not say on which server the API is."
	}
	return comment("NewClient returns a client. " + server + " Without [WithTokenSource] it sends no token, and the API refuses the requests that need one. If an option is invalid, every call returns an error that says so.")
}

// foldsCase reports whether an enum compares without regard to case.
func (e *emitter) foldsCase() bool {
	return slices.ContainsFunc(e.api.Enums, func(e model.Enum) bool { return e.FoldCase })
}

// tag returns the struct tag of a field, which only tells readers the name in a form. Absent members of a request must not be
// sent; of received types, all fields that can be nil are left out if they are.
func tag(t model.Type, f model.Field) string {
	if t.Form {
		return "`form:\"" + f.Wire + "\"`"
	}
	options := ""
	if omitsZero(t, f) {
		options = ",omitzero"
	}
	return "`json:\"" + f.Wire + options + "\"`"
}

func omitsZero(t model.Type, f model.Field) bool {
	if t.Request {
		return !f.Required
	}
	return f.Type.Pointer || hasNil(f.Type)
}

func hasNil(ref model.TypeRef) bool {
	switch ref.Kind {
	case model.List, model.MapOf, model.Raw, model.Time:
		return true
	case model.Named:
		return ref.Class == model.UnionType || ref.Runtime == model.Markets
	}
	return false
}

const encodingJSON = "encoding/json"

// largestPages returns the parameter with the size of a page, nil if the API does not say
// how large that may be.
func largestPages(op model.Operation) *model.Param {
	if p := op.Option(model.PageLimit); p != nil && p.Max > 0 {
		return p
	}
	return nil
}

// imports lists the packages that the fields of types need, sorted.
func (e *emitter) imports(extra ...string) []string {
	needed := map[string]bool{}
	for _, path := range extra {
		needed[path] = true
	}
	visit := func(ref model.TypeRef) { addImports(needed, ref) }
	for _, p := range e.api.Pages {
		for _, f := range p.Fields {
			visit(f.Type)
		}
	}
	for _, t := range e.api.Types {
		for _, f := range t.Fields {
			visit(f.Type)
		}
	}
	if len(e.api.Unions) > 0 {
		needed[encodingJSON] = true
	}
	return slices.Sorted(maps.Keys(needed))
}

// aliasImports lists the packages that former names of functions need, sorted.
func (e *emitter) aliasImports() []string {
	needed := map[string]bool{}
	for _, a := range e.api.Aliases {
		for _, c := range a.Constructors {
			addImports(needed, c.Param)
		}
	}
	return slices.Sorted(maps.Keys(needed))
}

// addImports adds the packages that a type needs.
func addImports(needed map[string]bool, ref model.TypeRef) {
	switch ref.Kind {
	case model.Time:
		needed["time"] = true
	case model.Raw:
		needed[encodingJSON] = true
	case model.File:
		needed["io"] = true
	}
	if ref.Elem != nil {
		addImports(needed, *ref.Elem)
	}
}

// scopeNames writes a list of scope constants: ScopeA, ScopeB
func (e *emitter) scopeNames(scopes []string) string {
	var names []string
	for _, scope := range scopes {
		names = append(names, e.scopeName(scope))
	}
	return strings.Join(names, ", ")
}

// scopeName is the constant of a scope; one that the schema does not declare
// is written as it is.
func (e *emitter) scopeName(scope string) string {
	for _, s := range e.api.Scopes {
		if s.Name == scope {
			return s.GoName
		}
	}
	return fmt.Sprintf("%q", scope)
}
