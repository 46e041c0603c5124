package spotifytest

import (
	"net/http"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// list puts a playlist on top of those of a user, unless it is among them already.
func (m *member) list(id spotify.PlaylistID) {
	if !m.lists(id) {
		m.playlists = slices.Insert(m.playlists, 0, id)
	}
}

// unlist takes a playlist from those of a user.
func (m *member) unlist(id spotify.PlaylistID) { m.playlists = dropped(m.playlists, id) }

// lists reports whether a playlist is among those of a user.
func (m *member) lists(id spotify.PlaylistID) bool { return slices.Contains(m.playlists, id) }

func dropped[E comparable](list []E, gone E) []E {
	return slices.DeleteFunc(list, func(e E) bool { return e == gone })
}

// followedBy reports whether a user who does not own the playlist follows it.
func (p *playlist) followedBy(user spotify.UserID) bool { return slices.Contains(p.followers, user) }

// followPlaylist makes a user follow a playlist for everybody to see.
func (s *Server) followPlaylist(m *member, id spotify.PlaylistID) {
	if p := s.playlists.get(id); p != nil {
		p.addFollower(m, false)
	}
}

// unfollowPlaylist is how an owner deletes a playlist. Even then it stays where it is,
// and with its other followers.
func (s *Server) unfollowPlaylist(m *member, id spotify.PlaylistID) {
	m.unlist(id)
	if p := s.playlists.get(id); p != nil {
		p.followers = dropped(p.followers, m.ID)
		p.quiet = dropped(p.quiet, m.ID)
		p.deleted = p.deleted || p.Owner == m.ID
	}
}

// addFollower restores a playlist if its owner follows it.
func (p *playlist) addFollower(m *member, quiet bool) {
	m.list(p.ID)
	p.quiet = dropped(p.quiet, m.ID)
	if quiet {
		p.quiet = append(p.quiet, m.ID)
	}
	switch {
	case p.Owner == m.ID:
		p.deleted = false
	case !p.followedBy(m.ID):
		p.followers = append(p.followers, m.ID)
	}
}

// putFollower needs the scope for following publicly or privately, whether the playlist
// itself is public or private. Any user who knows the ID of a collaborative playlist
// can join it, as with an invitation.
func putFollower(c *call) (any, error) {
	p, err := find(c, &c.playlists, "playlist_id")
	switch {
	case err != nil:
		return nil, err
	case c.user == nil:
		return nil, withoutUser()
	}
	quiet := c.body["public"] == false
	switch {
	case !p.Collaborative && !c.sees(p):
		return nil, notFound()
	case !c.has(modifyScope(quiet)):
		return nil, c.missingScope()
	}
	p.addFollower(c.user, quiet)
	return nothing(http.StatusOK)
}

func deleteFollower(c *call) (any, error) {
	p, err := find(c, &c.playlists, "playlist_id")
	switch {
	case err != nil:
		return nil, err
	case c.user == nil:
		return nil, withoutUser()
	}
	quiet := slices.Contains(p.quiet, c.user.ID) || p.Owner == c.user.ID && p.Private
	if !c.has(modifyScope(quiet)) {
		return nil, c.missingScope()
	}
	c.unfollowPlaylist(c.user, p.ID)
	return nothing(http.StatusOK)
}

// containsFollower answers for the user of the token, whom clients used to have to
// name. For a private playlist, the token needs the scope to read it.
func containsFollower(c *call) (any, error) {
	p, err := find(c, &c.playlists, "playlist_id")
	if err != nil {
		return nil, err
	}
	users := c.list("ids")
	if len(users) == 0 {
		if c.user == nil {
			return nil, withoutUser()
		}
		users = []string{string(c.user.ID)}
	}
	answers := make([]bool, len(users))
	for i, id := range users {
		m := c.users.get(spotify.UserID(id))
		answers[i] = m != nil && m.lists(p.ID) && c.sees(p) && c.mayRead(p)
	}
	return answers, nil
}

// withoutUser is the answer to the token of an app where somebody has to have logged in.
func withoutUser() *refusal {
	return refuse(http.StatusUnauthorized, "Valid user authentication required")
}
