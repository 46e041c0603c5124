package spotifytest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A Device is something that a user can play on.
type Device struct {
	// ID is made up if it is empty. A restricted device may have none: clients then get
	// null.
	ID   spotify.DeviceID
	Name string
	Type string // Computer, Smartphone, Speaker, and so on; Computer if it is empty
	// Volume is in percent, from 0 to 100. If it is negative, clients get null, and cannot
	// set it.
	Volume int
	// FixedVolume says that the Web API cannot set the volume.
	FixedVolume bool
	// Restricted says that the device takes no commands from the Web API.
	Restricted bool
	// Active says that playback is on the device. At most one device of a user is active.
	Active bool
}

// AddDevice gives a user a device, or replaces the one with the same ID. It returns the
// device with its ID. If the device is active, playback moves to it. The user "" is the
// default one. A volume above 100 is a mistake, and so is an unknown user; see [Server].
func (s *Server) AddDevice(user spotify.UserID, device Device) Device {
	s.test().Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return Device{}
	}
	if device.Volume > 100 {
		s.mistake("cannot add the device %q: the volume %d is above 100", device.Name, device.Volume)
		return Device{}
	}
	p := s.settle(m)
	added := p.addDevice(device)
	p.stopWithoutDevice(s.now())
	return *added
}

// RemoveDevice takes a device away from a user. If the device is active, playback
// stops, and then no device is active. A device that the user does not have is ignored.
// The user "" is the default one.
func (s *Server) RemoveDevice(user spotify.UserID, id spotify.DeviceID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil || id == "" {
		return
	}
	p := s.settle(m)
	p.devices = slices.DeleteFunc(p.devices, func(d *Device) bool { return d.ID == id })
	p.stopWithoutDevice(s.now())
}

// Devices returns the devices of a user in the order in which they came. The user ""
// is the default one.
func (s *Server) Devices(user spotify.UserID) []Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memberNamed(user)
	if m == nil {
		return nil
	}
	var devices []Device
	for _, d := range m.player.devices {
		devices = append(devices, *d)
	}
	return devices
}

func (p *player) addDevice(d Device) *Device {
	if d.Type == "" {
		d.Type = "Computer"
	}
	if d.ID == "" && !d.Restricted {
		p.made++
		d.ID = deviceID(d.Name, p.made)
	}
	added := p.device(d.ID)
	if added == nil {
		added = new(Device)
		p.devices = append(p.devices, added)
	}
	*added = d
	if d.Active {
		p.activate(added)
	}
	return added
}

// deviceID makes an ID of the form that devices have.
func deviceID(name string, n int) spotify.DeviceID {
	const bytes = 20
	sum := sha256.Sum256(fmt.Appendf(nil, "device %d %s", n, name))
	return spotify.DeviceID(hex.EncodeToString(sum[:bytes]))
}

// device finds a device by its ID. One without an ID cannot be named.
func (p *player) device(id spotify.DeviceID) *Device {
	i := slices.IndexFunc(p.devices, func(d *Device) bool { return d.ID == id && id != "" })
	if i < 0 {
		return nil
	}
	return p.devices[i]
}

// active is the device that playback is on, or nil.
func (p *player) active() *Device {
	i := slices.IndexFunc(p.devices, func(d *Device) bool { return d.Active })
	if i < 0 {
		return nil
	}
	return p.devices[i]
}

// anyDevice is the one on which a user would begin to play: the first one that takes
// commands, if there is one.
func (p *player) anyDevice() *Device {
	for _, d := range p.devices {
		if !d.Restricted {
			return d
		}
	}
	if len(p.devices) > 0 {
		return p.devices[0]
	}
	return nil
}

// activate puts playback on a device, and reports false if there is none.
func (p *player) activate(device *Device) bool {
	for _, d := range p.devices {
		d.Active = d == device
	}
	return device != nil
}

// stopWithoutDevice ends playback that is nowhere any more.
func (p *player) stopWithoutDevice(now time.Time) {
	if p.playing && p.active() == nil {
		p.playing, p.changed = false, now
	}
}

func (p *player) deviceObject(d *Device) object {
	o := object{
		"id":                 nil, // of a restricted device (docs/facts/mismatches.md M24)
		"is_active":          d.Active,
		"is_private_session": p.private && d.Active,
		"is_restricted":      d.Restricted,
		"name":               d.Name,
		"supports_volume":    d.takesVolume(),
		"type":               d.Type,
		"volume_percent":     nil,
	}
	if d.ID != "" {
		o["id"] = d.ID
	}
	if d.Volume >= 0 {
		o["volume_percent"] = d.Volume
	}
	return o
}

func (d *Device) takesVolume() bool { return d.Volume >= 0 && !d.FixedVolume }

// listDevices answers GET /me/player/devices.
func listDevices(c *call) (any, error) {
	p := c.user.player
	return object{"devices": renderAll(p.devices, p.deviceObject)}, nil
}

// transfer answers PUT /me/player.
func transfer(c *call, p *player) *refusal {
	ids := c.strings("device_ids")
	if len(ids) != 1 {
		return badRequest("Exactly one device must be given in device_ids")
	}
	device, refused := p.addressed(spotify.DeviceID(ids[0]))
	if refused != nil {
		return refused
	}
	p.activate(device)
	if play, _ := c.body["play"].(bool); play && (p.current != "" || p.adLeft > 0) {
		p.playing = true
	}
	return nil
}

// addressed finds the device that a command names.
func (p *player) addressed(id spotify.DeviceID) (*Device, *refusal) {
	switch device := p.device(id); {
	case device == nil:
		return nil, refuse(http.StatusNotFound, "Device not found")
	case device.Restricted:
		return nil, refusedFor(spotify.ReasonDeviceNotControllable)
	default:
		return device, nil
	}
}
