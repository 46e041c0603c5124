package spotifytest

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A misuse is a call that makes no sense, and a part of the text that says so.
type misuse struct {
	make func(s *Server)
	want string
}

// misuses are calls of each method of a server that takes something that can be wrong, by
// the name of the method.
func misuses() map[string][]misuse {
	const nobody, nothing = "nobody", "0000000000000000000000"
	const unknownUser = `there is no user "nobody"`
	track := spotify.URI("spotify:track:" + nothing)
	here := []spotify.Market{"SE", "KE", "SE"}
	return map[string][]misuse{
		"AddArtist": {
			{func(s *Server) { s.AddArtist(Artist{ID: "spotify:artist:" + nothing}) }, "is not one of 22 base-62 characters"},
			{func(s *Server) { s.AddArtist(Artist{Popularity: 101}) }, "popularity 101"},
			{func(s *Server) { s.AddArtist(Artist{Followers: -1}) }, "followers -1"},
		},
		"AddAlbum": {
			{func(s *Server) { s.AddAlbum(Album{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddAlbum(Album{Artists: []spotify.ArtistID{nothing}}) }, "there is no artist"},
			{func(s *Server) { s.AddAlbum(Album{Type: "Album"}) }, `the type "Album"`},
			{func(s *Server) { s.AddAlbum(Album{ReleaseDate: "2021-02-30"}) }, `release date "2021-02-30"`},
			{func(s *Server) { s.AddAlbum(Album{Popularity: -1}) }, "popularity -1"},
			{func(s *Server) { s.AddAlbum(Album{Markets: []spotify.Market{"ke"}}) }, `"ke" is not a market`},
			{func(s *Server) { s.AddAlbum(Album{Markets: here}) }, `the market "SE" is there twice`},
		},
		"AddTrack": {
			{func(s *Server) { s.AddTrack(Track{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddTrack(Track{Album: nothing}) }, "there is no album"},
			{func(s *Server) { s.AddTrack(Track{Artists: []spotify.ArtistID{nothing}}) }, "there is no artist"},
			{func(s *Server) { s.AddTrack(Track{Duration: 180}) }, "the duration 180ns is less than a millisecond"},
			{func(s *Server) { s.AddTrack(Track{Disc: -1}) }, "disc -1"},
			{func(s *Server) { s.AddTrack(Track{Number: -1}) }, "number -1"},
			{func(s *Server) { s.AddTrack(Track{Popularity: 1000}) }, "popularity 1000"},
			{func(s *Server) { s.AddTrack(Track{Markets: []spotify.Market{"RU"}}) }, `"RU" is not a market`},
			{func(s *Server) { s.AddTrack(Track{Markets: here}) }, "is there twice"},
			{func(s *Server) { s.AddTrack(Track{Restriction: "market"}) }, `restriction "market"`},
			{func(s *Server) { s.AddTrack(Track{PreviewURL: "song.mp3"}) }, `the preview URL "song.mp3"`},
			{func(s *Server) { s.AddTrack(Track{PreviewURL: "spotify:track:" + nothing}) }, "the preview URL"},
			{func(s *Server) { s.AddTrack(Track{Features: map[string]float64{"energy": 1.5}}) }, "the feature energy is 1.5; want a number from 0 to 1"},
			{func(s *Server) { s.AddTrack(Track{Features: map[string]float64{"valence": math.NaN()}}) }, "valence is NaN"},
			{func(s *Server) { s.AddTrack(Track{Features: map[string]float64{"key": 1.5}}) }, "want a whole number from -1 to 11"},
			{func(s *Server) { s.AddTrack(Track{Features: map[string]float64{"bpm": 120}}) }, `the feature "bpm" is not one of ["acousticness"`},
			{func(s *Server) { s.AddTrack(Track{Features: map[string]float64{"duration_ms": 120}}) }, `the feature "duration_ms" is not`},
		},
		"AddShow": {
			{func(s *Server) { s.AddShow(Show{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddShow(Show{Markets: []spotify.Market{""}}) }, `"" is not a market`},
			{func(s *Server) { s.AddShow(Show{Markets: here}) }, "is there twice"},
		},
		"AddEpisode": {
			{func(s *Server) { s.AddEpisode(Episode{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddEpisode(Episode{Show: nothing}) }, "there is no show"},
			{func(s *Server) { s.AddEpisode(Episode{Duration: -time.Second}) }, "duration -1s"},
			{func(s *Server) { s.AddEpisode(Episode{Duration: 30}) }, "duration 30ns"},
			{func(s *Server) { s.AddEpisode(Episode{ReleaseDate: "soon"}) }, `release date "soon"`},
			{func(s *Server) { s.AddEpisode(Episode{PreviewURL: "https://"}) }, "the preview URL"},
			{func(s *Server) { s.AddEpisode(Episode{Markets: here}) }, "is there twice"},
		},
		"AddAudiobook": {
			{func(s *Server) { s.AddAudiobook(Audiobook{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddAudiobook(Audiobook{Markets: []spotify.Market{"XX"}}) }, `"XX" is not a market`},
		},
		"AddChapter": {
			{func(s *Server) { s.AddChapter(Chapter{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddChapter(Chapter{Audiobook: nothing}) }, "there is no audiobook"},
			{func(s *Server) { s.AddChapter(Chapter{Duration: 600}) }, "duration 600ns"},
			{func(s *Server) { s.AddChapter(Chapter{Number: -1}) }, "number -1"},
			{func(s *Server) { s.AddChapter(Chapter{ReleaseDate: "1981-1"}) }, `release date "1981-1"`},
			{func(s *Server) { s.AddChapter(Chapter{PreviewURL: "//host/a"}) }, "the preview URL"},
			{func(s *Server) { s.AddChapter(Chapter{Markets: []spotify.Market{"USA"}}) }, `"USA" is not a market`},
		},
		"AddCategory": {
			{func(s *Server) { s.AddCategory(Category{Playlists: []spotify.PlaylistID{nothing}}) }, "there is no playlist"},
			{func(s *Server) {
				id := s.addPlaylist(Playlist{}).ID
				s.AddCategory(Category{Playlists: []spotify.PlaylistID{id, id}})
			}, "is there twice"},
		},
		"AddUser": {
			{func(s *Server) { s.AddUser(User{Country: "Kenya"}) }, `"Kenya" is not a market`},
			{func(s *Server) { s.AddUser(User{Product: "Premium"}) }, `product "Premium"`},
			{func(s *Server) { s.AddUser(User{Followers: -1}) }, "followers -1"},
		},
		"AddPlaylist": {
			{func(s *Server) { s.AddPlaylist(Playlist{ID: "x"}) }, `the ID "x"`},
			{func(s *Server) { s.AddPlaylist(Playlist{Owner: nobody}) }, unknownUser},
			{func(s *Server) { s.AddPlaylist(Playlist{Items: []PlaylistItem{{URI: track}}}) }, "item 0: there is no track, episode, or local file"},
			{func(s *Server) { s.AddPlaylist(Playlist{Items: []PlaylistItem{{}, {URI: nothing}}}) }, "item 1"},
			{func(s *Server) { s.AddPlaylist(Playlist{Followers: -1}) }, "followers -1"},
			{func(s *Server) { s.AddPlaylist(Playlist{Cover: []byte("\x89PNG")}) }, "the cover is not a JPEG image"},
			{func(s *Server) { s.AddPlaylist(Playlist{Cover: []byte{}}) }, "the cover is not"},
		},
		"AddDevice": {
			{func(s *Server) { s.AddDevice(nobody, Device{}) }, unknownUser},
			{func(s *Server) { s.AddDevice("", Device{Name: "Loud", Volume: 101}) }, `cannot add the device "Loud": the volume 101 is above 100`},
		},
		"AddPlay": {
			{func(s *Server) { s.AddPlay(nobody, Play{}) }, unknownUser},
			{func(s *Server) { s.AddPlay("", Play{URI: track}) }, "is not a track of the catalogue"},
			{func(s *Server) { s.AddPlay("", Play{URI: s.addEpisode(Episode{}).ID.URI()}) }, "is not a track of the catalogue"},
			{func(s *Server) { s.AddPlay("", Play{URI: s.addTrack(Track{}).ID.URI(), Context: track}) }, "is not a context"},
		},
		"SetFeatured": {
			{func(s *Server) { s.SetFeatured(nothing) }, "there is no playlist"},
			{func(s *Server) { s.SetFeatured("") }, "there is no playlist"},
			{func(s *Server) { id := s.addPlaylist(Playlist{}).ID; s.SetFeatured(id, id) }, "is there twice"},
		},
		"SetTopTracks": {
			{func(s *Server) { s.SetTopTracks(nobody, "") }, unknownUser},
			{func(s *Server) { s.SetTopTracks("", "four_weeks") }, `there is no time range "four_weeks"`},
			{func(s *Server) { s.SetTopTracks("", "", nothing) }, "there is no track"},
			{func(s *Server) { id := s.addTrack(Track{}).ID; s.SetTopTracks("", "", id, id) }, "is ranked twice"},
		},
		"SetTopArtists": {
			{func(s *Server) { s.SetTopArtists(nobody, "") }, unknownUser},
			{func(s *Server) { s.SetTopArtists("", "long") }, `there is no time range "long"`},
			{func(s *Server) { s.SetTopArtists("", "", nothing) }, "there is no artist"},
			{func(s *Server) { id := s.addArtist(Artist{}).ID; s.SetTopArtists("", "", id, id) }, "is ranked twice"},
		},
		"SetConsent":        {{func(s *Server) { s.SetConsent(Consent{User: nobody}) }, unknownUser}},
		"SetPrivateSession": {{func(s *Server) { s.SetPrivateSession(nobody, true) }, unknownUser}},
		"SetResumePoint": {
			{func(s *Server) { s.SetResumePoint(nobody, "", 0) }, unknownUser},
			{func(s *Server) { s.SetResumePoint("", track, 0) }, "there is no episode or chapter"},
			{func(s *Server) { s.SetResumePoint("", s.addEpisode(Episode{}).ID.URI(), -1) }, "is negative"},
		},
		"Save": {
			{func(s *Server) { s.Save(nobody, track) }, unknownUser},
			{func(s *Server) { s.Save("", "spotify:artist:"+nothing) }, "cannot be saved"},
			{func(s *Server) { s.Save("", "spotify:track:x") }, "cannot be saved"},
		},
		"Unsave": {
			{func(s *Server) { s.Unsave(nobody, track) }, unknownUser},
			{func(s *Server) { s.Unsave("", "track") }, "cannot be in a library"},
		},
		"Follow": {
			{func(s *Server) { s.Follow(nobody, s.addArtist(Artist{}).ID.URI()) }, unknownUser},
			{func(s *Server) { s.Follow("", track) }, "cannot be followed"},
			{func(s *Server) { s.Follow("", "spotify:user:nobody") }, "to follow"},
		},
		"FollowPlaylist": {
			{func(s *Server) { s.FollowPlaylist(nobody, "") }, unknownUser},
			{func(s *Server) { s.FollowPlaylist("", nothing) }, "there is no playlist"},
		},
		"StartPlayback": {
			{func(s *Server) { s.StartPlayback(nobody, track) }, unknownUser},
			{func(s *Server) { s.StartPlayback("") }, "No such track"},
			{func(s *Server) { s.StartPlayback("", track) }, "No such track"},
			{func(s *Server) { s.StartPlayback("", "spotify:album:"+nothing) }, "Resource not found"},
			{func(s *Server) { s.StartPlayback(withoutDevice(s), s.addTrack(Track{}).ID.URI()) }, "has no device"},
		},
		"PlayAd": {
			{func(s *Server) { s.PlayAd(nobody) }, unknownUser},
			{func(s *Server) { s.PlayAd(withoutDevice(s)) }, "has no device"},
		},
		"RefuseCommand":  {{func(s *Server) { s.RefuseCommand(nobody, "UNKNOWN") }, unknownUser}},
		"RemoveDevice":   {{func(s *Server) { s.RemoveDevice(nobody, "x") }, unknownUser}},
		"Devices":        {{func(s *Server) { s.Devices(nobody) }, unknownUser}},
		"Playback":       {{func(s *Server) { s.Playback(nobody) }, unknownUser}},
		"PlaylistsOf":    {{func(s *Server) { s.PlaylistsOf(nobody) }, unknownUser}},
		"RecentlyPlayed": {{func(s *Server) { s.RecentlyPlayed(nobody) }, unknownUser}},
		"RevokeTokens":   {{func(s *Server) { s.RevokeTokens(nobody) }, unknownUser}},
		"Saved": {
			{func(s *Server) { s.Saved(nobody, spotify.KindTrack) }, unknownUser},
			{func(s *Server) { s.Saved("", spotify.KindArtist) }, "are not saved"},
		},
		"Following": {
			{func(s *Server) { s.Following(nobody, spotify.KindArtist) }, unknownUser},
			{func(s *Server) { s.Following("", spotify.KindTrack) }, "are not followed"},
		},
		"TokenFor":      {{func(s *Server) { s.TokenFor(nobody) }, unknownUser}},
		"ClientFor":     {{func(s *Server) { s.ClientFor(nobody) }, unknownUser}},
		"ClientOptions": {{func(s *Server) { s.ClientOptions(nobody) }, unknownUser}},
	}
}

// withoutDevice is a user who has nothing to play on.
func withoutDevice(s *Server) spotify.UserID {
	m := s.addUser(User{})
	m.player.devices = nil
	return m.ID
}

// Whatever makes no sense ends a test, and is a panic on a server without one. Nothing comes
// of it but the text, which Err repeats.
func TestMistakes(t *testing.T) {
	s, err := start(nil, []Option{Empty()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all := misuses()
	for _, method := range slices.Sorted(maps.Keys(all)) {
		for i, mistake := range all[method] {
			said, _ := panicOf(func() { mistake.make(s) }).(string)
			if !strings.HasPrefix(said, "spotifytest: ") || !strings.Contains(said, mistake.want) {
				t.Errorf("%s, mistake %d: the panic is %q, want %q", method, i, said, mistake.want)
			}
			if told := s.Err(); told == nil || !strings.HasSuffix(told.Error(), said) {
				t.Errorf("%s, mistake %d: Err() does not end with %q", method, i, said)
			}
		}
	}
	if s.albums.len()+s.shows.len() > 5 || len(s.Devices("")) != 1 || s.Playback("").Type != typeUnknown {
		t.Error("a mistake has changed the server")
	}
}

// The same calls end a test, once each.
func TestMistakesEndTheTest(t *testing.T) {
	for method, list := range misuses() {
		for i, mistake := range list {
			recorder := &recordingT{}
			s := unseededServer(t)
			s.accounts = newAccounts(s.now)
			s.t = recorder
			mistake.make(s)
			if len(recorder.failures) != 1 || !strings.Contains(recorder.failures[0], mistake.want) {
				t.Errorf("%s, mistake %d: the test was told %q, want %q", method, i, recorder.failures, mistake.want)
			}
		}
	}
}

// No builder is missing from the table.
func TestMistakesOfAllBuilders(t *testing.T) {
	var missing []string
	server := reflect.TypeFor[*Server]()
	for i := range server.NumMethod() {
		name := server.Method(i).Name
		if _, tried := misuses()[name]; strings.HasPrefix(name, "Add") && !tried {
			missing = append(missing, name)
		}
	}
	if diff := cmp.Diff([]string(nil), missing); diff != "" {
		t.Errorf("builders without a mistake to try (-want +got):\n%s", diff)
	}
}

// A default user who makes no sense keeps the server from starting.
func TestMistakesInOptions(t *testing.T) {
	for want, option := range map[string]Option{
		`"XX" is not a market`:                DefaultUser(User{Country: "XX"}),
		`product "gold"`:                      DefaultUser(User{Product: "gold"}),
		"the number of followers -1":          DefaultUser(User{Followers: -1}),
		"spotifytest: no port to listen on: ": Address("nowhere"),
	} {
		s, err := start(nil, []Option{option})
		if s != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the server is %v, the error %v; want no server, and %q", s, err, want)
		}
	}
}
