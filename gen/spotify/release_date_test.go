package spotify

import (
	"testing"
	"time"
)

func TestReleaseDate(t *testing.T) {
	tests := []struct {
		date ReleaseDate
		year int
		time time.Time // zero is an error
	}{
		{"1981", 1981, time.Date(1981, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"1981-12", 1981, time.Date(1981, 12, 1, 0, 0, 0, 0, time.UTC)},
		{"1981-12-15", 1981, time.Date(1981, 12, 15, 0, 0, 0, 0, time.UTC)},
		{"2000-02-29", 2000, time.Date(2000, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"1981-00-00", 1981, time.Time{}},
		{"1981-02-30", 1981, time.Time{}},
		{"0000", 0, time.Time{}},
		{"0000-01-01", 0, time.Time{}},
		{"", 0, time.Time{}},
		{"81", 0, time.Time{}},
		{"19811215", 0, time.Time{}},
		{"-198", 0, time.Time{}},
		{"+198", 0, time.Time{}},
		{"1981-12-15T00:00:00Z", 1981, time.Time{}},
		{"soon", 0, time.Time{}},
	}
	for _, test := range tests {
		if got := test.date.Year(); got != test.year {
			t.Errorf("%q: Year() = %d, want %d", test.date, got, test.year)
		}
		got, err := test.date.Time()
		if !got.Equal(test.time) || got.Location() != time.UTC {
			t.Errorf("%q: Time() = %v, want %v", test.date, got, test.time)
		}
		if test.time.IsZero() {
			wantError(t, err, "release date", "1981-12")
		} else if err != nil {
			t.Errorf("%q: %v", test.date, err)
		}
	}
}
