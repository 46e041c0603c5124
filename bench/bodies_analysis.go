package main

import "fmt"

// analysisSeconds is how long the analyzed track is.
const analysisSeconds = 240.0

// analysisBody returns the analysis of a track of four minutes. Nothing in it
// has a name; the strings and the counts stand for it.
func analysisBody(seed uint64) body {
	c := newCatalog(seed)
	beats := c.intervals(480)
	bars, tatums := c.intervals(120), c.intervals(960)
	sections, segments := c.sections(12), c.segments(900)
	code, echoprint := c.codestring(12_000), c.codestring(20_000)
	synch, rhythm := c.codestring(9_000), c.codestring(5_000)

	data := object{
		{"meta", object{
			{"analyzer_version", "4.0.0"},
			{"platform", "Linux"},
			{"detailed_status", "OK"},
			{"status_code", 0},
			{"timestamp", 1_700_000_000 + c.random.IntN(20_000_000)},
			{"analysis_time", decimals{8.12345, 5}},
			{"input_process", "libvorbisfile L+R 44100->22050"},
		}},
		{"track", object{
			{"num_samples", int(analysisSeconds * 22050)},
			{"duration", decimals{analysisSeconds, 5}},
			{"sample_md5", ""},
			{"offset_seconds", 0},
			{"window_seconds", 0},
			{"analysis_sample_rate", 22050},
			{"analysis_channels", 1},
			{"end_of_fade_in", decimals{0.18345, 5}},
			{"start_of_fade_out", decimals{231.96735, 5}},
			{"loudness", decimals{-7.812, 3}},
			{"tempo", decimals{119.987, 3}},
			{"tempo_confidence", decimals{0.73, 3}},
			{"time_signature", 4},
			{"time_signature_confidence", decimals{0.994, 3}},
			{"key", 9},
			{"key_confidence", decimals{0.408, 3}},
			{"mode", 0},
			{"mode_confidence", decimals{0.485, 3}},
			{"codestring", code},
			{"code_version", decimals{3.15, 2}},
			{"echoprintstring", echoprint},
			{"echoprint_version", decimals{4.15, 2}},
			{"synchstring", synch},
			{"synch_version", decimals{1, 1}},
			{"rhythmstring", rhythm},
			{"rhythm_version", decimals{1, 1}},
		}},
		{"bars", bars},
		{"beats", beats},
		{"sections", sections},
		{"segments", segments},
		{"tatums", tatums},
	}.appendJSON(nil)
	return body{data, analysisNames(code, echoprint, synch, rhythm, len(bars), len(beats), len(tatums), len(sections), len(segments), 12*len(segments))}
}

// analysisNames is what has to be found in an analysis: its strings, and how
// many there are of everything. Pitches are counted over all segments.
func analysisNames(code, echoprint, synch, rhythm string, bars, beats, tatums, sections, segments, pitches int) []string {
	return []string{code, echoprint, synch, rhythm, fmt.Sprint(bars, beats, tatums, sections, segments, pitches)}
}

// intervals cuts the track into n intervals.
func (c *catalog) intervals(n int) []object {
	list := make([]object, n)
	length := analysisSeconds / float64(n)
	for i := range list {
		list[i] = object{
			{"start", c.near(float64(i)*length, 0.1, 5)},
			{"duration", c.near(length, 0.05, 5)},
			{"confidence", c.near(0.5, 0.5, 3)},
		}
	}
	return list
}

func (c *catalog) sections(n int) []object {
	list := c.intervals(n)
	for i := range list {
		list[i] = append(list[i], object{
			{"loudness", c.near(-8, 4, 3)},
			{"tempo", c.near(120, 0.5, 3)},
			{"tempo_confidence", c.near(0.5, 0.5, 3)},
			{"key", c.random.IntN(12)},
			{"key_confidence", c.near(0.5, 0.5, 3)},
			{"mode", c.random.IntN(2)},
			{"mode_confidence", c.near(0.5, 0.5, 3)},
			{"time_signature", 4},
			{"time_signature_confidence", c.near(0.9, 0.1, 3)},
		}...)
	}
	return list
}

func (c *catalog) segments(n int) []object {
	list := c.intervals(n)
	for i := range list {
		list[i] = append(list[i], object{
			{"loudness_start", c.near(-20, 8, 3)},
			{"loudness_max_time", c.near(0.06, 0.04, 5)},
			{"loudness_max", c.near(-9, 4, 3)},
			{"loudness_end", decimals{0, 3}},
			{"pitches", c.twelve(0.5, 0.5)},
			{"timbre", c.twelve(0, 90)},
		}...)
	}
	return list
}

func (c *catalog) twelve(middle, spread float64) []decimals {
	list := make([]decimals, 12)
	for i := range list {
		list[i] = c.near(middle, spread, 3)
	}
	return list
}

// near returns a number that is no further than spread from the middle.
func (c *catalog) near(middle, spread float64, digits int) decimals {
	return decimals{middle + spread*(2*c.random.Float64()-1), digits}
}

// codestring returns what looks like compressed data in the base64 of URLs.
func (c *catalog) codestring(n int) string {
	return c.letters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", n)
}
