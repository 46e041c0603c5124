//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// linkSigns are what a track tells about whether it can be played, and about the track
// that it stands in for.
type linkSigns struct {
	Name     string // tells the instances apart
	From     spotify.URI
	Playable string // yes, no, or "" if nothing is said
	Reason   spotify.RestrictionReason
	Markets  string // the list as text, "empty", or "" without one
	Page     string // the name of the track to which the web page belongs
}

// instances are tracks of one test, by name.
type instances map[string]spotify.TrackID

func (in instances) nameOf(id string) string {
	for name, known := range in {
		if string(known) == id {
			return name
		}
	}
	return ""
}

func (in instances) signs(t *spotify.Track) linkSigns {
	signs := linkSigns{
		Name: t.Name,
		Page: in.nameOf(strings.TrimPrefix(t.ExternalURLs.Spotify, "https://open.spotify.com/track/")),
	}
	if t.LinkedFrom != nil {
		signs.From = t.LinkedFrom.URI
	}
	if t.IsPlayable != nil {
		signs.Playable = map[bool]string{true: "yes", false: "no"}[*t.IsPlayable]
	}
	if t.Restrictions != nil {
		signs.Reason = t.Restrictions.Reason
	}
	switch {
	case t.AvailableMarkets.IsZero():
	case t.AvailableMarkets.Len() == 0:
		signs.Markets = "empty"
	default:
		signs.Markets = t.AvailableMarkets.String()
	}
	return signs
}

// addInstances adds a track of each kind of availability, and what stands in for them.
func addInstances(s *spotifytest.Server) instances {
	in := instances{}
	add := func(track spotifytest.Track) {
		in[track.Name] = s.AddTrack(track).ID
	}
	onlySE, onlyUS := []spotify.Market{"SE"}, []spotify.Market{"US"}
	add(spotifytest.Track{Name: "both", Markets: []spotify.Market{"SE", "US"}})
	add(spotifytest.Track{Name: "european", ISRC: "ZZAAA2600001", Markets: onlySE})
	add(spotifytest.Track{Name: "american", ISRC: "ZZAAA2600001", Markets: onlyUS})
	add(spotifytest.Track{Name: "lonely", Markets: onlySE})
	add(spotifytest.Track{Name: "withdrawn", Markets: []spotify.Market{}})
	add(spotifytest.Track{Name: "for payers", Markets: onlySE, Restriction: "product"})
	add(spotifytest.Track{Name: "locked", ISRC: "ZZAAA2600002", Markets: onlyUS, Restriction: "product"})
	add(spotifytest.Track{Name: "keyless", ISRC: "ZZAAA2600002", Markets: onlySE})
	add(spotifytest.Track{Name: "rude", Markets: onlySE, Explicit: true})
	return in
}

func TestRelinking(t *testing.T) {
	const none spotify.Market = ""
	development := []spotifytest.Option{spotifytest.Development()}
	filtering := []spotifytest.Option{spotifytest.DefaultUser(spotifytest.User{ID: "listener", ExplicitFilter: true})}
	tests := []struct {
		name    string
		options []spotifytest.Option
		app     bool // the token is that of an app, and no user's
		market  spotify.Market
		asked   string
		from    string // name of the track in linked_from
		want    linkSigns
	}{
		{name: "no market", app: true, market: none, asked: "european",
			want: linkSigns{Name: "european", Markets: "SE"}},
		{name: "no market, nowhere available", app: true, market: none, asked: "withdrawn",
			want: linkSigns{Name: "withdrawn", Markets: "empty"}},
		{name: "no market, not for this product", app: true, market: none, asked: "for payers",
			want: linkSigns{Name: "for payers", Markets: "SE", Reason: "product"}},
		{name: "no market in development mode", options: development, app: true, market: none, asked: "both",
			want: linkSigns{Name: "both"}},

		{name: "app, available", app: true, market: "US", asked: "both",
			want: linkSigns{Name: "both", Playable: "yes"}},
		{name: "app, available as another instance", app: true, market: "US", asked: "european", from: "european",
			want: linkSigns{Name: "american", Playable: "yes"}},
		{name: "app, available as another instance, the other way round", app: true, market: "SE", asked: "american", from: "american",
			want: linkSigns{Name: "european", Playable: "yes"}},
		{name: "app, available itself where there is another instance too", app: true, market: "US", asked: "american",
			want: linkSigns{Name: "american", Playable: "yes"}},
		{name: "app, not available", app: true, market: "US", asked: "lonely",
			want: linkSigns{Name: "lonely", Playable: "no", Reason: "market"}},
		{name: "app, neither instance available", app: true, market: "JP", asked: "european",
			want: linkSigns{Name: "european", Playable: "no", Reason: "market"}},
		{name: "app, nowhere available", app: true, market: "SE", asked: "withdrawn",
			want: linkSigns{Name: "withdrawn", Playable: "no", Reason: "market"}},
		{name: "app, not for this product", app: true, market: "SE", asked: "for payers",
			want: linkSigns{Name: "for payers", Playable: "no", Reason: "product"}},
		{name: "app, restricted tracks do not relink", app: true, market: "SE", asked: "locked",
			want: linkSigns{Name: "locked", Playable: "no", Reason: "product"}},
		{name: "app, restricted tracks stand in for none", app: true, market: "US", asked: "keyless",
			want: linkSigns{Name: "keyless", Playable: "no", Reason: "market"}},

		{name: "user in SE, available", market: none, asked: "european",
			want: linkSigns{Name: "european", Playable: "yes"}},
		{name: "user in SE, available as another instance", market: none, asked: "american", from: "american",
			want: linkSigns{Name: "european", Playable: "yes"}},
		{name: "user in SE who asks for their own market", market: spotify.MarketFromToken, asked: "american", from: "american",
			want: linkSigns{Name: "european", Playable: "yes"}},
		{name: "user in SE who asks for another market", market: "US", asked: "european", from: "european",
			want: linkSigns{Name: "american", Playable: "yes"}},
		{name: "user in SE who asks for another market, not available", market: "US", asked: "lonely",
			want: linkSigns{Name: "lonely", Playable: "no", Reason: "market"}},
		{name: "user who hears everything", market: none, asked: "rude",
			want: linkSigns{Name: "rude", Playable: "yes"}},
		{name: "user who filters", options: filtering, market: none, asked: "rude",
			want: linkSigns{Name: "rude", Playable: "no", Reason: "explicit"}},
		{name: "user who filters, nothing to filter", options: filtering, market: none, asked: "both",
			want: linkSigns{Name: "both", Playable: "yes"}},

		{name: "development mode, available as another instance", options: development, market: none, asked: "american", from: "american",
			want: linkSigns{Name: "european", Playable: "yes", Page: "american"}},
		{name: "development mode, not available", options: development, market: "US", asked: "lonely",
			want: linkSigns{Name: "lonely", Playable: "no", Reason: "market"}},
		{name: "development mode, app, available", options: development, app: true, market: "SE", asked: "both",
			want: linkSigns{Name: "both", Playable: "yes"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := spotifytest.NewServer(t, append(tt.options, spotifytest.Empty())...)
			in := addInstances(server)
			client := server.Client()
			if tt.app {
				client = server.AppClient()
			}
			if tt.from != "" {
				tt.want.From = in[tt.from].URI()
			}
			if tt.want.Page == "" {
				tt.want.Page = tt.asked // also where another instance is answered
			}
			track, err := client.Tracks.Get(t.Context(), in[tt.asked], &spotify.TracksGetOptions{Market: tt.market})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, in.signs(track)); diff != "" {
				t.Errorf("track differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Wherever a track is answered, it is relinked in the same way.
func TestRelinkingElsewhere(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	in := addInstances(server)
	client := server.Client()
	asked := in["american"]

	t.Run("many tracks", func(t *testing.T) {
		ids := []spotify.TrackID{asked, "0000000000000000000000", in["european"], asked, in["lonely"]}
		tracks, err := client.Tracks.GetMany(t.Context(), ids, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []spotify.TrackID
		for _, track := range tracks {
			if track == nil {
				got = append(got, "none")
				continue
			}
			got = append(got, track.ID, track.OriginalID())
		}
		european := in["european"]
		want := []spotify.TrackID{european, asked, "none", european, european, european, asked, in["lonely"], in["lonely"]}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("IDs and original IDs differ (-want +got):\n%s", diff)
		}
	})
	t.Run("tracks of an album", func(t *testing.T) {
		track, ok := server.Track(asked)
		if !ok {
			t.Fatal("the track is not there")
		}
		page, err := client.Albums.ListTracks(t.Context(), track.Album, nil)
		if err != nil {
			t.Fatal(err)
		}
		album, err := client.Albums.Get(t.Context(), track.Album, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range [][]spotify.SimplifiedTrack{page.Items, album.Tracks.Items} {
			if len(list) != 1 || list[0].ID != in["european"] || list[0].OriginalID() != asked {
				t.Errorf("the album lists %+v, want the substitute of its only track", list)
			}
		}
	})
	t.Run("the album is that of the substitute", func(t *testing.T) {
		substitute, _ := server.Track(in["european"])
		track, err := client.Tracks.Get(t.Context(), asked, nil)
		if err != nil {
			t.Fatal(err)
		}
		if track.Album.ID != substitute.Album {
			t.Errorf("album is %s, want %s", track.Album.ID, substitute.Album)
		}
	})
}

// The odd forms differ in what they tell, and agree on the track to go on with.
func TestOddRelinking(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.OddRelinking())
	client := server.Client()
	forms := map[string]int{}
	for range 40 {
		here := server.AddTrack(spotifytest.Track{Markets: []spotify.Market{"SE"}})
		elsewhere := server.AddTrack(spotifytest.Track{ISRC: here.ISRC, Markets: []spotify.Market{"US"}})
		for _, asked := range []spotify.TrackID{here.ID, elsewhere.ID} {
			track, err := client.Tracks.Get(t.Context(), asked, nil)
			if err != nil {
				t.Fatal(err)
			}
			if track.ID != here.ID || track.OriginalID() != asked {
				t.Errorf("asked for %s, got %s with the original %s", asked, track.ID, track.OriginalID())
			}
			form := "own"
			if track.IsRelinked() {
				form = "relinked"
			}
			if track.IsPlayable == nil {
				form += ", silent"
			}
			if !track.AvailableMarkets.IsZero() {
				form += ", empty list"
			}
			forms[form]++
		}
	}
	for _, form := range []string{"own", "own, silent, empty list", "relinked, silent", "relinked, empty list"} {
		if forms[form] == 0 {
			t.Errorf("no track has the form %q, only %v", form, forms)
		}
		delete(forms, form)
	}
	if len(forms) > 0 {
		t.Errorf("tracks have forms of which nobody knows: %v", forms)
	}
}

// In development mode, the API does not say what was asked for. Whoever asked knows it.
func TestSavingARelinkedTrack(t *testing.T) {
	for mode, options := range map[string][]spotifytest.Option{"extended": nil, "development": {spotifytest.Development()}} {
		t.Run(mode, func(t *testing.T) {
			server := spotifytest.NewServer(t, append(options, spotifytest.Empty())...)
			in := addInstances(server)
			client := server.Client()
			asked, other := in["american"], in["both"]

			track, err := client.Tracks.Get(t.Context(), asked, nil)
			if err != nil {
				t.Fatal(err)
			}
			if track.ID != in["european"] || track.OriginalID() != asked || track.OriginalURI() != asked.URI() || !track.IsRelinked() {
				t.Errorf("track %s with the original %s", track.ID, track.OriginalID())
			}
			if err := client.Library.Save(t.Context(), spotify.Resources{track}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]spotify.URI{asked.URI()}, server.Saved("", spotify.KindTrack)); diff != "" {
				t.Errorf("saved (-want +got):\n%s", diff)
			}

			// JSON keeps it.
			saved, err := track.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			var loaded spotify.Track
			if err := loaded.UnmarshalJSON(saved); err != nil || loaded.OriginalID() != asked {
				t.Errorf("loaded track with the original %s, error %v", loaded.OriginalID(), err)
			}

			tracks, err := client.Tracks.GetMany(t.Context(), []spotify.TrackID{other, "0000000000000000000000", asked}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if tracks[0].IsRelinked() || tracks[0].LinkedFrom != nil || tracks[1] != nil || tracks[2].OriginalID() != asked {
				t.Errorf("originals %s, %v, %s", tracks[0].OriginalID(), tracks[1], tracks[2].OriginalID())
			}
		})
	}
}
