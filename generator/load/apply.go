package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"
)

// apply applies actions in order. One that cannot be applied is reported and
// skipped, so that the others are still looked at.
func (l *loader) apply(root *yaml.Node, actions []action) {
	l.noteProperties(actions)
	for _, a := range actions {
		targets, err := find(a.query, root)
		switch {
		case err != nil:
			l.found.Errorf(a.pos, "target %q cannot be looked up: %v", short(a.target), err)
			continue
		case len(targets) == 0:
			l.reportGone(root, a)
			continue
		}
		l.writeOutScalars(root, a, targets)
		l.checkParts(root, a, targets)
		targets = l.checkWas(a, targets)
		if len(targets) == 0 {
			continue
		}
		if a.update == nil {
			l.remove(root, a, targets)
		} else {
			l.update(root, a, targets)
		}
	}
}

func find(query overlay.Queryable, root *yaml.Node) (nodes []*yaml.Node, err error) {
	defer recoverTo(&err, "the JSONPath library")
	return query.Query(root), nil
}

// update merges the update of an action into its targets.
func (l *loader) update(root *yaml.Node, a action, targets []*yaml.Node) {
	changed := false
	o := l.override(a)
	for _, target := range targets {
		if says(target, a.update) {
			continue
		}
		changed = true
		update := a.update
		if !a.expects(target) {
			update = remainder(target, update)
		}
		o.Effects = append(o.Effects, Effect{Node: target, Update: update})
		update = l.withoutKnown(a, target, update)
		l.noteOverridden(a.was, target, update)
		l.wrapTargets(root, target, update)
		l.index.claim(target, update)
		if err := merge(target, update); err != nil {
			l.found.Errorf(a.pos, "update of target %q fails: %v", short(a.target), err)
			continue
		}
		l.index.adopt(target, update)
	}
	if !changed {
		l.reportNoChange(a, targets[0])
	}
	l.overrides = append(l.overrides, o)
}

// merge lets the overlay library merge an update into one node. Handing it the
// node as the whole document spares it from looking the target up again.
func merge(target, update *yaml.Node) (err error) {
	defer recoverTo(&err, "the overlay library")
	o := pathDialect()
	o.Actions = []overlay.Action{{Target: "$", Update: *update}}
	return o.ApplyTo(target)
}

// claim notes that the values which an update is about to change come from the
// overlay.
func (x *Index) claim(target, update *yaml.Node) {
	switch {
	case target.Kind != update.Kind:
		x.moved[target] = place{pos: x.of(update), replaced: true}
	case target.Kind == yaml.MappingNode:
		members(update, func(key, value *yaml.Node) {
			if _, old := child(target, key.Value); old != nil {
				x.claim(old, value)
			}
		})
	case target.Kind == yaml.ScalarNode && !says(target, update):
		x.moved[target] = place{pos: x.of(update), replaced: true}
	}
}

// adopt walks an update and the node it was merged into, and notes where the
// new nodes come from: the library makes them without a line and column.
func (x *Index) adopt(target, update *yaml.Node) {
	if !x.known(target) {
		x.moved[target] = place{pos: x.of(update)}
	}
	switch {
	case target.Kind != update.Kind:
		return
	case target.Kind == yaml.MappingNode:
		members(update, func(key, value *yaml.Node) {
			newKey, newValue := child(target, key.Value)
			if newValue == nil {
				return
			}
			if !x.known(newKey) {
				x.moved[newKey] = place{pos: x.of(key)}
			}
			x.adopt(newValue, value)
		})
	case target.Kind == yaml.SequenceNode:
		appended := target.Content[len(target.Content)-len(update.Content):]
		for i, value := range update.Content {
			x.adopt(appended[i], value)
		}
	default:
		// The library keeps the tag of the old value, by which the text
		// "true" over an integer would stay an integer.
		target.Tag, target.Style = update.Tag, update.Style
	}
}

// remove takes the targets out of the tree. The library would do the same, but
// indexes the whole tree for each action, which is most of the time of a load.
func (l *loader) remove(root *yaml.Node, a action, targets []*yaml.Node) {
	wanted := make(map[*yaml.Node]bool, len(targets))
	for _, target := range targets {
		wanted[target] = true
	}
	if wanted[root] {
		l.found.Errorf(a.pos, "target %q is the whole schema, which cannot be removed; name a part of it", short(a.target))
		return
	}
	o := l.override(a)
	prune(root, wanted, func(holder, key, gone *yaml.Node) {
		o.Effects = append(o.Effects, Effect{Node: holder, Key: key, Removed: gone})
	})
	l.overrides = append(l.overrides, o)
}

// prune removes the wanted nodes below a node: an element of a list, or a key
// with its value. It tells of each what held it, and its key if it had one.
func prune(n *yaml.Node, wanted map[*yaml.Node]bool, tell func(holder, key, gone *yaml.Node)) {
	size := 1
	if n.Kind == yaml.MappingNode {
		size = 2
	}
	for i := 0; i+size <= len(n.Content) && len(wanted) > 0; {
		entry := n.Content[i : i+size]
		if slices.ContainsFunc(entry, func(c *yaml.Node) bool { return wanted[c] }) {
			for _, c := range entry {
				forget(c, wanted)
			}
			if size == 2 {
				tell(n, entry[0], entry[1])
			} else {
				tell(n, nil, entry[0])
			}
			n.Content = slices.Delete(n.Content, i, i+size)
			continue
		}
		for _, c := range entry {
			prune(c, wanted, tell)
		}
		i += size
	}
}

// forget drops a subtree from the wanted nodes, as it is gone.
func forget(n *yaml.Node, wanted map[*yaml.Node]bool) {
	delete(wanted, n)
	for _, c := range n.Content {
		forget(c, wanted)
	}
}

// equal compares two values as JSON would. With partly, a mapping may have
// more keys than wanted.
func equal(want, have *yaml.Node, partly bool) bool {
	if want.Kind != have.Kind {
		return false
	}
	switch want.Kind {
	case yaml.MappingNode:
		if !partly && len(want.Content) != len(have.Content) {
			return false
		}
		same := true
		members(want, func(key, value *yaml.Node) {
			_, other := child(have, key.Value)
			same = same && other != nil && equal(value, other, partly)
		})
		return same
	case yaml.SequenceNode:
		return slices.EqualFunc(want.Content, have.Content, func(a, b *yaml.Node) bool { return equal(a, b, false) })
	}
	return scalar(want) == scalar(have)
}

// scalar returns a comparable form of a scalar: 1 and 1.0 are the same number,
// 1 and "1" are not the same.
func scalar(n *yaml.Node) string {
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return strconv.FormatFloat(f, 'g', -1, 64)
		}
		return n.Value
	}
	return strconv.Quote(n.Value)
}

// sketch renders a value on one short line for a message.
func sketch(n *yaml.Node) string {
	return short(sketchDeep(n, 3))
}

func sketchDeep(n *yaml.Node, depth int) string {
	var parts []string
	switch {
	case n.Kind == yaml.ScalarNode:
		return scalar(n)
	case depth == 0:
		return "…"
	case n.Kind == yaml.MappingNode:
		members(n, func(key, value *yaml.Node) {
			parts = append(parts, fmt.Sprintf("%s: %s", key.Value, sketchDeep(value, depth-1)))
		})
		return "{" + strings.Join(parts, ", ") + "}"
	}
	for _, c := range n.Content {
		parts = append(parts, sketchDeep(c, depth-1))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
