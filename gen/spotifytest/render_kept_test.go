package spotifytest

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The JSON that is kept is what would be rendered, for every view and after every change
// of the catalogue.
func TestKeptTracksAreTrue(t *testing.T) {
	base := emptyCall(t)
	s := base.Server
	artist := s.AddArtist(Artist{Name: "Harbour"})
	album := s.AddAlbum(Album{Name: "Tides", Artists: []spotify.ArtistID{artist.ID}})
	track := s.AddTrack(Track{Name: "Ebb", Album: album.ID, Explicit: true, ISRC: "ZZABC2600001", Markets: []spotify.Market{"SE"}})
	careful := s.AddUser(User{ID: "careful", ExplicitFilter: true})

	views := map[string]func(*call){
		"at home":    func(*call) {},
		"no market":  func(c *call) { c.market = "" },
		"elsewhere":  func(c *call) { c.market = "NO" },
		"filtered":   func(c *call) { c.user = c.users.get(careful.ID) },
		"of the app": func(c *call) { c.user, c.market = nil, "" },
	}
	changes := []struct {
		name   string
		change func()
	}{
		{"at first", func() {}},
		{"once more", func() {}},
		{"another track on the album", func() { s.AddTrack(Track{Name: "Flow", Album: album.ID}) }},
		{"an instance for another market", func() {
			s.AddTrack(Track{Name: "Ebb", ISRC: "ZZABC2600001", Markets: []spotify.Market{"NO"}})
		}},
		{"the artist has another name", func() { s.AddArtist(Artist{ID: artist.ID, Name: "Pier"}) }},
		{"the album has another name", func() { s.AddAlbum(Album{ID: album.ID, Name: "Spring Tides", Artists: album.Artists}) }},
		{"the track has another name", func() {
			changed := track
			changed.Name = "Ebb and Flow"
			s.AddTrack(changed)
		}},
	}
	before := map[string]string{}
	for _, step := range changes {
		step.change()
		for name, look := range views {
			c := *base
			look(&c)
			s.mu.Lock()
			now := c.tracks.get(track.ID)
			want := []string{string(encode(c.trackObject(now))), string(encode(c.simplifiedTrack(now)))}
			got := []string{string(c.trackJSON(now)), string(c.simplifiedTrackJSON(now))}
			s.mu.Unlock()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", step.name, name, diff)
			}
			if step.name == "once more" && got[0] != before[name] {
				t.Errorf("%s: not the same as before: %s", name, got[0])
			}
			before[name] = got[0]
		}
	}
}

// What is kept is bounded, and the last thing is always there.
func TestKeptTracksAreBounded(t *testing.T) {
	var r renderings
	big := make(json.RawMessage, maxKept/10)
	for i := range 25 {
		v := trackView{market: spotify.Market(rune('A' + i))}
		r.keep(v, big)
		if sum := len(r.byView) * len(big); sum != r.bytes || sum > maxKept || r.byView[v] == nil {
			t.Fatalf("after %d: %d views with %d bytes are counted as %d", i+1, len(r.byView), sum, r.bytes)
		}
	}
}
