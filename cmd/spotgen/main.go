// Command spotgen generates the client from the published schema and the
// overrides, checks that the generated client is up to date, reports what another
// schema means for programs that import it, and checks the overrides. See spotgen
// help.
package main

import "github.com/spotgen/spotgen/internal/cli"

func main() { cli.Main(program().Run) }

// The exit codes beyond those of all programs.
const (
	exitAdditive    = 1 // of diff and verify: there is more than there was, or than the schema says
	exitBreaking    = 3 // of diff: something breaks; of verify: something does not hold
	exitNothing     = 3 // of release: there is nothing to release
	exitUnavailable = 3 // of update: the schema cannot be had now, but may be later
)

func program() cli.Program {
	return cli.Program{
		Name:    "spotgen",
		Summary: "spotgen generates a typed Go client from Spotify's published schema.",
		Commands: []cli.Command{
			generateCommand(), checkCommand(), opsCommand(),
			diffCommand(), lintCommand(), verifyCommand(), updateCommand(),
			fetchCommand(), releaseCommand(),
		},
		Notes: `Exit codes: 0 done, 1 problems or drift, 2 wrong use. The commands diff, release,
update, and verify also use 3; see their help.`,
	}
}
