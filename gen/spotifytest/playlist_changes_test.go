package spotifytest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestReordered(t *testing.T) {
	tests := map[string]struct {
		now, then             string
		start, length, before int
		want                  string
	}{
		"first to last":                 {"abcde", "abcde", 0, 1, 5, "bcdea"},
		"last to first":                 {"abcde", "abcde", 4, 1, 0, "eabcd"},
		"forward, counted before":       {"abcde", "abcde", 1, 1, 3, "acbde"},
		"backward":                      {"abcde", "abcde", 3, 2, 1, "adebc"},
		"a run forward":                 {"abcde", "abcde", 0, 2, 4, "cdabe"},
		"before itself":                 {"abcde", "abcde", 1, 2, 1, "abcde"},
		"into itself":                   {"abcde", "abcde", 1, 3, 2, "abcde"},
		"behind itself":                 {"abcde", "abcde", 1, 2, 3, "abcde"},
		"everything":                    {"abcde", "abcde", 0, 5, 0, "abcde"},
		"one alone":                     {"a", "a", 0, 1, 1, "a"},
		"some of the run have gone":     {"acd", "abcd", 0, 2, 4, "cda"},
		"all of the run have gone":      {"cd", "abcd", 0, 2, 4, "cd"},
		"the one in front has gone":     {"abd", "abcd", 0, 1, 2, "bad"},
		"all that followed have gone":   {"ab", "abcd", 0, 1, 3, "ba"},
		"something was put in front":    {"xabc", "abc", 2, 1, 0, "xcab"},
		"something was put between":     {"abxc", "abc", 0, 1, 2, "bxac"},
		"something was put to the end":  {"abcx", "abc", 0, 1, 3, "bcax"},
		"others were moved":             {"cbad", "abcd", 3, 1, 1, "cdba"},
		"nothing is left but the moved": {"bx", "ab", 1, 1, 0, "bx"},
		"a run that was torn apart":     {"axbc", "abc", 0, 2, 2, "xabc"},
		"everything was replaced":       {"xyz", "abc", 0, 2, 3, "xyz"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			now, then := strings.Split(tt.now, ""), strings.Split(tt.then, "")
			got := strings.Join(reordered(now, then, tt.start, tt.length, tt.before), "")
			if got != tt.want {
				t.Errorf("%s, of which %d from %d go before %d of %s, becomes %s; want %s",
					tt.now, tt.length, tt.start, tt.before, tt.then, got, tt.want)
			}
			if strings.Join(now, "") != tt.now || strings.Join(then, "") != tt.then {
				t.Errorf("the lists themselves have become %v and %v", now, then)
			}
		})
	}
}

// Without changes in between, reordering is what its description says: the run is cut
// out, and put before what stood at the position.
func TestReorderedAgreesWithItsDescription(t *testing.T) {
	list := []string{"a", "b", "c", "d", "e"}
	for start := range list {
		for length := 1; start+length <= len(list); length++ {
			for before := 0; before <= len(list); before++ {
				run := list[start : start+length]
				var want []string
				for i := 0; i <= len(list); i++ {
					if i == before {
						want = append(want, run...)
					}
					if i < len(list) && (i < start || i >= start+length) {
						want = append(want, list[i])
					}
				}
				if before > start && before < start+length {
					want = list // where the run was is where it goes
				}
				if diff := cmp.Diff(want, reordered(list, list, start, length, before)); diff != "" {
					t.Errorf("%d from %d before %d (-want +got):\n%s", length, start, before, diff)
				}
			}
		}
	}
}

func TestVersionsAreKeptForAWhile(t *testing.T) {
	p := &playlist{Playlist: Playlist{ID: "0000000000000000000001"}}
	var snapshots []spotify.SnapshotID
	for i := range keptVersions + 2 {
		p.change([]*PlaylistItem{{URI: spotify.URI(fmt.Sprintf("spotify:track:%022d", i))}})
		snapshots = append(snapshots, p.snapshot())
	}
	if slices.Sort(snapshots); len(slices.Compact(slices.Clone(snapshots))) != keptVersions+2 {
		t.Error("two versions have the same snapshot ID")
	}
	known := 0
	for _, snapshot := range snapshots {
		if v, ok := p.versionOf(snapshot); ok {
			known++
			if v.snapshot != snapshot {
				t.Errorf("%s finds the version %s", snapshot, v.snapshot)
			}
		}
	}
	if known != keptVersions {
		t.Errorf("%d versions are known, want %d", known, keptVersions)
	}
	if v, ok := p.versionOf(""); !ok || v.snapshot != p.snapshot() {
		t.Error("no snapshot ID does not mean the present version")
	}
}

func TestNoChangeIsNoVersion(t *testing.T) {
	p := &playlist{Playlist: Playlist{ID: "0000000000000000000001"}}
	p.change([]*PlaylistItem{{URI: "spotify:track:a"}, {URI: "spotify:track:a"}})
	before := p.present()
	p.changeTo(slices.Clone(before.places))
	if p.snapshot() != before.snapshot {
		t.Error("the same items make another version")
	}
	// The items look alike, but they have changed places.
	p.changeTo([]*PlaylistItem{before.places[1], before.places[0]})
	if p.snapshot() == before.snapshot {
		t.Error("items that have changed places make no version")
	}
	p.touch()
	if got := len(p.versions); got != 3 || len(p.Items) != 2 {
		t.Errorf("there are %d versions with %d items, want 3 with 2", got, len(p.Items))
	}
}
