package lint

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
	"github.com/spotgen/spotgen/generator/load"
)

// action is an overlay action to suggest.
type action struct {
	target      string // JSONPath
	description string
	was         *yaml.Node
	update      *yaml.Node // nil for a removal
}

// render writes actions as they stand under the actions of a topic file, or nothing
// if there are none, or if one has no target that can be written.
func render(evidence string, actions []action) string {
	var all []overlay.Action
	for _, a := range actions {
		if a.target == "" {
			return ""
		}
		all = append(all, overlay.Action{Target: a.target, Description: a.description, Evidence: evidence, Was: a.was, Update: a.update})
	}
	return overlay.Render(all)
}

// wrapper makes an allOf around one reference, beside which other keys have an effect.
func wrapper(ref string) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: []*yaml.Node{overlay.Mapping("$ref", ref)}}
}

// extend returns the actions that add keys to a schema. Beside a bare reference they
// would have no effect, so that it is wrapped first.
func (s *schema) extend(p *part, description string, pairs ...any) []action {
	ref := p.text("$ref")
	if ref == "" {
		return []action{{target: s.target(p), description: description, update: overlay.Mapping(pairs...)}}
	}
	return []action{
		{target: s.target(p, "$ref"), description: "makes room for the wrapped reference", was: overlay.Value(ref)},
		{target: s.target(p), description: description, update: overlay.Mapping(append(pairs, "allOf", wrapper(ref))...)},
	}
}

var shorthand = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// target returns the JSONPath of a part, or of what the tokens lead to from there, or
// "" for a name that no JSONPath of ours can have.
func (s *schema) target(p *part, more ...string) string {
	if p == nil {
		return ""
	}
	path := "$"
	if p.parent != nil {
		if path = s.target(p.parent); path == "" {
			return ""
		}
	}
	via := slices.Concat(p.via, more)
	switch {
	case !p.isElement():
	case p.kind == load.KindParameter:
		path += ".parameters" + s.parameterFilter(p)
		via = more
	default:
		path += "." + p.via[0] + "[" + p.via[1] + "]"
		via = more
	}
	for _, token := range via {
		switch {
		case shorthand.MatchString(token):
			path += "." + token
		case strings.ContainsAny(token, `'"\`):
			return ""
		default:
			path += "['" + token + "']"
		}
	}
	return path
}

// isElement reports whether a part stands in a list.
func (p *part) isElement() bool {
	if len(p.via) != 2 || p.parent.kind == load.KindComponents {
		return false
	}
	return slices.Contains([]string{"allOf", "oneOf", "anyOf", "parameters", "servers", "tags"}, p.via[0])
}

// parameterFilter selects a parameter from its list by its name, which lasts when
// parameters are added before it.
func (s *schema) parameterFilter(p *part) string {
	filter := func(key, text string) string {
		if text == "" || strings.ContainsAny(text, `'"\`) {
			return ""
		}
		return "@" + key + " == '" + text + "'"
	}
	if ref := filter("['$ref']", p.text("$ref")); ref != "" {
		return "[?" + ref + "]"
	}
	name := filter(".name", p.text("name"))
	if name == "" {
		return "[" + p.via[1] + "]"
	}
	for _, other := range s.children[p.parent] {
		if other != p && other.isVia("parameters") && other.text("name") == p.text("name") {
			return "[?" + name + " && " + filter(".in", p.text("in")) + "]"
		}
	}
	return "[?" + name + "]"
}
