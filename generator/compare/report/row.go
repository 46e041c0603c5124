package report

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// makeRow makes a row of changes that are alike.
func makeRow(changes []diff.Change) row {
	first := changes[0]
	r := row{Subject: code(first.Subject), Old: shown(first.Old), New: shown(first.New), Advice: advice(first), Changes: changes}
	names := mainNames(changes)
	r.Go = goNames(names)
	if len(changes) > 1 {
		r.Subject = together(changes, names)
		r.Advice = adviceToAll(changes)
	}
	if !foldable(first) {
		r.Text = sentence(first)
	}
	for _, change := range changes {
		for _, name := range change.Go {
			if name.Old != "" || name.New != "" || name.Why != "" {
				r.Declared = append(r.Declared, name)
			}
		}
	}
	return r
}

// together names members of the same name at once, or members of the same owner:
// "popularity of Album and Track", "email and product of User". Where importers know
// the owners by their Go names, those are enough.
func together(changes []diff.Change, names []string) (subject phrase) {
	var owners, members []string
	for _, change := range changes {
		owner, member, _ := splitSubject(change)
		if !slices.Contains(owners, owner) {
			owners = append(owners, owner)
		}
		if !slices.Contains(members, member) {
			members = append(members, member)
		}
	}
	if changes[0].Group == diff.Types && len(names) == len(changes) {
		return codes(members, 0)
	}
	return join(codes(members, 0), plain(" of "), codes(owners, 0))
}

// mostFull is how many names of members are told in full; of more, what is the same
// is told once.
const mostFull = 2

// goNames lists Go names: "Album.Popularity", "Popularity of Album, Artist, and Track".
func goNames(names []string) phrase {
	if len(names) <= mostFull {
		return codes(names, 0)
	}
	var owners, members []string
	for _, name := range names {
		owner, member, ok := strings.Cut(name, ".")
		if !ok {
			return codes(names, 0)
		}
		owners, members = append(owners, owner), append(members, member)
	}
	switch {
	case len(slices.Compact(slices.Clone(members))) == 1:
		return join(code(members[0]), plain(" of "), codes(owners, 0))
	case len(slices.Compact(slices.Clone(owners))) == 1:
		return join(codes(members, 0), plain(" of "), code(owners[0]))
	}
	return codes(names, 0)
}

// splitSubject splits the subject of a change of a member into what it is a member of
// and its name: "TrackObject.popularity", "GET /search limit".
func splitSubject(c diff.Change) (owner, member string, ok bool) {
	if !wordsOf(c.Kind, c.Group).member {
		return "", "", false
	}
	if method, rest, found := strings.Cut(c.Subject, " "); found && isMethod(method) {
		path, name, found := strings.Cut(rest, " ")
		return method + " " + path, name, found
	}
	for _, separator := range []string{" ", "."} {
		if i := strings.LastIndex(c.Subject, separator); i > 0 && i < len(c.Subject)-1 {
			return c.Subject[:i], c.Subject[i+1:], true
		}
	}
	return "", "", false
}

func isMethod(word string) bool {
	return slices.Contains([]string{"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"}, word)
}

// mainNames lists the Go names of changes without those that follow from another one:
// members of a type that is listed itself, and what comes with a method.
func mainNames(changes []diff.Change) []string {
	var all []string
	for _, change := range changes {
		// Where something breaks, only what breaks is of interest.
		breaks := change.Effect == diff.Compile && slices.ContainsFunc(change.Go, isBreaking)
		for _, name := range change.Go {
			if (!breaks || name.Breaking) && !slices.Contains(all, name.Name) {
				all = append(all, name.Name)
			}
		}
	}
	follows := map[string]bool{}
	for _, name := range all {
		if service, method, ok := strings.Cut(name, "."); ok && service != "Client" {
			follows["Op"+service+method] = true
			follows[service+method+"Options"] = true
			follows[service+"Service"] = true
			follows["Client."+service] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool {
		owner, _, ok := strings.Cut(name, ".")
		return follows[name] || ok && slices.Contains(all, owner)
	})
}

func isBreaking(name diff.GoName) bool { return name.Breaking }

// sentence is the sentence of a change, or what can be said where it has none.
func sentence(c diff.Change) phrase {
	if len(c.Text) > 0 {
		return shown(c.Text)
	}
	return join(code(c.Subject), plain(": "), wordsOf(c.Kind, c.Group).count(1))
}
