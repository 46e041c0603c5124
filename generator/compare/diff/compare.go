package diff

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/model"
)

// Version is one of the two versions that are compared.
type Version struct {
	Name  string     // as it was asked for
	Model *model.API // must not be nil
	// Go is what the package exports that is emitted for the model. It is nil where
	// the published schemas are compared.
	Go *goapi.API
	// Hidden are facts of the published schema that neither shows.
	Hidden []model.Hidden
}

// Compare reports what is different in the version after. It changes neither of them,
// and the report of two versions is always the same. If one of the versions has no Go
// API, the report is a raw one.
func Compare(before, after Version) *Report {
	c := newComparison(before, after)
	c.pairTypes()
	c.pairOperations()
	c.pairTypes() // those that are found by the operations that use them
	c.compareServers()
	c.compareOperations()
	c.compareOperationIDs()
	c.compareParameters()
	c.compareResults()
	c.compareFields()
	c.compareUnions()
	c.compareEnums()
	c.compareScopes()
	c.compareHidden()
	c.comeAndGo()
	c.join()
	return c.report()
}

// comparison is what is known so far.
type comparison struct {
	before, after *side
	raw           bool
	pairs         []pair            // the operations that are in both versions
	renamed       map[string]string // old Go names of types that have another one now
	former        map[string]string // the other way round
	guessed       map[string]bool   // old names of types that were renamed by their looks
	pairOf        map[*endpoint]pair
	moves         map[string]string // where operations of the old version are, by place
	services      map[string]bool   // types of services, of both versions
	drafts        []*draft
	draftsWith    map[user]*draft     // what comes or goes with each user of types
	renameClaims  map[string][]string // what else a renaming explains, by the old name
}

// draft is a change on its way into the report.
type draft struct {
	Change
	// claims are the declarations of the Go package that the change explains if they
	// differ: names as goapi has them, with .* for all members of a type.
	claims []string
	// affected are the names, as a user says them, that the change is about even if
	// their declarations are as before.
	affected []string
	// users are what comes or goes with the change: types that nothing else uses are
	// part of it.
	users []user
	// renames is the type that the change renames.
	renames string
}

func newComparison(before, after Version) *comparison {
	return &comparison{
		before:  newSide(before),
		after:   newSide(after),
		raw:     before.Go == nil || after.Go == nil,
		renamed: map[string]string{},
		former:  map[string]string{},
		guessed: map[string]bool{},
		pairOf:  map[*endpoint]pair{},
		moves:   map[string]string{},
	}
}

// add adds a change and returns it, so that claims can be added.
func (c *comparison) add(change Change) *draft {
	d := &draft{Change: change}
	c.drafts = append(c.drafts, d)
	return d
}

// claim adds declarations to those that the change explains.
func (d *draft) claim(names ...string) *draft {
	d.claims = append(d.claims, names...)
	return d
}

// affect adds names that the change is about.
func (d *draft) affect(names ...string) *draft {
	d.affected = append(d.affected, names...)
	return d
}

// with notes what comes or goes with the change.
func (d *draft) with(users ...user) *draft {
	d.users = append(d.users, users...)
	return d
}

// report puts the changes in their order.
func (c *comparison) report() *Report {
	r := &Report{Old: c.before.summary(), New: c.after.summary(), Raw: c.raw}
	for _, d := range c.drafts {
		r.Changes = append(r.Changes, d.Change)
	}
	r.sort()
	r.Renamed = c.renamings()
	return r
}

// renamings lists the types that have another name in Go, and that the new package does
// not know by the old one.
func (c *comparison) renamings() []Renaming {
	if c.raw {
		return nil
	}
	known := map[string]bool{}
	for _, d := range c.after.Go.Declarations {
		known[d.Name] = true
	}
	var list []Renaming
	for _, old := range slices.Sorted(maps.Keys(c.renamed)) {
		if !known[old] {
			list = append(list, Renaming{old, c.renamed[old]})
		}
	}
	return list
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(groups(), a.Group), slices.Index(groups(), b.Group)),
			cmp.Compare(b.Effect, a.Effect),
			cmp.Compare(a.Subject, b.Subject),
			cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Text.String(), b.Text.String()),
		)
	})
}

// AddPackage adds what is different in another package than the client, of which the
// names are given that of the package.
func (r *Report) AddPackage(name string, differences []goapi.Difference) {
	whole := map[string]bool{} // types that come or go with all that they have
	for _, d := range differences {
		whole[d.Name] = d.Kind == goapi.Type && (d.Old == "" || d.New == "")
	}
	for _, d := range differences {
		if owner, _, isMember := strings.Cut(d.Name, "."); isMember && whole[owner] {
			continue
		}
		change := unexplained(name+"."+d.Name, d)
		change.Go = []GoName{{Name: name + "." + d.Name, Old: d.Old, New: d.New, Breaking: d.Breaking, Why: d.Why}}
		if d.Breaking {
			change.Effect = Compile
		}
		r.Changes = append(r.Changes, change)
	}
	r.sort()
}
