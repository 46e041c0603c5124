package docs_test

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// exports returns the lines of gen/api.txt about the client, without what is the same in
// each of them.
func exports(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(path.Join(root, "gen/api.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line, ok := strings.CutPrefix(strings.TrimSpace(line), "pkg spotify, "); ok {
			lines = append(lines, strings.TrimSuffix(line, " //deprecated"))
		}
	}
	return lines
}

// TestNamesOfFunctions holds the rules of naming.md for functions.
func TestNamesOfFunctions(t *testing.T) {
	function := regexp.MustCompile(`^func ([A-Za-z]+).*?\) (.*)$`)
	options := 0
	for _, line := range exports(t) {
		m := function.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		name, result := m[1], m[2]
		isOption := result == "ClientOption" || result == "RequestOption"
		if isOption {
			options++
		}
		if isOption != strings.HasPrefix(name, "With") {
			t.Errorf("%s returns %s: options, and nothing else, begin with With", name, result)
		}
	}
	if options < 15 {
		t.Errorf("only %d functions return options", options)
	}
}

// TestNamesOfMethods holds the rules of naming.md for methods of services.
func TestNamesOfMethods(t *testing.T) {
	method := regexp.MustCompile(`^method \(\*([A-Za-z]+)Service\) ([A-Za-z]+)\((.*)\) (.*)$`)
	results := map[string]string{} // by Service.Name
	for _, line := range exports(t) {
		m := method.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		service, name, arguments, result := m[1], m[2], m[3], m[4]
		results[service+"."+name] = result
		if !strings.HasPrefix(arguments, "context.Context") || !strings.HasSuffix(arguments, "...RequestOption") {
			t.Errorf("%s.%s takes %s: a context comes first, options of the request come last", service, name, arguments)
		}
	}
	if len(results) < 90 {
		t.Errorf("only %d methods of services", len(results))
	}
	for name, result := range results {
		service, method, _ := strings.Cut(name, ".")
		paged := strings.Contains(result, "Page[")
		switch {
		case strings.HasPrefix(method, "All"):
			if !strings.HasPrefix(result, "iter.Seq2[") {
				t.Errorf("%s returns %s: All… is an iterator", name, result)
			}
		case strings.HasPrefix(method, "List"):
			if _, all := results[service+".All"+strings.TrimPrefix(method, "List")]; paged && !all {
				t.Errorf("%s returns %s and has no All… beside it", name, result)
			}
		case strings.HasPrefix(method, "GetMany"):
			if !strings.HasPrefix(result, "([]*") {
				t.Errorf("%s returns %s: an ID that was not found is nil", name, result)
			}
		case strings.HasPrefix(method, "Check"):
			if !strings.Contains(result, "bool") {
				t.Errorf("%s returns %s: Check… returns booleans", name, result)
			}
		case paged:
			t.Errorf("%s returns %s: a page is read by List…", name, result)
		}
		if pointers := strings.HasPrefix(result, "([]*"); pointers && !strings.HasPrefix(method, "GetMany") {
			t.Errorf("%s returns %s: elements are pointers only in the results of GetMany…", name, result)
		}
	}
}

// TestArgumentsOfLibraries holds that what saves, removes, checks, or follows several
// things takes their list and options of the request, and nothing else. Playlists are
// followed one at a time, and what they contain has positions.
func TestArgumentsOfLibraries(t *testing.T) {
	method := regexp.MustCompile(`^method \(\*([A-Za-z]+)Service\) ((?:Save|Remove|Check|Follow|Unfollow)[A-Za-z]*)\((.*?)\) `)
	list := regexp.MustCompile(`^context\.Context, (\[\][A-Za-z]+|Resources), \.\.\.RequestOption$`)
	count := 0
	for _, line := range exports(t) {
		m := method.FindStringSubmatch(line)
		if m == nil || m[1] == "Playlists" {
			continue
		}
		count++
		if !list.MatchString(m[3]) {
			t.Errorf("%s.%s takes %s: want a list and options of the request", m[1], m[2], m[3])
		}
	}
	if count < 20 {
		t.Errorf("only %d methods", count)
	}
}
