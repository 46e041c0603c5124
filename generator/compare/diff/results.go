package diff

import (
	"slices"

	"github.com/spotgen/spotgen/generator/model"
)

// compareResults reports what operations answer.
func (c *comparison) compareResults() {
	for _, p := range c.pairs {
		c.compareResult(p)
		c.compareSuccess(p)
		c.comparePaging(p)
	}
}

// compareResult reports another type of answer, or another way to it.
func (c *comparison) compareResult(p pair) {
	var changed []methodPair
	for _, m := range p.methods {
		if !c.sameResult(m.before.Result, m.after.Result) {
			changed = append(changed, m)
		}
	}
	if len(changed) == 0 {
		return
	}
	// The methods of an operation differ in what they pass on, but the answer is one.
	was := c.before.describeResult(changed[0].before.Result)
	is := c.after.describeResult(changed[0].after.Result)
	change := c.about(p, ResultChanged, Results, Behaviour, "%s answers %s now; it answered %s.", p.after.place(), is, was)
	change.Old, change.New = was, is
	var names, claims []string
	for _, m := range changed {
		names = append(names, m.after.QualifiedName())
		if m.before.QualifiedName() == m.after.QualifiedName() { // or else the other name is why it differs
			claims = append(claims, slices.Concat(signatures(m.before), signatures(m.after), resultClaims(m.before), resultClaims(m.after))...)
		}
	}
	if c.raw {
		names = nil
	} else {
		change.Advice = do("Check the code that uses the result of %s.", About(names...))
	}
	c.add(change).claim(claims...).affect(names...).with(user{kind: byResult, owner: p.before.place()}, user{kind: byResult, owner: p.after.place()})
}

// sameResult reports whether two answers become a result in the same way.
func (c *comparison) sameResult(old, new model.Result) bool {
	return old.Kind == new.Kind && old.Envelope == new.Envelope && slices.Equal(old.Accept, new.Accept) && c.sameResultType(old, new)
}

// sameResultType reports whether two results are of one type, whatever the struct is
// called in which a result by status is.
func (c *comparison) sameResultType(old, new model.Result) bool {
	if old.Kind != model.ByStatus || new.Kind != model.ByStatus {
		return c.sameType(old.Type, new.Type)
	}
	return slices.EqualFunc(old.Cases, new.Cases, func(old, new model.Case) bool {
		return old.Status == new.Status && old.Kind == new.Kind && c.sameType(old.Type, new.Type)
	})
}

// resultClaims lists the declarations of a result by status.
func resultClaims(op *model.Operation) []string {
	if op.Result.Kind != model.ByStatus {
		return nil
	}
	return []string{op.Result.Type.Name, op.Result.Type.Name + ".*"}
}

func (s *side) describeResult(r model.Result) Text {
	switch r.Kind {
	case model.NoResult:
		return words("nothing")
	case model.Unwrap:
		return Textf("%s under %s", s.describeType(r.Type), r.Envelope)
	case model.Verbatim:
		return Textf("%s (%s)", describeVerbatim(r.Type), list(r.Accept, "or"))
	case model.ByStatus:
		return s.describeCases(r.Cases)
	}
	return s.describeType(r.Type)
}

func describeVerbatim(ref model.TypeRef) Text {
	if ref.Kind == model.String {
		return words("a text")
	}
	return words("bytes")
}

// describeCases says what the answers with each status are.
func (s *side) describeCases(cases []model.Case) Text {
	var items []Text
	for _, c := range cases {
		what, status := s.describeType(c.Type), Textf("%d", c.Status)
		if c.Kind == model.Verbatim {
			what = describeVerbatim(c.Type)
		}
		if c.Status < 100 {
			status = words("any other status")
		}
		items = append(items, Textf("%s with %s", what, status))
	}
	return enumerate(items, "or")
}

// compareSuccess reports other declared codes of success.
func (c *comparison) compareSuccess(p pair) {
	was, is := p.before.op(), p.after.op()
	if slices.Equal(was.Success, is.Success) {
		return
	}
	change := c.about(p, ResultStatus, Results, Comment, "%s declares success with %s now; it was %s.", p.after.place(), codes(is.Success), codes(was.Success))
	change.Old, change.New = codes(was.Success), codes(is.Success)
	if is.Result.Nilable && !was.Result.Nilable && is.Result.Kind != model.NoResult {
		change.Effect = Behaviour
		change.Text = Textf("%s may answer nothing now, with 204.", p.after.place())
		if !c.raw {
			change.Advice = do("Expect an empty result of %s.", c.operationName(p.after))
		}
	}
	c.add(change).affect(c.methodNames(p.after)...).claim(presences(was, is)...)
}

// presences names the methods that tell whether the results of operations are empty.
func presences(ops ...*model.Operation) []string {
	var names []string
	for _, op := range ops {
		if op.Result.Presence != "" {
			names = append(names, op.Result.Type.Name+"."+op.Result.Presence)
		}
	}
	return names
}

func codes(list []int) Text {
	items := make([]Text, len(list))
	for i, code := range list {
		items[i] = Textf("%d", code)
	}
	return orNone(enumerate(items, "and"))
}

// comparePaging reports another way of paging, or other iterators.
func (c *comparison) comparePaging(p pair) {
	for _, m := range p.methods {
		was, is := m.before, m.after
		if was.Paging == is.Paging && slices.Equal(iterators(was), iterators(is)) {
			continue
		}
		renamed := was.QualifiedName() != is.QualifiedName()
		if renamed && was.Paging == is.Paging && len(was.Iterators) == len(is.Iterators) && !c.raw {
			continue // the iterators have other names with the method
		}
		change := c.about(p, PagingChanged, Results, Behaviour, "%s pages %s now; it paged %s.", p.after.place(), describePaging(is), describePaging(was))
		change.Old, change.New = describePaging(was), describePaging(is)
		gone, come := difference(iterators(was), iterators(is))
		if was.Paging == is.Paging {
			change.Old, change.New = list(gone, "and"), list(come, "and")
		}
		switch {
		case was.Paging == is.Paging && len(gone) == 0:
			change.Effect = Additive
			change.Text = Textf("All pages of %s can be read with %s now.", p.after.place(), list(come, "and"))
		case was.Paging == is.Paging:
			change.Text = Textf("%s has other iterators now: %s instead of %s.", p.after.place(), orNone(list(come, "and")), list(gone, "and"))
		}
		if c.raw && was.Paging == is.Paging {
			return
		}
		switch {
		case c.raw || len(gone) == 0:
		case len(gone) == len(come):
			change.Advice = insteadOf(come, gone)
		default:
			change.Advice = doWithout("Stop using %s.", About(gone...))
		}
		d := c.add(change)
		for _, op := range []*model.Operation{was, is} {
			d.claim(signatures(op)[1:]...)
		}
		if !c.raw {
			d.affect(is.QualifiedName())
		}
	}
}

func iterators(op *model.Operation) []string {
	var names []string
	for _, it := range op.Iterators {
		names = append(names, op.Service+"."+it.Name)
	}
	return names
}

func describePaging(op *model.Operation) Text {
	switch op.Paging {
	case model.OffsetPaging:
		return words("by offset")
	case model.CursorPaging:
		return words("by cursor")
	}
	return words("not at all")
}
