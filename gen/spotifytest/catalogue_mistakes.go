package spotifytest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// noTest stands in for the test of a server that has none. There a mistake is a panic, for
// a zero value would go unnoticed.
type noTest struct{}

func (noTest) Helper()                           {}
func (noTest) Errorf(string, ...any)             {}
func (noTest) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (noTest) Cleanup(func())                    {}

// test is the test that the server belongs to.
func (s *Server) test() T {
	if s.t == nil {
		return noTest{}
	}
	return s.t
}

// mistaken takes note of what is wrong with something that was to be added, and
// reports whether anything is. Empty flaws do not count.
func (s *Server) mistaken(kind spotify.Kind, name string, flaws ...string) bool {
	flaws = slices.DeleteFunc(flaws, func(flaw string) bool { return flaw == "" })
	if len(flaws) == 0 {
		return false
	}
	s.mistakes = append(s.mistakes, fmt.Errorf("spotifytest: cannot add the %s %q: %s", kind, name, strings.Join(flaws, "; ")))
	return true
}

func flawInID[ID ~string](id ID) string {
	if id == "" || isBase62(string(id)) {
		return ""
	}
	return fmt.Sprintf("the ID %q is not one of 22 base-62 characters", id)
}

// flawInReference is about the ID of the thing that another thing belongs to, if any.
func flawInReference[ID ~string, E any](kind spotify.Kind, t *table[ID, E], id ID) string {
	if id == "" || t.get(id) != nil {
		return ""
	}
	return fmt.Sprintf("there is no %s %q", kind, id)
}

func (s *Server) flawInArtists(ids []spotify.ArtistID) string {
	for i, id := range ids {
		switch {
		case s.artists.get(id) == nil:
			return fmt.Sprintf("there is no artist %q", id)
		case slices.Contains(ids[:i], id):
			return fmt.Sprintf("the artist %q is there twice", id)
		}
	}
	return ""
}

func (s *Server) flawInMarkets(markets []spotify.Market) string {
	for i, market := range markets {
		if flaw := s.flawInMarket(market); flaw != "" {
			return flaw
		}
		if slices.Contains(markets[:i], market) {
			return fmt.Sprintf("the market %q is there twice", market)
		}
	}
	return ""
}

func (s *Server) flawInMarket(market spotify.Market) string {
	if _, known := slices.BinarySearch(s.markets, market); known {
		return ""
	}
	return fmt.Sprintf("%q is not a market of the catalogue", market)
}

func flawInPopularity(popularity int) string {
	if popularity >= 0 && popularity <= 100 {
		return ""
	}
	return fmt.Sprintf("the popularity %d is not one of 0 to 100", popularity)
}

func flawInCount(what string, n int) string {
	if n >= 0 {
		return ""
	}
	return fmt.Sprintf("the %s %d is negative", what, n)
}

// flawInDuration is also about a number whose unit was forgotten: the API would say 0 ms.
func flawInDuration(d time.Duration) string {
	switch {
	case d < 0:
		return fmt.Sprintf("the duration %v is negative", d)
	case d > 0 && d < time.Millisecond:
		return fmt.Sprintf("the duration %v is less than a millisecond", d)
	}
	return ""
}

// flawInPreview is about an address, if there is one.
func flawInPreview(address string) string {
	if u, err := url.Parse(address); address == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return ""
	}
	return fmt.Sprintf("the preview URL %q is not like https://example.com/a.mp3", address)
}

func flawInDate(date spotify.ReleaseDate) string {
	if date == unknownDate {
		return ""
	}
	if _, err := date.Time(); err != nil {
		return fmt.Sprintf("the release date %q is not of the form 1981, 1981-12, 1981-12-15, or 0000", date)
	}
	return ""
}

func flawInChoice(what, chosen string, choices ...string) string {
	if slices.Contains(choices, chosen) {
		return ""
	}
	return fmt.Sprintf("the %s %q is not one of %q", what, chosen, choices)
}
