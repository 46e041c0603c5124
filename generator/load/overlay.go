package load

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/speakeasy-api/jsonpath/pkg/jsonpath/config"
	"github.com/speakeasy-api/jsonpath/pkg/jsonpath/token"
	"github.com/speakeasy-api/openapi/overlay"
	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// action is one action of an overlay, ready to be applied.
type action struct {
	pos    model.Pos
	target string
	query  overlay.Queryable
	parent overlay.Queryable // what holds the targets of a remove action, or nil
	parts  []part
	update *yaml.Node // nil for a remove action
	was    *yaml.Node // the x-was value, or nil
}

// readOverlays parses overlay documents and returns their actions in order. It
// reports everything that is wrong with their form.
func (l *loader) readOverlays(sources []Source) []action {
	var actions []action
	for _, src := range sources {
		root := l.parse(src)
		if root == nil {
			continue
		}
		l.index.register(src.Name, root)
		actions = append(actions, l.readOverlay(root)...)
	}
	return actions
}

var overlayVersion = regexp.MustCompile(`^1\.0\.\d+$`)

func (l *loader) readOverlay(root *yaml.Node) []action {
	members(root, func(key, _ *yaml.Node) {
		switch key.Value {
		case "overlay", "info", "extends", "actions":
		default:
			if !isExtension(key.Value) {
				l.errorAt(key, "unknown key %q in an overlay; it has overlay, info, extends, actions and x-*", key.Value)
			}
		}
	})
	switch version := member(root, "overlay"); {
	case version == nil:
		l.errorAt(root, "is not an overlay: there is no overlay key; write overlay: 1.0.0")
	case version.Kind != yaml.ScalarNode || !overlayVersion.MatchString(version.Value):
		l.errorAt(version, "overlay version is %s; write 1.0.0", describe(version))
	}
	info := member(root, "info")
	for _, name := range []string{"title", "version"} {
		if v := member(info, name); v == nil || v.Kind != yaml.ScalarNode || isNull(v) || v.Value == "" {
			at := root
			if info != nil {
				at = info
			}
			l.errorAt(at, "overlay has no info.%s; add it", name)
		}
	}
	list := member(root, "actions")
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		at := root
		if list != nil {
			at = list
		}
		l.errorAt(at, "overlay has no actions; list at least one under actions")
		return nil
	}
	actions := make([]action, 0, len(list.Content))
	for _, n := range list.Content {
		if a, ok := l.readAction(n); ok {
			actions = append(actions, a)
		}
	}
	return actions
}

// readAction reads one action and reports whether it can be applied.
func (l *loader) readAction(n *yaml.Node) (a action, ok bool) {
	if n.Kind != yaml.MappingNode {
		l.errorAt(n, "action is not a mapping but %s; write target, x-evidence, and update or remove", describe(n))
		return a, false
	}
	before := len(l.found)
	a.pos = l.index.of(n)
	a.was = member(n, "x-was")
	a.update = member(n, "update")
	members(n, func(key, _ *yaml.Node) {
		switch key.Value {
		case "target", "description", "update", "remove":
		default:
			if !isExtension(key.Value) {
				l.errorAt(key, "unknown key %q in an action; it has target, description, update, remove and x-*", key.Value)
			}
		}
	})
	remove := member(n, "remove")
	switch {
	case remove != nil && remove.Tag != "!!bool":
		l.errorAt(remove, "remove is %s; write true", describe(remove))
	case remove != nil && remove.Value != "true":
		l.errorAt(remove, "remove is not true; delete it or write true")
	case remove != nil && a.update != nil:
		l.errorAt(n, "action has both update and remove; make two actions of it")
	case remove == nil && a.update == nil:
		l.errorAt(n, "action has neither update nor remove; add one of them")
	}
	if blank(member(n, "x-evidence")) {
		l.errorAt(n, "action has no x-evidence; say why this is believed")
	}
	switch target := member(n, "target"); {
	case target == nil || isNull(target):
		l.errorAt(n, "action has no target; add the JSONPath of what it changes")
	case !isString(target):
		l.errorAt(target, "target is not a JSONPath but %s", describe(target))
	default:
		a.target = target.Value
		var err error
		if a.query, err = newQuery(target.Value); err != nil {
			l.errorAt(target, "target %q is not a JSONPath of RFC 9535: %v", short(target.Value), err)
		}
		a.parent = parentQuery(target.Value)
		a.parts = parts(target.Value)
	}
	return a, len(l.found) == before
}

// blank reports whether a value says nothing: it is absent, null, or empty.
func blank(n *yaml.Node) bool {
	switch {
	case n == nil || isNull(n):
		return true
	case n.Kind == yaml.ScalarNode:
		return strings.TrimSpace(n.Value) == ""
	}
	return len(n.Content) == 0
}

func isExtension(key string) bool {
	return strings.HasPrefix(key, "x-")
}

const (
	maxTarget      = 1000 // bytes of a JSONPath
	maxDescendants = 2    // each ".." multiplies the time of a query by the size of the schema
)

// pathDialect makes the library read targets as RFC 9535 says, as Overlay 1.0
// requires. Its own default for 1.0 documents is an older dialect.
func pathDialect() *overlay.Overlay {
	return &overlay.Overlay{Version: overlay.Version100, JSONPathVersion: overlay.JSONPathRFC9535}
}

var pathError = regexp.MustCompile(`column (\d+): (.*)`)

// newQuery compiles a JSONPath.
func newQuery(target string) (query overlay.Queryable, err error) {
	defer recoverTo(&err, "the JSONPath library")
	if len(target) > maxTarget {
		return nil, fmt.Errorf("it is longer than %d bytes", maxTarget)
	}
	descendants := 0
	for _, t := range token.NewTokenizer(target, config.WithPropertyNameExtension()).Tokenize() {
		if t.Token == token.RECURSIVE {
			descendants++
		}
	}
	if descendants > maxDescendants {
		return nil, fmt.Errorf("it has more than %d times \"..\"", maxDescendants)
	}
	query, err = pathDialect().NewPath(target, nil)
	if err != nil {
		// The library draws the error over several lines.
		if m := pathError.FindStringSubmatch(err.Error()); m != nil {
			column, _ := strconv.Atoi(m[1]) // counts from 0
			return nil, fmt.Errorf("%s at character %d", m[2], column+1)
		}
		return nil, err
	}
	return query, nil
}

// part is one name out of a selector of several, ['a','b'] or [?@ == 'a' || @ == 'b'],
// with queries for the target with that name alone: each of them has to match
// something, or else the others would hide that one has become stale.
type part struct {
	name          string
	query, parent overlay.Queryable
}

var (
	nameUnion   = regexp.MustCompile(`\['[^'\\]*'(?:\s*,\s*'[^'\\]*')+\]`)
	filterUnion = regexp.MustCompile(`\[\?` + equation + `(?:\s*\|\|\s*` + equation + `)+\]`)
	quotedName  = regexp.MustCompile(`'[^'\\]*'`)
	alternative = regexp.MustCompile(equation)
)

// equation is a comparison like @.name == 'limit'.
const equation = `@[\w.]*\s*==\s*'[^'\\]*'`

func parts(target string) []part {
	var found []part
	add := func(at []int, selector, name string) {
		alone := target[:at[0]] + "[" + selector + "]" + target[at[1]:]
		if query, err := newQuery(alone); err == nil { // if not, the whole target has been reported
			found = append(found, part{name: strings.Trim(name, "'"), query: query, parent: parentQuery(alone)})
		}
	}
	for _, at := range nameUnion.FindAllStringIndex(target, -1) {
		for _, name := range quotedName.FindAllString(target[at[0]:at[1]], -1) {
			add(at, name, name)
		}
	}
	for _, at := range filterUnion.FindAllStringIndex(target, -1) {
		for _, filter := range alternative.FindAllString(target[at[0]:at[1]], -1) {
			add(at, "?"+filter, quotedName.FindString(filter))
		}
	}
	return found
}

// parentQuery returns the query for what holds the targets: the JSONPath without
// its last segment, or nil if there is none.
func parentQuery(target string) overlay.Queryable {
	last, depth := 0, 0
	quote := byte(0)
	for i := 0; i < len(target); i++ {
		c := target[i]
		switch {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '[':
			if depth == 0 && target[max(i-1, 0)] != '.' {
				last = i
			}
			depth++
		case c == ']':
			depth--
		case c == '.' && depth == 0 && target[max(i-1, 0)] != '.':
			last = i
		}
	}
	query, err := newQuery(target[:last])
	if err != nil {
		return nil
	}
	return query
}

// recoverTo turns a panic of a library into an error.
func recoverTo(err *error, who string) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s failed: %v", who, r)
	}
}
