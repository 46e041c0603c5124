package diff

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// compareFields reports what has changed in the types that answers consist of. What
// requests consist of is compared where it is sent.
func (c *comparison) compareFields() {
	for _, t := range c.before.Model.Types {
		other := c.after.types[c.newName(t.Name)]
		if other != nil && c.before.received[t.Name] && c.after.received[other.Name] {
			c.compareFieldsOf(t.Name, other.Name, t.Fields, other.Fields)
		}
	}
	for _, p := range c.before.Model.Pages {
		if other := c.after.pages[p.Name]; other != nil {
			c.compareFieldsOf(p.Name, other.Name, p.Fields, other.Fields)
		}
	}
}

// fieldPlace is a field in both versions of a type.
type fieldPlace struct {
	oldType, newType string // Go names
	old, new         model.Field
}

func (c *comparison) compareFieldsOf(oldType, newType string, before, after []model.Field) {
	var gone, come []model.Field
	for _, old := range before {
		i := slices.IndexFunc(after, func(f model.Field) bool { return f.Wire == old.Wire })
		if i < 0 {
			gone = append(gone, old)
			continue
		}
		c.compareField(fieldPlace{oldType, newType, old, after[i]})
	}
	for _, new := range after {
		if !slices.ContainsFunc(before, func(f model.Field) bool { return f.Wire == new.Wire }) {
			come = append(come, new)
		}
	}
	for i, same := range []func(old, new model.Field) bool{isTwin, sameGoName, c.isSpelled, c.isLikely} {
		for _, old := range slices.Clone(gone) {
			if new, ok := onlyField(old, gone, come, same); ok {
				c.fieldRenamed(fieldPlace{oldType, newType, old, new}, i > 1)
				gone = slices.DeleteFunc(gone, func(f model.Field) bool { return f.Wire == old.Wire })
				come = slices.DeleteFunc(come, func(f model.Field) bool { return f.Wire == new.Wire })
			}
		}
	}
	for _, f := range gone {
		c.fieldRemoved(fieldPlace{oldType: oldType, newType: newType, old: f})
	}
	for _, f := range come {
		c.fieldAdded(fieldPlace{oldType: oldType, newType: newType, new: f})
	}
}

// isTwin reports whether overrides say that a field had the name of another one. The
// types may differ: the newer one is read in the same way.
func isTwin(old, new model.Field) bool {
	return new.Twin == old.Wire || old.Twin != "" && old.Twin == new.Wire
}

func sameGoName(old, new model.Field) bool { return old.GoName == new.GoName }

// isSpelled reports whether a name is another one written in another way.
func (c *comparison) isSpelled(old, new model.Field) bool {
	return c.sameType(old.Type, new.Type) && spelling(old.Wire) == spelling(new.Wire)
}

// spelling is what names have in common that differ in case and underscores only.
func spelling(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// isLikely reports whether a name looks like the successor of another one.
func (c *comparison) isLikely(old, new model.Field) bool {
	return c.sameType(old.Type, new.Type) && alike(old.Wire, new.Wire)
}

// alike reports whether two names are spelled the same but for case and underscores,
// differ in fewer words than they share, or one is the beginning or the end of the other.
// One word in common says little: min_gain is not max_gain.
func alike(a, b string) bool {
	if spelling(a) == spelling(b) {
		return true
	}
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || strings.HasSuffix(a, b) || strings.HasSuffix(b, a) {
		return true
	}
	wordsA, wordsB := strings.Split(a, "_"), strings.Split(b, "_")
	removed, added := difference(wordsA, wordsB)
	common := len(wordsA) - len(removed)
	return common > max(len(removed), len(added))
}

// onlyField returns the field of come that is the same as old, if no other pair is.
func onlyField(old model.Field, gone, come []model.Field, same func(old, new model.Field) bool) (model.Field, bool) {
	var matches []model.Field
	for _, new := range come {
		if same(old, new) {
			matches = append(matches, new)
		}
	}
	if len(matches) != 1 {
		return model.Field{}, false
	}
	for _, other := range gone {
		if other.Wire != old.Wire && same(other, matches[0]) {
			return model.Field{}, false
		}
	}
	return matches[0], true
}

// compareField compares a property that has the same name in both versions.
func (c *comparison) compareField(at fieldPlace) {
	if at.old.GoName != at.new.GoName && !c.raw {
		c.addField(at, FieldRenamed, Behaviour, "%s is called %s in Go now; it was %s.", c.fieldSubject(at), at.new.GoName, at.old.GoName).
			was(name(at.old.GoName), name(at.new.GoName)).advise(useInstead(goField(at.newType, at.new), goField(at.oldType, at.old)))
	}
	c.compareFieldType(at)
	c.compareTwin(at)
	if at.old.Required != at.new.Required {
		if at.new.Required {
			c.addField(at, FieldRequired, Comment, "%s is always there now.", c.fieldSubject(at))
		} else {
			c.addField(at, FieldOptional, Behaviour, "%s may be absent now.", c.fieldSubject(at)).
				advise(do("Expect %s.", c.zeroValue(at)))
		}
	}
	c.compareFieldStatus(at)
	if at.old.MaxItems != at.new.MaxItems {
		old, new := describeBounds(model.WireSchema{MaxItems: at.old.MaxItems}), describeBounds(model.WireSchema{MaxItems: at.new.MaxItems})
		c.addField(at, FieldBounds, Comment, "The bounds of %s are %s now; they were %s.", c.fieldSubject(at), new, old).was(old, new)
	}
}

// compareFieldStatus compares what is said about the fate of a field: deprecation, and
// whether apps in development mode are sent it.
func (c *comparison) compareFieldStatus(at fieldPlace) {
	subject := c.fieldSubject(at)
	lost := at.old.Removed == "" && at.new.Removed != ""
	regained := at.old.Removed != "" && at.new.Removed == ""
	without := doWithout("Do not rely on %s in development mode, where a zero value comes instead.", c.fieldName(at))
	switch {
	case !at.old.Deprecated && at.new.Deprecated && lost:
		c.addField(at, FieldDeprecated, Behaviour, "%s is deprecated, and has not been sent in development mode since %s.", subject, words(at.new.Removed)).
			advise(without).Since = at.new.Removed
		lost = false
	case !at.old.Deprecated && at.new.Deprecated:
		c.addField(at, FieldDeprecated, Comment, "%s is deprecated.", subject).advise(doWithout("Prepare to stop using %s.", c.fieldName(at)))
	case at.old.Deprecated && !at.new.Deprecated && regained:
		c.addField(at, FieldRestored, Additive, "%s is no longer deprecated, and is sent in development mode again.", subject)
		regained = false
	case at.old.Deprecated && !at.new.Deprecated:
		c.addField(at, FieldRestored, Comment, "%s is no longer deprecated.", subject)
	}
	switch {
	case lost:
		c.addField(at, ModeLost, Behaviour, "%s has not been sent in development mode since %s.", subject, words(at.new.Removed)).
			was(nil, words(at.new.Removed)).advise(without).Since = at.new.Removed
	case regained:
		c.addField(at, ModeRegained, Additive, "%s is sent in development mode again.", subject)
	}
}

// compareTwin compares the former names that are read, too. Nothing in Go depends on
// them as long as the name of today is there.
func (c *comparison) compareTwin(at fieldPlace) {
	if at.old.Twin == at.new.Twin {
		return
	}
	add := func(kind Kind, s *side, typeName string, f model.Field, format string) {
		subject := s.subject(typeName) + "." + f.Twin
		c.add(Change{
			Kind: kind, Group: Types, Effect: None, Subject: subject, Pos: f.Pos,
			Text: Textf(format, subject, at.new.Wire),
		})
	}
	if at.old.Twin != "" {
		add(FieldRemoved, c.before, at.oldType, at.old, "%s, a former name of %s, is gone.")
	}
	if at.new.Twin != "" {
		add(FieldAdded, c.after, at.newType, at.new, "%s is now read as a former name of %s, where that is absent.")
	}
}

// compareFieldType compares what a property may be, null included.
func (c *comparison) compareFieldType(at fieldPlace) {
	old, new := at.old.Type, at.new.Type
	pointed := old.Pointer != new.Pointer
	new.Pointer = old.Pointer
	if !c.sameType(old, new) {
		c.addField(at, FieldType, Behaviour, "%s is %s now; it was %s.", c.fieldSubject(at), c.after.describeType(at.new.Type), c.before.describeType(at.old.Type)).
			was(c.before.describeType(at.old.Type), c.after.describeType(at.new.Type)).
			advise(do("Check the code that uses %s.", c.fieldName(at)))
	}
	if at.old.Within != at.new.Within && c.sameType(old, new) {
		c.addField(at, FieldType, Behaviour, "%s comes %s now; it came %s.", c.fieldSubject(at), within(at.new), within(at.old)).
			was(within(at.old), within(at.new))
	}
	switch {
	case at.new.Nullable && !at.old.Nullable:
		c.addField(at, FieldNullable, Behaviour, "%s may be null now.", c.fieldSubject(at)).
			advise(do("Expect %s.", c.zeroValue(at)))
	case at.old.Nullable && !at.new.Nullable:
		d := c.addField(at, FieldNotNull, Comment, "%s is never null any more.", c.fieldSubject(at))
		if pointed {
			d.advise(do("Use %s as a value, no longer as a pointer.", c.fieldName(at)))
		}
	case pointed && c.sameType(old, new) && !c.raw:
		text := "%s is a pointer in Go now."
		if at.old.Type.Pointer {
			text = "%s is no longer a pointer in Go."
		}
		c.addField(at, FieldType, Behaviour, text, c.fieldSubject(at)).advise(do("Check the code that uses %s.", c.fieldName(at)))
	}
}

// within says where the value of a field is.
func within(f model.Field) Text {
	if f.Within == "" {
		return words("directly")
	}
	return Textf("within an object, as %s", f.Within)
}

// zeroValue says how what is null or absent appears to an importer.
func (c *comparison) zeroValue(at fieldPlace) Text {
	ref := at.new.Type
	switch {
	case c.raw:
		return Textf("%s to be null or absent", c.fieldName(at))
	case ref.Pointer, ref.Kind == model.List, ref.Kind == model.MapOf, ref.Kind == model.Raw:
		return Textf("%s to be nil", c.fieldName(at))
	}
	return Textf("%s to be the zero value", c.fieldName(at))
}

func (c *comparison) fieldAdded(at fieldPlace) {
	c.addField(at, FieldAdded, Additive, "%s is new.", c.fieldSubject(at)).
		was(nil, c.after.describeType(at.new.Type))
}

func (c *comparison) fieldRemoved(at fieldPlace) {
	c.addField(at, FieldRemoved, Behaviour, "%s is gone.", c.fieldSubject(at)).
		was(c.before.describeType(at.old.Type), nil).advise(doWithout("Stop using %s.", c.fieldName(at)))
}

// fieldRenamed reports that a property has another name. Where only its looks say so, it
// may as well be another one.
func (c *comparison) fieldRenamed(at fieldPlace, guessed bool) {
	was := c.before.subject(at.oldType) + "." + at.old.Wire
	d := c.addField(at, FieldRenamed, Behaviour, "%s is called %s now.", was, at.new.Wire).was(name(at.old.Wire), name(at.new.Wire))
	if at.new.Twin == at.old.Wire {
		d.Text = Textf("%s is called %s now; what comes under the former name is read, too.", was, at.new.Wire)
	}
	if guessed {
		d.Text = Textf("%s is gone; %s, of the same type, is new, and may be its successor.", was, at.new.Wire)
	}
	switch {
	case c.raw && guessed:
		d.advise(ifTheSame(name(at.new.Wire), name(at.old.Wire)))
	case c.raw:
		d.advise(do("Read %s instead of %s.", at.new.Wire, at.old.Wire))
	case guessed:
		d.advise(ifTheSame(About(goField(at.newType, at.new)), About(goField(at.oldType, at.old))))
	case at.old.GoName != at.new.GoName:
		d.advise(useInstead(goField(at.newType, at.new), goField(at.oldType, at.old)))
	}
	at.old.Required, at.old.Nullable = at.new.Required, at.new.Nullable // successors are told by their type alone
	at.old.Deprecated, at.old.MaxItems, at.old.GoName = at.new.Deprecated, at.new.MaxItems, at.new.GoName
	at.old.Twin, at.old.Removed = at.new.Twin, at.new.Removed
	c.compareField(at)
}

func goField(typeName string, f model.Field) string { return typeName + "." + f.GoName }

// was notes the old and the new value.
func (d *draft) was(old, new Text) *draft {
	d.Old, d.New = old, new
	return d
}

// fieldSubject is what the schema calls a field.
func (c *comparison) fieldSubject(at fieldPlace) string {
	if at.new.Wire == "" {
		return c.before.subject(at.oldType) + "." + at.old.Wire
	}
	return c.after.subject(at.newType) + "." + at.new.Wire
}

// fieldName is what an importer calls a field.
func (c *comparison) fieldName(at fieldPlace) Text {
	switch {
	case c.raw:
		return About(c.fieldSubject(at))
	case at.new.Wire == "":
		return About(goField(at.oldType, at.old))
	}
	return About(goField(at.newType, at.new))
}

// addField adds a change of a field. It explains the field, and what a type can do
// because of it.
func (c *comparison) addField(at fieldPlace, kind Kind, effect Effect, format string, args ...any) *draft {
	d := c.add(Change{
		Kind: kind, Group: Types, Effect: effect, Subject: c.fieldSubject(at),
		Text: Textf(format, args...), Pos: at.new.Pos,
	})
	if at.new.Wire == "" {
		d.Pos = at.old.Pos
	}
	if at.old.Wire != "" {
		d.claim(goField(at.oldType, at.old)).with(user{byField, at.oldType, at.old.Wire})
		d.claim(c.before.abilities(at.oldType, at.old.Wire)...)
	}
	if at.new.Wire != "" {
		d.claim(goField(at.newType, at.new)).with(user{byField, at.newType, at.new.Wire})
		d.claim(c.after.abilities(at.newType, at.new.Wire)...)
		if !c.raw {
			d.affect(goField(at.newType, at.new))
		}
	}
	if kind == FieldType {
		d.claim(c.before.iteratorsOver(at.oldType, at.old.GoName)...).claim(c.after.iteratorsOver(at.newType, at.new.GoName)...)
	}
	if (kind == FieldAdded || kind == FieldType || kind == FieldRenamed) && !c.after.isComparable(at.new.Type) {
		d.claim(c.after.holders(at.newType)...)
	}
	return d
}
