package verify

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// Unneeded is an override that the exchanges could have shown and do not.
type Unneeded struct {
	Pos    model.Pos
	Target string
	// Message says what was not seen: nullable of AlbumBase.label: no null in 12 answers.
	Message string
}

// watch is something that an override does, and that exchanges can show.
type watch struct {
	override int // index
	pos      model.Pos
	target   string
	what     string // nullable of AlbumBase.label
	lacks    string // no null
	of       *stats // that has the event, or whose being seen it is
	event    string // "" is being seen
	chance   *stats // of the exchanges that could have shown it
}

func (w *watch) count() int {
	if w.event == "" {
		return w.of.seen
	}
	return w.of.watched[w.event]
}

// unneeded lists the overrides of which nothing was seen, although it could have been.
func (v *Verifier) unneeded() []Unneeded {
	var all []Unneeded
	for i := 0; i < len(v.watched); {
		end := i
		shown := false
		var chance *watch
		for ; end < len(v.watched) && v.watched[end].override == v.watched[i].override; end++ {
			w := v.watched[end]
			shown = shown || w.count() > 0
			if w.chance.seen > 0 && (chance == nil || w.chance.seen > chance.chance.seen) {
				chance = w
			}
		}
		if !shown && chance != nil {
			answers := "answers"
			if chance.chance.seen == 1 {
				answers = "answer"
			}
			all = append(all, Unneeded{Pos: chance.pos, Target: chance.target, Message: fmt.Sprintf("%s: %s in %d %s", chance.what, chance.lacks, chance.chance.seen, answers)})
		}
		i = end
	}
	return all
}

// watch finds what the overrides of a schema do that exchanges can show.
func (v *Verifier) watch(doc *load.Document) []*watch {
	w := &watcher{Verifier: v, pointers: load.Pointers(doc.Nodes), responses: map[string]*response{}, callers: map[string]*operation{}}
	for _, op := range v.operations {
		for code, r := range op.responses {
			w.responses[op.pointer+pointer("responses", code)] = r
		}
		w.callers[op.pointer] = op
	}
	for i, o := range doc.Overrides {
		w.current = watch{override: i, pos: o.Pos, target: o.Target}
		for _, e := range o.Effects {
			p, there := w.pointers[e.Node]
			switch {
			case !there:
			case e.Update != nil:
				w.update(e.Update, p)
			default:
				w.removal(e, p)
			}
		}
	}
	return w.all
}

type watcher struct {
	*Verifier
	pointers  map[*yaml.Node]string
	responses map[string]*response
	callers   map[string]*operation
	current   watch
	all       []*watch
}

func (w *watcher) add(what, lacks string, of *stats, event string, chance *stats) {
	found := w.current
	found.what, found.lacks, found.of, found.event, found.chance = what, lacks, of, event, chance
	if event != "" {
		if of.watched == nil {
			of.watched = map[string]int{}
		}
		of.watched[event] = 0
	}
	w.all = append(w.all, &found)
}

// update finds what the update of a part of the schema does.
func (w *watcher) update(u *yaml.Node, p string) {
	if op := w.callers[strings.TrimSuffix(p, "/responses")]; op != nil && strings.HasSuffix(p, "/responses") {
		members(u, func(status string, _ *yaml.Node) {
			if r := w.responses[p+pointer(status)]; r != nil && w.isNew(p+pointer(status)) && status != "default" {
				w.add("status "+status+" of "+op.String(), "not seen", &r.stats, "", &op.stats)
			}
		})
		return
	}
	if above, ok := strings.CutSuffix(p, "/properties"); ok && w.tree.schemas[above] != nil {
		members(u, func(member string, inner *yaml.Node) { w.member(inner, w.tree.schemas[above], member) })
		return
	}
	s := w.tree.schemas[p]
	if s == nil {
		members(u, func(key string, inner *yaml.Node) { w.update(inner, p+pointer(key)) })
		return
	}
	name := w.tree.subject(p)
	members(u, func(key string, inner *yaml.Node) {
		switch key {
		case "nullable":
			if inner.Value == "true" {
				w.add("nullable of "+name, "no null", &s.stats, "null", &s.stats)
			}
		case "x-spotgen-null-elements":
			w.add("null elements of "+name, "none", &s.stats, "null element", &s.stats)
		case "x-spotgen-within":
			w.add(key+" of "+name, "no such object", &s.stats, "within", &s.stats)
		case "x-spotgen-fold-case":
			w.add(key+" of "+name, "no value in other letters", &s.stats, "case", &s.stats)
		case "format":
			if inner.Value == "int64" {
				w.add("int64 of "+name, "no number beyond 32 bits", &s.stats, "int64", &s.stats)
			}
		case "enum":
			if len(s.enum) > len(inner.Content) {
				for _, c := range inner.Content {
					w.add("value "+written(c)+" of "+name, "not seen", &s.stats, "value "+written(c), &s.stats)
				}
			}
		case "discriminator":
			members(get(inner, "mapping"), func(value string, _ *yaml.Node) {
				w.add("kind "+value+" of "+name, "not seen", &s.stats, "kind "+value, &s.stats)
			})
		case "x-spotgen-shapes":
			for _, rule := range inner.Content {
				w.add("shape of "+text(rule, "says")+" in "+name, "not seen", &s.stats, "shape "+text(rule, "says"), &s.stats)
			}
		case "properties":
			members(inner, func(member string, u *yaml.Node) { w.member(u, s, member) })
		case "items":
			w.update(inner, p+"/items")
		}
	})
}

// member finds what the update of a member of an object does.
func (w *watcher) member(u *yaml.Node, s *schema, name string) {
	p := s.pointer + pointer("properties", name)
	inner := s.properties[name]
	switch {
	case inner == nil:
	case w.isNew(p):
		w.add(w.tree.subject(p), "not seen", &inner.stats, "", &s.stats)
	default:
		w.update(u, p)
	}
}

// isNew reports whether the current override has made what is at a pointer.
func (w *watcher) isNew(p string) bool { return w.tree.index.Pos(p).File == w.current.pos.File }

// removal finds what was removed: members that were required.
func (w *watcher) removal(e load.Effect, p string) {
	var names []string
	switch {
	case e.Key == nil && lastToken(p) == "required":
		names, p = []string{e.Removed.Value}, strings.TrimSuffix(p, "/required")
	case e.Key != nil && e.Key.Value == "required" && e.Removed.Kind == yaml.SequenceNode:
		for _, c := range e.Removed.Content {
			names = append(names, c.Value)
		}
	}
	s := w.tree.schemas[p]
	if s == nil {
		return
	}
	for _, name := range names {
		if !slices.Contains(s.required, name) {
			w.add("not required: "+w.tree.subject(p)+"."+name, "never absent", &s.stats, "absent "+name, &s.stats)
		}
	}
}
