package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// keptVersions is how many versions of a playlist a request can still refer to.
const keptVersions = 50

// A version is a playlist as it was between two changes.
type version struct {
	snapshot spotify.SnapshotID
	// places are not changed once they are in a version: the pointers tell which
	// item of one version is which of another, however often its URI occurs.
	places []*PlaylistItem
}

// present is the last version.
func (p *playlist) present() version { return p.versions[len(p.versions)-1] }

// snapshot is the ID of the present version.
func (p *playlist) snapshot() spotify.SnapshotID { return p.present().snapshot }

// versionOf finds the version that a snapshot ID names, which may be too old to be
// known any more. Without a snapshot ID, it is the present one.
func (p *playlist) versionOf(snapshot spotify.SnapshotID) (version, bool) {
	if snapshot == "" {
		return p.present(), true
	}
	i := slices.IndexFunc(p.versions, func(v version) bool { return v.snapshot == snapshot })
	if i < 0 {
		return version{}, false
	}
	return p.versions[i], true
}

// change makes a new version with these items.
func (p *playlist) change(places []*PlaylistItem) {
	p.changes++
	p.versions = append(p.versions, version{snapshotID(p.ID, p.changes), places})
	if len(p.versions) > keptVersions {
		p.versions = slices.Delete(p.versions, 0, len(p.versions)-keptVersions)
	}
	p.Items = make([]PlaylistItem, len(places))
	for i, place := range places {
		p.Items[i] = *place
	}
}

// changeTo is change for what may turn out to be no change at all.
func (p *playlist) changeTo(places []*PlaylistItem) {
	if !slices.Equal(places, p.present().places) {
		p.change(places)
	}
}

// touch makes a new version with the same items, for a change of something else.
func (p *playlist) touch() { p.change(p.present().places) }

// snapshotID names a version. It looks like those of Spotify, which mean nothing to
// clients either.
func snapshotID(id spotify.PlaylistID, change int) spotify.SnapshotID {
	const digest = 20
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, change))
	return spotify.SnapshotID(base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d,%x", change, sum[:digest])))
}

// reordered moves a part of a list, as then was, within the list as it is now. Both
// have the same elements but for those that have come and gone in between. The part
// goes before the first element that stood at or after the position before and is
// still there; if there is none, it goes after the last one that stood in front.
func reordered[E comparable](now, then []E, start, length, before int) []E {
	moved := common(then[start:start+length], now)
	rest := without(now, moved)
	at := 0
	if after := common(then[before:], rest); len(after) > 0 {
		at = slices.Index(rest, after[0])
	} else if front := common(then[:before], rest); len(front) > 0 {
		at = slices.Index(rest, front[len(front)-1]) + 1
	}
	return slices.Insert(rest, at, moved...)
}

// common are the elements of a list that are in another one, too.
func common[E comparable](list, other []E) []E { return without(list, without(list, other)) }

// without leaves elements out of a list, which itself stays as it is.
func without[E comparable](list, gone []E) []E {
	leave := make(map[E]bool, len(gone))
	for _, e := range gone {
		leave[e] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(e E) bool { return leave[e] })
}
