package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// pairTypes finds the types that have another name now: they keep the old one as an alias,
// they have the same schema, or most of their parts are the same and something uses them in
// the same place.
func (c *comparison) pairTypes() {
	for _, a := range c.after.Model.Aliases {
		if c.before.declares(a.Name) {
			c.rename(a.Name, a.Target)
		}
	}
	ofSchema := map[string][]string{}
	for _, new := range c.after.Model.Types {
		if c.before.types[new.Name] == nil {
			ofSchema[new.Schema] = append(ofSchema[new.Schema], new.Name)
		}
	}
	for _, old := range c.before.Model.Types {
		if c.after.types[old.Name] != nil || old.Schema == "" {
			continue
		}
		for _, name := range ofSchema[old.Schema] {
			c.rename(old.Name, name)
		}
	}
	uses := c.after.usesOfNew(c.before)
	for _, old := range c.before.Model.Types {
		for _, name := range c.candidates(old.Name, uses) {
			new := c.after.types[name]
			if new != nil && c.isFree(old.Name, name) && old.Request == new.Request && mostly(spellings(old), spellings(*new)) {
				c.rename(old.Name, name)
				// A type without a name in the schema is called after the place where it stands.
				c.guessed[old.Name] = old.Schema != "" && new.Schema != ""
			}
		}
	}
	for i := range c.before.Model.Enums {
		old := &c.before.Model.Enums[i]
		for _, name := range c.candidates(old.Name, uses) {
			if new := c.after.enums[name]; new != nil && c.isFree(old.Name, name) && mostly(values(old), values(new)) {
				c.rename(old.Name, name)
			}
		}
	}
	for _, old := range c.before.Model.Unions {
		for _, name := range c.candidates(old.Name, uses) {
			if new := c.after.unions[name]; new != nil && c.isFree(old.Name, name) && mostly(kinds(old), kinds(*new)) {
				c.rename(old.Name, name)
			}
		}
	}
}

// usesOfNew lists the types that another side does not have by what uses them.
func (s *side) usesOfNew(other *side) map[user][]string {
	uses := map[user][]string{}
	for _, t := range declared(s) {
		if other.declares(t.name) {
			continue
		}
		for _, by := range s.users[t.name] {
			if by.kind == byMember {
				by.part = "" // which is the name of the type itself
			}
			uses[by] = append(uses[by], t.name)
		}
	}
	return uses
}

// candidates lists the new types that something uses in the place of an old one, which
// is gone.
func (c *comparison) candidates(old string, uses map[user][]string) []string {
	if c.after.declares(old) || c.renamed[old] != "" {
		return nil
	}
	var names []string
	for _, by := range c.before.users[old] {
		switch by.kind {
		case byField:
			by.owner = c.newName(by.owner)
		case byMember:
			by.owner, by.part = c.newName(by.owner), ""
		default:
			by.owner = c.movedTo(by.owner)
		}
		names = append(names, uses[by]...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (c *comparison) rename(old, new string) {
	if c.renamed[old] == "" && c.former[new] == "" {
		c.renamed[old], c.former[new] = new, old
	}
}

// isFree reports whether a name is gone and another one new, and neither of them is
// known to be a renaming.
func (c *comparison) isFree(old, new string) bool {
	return !c.after.declares(old) && !c.before.declares(new) && c.renamed[old] == "" && c.former[new] == ""
}

// declares reports whether a side has a type of a name.
func (s *side) declares(name string) bool {
	return s.types[name] != nil || s.enums[name] != nil || s.unions[name] != nil || s.pages[name] != nil
}

// formerName is the name that a type of the new version had in the old one.
func (c *comparison) formerName(name string) string {
	if old, ok := c.former[name]; ok {
		return old
	}
	return name
}

// newName is the name that a type of the old version has in the new one.
func (c *comparison) newName(name string) string {
	if new, ok := c.renamed[name]; ok {
		return new
	}
	return name
}

// mostly reports whether 70 % of all that two lists have are in both of them.
func mostly(a, b []string) bool {
	removed, added := difference(a, b)
	common := len(a) - len(removed)
	return common > 0 && 100*common >= 70*(common+len(removed)+len(added))
}

// spellings are the names of the fields, by what stays if they are spelled otherwise.
func spellings(t model.Type) []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, spelling(f.Wire))
	}
	return names
}

func kinds(u model.Union) []string {
	var names []string
	for _, m := range u.Members {
		names = append(names, m.Kind)
	}
	for _, a := range u.Attempts {
		names = append(names, a.Method())
	}
	return names
}

// sameType reports whether two references mean the same type, by whatever name.
func (c *comparison) sameType(old, new model.TypeRef) bool {
	if old.Kind != new.Kind || old.Pointer != new.Pointer || old.Single != new.Single || c.newName(old.Name) != new.Name {
		return false
	}
	if old.Elem == nil || new.Elem == nil {
		return old.Elem == new.Elem
	}
	return c.sameType(*old.Elem, *new.Elem)
}

// subject is what the schema calls a type, or else what Go does: inline schemas have
// no name. Where there is no Go, they are called after the place where they stand.
func (s *side) subject(name string) string {
	if t := s.types[name]; t != nil && t.Schema != "" {
		return t.Schema
	}
	if p := s.pages[name]; p != nil && p.Schema != "" {
		return p.Schema
	}
	if users := s.users[name]; s.Go == nil && len(users) > 0 && users[0].owner != name {
		switch by := users[0]; by.kind {
		case byField:
			return s.subject(by.owner) + "." + by.part
		case byMember:
			return s.subject(by.owner)
		case byParameter:
			return by.owner + " " + by.part
		case byBody:
			return by.owner + " body"
		case byResult:
			return by.owner + " answer"
		}
	}
	return name
}

// describeType says what a type is on the wire, as the object of a sentence.
func (s *side) describeType(ref model.TypeRef) Text {
	if ref.Single {
		ref.Single = false
		return Textf("a list of one, %s", s.describeType(ref))
	}
	switch ref.Kind {
	case model.String:
		return words("a string")
	case model.Int:
		return words("an integer")
	case model.Int64:
		return words("an integer (64 bits)")
	case model.Float64:
		return words("a number")
	case model.Bool:
		return words("a boolean")
	case model.Time:
		return words("a time")
	case model.Raw:
		return words("anything")
	case model.List:
		return Textf("a list, each element %s", s.describeType(*ref.Elem))
	case model.MapOf:
		return Textf("an object of any keys, each value %s", s.describeType(*ref.Elem))
	case model.PageOf:
		if p := s.pages[ref.Name]; p != nil && p.Paging == model.CursorPaging {
			return Textf("a page with cursors, each element %s", s.describeType(*ref.Elem))
		}
		return Textf("a page, each element %s", s.describeType(*ref.Elem))
	case model.Named:
		switch {
		case ref.Class == model.Runtime:
			return Textf("a string (%s)", ref.Name)
		case ref.Class == model.EnumType && s.Go == nil:
			return words("a string of a few values")
		case ref.Class == model.EnumType:
			return Textf("a string of the enum %s", ref.Name)
		}
		return article(s.subject(ref.Name))
	}
	return words("nothing")
}

func article(noun string) Text {
	if noun != "" && slices.Contains([]byte("AEIOaeio"), noun[0]) {
		return Textf("an %s", noun)
	}
	return Textf("a %s", noun)
}
