package prune

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/model"
)

// adaptDocs makes the comments of the part name nothing that it does not have, and
// makes those of the package say which part it is.
func adaptDocs(part, api *model.API, s Selection) {
	a := adapter{part: part, api: api, gone: gone(part, api)}
	part.Doc = strings.TrimSpace(a.text(a.samples(a.sections(part.Doc)))) + "\n\n" + partDoc(part, api, s)
	for i := range part.Services {
		service := &part.Services[i]
		service.Doc = a.text(service.Doc)
		for j := range service.Operations {
			a.operation(&service.Operations[j])
		}
	}
	for i := range part.Types {
		t := &part.Types[i]
		t.Doc, t.Fields, t.Getters = a.text(t.Doc), a.fields(t.Fields), slices.Clone(t.Getters)
		for j := range t.Conversions { // of which keepTypes has made a slice of their own
			t.Conversions[j].Doc = a.text(t.Conversions[j].Doc)
		}
		t.PresenceDoc = a.text(t.PresenceDoc)
		for j := range t.Getters {
			t.Getters[j].Doc = a.text(t.Getters[j].Doc)
		}
	}
	for i := range part.Pages {
		p := &part.Pages[i]
		p.Doc, p.Fields = a.text(p.Doc), a.fields(p.Fields)
	}
	for i := range part.Enums {
		e := &part.Enums[i]
		e.Doc, e.Values = a.text(e.Doc), slices.Clone(e.Values)
		for j := range e.Values {
			e.Values[j].Doc = a.text(e.Values[j].Doc)
		}
	}
	for i := range part.Unions {
		u := &part.Unions[i]
		u.Doc, u.Getters = a.text(u.Doc), slices.Clone(u.Getters)
		for j := range u.Getters {
			u.Getters[j].Doc = a.text(u.Getters[j].Doc)
		}
	}
	for i := range part.Scopes {
		part.Scopes[i].Doc = a.text(part.Scopes[i].Doc)
	}
}

// partDoc is what the comment of the package says about the selection. It tells the
// command but for where the files are, so that whoever wants more knows where from.
func partDoc(part, api *model.API, s Selection) string {
	command := "spotgen generate --package " + part.Package
	if len(s.Tags) > 0 {
		command += " --include-tags " + quoted(s.Tags)
	}
	if len(s.Operations) > 0 {
		command += " --include-operations " + quoted(s.Operations)
	}
	if len(s.Exclude) > 0 {
		command += " --exclude-operations " + quoted(s.Exclude)
	}
	return fmt.Sprintf("# What is here\n\nThis package has %d of the %d operations of the API, and the types that these need. "+
		"It is made by\n\n\t%s", len(part.Endpoints), len(api.Endpoints), command)
}

// quoted writes a list as the argument of a flag.
func quoted(list []string) string {
	argument := strings.Join(list, ",")
	if strings.ContainsAny(argument, " {}*") {
		return "'" + argument + "'"
	}
	return argument
}

// adapter takes out of texts what is gone.
type adapter struct {
	part, api *model.API
	gone      map[string]bool
}

func (a *adapter) operation(op *model.Operation) {
	op.Doc = a.text(op.Doc)
	op.Params, op.Options = a.params(op.Params), a.params(op.Options)
}

func (a *adapter) params(params []model.Param) []model.Param {
	params = slices.Clone(params)
	for i := range params {
		params[i].Doc = a.text(params[i].Doc)
	}
	return params
}

func (a *adapter) fields(fields []model.Field) []model.Field {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].Doc = a.text(fields[i].Doc)
	}
	return fields
}

// links are the links of doc comments: [Track], [*APIError], [AlbumsService.Get].
var links = regexp.MustCompile(`\[(\*?)([A-Z]\w*)(?:\.([A-Z]\w*))?\]`)

// text replaces links that lead nowhere: those to a method by method and path,
// others by their own text.
func (a *adapter) text(doc string) string {
	return links.ReplaceAllStringFunc(doc, func(link string) string {
		parts := links.FindStringSubmatch(link)
		name, member := parts[2], parts[3]
		if service, ok := strings.CutSuffix(name, "Service"); ok && member != "" {
			method := service + "." + member
			if op := a.method(a.api, method); op != nil && a.method(a.part, method) == nil {
				return op.Method + " " + op.Path
			}
		}
		if a.gone[name] {
			return strings.Trim(link, "[]*")
		}
		return link
	})
}

// method finds the operation of a method or of an iterator.
func (a *adapter) method(api *model.API, name string) *model.Operation {
	for _, op := range api.Operations() {
		if op.QualifiedName() == name {
			return op
		}
		for _, it := range op.Iterators {
			if op.Service+"."+it.Name == name {
				return op
			}
		}
	}
	return nil
}

// sections leaves out the sections of a text, from a heading to the next one, that
// explain what no type of the part can do.
func (a *adapter) sections(doc string) string {
	can := abilities(a.part)
	var kept []string
	for _, section := range strings.Split("\n"+doc, "\n# ") {
		lost := slices.ContainsFunc(abilities(a.api), func(ability string) bool {
			return !slices.Contains(can, ability) && slices.Contains(words.FindAllString(section, -1), ability)
		})
		if !lost {
			kept = append(kept, section)
		}
	}
	return strings.TrimPrefix(strings.Join(kept, "\n# "), "\n")
}

var (
	words = regexp.MustCompile(`\w+`)
	calls = regexp.MustCompile(`client\.(\w+\.\w+)`)
)

// samples leaves out the samples of code, which are indented, that need what is
// gone. What introduces one with a colon becomes a sentence.
func (a *adapter) samples(doc string) string {
	var kept []string
	for _, paragraph := range joinedSamples(doc) {
		if strings.HasPrefix(paragraph, "\t") && a.isLost(paragraph) {
			if last := len(kept) - 1; last >= 0 {
				kept[last] = strings.TrimSuffix(kept[last], ":") + "."
			}
			continue
		}
		kept = append(kept, paragraph)
	}
	return strings.Join(kept, "\n\n")
}

// joinedSamples splits a text into paragraphs, each sample being one.
func joinedSamples(doc string) []string {
	var joined []string
	for _, paragraph := range strings.Split(doc, "\n\n") {
		last := len(joined) - 1
		if last >= 0 && strings.HasPrefix(paragraph, "\t") && strings.HasPrefix(joined[last], "\t") {
			joined[last] += "\n\n" + paragraph
			continue
		}
		joined = append(joined, paragraph)
	}
	return joined
}

func (a *adapter) isLost(sample string) bool {
	for _, call := range calls.FindAllStringSubmatch(sample, -1) {
		if a.method(a.part, call[1]) == nil {
			return true
		}
	}
	return slices.ContainsFunc(words.FindAllString(sample, -1), func(word string) bool { return a.gone[word] })
}

// gone lists the names that the full client declares and the part does not.
func gone(part, api *model.API) map[string]bool {
	names := map[string]bool{}
	for _, name := range declares(api) {
		names[name] = true
	}
	for _, name := range declares(part) {
		delete(names, name)
	}
	return names
}

// declares lists the names that a client has from its model: those of the package,
// the services, and what types can do.
func declares(api *model.API) []string {
	names := abilities(api)
	for _, s := range api.Services {
		names = append(names, s.Name, s.Type())
	}
	for _, op := range api.Operations() {
		names = append(names, "Op"+op.Service+op.Name)
		if op.OptionsType != "" {
			names = append(names, op.OptionsType)
		}
		if op.Result.Kind == model.ByStatus {
			names = append(names, op.Result.Type.Name)
		}
	}
	for _, t := range api.Types {
		names = append(names, t.Name)
	}
	for _, p := range api.Pages {
		names = append(names, p.Name)
	}
	for _, u := range api.Unions {
		names = append(names, u.Name)
		for _, a := range u.Attempts {
			if u.Request {
				names = append(names, u.Constructor(a))
			}
		}
	}
	for _, a := range api.Aliases {
		names = append(names, a.Name)
		for _, part := range slices.Concat(a.Values, a.Constructors) {
			names = append(names, part.Name)
		}
	}
	for _, e := range api.Enums {
		names = append(names, e.Name)
		for _, v := range e.Values {
			names = append(names, v.GoName)
		}
	}
	for _, s := range api.Scopes {
		names = append(names, s.GoName)
	}
	return names
}

// abilities lists the methods that only some types have.
func abilities(api *model.API) []string {
	var names []string
	if slices.ContainsFunc(api.Types, func(t model.Type) bool { return t.Relinkable }) {
		names = append(names, "IsRelinked", "OriginalURI", "OriginalID", "IsReplacementFor")
	}
	return names
}
