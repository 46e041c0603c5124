package generator

import (
	"github.com/spotgen/spotgen/generator/compare/verify"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// NewVerifier returns a verifier of a schema with its overrides. Overrides that no longer
// fit are among the warnings. It knows the methods of the client by their names, unless no
// client can be made of the schema.
func NewVerifier(in Inputs) (*verify.Verifier, model.Diagnostics, error) {
	doc, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: true})
	if err != nil {
		return nil, nil, err
	}
	runtime, err := declarations(in.Runtime)
	if err != nil {
		return nil, nil, err
	}
	var methods []verify.Method
	if api, _, err := resolveDocument(doc, in, Options{StaleAsWarning: true, provisional: true}, runtime); err == nil {
		for _, op := range api.Operations() {
			methods = append(methods, verify.Method{Name: op.QualifiedName(), Method: op.Method, Path: op.Path})
		}
	}
	return verify.New(doc, methods), warnings, nil
}
