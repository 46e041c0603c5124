package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/goapi"
)

// join gives each change the declarations that differ because of it, and reports those
// that no change explains.
func (c *comparison) join() {
	if c.raw {
		return
	}
	c.services = map[string]bool{}
	for _, s := range slices.Concat(c.before.Model.Services, c.after.Model.Services) {
		c.services[s.Type()] = true
	}
	differences := c.worthTelling(goapi.Compare(c.before.Go, c.after.Go))
	claims, renames := c.indexClaims()
	found := map[*draft][]goapi.Difference{}
	for _, difference := range differences {
		explaining := c.renamesOf(difference, renames)
		if explaining == nil {
			explaining = claimants(difference, claims)
		}
		if len(explaining) == 0 {
			explaining = []*draft{c.unexplained(difference)}
		}
		for _, d := range explaining {
			found[d] = append(found[d], difference)
		}
	}
	for _, d := range c.drafts {
		c.judge(d, found[d])
	}
}

// indexClaims lists the changes that claim each declaration, and those that rename each
// type, in their order.
func (c *comparison) indexClaims() (claims, renames map[string][]*draft) {
	claims, renames = map[string][]*draft{}, map[string][]*draft{}
	dependents := c.dependents()
	for _, d := range c.drafts {
		for _, name := range reached(d.claims, dependents) {
			if known := claims[name]; len(known) == 0 || known[len(known)-1] != d {
				claims[name] = append(known, d)
			}
		}
		if d.renames != "" {
			renames[d.renames] = append(renames[d.renames], d)
		}
	}
	return claims, renames
}

// judge sets the effect of a change to that of the declarations, if they know worse,
// and lists the names.
func (c *comparison) judge(d *draft, differences []goapi.Difference) {
	known, named := map[GoName]bool{}, map[string]bool{}
	for _, difference := range differences {
		name := GoName{
			Name: c.userName(difference.Name), Old: difference.Old, New: difference.New,
			Breaking: difference.Breaking, Why: difference.Why,
		}
		if !known[name] {
			known[name], named[name.Name] = true, true
			d.Go = append(d.Go, name)
		}
		if difference.Breaking {
			d.Effect = Compile
		}
		if difference.Old == "" {
			d.Effect = max(d.Effect, Additive)
		}
	}
	for _, name := range d.affected {
		if !named[name] {
			named[name] = true
			d.Go = append(d.Go, GoName{Name: name})
		}
	}
	slices.SortStableFunc(d.Go, func(a, b GoName) int { return cmp.Compare(a.Name, b.Name) })
}

// worthTelling leaves out the fields and methods of a type that comes or goes as a
// whole, or that becomes an alias. Methods of services are what users call, so that they
// are told.
func (c *comparison) worthTelling(differences []goapi.Difference) []goapi.Difference {
	whole := map[string]bool{}
	named := map[string][]goapi.Difference{}
	for _, d := range differences {
		named[d.Name] = append(named[d.Name], d)
		if d.Kind == goapi.Type && (d.Old == "" || d.New == "" || c.newName(d.Name) != d.Name) && !c.isService(d.Name) {
			whole[d.Name] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(differences), func(d goapi.Difference) bool {
		owner, _, isMember := strings.Cut(d.Name, ".")
		return isMember && whole[owner] && !c.staysOtherwise(d, named)
	})
}

// staysOtherwise reports whether a type that has another name now has a member which
// is not as it was.
func (c *comparison) staysOtherwise(d goapi.Difference, named map[string][]goapi.Difference) bool {
	owner, member, _ := strings.Cut(d.Name, ".")
	other := c.newName(owner)
	if d.Old == "" {
		other = c.formerName(owner)
	}
	if other == owner {
		return false
	}
	return !slices.ContainsFunc(named[other+"."+member], func(candidate goapi.Difference) bool {
		return eachType(d.Name, d.Old+candidate.Old, c.newName) == eachType(d.Name, d.New+candidate.New, c.newName)
	})
}

// isService reports whether a type is that of a service, on either side.
func (c *comparison) isService(name string) bool { return c.services[name] }

// userName is a name as a user of the client says it: a method by its service.
func (c *comparison) userName(name string) string {
	if owner, method, ok := strings.Cut(name, "."); ok && c.isService(owner) {
		return strings.TrimSuffix(owner, "Service") + "." + method
	}
	return name
}

// claimants are the changes that explain a declaration. The nearer claim counts: who
// claims the name itself knows more than who claims all members of its type. So does
// the likelier one: where a type has changed, that is why its declaration reads
// otherwise, and not that it is deprecated as well.
func claimants(difference goapi.Difference, claims map[string][]*draft) []*draft {
	exact := slices.Clone(claims[difference.Name])
	if len(exact) == 0 {
		owner, _, _ := strings.Cut(difference.Name, ".")
		return claims[owner+".*"]
	}
	likeliest := slices.Min(mapped(exact, (*draft).doubt))
	return slices.DeleteFunc(exact, func(d *draft) bool { return d.doubt() > likeliest })
}

// doubt says how unlikely it is that a change is why a declaration reads otherwise.
func (d *draft) doubt() int {
	switch d.Kind {
	case FieldNullable, FieldNotNull:
		return 1 // it may have become a pointer
	case FieldRequired, FieldOptional, FieldDeprecated, FieldRestored, FieldBounds,
		ParameterDeprecated, ParameterBounds, ParameterDefault, ParameterValues:
		return 2
	}
	return 0
}

func mapped[T, U any](list []T, f func(T) U) []U {
	var result []U
	for _, e := range list {
		result = append(result, f(e))
	}
	return result
}

// renamesOf are the changes of names that make a declaration differ, if nothing else
// does.
func (c *comparison) renamesOf(difference goapi.Difference, renames map[string][]*draft) []*draft {
	if difference.Old == "" || difference.New == "" || difference.Old == difference.New {
		return nil
	}
	var used []string
	text := eachType(difference.Name, difference.Old, func(name string) string {
		new, ok := c.renamed[name]
		if !ok {
			return name
		}
		used = append(used, name)
		return new
	})
	if text != difference.New {
		return nil
	}
	var explaining []*draft
	for _, name := range used {
		for _, d := range renames[name] {
			if !slices.Contains(explaining, d) {
				explaining = append(explaining, d)
			}
		}
	}
	return explaining
}

// eachType replaces the types that a declaration mentions. The name that it declares is
// none of them, even if a type has the same.
func eachType(declared, text string, replace func(name string) string) string {
	name := declared[strings.LastIndexByte(declared, '.')+1:]
	before, rest := "", text
	switch {
	case strings.HasPrefix(text, "func ("):
		end := strings.Index(text, ") ") + len(") ")
		before, rest = text[:end], text[end:]
	case !strings.Contains(declared, "."):
		keyword, after, _ := strings.Cut(text, " ")
		before, rest = keyword+" ", after
	}
	if after, ok := strings.CutPrefix(rest, name); ok {
		return eachIdentifier(before, replace) + name + eachIdentifier(after, replace)
	}
	return eachIdentifier(text, replace)
}

// eachIdentifier replaces the identifiers of a text.
func eachIdentifier(text string, replace func(name string) string) string {
	isPart := func(r rune) bool {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	var b strings.Builder
	for text != "" {
		end := strings.IndexFunc(text, func(r rune) bool { return !isPart(r) })
		switch {
		case end < 0:
			end = len(text)
			fallthrough
		case end > 0:
			b.WriteString(replace(text[:end]))
			text = text[end:]
		default:
			next := strings.IndexFunc(text, isPart)
			if next < 0 {
				next = len(text)
			}
			b.WriteString(text[:next])
			text = text[next:]
		}
	}
	return b.String()
}

// unexplained reports a declaration that no change of the API explains: the runtime or
// the overrides are others.
func (c *comparison) unexplained(difference goapi.Difference) *draft {
	return c.add(unexplained(c.userName(difference.Name), difference))
}

func unexplained(subject string, difference goapi.Difference) Change {
	change := Change{Group: GoAPI, Subject: subject, Old: name(difference.Old), New: name(difference.New)}
	switch {
	case difference.Old == "":
		change.Kind, change.Effect = GoAdded, Additive
		change.Text = Textf("%s is new in the Go package.", subject)
	case difference.New == "":
		change.Kind, change.Effect = GoRemoved, Behaviour
		change.Text = Textf("%s is gone from the Go package.", subject)
		change.Advice = doWithout("Stop using %s.", About(subject))
	default:
		change.Kind, change.Effect = GoChanged, Additive
		change.Text = Textf("%s has another declaration in the Go package.", subject)
		if difference.Why != "" {
			change.Text = Textf("%s %s.", subject, unmarked(strings.TrimSuffix(difference.Why, ".")))
		}
		if difference.Breaking {
			change.Advice = do("Check the code that uses %s.", About(subject))
		}
	}
	return change
}
