package verify

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// stats count how often a part of the schema was in an exchange.
type stats struct {
	seen    int            // exchanges
	last    int            // number of the last one
	fits    bool           // there was a value of the type that the schema says
	watched map[string]int // events that an override is about
}

// trail is the way to a value, from its end.
type trail struct {
	up    *trail
	token string
}

func (t *trail) to(token string) *trail { return &trail{t, token} }

func (t *trail) String() string {
	var way []string
	for ; t != nil; t = t.up {
		way = append(way, t.token)
	}
	slices.Reverse(way)
	return pointer(way...)
}

// key tells findings apart.
type key struct {
	kind    Kind
	pointer string
	detail  string
}

// found is a difference in one exchange.
type found struct {
	key
	of    *stats
	path  string
	trail *trail
	value any
	has   bool // there is a value
}

// trace is what a look at one value has shown. What comes of the choices that are not
// taken is dropped.
type trace struct {
	found  []found
	visits []*stats
	fits   []*stats
	events []event
}

type event struct {
	of   *stats
	what string
}

func (t *trace) visit(s *stats) { t.visits = append(t.visits, s) }

func (t *trace) event(s *stats, what string) {
	if s.watched != nil {
		t.events = append(t.events, event{s, what})
	}
}

func (t *trace) add(other *trace) {
	t.found = append(t.found, other.found...)
	t.visits = append(t.visits, other.visits...)
	t.fits = append(t.fits, other.fits...)
	t.events = append(t.events, other.events...)
}

// checker compares a value with a schema.
type checker struct {
	*trace
	lenient bool // members may be left out, because the request asked for some only
}

func (c *checker) report(kind Kind, s *schema, detail string, at *trail, value any) {
	c.found = append(c.found, found{key: key{kind, s.pointer, detail}, of: &s.stats, trail: at, value: value, has: true})
}

// value compares one value with a schema.
func (c *checker) value(x any, s *schema, at *trail) {
	c.visit(&s.stats)
	parts := s.parts()
	for _, p := range parts {
		if p != s {
			c.visit(&p.stats)
		}
	}
	if x == nil {
		c.event(&s.stats, "null")
		for _, p := range parts {
			if p != s {
				c.event(&p.stats, "null")
			}
		}
		if !s.nullable() {
			c.report(Null, s, "", at, nil)
		}
		return
	}
	choosing := slices.IndexFunc(parts, func(p *schema) bool { return len(p.choices) > 0 })
	if kind, declaring := typeOf(parts); kind != "" && !c.typed(x, kind, declaring, parts, at) {
		return
	}
	for _, p := range parts {
		c.scalar(x, p, at)
	}
	switch x := x.(type) {
	case map[string]any:
		if name := c.envelope(x, s, parts, at); name != "" {
			c.report(Wrapped, s, name, at, nil)
			return
		}
		if !s.stats.fits {
			c.fits = append(c.fits, &s.stats)
		}
		c.object(x, parts, choosing >= 0, at)
	case []any:
		c.list(x, parts, at)
	}
	if choosing >= 0 {
		c.choice(x, parts[choosing], parts, at)
	}
}

// typed reports whether a value has a type, or what can go on as if it had.
func (c *checker) typed(x any, kind string, s *schema, parts []*schema, at *trail) bool {
	have := jsonType(x)
	switch {
	case have == kind, kind == "number" && have == "integer":
		if !s.stats.fits {
			c.fits = append(c.fits, &s.stats)
		}
		return true
	case kind == "integer" && have == "number":
		if _, err := strconv.ParseInt(x.(json.Number).String(), 10, 64); err != nil {
			if f, err := x.(json.Number).Float64(); err == nil && f == math.Trunc(f) {
				c.report(Bent, s, "a number with a fraction or an exponent", at, x)
				return true
			}
		}
	case have == "object":
		for _, p := range parts {
			if inner, ok := x.(map[string]any)[p.within]; p.within != "" && ok && jsonType(inner) == kind {
				c.event(&p.stats, "within")
				return false // the client reads it; nothing else is of interest
			}
		}
		if name := withinOf(x.(map[string]any), kind); name != "" {
			c.report(Bent, s, "an object with "+kind+" "+strconv.Quote(name), at, x)
			return false
		}
	}
	c.report(WrongType, s, have, at, x)
	return false
}

// withinOf returns the name of the only member of an object if its value is a number.
func withinOf(x map[string]any, kind string) string {
	if len(x) != 1 || kind != "integer" && kind != "number" {
		return ""
	}
	for name, inner := range x {
		if _, ok := inner.(json.Number); ok && isWord(name) {
			return name
		}
	}
	return ""
}

func jsonType(x any) string {
	switch x := x.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if strings.ContainsAny(x.String(), ".eE") {
			return "number"
		}
		return "integer"
	case []any:
		return "array"
	}
	return "object"
}

// scalar checks enums, bounds, and formats.
func (c *checker) scalar(x any, s *schema, at *trail) {
	if len(s.enum) > 0 {
		c.enum(x, s, at)
	}
	switch x := x.(type) {
	case json.Number:
		c.number(x, s, at)
	case string:
		n := utf8.RuneCountInString(x)
		switch {
		case n < s.minLength:
			c.report(Bounds, s, "minLength", at, x)
		case n > s.maxLength:
			c.report(Bounds, s, "maxLength", at, x)
		case s.pattern != nil && !s.pattern.MatchString(x):
			c.report(Bounds, s, "pattern", at, x)
		}
		if s.format != "" && !holds(s.format, x) {
			c.report(Format, s, "format", at, x)
		}
	}
}

func (c *checker) enum(x any, s *schema, at *trail) {
	var have string
	switch x := x.(type) {
	case string:
		have = strconv.Quote(x)
	case json.Number:
		have = x.String()
		if f, err := x.Float64(); err == nil {
			have = strconv.FormatFloat(f, 'g', -1, 64)
		}
	case bool:
		have = strconv.FormatBool(x)
	default:
		return
	}
	c.event(&s.stats, "value "+have)
	same := func(known string) bool { return known == have }
	folded := func(known string) bool { return strings.EqualFold(known, have) }
	switch {
	case slices.ContainsFunc(s.enum, same):
	case slices.ContainsFunc(s.enum, folded):
		c.event(&s.stats, "case")
		if !s.foldCase {
			c.report(OtherCase, s, shown(x), at, x)
		}
	default:
		c.report(UnknownValue, s, shown(x), at, x)
	}
}

func (c *checker) number(x json.Number, s *schema, at *trail) {
	f, err := x.Float64()
	if err != nil {
		return
	}
	if s.kind == "integer" && s.format != "int64" && (f > math.MaxInt32 || f < math.MinInt32) {
		c.report(Format, s, "int32", at, x)
	} else if s.kind == "integer" && s.format == "int64" && (f > math.MaxInt32 || f < math.MinInt32) {
		c.event(&s.stats, "int64")
	}
	over := f > s.maximum || f == s.maximum && text(s.node, "exclusiveMaximum") == "true"
	under := f < s.minimum || f == s.minimum && text(s.node, "exclusiveMinimum") == "true"
	switch {
	case over:
		c.report(Bounds, s, "maximum", at, x)
	case under:
		c.report(Bounds, s, "minimum", at, x)
	}
}

// list checks the elements of a list.
func (c *checker) list(x []any, parts []*schema, at *trail) {
	for _, p := range parts {
		switch {
		case p.kind != "array" && p.items == nil:
			continue
		case len(x) < p.minItems:
			c.report(Bounds, p, "minItems", at, x)
		case len(x) > p.maxItems:
			c.report(Bounds, p, "maxItems", at, x)
		}
		for _, element := range x {
			switch {
			case element == nil:
				c.event(&p.stats, "null element")
				if p.items != nil {
					c.visit(&p.items.stats)
					c.event(&p.items.stats, "null")
				}
				if p.nullElements == "" && p.items != nil && !p.items.nullable() {
					c.report(NullElement, p, "", at.to("*"), nil)
				}
			case p.items != nil:
				c.value(element, p.items, at.to("*"))
			}
		}
	}
}

// envelope returns the name of the only member of an object if that is unknown, and its
// value is the object that the schema describes; else "".
func (c *checker) envelope(x map[string]any, s *schema, parts []*schema, at *trail) string {
	if len(x) != 1 || s.node == nil || s.ref == nil && len(s.allOf) == 0 || !described(parts) {
		return ""
	}
	for name, value := range x {
		inner, ok := value.(map[string]any)
		if ok && len(inner) > 0 && memberName(name) == name && len(property(parts, name)) == 0 && len(c.try(inner, s, at).found) == 0 {
			return name
		}
	}
	return ""
}

// object checks the members of an object. With choices, what they know is no unknown
// member.
func (c *checker) object(x map[string]any, parts []*schema, choices bool, at *trail) {
	names := slices.Sorted(maps.Keys(x))
	free := slices.ContainsFunc(parts, func(p *schema) bool { return p.anything || p.additional != nil })
	home := homeOf(parts)
	for _, name := range names {
		known := property(parts, name)
		inner := x[name]
		switch {
		case len(known) > 0:
			if inner == nil && slices.ContainsFunc(known, (*schema).nullable) {
				known = slices.DeleteFunc(slices.Clone(known), func(s *schema) bool { return !s.nullable() })
			}
			for _, s := range known {
				c.value(inner, s, at.to(name))
			}
		case free:
			for _, p := range parts {
				if p.additional != nil && !p.anything {
					c.value(inner, p.additional, at.to("*"))
				}
			}
		case choices, home == nil:
		default:
			c.report(UnknownMember, home, memberName(name), at.to(memberName(name)), inner)
		}
	}
	if c.lenient {
		return
	}
	for _, p := range parts {
		if len(x) < p.minProperties {
			c.report(Bounds, p, "minProperties", at, x)
		}
		for _, name := range p.required {
			if !has(x, parts, name) {
				c.report(Missing, p, name, at.to(name), nil)
				c.found[len(c.found)-1].has = false
			}
		}
		for what := range p.watched {
			if name, ok := strings.CutPrefix(what, "absent "); ok && !has(x, parts, name) {
				c.event(&p.stats, what)
			}
		}
	}
}

// homeOf returns the part that an unknown member is added to: the last one that has
// properties of its own, or the object itself.
func homeOf(parts []*schema) *schema {
	own := parts[0]
	if own.properties != nil {
		return own
	}
	for _, inner := range slices.Backward(own.allOf) {
		if inner.ref == nil && (inner.properties != nil || inner.kind == "object") {
			return inner
		}
	}
	if len(own.allOf) == 1 {
		return homeOf(own.allOf[0].parts())
	}
	if own.kind == "object" || own.allOf != nil {
		return own
	}
	return nil
}

// has reports whether an object has a member, also by its former name.
func has(x map[string]any, parts []*schema, name string) bool {
	if _, ok := x[name]; ok {
		return true
	}
	for _, p := range parts {
		for former, s := range p.properties {
			if _, ok := x[former]; ok && s.mergeInto == name {
				return true
			}
		}
	}
	return false
}
