package generator

import (
	"fmt"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/goapi"
	"github.com/spotgen/spotgen/generator/emit"
)

// APIReportName is the name of the file that APIReport makes.
const APIReportName = "api.txt"

// APIReport renders what the packages of an output export, a line for each
// declaration: first the client, then the fake server if there is one. The file
// stands beside the folders of the packages, so that a change of the API shows as
// such in a review.
func APIReport(out *Output) (emit.File, error) {
	var b strings.Builder
	b.WriteString(emit.Marker + ": what the packages beside this file export; DO NOT EDIT.\n")
	for _, files := range [][]emit.File{out.Files, out.Fake} {
		if len(files) == 0 {
			continue
		}
		api, err := goapi.Read(files)
		if err != nil {
			return emit.File{}, fmt.Errorf("API report: %w", err)
		}
		b.WriteString(api.Text())
	}
	return emit.File{Name: APIReportName, Data: []byte(b.String())}, nil
}
