package emit

import (
	"bytes"
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
)

// file is a Go file that jennifer writes.
type file struct{ *jen.File }

// build adds a file whose declarations a function builds with jennifer.
func (e *emitter) build(name string, write func(*file)) {
	f := &file{jen.NewFile(e.pkg)}
	f.NoFormat = e.unformatted
	f.HeaderComment(header)
	write(f)
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		e.errs = append(e.errs, fmt.Errorf("%s: %w", name, err))
		return
	}
	e.add(File{Name: name, Data: b.Bytes()})
}

// header is the first line of emitted files that are not copied.
const header = Marker + " from the OpenAPI schema and its overrides; DO NOT EDIT."

// documented writes a doc comment and a declaration under it.
func (f *file) documented(comment string, code ...jen.Code) {
	f.Comment(comment)
	f.Add(code...)
	f.Line()
}

// goType writes a type: <*>[]<Elem>, Page[<Elem>], time.Time, …
func goType(ref model.TypeRef) *jen.Statement {
	s := &jen.Statement{}
	if ref.Pointer {
		s = jen.Op("*")
	}
	switch ref.Kind {
	case model.String:
		return s.String()
	case model.Int:
		return s.Int()
	case model.Int64:
		return s.Int64()
	case model.Float64:
		return s.Float64()
	case model.Bool:
		return s.Bool()
	case model.Time:
		return s.Qual("time", "Time")
	case model.Duration:
		return s.Qual("time", "Duration")
	case model.Raw:
		return s.Qual("encoding/json", "RawMessage")
	case model.Bytes:
		return s.Index().Byte()
	case model.File:
		return s.Id(filePart)
	case model.Named:
		return s.Id(ref.Name)
	case model.List:
		if ref.Name != "" {
			return s.Id(ref.Name)
		}
		return s.Index().Add(goType(*ref.Elem))
	case model.MapOf:
		return s.Map(jen.String()).Add(goType(*ref.Elem))
	case model.PageOf:
		return s.Id(ref.Name).Index(goType(*ref.Elem))
	}
	return s.Any()
}

// resultType is the type that a method returns: structs and pages as
// pointers, everything else as it is.
func resultType(r model.Result) model.TypeRef {
	ref := r.Type
	ref.Pointer = ref.Kind == model.PageOf || ref.Kind == model.Named && (ref.Class == model.Struct || ref.Class == model.ResultStruct)
	return ref
}
