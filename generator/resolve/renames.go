package resolve

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// renames holds the names of what cannot have that of the rules, by a key that tells the
// kind of the thing and which one it is: "value Mode loud".
type renames map[string]rename

type rename struct {
	name string
	// why is the warning about it.
	why model.Diagnostic
}

// name returns the name of a thing: that of the rules, unless it cannot have that.
func (r renames) name(key, byRule string) string {
	if forced, ok := r[key]; ok {
		return forced.name
	}
	return byRule
}

// misnamed reports a thing that cannot have its name. Where overrides may be stale, it gets
// the first of the other names that nothing has, in another round.
func (r *resolver) misnamed(key string, pos model.Pos, others []string, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if !r.in.StaleAsWarning {
		r.diags.Errorf(pos, "%s", message)
		return
	}
	if _, again := r.wanted[key]; again {
		return
	}
	if key == "" { // nothing else could be tried
		r.lose(pos, "%s", message)
		return
	}
	name := r.freeName(others)
	r.wanted[key] = rename{name, model.Diagnostic{Pos: pos, Warning: true, Stale: model.Lost, Message: fmt.Sprintf("%s; until then it is %s", message, name)}}
}

// maxRounds bounds the rounds in which things get other names. A new name can be taken, too,
// but each round tries names that the ones before have not.
const maxRounds = 20

// forceNames adds what this round asks for to the names that are forced, and reports whether
// that asks for another round.
func (r *resolver) forceNames() bool {
	maps.Copy(r.forced, r.wanted)
	return len(r.wanted) > 0
}

// reportNames makes findings of the names that are forced, and errors of those that the last
// round still asks for.
func (r *resolver) reportNames() {
	for _, key := range slices.Sorted(maps.Keys(r.forced)) {
		r.diags = append(r.diags, r.forced[key].why)
	}
	for _, key := range slices.Sorted(maps.Keys(r.wanted)) {
		why := r.wanted[key].why
		why.Warning = false
		r.diags = append(r.diags, why)
	}
}

// freeName returns the first of some names that Go admits and nothing has, or one of them
// with a number.
func (r *resolver) freeName(candidates []string) string {
	free := func(name string) bool { return naming.IsExported(name) && !r.isTaken(name) }
	for _, name := range candidates {
		if free(name) {
			return name
		}
	}
	base := candidates[len(candidates)-1]
	if !naming.IsExported(base) {
		base = "Unnamed" + naming.Exported("x " + base)[1:]
	}
	for i := 2; ; i++ {
		if name := base + strconv.Itoa(i); free(name) {
			return name
		}
	}
}

// isTaken reports whether anything has a name, or asks for it.
func (r *resolver) isTaken(name string) bool {
	for _, known := range []renames{r.forced, r.wanted} {
		for _, forced := range known {
			if forced.name == name {
				return true
			}
		}
	}
	_, claimed := r.claimed[name]
	_, ofRuntime := r.runtime[name]
	return claimed || ofRuntime || r.types[name] != nil || r.enums[name] != nil || r.unions[name] != nil || r.services[name] != nil
}

// lose reports a part of the schema that the client cannot have, or has only as raw JSON:
// an error, unless overrides may be stale.
func (r *resolver) lose(pos model.Pos, format string, args ...any) {
	r.diags = append(r.diags, model.Diagnostic{Pos: pos, Message: fmt.Sprintf(format, args...), Warning: r.in.StaleAsWarning, Stale: model.Lost})
}
