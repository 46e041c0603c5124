// Package resolve turns a loaded schema into the model of the client. It names
// everything, decides what is a pointer, a page, an envelope, or a union, and
// attaches scopes, quota modes, and doc comments. Later steps do not need the schema.
package resolve

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// Input is what Resolve works on.
type Input struct {
	Spec    *openapi3.T                    // overlaid and checked
	Pos     func(pointer string) model.Pos // place of a JSON pointer in the inputs
	Names   Text                           // overrides/names.yml
	Docs    Text                           // overrides/docs.yml
	Runtime []Declared                     // package-level names of gen/spotify
	Package string                         // name of the package to emit

	// StaleAsWarning reports entries of names and docs that match nothing as
	// warnings, so that older and newer schemas generate.
	StaleAsWarning bool

	// Provisional is for a model from which nothing is emitted. Its Go names are
	// those of the rules, whether or not Go admits them; two things of one name are
	// told apart by a longer one.
	Provisional bool
}

// Declared is a package-level name of the runtime.
type Declared struct {
	Name   string
	IsType bool
	IsText bool // a type whose underlying type is string
	Pos    model.Pos
}

// Resolve returns the model. The diagnostics are the warnings; the error, if
// any, is a model.Diagnostics with everything that is wrong.
//
// Where overrides may be stale, a part of the schema that does not fit costs no more than
// itself: it is left out, is raw JSON, or gets a longer name, with a warning.
func Resolve(in Input) (*model.API, model.Diagnostics, error) {
	forced := renames{}
	for round := 1; ; round++ {
		r := newResolver(in, forced)
		if err := r.diags.Err(); err != nil {
			return nil, nil, err // names or docs are unreadable, and everything would be stale
		}
		api := r.resolve()
		if round < maxRounds && r.forceNames() {
			continue
		}
		r.reportNames()
		if err := r.diags.Err(); err != nil {
			return nil, nil, err
		}
		return api, r.diags.Sorted(), nil
	}
}

// resolve makes the model, under the names that earlier rounds have found.
func (r *resolver) resolve() *model.API {
	operations := r.schemas.operations(r.in.Spec)
	for _, op := range operations {
		if op.method == http.MethodPatch && op.body != nil && op.body.kind == model.JSONBody && op.body.shape.component != "" {
			r.patches[op.body.shape.component] = true
		}
	}
	r.joined = r.joinServices(operations)
	for _, op := range operations {
		r.addOperation(op)
	}
	r.checkShared()
	r.checkPages()
	api := r.assemble()
	api.Endpoints = r.endpoints(operations, api.Operations())
	r.linkReplacements(api)
	linkRequested(api)
	if !r.in.Provisional {
		r.checkNames(api)
	}
	r.aliases(api)
	r.names.stale(r.in.StaleAsWarning, &r.diags)
	r.docs.stale(r.in.StaleAsWarning, &r.diags)
	return api
}

// resolver holds what is known so far. Types are resolved from the
// operations downwards, so that only what an operation needs is emitted.
type resolver struct {
	in          Input
	names       names
	docs        docs
	schemas     schemas
	runtime     map[string]Declared
	services    map[string]*model.Service
	types       map[string]*model.Type
	enums       map[string]*model.Enum
	unions      map[string]*model.Union
	pages       map[string]*model.Page
	sameTypes   []*model.Type      // structs of a name that r.types has already
	asked       []asked            // the methods that overrides ask for
	atUnions    map[string]bool    // the unions that have been come upon, by their keys in renames
	around      map[*merged]string // the objects that are being resolved, with their Go names
	forced      renames            // names that are not those of the rules, as earlier rounds found
	wanted      renames            // those that this round asks for
	keys        map[any]string     // the keys in renames of structs, enums, and unions
	claimed     map[string]claim   // what has each name of the package, as far as checkNames has come
	methodKeys  map[string]string  // those of methods, by their names
	serviceKeys map[string]string  // those of services, by their names
	joined      map[string]string  // services that are part of others, whose names differ in case only
	patches     map[string]bool    // components that are the body of a PATCH
	inlining    map[string]bool    // components without a name in Go that are being resolved
	diags       model.Diagnostics
}

func newResolver(in Input, forced renames) *resolver {
	r := &resolver{
		in:          in,
		forced:      forced,
		wanted:      renames{},
		keys:        map[any]string{},
		claimed:     map[string]claim{},
		methodKeys:  map[string]string{},
		serviceKeys: map[string]string{},
		schemas:     newSchemas(in.Spec),
		runtime:     map[string]Declared{},
		services:    map[string]*model.Service{},
		types:       map[string]*model.Type{},
		enums:       map[string]*model.Enum{},
		unions:      map[string]*model.Union{},
		pages:       map[string]*model.Page{},
		around:      map[*merged]string{},
		patches:     map[string]bool{},
		inlining:    map[string]bool{},
		atUnions:    map[string]bool{},
	}
	r.names = parseNames(in.Names, in.StaleAsWarning, &r.diags)
	r.docs = parseDocs(in.Docs, &r.diags)
	for _, d := range in.Runtime {
		r.runtime[d.Name] = d
	}
	return r
}

// assemble sorts everything into the model.
func (r *resolver) assemble() *model.API {
	api := &model.API{
		Package: r.in.Package,
		Doc:     r.docs.text("package", ""),
		Title:   r.title(),
		Server:  r.server(),
		Scopes:  r.scopes(),
	}
	for _, s := range sortedValues(r.services) {
		s.Doc = r.docs.text("services", s.Name)
		slices.SortFunc(s.Operations, func(a, b model.Operation) int { return cmp.Compare(a.Name, b.Name) })
		r.nameIterators(s)
		api.Services = append(api.Services, *s)
	}
	for _, t := range sortedValues(r.types) {
		r.deriveAbilities(t)
		t.Positions = positions(t)
		api.Types = append(api.Types, *t)
	}
	breakRecursion(api.Types)
	r.addMethods(api)
	r.noteRequests(api)
	for _, e := range sortedValues(r.enums) {
		api.Enums = append(api.Enums, *e)
	}
	for _, u := range sortedValues(r.unions) {
		for i, m := range u.Members {
			u.Members[i].HasURI = r.types[m.Type] != nil && r.types[m.Type].HasURI
			if former := r.formerName(m.Type); !isOfUnions(former) {
				u.Members[i].GoName = former // a field has no alias
			}
		}
		r.nameAttempts(u)
		api.Unions = append(api.Unions, *u)
	}
	for i := range api.Unions {
		api.Unions[i].Getters = r.unionGetters(&api.Unions[i])
	}
	for _, p := range sortedValues(r.pages) {
		api.Pages = append(api.Pages, *p)
	}
	slices.SortStableFunc(api.Pages, func(a, b model.Page) int { return -cmp.Compare(a.Paging, b.Paging) })
	return api
}

// title returns what the schema calls the API.
func (r *resolver) title() string {
	if r.in.Spec.Info == nil {
		return ""
	}
	return oneLine(r.in.Spec.Info.Title)
}

// server returns the URL to which the paths of the schema are relative. Its variables
// have their defaults.
func (r *resolver) server() string {
	if len(r.in.Spec.Servers) == 0 || r.in.Spec.Servers[0] == nil {
		return ""
	}
	server := r.in.Spec.Servers[0]
	url := server.URL
	for _, name := range slices.Sorted(maps.Keys(server.Variables)) {
		if variable := server.Variables[name]; variable != nil {
			url = strings.ReplaceAll(url, "{"+name+"}", variable.Default)
		}
	}
	return url
}

// scopes lists the scopes that the schema's OAuth flows declare.
func (r *resolver) scopes() []model.Scope {
	described := map[string]string{}
	if r.in.Spec.Components != nil {
		// Two schemes may describe one scope differently: the last one wins.
		for _, scheme := range sortedValues(r.in.Spec.Components.SecuritySchemes) {
			if scheme.Value == nil || scheme.Value.Flows == nil {
				continue
			}
			flows := scheme.Value.Flows
			for _, flow := range []*openapi3.OAuthFlow{flows.AuthorizationCode, flows.ClientCredentials, flows.Implicit, flows.Password} {
				if flow != nil {
					maps.Copy(described, flow.Scopes)
				}
			}
		}
	}
	var scopes []model.Scope
	for _, name := range slices.Sorted(maps.Keys(described)) {
		doc := cmp.Or(r.docs.text("scopes", name), oneLine(described[name]))
		goName := r.forced.name("scope "+name, "Scope"+naming.Exported(name))
		scopes = append(scopes, model.Scope{Name: name, GoName: goName, Doc: doc})
	}
	return scopes
}

// linkReplacements turns the replacement of each method from the operation
// that overrides name into the Go name of its method. Where both operations
// split into as many methods, each is replaced by its like.
func (r *resolver) linkReplacements(api *model.API) {
	methods := map[string][]*model.Operation{}
	for _, op := range api.Operations() {
		methods[op.Method+" "+op.Path] = append(methods[op.Method+" "+op.Path], op)
	}
	for _, op := range api.Operations() {
		if op.Replacement == "" {
			continue
		}
		own, others := methods[op.Method+" "+op.Path], methods[op.Replacement]
		if len(others) == 0 {
			r.stale(r.in.Pos(operationPlace(operation{method: op.Method, path: op.Path}).pointer+"/x-spotgen-replacement"),
				"x-spotgen-replacement %q is no operation of the schema; correct it in overrides/schema/modes.yml", op.Replacement)
			op.Replacement = ""
			continue
		}
		i := 0
		if len(own) == len(others) {
			i = slices.Index(own, op)
		}
		op.Replacement = others[i].QualifiedName()
		if op.Batch.Param != "" && op.Service == others[i].Service && isSingleRead(op, others[i]) {
			op.Batch.Single = others[i].Name
			r.noteSingleRead(op, others[i])
		}
	}
}

// stale reports an override that is about something which is not in the schema, or
// which has become something else there.
func (r *resolver) stale(pos model.Pos, format string, args ...any) {
	r.diags = append(r.diags, model.Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...), Warning: r.in.StaleAsWarning, Stale: model.Unmatched})
}

func sortedValues[V any](m map[string]V) []V {
	values := make([]V, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		values = append(values, m[key])
	}
	return values
}
