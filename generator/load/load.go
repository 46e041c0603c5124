// Package load reads an OpenAPI 3.0 or 3.1 schema and the overlays that correct it.
//
// The published schema does not parse in a typed OpenAPI library
// (docs/facts/mismatches.md M01), so everything up to the last step works on the YAML
// tree: overlays, structural checks, and the index that tells where each node comes from.
package load

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
)

// Source is one input file: its name as shown in diagnostics, and its content.
type Source struct {
	Name string
	Data []byte
}

// Options change how a schema is loaded.
type Options struct {
	// StaleAsWarning makes warnings of the actions that no longer fit the
	// schema, so that older and newer schemas still load. An action that
	// matches or changes nothing is skipped, and one whose x-was does not hold
	// is left out where it does not.
	StaleAsWarning bool
	// WithoutGo takes out what the schema says about Go in x-go- extensions.
	WithoutGo bool
}

// Document is a loaded schema.
type Document struct {
	// Spec is the schema with resolved references, as far as the generator uses it.
	Spec *openapi3.T
	// Nodes is the top mapping of the whole schema after the overlays. It holds
	// no aliases.
	Nodes *yaml.Node
	// Index tells which file and line a node comes from.
	Index *Index
	// Hidden are the facts of the published schema that the client does not show.
	Hidden []model.Hidden
	// Overrides are the actions of the overlays that were applied, in their order.
	Overrides []Override
}

// Load parses a schema, applies the overlays in order, checks the result and
// hands it to kin-openapi. The diagnostics are warnings; the error, if there
// is one, is a model.Diagnostics with everything that was found.
//
// A stage reports all of its findings, and the next one runs only on a sound
// tree: what a half-applied overlay leaves behind would only distract.
func Load(spec Source, overlays []Source, opts Options) (*Document, model.Diagnostics, error) {
	l := &loader{index: newIndex(spec.Name), stale: opts.StaleAsWarning, overridden: map[*yaml.Node]string{}, overriddenValues: map[*yaml.Node]string{}}

	root := l.parse(spec)
	l.identify(root)
	actions := l.readOverlays(overlays)
	if err := l.found.Err(); err != nil {
		return nil, nil, err
	}
	l.index.root = root
	l.borders = l.bordersOf(root)
	l.normalise(root)
	before := len(l.found)
	l.apply(root, actions)
	if l.found[before:].Err() != nil {
		return nil, nil, l.found.Err()
	}
	if opts.WithoutGo {
		withoutGo(root)
	}
	l.normaliseSchemas(root)
	doc := l.sound(root)
	if err := l.found.Err(); err != nil {
		return nil, nil, err
	}
	doc.Hidden = l.hidden(root)
	doc.Overrides = l.overrides
	return doc, l.found.Sorted(), nil
}

// Tree parses a schema and makes sure that it is an OpenAPI 3.0 or 3.1 document with
// paths, and nothing more: a schema that needs overlays before it is valid
// passes. The diagnostics are warnings about keys and tags that were left out; the error
// is a model.Diagnostics.
func Tree(spec Source) (*yaml.Node, *Index, model.Diagnostics, error) {
	l := &loader{index: newIndex(spec.Name), stale: true}
	root := l.parse(spec)
	l.identify(root)
	if err := l.found.Err(); err != nil {
		return nil, nil, nil, err
	}
	l.index.root = root
	return root, l.index, l.found.Sorted(), nil
}

// withoutGo removes the extensions that are about Go.
func withoutGo(root *yaml.Node) {
	Walk(root, func(n *yaml.Node, _ Kind) {
		kept := n.Content[:0]
		members(n, func(key, value *yaml.Node) {
			if !strings.HasPrefix(key.Value, "x-go-") {
				kept = append(kept, key, value)
			}
		})
		n.Content = kept
	})
}

// loader carries what all stages share.
type loader struct {
	index    *Index
	found    model.Diagnostics
	failures []failure // the errors among the findings that are about a node
	// overridden are the types of schemas before overrides gave them others.
	overridden map[*yaml.Node]string
	// overriddenValues are the enums of schemas that have a type of the runtime instead.
	overriddenValues map[*yaml.Node]string
	borders          []border // of components, before anything is moved
	overrides        []Override
	expected         map[string][]string // properties that overrides are about, by their schemas
	stale            bool
}

// checked checks a schema and, if that finds nothing wrong, converts it.
func (l *loader) checked(root *yaml.Node) *openapi3.T {
	l.check(root)
	if l.found.Err() != nil {
		return nil
	}
	return l.convert(root)
}

// errorAt adds an error at the place that a node comes from.
func (l *loader) errorAt(n *yaml.Node, format string, args ...any) {
	l.found.Errorf(l.index.of(n), format, args...)
	l.failures = append(l.failures, failure{n, l.found[len(l.found)-1]})
}
