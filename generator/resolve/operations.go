package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// addOperation resolves an operation into the method, or the methods, that
// it becomes.
func (r *resolver) addOperation(op operation) {
	at := operationPlace(op)
	service := r.serviceName(op)
	if other, ok := r.joined[service]; ok {
		r.lose(r.in.Pos(at.pointer), "the services %s and %s differ in upper and lower case only; give both one name in overrides/names.yml; until then it is %s", other, service, other)
		service = other
	}
	methods := r.methods(op, at)
	if len(methods) == 0 {
		methods = []method{{}}
	}
	for _, m := range methods {
		r.addMethod(op, m, service, at)
	}
}

// addMethod builds one method: its name, what it takes, what it gives, and
// what is known about it.
func (r *resolver) addMethod(op operation, m method, service string, at place) {
	out := model.Operation{
		Service:     service,
		Method:      op.method,
		Path:        op.path,
		ID:          op.id,
		Tags:        slices.Clone(op.spec.Tags),
		Summary:     oneLine(op.spec.Summary),
		Success:     successCodes(op),
		Deprecated:  op.spec.Deprecated,
		Scopes:      r.scopeRule(op, at),
		Development: r.availability(op, at),
		Idempotent:  r.idempotent(op, m, at),
		Pos:         r.in.Pos(at.pointer),
	}
	out.Replacement, _ = extensionString(op.spec.Extensions, "x-spotgen-replacement")
	key := "method " + op.key() + " " + m.name
	out.Name = r.forced.name(key, r.methodName(op, m, out))
	out.Result = r.result(op, m, service, out.Name, at)
	out.Paging = r.paging(op, out.Result)
	out.Batch = r.batch(op, m, out.Result, at)
	if !r.parameters(op, m, at, &out) {
		return
	}
	body, ok := r.resolveBody(op, m, &out, at)
	if !ok {
		return
	}
	out.Body = body
	r.checkParameters(&out)
	r.noteLists(&out)
	out.Doc = r.operationDoc(op, m)
	out.Iterators = r.iterators(op, &out)

	s := r.services[service]
	if s == nil {
		s = &model.Service{Name: service}
		r.services[service] = s
	}
	for _, other := range s.Operations {
		if other.Name == out.Name && r.in.Provisional {
			out.Name = naming.Exported(strings.ToLower(op.method) + " " + op.path)
		} else if other.Name == out.Name && r.in.StaleAsWarning && isPlainer(out, other) {
			otherKey := r.methodKeys[other.QualifiedName()]
			r.misnamed(otherKey, other.Pos, []string{naming.Exported(strings.ToLower(other.Method) + " " + other.Path)},
				"%s %s and %s (at %s) both become %s; name one of them in overrides/names.yml", other.Method, other.Path, op.key(), out.Pos, out.QualifiedName())
		} else if other.Name == out.Name {
			r.misnamed(key, out.Pos, []string{naming.Exported(strings.ToLower(op.method) + " " + op.path)},
				"%s and %s %s (at %s) both become %s; name one of them in overrides/names.yml", op.key(), other.Method, other.Path, other.Pos, out.QualifiedName())
		}
	}
	out.OptionsType = r.optionsType(op, m, out)
	r.methodKeys[out.QualifiedName()] = key
	s.Operations = append(s.Operations, out)
}

// isPlainer reports whether of two operations that would have one name the first should have
// it, because its path is shorter.
func isPlainer(a, b model.Operation) bool {
	return strings.Count(a.Path, "/") < strings.Count(b.Path, "/")
}

// serviceName is the tag that names a collection in the path, or else the first tag, unless
// overrides/names.yml knows better. In which order tags are listed mostly means nothing.
func (r *resolver) serviceName(op operation) string {
	byRule := naming.Service(op.path, op.spec.Tags)
	name := r.names.name("services", op.key(), byRule, &r.diags)
	key := "service " + name
	name = r.forced.name(key, name)
	r.serviceKeys[name] = key
	return name
}

// joinServices makes one service of those whose names differ in upper and lower case only,
// where overrides may be stale: that with the most operations has its name for all.
func (r *resolver) joinServices(operations []operation) map[string]string {
	joined := map[string]string{}
	if !r.in.StaleAsWarning || r.in.Provisional {
		return joined
	}
	count := map[string]int{}
	for _, op := range operations {
		count[r.serviceName(op)]++
	}
	largest := map[string]string{} // by the name in lower case
	for _, name := range slices.Sorted(maps.Keys(count)) {
		if known, ok := largest[strings.ToLower(name)]; !ok || count[name] > count[known] {
			largest[strings.ToLower(name)] = name
		}
	}
	for name := range count {
		if other := largest[strings.ToLower(name)]; other != name {
			joined[name] = other
		}
	}
	return joined
}

func (r *resolver) methodName(op operation, m method, out model.Operation) string {
	if m.name != "" {
		return m.name
	}
	byRule := naming.MethodName(naming.Operation{
		Service: out.Service,
		Method:  op.method,
		Path:    op.path,
		List:    r.answersList(op) || r.answersCollection(op),
		Batch:   r.batch(op, m, model.Result{}, place{}).Param != "",
		Put:     r.in.Spec.Paths.Value(op.path).Put != nil,
	})
	return r.names.name("methods", op.key(), byRule, &r.diags)
}

// answersCollection reports whether an operation answers an object with a list, at a path
// below which each thing of the list has a path of its own. APIs that do not answer pages
// of a common form answer their collections like this.
func (r *resolver) answersCollection(op operation) bool {
	answer := op.answer()
	if answer == nil || answer.shape == nil {
		return false
	}
	s := *answer.shape
	if s.component != "" {
		s, _ = r.schemas.component(s.component)
	}
	hasList := slices.ContainsFunc(s.props, func(p prop) bool { return r.schemas.shape(p.schema).isList() })
	return hasList && slices.ContainsFunc(r.in.Spec.Paths.Keys(), func(path string) bool {
		rest, below := strings.CutPrefix(path, op.path+"/{")
		return below && strings.HasSuffix(rest, "}") && !strings.Contains(rest, "/")
	})
}

// requestName is the rule for request structs: AddItems takes an
// AddItemsRequest; a method that is only a verb takes the noun of its
// service: Playlists.Create takes a CreatePlaylistRequest.
func requestName(service, method string) string {
	if strings.ToLower(method[1:]) == method[1:] {
		return method + naming.Singular(service) + "Request"
	}
	return method + "Request"
}

func (r *resolver) operationDoc(op operation, m method) string {
	keys := []string{op.key()}
	if m.name != "" {
		keys = []string{op.key() + " " + m.name, op.key()}
	}
	if text := r.docs.text("operations", keys...); text != "" {
		return text
	}
	doc := "sends the request that the schema calls “" + cmp.Or(oneLine(op.spec.Summary), op.id, op.key()) + "”."
	if op.spec.Description != "" {
		doc += "\n\n" + strings.TrimSpace(op.spec.Description)
	}
	return doc
}

func itoa(i int) string { return strconv.Itoa(i) }

func joinSentences(a, b string) string {
	return strings.TrimSpace(strings.TrimSpace(a) + " " + b)
}
