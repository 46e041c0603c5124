package resolve

import (
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// This file is the only one that knows oapi-codegen, whose rules say which Go type
// stands for a scalar of an OpenAPI type and format.

// scalarRules are the rules of oapi-codegen, but that every number is exact (its own
// rules make a number a float32) and every string a string, but for times.
type scalarRules struct {
	mapping codegen.TypeMapping
}

func newScalarRules() scalarRules {
	text := codegen.SimpleTypeSpec{Type: "string"}
	float := codegen.SimpleTypeSpec{Type: "float64"}
	return scalarRules{codegen.DefaultTypeMapping.Merge(codegen.TypeMapping{
		Number: codegen.FormatMapping{Default: float, Formats: map[string]codegen.SimpleTypeSpec{"float": float, "double": float}},
		String: codegen.FormatMapping{Formats: map[string]codegen.SimpleTypeSpec{
			"byte": text, "email": text, "date": text, "duration": text, "json": text, "uuid": text, "binary": text,
		}},
	})}
}

// goType returns the Go type of a scalar; empty for what is none.
func (r scalarRules) goType(kind, format string) string {
	switch kind {
	case openapi3.TypeInteger:
		return r.mapping.Integer.Resolve(format).Type
	case openapi3.TypeNumber:
		return r.mapping.Number.Resolve(format).Type
	case openapi3.TypeBoolean:
		return r.mapping.Boolean.Resolve(format).Type
	case openapi3.TypeString:
		return r.mapping.String.Resolve(format).Type
	}
	return ""
}
