// Makestock writes the client that oapi-codegen makes of the schema of the repository. It
// is run in the folder oracle, by make stock.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spotgen/spotgen/oracle/oapicodegen"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "makestock:", err)
		os.Exit(1)
	}
}

func run() error {
	source, err := oapicodegen.ForRepository("..")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("stock", "client.gen.go"), source, 0o644)
}
