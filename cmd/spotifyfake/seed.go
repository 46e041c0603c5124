package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/nearest"
)

// A seedUser is a user with what is theirs.
type seedUser struct {
	spotifytest.User
	Saved, Following []spotify.URI // the newest first
	Devices          []spotifytest.Device
	Plays            []spotifytest.Play
	Playing          []spotify.URI
}

// readSeed reads a file, which is added to each server that is prepared with the result.
func readSeed(name string) (func(*spotifytest.Server) error, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	root, err := parseJSON(name, data)
	if err != nil {
		return nil, err
	}
	if root.kind != "object" {
		return nil, root.at.errorf("a seed is an object, and not %s", root.called())
	}
	sections := sectionNames()
	for _, member := range root.members {
		if !slices.Contains(sections, member.name) {
			return nil, member.at.errorf("a seed has no %q%s", member.name, nearest.Question(member.name, sections))
		}
		if value := member.value; value.kind != "list" && value.kind != "null" {
			return nil, value.at.errorf("%q is a list, and not %s", member.name, value.called())
		}
	}
	return func(server *spotifytest.Server) error { return newSower(server).sow(root) }, nil
}

func sectionNames() []string {
	return []string{"users", "artists", "albums", "tracks", "shows", "episodes", "audiobooks", "chapters", "playlists", "categories", "featured"}
}

// A sower adds a seed to a server.
type sower struct {
	server *spotifytest.Server
	// names are the IDs of things by their kinds and their names in the file.
	names map[spotify.Kind]map[string][]string
}

func newSower(server *spotifytest.Server) *sower {
	return &sower{server: server, names: map[spotify.Kind]map[string][]string{}}
}

// sow adds things after those that they name.
func (s *sower) sow(root node) error {
	lists := map[string][]node{}
	for _, member := range root.members {
		lists[member.name] = member.value.elements
	}
	server := s.server
	var users []seedUser
	steps := []func() error{
		func() error {
			return add(s, lists["users"], spotify.KindUser, func(u seedUser) (string, string) {
				u.User = server.AddUser(u.User)
				users = append(users, u)
				return string(u.ID), string(u.ID)
			}, "saved", "following", "devices", "plays", "playing")
		},
		func() error {
			return add(s, lists["artists"], spotify.KindArtist, func(a spotifytest.Artist) (string, string) {
				a = server.AddArtist(a)
				return string(a.ID), a.Name
			})
		},
		func() error {
			return add(s, lists["albums"], spotify.KindAlbum, func(a spotifytest.Album) (string, string) {
				a = server.AddAlbum(a)
				return string(a.ID), a.Name
			})
		},
		func() error {
			return add(s, lists["tracks"], spotify.KindTrack, func(t spotifytest.Track) (string, string) {
				t = server.AddTrack(t)
				return string(t.ID), t.Name
			})
		},
		func() error {
			return add(s, lists["shows"], spotify.KindShow, func(show spotifytest.Show) (string, string) {
				show = server.AddShow(show)
				return string(show.ID), show.Name
			})
		},
		func() error {
			return add(s, lists["episodes"], spotify.KindEpisode, func(e spotifytest.Episode) (string, string) {
				e = server.AddEpisode(e)
				return string(e.ID), e.Name
			})
		},
		func() error {
			return add(s, lists["audiobooks"], spotify.KindAudiobook, func(b spotifytest.Audiobook) (string, string) {
				b = server.AddAudiobook(b)
				return string(b.ID), b.Name
			})
		},
		func() error {
			return add(s, lists["chapters"], spotify.KindChapter, func(c spotifytest.Chapter) (string, string) {
				c = server.AddChapter(c)
				return string(c.ID), c.Name
			})
		},
		func() error {
			return add(s, lists["playlists"], spotify.KindPlaylist, func(p spotifytest.Playlist) (string, string) {
				p = server.AddPlaylist(p)
				return string(p.ID), p.Name
			})
		},
		func() error {
			return add(s, lists["categories"], kindCategory, func(c spotifytest.Category) (string, string) {
				c = server.AddCategory(c)
				return string(c.ID), c.Name
			})
		},
		func() error { return s.feature(lists["featured"]) },
		func() error { return s.furnish(lists["users"], users) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

const kindCategory spotify.Kind = "category"

// add adds the elements of a list. The function returns the ID and the name of what it
// has added. Members that are read later are passed over.
func add[E any](s *sower, list []node, kind spotify.Kind, one func(E) (id, name string), later ...string) error {
	for _, element := range list {
		var thing E
		now := element
		now.members = slices.Clone(element.members)
		now.members = slices.DeleteFunc(now.members, func(m namedNode) bool { return slices.Contains(later, m.name) })
		if err := s.read(now, &thing); err != nil {
			return err
		}
		err := attempt(element.at, func() {
			id, name := one(thing)
			if s.names[kind] == nil {
				s.names[kind] = map[string][]string{}
			}
			if known := s.names[kind][name]; !slices.Contains(known, id) {
				s.names[kind][name] = append(known, id)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// attempt turns a mistake, which is a panic of the server, into an error.
func attempt(at position, do func()) (err error) {
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case string:
			err = at.errorf("%s", strings.TrimPrefix(caught, "spotifytest: "))
		default:
			panic(caught)
		}
	}()
	do()
	return nil
}

func (s *sower) feature(list []node) error {
	if len(list) == 0 {
		return nil
	}
	var featured []spotify.PlaylistID
	for _, element := range list {
		var id spotify.PlaylistID
		if err := s.read(element, &id); err != nil {
			return err
		}
		featured = append(featured, id)
	}
	return attempt(list[0].at, func() { s.server.SetFeatured(featured...) })
}

// furnish gives users what is theirs, once everything that it can name is there.
func (s *sower) furnish(list []node, users []seedUser) error {
	for i, element := range list {
		var u seedUser
		if err := s.read(element, &u); err != nil {
			return err
		}
		id := users[i].ID
		// What is added last is listed first.
		for _, uri := range slices.Backward(u.Saved) {
			if err := attempt(element.at, func() { s.server.Save(id, uri) }); err != nil {
				return err
			}
		}
		for _, uri := range slices.Backward(u.Following) {
			if err := attempt(element.at, func() { s.server.Follow(id, uri) }); err != nil {
				return err
			}
		}
		err := attempt(element.at, func() {
			for _, device := range u.Devices {
				s.server.AddDevice(id, device)
			}
			for _, play := range slices.Backward(u.Plays) {
				s.server.AddPlay(id, play)
			}
			if len(u.Playing) > 0 {
				s.server.StartPlayback(id, u.Playing...)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// id finds the ID of a thing by its name in the file. What is no name there is an ID, of
// a thing in the default catalogue, or of one that the file gives an ID.
func (s *sower) id(at position, kind spotify.Kind, text string) (string, error) {
	switch ids := s.names[kind][text]; len(ids) {
	case 0:
		return text, nil
	case 1:
		return ids[0], nil
	default:
		return "", at.errorf("there is more than one %s called %q; give one an \"id\", and name it by that", kind, text)
	}
}

// uri finds the URI of a thing. It is given as it is, or as "track:Name".
func (s *sower) uri(at position, text string) (spotify.URI, error) {
	if strings.HasPrefix(text, "spotify:") {
		return spotify.URI(text), nil
	}
	kind, name, ok := strings.Cut(text, ":")
	as := kind
	switch spotify.Kind(kind) {
	case spotify.KindTrack, spotify.KindAlbum, spotify.KindArtist, spotify.KindShow, spotify.KindEpisode, spotify.KindPlaylist, spotify.KindUser:
	case spotify.KindAudiobook:
		as = string(spotify.KindShow)
	case spotify.KindChapter:
		as = string(spotify.KindEpisode)
	default:
		ok = false
	}
	if !ok {
		return "", at.errorf("%q is neither a URI nor of the form \"track:Name\"", text)
	}
	id, err := s.id(at, spotify.Kind(kind), name)
	if err != nil {
		return "", err
	}
	if len(s.names[spotify.Kind(kind)][name]) == 0 && !isID(id) && kind != string(spotify.KindUser) {
		return "", at.errorf("the file has no %s called %q%s", kind, name, nearest.Question(name, s.known(spotify.Kind(kind))))
	}
	return spotify.URI(fmt.Sprintf("spotify:%s:%s", as, id)), nil
}

func (s *sower) known(kind spotify.Kind) []string {
	var names []string
	for name := range s.names[kind] {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// isID reports whether a text looks like an ID rather than a name.
func isID(text string) bool {
	const length = 22
	return len(text) == length && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
