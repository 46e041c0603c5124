package spotify

import (
	"fmt"
	"strconv"
	"time"
)

// A ReleaseDate is the date of a release, as far as it is known: "1981",
// "1981-12" or "1981-12-15". It is "" or "0000" if the date is not known at
// all.
type ReleaseDate string

// Year returns the year, 0 if it is not known.
func (d ReleaseDate) Year() int {
	// "0000" is the year 0 (docs/facts/mismatches.md M45).
	if len(d) < 4 || len(d) > 4 && d[4] != '-' {
		return 0
	}
	year, err := strconv.ParseUint(string(d[:4]), 10, 16)
	if err != nil {
		return 0
	}
	return int(year)
}

// Time returns the first moment of the year, month or day, in UTC. It returns
// an error if the date is not known, or not a date.
func (d ReleaseDate) Time() (time.Time, error) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, string(d)); err == nil && t.Year() > 0 {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("spotify: %s is not a release date; want one like 1981, 1981-12 or 1981-12-15", quote(string(d)))
}
