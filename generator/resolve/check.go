package resolve

import (
	"strings"
	"unicode"

	"github.com/spotgen/spotgen/generator/model"
)

// checkWire reports the name of a property that encoding/json does not read
// out of a struct tag. It says whether the name is good.
func (r *resolver) checkWire(name string, pos model.Pos) bool {
	usable := name != "" && name != "-"
	for _, c := range name {
		usable = usable && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c))
	}
	if !usable {
		r.diags.Errorf(pos, "the property %q has a name that cannot stand in a struct tag; remove it in overrides/schema", name)
	}
	return usable
}

// checkMembers reports members of a union that cannot be told apart, in Go or
// on the wire, or whose name the union has a use for itself.
func (r *resolver) checkMembers(u *model.Union) {
	r.checkWire(u.Property, u.Pos)
	byName, byKind := map[string]bool{}, map[string]string{}
	for _, m := range u.Members {
		switch m.GoName {
		case "Raw", "IsZero", "ResourceURI", "MarshalJSON", "UnmarshalJSON":
			r.diags.Errorf(u.Pos, "the member %s of the union %s has the name of something that unions have; rename it in overrides/names.yml", m.GoName, u.Name)
		}
		if byName[m.GoName] {
			r.diags.Errorf(u.Pos, "the union %s has the member %s twice; remove one of them in overrides/schema/unions.yml", u.Name, m.GoName)
		} else if other, ok := byKind[m.Kind]; ok && m.Kind != "" {
			r.diags.Errorf(u.Pos, "the union %s calls both %s and %s %q; correct the mapping in overrides/schema/unions.yml", u.Name, other, m.GoName, m.Kind)
		}
		byName[m.GoName], byKind[m.Kind] = true, m.GoName
	}
}

// checkSendable reports a parameter of a type that the runtime has no way to
// put into a path or a query.
func (r *resolver) checkSendable(p model.Param, required bool, pos model.Pos) {
	var ok bool
	switch ref := p.Type; {
	case ref.Kind == model.Invalid: // reported where it arose
		return
	case ref.Kind == model.List:
		ok = p.In == model.InQuery && isText(*ref.Elem)
	case p.In == model.InPath:
		ok = isText(ref)
	case required:
		ok = isText(ref) || ref.Kind == model.Int || ref.Kind == model.Bool || isResource(ref)
	case ref.Pointer:
		ok = ref.Kind == model.Int || ref.Kind == model.Bool || ref.Kind == model.Float64
	default:
		ok = isText(ref) || ref.Kind == model.Int || ref.Kind == model.Int64 || ref.Kind == model.Bool
	}
	if !ok {
		r.diags.Errorf(pos, "the runtime cannot send the parameter %q of the %s in this form; describe it otherwise in overrides/schema/requests.yml, or add the form to overrides/spotify/query.go and to generator/resolve/check.go", p.Wire, p.In)
	}
}

// isText reports whether a type is a string, by whatever name.
func isText(ref model.TypeRef) bool {
	if ref.Pointer {
		return false
	}
	switch ref.Class {
	case model.EnumType:
		return true
	case model.Runtime:
		return !isResource(ref)
	}
	return ref.Kind == model.String
}

func isResource(ref model.TypeRef) bool {
	return ref.Class == model.Runtime && (ref.Name == "Resource" || ref.Name == "Resources")
}
