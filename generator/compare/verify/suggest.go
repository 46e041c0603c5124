package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/compare/overlay"
)

const evidencePrefix = "spotgen verify: "

// finding makes a finding of what was counted.
func (v *Verifier) finding(k key, t *tally) Finding {
	f := Finding{
		Kind: k.kind, Pointer: k.pointer, Pos: v.tree.index.Pos(k.pointer), Subject: v.tree.subject(k.pointer),
		Count: t.count, Example: t.example,
	}
	if t.of != nil {
		f.Of = max(t.of.seen, 0)
	}
	if f.Of < f.Count {
		f.Of = 0
	}
	switch {
	case k.kind == MissingParameter && t.op != nil:
		f.Subject = t.op.String()
	case k.kind == UnknownOperation:
		f.Subject = k.detail
	}
	f.Message = v.message(k, t)
	s := &suggestion{v: v, k: k, t: t, evidence: evidencePrefix + f.Example.String() + "; " + f.seen()}
	s.suggest()
	if !s.impossible {
		f.Actions = s.actions
	}
	return f
}

// suggestion makes the actions for a finding.
type suggestion struct {
	v          *Verifier
	k          key
	t          *tally
	evidence   string
	actions    []overlay.Action
	impossible bool
}

func (s *suggestion) update(p, description string, was, update *yaml.Node) {
	s.act(overlay.Action{Target: s.v.tree.target(p), Description: description, Was: was, Update: update})
}

// remove removes what is at a pointer.
func (s *suggestion) remove(p, description string) {
	s.act(overlay.Action{Target: s.v.tree.target(p), Description: description, Was: overlay.Copy(s.v.tree.at(p))})
}

func (s *suggestion) act(a overlay.Action) {
	a.Evidence = s.evidence
	s.actions = append(s.actions, a)
	s.impossible = s.impossible || a.Target == ""
}

func (s *suggestion) suggest() {
	p := s.k.pointer
	n := s.v.tree.at(p)
	switch s.k.kind {
	case Null:
		s.update(p, "null in answers", identity(n), overlay.Mapping("nullable", true))
	case NullElement:
		s.nullElements(p, n)
	case Missing:
		s.missing(p, n)
	case UnknownMember:
		s.member(p)
	case UnknownValue:
		if s.k.detail == others || isDescribed(s.k.detail) {
			return
		}
		known := &yaml.Node{}
		if yaml.Unmarshal([]byte(s.k.detail), known) == nil && len(known.Content) == 1 {
			element := overlay.Copy(known.Content[0])
			element.Style = 0
			s.update(p, "there are more values", keep(n, "enum"), overlay.Mapping("enum", list(element)))
		}
	case OtherCase:
		s.update(p, "upper and lower case vary", keep(n, "enum"), overlay.Mapping("x-spotgen-fold-case", true))
	case UnknownKind:
		s.mapping(p, n)
	case OtherShape:
		s.shapes(p, n)
	case Wrapped:
		s.envelope(p, n)
	case WrongType:
		s.otherType(p, n)
	case Bent:
		s.within(p, n)
	case Format:
		if s.k.detail == "int32" {
			s.update(p, "does not fit into 32 bits", keep(n, "type", "format"), overlay.Mapping("format", "int64"))
		} else {
			s.remove(p+"/format", "not in this format")
		}
	case Bounds:
		s.bounds(p, n)
	default:
		s.operation(p, n)
	}
}

// isDescribed reports whether a value is only described: a text.
func isDescribed(detail string) bool {
	return strings.HasPrefix(detail, "a ") || strings.HasPrefix(detail, "an ")
}

// identity says what a schema is, for an x-was.
func identity(n *yaml.Node) *yaml.Node {
	if get(n, "nullable") != nil {
		return keep(n, "nullable")
	}
	for _, key := range []string{"$ref", "type", "allOf", "oneOf", "anyOf"} {
		if was := keep(n, key); was != nil {
			return was
		}
	}
	return nil
}

func (s *suggestion) nullElements(p string, n *yaml.Node) {
	how := "zero"
	// A list that answers a list of IDs has an element for each of them.
	if op := s.t.op; op != nil && strings.HasPrefix(p, op.pointer+"/responses/") && slices.ContainsFunc(op.parameters, func(p *parameter) bool { return p.in == "query" && p.name == "ids" }) {
		how = "pointer"
	}
	update := overlay.Mapping("x-spotgen-null-elements", how)
	if kind := text(get(n, "items"), "type"); kind != "" && kind != "object" && kind != "array" {
		update.Content = append(update.Content, overlay.Value("items"), overlay.Mapping("nullable", true))
	}
	s.update(p, "there are null elements", keep(n, "type"), update)
}

// missing takes a member out of the list of those that are required, and removes the list
// if all of them can be missing.
func (s *suggestion) missing(p string, n *yaml.Node) {
	required := texts(n, "required")
	all := !slices.ContainsFunc(required, func(name string) bool { return s.v.findings[key{Missing, p, name}] == nil })
	if all {
		s.remove(p+"/required", "not in all answers")
		return
	}
	target := s.v.tree.target(p + "/required")
	if target == "" || strings.ContainsAny(s.k.detail, `'\`) {
		s.impossible = true
		return
	}
	s.act(overlay.Action{Target: target + "[?@ == '" + s.k.detail + "']", Description: "not in all answers", Was: overlay.Value(s.k.detail)})
}

// member adds a member to an object.
func (s *suggestion) member(p string) {
	name := s.k.detail
	shape := s.t.shape
	home := s.v.base(p, name)
	n := s.v.tree.at(home)
	if name == others {
		if get(n, "properties") == nil {
			s.update(home, "members that have any name", keep(n, "type"), overlay.Mapping("additionalProperties", shape.schema(s.v.tree, "")))
		}
		return
	}
	if get(n, "properties") == nil && home == p {
		if ref := s.whole(p); ref != nil {
			s.update(home, "the members of another object", identity(n), overlay.Mapping("allOf", list(ref)))
			return
		}
	}
	described := overlay.Mapping(name, shape.schema(s.v.tree, name))
	const description = "answered, though described nowhere"
	if get(n, "properties") != nil {
		s.update(home+"/properties", description, nil, described)
		return
	}
	s.update(home, description, identity(n), overlay.Mapping("properties", described))
}

// whole returns a reference to the component whose members an object has of which the
// schema describes none, or nil.
func (s *suggestion) whole(p string) *yaml.Node {
	object := &shape{kinds: map[string]bool{"object": true}, members: map[string]*shape{}, in: map[string]int{}, objects: 1}
	for k, t := range s.v.findings {
		if k.kind == UnknownMember && k.pointer == p {
			object.members[k.detail], object.in[k.detail] = t.shape, 1
		}
	}
	if ref := object.component(s.v.tree); ref != "" {
		return overlay.Mapping("$ref", "#"+ref)
	}
	return nil
}

// envelope puts what a schema describes into a member of another object.
func (s *suggestion) envelope(p string, n *yaml.Node) {
	if s.t.of.fits || s.v.crowd[crowd{Wrapped, p}] > 1 {
		return // there is the object itself as well, or another envelope
	}
	inner := keep(n, "$ref")
	if inner == nil {
		inner = keep(n, "allOf")
	}
	outer := overlay.Mapping("type", "object", "required", list(overlay.Value(s.k.detail)), "properties", overlay.Mapping(s.k.detail, inner))
	if way := tokens(p); len(way) > 3 && way[len(way)-3] == "content" && way[len(way)-2] == mediaJSON {
		response := pointer(way[:len(way)-3]...)
		s.remove(response+"/content", "the object without its envelope")
		s.update(response, "the object in its envelope", nil, overlay.Mapping("content", overlay.Mapping(mediaJSON, overlay.Mapping("schema", outer))))
		return
	}
	for _, key := range []string{"$ref", "allOf"} {
		if get(n, key) != nil {
			s.remove(p+pointer(key), "the object without its envelope")
		}
	}
	s.update(p, "the object in its envelope", nil, outer)
}

// base returns where a member is added: the schema that several objects are composed of,
// if more than one of them has the member and none describes it, else the object itself.
func (v *Verifier) base(p, name string) string {
	way := tokens(p)
	if len(way) < 5 || way[0] != "components" || way[3] != "allOf" {
		return p
	}
	own := v.tree.schema(pointer(way[:3]...))
	for _, base := range own.allOf {
		if base.ref == nil {
			continue
		}
		having, describing := 0, 0
		for _, other := range v.tree.components {
			user := v.tree.schema(pointer("components", "schemas", other))
			if user == nil || user == base.ref || !slices.Contains(user.parts(), base.ref) {
				continue
			}
			describing += len(property(user.parts(), name))
			if home := homeOf(user.parts()); home != nil && v.findings[key{UnknownMember, home.pointer, name}] != nil {
				having++
			}
		}
		if having > 1 && describing == 0 && base.ref.properties != nil {
			return base.ref.pointer
		}
	}
	return p
}

// mapping adds the values that tell the choices of a oneOf apart.
func (s *suggestion) mapping(p string, n *yaml.Node) {
	union := s.v.tree.schema(p)
	said, err := strconv.Unquote(s.k.detail)
	if err != nil {
		return
	}
	entries := overlay.Mapping()
	found := false
	for _, choice := range union.choices {
		value := branch(choice, union.discriminator)
		if value == "" && s.t.shape.fits(choice) {
			value = said
		}
		if value == "" || choice.ref == nil || text(get(n, "discriminator", "mapping"), value) != "" {
			continue
		}
		found = found || value == said
		entries.Content = append(entries.Content, scalar(value), scalar("#"+choice.ref.pointer))
	}
	if !found {
		return // a kind that no choice is
	}
	was := overlay.Mapping("discriminator", overlay.Mapping("propertyName", union.discriminator))
	s.update(p, "the values that tell the objects apart", was, overlay.Mapping("discriminator", overlay.Mapping("mapping", entries)))
}

// scalar is value, where a variable has that name.
func scalar(text string) *yaml.Node { return overlay.Value(text) }

func (s *suggestion) shapes(p string, n *yaml.Node) {
	parts := strings.Split(s.k.detail, `"`)
	if len(parts) != 7 {
		return
	}
	rule := overlay.Mapping("says", parts[1], "has", parts[3], "is", parts[5])
	rule.Style = yaml.FlowStyle
	s.update(p, "objects of another kind than they say", overlay.Mapping("discriminator", overlay.Mapping("propertyName", text(get(n, "discriminator"), "propertyName"))),
		overlay.Mapping("x-spotgen-shapes", list(rule)))
}

// otherType gives a schema the type that its values have.
func (s *suggestion) otherType(p string, n *yaml.Node) {
	old := text(n, "type")
	kind, _ := s.t.shape.kind()
	if old == "integer" && kind == "number" {
		s.otherKeys(p, n, "format")
		s.update(p, "numbers with a fraction", keep(n, "type"), overlay.Mapping("type", "number"))
		return
	}
	alone := s.v.findings[key{WrongType, p, s.k.detail}] != nil && s.v.kindsAt(p) == 1
	if kind == "" || old == "" || !alone || s.t.of == nil || s.t.of.fits || old == "object" && get(n, "properties") != nil || get(n, "x-go-type") != nil || get(n, "x-go-type-name") != nil || get(n, "allOf") != nil {
		return
	}
	s.otherKeys(p, n, "enum", "format", "minimum", "maximum", "items", "default", "example")
	s.update(p, "of another type", keep(n, "type"), s.t.shape.schema(s.v.tree, lastToken(p)))
}

// kindsAt counts the types that were found in a place.
func (v *Verifier) kindsAt(p string) int { return v.crowd[crowd{WrongType, p}] }

// otherKeys removes what another type cannot have.
func (s *suggestion) otherKeys(p string, n *yaml.Node, keys ...string) {
	for _, key := range keys {
		if get(n, key) != nil {
			s.remove(p+pointer(key), "of the former type")
		}
	}
}

// within tells the name of the member that a number has come in.
func (s *suggestion) within(p string, n *yaml.Node) {
	if _, name, ok := strings.Cut(s.k.detail, `"`); ok && text(n, "type") == "integer" {
		s.update(p, "has come as an object", keep(n, "type"), overlay.Mapping("x-spotgen-within", strings.TrimSuffix(name, `"`)))
	}
}

func (s *suggestion) bounds(p string, n *yaml.Node) {
	bound := s.k.detail
	if get(n, "x-spotgen-extended-maximum") != nil {
		return
	}
	seen := map[string]float64{"minimum": s.t.shape.low, "maximum": s.t.shape.high}
	if limit, ok := seen[bound]; ok && s.t.example.In == "request" && text(n, "exclusive"+strings.ToUpper(bound[:1])+bound[1:]) == "" {
		s.update(p, "requests beyond this bound are accepted", keep(n, bound), overlay.Mapping(bound, limit))
		return
	}
	s.remove(p+pointer(bound), "does not hold")
}

// operation is about statuses, bodies, and parameters.
func (s *suggestion) operation(p string, n *yaml.Node) {
	tree := s.v.tree
	switch s.k.kind {
	case UnknownStatus:
		s.status(p, n)
	case UnknownHeader:
		header := overlay.Mapping("schema", overlay.Mapping("type", "integer", "minimum", float64(0)))
		header.Content = append([]*yaml.Node{overlay.Value("description"), overlay.Value("Seconds to wait before the next request.")}, header.Content...)
		s.update(p, "how long to wait", keep(n, "description"), overlay.Mapping("headers", overlay.Mapping(s.k.detail, header)))
		s.actions[len(s.actions)-1].Was = nil // words are no reason to report the override
	case UnknownBody:
		content := overlay.Mapping("content", overlay.Mapping(mediaJSON, overlay.Mapping("schema", s.t.shape.schema(tree, ""))))
		if s.t.example.In == "request" {
			content = overlay.Mapping("requestBody", content)
		}
		s.update(p, "there is a body", nil, content)
	case MissingBody, MissingParameter:
		if s.t.example.In == "request" {
			s.update(p, "accepted without", keep(n, "required"), overlay.Mapping("required", false))
		}
	case UnknownParameter:
		if s.k.detail != others {
			kind, _ := s.t.shape.kind()
			s.update(p, "accepted, though described nowhere", nil,
				overlay.Mapping("parameters", list(overlay.Mapping("name", s.k.detail, "in", "query", "schema", overlay.Mapping("type", kind)))))
		}
	}
}

// status adds an answer. All failures are described at once.
func (s *suggestion) status(p string, n *yaml.Node) {
	status, _ := strconv.Atoi(s.k.detail)
	code, answer := s.k.detail, overlay.Mapping("description", fmt.Sprintf("Answers with status %d", status))
	if status >= 400 {
		code, answer = "default", overlay.Mapping("description", "Any other failure")
	}
	for _, known := range sortedNames(s.t.op.responses) {
		r := s.t.op.responses[known]
		if failure := known[0] >= '4'; len(s.t.shape.kinds) > 0 && r.schema != nil && failure == (status >= 400) && s.t.shape.fits(r.schema) {
			answer.Content = append(answer.Content, overlay.Value("content"), withoutWords(get(s.v.tree.at(r.pointer), "content")))
			break
		}
	}
	if get(answer, "content") == nil && len(s.t.shape.kinds) > 0 {
		answer.Content = append(answer.Content, overlay.Value("content"), overlay.Mapping(mediaJSON, overlay.Mapping("schema", s.t.shape.schema(s.v.tree, ""))))
	}
	s.update(p, "an answer that is described nowhere", nil, overlay.Mapping(code, answer))
}
