package generator_test

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
)

// upstreamDir has schemas as upstream may publish them; a clone of the repository alone has
// not.
const upstreamDir = "../../shared/cases/upstream"

// TestUpstream generates from each of them: changes of one base, under the overrides of the
// repository, and whole documents of other APIs, under none. worst is the gravest effect
// that the report of a change may have. Without -exhaustive it takes every twelfth.
func TestUpstream(t *testing.T) {
	base, err := os.ReadFile(filepath.Join(upstreamDir, "base.yml"))
	if err != nil {
		t.Skipf("needs the cases beside the repository: %v", err)
	}
	worst := map[string]diff.Effect{
		"a02_dup_operationid": diff.Comment, "a05_paging_schema_renamed": diff.Comment, "a07_search_new_kind": diff.Additive,
		"a10_ref_instead_of_inline": diff.Comment, "a12_enum_value_added": diff.Comment, "a36_json_charset": diff.Comment,
		"a57_webhooks_30": diff.Comment, "a60_openapi31_version_only": diff.Comment, "a65_empty_allof_part_dropped": diff.Comment,
		"a81_vendor_json": diff.Comment, "b01_new_op_inline_answer": diff.Additive, "b07_patch": diff.Additive,
		"b09_search_audiobook_like_2022": diff.Additive, "b16_error_object_new_field": diff.Additive,
		"n05_inline_responses": diff.Comment, "n08_rename_responses": diff.Comment, "t07_mergekey": diff.Comment,
	}
	atLeast := map[string]diff.Effect{"b16_error_object_new_field": diff.Additive, "b17_uri_int_id": diff.Behaviour}
	names, err := filepath.Glob(filepath.Join(upstreamDir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	before := changedInputs(t, base)
	for i, name := range names {
		if i%12 != 0 && !*exhaustive {
			continue
		}
		short, extension, _ := strings.Cut(filepath.Base(name), ".")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case extension == "diff":
			t.Run(short, func(t *testing.T) {
				t.Parallel()
				changed := changedInputs(t, patched(t, base, data))
				checkGenerates(t, changed)
				report, err := generator.Compare(before, changed, generator.CompareOptions{})
				if err != nil {
					t.Fatal(err)
				}
				effect := diff.None
				for _, change := range report.Changes {
					effect = max(effect, change.Effect)
				}
				if limit, ok := worst[short]; ok && effect > limit {
					t.Errorf("the effect is %v, want %v at most", effect, limit)
				}
				if effect < atLeast[short] {
					t.Errorf("the effect is %v, want %v", effect, atLeast[short])
				}
			})
		case extension == "yml" && short != "base":
			t.Run(short, func(t *testing.T) {
				t.Parallel()
				checkGenerates(t, generator.Inputs{
					Spec: load.Source{Name: short + ".yml", Data: data}, Names: resolve.Text{Name: "names.yml"}, Docs: resolve.Text{Name: "docs.yml"},
					Runtime: repositoryInputs(t).Runtime,
				})
			})
		}
	}
}

func checkGenerates(t *testing.T, in generator.Inputs) {
	t.Helper()
	out, err := generator.Generate(in, realOptions)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range firstOf(typeCheck(t, out.Files, out.Fake), 5) {
		t.Error(err)
	}
}

var hunk = regexp.MustCompile(`^@@ -(\d+)(?:,\d+)? `)

// patched applies a unified diff.
func patched(t *testing.T, data, patch []byte) []byte {
	t.Helper()
	old := strings.SplitAfter(string(data), "\n")
	var out strings.Builder
	at := 0
	lines := bufio.NewScanner(bytes.NewReader(patch))
	for lines.Scan() {
		line := lines.Text()
		switch m := hunk.FindStringSubmatch(line); {
		case m != nil:
			start, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			for ; at < start-1; at++ {
				out.WriteString(old[at])
			}
		case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"), line == "":
		case line[0] == '+':
			out.WriteString(line[1:] + "\n")
		default:
			if strings.TrimSuffix(old[at], "\n") != line[1:] {
				t.Fatalf("line %d of the base is %q, and the diff has %q", at+1, old[at], line[1:])
			}
			if line[0] == ' ' {
				out.WriteString(old[at])
			}
			at++
		}
	}
	out.WriteString(strings.Join(old[at:], ""))
	return []byte(out.String())
}
