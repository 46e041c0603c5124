package verify

import "testing"

func TestOnlyWordsAreShown(t *testing.T) {
	for text, want := range map[string]string{
		"track":                     `"track"`,
		"appears_on":                `"appears_on"`,
		"AudioDongle":               `"AudioDongle"`,
		"low-band-2":                `"low-band-2"`,
		"C":                         `"C"`,
		"":                          "an empty text",
		"4iV5W9uYEdYUVa79Axb7Rh":    "a text",
		"aBcDeFgHiJkLmNoPqRsTuV":    "a text",
		"somebody@example.com":      "a text",
		"My Playlist":               "a text",
		"averylongwordthatisnoenum": "a text",
		"spotify:user:wizard":       "a URI",
		"https://example.com/a":     "an address",
		"2020-01-31":                "a date",
		"2020-01-31T00:00:00Z":      "a date with a time",
		"640":                       "a number in a text",
	} {
		if got := shown(text); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
}

func TestMembersThatMayBeKeys(t *testing.T) {
	for name, want := range map[string]bool{
		"added_at": true, "isPlayable": true, "x-id": true, "$schema": true, "level2": true,
		"4iV5W9uYEdYUVa79Axb7Rh": false, "user 1": false, "somebody@example.com": false, "": false, "a1b2": false,
	} {
		if got := memberName(name) == name; got != want {
			t.Errorf("%q is shown: %v, want %v", name, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	tests := []struct {
		format, good, bad string
	}{
		{"date", "2024-02-29", "2023-02-29"},
		{"date-time", "2017-05-27T20:07:54.721Z", "2017-05-27 20:07:54"},
		{"uri", "spotify:track:1", "track"},
		{"uri-reference", "/a/b", "%zz"},
		{"email", "a@example.com", "a"},
		{"uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567"},
		{"byte", "YQ==", "a"},
		{"int32", "2147483647", "2147483648"},
		{"int64", "9223372036854775807", "9223372036854775808"},
	}
	for _, test := range tests {
		if !holds(test.format, test.good) || holds(test.format, test.bad) {
			t.Errorf("%s: %q holds: %v, %q: %v", test.format, test.good, holds(test.format, test.good), test.bad, holds(test.format, test.bad))
		}
	}
	if !holds("other", "anything") {
		t.Error("a format that is not known does not hold")
	}
}
