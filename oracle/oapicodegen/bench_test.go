package oapicodegen_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/oracle/oapicodegen"
)

// mostTimes is how many times as long as oapi-codegen spotgen may take.
const mostTimes = 2

// BenchmarkGenerate measures the way from the schema and the overrides in memory to the
// files in memory, beside oapi-codegen's stock output for the same schema. Both take turns,
// so that whatever else the machine does slows both. It reports the medians of both, and how
// many times as long spotgen takes, and fails if that is more than the target.
//
// oapi-codegen is given the schema with the overlays applied, as JSON, which it could not
// read otherwise, so that it is spared the work of the stage load. It makes types and a
// client; spotgen also makes the files of the fake server.
func BenchmarkGenerate(b *testing.B) {
	in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		b.Fatal(err)
	}
	doc, _, err := load.Load(in.Spec, in.Overlay, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	schema, err := oapicodegen.Prepare(doc)
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs []time.Duration
	for b.Loop() {
		ours = append(ours, timed(b, func() error {
			_, err := generator.Generate(in, generator.Options{})
			return err
		}))
		theirs = append(theirs, timed(b, func() error {
			_, err := oapicodegen.Stock(schema)
			return err
		}))
	}
	times := float64(median(ours)) / float64(median(theirs))
	b.ReportMetric(0, "ns/op") // the sum of both means nothing
	b.ReportMetric(float64(median(ours).Milliseconds()), "ms-spotgen")
	b.ReportMetric(float64(median(theirs).Milliseconds()), "ms-oapi-codegen")
	b.ReportMetric(times, "times-oapi-codegen")
	if times > mostTimes {
		b.Errorf("spotgen takes %.2f times as long as oapi-codegen, want at most %d", times, mostTimes)
	}
}

func timed(b *testing.B, generate func() error) time.Duration {
	start := time.Now()
	if err := generate(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func median(durations []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(durations))[len(durations)/2]
}
