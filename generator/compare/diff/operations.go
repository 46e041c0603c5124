package diff

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// compareOperations reports what has come and gone, and what has become of the
// operations that are in both versions.
func (c *comparison) compareOperations() {
	for _, e := range c.unpaired(c.before) {
		c.operationRemoved(e)
	}
	for _, e := range c.unpaired(c.after) {
		c.operationAdded(e)
	}
	for _, p := range c.pairs {
		c.moved(p)
		c.methodsRenamed(p)
		c.status(p)
		c.retry(p)
	}
}

func (c *comparison) operationAdded(e *endpoint) {
	replaces := c.after.replaces[e.place()]
	text := Textf("%s is new.", e.place())
	if len(replaces) > 0 {
		text = Textf("%s is new. It replaces %s.", e.place(), list(replaces, "and"))
	}
	c.add(Change{
		Kind: OperationAdded, Group: Operations, Effect: Additive,
		Subject: e.place(), New: name(e.op().ID), Text: text, Pos: e.op().Pos,
	}).claim(operationClaims(e)...).affect(c.methodNames(e)...).with(user{kind: byOperation, owner: e.place()})
}

func (c *comparison) operationRemoved(e *endpoint) {
	d := c.add(Change{
		Kind: OperationRemoved, Group: Operations, Effect: Behaviour,
		Subject: e.place(), Old: name(e.op().ID), Text: Textf("%s is gone.", e.place()), Pos: e.op().Pos,
	}).claim(operationClaims(e)...).affect(c.methodNames(e)...).with(user{kind: byOperation, owner: e.place()})
	next := c.before.replacement(e.op())
	if next == nil || c.after.places[placeOf(next)] == nil {
		d.Advice = doWithout("Stop using %s.", c.operationName(e))
		return
	}
	d.Text = Textf("%s is gone. %s replaces it.", e.place(), placeOf(next))
	d.Advice = c.replaceAdvice(c.before, e)
}

// operationClaims lists the declarations that belong to the methods of an operation.
func operationClaims(e *endpoint) []string {
	var claims []string
	for _, op := range e.methods {
		claims = append(claims, methodClaims(op)...)
		// The service itself comes with its first operation, and goes with its last.
		claims = append(claims, serviceType(op), "Client."+op.Service)
	}
	return claims
}

func methodClaims(op *model.Operation) []string {
	claims := append(signatures(op), "Op"+op.Service+op.Name)
	claims = append(claims, resultClaims(op)...)
	if op.OptionsType != "" {
		claims = append(claims, op.OptionsType, op.OptionsType+".*")
	}
	return claims
}

// signatures are the methods that take what an operation takes.
func signatures(op *model.Operation) []string {
	names := []string{serviceType(op) + "." + op.Name}
	for _, it := range op.Iterators {
		names = append(names, serviceType(op)+"."+it.Name)
	}
	return names
}

func serviceType(op *model.Operation) string { return op.Service + "Service" }

// moved reports that an operation is at another place.
func (c *comparison) moved(p pair) {
	was, is := p.before.place(), p.after.place()
	if was == is {
		return
	}
	d := Change{
		Kind: OperationMoved, Group: Operations, Effect: Behaviour, Subject: is,
		Old: name(was), New: name(is), Pos: p.after.op().Pos,
		Text: Textf("%s has moved to %s.", was, is),
	}
	if shape(p.before.Path) == shape(p.after.Path) && p.before.Method == p.after.Method {
		d.Effect = None // the name in braces is never sent
		d.Text = Textf("%s is written as %s now, which makes no difference to requests.", was, is)
	} else if !c.raw {
		names := list(c.methodNames(p.before), "and")
		if slices.Equal(p.before.Methods, p.after.Methods) {
			names = about(names) // or else nothing but the advice names them
		}
		d.Advice = do("Update the client: older versions of %s use the former path.", names)
	}
	c.add(d).affect(c.methodNames(p.after)...)
}

// methodsRenamed reports that an operation becomes methods of other names.
func (c *comparison) methodsRenamed(p pair) {
	if c.raw {
		return
	}
	old, new := []string{}, []string{}
	claims := []string{}
	for _, m := range p.methods {
		if m.before.QualifiedName() != m.after.QualifiedName() {
			old, new = append(old, m.before.QualifiedName()), append(new, m.after.QualifiedName())
			claims = append(claims, slices.Concat(methodClaims(m.before), methodClaims(m.after))...)
			claims = append(claims, serviceType(m.before), "Client."+m.before.Service, serviceType(m.after), "Client."+m.after.Service)
		}
	}
	for _, op := range p.gone {
		old, claims = append(old, op.QualifiedName()), append(claims, methodClaims(op)...)
	}
	for _, op := range p.come {
		new, claims = append(new, op.QualifiedName()), append(claims, methodClaims(op)...)
	}
	if len(old)+len(new) == 0 {
		return
	}
	change := Change{
		Kind: MethodRenamed, Group: Operations, Effect: Additive, Subject: p.after.place(),
		Old: withCommas(old), New: withCommas(new), Pos: p.after.op().Pos,
	}
	switch place := p.after.place(); {
	case len(old) == 0:
		change.Text = Textf("%s has the further %s %s in Go.", place, words(plural("method", len(new))), list(new, "and"))
	case len(new) == 0:
		change.Text = Textf("%s no longer has the %s %s in Go.", place, words(plural("method", len(old))), list(old, "and"))
		change.Advice = Advice{
			Kind: UseInstead, Use: c.methodNames(p.after),
			Text: Textf("Use %s instead of %s.", list(c.methodNames(p.after), "or"), About(old...)),
		}
	default:
		change.Text = Textf("%s is now called %s in Go, and was %s.", place, list(new, "and"), list(old, "and"))
		change.Advice = c.renameAdvice(p, old, new)
	}
	d := c.add(change).claim(claims...)
	for _, name := range old {
		if other := c.after.methods[name]; other != nil {
			// Code that calls it compiles, and asks for something else.
			d.Effect = max(d.Effect, Behaviour)
			d.Text = join(d.Text, Textf(" %s is the method of %s now.", name, other.Method+" "+other.Path))
			d.affect(name)
		}
	}
}

// withCommas names several things without a conjunction.
func withCommas(names []string) Text {
	var all Text
	for i, n := range names {
		if i > 0 {
			all = join(all, words(", "))
		}
		all = join(all, name(n))
	}
	return all
}

// renameAdvice says what to use instead of methods that are called otherwise now, and of
// the iterators that are named after them.
func (c *comparison) renameAdvice(p pair, old, new []string) Advice {
	if len(old) == len(new) {
		for _, m := range p.methods {
			if m.before.QualifiedName() == m.after.QualifiedName() {
				continue
			}
			if gone, come := difference(iterators(m.before), iterators(m.after)); len(gone) == len(come) {
				old, new = append(old, gone...), append(new, come...)
			}
		}
		return insteadOf(new, old)
	}
	return Advice{Kind: UseInstead, Text: Textf("Use %s instead of %s.", About(new...), About(old...)), Use: new}
}

// status reports what is said about the fate of an operation: deprecation, what
// replaces it, and its availability in development mode.
func (c *comparison) status(p pair) {
	was, is := p.before.op(), p.after.op()
	lost := was.Development.Removed == "" && is.Development.Removed != ""
	regained := was.Development.Removed != "" && is.Development.Removed == ""
	switch {
	case !was.Deprecated && is.Deprecated:
		c.deprecated(p, lost)
		lost = false
	case was.Deprecated && !is.Deprecated:
		c.restored(p, regained)
		regained = false
	case is.Deprecated:
		c.replaced(p)
	}
	switch {
	case lost:
		c.modeLost(p)
	case regained:
		c.add(c.about(p, ModeRegained, Modes, Additive,
			"%s is available to apps in development mode again.", p.after.place())).affect(c.methodNames(p.after)...)
	case was.Development.Note != is.Development.Note && !c.raw:
		c.modeNote(p)
	}
}

func (c *comparison) about(p pair, kind Kind, group Group, effect Effect, format string, args ...any) Change {
	return Change{
		Kind: kind, Group: group, Effect: effect, Subject: p.after.place(), Pos: p.after.op().Pos,
		Text: Textf(format, args...),
	}
}

// deprecated reports a deprecation, and the loss of an operation that came with it.
func (c *comparison) deprecated(p pair, lost bool) {
	change := c.about(p, OperationDeprecated, Operations, Comment, "%s is deprecated", p.after.place())
	if lost {
		change.Effect, change.Since = Behaviour, p.after.op().Development.Removed
		change.Text = join(change.Text, Textf(", and has been unavailable to apps in development mode since %s", words(change.Since)))
	}
	if next := c.after.replacement(p.after.op()); next != nil {
		change.Text = join(change.Text, Textf(". %s replaces it", placeOf(next)))
		change.New = name(placeOf(next))
		change.Advice = c.replaceAdvice(c.after, p.after)
	} else {
		if !c.raw { // the published schema does not tell
			change.Text = join(change.Text, words(". No replacement is known"))
		}
		change.Advice = doWithout("Prepare to stop using %s.", c.operationName(p.after))
	}
	change.Text = join(change.Text, words("."))
	c.add(change).affect(c.methodNames(p.after)...)
}

func (c *comparison) restored(p pair, regained bool) {
	change := c.about(p, OperationRestored, Operations, Comment, "%s is no longer deprecated", p.after.place())
	if regained {
		change.Effect = Additive
		change.Text = join(change.Text, words(", and is available to apps in development mode again"))
	}
	change.Text = join(change.Text, words("."))
	c.add(change).affect(c.methodNames(p.after)...)
}

// replaced reports that a deprecated operation is to be replaced by another one than
// before.
func (c *comparison) replaced(p pair) {
	old, new := "", ""
	if next := c.before.replacement(p.before.op()); next != nil {
		old = c.movedTo(placeOf(next))
	}
	if next := c.after.replacement(p.after.op()); next != nil {
		new = placeOf(next)
	}
	if old == new {
		return
	}
	change := c.about(p, OperationReplaced, Operations, Comment, "%s replaces %s, which was deprecated before.", new, p.after.place())
	change.Old, change.New = name(old), name(new)
	if new == "" {
		change.Text = Textf("%s, which is deprecated, no longer has a known replacement; it was %s.", p.after.place(), old)
		change.Advice = doWithout("Prepare to stop using %s.", c.operationName(p.after))
	} else {
		change.Advice = c.replaceAdvice(c.after, p.after)
	}
	c.add(change).affect(c.methodNames(p.after)...)
}

// movedTo returns where an operation of the old version is now.
func (c *comparison) movedTo(place string) string {
	if is, ok := c.moves[place]; ok {
		return is
	}
	return place
}

func (c *comparison) modeLost(p pair) {
	since := p.after.op().Development.Removed
	change := c.about(p, ModeLost, Modes, Behaviour, "%s has been unavailable to apps in development mode since %s.", p.after.place(), words(since))
	change.New, change.Since = words(since), since
	if c.after.replacement(p.after.op()) != nil {
		change.Advice = c.replaceAdvice(c.after, p.after)
	} else {
		change.Advice = doWithout("Do not use %s in development mode.", c.operationName(p.after))
	}
	c.add(change).affect(c.methodNames(p.after)...)
}

func (c *comparison) modeNote(p pair) {
	note := p.after.op().Development.Note
	change := c.about(p, ModeNote, Modes, Comment, "In development mode, %s has other limits: %s.", p.after.place(), unmarked(strings.TrimSuffix(note, ".")))
	if note == "" {
		change.Text = Textf("%s no longer has known limits in development mode.", p.after.place())
	}
	change.Old, change.New = unmarked(p.before.op().Development.Note), unmarked(note)
	c.add(change).affect(c.methodNames(p.after)...)
}

// retry reports that a method is sent again after a failure, or no longer.
func (c *comparison) retry(p pair) {
	var safe, unsafe []string
	for _, m := range p.methods {
		switch {
		case m.after.Idempotent && !m.before.Idempotent:
			safe = append(safe, m.after.QualifiedName())
		case !m.after.Idempotent && m.before.Idempotent:
			unsafe = append(unsafe, m.after.QualifiedName())
		}
	}
	if c.raw {
		return // only overrides know
	}
	if len(safe) > 0 {
		c.add(c.about(p, RetryChanged, Operations, Behaviour,
			"%s may be sent twice: %s is now repeated after a failure.", p.after.place(), list(safe, "and"))).affect(safe...)
	}
	if len(unsafe) > 0 {
		change := c.about(p, RetryChanged, Operations, Behaviour,
			"%s must not be sent twice: %s is no longer repeated after a failure.", p.after.place(), list(unsafe, "and"))
		change.Advice = do("After a failure, find out what happened before calling %s again.", about(list(unsafe, "or")))
		c.add(change).affect(unsafe...)
	}
}

// replaceAdvice says what to use instead of the methods of a deprecated operation.
func (c *comparison) replaceAdvice(s *side, e *endpoint) Advice {
	if c.raw {
		place := placeOf(s.replacement(e.op()))
		return Advice{Kind: UseInstead, Text: Textf("Use %s instead.", place), Use: []string{place}}
	}
	var order []string
	former := map[string][]string{}
	batch := ""
	for _, op := range e.methods {
		next := op.Replacement
		if !slices.Contains(order, next) {
			order = append(order, next)
		}
		former[next] = append(former[next], op.QualifiedName())
		if op.Batch.Single != "" {
			batch = op.QualifiedName()
		}
	}
	var parts []Text
	for _, next := range order {
		parts = append(parts, Textf("%s instead of %s", next, About(former[next]...)))
	}
	advice := Advice{Kind: UseInstead, Text: Textf("Use %s.", enumerate(parts, "and")), Use: order}
	if batch != "" {
		advice.Or = "WithQuotaMode(Development)"
		advice.Text = Textf("Use %s, or set %s, with which %s reads one by one.", enumerate(parts, "and"), advice.Or, About(batch))
	}
	return advice
}

// methodNames lists the Go methods of an operation; none in a raw comparison.
func (c *comparison) methodNames(e *endpoint) []string {
	if c.raw {
		return nil
	}
	return slices.Clone(e.Methods)
}

// operationName is what an importer calls an operation.
func (c *comparison) operationName(e *endpoint) Text {
	if c.raw {
		return About(e.place())
	}
	return About(e.Methods...)
}
