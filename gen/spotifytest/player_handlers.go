package spotifytest

import (
	"bytes"
	"net/http"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func playerRoutes() map[string]route {
	return map[string]route{
		"GET /me/player":                   {handle: getPlaybackState},
		"PUT /me/player":                   {handle: obey(transfer)},
		"GET /me/player/currently-playing": {handle: getCurrentlyPlaying},
		"GET /me/player/devices":           {handle: listDevices},
		"GET /me/player/queue":             {handle: getQueue},
		"GET /me/player/recently-played":   {handle: listRecentlyPlayed},
		"POST /me/player/next":             {handle: obey(onDevice(next))},
		"POST /me/player/previous":         {handle: obey(onDevice(previous))},
		"POST /me/player/queue":            {handle: obey(onDevice(addToQueue))},
		"PUT /me/player/pause":             {handle: obey(onDevice(pause))},
		"PUT /me/player/play":              {handle: wellFormed(checkPlay, obey(onDevice(play))), mark: playMark},
		"PUT /me/player/repeat":            {handle: obey(onDevice(setRepeat))},
		"PUT /me/player/seek":              {handle: obey(onDevice(seek))},
		"PUT /me/player/shuffle":           {handle: obey(onDevice(setShuffle))},
		"PUT /me/player/volume":            {handle: obey(onDevice(setVolume))},
	}
}

// checkPlay refuses bodies of PUT /me/player/play that contradict themselves or say nothing.
func checkPlay(c *call) *refusal {
	offset, hasOffset := c.body["offset"].(object)
	switch {
	case hasOffset && offset["position"] == nil && offset["uri"] == nil:
		return badRequest("Invalid offset") // docs/facts/mismatches.md M83
	case offset["position"] != nil && offset["uri"] != nil:
		return badRequest("Only one of position and uri can be given in offset")
	case c.names("context_uri") && c.names("uris"):
		return badRequest("Only one of context_uri and uris can be given")
	}
	return nil
}

// play answers PUT /me/player/play. A body that names something plays that; one that
// does not goes on with what was paused. An empty object does so, too, and loses the
// queue, as it has been seen to do (docs/facts/mismatches.md M66).
func play(c *call, p *player, d *Device) *refusal {
	position, hasPosition := c.integer("position_ms")
	if !c.names("context_uri") && !c.names("uris") {
		if refused := resume(p, d); refused != nil {
			return refused
		}
		if len(bytes.TrimSpace(c.raw)) > 0 && len(c.body) == 0 {
			p.queue = nil
		}
		if hasPosition && p.adLeft == 0 {
			p.jump(position, c.durations(c.user))
		}
		return nil
	}
	wanted, refused := c.program()
	if refused != nil {
		return refused
	}
	if refused := c.maySwitch(p); refused != nil {
		return refused
	}
	p.activate(d)
	p.start(wanted, c.now())
	p.lastStarted = c.now()
	if hasPosition {
		p.jump(position, c.durations(c.user))
	}
	return nil
}

// resume goes on with the paused item. An item that is playing can go on elsewhere.
func resume(p *player, d *Device) *refusal {
	switch {
	case p.current == "" && p.adLeft == 0:
		return refusedFor(spotify.ReasonNotPlayingContext)
	case p.playing && d.Active:
		return refusedFor(spotify.ReasonNotPaused)
	}
	p.activate(d)
	p.playing = true
	return nil
}

// pause answers PUT /me/player/pause.
func pause(_ *call, p *player, _ *Device) *refusal {
	if !p.playing {
		return refusedFor(spotify.ReasonAlreadyPaused)
	}
	p.playing = false
	return nil
}

// next answers POST /me/player/next. It plays, even if playback was paused.
func next(c *call, p *player, d *Device) *refusal {
	if refused := c.maySwitch(p); refused != nil {
		return refused
	}
	if !p.hasNext() {
		return refusedFor(spotify.ReasonNoNextTrack)
	}
	p.leave(c.now(), false)
	p.forward(c.now())
	p.goOn(d, c.now())
	return nil
}

// previous answers POST /me/player/previous. It goes back however far playback has
// come, unlike the button of a player. It plays, even if playback was paused.
func previous(c *call, p *player, d *Device) *refusal {
	if refused := c.maySwitch(p); refused != nil {
		return refused
	}
	switch {
	case p.current == "":
		return refusedFor(spotify.ReasonNotPlayingContext)
	case !p.hasPrevious():
		return refusedFor(spotify.ReasonNoPrevTrack)
	}
	p.leave(c.now(), false)
	p.back(c.now())
	p.goOn(d, c.now())
	return nil
}

// goOn plays after a skip: where playback is, or else on the device of the command.
func (p *player) goOn(d *Device, now time.Time) {
	if p.active() == nil {
		p.activate(d)
	}
	p.playing, p.lastStarted = true, now
}

// seek answers PUT /me/player/seek.
func seek(c *call, p *player, _ *Device) *refusal {
	switch {
	case p.adLeft > 0:
		return refusedFor(spotify.ReasonContextDisallow)
	case p.current == "":
		return refusedFor(spotify.ReasonNotPlayingTrack)
	}
	p.jump(c.number("position_ms"), c.durations(c.user))
	return nil
}

// jump goes to a position in the current item, in milliseconds. One beyond its end
// ends the item.
func (p *player) jump(to int, lasts func(spotify.URI) time.Duration) {
	if int64(to) >= lasts(p.current).Milliseconds() {
		p.finish(false)
		return
	}
	p.progress = time.Duration(to) * time.Millisecond
}

// setRepeat answers PUT /me/player/repeat.
func setRepeat(c *call, p *player, _ *Device) *refusal {
	p.repeat = c.text("state")
	return nil
}

// setShuffle answers PUT /me/player/shuffle.
func setShuffle(c *call, p *player, _ *Device) *refusal {
	p.setShuffle(c.flag("state"))
	return nil
}

// setVolume answers PUT /me/player/volume.
func setVolume(c *call, _ *player, d *Device) *refusal {
	if !d.takesVolume() {
		return refusedFor(spotify.ReasonVolumeControlDisallow)
	}
	d.Volume = c.number("volume_percent")
	return nil
}

// addToQueue answers POST /me/player/queue. The queue waits for the end of what plays,
// also if that is nothing.
func addToQueue(c *call, p *player, _ *Device) *refusal {
	uri := spotify.URI(c.text("uri"))
	if refused := c.checkPlayable([]spotify.URI{uri}); refused != nil {
		return refused
	}
	p.queue = append(p.queue, uri)
	return nil
}

// getPlaybackState answers GET /me/player.
func getPlaybackState(c *call) (any, error) {
	p := c.settle(c.user)
	device := p.active()
	if device == nil {
		return nothing(http.StatusNoContent)
	}
	state := c.playingObject(p)
	state["device"] = p.deviceObject(device)
	state["repeat_state"] = p.repeat
	state["shuffle_state"] = p.shuffle
	state["smart_shuffle"] = false // undocumented (docs/facts/mismatches.md M48)
	return state, nil
}

// getCurrentlyPlaying answers GET /me/player/currently-playing: without the device and
// its modes (docs/facts/mismatches.md M41), and with nothing during a private session.
func getCurrentlyPlaying(c *call) (any, error) {
	p := c.settle(c.user)
	if p.active() == nil || p.private || p.playingType() == typeUnknown {
		return nothing(http.StatusNoContent)
	}
	return c.playingObject(p), nil
}

// playingObject is what both answers about playback have.
func (c *call) playingObject(p *player) object {
	state := object{
		"actions":                object{"disallows": p.disallows()},
		"context":                c.contextObject(p.context),
		"currently_playing_type": p.playingType(),
		"is_playing":             p.playing,
		"item":                   nil,
		"progress_ms":            p.progress.Milliseconds(),
		"timestamp":              p.changed.UnixMilli(),
	}
	switch p.playingType() {
	case typeAd:
		// Without an item (docs/facts/mismatches.md M19).
		state["progress_ms"] = (adLength - p.adLeft).Milliseconds()
	case typeUnknown:
		state["progress_ms"] = nil
	case typeEpisode:
		// A client that does not ask for episodes gets null (docs/facts/mismatches.md M19).
		if slices.Contains(c.list("additional_types"), typeEpisode) {
			state["item"] = orNull(c.playable(p.current))
		}
	default:
		state["item"] = orNull(c.playable(p.current))
	}
	return state
}

// orNull makes a null of no object.
func orNull(o object) any {
	if o == nil {
		return nil
	}
	return o
}

// disallows are the commands that the player would refuse now. The others are left out.
func (p *player) disallows() object {
	held := p.active() != nil && p.active().Restricted
	ad := p.adLeft > 0
	idle := p.current == "" && !ad
	disallows := object{}
	for action, disallowed := range map[string]bool{
		"interrupting_playback":   ad || held,
		"pausing":                 !p.playing || held,
		"resuming":                p.playing || idle || held,
		"seeking":                 p.current == "" || ad || held,
		"skipping_next":           !p.hasNext() || ad || held,
		"skipping_prev":           !p.hasPrevious() || ad || held,
		"toggling_repeat_context": held,
		"toggling_repeat_track":   held,
		"toggling_shuffle":        held,
	} {
		if disallowed {
			disallows[action] = true
		}
	}
	return disallows
}

// getQueue answers GET /me/player/queue: what was put into the queue, and behind it
// what follows in the context.
func getQueue(c *call) (any, error) {
	p := c.settle(c.user)
	current := p.current
	if p.adLeft > 0 || p.private || p.active() == nil {
		current = ""
	}
	return object{
		"currently_playing": orNull(c.playable(current)),
		"queue":             renderAll(p.upcoming(maxUpcoming), c.playable),
	}, nil
}
