package goapi

import (
	"go/ast"
	"go/types"
)

// indirect is the name of the field that makeIndirect puts around a type.
const indirect = "indirectField"

// makeIndirect puts a pointer between a declared struct and the types of its fields, but
// for embedded ones: *struct{ indirectField T } for T. Without it, go/types walks all ways
// through structs inside structs to see that none holds itself. In many layers of structs
// that takes for ever, and a struct that does hold itself loses its fields.
func makeIndirect(t *ast.StructType) {
	for _, field := range t.Fields.List {
		if len(field.Names) > 0 {
			list := []*ast.Field{{Names: []*ast.Ident{ast.NewIdent(indirect)}, Type: field.Type}}
			field.Type = &ast.StarExpr{X: &ast.StructType{Fields: &ast.FieldList{List: list}}}
		}
	}
}

// valueType is the type of a field as the source has it.
func valueType(t types.Type) types.Type {
	if pointer, ok := t.(*types.Pointer); ok {
		if s, ok := pointer.Elem().(*types.Struct); ok && s.NumFields() == 1 && s.Field(0).Name() == indirect {
			return s.Field(0).Type()
		}
	}
	return t
}
