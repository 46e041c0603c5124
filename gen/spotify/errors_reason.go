package spotify

// A Reason says more exactly than the status why the API refuses a request. The
// API may send reasons that are not listed here.
type Reason string

// Sources: docs/facts/concepts.md "Errors", docs/facts/mismatches.md M71.

// The reasons that the API gives for refusing a player command, and the one for
// a quota that is used up.
const (
	// ReasonNoPrevTrack means that there is nothing before the current track.
	ReasonNoPrevTrack Reason = "NO_PREV_TRACK"
	// ReasonNoNextTrack means that there is nothing after the current track.
	ReasonNoNextTrack Reason = "NO_NEXT_TRACK"
	// ReasonNoSpecificTrack means that the requested track is not there.
	ReasonNoSpecificTrack Reason = "NO_SPECIFIC_TRACK"
	// ReasonAlreadyPaused means that playback is paused already.
	ReasonAlreadyPaused Reason = "ALREADY_PAUSED"
	// ReasonNotPaused means that playback is not paused.
	ReasonNotPaused Reason = "NOT_PAUSED"
	// ReasonNotPlayingLocally means that the device itself is not playing.
	ReasonNotPlayingLocally Reason = "NOT_PLAYING_LOCALLY"
	// ReasonNotPlayingTrack means that no track is playing.
	ReasonNotPlayingTrack Reason = "NOT_PLAYING_TRACK"
	// ReasonNotPlayingContext means that no album, playlist or the like is playing.
	ReasonNotPlayingContext Reason = "NOT_PLAYING_CONTEXT"
	// ReasonEndlessContext means that what is playing has no end, like a radio.
	ReasonEndlessContext Reason = "ENDLESS_CONTEXT"
	// ReasonContextDisallow means that what is playing does not allow the command.
	ReasonContextDisallow Reason = "CONTEXT_DISALLOW"
	// ReasonAlreadyPlaying means that playback is running already.
	ReasonAlreadyPlaying Reason = "ALREADY_PLAYING"
	// ReasonRateLimited means that player commands follow each other too fast. It
	// comes with status 403 and is not [ErrRateLimited].
	ReasonRateLimited Reason = "RATE_LIMITED"
	// ReasonRemoteControlDisallow means that the device cannot be controlled from
	// elsewhere.
	ReasonRemoteControlDisallow Reason = "REMOTE_CONTROL_DISALLOW"
	// ReasonDeviceNotControllable means that the device takes no commands.
	ReasonDeviceNotControllable Reason = "DEVICE_NOT_CONTROLLABLE"
	// ReasonVolumeControlDisallow means that the device does not let its volume be
	// changed.
	ReasonVolumeControlDisallow Reason = "VOLUME_CONTROL_DISALLOW"
	// ReasonNoActiveDevice means that no device is active and none was named; see
	// [ErrNoActiveDevice].
	ReasonNoActiveDevice Reason = "NO_ACTIVE_DEVICE"
	// ReasonPremiumRequired means that the command needs a Premium subscription; see
	// [ErrPremiumRequired].
	ReasonPremiumRequired Reason = "PREMIUM_REQUIRED"
	// ReasonUnknown means that the API does not tell the reason.
	ReasonUnknown Reason = "UNKNOWN"
	// ReasonQuotaExceeded means that the daily quota of the developer account is
	// used up; see [ErrQuotaExceeded].
	ReasonQuotaExceeded Reason = "QUOTA_EXCEEDED"
)

// IsKnown reports whether the reason is one of the constants of this package.
func (r Reason) IsKnown() bool {
	switch r {
	case ReasonNoPrevTrack, ReasonNoNextTrack, ReasonNoSpecificTrack,
		ReasonAlreadyPaused, ReasonNotPaused, ReasonAlreadyPlaying,
		ReasonNotPlayingLocally, ReasonNotPlayingTrack, ReasonNotPlayingContext,
		ReasonEndlessContext, ReasonContextDisallow, ReasonRateLimited,
		ReasonRemoteControlDisallow, ReasonDeviceNotControllable, ReasonVolumeControlDisallow,
		ReasonNoActiveDevice, ReasonPremiumRequired, ReasonUnknown, ReasonQuotaExceeded:
		return true
	}
	return false
}
