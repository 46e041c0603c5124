package spotifytest

import (
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A User is a person with a Spotify account.
type User struct {
	ID             spotify.UserID // made up if it is empty
	DisplayName    string         // null for clients if it is empty
	Email          string
	Country        spotify.Market // SE if it is empty
	Product        string         // premium, free, or open; premium if it is empty
	Followers      int
	ExplicitFilter bool // hides explicit content
}

// A member is a user and what is theirs.
type member struct {
	User
	saved     map[spotify.Kind]*shelf // by track, album, show, episode, audiobook
	following map[spotify.Kind]*shelf // by artist, user
	playlists []spotify.PlaylistID    // own and followed, the newest first
	resume    map[spotify.URI]time.Duration
	player    *player
}

// A shelf is an ordered set of things with the time at which they came.
type shelf struct{ entries []entry }

// An entry is a thing on a shelf.
type entry struct {
	uri spotify.URI
	at  time.Time
}

func (s *shelf) index(uri spotify.URI) int {
	if s == nil {
		return -1
	}
	return slices.IndexFunc(s.entries, func(e entry) bool { return e.uri == uri })
}

func (s *shelf) has(uri spotify.URI) bool { return s.index(uri) >= 0 }

// add puts a thing among the others by its time, the newest first. Only whole minutes
// count: of several things in the same minute, the one added last is the first. A thing
// that is there already keeps its place.
func (s *shelf) add(uri spotify.URI, at time.Time) {
	if s.has(uri) {
		return
	}
	minute := at.Truncate(time.Minute)
	i := slices.IndexFunc(s.entries, func(e entry) bool { return !e.at.Truncate(time.Minute).After(minute) })
	if i < 0 {
		i = len(s.entries)
	}
	s.entries = slices.Insert(s.entries, i, entry{uri, at})
}

func (s *shelf) remove(uri spotify.URI) {
	if i := s.index(uri); i >= 0 {
		s.entries = slices.Delete(s.entries, i, i+1)
	}
}

// shelfOf returns a shelf, which is made if need be.
func shelfOf(shelves map[spotify.Kind]*shelf, kind spotify.Kind) *shelf {
	if shelves[kind] == nil {
		shelves[kind] = new(shelf)
	}
	return shelves[kind]
}

// A Playlist is a list of tracks and episodes that a user owns.
type Playlist struct {
	ID            spotify.PlaylistID // made up if it is empty
	Name          string
	Description   string
	Owner         spotify.UserID // the default user if it is empty
	Private       bool           // not shown on the profile
	Collaborative bool           // its followers may change it; makes it private
	Items         []PlaylistItem
	// NullImages makes the images null rather than a list.
	NullImages bool
}

// A PlaylistItem is a place in a playlist.
type PlaylistItem struct {
	// URI is that of a track, an episode, or a local file; an empty one is an item
	// that has become null.
	URI     spotify.URI
	AddedAt time.Time      // the server's time if it is zero
	AddedBy spotify.UserID // the owner of the playlist if it is empty
}

// A playlist is a playlist with what the server knows beside it.
type playlist struct {
	Playlist                   // with the items of the present version
	followers []spotify.UserID // without the owner
	quiet     []spotify.UserID // followers who do not show it on their profiles
	changes   int              // since it was made, with that; a part of the snapshot ID
	versions  []version        // the last ones, with the present one at the end
	cover     []byte           // JPEG, as uploaded; nil is none
	deleted   bool             // its owner has unfollowed it
}
