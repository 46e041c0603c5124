package load

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// identify makes sure that a document is OpenAPI 3.0 or 3.1. Nothing else is worth
// saying about a document that is not.
func (l *loader) identify(root *yaml.Node) {
	if root == nil {
		return
	}
	if v := member(root, "swagger"); v != nil {
		l.errorAt(v, "is Swagger %s; convert it to OpenAPI 3.0", short(v.Value))
		return
	}
	switch v := member(root, "openapi"); {
	case v == nil:
		l.errorAt(root, "is not OpenAPI: there is no openapi key; is it the right file?")
	case v.Kind != yaml.ScalarNode:
		l.errorAt(v, "openapi is not a version but %s; write openapi: 3.0.3", describe(v))
	case versions.MatchString(v.Value):
	default:
		l.errorAt(v, "openapi is %s; only 3.0 and 3.1 are read", describe(v))
	}
}

var versions = regexp.MustCompile(`^3\.[01](\.|$)`)

// checker looks for what kin-openapi would refuse without a line, would accept
// although no client can be made of it, or would not survive.
type checker struct {
	*loader
	root  *yaml.Node
	kinds map[*yaml.Node]Kind
	refs  []*yaml.Node // mappings with a $ref, in the order of the file
	// targets holds what references were found to lead to, by pointer.
	targets map[string]*yaml.Node
}

func (l *loader) check(root *yaml.Node) {
	c := &checker{loader: l, root: root, kinds: map[*yaml.Node]Kind{}, targets: map[string]*yaml.Node{}}
	c.checkTop()
	walkUsed(root, func(n *yaml.Node, kind Kind) {
		c.kinds[n] = kind
		c.checkKeys(n, kind)
		if member(n, "$ref") != nil && isUsed(kind, "$ref") {
			c.refs = append(c.refs, n)
			return
		}
		switch kind {
		case KindSchema:
			c.checkSchema(n)
		case KindBody:
			if member(n, "content") == nil {
				c.errorAt(n, "request body has no content; describe it")
			}
		case KindDiscrim:
			c.checkDiscriminator(n)
		}
	})
	c.checkComponents()
	c.checkRefs()
	c.checkCompositions()
	c.checkPaths()
}

// checkKeys reports keys that OpenAPI does not have. Those of the schema are left out before.
func (c *checker) checkKeys(n *yaml.Node, kind Kind) {
	known := objectKeys[kind]
	members(n, func(key, _ *yaml.Node) {
		if known != nil && !slices.Contains(known, key.Value) && !isExtension(key.Value) {
			c.errorAt(key, "%s has no %q in OpenAPI; correct or remove it", kind, short(key.Value))
		}
	})
}

func (c *checker) checkTop() {
	switch paths := member(c.root, "paths"); {
	case paths == nil:
		c.errorAt(c.root, "has no paths; OpenAPI 3.0 requires them")
	case paths.Kind != yaml.MappingNode:
		c.errorAt(paths, "paths is not a mapping but %s", describe(paths))
	case len(paths.Content) == 0 && member(c.root, "info") == nil:
		c.errorAt(c.root, "has neither info nor paths; is it the whole file?")
	}
}

var componentName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// checkComponents makes sure that components have names that OpenAPI allows,
// of which none could be a way out of a folder.
func (c *checker) checkComponents() {
	components := member(c.root, "components")
	members(components, func(section, value *yaml.Node) {
		if _, ok := grammar[KindComponents][section.Value]; !ok || !isUsed(KindComponents, section.Value) {
			return
		}
		members(value, func(name, _ *yaml.Node) {
			if !componentName.MatchString(name.Value) || strings.Contains(name.Value, "..") {
				c.errorAt(name, "name %q under components.%s has more than letters, digits, and single . - _; rename it", short(name.Value), section.Value)
			}
		})
	})
}

// checkName makes sure that a value which becomes a name or a comment in Go is
// visible text. Absent names are left to those who need one.
func (c *checker) checkName(n *yaml.Node, what string) {
	switch {
	case n == nil:
	case n.Kind != yaml.ScalarNode || isNull(n):
		c.errorAt(n, "%s is not a name but %s", what, describe(n))
	case n.Value == "":
		c.errorAt(n, "%s is empty; give it a name", what)
	case !printable(n.Value):
		c.errorAt(n, "%s %q has control or invisible characters; remove them", what, short(n.Value))
	}
}

var schemaTypes = []string{"string", "number", "integer", "boolean", "array", "object"}

func (c *checker) checkSchema(n *yaml.Node) {
	switch t := member(n, "type"); {
	case t == nil:
	case t.Kind != yaml.ScalarNode || !slices.Contains(schemaTypes, t.Value):
		c.errorAt(t, "type is %s; write one of %s", describe(t), strings.Join(schemaTypes, ", "))
	}
	c.checkRequired(member(n, "required"))
	switch enum := member(n, "enum"); {
	case enum == nil:
	case enum.Kind != yaml.SequenceNode:
		c.errorAt(enum, "enum is not a list but %s", describe(enum))
	default:
		for _, v := range enum.Content {
			if v.Kind == yaml.ScalarNode && !printable(v.Value) {
				c.errorAt(v, "enum value %q has control or invisible characters; remove them", short(v.Value))
			}
		}
	}
	for _, key := range []string{"allOf", "oneOf", "anyOf"} {
		if v := member(n, key); v != nil && v.Kind != yaml.SequenceNode {
			c.errorAt(v, "%s is not a list of schemas but %s", key, describe(v))
		}
	}
	if v := member(n, "properties"); v != nil && v.Kind != yaml.MappingNode {
		c.errorAt(v, "properties is not a mapping but %s", describe(v))
	}
}

// checkRequired reports the slip that keeps the published schema from parsing:
// required: true at a schema (docs/facts/mismatches.md M01).
func (c *checker) checkRequired(required *yaml.Node) {
	if required == nil {
		return
	}
	if required.Kind != yaml.SequenceNode {
		c.errorAt(required, "required of a schema is not a list of property names but %s; list the names, or remove it with an overlay", describe(required))
		return
	}
	for _, name := range required.Content {
		c.checkName(name, "required property")
	}
}

// checkDiscriminator looks up the schemas that a discriminator names.
func (c *checker) checkDiscriminator(n *yaml.Node) {
	members(member(n, "mapping"), func(_, value *yaml.Node) {
		if !strings.HasPrefix(value.Value, "#") {
			return
		}
		if target, problem := c.resolve(value); target == nil {
			c.errorAt(value, "discriminator maps to %q, which %s", short(value.Value), problem)
		}
	})
}
