package faketest_test

import (
	"errors"
	"iter"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/backlog"
)

// A step calls one method of the client, and checks what it returns and what has become
// of the server. The error of the call is returned before anything is checked, because
// it is the right answer where development mode lacks the operation.
type step func(t *testing.T, f *fixture) error

// everyMethod has a step for each method of the client, by the names of service and
// method.
func everyMethod(t *testing.T) map[string]step {
	t.Helper()
	all := map[string]step{}
	for _, part := range []map[string]step{
		albumSteps(), artistSteps(), trackSteps(), browseSteps(),
		showSteps(), episodeSteps(), audiobookSteps(),
		librarySteps(), savingSteps(), userSteps(),
		playerReads(), playerCommands(),
		playlistReads(), playlistWrites(), playlistItemWrites(),
		searchSteps(),
	} {
		for name, s := range part {
			if all[name] != nil {
				t.Fatalf("there are two steps for %s", name)
			}
			all[name] = s
		}
	}
	return all
}

// A fixture is a server with the default catalogue, and some things that nobody has
// saved, follows, or has played yet. Of the user, who is the default one, an album
// plays.
type fixture struct {
	*spotifytest.Server
	example spotifytest.Example
	client  *spotify.Client
	tap     *tap
	fresh   freshThings
}

type freshThings struct {
	artist    spotify.ArtistID
	album     spotify.AlbumID
	track     spotify.TrackID
	show      spotify.ShowID
	episode   spotify.EpisodeID
	audiobook spotify.AudiobookID
	user      spotify.UserID
	playlist  spotify.PlaylistID // public, of that user
}

func newFixture(t *testing.T, options ...spotifytest.Option) *fixture {
	t.Helper()
	s := spotifytest.NewServer(t, options...)
	f := &fixture{Server: s, example: s.Example(), tap: new(tap)}
	f.client = spotify.NewClient(append(s.ClientOptions(s.User().ID, spotifytest.AllScopes()...),
		spotify.WithHTTPClient(&http.Client{Transport: f.tap}))...)

	f.fresh.artist = s.AddArtist(spotifytest.Artist{Name: "Quite New"}).ID
	f.fresh.album = s.AddAlbum(spotifytest.Album{Name: "Unheard", Artists: []spotify.ArtistID{f.fresh.artist}}).ID
	f.fresh.track = s.AddTrack(spotifytest.Track{Name: "First Take", Album: f.fresh.album}).ID
	f.fresh.show = s.AddShow(spotifytest.Show{Name: "Pilot"}).ID
	f.fresh.episode = s.AddEpisode(spotifytest.Episode{Name: "Trailer", Show: f.fresh.show}).ID
	f.fresh.audiobook = s.AddAudiobook(spotifytest.Audiobook{Name: "Uncut"}).ID
	f.fresh.user = s.AddUser(spotifytest.User{ID: "newcomer / 2", DisplayName: "New Comer", Followers: 2}).ID
	f.fresh.playlist = s.AddPlaylist(spotifytest.Playlist{Name: "By the Newcomer", Owner: f.fresh.user}).ID
	s.StartPlayback("", f.example.Album.URI())
	return f
}

// extended reports whether the app has all the fields. In development mode some are not
// sent.
func (f *fixture) extended() bool { return f.QuotaMode() == spotify.Extended }

// A method is one of a service of the client, as reflection sees it.
type method struct {
	service, name string
	typ           reflect.Type
}

func (m method) String() string { return m.service + "." + m.name }

// iterates reports whether the method returns an iterator over pages.
func (m method) iterates() bool {
	return m.typ.NumOut() == 1 && m.typ.Out(0).Kind() == reflect.Func
}

// op is the operation that the method sends: for an iterator that of a page.
func (m method) op() (spotify.Op, bool) {
	name := m.String()
	switch suffix, all := strings.CutPrefix(m.name, "All"); {
	case !m.iterates():
	case m.service == "Search":
		name = "Search.Query"
	case all:
		name = m.service + ".List" + suffix
	}
	return opNamed(name)
}

func opNamed(name string) (op spotify.Op, ok bool) {
	op = spotify.Op(name)
	return op, op.Operation().Name != ""
}

// clientMethods are all exported methods of all services of the client.
func clientMethods() map[string]method {
	all := map[string]method{}
	client := reflect.TypeFor[spotify.Client]()
	for _, field := range reflect.VisibleFields(client) {
		if !field.IsExported() {
			continue
		}
		for i := range field.Type.NumMethod() {
			m := field.Type.Method(i)
			found := method{field.Name, m.Name, m.Type}
			all[found.String()] = found
		}
	}
	return all
}

// TestEveryMethodHasAStep lets a few methods be without one, so that a new version of the
// schema can come in before somebody has written steps for what is new.
func TestEveryMethodHasAStep(t *testing.T) {
	methods, steps := clientMethods(), everyMethod(t)
	var missing []string
	for name := range methods {
		if steps[name] == nil {
			missing = append(missing, name)
		}
	}
	slices.Sort(missing)
	for name := range steps {
		if _, ok := methods[name]; !ok {
			t.Errorf("there is a step for %s, which the client does not have", name)
		}
	}
	t.Logf("%d of %d methods have a step", len(methods)-len(missing), len(methods))
	backlog.Check(t, "a method has no step", missing)
}

// TestEveryMethod calls all methods, also in development mode and with the older names of
// what a playlist contains.
func TestEveryMethod(t *testing.T) {
	modes := []struct {
		name    string
		options []spotifytest.Option
		only    func(method) bool
	}{
		{"extended quota", nil, anyMethod},
		{"development mode", []spotifytest.Option{spotifytest.Development()}, anyMethod},
		{"old shape", []spotifytest.Option{spotifytest.OldPlaylistShape()}, ofPlaylists},
		{"both shapes", []spotifytest.Option{spotifytest.BothPlaylistShapes()}, ofPlaylists},
	}
	methods, steps := clientMethods(), everyMethod(t)
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			shared := newFixture(t, mode.options...)
			for _, name := range slices.Sorted(maps.Keys(steps)) {
				m, ok := methods[name]
				if !ok || !mode.only(m) {
					continue
				}
				t.Run(name, func(t *testing.T) {
					f := shared
					if m.changes() {
						t.Parallel()
						f = newFixture(t, mode.options...)
					}
					f.ClearRequests()
					f.tap.answers = nil
					m.check(t, f, steps[name](t, f))
				})
			}
		})
	}
}

// changes reports whether the step of a method needs a server of its own. Other than what
// writes, this is what reads lists that the step has to fill first.
func (m method) changes() bool {
	op, ok := m.op()
	return !ok || op.Operation().Method != http.MethodGet || slices.Contains([]string{"Player", "Search", "Users"}, m.service)
}

func anyMethod(method) bool { return true }

func ofPlaylists(m method) bool {
	return m.service == "Playlists" || strings.HasSuffix(m.name, "Playlists")
}

// check compares the outcome of a step with what the quota mode has, and looks up in the
// log whether the step has called the method of its name.
func (m method) check(t *testing.T, f *fixture, err error) {
	t.Helper()
	op, ok := m.op()
	if !ok {
		t.Fatalf("it is not known what %s sends", m)
	}
	least := 1
	if m.iterates() {
		least = 2 // more than a page, so that it was more than the method for one
	}
	available := f.extended() || op.Operation().Development.Available()
	if single, ok := opNamed(m.service + ".Get"); ok && !available && m.name == "GetMany" {
		op, available = single, true // the client reads one by one
	}
	switch sent := f.sent(op); {
	case !available:
		if !errors.Is(err, spotify.ErrForbidden) || sent != 1 {
			t.Errorf("error %v after %d requests, want ErrForbidden after one", err, sent)
		}
		return
	case err != nil:
		t.Error(err)
	case sent < least:
		t.Errorf("%s was sent %d times, want %d; what was sent: %s", op, sent, least, f.operations())
	}
	f.tap.checkLossless(t)
}

// sent counts the requests that can only come from a method.
func (f *fixture) sent(op spotify.Op) int {
	n := 0
	for _, name := range f.operations() {
		if name == string(op) {
			n++
		}
	}
	return n
}

func (f *fixture) operations() []string {
	return each(f.Requests(), func(r spotifytest.Request) string { return r.Operation })
}

func wantEqual(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// each makes something of each element; the result is not nil.
func each[E, R any](list []E, of func(E) R) []R {
	out := make([]R, len(list))
	for i, e := range list {
		out[i] = of(e)
	}
	return out
}

// collect goes through an iterator to its end.
func collect[E, R any](seq iter.Seq2[E, error], of func(E) R) ([]R, error) {
	out := []R{}
	for e, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, of(e))
	}
	return out, nil
}

// prepend is the list that begins with some elements, and goes on as another.
func prepend[E any](rest []E, first ...E) []E { return append(slices.Clone(first), rest...) }

// without is the list without some elements.
func without[E comparable](list []E, gone ...E) []E {
	return slices.DeleteFunc(slices.Clone(list), func(e E) bool { return slices.Contains(gone, e) })
}

func idsOfURIs[ID ~string](uris []spotify.URI) []ID {
	return each(uris, func(u spotify.URI) ID { return ID(u.ID()) })
}
