package generator

import (
	"bytes"
	"testing"

	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/resolve"
)

// BenchmarkGenerate measures the way from the schema and the overrides in
// memory to the files in memory, as a whole and by stage. The lines of the output are a
// metric. The module oracle measures the whole beside oapi-codegen.
func BenchmarkGenerate(b *testing.B) {
	in, err := ReadInputs("../spec/open-api-schema.yml", "../overrides", "../gen")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("spotgen", func(b *testing.B) { benchmarkSpotgen(b, in) })
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			loaded(b, in)
		}
	})
	b.Run("resolve", func(b *testing.B) { benchmarkResolve(b, in) })
	b.Run("emit", func(b *testing.B) { benchmarkEmit(b, in) })
}

func benchmarkSpotgen(b *testing.B, in Inputs) {
	var files []emit.File
	for b.Loop() {
		out, err := Generate(in, Options{})
		if err != nil {
			b.Fatal(err)
		}
		files = out.Files
	}
	reportLines(b, files)
}

// benchmarkResolve resolves a fresh document each time, because the stage uses
// it up.
func benchmarkResolve(b *testing.B, in Inputs) {
	runtime, err := declarations(in.Runtime)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		doc := loaded(b, in)
		b.StartTimer()
		if _, _, err := resolve.Resolve(resolve.Input{
			Spec:    doc.Spec,
			Pos:     doc.Index.Pos,
			Names:   in.Names,
			Docs:    in.Docs,
			Runtime: runtime,
			Package: "spotify",
		}); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkEmit(b *testing.B, in Inputs) {
	api, _, err := Model(in, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var files []emit.File
	for b.Loop() {
		if files, err = emit.Emit(api, in.Runtime); err != nil {
			b.Fatal(err)
		}
	}
	reportLines(b, files)
}

func loaded(b *testing.B, in Inputs) *load.Document {
	doc, _, err := load.Load(in.Spec, in.Overlay, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return doc
}

func reportLines(b *testing.B, files []emit.File) {
	lines := 0
	for _, file := range files {
		lines += bytes.Count(file.Data, []byte("\n"))
	}
	b.ReportMetric(float64(lines), "lines")
}
