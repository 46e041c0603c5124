package spotifytest

import (
	"fmt"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// describe tells what a URI stands for: its name, whose it is, and how long it plays.
func (s *Server) describe(uri spotify.URI) (title, by string, length time.Duration) {
	if local, ok := uri.Local(); ok {
		return local.Title + " (a local file)", local.Artist, local.Duration
	}
	id := uri.ID()
	switch uri.Kind() {
	case spotify.KindTrack:
		if t := s.tracks.get(spotify.TrackID(id)); t != nil {
			return t.Name, s.artistNames(t.Artists), t.Duration
		}
	case spotify.KindAlbum:
		if a := s.albums.get(spotify.AlbumID(id)); a != nil {
			return a.Name, s.artistNames(a.Artists), 0
		}
	case spotify.KindArtist:
		return s.artistNames([]spotify.ArtistID{spotify.ArtistID(id)}), "", 0
	case spotify.KindEpisode:
		if e := s.episodes.get(spotify.EpisodeID(id)); e != nil {
			return e.Name, s.showName(e.Show), e.Duration
		}
		if c := s.chapters.get(spotify.ChapterID(id)); c != nil {
			return c.Name, s.showName(spotify.ShowID(c.Audiobook)), c.Duration
		}
	case spotify.KindShow:
		return s.showName(spotify.ShowID(id)), "", 0
	case spotify.KindPlaylist:
		if p := s.playlists.get(spotify.PlaylistID(id)); p != nil {
			return p.Name, "", 0
		}
	case spotify.KindUser:
		if m := s.users.get(spotify.UserID(id)); m != nil {
			return m.DisplayName, "", 0
		}
	case spotify.KindCollection:
		return "Liked Songs", "", 0
	}
	if uri == "" {
		return "(nothing)", "", 0
	}
	return string(uri), "", 0
}

// showName is the name of a show or of an audiobook, whose URIs look the same.
func (s *Server) showName(id spotify.ShowID) string {
	if show := s.shows.get(id); show != nil {
		return show.Name
	}
	if book := s.audiobooks.get(spotify.AudiobookID(id)); book != nil {
		return book.Name
	}
	return string(id)
}

func (s *Server) artistNames(ids []spotify.ArtistID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
		if artist := s.artists.get(id); artist != nil {
			names[i] = artist.Name
		}
	}
	return strings.Join(names, ", ")
}

// minutes renders a duration as a player does: 3:05.
func minutes(d time.Duration) string {
	seconds := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
