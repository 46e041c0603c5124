package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// checkWire reports the name of a property that encoding/json does not read
// out of a struct tag. It says whether the name is good.
func (r *resolver) checkWire(name string, pos model.Pos) bool {
	usable := name != "" && name != "-"
	for _, c := range name {
		usable = usable && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c))
	}
	if !usable {
		r.lose(pos, "the property %q has a name that cannot stand in a struct tag; remove it in overrides/schema", name)
	}
	return usable
}

// checkShared reports structs of one name that differ. It waits until all fields are
// known: they may lead back to where they are.
func (r *resolver) checkShared() {
	if r.in.Provisional {
		return
	}
	for _, t := range r.sameTypes {
		known := r.types[t.Name]
		if difference := compareFields(known.Fields, t.Fields); difference != "" {
			if r.in.StaleAsWarning && r.owns(t) {
				known, t = t, known
			}
			r.misnamed(r.keys[t], t.Pos, longerNames(t.Name, r.keys[t]),
				"two schemas become the Go type %s but differ in %s (the other is at %s); give one another name in overrides/names.yml", t.Name, difference, known.Pos)
		}
	}
}

// owns reports whether a struct is the component that a name belongs to: of those that
// would have it by the rules, the one that overrides/docs.yml describes, so that a new
// component takes no name from one that is known; else the first in the order of their
// names, capitals before small letters.
func (r *resolver) owns(t *model.Type) bool {
	owner := ""
	for _, name := range slices.Sorted(maps.Keys(r.schemas.components)) {
		if naming.Type(name) != t.Name {
			continue
		}
		if r.docs.entries["types"][name] != nil {
			owner = name
			break
		}
		owner = cmp.Or(owner, name)
	}
	return owner != "" && r.keys[t] == "type "+componentPlace(owner, "").pointer
}

// checkPages reports what iterators go by if it is of a type that they cannot read.
func (r *resolver) checkPages() {
	if r.in.Provisional {
		return
	}
	for _, p := range sortedValues(r.pages) {
		for _, f := range p.Fields {
			switch want := pagingType(f.Wire); {
			case f.Type.Kind == model.Invalid: // reported where it arose
			case f.Wire == "href" && describeScalar(f.Type) != "a string":
				p.Href = "" // decoders can do without
			case want != "" && describeScalar(f.Type) != want:
				r.lose(f.Pos, "the property %q of pages must be %s, never a pointer: iterators go by it; describe it so in overrides/schema/pages.yml", f.Wire, want)
				forgetPaging(p, f.GoName)
			case f.Wire == "cursors" && !r.hasCursor(f.Type):
				r.lose(f.Pos, "the property %q of pages must be an object, never a pointer, with a string called after: iterators go by it; describe it so in overrides/schema/pages.yml", f.Wire)
				forgetPaging(p, f.GoName)
			}
		}
	}
}

// forgetPaging keeps iterators from a field that they cannot read.
func forgetPaging(p *model.Page, goName string) {
	for _, known := range []*string{&p.Cursors, &p.Limit, &p.Next, &p.Offset, &p.Total} {
		if *known == goName {
			*known = ""
		}
	}
}

// pagingType says what a property of a page has to be that iterators read; nothing
// for others.
func pagingType(wire string) string {
	switch wire {
	case "limit", "offset", "total":
		return "an integer"
	case "next":
		return "a string"
	}
	return ""
}

func describeScalar(ref model.TypeRef) string {
	switch {
	case ref.Pointer:
	case ref.Kind == model.Int:
		return "an integer"
	case ref.Kind == model.String:
		return "a string"
	}
	return "something else"
}

func (r *resolver) hasCursor(ref model.TypeRef) bool {
	if ref.Kind != model.Named || ref.Class != model.Struct || ref.Pointer {
		return false
	}
	after := r.types[ref.Name].Field("after")
	return after != nil && after.GoName == "After" && describeScalar(after.Type) == "a string"
}

// compareFields says in which field two structs differ on the wire.
func compareFields(a, b []model.Field) string {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return fmt.Sprintf("%q", b[i].Wire)
		case i >= len(b) || a[i].Wire != b[i].Wire || !sameType(a[i].Type, b[i].Type):
			return fmt.Sprintf("%q", a[i].Wire)
		}
	}
	return ""
}

func sameType(a, b model.TypeRef) bool {
	if (a.Elem == nil) != (b.Elem == nil) || a.Elem != nil && !sameType(*a.Elem, *b.Elem) {
		return false
	}
	a.Elem, b.Elem = nil, nil
	return a == b
}

// longerNames returns the names that something may have if the short one is taken: that of
// its schema, if it is a component, and one that says that it is a type.
func longerNames(short, key string) []string {
	_, pointer, _ := strings.Cut(key, " ")
	component, ok := strings.CutPrefix(pointer, "/components/schemas/")
	if ok && !strings.Contains(component, "/") && naming.Exported(component) != short {
		return []string{naming.Exported(component), short + "Type"}
	}
	return []string{short + "Type"}
}
