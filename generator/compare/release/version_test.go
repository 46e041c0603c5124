package release

import (
	"testing"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

func TestNewest(t *testing.T) {
	tests := []struct {
		tags []string
		want string
	}{
		{nil, ""},
		{[]string{"v0.1.0"}, "v0.1.0"},
		{[]string{"v0.9.0", "v0.10.0", "v0.2.11"}, "v0.10.0"},
		{[]string{"v1.0.0-rc.1", "v0.3.0", "v2", "v1.2", "1.0.0", "v1.0.0+build", "v01.0.0", "release", "bench/v9.0.0"}, "v0.3.0"},
	}
	for _, test := range tests {
		if got := Newest(test.tags); got != test.want {
			t.Errorf("%q: got %q, want %q", test.tags, got, test.want)
		}
	}
}

func TestNext(t *testing.T) {
	tests := []struct {
		since string
		step  diff.Step
		want  string // empty for an error
	}{
		{"", diff.Major, "v0.1.0"},
		{"", diff.Patch, "v0.1.0"},
		{"v0.3.1", diff.Patch, "v0.3.2"},
		{"v0.3.1", diff.Minor, "v0.4.0"},
		{"v0.3.1", diff.Major, "v0.4.0"},
		{"v1.3.1", diff.Patch, "v1.3.2"},
		{"v1.3.9", diff.Minor, "v1.4.0"},
		{"v1.3.1", diff.Major, "v2.0.0"},
		{"v1.3.1", diff.NoStep, ""},
		{"v1.3.1", "", ""},
		{"v1.3", diff.Minor, ""},
		{"v1.3.1-rc.1", diff.Minor, ""},
		{"v1.3.1-5-gabcdef-dirty", diff.Minor, ""},
		{"v1.99999999999999999999.0", diff.Minor, ""},
	}
	for _, test := range tests {
		got, err := Next(test.since, test.step)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s and %s: got %q (%v), want %q", test.since, test.step, got, err, test.want)
		}
	}
}

func TestLarger(t *testing.T) {
	tests := []struct{ a, b, want diff.Step }{
		{diff.NoStep, diff.NoStep, diff.NoStep},
		{diff.NoStep, "", diff.NoStep},
		{diff.Patch, diff.NoStep, diff.Patch},
		{diff.Patch, diff.Minor, diff.Minor},
		{diff.Major, diff.Minor, diff.Major},
	}
	for _, test := range tests {
		if got := larger(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: got %q, want %q", test.a, test.b, got, test.want)
		}
		if got := larger(test.b, test.a); got != test.want {
			t.Errorf("%q and %q: got %q, want %q", test.b, test.a, got, test.want)
		}
	}
}

func TestCheckModule(t *testing.T) {
	tests := []struct {
		path, version, want string
	}{
		{"example.com/m", "v0.1.0", ""},
		{"example.com/m", "v1.1.0", ""},
		{"example.com/m", "v2.0.0", "v2.0.0 cannot be released under the module path example.com/m; a path that ends with /v2 belongs to it"},
		{"example.com/m/v2", "v2.0.0", ""},
		{"example.com/m/v2", "v1.0.0", "v1.0.0 cannot be released under the module path example.com/m/v2; a path that ends with /v1 belongs to it"},
		{"example.com/m/v1", "v1.0.0", `go.mod: "example.com/m/v1" is not the path of a module`},
	}
	for _, test := range tests {
		got := ""
		if err := checkModule(test.path, test.version); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s %s: got %q, want %q", test.path, test.version, got, test.want)
		}
	}
}
