package diff

import (
	"github.com/spotgen/spotgen/generator/model"
)

// compareHidden reports changes of what the published schema says and the client does not
// show. A type that an override replaces may make values unreadable, whatever the override
// says; the rest is for people to know.
func (c *comparison) compareHidden() {
	type key struct {
		kind    model.HiddenKind
		subject string
	}
	before := map[key]model.Hidden{}
	for _, h := range c.before.Hidden {
		before[key{h.Kind, h.Subject}] = h
	}
	seen := map[key]bool{}
	for _, is := range c.after.Hidden {
		k := key{is.Kind, is.Subject}
		was, known := before[k]
		if seen[k] || known && was.Value == is.Value {
			seen[k] = true
			continue
		}
		seen[k] = true
		c.hiddenChanged(was, is, known)
	}
	for _, was := range c.before.Hidden {
		if k := (key{was.Kind, was.Subject}); !seen[k] {
			seen[k] = true
			c.hiddenGone(was)
		}
	}
}

func (c *comparison) hiddenChanged(was, is model.Hidden, known bool) {
	change := Change{Kind: HiddenChanged, Group: Types, Effect: Behaviour, Subject: is.Subject, New: name(is.Value), Pos: is.Pos}
	if known {
		change.Old = name(was.Value)
	}
	switch {
	case is.Kind == model.NullElements || is.Kind == model.WriteOnly:
		if known {
			c.flagChanged(change, is)
		}
		return // or else the part is new
	case is.Kind == model.OverriddenType && known:
		change.Text = Textf("Spotify describes %s as %s now, and as %s before. An override keeps another type in the client.", is.Subject, is.Value, was.Value)
		change.Advice = do("Look at answers: if they are of the new type, correct the override at %s.", is.Pos.String())
	case is.Kind == model.OverriddenType:
		return // there is an override now, or the part is new
	case is.Kind == model.ErrorField && known:
		change.Text = Textf("Errors have %s as %s now, and had it as %s.", is.Subject, is.Value, was.Value)
	case is.Kind == model.ErrorField:
		change.Effect = Additive
		change.Text = Textf("Errors have %s now, as %s.", is.Subject, is.Value)
	case is.Kind == model.Security:
		change.Group = Scopes
		change.Text = Textf("Ways to be allowed %s: %s now, %s before.", is.Subject, is.Value, orNone(change.Old))
	default:
		change.Group, change.Effect = Operations, Comment
		change.Text = Textf("There is another server, %s. The client uses the first.", is.Value)
	}
	c.add(change)
}

// flagChanged reports that elements may be null, or that answers do not have a property; or
// that it is no longer so.
func (c *comparison) flagChanged(change Change, is model.Hidden) {
	change.Old, change.New = nil, nil
	switch {
	case is.Kind == model.NullElements && is.Value != "":
		change.Text = Textf("Elements of %s may be null now.", is.Subject)
		change.Advice = do("Expect zero values among the elements.")
	case is.Kind == model.NullElements:
		change.Effect = Comment
		change.Text = Textf("Elements of %s are never null any more.", is.Subject)
	case is.Value != "":
		change.Text = Textf("Spotify says now that only requests have %s. Answers may come without it.", is.Subject)
		change.Advice = do("Expect the zero value.")
	default:
		change.Effect = Comment
		change.Text = Textf("Spotify no longer says that only requests have %s.", is.Subject)
	}
	c.add(change)
}

func (c *comparison) hiddenGone(was model.Hidden) {
	change := Change{Kind: HiddenChanged, Group: Types, Effect: Behaviour, Subject: was.Subject, Old: name(was.Value), Pos: was.Pos}
	switch was.Kind {
	case model.NullElements, model.WriteOnly:
		return // with the part
	case model.OverriddenType:
		return // the part is gone, or no override is about it any more: both are told elsewhere
	case model.ErrorField:
		change.Text = Textf("Errors have no %s any more.", was.Subject)
	case model.Security:
		change.Group = Scopes
		change.Text = Textf("There is one way to be allowed %s now; before, it was %s.", was.Subject, was.Value)
	default:
		change.Group, change.Effect = Operations, Comment
		change.Text = Textf("The server %s is gone. The client uses the first.", was.Value)
	}
	c.add(change)
}
