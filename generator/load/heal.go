package load

import (
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// failure is a node with which something is wrong, and the error about it.
type failure struct {
	node *yaml.Node
	err  model.Diagnostic
}

// maxRounds bounds how often a schema is checked again after parts were left out: what
// is left out can be missed elsewhere.
const maxRounds = 20

// sound checks a schema and hands it to kin-openapi. Where parts may be lost, those that
// are wrong are left out, so that they cost nothing but themselves.
func (l *loader) sound(root *yaml.Node) *Document {
	unreached := unreached(root)
	l.mend(root)
	l.forgive(unreached)
	for range maxRounds {
		before := len(l.found)
		l.failures = nil
		doc := l.checked(root)
		if l.found.Err() == nil {
			return &Document{Spec: doc, Nodes: root, Index: l.index}
		}
		if l.dropUnreached(root, before) {
			l.normaliseSchemas(root)
			continue
		}
		if !l.stale || !l.heal(root, before) {
			return nil
		}
		l.normaliseSchemas(root)
	}
	return nil
}

// heal leaves out what the failures are about, and makes warnings of their errors, which
// are among the findings from a number on. It reports whether it could.
func (l *loader) heal(root *yaml.Node, from int) bool {
	found := l.found[from:]
	if slices.ContainsFunc(found, func(d model.Diagnostic) bool {
		return !d.Warning && !slices.ContainsFunc(l.failures, func(f failure) bool { return f.err == d })
	}) {
		return false
	}
	h := newHealer(l.index, root)
	for _, f := range l.failures {
		if !h.leaveOut(f.node) {
			return false
		}
	}
	for i := range found {
		if !found[i].Warning {
			found[i].Warning, found[i].Stale = true, model.Lost
			if found[i].Pos.File != l.index.file {
				found[i].Stale = model.Unmatched
			}
			found[i].Message += " (left out)"
		}
	}
	return true
}

// healer knows of each node what holds it, and of each object of OpenAPI its kind.
type healer struct {
	index  *Index
	parent map[*yaml.Node]*yaml.Node
	kinds  map[*yaml.Node]Kind
}

func newHealer(index *Index, root *yaml.Node) *healer {
	h := &healer{index: index, parent: map[*yaml.Node]*yaml.Node{}, kinds: map[*yaml.Node]Kind{}}
	var enter func(n *yaml.Node)
	enter = func(n *yaml.Node) {
		for _, c := range n.Content {
			h.parent[c] = n
			enter(c)
		}
	}
	enter(root)
	Walk(root, func(n *yaml.Node, kind Kind) { h.kinds[n] = kind })
	return h
}

// leaveOut takes the smallest part with a node out of the tree: what a schema says, an
// element of a list, or a member of an object which can do without it. It reports whether
// there is one. Within what is already left out there is nothing to do.
func (h *healer) leaveOut(n *yaml.Node) bool {
	if h.kinds[n] == KindSchema && len(n.Content) > 0 {
		n.Content = nil
		return true
	}
	for parent := h.parent[n]; parent != nil; n, parent = parent, h.parent[parent] {
		i := slices.Index(parent.Content, n)
		switch {
		case i < 0:
			return true
		case parent.Kind == yaml.SequenceNode:
			parent.Content = slices.Delete(parent.Content, i, i+1)
			return true
		case parent.Kind == yaml.MappingNode:
			i -= i % 2
			if h.needs(parent, parent.Content[i].Value) {
				continue
			}
			parent.Content = slices.Delete(parent.Content, i, i+2)
			return true
		}
	}
	return false
}

// needs reports whether an object is nothing without a member. A schema without its
// reference is raw JSON, but one that an override adds has nothing to add then.
func (h *healer) needs(object *yaml.Node, key string) bool {
	switch kind := h.kinds[object]; key {
	case "$ref":
		return kind != KindSchema || h.index.of(object).File != h.index.file
	case "name", "in", "schema":
		return kind == KindParameter
	case "content":
		return kind == KindBody
	case "info", "paths", "openapi", "components":
		return kind == KindDocument
	}
	return false
}

// writeOutScalars replaces targets that are references to scalars by a copy of these, which
// an update can change. Whether an enum is written where it is used or in a component makes
// no difference then.
func (l *loader) writeOutScalars(root *yaml.Node, a action, targets []*yaml.Node) {
	if a.update == nil || a.update.Kind != yaml.MappingNode || member(a.was, "$ref") != nil || member(a.update, "$ref") != nil {
		return
	}
	for _, target := range targets {
		scalar := follow(root, target)
		kind := member(scalar, "type")
		if scalar == target || kind == nil || !slices.Contains([]string{"string", "integer", "number", "boolean"}, kind.Value) {
			continue
		}
		dropKey(target, "$ref")
		members(l.copyOf(scalar), func(key, value *yaml.Node) {
			if member(target, key.Value) == nil {
				target.Content = append(target.Content, key, value)
			}
		})
	}
}

// wrapTargets makes room in a target for an update: what an update says beside a $ref
// would have no effect, so that the reference is wrapped. A parameter that an update
// adds takes the place of the one of its name and place.
func (l *loader) wrapTargets(root, target, update *yaml.Node) {
	if target == nil || target.Kind != update.Kind {
		return
	}
	if target.Kind == yaml.SequenceNode {
		target.Content = slices.DeleteFunc(target.Content, func(old *yaml.Node) bool {
			return member(follow(root, old), "in") != nil &&
				slices.ContainsFunc(update.Content, func(n *yaml.Node) bool { return l.sameParameter(root, old, n) })
		})
		return
	}
	beside := false
	members(update, func(key, value *yaml.Node) {
		beside = beside || key.Value != "$ref" && !isExtension(key.Value) && key.Value != "description" && key.Value != "summary"
		_, old := child(target, key.Value)
		l.wrapTargets(root, old, value)
	})
	if beside && member(target, "$ref") != nil && l.isSchema(root, target) {
		l.wrap(target)
	}
}

// isSchema reports whether a reference leads to a schema.
func (l *loader) isSchema(root, ref *yaml.Node) bool {
	to := member(ref, "$ref")
	return to != nil && len(pointerTokens(to.Value)) > 1 && slices.Contains(pointerTokens(to.Value), "schemas")
}
