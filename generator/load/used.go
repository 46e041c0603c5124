package load

import (
	"cmp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/model"
)

// unusedKeys are the keys of objects that say nothing which the generator uses: notes for
// readers, facts about other programs than clients, and checks that the server makes. They
// are neither checked nor handed on, so that whatever they hold costs nothing. It is never
// written to.
var unusedKeys = map[Kind][]string{
	KindDocument:   {"tags", "externalDocs"},
	KindInfo:       {"description", "termsOfService", "contact", "license", "version"},
	KindServer:     {"description"},
	KindServerVar:  {"description", "enum"},
	KindComponents: {"examples", "headers", "links", "callbacks"},
	KindPathItem:   {"summary", "description", "servers"},
	KindOperation:  {"externalDocs", "callbacks", "servers"},
	KindParameter:  {"example", "examples", "allowEmptyValue", "allowReserved"},
	KindHeader:     objectKeys[KindParameter],
	KindBody:       {"description"},
	KindResponse:   {"headers", "links"},
	KindMediaType:  {"example", "examples"},
	KindEncoding:   {"allowReserved"},
	KindSchema: {"title", "multipleOf", "exclusiveMaximum", "exclusiveMinimum", "minLength", "pattern", "uniqueItems", "maxProperties",
		"readOnly", "writeOnly", "xml", "externalDocs", "example"},
	KindSecurity:  {"description", "name", "in", "scheme", "bearerFormat", "openIdConnectUrl"},
	KindOAuthFlow: {"authorizationUrl", "tokenUrl", "refreshUrl"},
}

// isUsed reports whether a member of an object says something which the generator uses.
func isUsed(kind Kind, key string) bool { return !slices.Contains(unusedKeys[kind], key) }

// isSuccess reports whether the answers under a status are results of methods. Others are
// errors, which the runtime reads by itself, whatever the schema says of them.
func isSuccess(status string) bool { return strings.HasPrefix(status, "2") }

// isUsedMember is isUsed for what an object of a kind maps names to under a key.
func isUsedMember(kind Kind, key, name string) bool {
	return kind != KindOperation || key != "responses" || isSuccess(name) || isExtension(name)
}

// walkUsed is Walk without what the generator does not use.
func walkUsed(root *yaml.Node, visit func(n *yaml.Node, kind Kind)) {
	w := walker{usedOnly: true, visit: func(n *yaml.Node, kind Kind, _ []string) { visit(n, kind) }}
	w.walk(root, KindDocument, nil)
}

// unreached returns the components that no operation leads to, by their mappings. What our
// extensions name is reached, too.
func unreached(root *yaml.Node) map[*yaml.Node]bool {
	left, named, kinds := map[*yaml.Node]bool{}, map[string]*yaml.Node{}, map[*yaml.Node]Kind{}
	members(member(root, "components"), func(section, value *yaml.Node) {
		if section.Value == "securitySchemes" || !isUsed(KindComponents, section.Value) || value.Kind != yaml.MappingNode {
			return
		}
		members(value, func(name, component *yaml.Node) {
			left[component], kinds[component] = true, grammar[KindComponents][section.Value].kind
			named["#/components/"+section.Value+"/"+name.Value] = component
			if section.Value == "schemas" {
				named[name.Value] = component
			}
		})
	})
	var w walker
	reach := func(n *yaml.Node) {
		if component := named[wholeComponent(n.Value)]; left[component] {
			delete(left, component)
			w.walk(component, kinds[component], nil)
		}
	}
	var reachAll func(n *yaml.Node)
	reachAll = func(n *yaml.Node) {
		reach(n)
		for _, c := range n.Content {
			reachAll(c)
		}
	}
	w = walker{usedOnly: true, visit: func(n *yaml.Node, kind Kind, _ []string) {
		members(n, func(key, value *yaml.Node) {
			if key.Value == "$ref" || kind == KindDiscrim || isExtension(key.Value) {
				reachAll(value)
			}
		})
	}}
	members(member(root, "paths"), func(_, item *yaml.Node) { w.walk(item, KindPathItem, nil) })
	return left
}

// wholeComponent returns a reference to a component as the component is called. One to a
// part of a component counts as one to the whole.
func wholeComponent(ref string) string {
	tokens := strings.SplitN(ref, "/", 5)
	if len(tokens) < 4 || tokens[0] != "#" {
		return ref
	}
	return strings.Join(tokens[:3], "/") + "/" + unescapeToken(tokens[3])
}

// border is where a component begins, or where something else does.
type border struct {
	pos       model.Pos
	component *yaml.Node // nil for what is no component
}

// bordersOf lists where components begin and end, in the order of the file. What is moved
// later keeps its place.
func (l *loader) bordersOf(root *yaml.Node) []border {
	var borders []border
	members(root, func(top, value *yaml.Node) {
		borders = append(borders, border{pos: l.index.of(top)})
		if top.Value != "components" {
			return
		}
		members(value, func(section, value *yaml.Node) {
			borders = append(borders, border{pos: l.index.of(section)})
			members(value, func(name, component *yaml.Node) {
				borders = append(borders, border{l.index.of(name), component})
			})
		})
	})
	slices.SortStableFunc(borders, func(a, b border) int { return comparePos(a.pos, b.pos) })
	return borders
}

func comparePos(a, b model.Pos) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

// componentAt returns the component that a place of the schema is in, or nil.
func (l *loader) componentAt(pos model.Pos) *yaml.Node {
	i, exact := slices.BinarySearchFunc(l.borders, pos, func(b border, pos model.Pos) int { return comparePos(b.pos, pos) })
	if !exact {
		i--
	}
	if i < 0 || pos.File != l.index.file {
		return nil
	}
	return l.borders[i].component
}

// forgive makes plain warnings of the losses in components that nothing leads to.
func (l *loader) forgive(unreached map[*yaml.Node]bool) {
	for i, d := range l.found {
		if d.Stale == model.Lost && unreached[l.componentAt(d.Pos)] {
			l.found[i].Warning, l.found[i].Stale = true, ""
		}
	}
}

// dropUnreached leaves out the components that are wrong and that nothing leads to, and
// makes warnings of their errors, which are among the findings from a number on. It reports
// whether there are any; the schema has to be checked again then.
func (l *loader) dropUnreached(root *yaml.Node, from int) bool {
	unreached, dropped := unreached(root), map[*yaml.Node]bool{}
	kept := slices.Clone(l.found[:from])
	for _, d := range l.found[from:] {
		if component := l.componentAt(d.Pos); d.Warning {
			kept = append(kept, d)
		} else if unreached[component] {
			dropped[component] = true
			d.Warning = true
			d.Message += " (left out: nothing leads to it)"
			kept = append(kept, d)
		}
	}
	if len(dropped) == 0 {
		return false
	}
	l.found = kept
	members(member(root, "components"), func(_, section *yaml.Node) {
		section.Content = pairsWithout(section, dropped)
	})
	return true
}

// pairsWithout returns the keys and values of a mapping but for some values.
func pairsWithout(mapping *yaml.Node, values map[*yaml.Node]bool) []*yaml.Node {
	var pairs []*yaml.Node
	members(mapping, func(key, value *yaml.Node) {
		if !values[value] {
			pairs = append(pairs, key, value)
		}
	})
	return pairs
}
