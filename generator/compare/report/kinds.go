package report

import (
	"strings"
	"sync"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// kindWords is how a kind of change is spoken of: "1 operation added", "7 operations
// added".
type kindWords struct {
	kind      diff.Kind
	group     diff.Group // where the kind is spoken of in another way than in other groups
	one, many string
	what      string
	name      string // the part of these words that is a name
	// told says that the subject, with the old and the new value where there are some,
	// says all that the sentence of the change says.
	told bool
	// old and new are the headings of the columns of old and new values, where they are
	// not "Was" and "Is". A hyphen leaves the column out, because others tell the same.
	old, new string
	// member says that the subject is a member of something, so that changes of members
	// with the same name can be told together.
	member bool
}

// renamed is what is said of kinds whose old and new values are names.
const renamed = "renamed"

// kinds lists all kinds in the order of a report.
func kinds() []kindWords {
	return []kindWords{
		{kind: diff.OperationAdded, one: "operation", many: "operations", what: "added", told: true, old: "-", new: "-"},
		{kind: diff.OperationRemoved, one: "operation", many: "operations", what: "removed", told: true, old: "-", new: "-"},
		{kind: diff.OperationMoved, one: "operation", many: "operations", what: "moved"},
		{kind: diff.OperationIDChanged, one: "operation", many: "operations", what: "with another operationId", name: "operationId"},
		{kind: diff.OperationIDMoved, one: "operationId", many: "operationIds", what: "moved to another operation", name: "operationId"},
		{kind: diff.OperationDeprecated, one: "operation", many: "operations", what: "deprecated", told: true, new: "Replaced by"},
		{kind: diff.OperationRestored, one: "operation", many: "operations", what: "no longer deprecated", told: true},
		{kind: diff.OperationReplaced, one: "deprecated operation", many: "deprecated operations", what: "with another replacement"},
		{kind: diff.MethodRenamed, one: "method", many: "methods", what: renamed},
		{kind: diff.RetryChanged, one: "operation", many: "operations", what: "with another rule for retries"},
		{kind: diff.ServerChanged, one: "server", many: "servers", what: "changed"},

		{kind: diff.ParameterAdded, one: "parameter", many: "parameters", what: "added", told: true, member: true, new: "Type"},
		{kind: diff.ParameterRemoved, one: "parameter", many: "parameters", what: "removed", told: true, member: true, old: "Type"},
		{kind: diff.ParameterRenamed, one: "parameter", many: "parameters", what: renamed, member: true},
		{kind: diff.ParameterRequired, one: "parameter", many: "parameters", what: "now required", told: true, member: true},
		{kind: diff.ParameterOptional, one: "parameter", many: "parameters", what: "no longer required", told: true, member: true},
		{kind: diff.ParameterType, one: "parameter", many: "parameters", what: "of another type", member: true},
		{kind: diff.ParameterBounds, one: "parameter", many: "parameters", what: "with other bounds", member: true},
		{kind: diff.ParameterValues, one: "parameter", many: "parameters", what: "with other values", member: true},
		{kind: diff.ParameterDefault, one: "parameter", many: "parameters", what: "with another default", member: true},
		{kind: diff.ParameterDeprecated, one: "parameter", many: "parameters", what: "deprecated", told: true, member: true},
		{kind: diff.BatchSize, one: "operation", many: "operations", what: "with another size of batches", member: true},
		{kind: diff.BodyChanged, one: "request body", many: "request bodies", what: "changed"},

		{kind: diff.ResultChanged, one: "result", many: "results", what: "changed"},
		{kind: diff.ResultStatus, one: "operation", many: "operations", what: "with other status codes"},
		{kind: diff.PagingChanged, one: "operation", many: "operations", what: "paged differently"},

		{kind: diff.TypeAdded, one: "type", many: "types", what: "added", told: true, old: "-", new: "-"},
		{kind: diff.TypeRemoved, one: "type", many: "types", what: "removed", told: true, old: "-", new: "-"},
		{kind: diff.TypeRenamed, one: "type", many: "types", what: renamed},
		{kind: diff.FieldAdded, one: "field", many: "fields", what: "added", told: true, member: true, new: "Type"},
		{kind: diff.FieldRemoved, one: "field", many: "fields", what: "removed", told: true, member: true, old: "Type"},
		{kind: diff.FieldRenamed, one: "field", many: "fields", what: renamed, member: true},
		{kind: diff.FieldType, one: "field", many: "fields", what: "of another type", member: true},
		{kind: diff.FieldNullable, one: "field", many: "fields", what: "now nullable", told: true, member: true},
		{kind: diff.FieldNotNull, one: "field", many: "fields", what: "no longer nullable", told: true, member: true},
		{kind: diff.FieldRequired, one: "field", many: "fields", what: "now required", told: true, member: true},
		{kind: diff.FieldOptional, one: "field", many: "fields", what: "no longer required", told: true, member: true},
		{kind: diff.FieldDeprecated, one: "field", many: "fields", what: "deprecated", told: true, member: true},
		{kind: diff.FieldRestored, one: "field", many: "fields", what: "no longer deprecated", told: true, member: true},
		{kind: diff.FieldBounds, one: "field", many: "fields", what: "with other bounds", member: true},
		{kind: diff.MemberAdded, one: "union member", many: "union members", what: "added", told: true, member: true},
		{kind: diff.MemberRemoved, one: "union member", many: "union members", what: "removed", told: true, member: true},

		{kind: diff.ValueAdded, one: "enum value", many: "enum values", what: "added", told: true, member: true, old: "-", new: "-"},
		{kind: diff.ValueRemoved, one: "enum value", many: "enum values", what: "removed", told: true, member: true, old: "-", new: "-"},
		{kind: diff.ValueUnlisted, one: "enum value", many: "enum values", what: "no longer listed, so that any text may come", member: true, old: "-", new: "-"},
		{kind: diff.ValueRenamed, one: "constant", many: "constants", what: renamed, member: true},

		{kind: diff.ScopeAdded, one: "scope", many: "scopes", what: "added", told: true, old: "-", new: "-"},
		{kind: diff.ScopeRemoved, one: "scope", many: "scopes", what: "removed", told: true, old: "-", new: "-"},
		{kind: diff.ScopesChanged, one: "operation", many: "operations", what: "with other scopes"},

		{kind: diff.ModeLost, one: "operation", many: "operations", what: "gone in development mode", told: true, new: "Since"},
		{kind: diff.ModeRegained, one: "operation", many: "operations", what: "back in development mode", told: true},
		{kind: diff.ModeLost, group: diff.Types, one: "field", many: "fields", what: "no longer sent in development mode", told: true, member: true, new: "Since"},
		{kind: diff.ModeRegained, group: diff.Types, one: "field", many: "fields", what: "sent in development mode again", told: true, member: true},
		{kind: diff.ModeNote, one: "operation", many: "operations", what: "with other limits in development mode"},

		{kind: diff.HiddenChanged, one: "part", many: "parts", what: "that the client does not show changed"},

		{kind: diff.GoAdded, one: "Go declaration", many: "Go declarations", what: "added", told: true},
		{kind: diff.GoRemoved, one: "Go declaration", many: "Go declarations", what: "removed", told: true},
		{kind: diff.GoChanged, one: "Go declaration", many: "Go declarations", what: "changed"},
	}
}

// kindIn is a kind in a group; without one it is the kind in any group.
type kindIn struct {
	kind  diff.Kind
	group diff.Group
}

// kindIndex has the places of the kinds in the list.
var kindIndex = sync.OnceValue(func() map[kindIn]int {
	index := map[kindIn]int{}
	for i, k := range kinds() {
		index[kindIn{k.kind, k.group}] = i
	}
	return index
})

// kindList is the list, made once.
var kindList = sync.OnceValue(kinds)

// wordsOf returns how a kind is spoken of in a group. One that is not in the list is
// spoken of by its name, so that nothing gets lost.
func wordsOf(kind diff.Kind, group diff.Group) kindWords {
	for _, key := range []kindIn{{kind, group}, {kind: kind}} {
		if i, ok := kindIndex()[key]; ok {
			return kindList()[i]
		}
	}
	return kindWords{kind: kind, one: "change", many: "changes", what: "of the kind " + string(kind), name: string(kind)}
}

// count says how many changes of the kind there are.
func (k kindWords) count(n int) phrase {
	noun := k.many
	if n == 1 {
		noun = k.one
	}
	text := number(n) + " " + noun + " " + k.what
	at := strings.LastIndex(text, k.name)
	if k.name == "" || at < 0 {
		return plain(text)
	}
	return join(plain(text[:at]), code(k.name), plain(text[at+len(k.name):]))
}

// kindOrder is the place of a kind in a report.
func kindOrder(kind diff.Kind) int {
	if i, ok := kindIndex()[kindIn{kind: kind}]; ok {
		return i
	}
	return len(kindIndex())
}

// groupWords names the groups in the order of a report.
func groupWords() []struct {
	Group diff.Group
	Title string
} {
	return []struct {
		Group diff.Group
		Title string
	}{
		{diff.Operations, "Operations"},
		{diff.Parameters, "Parameters"},
		{diff.Results, "Results"},
		{diff.Types, "Types"},
		{diff.Enums, "Enums"},
		{diff.Scopes, "Scopes"},
		{diff.Modes, "Development mode"},
		{diff.GoAPI, "Go only"},
	}
}

// groupOrder is the place of a group in a report.
func groupOrder(group diff.Group) int {
	all := groupWords()
	for i, words := range all {
		if words.Group == group {
			return i
		}
	}
	return len(all)
}
