package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
)

// The facts about operations that go into comments, into the table of
// operations, and into what the client does.

// paging is that of the page that an operation answers, or of the pages in
// its answer if the operation takes an offset: a search has seven.
func (r *resolver) paging(op operation, result model.Result) model.Paging {
	page := ""
	switch {
	case result.Type.Kind == model.PageOf:
		page = result.Type.Name
	case result.Type.Class == model.Struct && slices.ContainsFunc(op.params, func(p param) bool { return p.name == "offset" }):
		for _, f := range r.types[result.Type.Name].Fields {
			if f.Type.Kind == model.PageOf {
				page = f.Type.Name
			}
		}
	}
	for _, p := range r.pages {
		if p.Name == page {
			return p.Paging
		}
	}
	return model.NoPaging
}

// notePaging notes which fields of a page iterators and decoders go by. checkPages sees to
// their types.
func notePaging(p *model.Page) {
	for _, f := range p.Fields {
		switch f.Wire {
		case "cursors":
			p.Cursors = f.GoName
		case "href":
			p.Href = f.GoName
		case "limit":
			p.Limit = f.GoName
		case "next":
			p.Next = f.GoName
		case "offset":
			p.Offset = f.GoName
		case "total":
			p.Total = f.GoName
		}
	}
}

// role decides what the client does with an option. One of an unusual type is only sent.
func role(p model.Param) model.Role {
	isCursor := p.Type.Kind == model.String || p.Type.Kind == model.Int64 || p.Type.Runtime == model.Text
	switch {
	case p.Type.Pointer || p.In != model.InQuery:
		return model.NoRole
	case p.Wire == "offset" && p.Type.Kind == model.Int:
		return model.PageOffset
	case p.Wire == "limit" && p.Type.Kind == model.Int:
		return model.PageLimit
	case p.Wire == "after" && isCursor:
		return model.CursorAfter
	case p.Wire == "before" && isCursor:
		return model.CursorBefore
	case p.Wire == "fields" && p.Type.Kind == model.String:
		return model.FieldFilter
	case p.Wire == "market" && p.Type.Class == model.Runtime && p.Type.Name == "Market":
		return model.MarketChoice
	}
	return model.NoRole
}

// batch finds the list of things that a method acts on: a required list in
// the query, or a list in its body, that has a maximum above one.
//
// The answers to the parts of a list can be put together if they are lists. What
// else answers a list in the query is asked for in one request, which refuses more
// than the maximum: nothing is left out without a word.
func (r *resolver) batch(op operation, m method, result model.Result, at place) model.Batch {
	for _, p := range op.params {
		if p.required && p.in == openapi3.ParameterInQuery && maxItems(p.shape) > 1 {
			b := model.Batch{Param: p.name, Max: maxItems(p.shape), Whole: m.whole}
			return r.whole(b, true, op, result, at)
		}
	}
	if op.body != nil && op.body.kind == model.JSONBody {
		for _, p := range op.body.shape.props {
			most := maxItems(r.schemas.shape(p.schema))
			if most > 1 && (m.body == nil || slices.Contains(m.body, p.name)) {
				return r.whole(model.Batch{Param: p.name, Max: most, Whole: m.whole}, m.arguments, op, result, at)
			}
		}
	}
	return model.Batch{}
}

// whole makes a batch of an argument one request if the answers to its parts cannot be put
// together.
func (r *resolver) whole(b model.Batch, isArgument bool, op operation, result model.Result, at place) model.Batch {
	if isArgument && !b.Whole && result.Kind != model.NoResult && result.Type.Kind != model.List {
		b.Whole = true
		r.diags.Warnf(r.in.Pos(at.pointer), "%s is not answered with a list, so that its %s go into one request, at most %d of them; if the answer is a list beside other things, remove those in overrides/schema, or else say whole: true in x-spotgen-methods", op.key(), b.Param, b.Max)
	}
	return b
}

// runtimeKind decides how emitted code treats a type of the runtime.
func (r *resolver) runtimeKind(name string) model.RuntimeKind {
	switch {
	case name == "Resource":
		return model.Resource
	case name == "Resources":
		return model.Resources
	case name == "Markets":
		return model.Markets
	case r.runtime[name].IsText:
		return model.Text
	}
	return model.Plain
}

// maxItems is the most elements of a list, 0 without such a bound. A bound that has
// outlived the list, which is something else now, says nothing.
func maxItems(s shape) int {
	if s.kind != openapi3.TypeArray || s.runtime != "" && s.runtime != "Resources" {
		return 0
	}
	return s.merged.maxItems
}

// scopeRule reads what overrides know of an operation's scopes. Without
// that, every scope that the schema lists is needed: at the operation, or else for all
// operations.
func (r *resolver) scopeRule(op operation, at place) model.ScopeRule {
	requirements := r.in.Spec.Security
	if op.spec.Security != nil {
		requirements = *op.spec.Security
	}
	var listed []string
	for _, requirement := range requirements {
		for _, scheme := range slices.Sorted(maps.Keys(requirement)) {
			listed = append(listed, requirement[scheme]...)
		}
	}
	slices.Sort(listed)
	listed = slices.Compact(listed)
	given, ok := op.spec.Extensions["x-spotgen-scopes"].(map[string]any)
	if !ok {
		return model.ScopeRule{All: listed}
	}
	rule := model.ScopeRule{
		All:      stringList(given["all"]),
		Any:      stringList(given["any"]),
		Optional: stringList(given["optional"]),
	}
	byKind, _ := given["by-kind"].(map[string]any)
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		scope, _ := byKind[kind].(string)
		rule.ByKind = append(rule.ByKind, model.KindScope{Kind: kind, Scope: scope})
	}
	used := slices.Concat(rule.All, rule.Any, rule.Optional)
	for _, k := range rule.ByKind {
		used = append(used, k.Scope)
	}
	slices.Sort(used)
	if used = slices.Compact(used); !slices.Equal(used, listed) {
		r.stale(r.in.Pos(at.pointer+"/x-spotgen-scopes"),
			"x-spotgen-scopes names %s, but the schema lists %s; bring overrides/schema/scopes.yml up to date", strings.Join(used, ", "), strings.Join(listed, ", "))
	}
	return rule
}

func stringList(v any) []string {
	items, _ := v.([]any)
	var list []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			list = append(list, s)
		}
	}
	return list
}

// availability reads since when development mode lacks an operation.
func (r *resolver) availability(op operation, at place) model.Availability {
	given, ok := op.spec.Extensions["x-spotgen-development"].(map[string]any)
	if !ok {
		if op.spec.Deprecated {
			r.diags.Warnf(r.in.Pos(at.pointer), "%s is deprecated, but nothing says what development mode makes of it; add it to overrides/schema/modes.yml", op.key())
		}
		return model.Availability{}
	}
	removed := r.day(given, "removed", at)
	restricted := r.day(given, "restricted", at)
	note, _ := given["note"].(string)
	return model.Availability{Removed: cmp.Or(removed, restricted), Note: note}
}

// removedSince reads since when apps in development mode are not sent a property.
func (r *resolver) removedSince(extensions map[string]any, at place) string {
	given, _ := extensions["x-spotgen-development"].(map[string]any)
	return r.day(given, "removed", at)
}

// day reads a date of x-spotgen-development. What lint suggests has letters where
// the day belongs, which only a person can know.
func (r *resolver) day(given map[string]any, key string, at place) string {
	value, ok := given[key]
	if !ok {
		return ""
	}
	day, _ := value.(string)
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		r.diags.Errorf(r.in.Pos(at.pointer+"/x-spotgen-development/"+key),
			"x-spotgen-development: %s is %q, which is no day; fill it in in overrides/schema/modes.yml, like '2026-02-11'", key, fmt.Sprint(value))
	}
	return day
}

// idempotent follows HTTP unless overrides know better: everything but a
// POST may be sent twice.
func (r *resolver) idempotent(op operation, m method, at place) bool {
	if m.idempotent != nil {
		return *m.idempotent
	}
	if given, ok := op.spec.Extensions["x-spotgen-idempotent"].(bool); ok {
		return given
	}
	return op.method != "POST"
}
