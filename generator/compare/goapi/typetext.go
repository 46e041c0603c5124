package goapi

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// typeText is a type as Go on one line, with the names that the file at a position has
// for packages.
func (s *scope) typeText(t types.Type, pos token.Pos) string {
	return types.TypeString(t, s.qualifier(pos))
}

// signatureText is the type of a function or a method without the keyword, behind a name.
func (s *scope) signatureText(name string, object types.Object) string {
	t, ok := object.Type().(*types.Signature)
	if !ok {
		return name
	}
	bare := types.NewSignatureType(nil, nil, nil, t.Params(), t.Results(), t.Variadic())
	return name + s.paramsText(t.TypeParams(), object.Pos()) + strings.TrimPrefix(s.typeText(bare, object.Pos()), "func")
}

// paramsText is a list of type parameters in brackets; empty without any.
func (s *scope) paramsText(params *types.TypeParamList, pos token.Pos) string {
	var texts []string
	for param := range params.TypeParams() {
		texts = append(texts, param.Obj().Name()+" "+s.typeText(param.Constraint(), pos))
	}
	if len(texts) == 0 {
		return ""
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func (s *scope) qualifier(pos token.Pos) types.Qualifier {
	return func(p *types.Package) string {
		if p == s.pkg {
			return ""
		}
		i := slices.IndexFunc(s.files, func(file *ast.File) bool { return file.FileStart <= pos && pos <= file.FileEnd })
		if i >= 0 {
			for _, spec := range s.files[i].Imports {
				if importPath(spec) == p.Path() {
					return importName(spec)
				}
			}
		}
		return p.Name()
	}
}
