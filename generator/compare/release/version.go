// Package release chooses the number of the next version and writes its release
// notes. It uses the report of the changes since the last version, and the entries of
// the change log.
package release

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// First is the version of the first release.
const First = "v0.1.0"

// Newest returns the newest of the tags that are versions of the form v1.2.3, or "" if
// there is none. Pre-releases do not count.
func Newest(tags []string) string {
	newest := ""
	for _, tag := range tags {
		if IsVersion(tag) && (newest == "" || semver.Compare(tag, newest) > 0) {
			newest = tag
		}
	}
	return newest
}

// IsVersion reports whether a tag is a version of the form v1.2.3.
func IsVersion(tag string) bool {
	return semver.IsValid(tag) && semver.Canonical(tag) == tag && semver.Prerelease(tag) == ""
}

// Next returns the version that is a step behind another one; First if that is empty. A
// version 0 promises nothing, so that a major step is a minor one there.
func Next(since string, step diff.Step) (string, error) {
	if since == "" {
		return First, nil
	}
	if !IsVersion(since) {
		return "", fmt.Errorf("%q is not a version of the form v1.2.3", since)
	}
	var numbers [3]int
	for i, text := range strings.Split(strings.TrimPrefix(since, "v"), ".") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return "", fmt.Errorf("%s: its numbers are too large", since)
		}
		numbers[i] = n
	}
	if step == diff.Major && numbers[0] == 0 {
		step = diff.Minor
	}
	switch step {
	case diff.Major:
		numbers = [3]int{numbers[0] + 1, 0, 0}
	case diff.Minor:
		numbers = [3]int{numbers[0], numbers[1] + 1, 0}
	case diff.Patch:
		numbers[2]++
	default:
		return "", fmt.Errorf("the step %q leads to no other version", step)
	}
	return fmt.Sprintf("v%d.%d.%d", numbers[0], numbers[1], numbers[2]), nil
}

// Steps lists the steps from none to the largest.
func Steps() []diff.Step { return []diff.Step{diff.NoStep, diff.Patch, diff.Minor, diff.Major} }

// larger returns the larger of two steps.
func larger(a, b diff.Step) diff.Step {
	return Steps()[max(slices.Index(Steps(), a), slices.Index(Steps(), b), 0)]
}

// checkModule makes sure that Go finds the version under the path of the module.
func checkModule(path, version string) error {
	_, major, ok := module.SplitPathVersion(path)
	if !ok {
		return fmt.Errorf("go.mod: %q is not the path of a module", path)
	}
	if module.CheckPathMajor(version, major) != nil {
		return fmt.Errorf("%s cannot be released under the module path %s; a path that ends with /%s belongs to it",
			version, path, semver.Major(version))
	}
	return nil
}
