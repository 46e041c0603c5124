package load

import (
	"fmt"
	"slices"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// Actions that no longer fit the schema. An action is unnecessary where the schema
// is already what it would make of it; where what it is about is not there, or is
// something else than expected, it is unmatched.

// staleAt reports an action that no longer fits the schema.
func (l *loader) staleAt(pos model.Pos, how model.Staleness, format string, args ...any) {
	l.found = append(l.found, model.Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...), Warning: l.stale, Stale: how})
}

// reportGone reports an action whose target matches nothing. Of a removal that can
// mean that upstream did the same. It is taken for that where the place that held
// the target is still there; where that is gone too, the target may live on
// elsewhere.
func (l *loader) reportGone(root *yaml.Node, a action) {
	switch {
	case a.update != nil:
		l.staleAt(a.pos, model.Unmatched, "target %q matches nothing in the schema: upstream moved, renamed, or removed it; correct the target, or remove the action%s", short(a.target), l.renamed(root, a))
	case matches(a.parent, root):
		l.staleAt(a.pos, model.Unnecessary, "target %q matches nothing in the schema: upstream removed it too; remove the action", short(a.target))
	default:
		l.staleAt(a.pos, model.Unmatched, "target %q matches nothing in the schema, nor is there what held it: upstream moved, renamed, or removed that; correct the target, or remove the action%s", short(a.target), l.renamed(root, a))
	}
}

func matches(query overlay.Queryable, root *yaml.Node) bool {
	if query == nil {
		return false
	}
	targets, err := find(query, root)
	return err == nil && len(targets) > 0
}

// checkParts reports each name in a selector of several that matches nothing, or for
// which there is nothing left to update. Wildcards and conditions are meant for
// whatever they match, so that the same is no finding there.
func (l *loader) checkParts(root *yaml.Node, a action, all []*yaml.Node) {
	for _, part := range a.parts {
		targets, err := find(part.query, root)
		switch {
		case err != nil:
		case len(targets) == 0 && a.update == nil && matches(part.parent, root):
			l.staleAt(a.pos, model.Unnecessary, "the name %q in target %q matches nothing in the schema: upstream removed it too; take it out of the target", part.name, short(a.target))
		case len(targets) == 0:
			l.staleAt(a.pos, model.Unmatched, "the name %q in target %q matches nothing in the schema: upstream moved, renamed, or removed it; correct it, or take it out of the target", part.name, short(a.target))
		case a.update != nil && a.expects(targets[0]) && allSay(targets, a.update) && !allSay(all, a.update):
			l.staleAt(a.pos, model.Unnecessary, "update of target %q changes nothing for the name %q: %s; take the name out of the target", short(a.target), part.name, l.whoSays(targets[0], a.update))
		}
	}
}

// checkWas returns the targets that are what the action expects, and reports the
// others, the first of those that are already what the action would make of them
// and the first of those that are not. What the action says of these may be no longer
// true: it is left out for them.
func (l *loader) checkWas(a action, targets []*yaml.Node) []*yaml.Node {
	if a.was == nil {
		return targets
	}
	var expected, mended, inPart, changed []*yaml.Node
	for _, target := range targets {
		switch {
		case a.expects(target):
			expected = append(expected, target)
		case a.update != nil && says(target, a.update):
			mended = append(mended, target)
		case a.update != nil && a.isMendedInPart(target):
			if member(target, "$ref") != nil {
				l.wrap(target)
			}
			inPart = append(inPart, target)
			expected = append(expected, target)
		default:
			changed = append(changed, target)
		}
	}
	switch {
	case len(mended) == len(targets):
		l.staleAt(a.pos, model.Unnecessary, "x-was of target %q does not hold, because the update is there already: %s; remove the action",
			short(a.target), l.whoSays(mended[0], a.update))
	case len(mended) > 0:
		l.staleAt(a.pos, model.Unnecessary, "x-was of target %q does not hold for %d of its %d matches, because the update is there already: %s; narrow the target to the others",
			short(a.target), len(mended), len(targets), l.whoSays(mended[0], a.update))
	}
	if len(inPart) > 0 {
		l.staleAt(a.pos, model.Unnecessary, "x-was of target %q does not hold for %s, because upstream says a part of the update by itself; take that out of the action",
			short(a.target), l.index.of(inPart[0]))
	}
	if len(changed) > 0 {
		howMany := ""
		if len(targets) > 1 {
			howMany = fmt.Sprintf(" for %d of its %d matches", len(changed), len(targets))
		}
		l.staleAt(a.pos, model.Unmatched, "x-was of target %q does not hold%s: it expects %s, and %s has %s: upstream changed it; update or remove the action",
			short(a.target), howMany, sketch(a.was), l.index.of(changed[0]), sketchOf(a.was, changed[0], a.partly()))
	}
	return expected
}

// isMendedInPart reports whether upstream has done a part of what the action does: what the
// target says instead of x-was is what the update would say. The rest is still wanted.
func (a action) isMendedInPart(target *yaml.Node) bool {
	if !a.partly() || target.Kind != yaml.MappingNode {
		return false
	}
	some, other := false, false
	if ref := member(target, "$ref"); ref != nil { // as good as an allOf of it
		parts := member(a.update, "allOf")
		return parts != nil && parts.Kind == yaml.SequenceNode && len(parts.Content) == 1 && says(target, parts.Content[0])
	}
	members(a.update, func(key, value *yaml.Node) {
		_, have := child(target, key.Value)
		some = some || have != nil && !isExtension(key.Value) && says(have, withoutExtensions(value))
	})
	members(a.was, func(key, value *yaml.Node) {
		_, have := child(target, key.Value)
		_, want := child(a.update, key.Value)
		other = other || have != nil && !equal(value, have, true) && (want == nil || !says(have, withoutExtensions(want)))
	})
	return some && !other
}

// remainder returns the members of an update that a target has not, and those that complete
// what it has. Where upstream says something else by now, that is kept.
func remainder(target, update *yaml.Node) *yaml.Node {
	rest := *update
	rest.Content = nil
	members(update, func(key, value *yaml.Node) {
		_, have := child(target, key.Value)
		switch {
		case have == nil:
			rest.Content = append(rest.Content, key, value)
		case have.Kind == yaml.MappingNode && value.Kind == yaml.MappingNode:
			rest.Content = append(rest.Content, key, remainder(have, value))
		}
	})
	return &rest
}

// withoutExtensions returns a value without the extensions in it, which no published schema
// has.
func withoutExtensions(n *yaml.Node) *yaml.Node {
	plain := *n
	plain.Content = nil
	if n.Kind != yaml.MappingNode {
		for _, c := range n.Content {
			plain.Content = append(plain.Content, withoutExtensions(c))
		}
		return &plain
	}
	members(n, func(key, value *yaml.Node) {
		if !isExtension(key.Value) {
			plain.Content = append(plain.Content, key, withoutExtensions(value))
		}
	})
	return &plain
}

// expects reports whether a target is what the x-was of an action says, if it has one.
func (a action) expects(target *yaml.Node) bool {
	return a.was == nil || equal(a.was, target, a.partly())
}

// partly reports whether a target may have more keys than x-was names: an update of a
// mapping leaves its other keys alone.
func (a action) partly() bool {
	return a.update != nil && a.update.Kind == yaml.MappingNode && a.was.Kind == yaml.MappingNode
}

// sketchOf renders of a target what an x-was is about: only the keys that it names, if
// it is compared partly.
func sketchOf(was, target *yaml.Node, partly bool) string {
	if !partly || target.Kind != yaml.MappingNode {
		return sketch(target)
	}
	named := &yaml.Node{Kind: yaml.MappingNode}
	members(was, func(key, _ *yaml.Node) {
		if _, value := child(target, key.Value); value != nil {
			named.Content = append(named.Content, key, value)
		}
	})
	if len(named.Content) == 0 {
		return "none of that"
	}
	return sketch(named)
}

// reportNoChange reports an update of which everything is there already.
func (l *loader) reportNoChange(a action, target *yaml.Node) {
	if a.update.Kind != yaml.ScalarNode && len(a.update.Content) == 0 {
		l.staleAt(a.pos, model.Unnecessary, "update of target %q is empty and changes nothing; remove the action", short(a.target))
		return
	}
	l.staleAt(a.pos, model.Unnecessary, "update of target %q changes nothing: %s; remove the action", short(a.target), l.whoSays(target, a.update))
}

// withoutKnown returns an update without the elements that the lists of its target
// have already, and reports those: an update appends to lists, and what upstream has
// added in the meantime would be there twice.
func (l *loader) withoutKnown(a action, target, update *yaml.Node) *yaml.Node {
	if target == nil || target.Kind != update.Kind || update.Kind == yaml.ScalarNode {
		return update
	}
	rest := *update
	rest.Content = nil
	if update.Kind == yaml.SequenceNode {
		for _, element := range update.Content {
			if i := indexOf(target, element); i >= 0 {
				l.staleAt(a.pos, model.Unnecessary, "update of target %q adds %s to a list that has it already, at %s; take it out of the update",
					short(a.target), sketch(element), l.index.of(target.Content[i]))
				continue
			}
			rest.Content = append(rest.Content, element)
		}
	}
	members(update, func(key, value *yaml.Node) {
		_, old := child(target, key.Value)
		rest.Content = append(rest.Content, key, l.withoutKnown(a, old, value))
	})
	if slices.Equal(rest.Content, update.Content) {
		return update
	}
	return &rest
}

// says reports whether an update would change nothing of a target.
func says(target, update *yaml.Node) bool {
	if target.Kind != update.Kind {
		return false
	}
	switch target.Kind {
	case yaml.MappingNode:
		same := true
		members(update, func(key, value *yaml.Node) {
			_, old := child(target, key.Value)
			same = same && old != nil && says(old, value)
		})
		return same
	case yaml.SequenceNode:
		return !slices.ContainsFunc(update.Content, func(element *yaml.Node) bool { return indexOf(target, element) < 0 })
	}
	return scalar(target) == scalar(update)
}

func allSay(targets []*yaml.Node, update *yaml.Node) bool {
	return !slices.ContainsFunc(targets, func(target *yaml.Node) bool { return !says(target, update) })
}

// indexOf finds an element in a list by its content.
func indexOf(list, element *yaml.Node) int {
	return slices.IndexFunc(list.Content, func(c *yaml.Node) bool { return equal(element, c, false) })
}

// whoSays tells who says what an update would say, for a message: the schema, or
// another override.
func (l *loader) whoSays(target, update *yaml.Node) string {
	pos := l.index.of(firstSaid(target, update))
	if pos.File != l.index.file {
		return fmt.Sprintf("the override at %s says the same", pos)
	}
	return fmt.Sprintf("upstream says the same at %s", pos)
}

// firstSaid returns the innermost node of a target that stands for the first value
// of an update.
func firstSaid(target, update *yaml.Node) *yaml.Node {
	switch {
	case len(update.Content) == 0:
		return target
	case update.Kind == yaml.MappingNode:
		if _, value := child(target, update.Content[0].Value); value != nil {
			return firstSaid(value, update.Content[1])
		}
	case update.Kind == yaml.SequenceNode:
		if i := indexOf(target, update.Content[0]); i >= 0 {
			return target.Content[i]
		}
	}
	return target
}
