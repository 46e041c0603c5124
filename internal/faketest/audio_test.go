//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestAudioFeatures(t *testing.T) {
	server := spotifytest.NewServer(t)
	client, example := server.Client(), server.Example()
	features, err := client.Tracks.GetManyAudioFeatures(t.Context(), []spotify.TrackID{example.Track, example.RelinkedTrack, example.Replacement})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range features {
		for name, share := range map[string]float64{
			"acousticness": f.Acousticness, "danceability": f.Danceability, "energy": f.Energy, "instrumentalness": f.Instrumentalness,
			"liveness": f.Liveness, "speechiness": f.Speechiness, "valence": f.Valence,
		} {
			if share < 0 || share > 1 {
				t.Errorf("%s of %s is %v, want 0 to 1", name, f.ID, share)
			}
		}
		if f.Key < 0 || f.Key > 11 || f.Mode < 0 || f.Mode > 1 || f.TimeSignature < 3 || f.TimeSignature > 7 || f.Loudness < -60 || f.Loudness > 0 || f.Tempo < 40 {
			t.Errorf("%+v is implausible", f)
		}
	}
	again, err := client.Tracks.GetAudioFeatures(t.Context(), example.Track)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(features[0], again); diff != "" {
		t.Errorf("the features by themselves are others:\n%s", diff)
	}
	if features[0].Tempo == features[1].Tempo {
		t.Error("two recordings sound the same")
	}
	if features[1].Tempo != features[2].Tempo || features[1].Valence != features[2].Valence {
		t.Error("two instances of a recording sound different")
	}
}

func TestAudioAnalysis(t *testing.T) {
	for _, duration := range []time.Duration{3*time.Minute + 7_654*time.Millisecond, 50 * time.Millisecond} {
		t.Run(duration.String(), func(t *testing.T) { testAudioAnalysis(t, duration) })
	}
}

func testAudioAnalysis(t *testing.T, duration time.Duration) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	track := server.AddTrack(spotifytest.Track{Duration: duration})
	client := server.Client()
	analysis, err := client.Tracks.GetAudioAnalysis(t.Context(), track.ID)
	if err != nil {
		t.Fatal(err)
	}
	features, err := client.Tracks.GetAudioFeatures(t.Context(), track.ID)
	if err != nil {
		t.Fatal(err)
	}
	whole := analysis.Track
	if whole.Duration != duration.Seconds() || whole.Tempo != features.Tempo || whole.Key != features.Key || whole.Mode != features.Mode {
		t.Errorf("the analysis is of %+v, the features are %+v", whole, features)
	}
	parts := map[string][]spotify.TimeInterval{"bars": analysis.Bars, "beats": analysis.Beats, "tatums": analysis.Tatums}
	for _, section := range analysis.Sections {
		parts["sections"] = append(parts["sections"], spotify.TimeInterval{Start: section.Start, Duration: section.Duration})
	}
	for _, segment := range analysis.Segments {
		parts["segments"] = append(parts["segments"], spotify.TimeInterval{Start: segment.Start, Duration: segment.Duration})
		if len(segment.Pitches) != 12 || slices.Max(segment.Pitches) != 1 || len(segment.Timbre) != 12 {
			t.Errorf("segment at %v has the pitches %v and the timbre %v", segment.Start, segment.Pitches, segment.Timbre)
		}
		if segment.LoudnessMax < segment.LoudnessStart || segment.LoudnessMax < segment.LoudnessEnd || segment.LoudnessMaxTime > segment.Duration {
			t.Errorf("segment is loudest before or after itself: %+v", segment)
		}
	}
	for name, list := range parts {
		end := 0.0
		for _, part := range list {
			if math.Abs(part.Start-end) > 1e-9 || part.Duration <= 0 {
				t.Errorf("%s: one of %v seconds begins at %v, want %v", name, part.Duration, part.Start, end)
			}
			end = part.Start + part.Duration
		}
		if len(list) == 0 || math.Abs(end-whole.Duration) > 1e-9 {
			t.Errorf("%d %s end at %v, want %v", len(list), name, end, whole.Duration)
		}
	}
}
