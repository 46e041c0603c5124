package generator

import (
	"strings"

	"github.com/spotgen/spotgen/generator/compare/overlay"
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

// Refuse takes the actions out of a report that Generate would not accept beside the
// overrides, such as another type of what iterators go by, and says why. Of inputs that
// do not generate by themselves, all stay.
func Refuse(in Inputs, r *verify.Report) {
	var open []int
	for i, f := range r.Findings {
		if f.Actions != nil {
			open = append(open, i)
		}
	}
	if len(open) == 0 || accepts(in, nil) != nil {
		return
	}
	t := &trial{in: in, report: r}
	t.keep(open)
}

// trial finds out which actions are accepted together.
type trial struct {
	in     Inputs
	report *verify.Report
	kept   []overlay.Action
}

// keep keeps the actions of findings, or of those among them that are accepted.
func (t *trial) keep(findings []int) {
	actions := t.kept[:len(t.kept):len(t.kept)]
	for _, i := range findings {
		actions = append(actions, t.report.Findings[i].Actions...)
	}
	err := accepts(t.in, actions)
	switch {
	case err == nil:
		t.kept = actions
	case len(findings) == 1:
		f := &t.report.Findings[findings[0]]
		first, _, _ := strings.Cut(err.Error(), "\n")
		f.Actions, f.Refused = nil, first
	default:
		t.keep(findings[:len(findings)/2])
		t.keep(findings[len(findings)/2:])
	}
}

// accepts returns why the generator does not accept actions beside the overrides.
func accepts(in Inputs, actions []overlay.Action) error {
	if text := verify.Overlay(actions); text != "" {
		in.Overlay = append(in.Overlay[:len(in.Overlay):len(in.Overlay)], load.Source{Name: "verify.yml", Data: []byte(text)})
	}
	_, err := Generate(in, Options{})
	return err
}
