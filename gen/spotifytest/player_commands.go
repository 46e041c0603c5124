package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// OddCommandBodies makes the server answer player commands in the undocumented ways
// that have been observed. In turn, it sends a 200 and a 202 with a text that is not
// JSON, and a 204 without a body. By default it always sends a 204, as in the schema.
func OddCommandBodies() Option { return func(c *config) { c.oddCommands = true } }

// CommandSpacing makes the server refuse a command to play or to skip, with the reason
// RATE_LIMITED, if the last one was less than d before by the clock of the server. If
// that clock stands still, each such command needs a [Server.Advance] after the last
// one.
func CommandSpacing(d time.Duration) Option { return func(c *config) { c.commandSpacing = d } }

// RefuseCommand makes the server refuse the next player command of a user with a
// reason, whatever the command is. Each call refuses one more command. Use it to test
// reasons that the server never gives by itself, such as
// [spotify.ReasonEndlessContext]. The user "" is the default one.
func (s *Server) RefuseCommand(user spotify.UserID, reason spotify.Reason) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.memberNamed(user); m != nil {
		m.player.refusals = append(m.player.refusals, reason)
	}
}

// A ruling is how the API refuses a command for a reason.
type ruling struct {
	reason  spotify.Reason
	status  int
	message string // behind "Player command failed: "
}

// rulings are all reasons that player commands have had. If it is not known whether the
// API refuses a command or does nothing, it is refused here, since a program has to
// expect that. Commands that have been seen to succeed are not refused.
func rulings() []ruling {
	return []ruling{
		// This status has been observed. The client recognizes it as ErrNoActiveDevice.
		{spotify.ReasonNoActiveDevice, http.StatusNotFound, "No active device found"},
		// Before all others: a user who may not send commands learns nothing about the
		// player.
		{spotify.ReasonPremiumRequired, http.StatusForbidden, "Premium required"},

		// Refused where the command would change nothing. Commands to repeat, to
		// shuffle, and to set the volume may, as players send them all the time.
		{spotify.ReasonAlreadyPaused, http.StatusForbidden, "Already paused"},
		{spotify.ReasonNotPaused, http.StatusForbidden, "Not paused"},
		// Refused at the ends of what plays, unless the context repeats.
		{spotify.ReasonNoPrevTrack, http.StatusForbidden, "No previous track"},
		{spotify.ReasonNoNextTrack, http.StatusForbidden, "No next track"},
		// A track that does not exist, or an offset beyond the context. It is a 404 because
		// the request names something that does not exist.
		{spotify.ReasonNoSpecificTrack, http.StatusNotFound, "No such track"},
		// To seek where nothing plays, and to resume or to skip back there.
		{spotify.ReasonNotPlayingTrack, http.StatusForbidden, "Not playing a track"},
		{spotify.ReasonNotPlayingContext, http.StatusForbidden, "Not playing a context"},
		// During an advertisement, and for the liked songs of somebody else.
		{spotify.ReasonContextDisallow, http.StatusForbidden, "Restriction violated"},
		// A restricted device that the command names, and one that playback is on.
		{spotify.ReasonDeviceNotControllable, http.StatusForbidden, "Restricted device"},
		{spotify.ReasonRemoteControlDisallow, http.StatusForbidden, "Remote control is not allowed"},
		{spotify.ReasonVolumeControlDisallow, http.StatusForbidden, "Cannot control device volume"},
		// Only with the option CommandSpacing.
		{spotify.ReasonRateLimited, http.StatusForbidden, "Too many commands"},

		// Only with RefuseCommand. To play what plays already starts it anew; there is
		// nothing endless in the catalogue; and no device plays on its own.
		{spotify.ReasonAlreadyPlaying, http.StatusForbidden, "Already playing"},
		{spotify.ReasonEndlessContext, http.StatusForbidden, "Endless context"},
		{spotify.ReasonNotPlayingLocally, http.StatusForbidden, "Not playing locally"},
		{spotify.ReasonUnknown, http.StatusForbidden, "Restriction violated"},
	}
}

// refusedFor is the answer to a command that is refused for a reason.
func refusedFor(reason spotify.Reason) *refusal {
	for _, r := range rulings() {
		if r.reason == reason {
			return &refusal{status: r.status, message: "Player command failed: " + r.message, reason: string(reason)}
		}
	}
	return &refusal{status: http.StatusForbidden, message: "Player command failed", reason: string(reason)}
}

// A command does what a request to the player asks for. The player is settled.
type command func(c *call, p *player) *refusal

// obey makes a handler of a command.
func obey(do command) handler {
	return func(c *call) (any, error) {
		p := c.settle(c.user)
		if refused := c.mayCommand(p); refused != nil {
			return nil, refused
		}
		if refused := do(c, p); refused != nil {
			return nil, refused
		}
		p.changed = c.now()
		p.commands++
		return c.obeyed(p.commands), nil
	}
}

// wellFormed makes a handler check a request first, whatever the player does.
func wellFormed(check func(*call) *refusal, handle handler) handler {
	return func(c *call) (any, error) {
		if refused := check(c); refused != nil {
			return nil, refused
		}
		return handle(c)
	}
}

// mayCommand refuses what has nothing to do with the command.
func (c *call) mayCommand(p *player) *refusal {
	if c.user.Product != "" && c.user.Product != "premium" {
		return refusedFor(spotify.ReasonPremiumRequired)
	}
	if len(p.refusals) > 0 {
		reason := p.refusals[0]
		p.refusals = p.refusals[1:]
		return refusedFor(reason)
	}
	return nil
}

// obeyed is the answer to the nth command that succeeds (docs/facts/mismatches.md M70).
func (c *call) obeyed(n int) answer {
	const (
		kinds = 3
		bytes = 20
	)
	if !c.oddCommands || n%kinds == 0 {
		return answer{status: http.StatusNoContent}
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "command %d", n))
	status := http.StatusOK
	if n%kinds == 2 {
		status = http.StatusAccepted
	}
	return answer{status: status, body: notJSON(base64.RawURLEncoding.EncodeToString(sum[:bytes]))}
}

// onDevice makes a command of one that is for a device: the one that the request
// names, or the one that playback is on.
func onDevice(do func(c *call, p *player, d *Device) *refusal) command {
	return func(c *call, p *player) *refusal {
		device := p.active()
		switch {
		case c.query.Get("device_id") != "":
			var refused *refusal
			if device, refused = p.addressed(spotify.DeviceID(c.query.Get("device_id"))); refused != nil {
				return refused
			}
		case device == nil:
			return refusedFor(spotify.ReasonNoActiveDevice)
		case device.Restricted:
			return refusedFor(spotify.ReasonRemoteControlDisallow)
		}
		return do(c, p, device)
	}
}

// maySwitch refuses to begin another item during an advertisement, and too soon.
func (c *call) maySwitch(p *player) *refusal {
	if p.adLeft > 0 {
		return refusedFor(spotify.ReasonContextDisallow)
	}
	if c.commandSpacing > 0 && !p.lastStarted.IsZero() && c.now().Sub(p.lastStarted) < c.commandSpacing {
		return refusedFor(spotify.ReasonRateLimited)
	}
	return nil
}
