package spotifytest

import (
	"encoding/json"

	"github.com/spotgen/spotgen/gen/spotify"
)

// renderings keep the JSON of tracks, because lists of tracks are most of what clients
// read, and rendering them is most of what an answer costs.
type renderings struct {
	byView map[trackView]json.RawMessage
	bytes  int
}

// A trackView is all that the JSON of a track depends on, besides the options of the
// server and the catalogue. Whatever changes the catalogue calls changed, which forgets
// all views.
type trackView struct {
	id       spotify.TrackID
	whole    bool // with its album
	market   spotify.Market
	filtered bool // explicit content is hidden
}

// maxKept bounds the bytes of JSON that are kept: about 4,000 whole tracks.
const maxKept = 10 << 20

func (r *renderings) clear() { *r = renderings{} }

func (r *renderings) keep(v trackView, rendered json.RawMessage) {
	if r.bytes+len(rendered) > maxKept {
		r.clear()
	}
	if r.byView == nil {
		r.byView = map[trackView]json.RawMessage{}
	}
	r.byView[v] = rendered
	r.bytes += len(rendered)
}

// trackJSON is trackObject for an answer that takes it as it is.
func (c *call) trackJSON(t *Track) json.RawMessage { return c.kept(t, true, c.trackObject) }

// simplifiedTrackJSON is simplifiedTrack for an answer that takes it as it is.
func (c *call) simplifiedTrackJSON(t *Track) json.RawMessage {
	return c.kept(t, false, c.simplifiedTrack)
}

func (c *call) kept(t *Track, whole bool, render func(*Track) object) json.RawMessage {
	v := trackView{id: t.ID, whole: whole, market: c.market, filtered: c.filtered(true)}
	rendered, ok := c.catalogue.kept.byView[v]
	if !ok {
		rendered = c.encode(render(t))
		c.catalogue.kept.keep(v, rendered)
	}
	return rendered
}
