package spotifytest

import (
	"net/http"
	"slices"
)

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

// disallows are the commands that the player would refuse now. What it would not is
// left out.
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
