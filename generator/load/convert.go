package load

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"gopkg.in/yaml.v3"
)

// convert hands what the generator uses of the tree to kin-openapi, which resolves its
// references. It is not asked whether the document is valid: what matters to a client is
// checked here, and the rest must cost nothing.
func (l *loader) convert(root *yaml.Node) *openapi3.T {
	w := &jsonWriter{loader: l}
	w.write(root, KindDocument)
	if l.found.Err() != nil {
		return nil
	}
	doc := &openapi3.T{}
	if err := guard(func() error { return json.Unmarshal(w.out, doc) }); err != nil {
		l.blame(root, err)
		return nil
	}
	if err := guard(func() error { return openapi3.NewLoader().ResolveRefsIn(doc, nil) }); err != nil {
		l.errorAt(root, "references do not resolve: %v", oneLine(err))
		return nil
	}
	return doc
}

// JSON returns the whole schema after the overlays, also what the generator does not use.
func (d *Document) JSON() []byte {
	w := &jsonWriter{loader: &loader{index: d.Index}}
	w.write(d.Nodes, "")
	return w.out
}

// guard runs a step of a library and turns a panic into an error.
func guard(step func() error) (err error) {
	defer recoverTo(&err, "kin-openapi")
	return step()
}

// decoders make the values that kin-openapi decodes the objects into.
var decoders = map[Kind]func() any{
	KindInfo:      func() any { return &openapi3.Info{} },
	KindContact:   func() any { return &openapi3.Contact{} },
	KindLicense:   func() any { return &openapi3.License{} },
	KindServer:    func() any { return &openapi3.Server{} },
	KindServerVar: func() any { return &openapi3.ServerVariable{} },
	KindTag:       func() any { return &openapi3.Tag{} },
	KindDocs:      func() any { return &openapi3.ExternalDocs{} },
	KindPathItem:  func() any { return &openapi3.PathItem{} },
	KindOperation: func() any { return &openapi3.Operation{} },
	KindParameter: func() any { return &openapi3.ParameterRef{} },
	KindHeader:    func() any { return &openapi3.HeaderRef{} },
	KindBody:      func() any { return &openapi3.RequestBodyRef{} },
	KindResponse:  func() any { return &openapi3.ResponseRef{} },
	KindMediaType: func() any { return &openapi3.MediaType{} },
	KindEncoding:  func() any { return &openapi3.Encoding{} },
	KindExample:   func() any { return &openapi3.ExampleRef{} },
	KindLink:      func() any { return &openapi3.LinkRef{} },
	KindSchema:    func() any { return &openapi3.SchemaRef{} },
	KindDiscrim:   func() any { return &openapi3.Discriminator{} },
	KindXML:       func() any { return &openapi3.XML{} },
	KindSecurity:  func() any { return &openapi3.SecuritySchemeRef{} },
	KindOAuthFlow: func() any { return &openapi3.OAuthFlow{} },
}

// blame reports the innermost objects that kin-openapi cannot decode. Its own
// error names a Go type but no place. This is slow, and runs only on failure.
func (l *loader) blame(root *yaml.Node, whole error) {
	type failure struct {
		node *yaml.Node
		kind Kind
		err  error
	}
	var failures []failure
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		if decoders[kind] == nil {
			return
		}
		w := &jsonWriter{loader: l}
		w.write(n, kind)
		if err := guard(func() error { return json.Unmarshal(w.out, decoders[kind]()) }); err != nil {
			failures = append(failures, failure{n, kind, err})
		}
	})
	reported := false
	for i, f := range failures {
		// Walk visits the outer before the inner: whoever contains the next
		// failure fails because of it.
		if i+1 < len(failures) && contains(f.node, failures[i+1].node) {
			continue
		}
		l.errorAt(f.node, "%s is not as OpenAPI 3.0 has it: %s", f.kind, decodeError(f.err))
		reported = true
	}
	if !reported {
		l.errorAt(root, "is not as OpenAPI 3.0 has it: %s", decodeError(whole))
	}
}

// contains reports whether a node is inside another.
func contains(outer, inner *yaml.Node) bool {
	for _, c := range outer.Content {
		if c == inner || contains(c, inner) {
			return true
		}
	}
	return false
}

var typeMismatch = regexp.MustCompile(`cannot unmarshal (\w+) into (?:Go struct )?field \w+\.([\w.]+) of type`)

// decodeError words an error of encoding/json without the names of Go types.
func decodeError(err error) string {
	text := oneLine(err)
	if m := typeMismatch.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s cannot be a JSON %s", m[2], m[1])
	}
	if _, after, found := strings.Cut(text, "json: "); found {
		text = after
	}
	return short(text)
}

// oneLine puts a message of a library on one line.
func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

// jsonWriter writes a tree as JSON, which kin-openapi reads several times
// faster than YAML.
type jsonWriter struct {
	*loader
	out []byte
}

// write writes a part of the tree. Of an object of OpenAPI, it leaves out what the generator
// does not use.
func (w *jsonWriter) write(n *yaml.Node, kind Kind) {
	switch n.Kind {
	case yaml.MappingNode:
		w.object(n, func(key, value *yaml.Node) {
			if kind == "" {
				w.member(key, func() { w.write(value, "") })
			} else if isUsed(kind, key.Value) {
				w.member(key, func() { w.part(kind, key, value) })
			}
		})
	case yaml.SequenceNode:
		w.list(n, "")
	default:
		w.scalar(n)
	}
}

// part writes what stands under a key of an object.
func (w *jsonWriter) part(outer Kind, key, value *yaml.Node) {
	e, known := grammar[outer][key.Value]
	switch {
	case !known:
		w.write(value, "")
	case e.shape == one:
		w.write(value, e.kind)
	case e.shape == list && value.Kind == yaml.SequenceNode:
		w.list(value, e.kind)
	case e.shape != list && value.Kind == yaml.MappingNode:
		w.object(value, func(name, inner *yaml.Node) {
			if e.shape == patterned && isExtension(name.Value) {
				w.member(name, func() { w.write(inner, "") })
			} else if isUsedMember(outer, key.Value, name.Value) {
				w.member(name, func() { w.write(inner, e.kind) })
			}
		})
	default:
		w.write(value, "")
	}
}

func (w *jsonWriter) object(n *yaml.Node, write func(key, value *yaml.Node)) {
	w.out = append(w.out, '{')
	members(n, write)
	w.out = append(w.out, '}')
}

func (w *jsonWriter) member(key *yaml.Node, write func()) {
	w.separate('{')
	w.text(key.Value)
	w.out = append(w.out, ':')
	write()
}

func (w *jsonWriter) list(n *yaml.Node, kind Kind) {
	w.out = append(w.out, '[')
	for _, c := range n.Content {
		w.separate('[')
		w.write(c, kind)
	}
	w.out = append(w.out, ']')
}

// separate writes a comma unless the list was just opened.
func (w *jsonWriter) separate(open byte) {
	if w.out[len(w.out)-1] != open {
		w.out = append(w.out, ',')
	}
}

func (w *jsonWriter) scalar(n *yaml.Node) {
	switch n.Tag {
	case "!!null":
		w.out = append(w.out, "null"...)
	case "!!bool", "!!int", "!!float":
		w.number(n)
	default:
		w.text(n.Value)
	}
}

// number writes a number or a boolean, both of which YAML can spell in more
// ways than JSON.
func (w *jsonWriter) number(n *yaml.Node) {
	if json.Valid([]byte(n.Value)) {
		w.out = append(w.out, n.Value...)
		return
	}
	var v any
	err := n.Decode(&v)
	if err == nil {
		var data []byte
		if data, err = json.Marshal(v); err == nil {
			w.out = append(w.out, data...)
			return
		}
	}
	w.errorAt(n, "%q has no form in JSON; write a plain number or quote it", short(n.Value))
	w.out = append(w.out, "null"...)
}

func (w *jsonWriter) text(s string) {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= 0x80 {
			// Marshal cannot fail on a string.
			data, _ := json.Marshal(s)
			w.out = append(w.out, data...)
			return
		}
	}
	w.out = append(w.out, '"')
	w.out = append(w.out, s...)
	w.out = append(w.out, '"')
}
