package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The guide for programs that move from zmb3/spotify is checked here, because this
// module has zmb3/spotify among its dependencies. Run it with -count=1: the file is
// outside of the module, so Go would repeat an old result after a change.
const migratingFile = "../docs/migrating-from-zmb3.md"

func readMigrating(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(migratingFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestMigrating(t *testing.T) {
	for _, problem := range newMigrating(t).problems(readMigrating(t)) {
		t.Error(problem)
	}
}

// Each mistake in the guide is found, and nothing else is reported for it.
func TestMigratingFindsMistakes(t *testing.T) {
	text := readMigrating(t)
	checks := newMigrating(t)
	tests := map[string]struct{ from, to, want string }{
		"a method is missing": {
			"| `client.GetAlbum` |", "| `client.GetAlbums` |",
			"no table names Client.GetAlbum",
		},
		"a method of a type is missing": {
			"| `ID.String` |", "| `ID` |",
			"no table names ID.String",
		},
		"a constant is missing": {
			"`CountryArgentina`, ", "",
			"no table names CountryArgentina",
		},
		"a name of the login is missing": {
			"| `spotifyauth.ShowDialog` |", "| `spotifyauth.New` |",
			"no table names spotifyauth.ShowDialog",
		},
		"an old name does not exist": {
			"| `client.GetAlbum` |", "| `client.GetAlbum`, `client.FetchAlbum` |",
			"client.FetchAlbum: zmb3/spotify has no FetchAlbum in Client",
		},
		"a new method does not exist": {
			"`client.Albums.Get` |", "`client.Albums.Fetch` |",
			"client.Albums.Fetch: gen/spotify has no Fetch in AlbumsService",
		},
		"a new service does not exist": {
			"`client.Albums.Get` |", "`client.Records.Get` |",
			"client.Records.Get: gen/spotify has no Records in Client",
		},
		"a new option does not exist": {
			"| `spotify.WithRetry` | `spotify.WithRetry` |", "| `spotify.WithRetry` | `spotify.WithRetries` |",
			"spotify.WithRetries: gen/spotify has no WithRetries",
		},
		"a new field does not exist": {
			"| `APIError.Message` |", "| `APIError.Text` |",
			"APIError.Text: gen/spotify has no Text in APIError",
		},
		"a new element type does not exist": {
			"`Page[SavedAlbum]`", "`Page[StoredAlbum]`",
			"Page[StoredAlbum]: gen/spotify has no StoredAlbum",
		},
		"a new name is no name": {
			"`client.Albums.Get` |", "`client.Albums.Get()` |",
			"client.Albums.Get(): it is not a name",
		},
		"a row has nothing new": {
			"| `client.Albums.Get` |", "| |",
			"the second column has neither a name nor none",
		},
		"a row without a counterpart does not say why": {
			"| `ID.String` | none | Convert it: `string(id)`. |", "| `ID.String` | none | |",
			"the third column does not say why there is no counterpart",
		},
		"a row without a counterpart says that again": {
			"| `ID.String` | none | Convert it: `string(id)`. |", "| `ID.String` | none | This is not possible here. |",
			"the third column does not say why there is no counterpart",
		},
		"a row has too few columns": {
			"| `client.GetAlbum` | `client.Albums.Get` | |", "| `client.GetAlbum` | `client.Albums.Get` |",
			"2 columns, want 3",
		},
		"a name in a text does not exist": {
			"To keep an ID in a database, take `Track.OriginalID`.", "To keep an ID in a database, take `Track.FirstID`.",
			"Track.FirstID: neither package has it",
		},
		"a type in a text does not exist": {
			"Takes a `TransferRequest`.", "Takes a `TransferOrder`.",
			"TransferOrder: neither package has it",
		},
		"a row keeps quiet about development mode": {
			"| Extended quota only since November 2024. Spotify names no replacement. |", "| Spotify names no replacement. |",
			`client.Artists.ListRelated: the row does not say "extended quota only since November 2024"`,
		},
		"a field that may be nil is missing": {
			"| `Device.VolumePercent` |", "| `Image.Width` |",
			"Device.VolumePercent is a pointer",
		},
		"a field that cannot be nil is listed": {
			"| `Device.VolumePercent` |", "| `Device.VolumePercent`, `Device.Name` |",
			"Device.Name is not a pointer",
		},
		"old code does not compile": {
			"page, err := client.CurrentUsersTracks(ctx, spotify.Limit(50))", "page, err := client.CurrentUsersTracks(ctx, spotify.Limit(\"50\"))",
			"cannot use \"50\"",
		},
		"it is about another version": {
			"version v2.4.3.", "version v2.4.2.",
			"does not say that it is about version v2.4.3",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if n := strings.Count(text, test.from); n != 1 {
				t.Fatalf("the guide has %q %d times, so that this test changes nothing, or too much", test.from, n)
			}
			problems := checks.problems(strings.Replace(text, test.from, test.to, 1))
			if len(problems) != 1 || !strings.Contains(problems[0], test.want) {
				t.Errorf("found %d problems, want one with %q:\n%s", len(problems), test.want, strings.Join(problems, "\n"))
			}
		})
	}
}

// A table that is cut off is not taken for a complete one.
func TestMigratingFindsMissingTables(t *testing.T) {
	tables, _, _ := strings.Cut(readMigrating(t), "### Player\n")
	problems := newMigrating(t).problems(tables)
	if want := 200; len(problems) < want {
		t.Errorf("found %d problems in half of the guide, want at least %d", len(problems), want)
	}
}

// at says where in the guide something is.
func at(line int, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: %s", migratingFile, line, fmt.Sprintf(format, args...))
}
