package load

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// methods are the HTTP methods of OpenAPI 3.0.
var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// checkPaths makes sure that every operation can become one method of a client:
// found under one path, with the parameters that its path names.
func (c *checker) checkPaths() {
	first := map[string]*yaml.Node{} // by method and path without parameter names
	members(member(c.root, "paths"), func(path, item *yaml.Node) {
		if isExtension(path.Value) {
			return
		}
		names := c.checkPath(path)
		if item = c.object(item, "path item"); item == nil {
			return
		}
		members(item, func(key, op *yaml.Node) {
			switch key.Value {
			case "summary", "description", "servers", "parameters", "$ref":
				return
			}
			switch {
			case isExtension(key.Value):
				return
			case !slices.Contains(methods, key.Value):
				c.errorAt(key, "unknown HTTP method %q; OpenAPI 3.0 has %s", short(key.Value), strings.Join(methods, ", "))
				return
			}
			route := strings.ToUpper(key.Value) + " " + placeholder.ReplaceAllString(path.Value, "{}")
			if other := first[route]; other != nil {
				c.errorAt(key, "%s %s is the same operation as the one at %s; remove one", strings.ToUpper(key.Value), short(path.Value), c.index.of(other))
			} else {
				first[route] = key
			}
			if op.Kind != yaml.MappingNode {
				c.errorAt(op, "operation is not a mapping but %s", describe(op))
				return
			}
			c.checkOperation(op)
			c.checkParameters(key, path.Value, names, member(op, "parameters"))
		})
	})
}

// object follows the references of a value that should be a mapping.
func (c *checker) object(n *yaml.Node, what string) *yaml.Node {
	target := c.resolved(n)
	switch {
	case target == nil:
		return nil // reported with the reference
	case c.kinds[target] != "" && string(c.kinds[target]) != what:
		return nil // likewise: it is right as what it is
	case target.Kind != yaml.MappingNode:
		c.errorAt(target, "%s is not a mapping but %s", what, describe(target))
		return nil
	}
	return target
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// checkPath checks a path and returns the names of its {placeholders}.
func (c *checker) checkPath(path *yaml.Node) []string {
	text := path.Value
	if !strings.HasPrefix(text, "/") {
		c.errorAt(path, "path %q does not start with /; add it", short(text))
	}
	for _, segment := range strings.Split(text, "/") {
		if segment == "." || segment == ".." {
			c.errorAt(path, "path %q climbs with %q; write the path that is meant", short(text), segment)
			break
		}
	}
	if i := strings.IndexAny(text, `?#\`); i >= 0 {
		c.errorAt(path, "path %q contains %q; query parameters go under parameters", short(text), text[i:i+1])
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		c.errorAt(path, "path %q has a brace without its partner; write placeholders as {name}", short(text))
	}
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] == "":
			c.errorAt(path, "path %q has a placeholder without a name; write {name}", short(text))
		case slices.Contains(names, m[1]):
			c.errorAt(path, "path %q names {%s} twice; give each placeholder its own name", short(text), short(m[1]))
		default:
			names = append(names, m[1])
		}
	}
	return names
}

// checkOperation checks what an operation needs besides parameters.
func (c *checker) checkOperation(op *yaml.Node) {
	id := member(op, "operationId")
	c.checkName(id, "operationId")
	if tags := member(op, "tags"); tags != nil {
		for _, tag := range tags.Content {
			c.checkName(tag, "tag")
		}
	}
	members(member(op, "responses"), func(code, _ *yaml.Node) {
		if !responseCode.MatchString(code.Value) && !isExtension(code.Value) {
			c.errorAt(code, "response %q has no status; write a code such as 200, a range such as 2XX, or default", short(code.Value))
		}
	})
}

// responseCode is what stands for a status. Of those that are no success, only numbers can
// be told from a slip, and what they are makes no difference.
var responseCode = regexp.MustCompile(`^(2([0-9][0-9]|XX)|[013-9][0-9]*|[0-9]XX|default)$`)

// places are where a parameter may stand.
var places = []string{"path", "query", "header", "cookie"}

// checkParameters checks the parameters of an operation, to which those of its path have
// been moved, against the placeholders of the path.
func (c *checker) checkParameters(method *yaml.Node, path string, names []string, own *yaml.Node) {
	inPath := map[string]bool{}
	taken := map[string]bool{}
	c.eachParameter(own, func(at *yaml.Node, name, in string) {
		if key := in + " " + name; taken[key] {
			c.errorAt(at, "%s parameter %q stands twice in one operation; remove one", in, short(name))
		} else {
			taken[key] = true
		}
		inPath[name] = inPath[name] || in == "path"
		if in == "path" && !slices.Contains(names, name) {
			c.errorAt(at, "path parameter %q is not in the path %q; write {%s} there or remove the parameter", short(name), short(path), short(name))
		}
	})
	for _, name := range names {
		if !inPath[name] {
			c.errorAt(method, "path %q needs a path parameter named %q; describe it under parameters", short(path), short(name))
		}
	}
}

// eachParameter calls f with the place, name and location of every parameter
// of a list that is sound enough to have them.
func (c *checker) eachParameter(list *yaml.Node, f func(at *yaml.Node, name, in string)) {
	if list == nil {
		return
	}
	if list.Kind != yaml.SequenceNode {
		c.errorAt(list, "parameters is not a list but %s", describe(list))
		return
	}
	for _, entry := range list.Content {
		parameter := c.object(entry, "parameter")
		if parameter == nil {
			continue
		}
		name, in := member(parameter, "name"), member(parameter, "in")
		c.checkName(name, "parameter name")
		switch {
		case name == nil || in == nil:
			c.errorAt(parameter, "parameter lacks %s; add it", missing(name == nil, in == nil))
		case !slices.Contains(places, in.Value):
			c.errorAt(in, "parameter is in %s; write one of %s", describe(in), strings.Join(places, ", "))
		case (member(parameter, "schema") == nil) == (member(parameter, "content") == nil):
			c.errorAt(parameter, "parameter has %s; describe it by one of them", schemaAndContent(member(parameter, "schema") != nil))
		case name.Kind == yaml.ScalarNode:
			f(entry, name.Value, in.Value)
		}
	}
}

func schemaAndContent(both bool) string {
	if both {
		return "both schema and content"
	}
	return "neither schema nor content"
}

func missing(name, in bool) string {
	switch {
	case name && in:
		return "name and in"
	case name:
		return "name"
	}
	return "in"
}
