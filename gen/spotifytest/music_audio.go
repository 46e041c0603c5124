package spotifytest

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// A sound is how a track sounds. Where the track does not say it, it is made up from the
// ISRC, so that all instances of a recording sound the same.
type sound struct {
	recording string
	features  map[string]float64 // those of the track
}

func (t *Track) sound() sound { return sound{cmp.Or(t.ISRC, string(t.ID)), t.Features} }

// feature is one of the track, or made up within a range.
func (s sound) feature(name string, low, high float64) float64 {
	if value, ok := s.features[name]; ok {
		return value
	}
	return s.between(name, low, high)
}

// wholeFeature is feature for whole numbers of a range that includes its ends.
func (s sound) wholeFeature(name string, low, high int) int {
	if value, ok := s.features[name]; ok {
		return int(value)
	}
	return s.whole(name, low, high)
}

// part is how a part of the track sounds, by the time at which it begins.
func (s sound) part(start time.Duration) sound {
	return sound{recording: s.recording + " " + start.String()}
}

// share makes up a number from 0 to below 1 for an aspect of the sound.
func (s sound) share(aspect string) float64 {
	sum := sha256.Sum256([]byte(s.recording + " " + aspect))
	const bits = 53 // as many as a float64 holds
	return float64(binary.BigEndian.Uint64(sum[:])>>(64-bits)) / (1 << bits)
}

// between makes up a number of a range, to three decimals.
func (s sound) between(aspect string, low, high float64) float64 {
	return math.Round((low+s.share(aspect)*(high-low))*1000) / 1000
}

// whole makes up a whole number of a range that includes its ends.
func (s sound) whole(aspect string, low, high int) int {
	return low + int(s.share(aspect)*float64(high-low+1))
}

// tempo is in beats per minute.
func (s sound) tempo() float64 { return s.feature("tempo", 60, 190) }

// loudness is in decibels.
func (s sound) loudness() float64 { return s.feature("loudness", -24, -3) }

// key is a semitone, from 0 for C, or -1 if there is none.
func (s sound) key() int { return s.wholeFeature("key", 0, 11) }

// mode is 1 for major, 0 for minor.
func (s sound) mode() int { return s.wholeFeature("mode", 0, 1) }

// timeSignature is four beats to the bar mostly.
func (s sound) timeSignature() int {
	if value, ok := s.features["time_signature"]; ok {
		return int(value)
	}
	switch part := s.whole("time_signature", 0, 9); part {
	case 0, 1:
		return 3
	case 2:
		return 5
	}
	return 4
}

// A measure is a number that tells how a track sounds.
type measure struct {
	name      string
	low, high float64 // of Track.Features
	whole     bool    // has no fraction
	spread    float64 // how far values can be apart, more or less
	of        func(*Track) float64
}

// measures are all that is told of how a track sounds.
func measures() []measure {
	share := func(name string, low, high float64) measure {
		return measure{name, 0, 1, false, high - low, func(t *Track) float64 { return t.sound().feature(name, low, high) }}
	}
	return []measure{
		share("acousticness", 0, 1),
		share("danceability", 0.1, 0.95),
		measureOfDuration(),
		share("energy", 0.05, 1),
		share("instrumentalness", 0, 1),
		{"key", -1, 11, true, 11, func(t *Track) float64 { return float64(t.sound().key()) }},
		share("liveness", 0.02, 0.95),
		{"loudness", -60, 0, false, 21, func(t *Track) float64 { return t.sound().loudness() }},
		{"mode", 0, 1, true, 1, func(t *Track) float64 { return float64(t.sound().mode()) }},
		share("speechiness", 0.02, 0.6),
		{"tempo", 1, 500, false, 130, func(t *Track) float64 { return t.sound().tempo() }},
		{"time_signature", 3, 7, true, 2, func(t *Track) float64 { return float64(t.sound().timeSignature()) }},
		share("valence", 0.02, 0.98),
	}
}

// measureOfDuration is a measure that a track has anyway.
func measureOfDuration() measure {
	return measure{name: "duration_ms", spread: 300_000, of: func(t *Track) float64 { return float64(t.Duration.Milliseconds()) }}
}

// flawInFeatures is about the features of a track.
func flawInFeatures(features map[string]float64) string {
	var names []string
	for _, m := range measures() {
		value, given := features[m.name]
		switch {
		case m.name == measureOfDuration().name:
			continue
		case given && (!(m.low <= value && value <= m.high) || m.whole && value != math.Trunc(value)):
			kind := "a number"
			if m.whole {
				kind = "a whole number"
			}
			return fmt.Sprintf("the feature %s is %v; want %s from %v to %v", m.name, value, kind, m.low, m.high)
		}
		names = append(names, m.name)
	}
	for _, name := range slices.Sorted(maps.Keys(features)) {
		if !slices.Contains(names, name) {
			return fmt.Sprintf("the feature %q is not one of %q", name, names)
		}
	}
	return ""
}

// audioFeatures is a track as it sounds.
func (c *call) audioFeatures(t *Track) object {
	o := object{
		"analysis_url": c.href("/audio-analysis/" + string(t.ID)),
		"id":           string(t.ID),
		"track_href":   c.href("/tracks/" + string(t.ID)),
		"type":         "audio_features",
		"uri":          string(t.ID.URI()),
	}
	for _, m := range measures() {
		o[m.name] = m.of(t)
	}
	return o
}

// audioAnalysis is the structure of a track. The parts of each kind follow one another
// without a gap, from its beginning to its end.
func audioAnalysis(t *Track) object {
	s := t.sound()
	tatum := time.Duration(float64(time.Minute) / s.tempo() / 2).Round(time.Microsecond)
	beat := 2 * tatum
	bar := beat * time.Duration(s.timeSignature())
	return object{
		"bars":     s.parts(t.Duration, bar, nil),
		"beats":    s.parts(t.Duration, beat, nil),
		"meta":     analysisMeta(t),
		"sections": s.parts(t.Duration, 16*bar, s.section),
		"segments": s.parts(t.Duration, bar, s.segment),
		"tatums":   s.parts(t.Duration, tatum, nil),
		"track":    s.summary(t),
	}
}

// parts divides a duration into parts of a length, of which the last one is shorter.
// describe adds the properties that only some kinds of parts have.
func (s sound) parts(whole, length time.Duration, describe func(object, time.Duration)) []any {
	list := []any{}
	for start := time.Duration(0); start < whole; start += length {
		part := object{
			"confidence": s.between("confidence "+start.String(), 0, 1),
			"duration":   min(length, whole-start).Seconds(),
			"start":      start.Seconds(),
		}
		if describe != nil {
			describe(part, start)
		}
		list = append(list, part)
	}
	return list
}

// section adds what sections have: each its own key, mode, and so on.
func (s sound) section(part object, start time.Duration) {
	own := s.part(start)
	part["loudness"] = own.loudness()
	part["tempo"] = s.tempo()
	part["tempo_confidence"] = own.between("tempo_confidence", 0, 1)
	part["time_signature"] = s.timeSignature()
	part["time_signature_confidence"] = own.between("time_signature_confidence", 0, 1)
	own.tonality(part)
}

// tonality adds key and mode. The service leaves them out where they are zero
// (docs/facts/mismatches.md M33).
func (s sound) tonality(o object) {
	if key := s.key(); key != 0 {
		o["key"] = key
	}
	if confidence := s.between("key_confidence", 0, 1); confidence != 0 {
		o["key_confidence"] = confidence
	}
	if mode := s.mode(); mode != 0 {
		o["mode"] = mode
	}
	o["mode_confidence"] = s.between("mode_confidence", 0, 1)
}

// segment adds what segments have: how loud they are, their pitch, and their timbre.
func (s sound) segment(part object, start time.Duration) {
	const semitones, coefficients = 12, 12
	own := s.part(start)
	loudest := own.between("loudness_max", -20, -3)
	part["loudness_start"] = own.between("loudness_start", -60, loudest)
	part["loudness_max"] = loudest
	part["loudness_max_time"] = math.Min(own.between("loudness_max_time", 0, 0.2), part["duration"].(float64))
	part["loudness_end"] = own.between("loudness_end", -60, loudest)
	pitches := make([]float64, semitones)
	for i := range pitches {
		pitches[i] = own.between("pitch "+string(rune('a'+i)), 0, 1)
	}
	pitches[own.whole("pitch", 0, semitones-1)] = 1 // others are relative to the strongest
	timbre := make([]float64, coefficients)
	for i := range timbre {
		timbre[i] = own.between("timbre "+string(rune('a'+i)), -100, 100)
	}
	part["pitches"], part["timbre"] = pitches, timbre
}

func analysisMeta(t *Track) object {
	return object{
		"analysis_time":    t.sound().between("analysis_time", 2, 9),
		"analyzer_version": "4.0.0",
		"detailed_status":  "OK",
		"input_process":    "vorbis L+R 44100->22050",
		"platform":         "Linux",
		"status_code":      0,
		"timestamp":        beginning().Unix(),
	}
}

// summary is what an analysis says of a whole track.
func (s sound) summary(t *Track) object {
	const samplesPerSecond = 22050
	seconds := t.Duration.Seconds()
	o := object{
		"analysis_channels":         1,
		"analysis_sample_rate":      samplesPerSecond,
		"code_version":              3.15,
		"codestring":                s.fingerprint("code"),
		"duration":                  seconds,
		"echoprint_version":         4.15,
		"echoprintstring":           s.fingerprint("echoprint"),
		"end_of_fade_in":            math.Min(s.between("end_of_fade_in", 0, 3), seconds/2),
		"loudness":                  s.loudness(),
		"num_samples":               int(math.Round(seconds * samplesPerSecond)),
		"offset_seconds":            0,
		"rhythm_version":            1.0,
		"rhythmstring":              s.fingerprint("rhythm"),
		"sample_md5":                "",
		"start_of_fade_out":         math.Max(seconds-s.between("start_of_fade_out", 0, 9), seconds/2),
		"synch_version":             1.0,
		"synchstring":               s.fingerprint("synch"),
		"tempo":                     s.tempo(),
		"tempo_confidence":          s.between("tempo_confidence", 0, 1),
		"time_signature":            s.timeSignature(),
		"time_signature_confidence": s.between("time_signature_confidence", 0, 1),
		"window_seconds":            0,
	}
	s.tonality(o)
	return o
}

// fingerprint has the form of one of the prints of a recording, and means nothing.
func (s sound) fingerprint(kind string) string {
	sum := sha256.Sum256([]byte(s.recording + " " + kind))
	return base64.URLEncoding.EncodeToString(sum[:])
}
