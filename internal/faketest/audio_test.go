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

// What a test says of the sound of a track is what the API says, wherever it does. The rest
// is made up.
func TestAudioFeaturesOfTheTest(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client, ctx := server.Client(), t.Context()
	given := map[string]float64{
		"acousticness": 0.25, "danceability": 0, "energy": 1, "instrumentalness": 0.5, "key": 0, "liveness": 0.75,
		"loudness": -7.25, "mode": 0, "speechiness": 0.125, "tempo": 174, "time_signature": 7, "valence": 0.0625,
	}
	song := server.AddTrack(spotifytest.Track{Genre: "jungle", Duration: 90 * time.Second, Features: given})
	given["tempo"] = 60 // which is not the server's any more
	got, err := client.Tracks.GetAudioFeatures(ctx, song.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := &spotify.AudioFeatures{
		Acousticness: 0.25, Energy: 1, Instrumentalness: 0.5, Liveness: 0.75, Loudness: -7.25, Speechiness: 0.125, Tempo: 174,
		TimeSignature: 7, Valence: 0.0625, DurationMS: 90_000,
		AnalysisURL: got.AnalysisURL, ID: song.ID, TrackHref: got.TrackHref, Type: "audio_features", URI: song.ID.URI(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("features (-want +got):\n%s", diff)
	}
	analysis, err := client.Tracks.GetAudioAnalysis(ctx, song.ID)
	if err != nil {
		t.Fatal(err)
	}
	if sum := analysis.Track; sum.Tempo != 174 || sum.Loudness != -7.25 || sum.TimeSignature != 7 || sum.Key != 0 || sum.Mode != 0 {
		t.Errorf("the analysis says %+v", sum)
	}
	if beat := analysis.Beats[0].Duration; math.Abs(beat-60.0/174) > 0.001 {
		t.Errorf("a beat lasts %v s, want that of the tempo", beat)
	}

	plain := server.AddTrack(spotifytest.Track{Genre: "jungle", ISRC: "ZZSPT9900001"})
	keyless := server.AddTrack(spotifytest.Track{Genre: "jungle", ISRC: "ZZSPT9900001", Features: map[string]float64{"key": -1}})
	one, err := client.Tracks.GetAudioFeatures(ctx, plain.ID)
	if err != nil {
		t.Fatal(err)
	}
	other, err := client.Tracks.GetAudioFeatures(ctx, keyless.ID)
	if err != nil {
		t.Fatal(err)
	}
	if other.Key != -1 || one.Key < 0 || other.Tempo != one.Tempo || other.Energy != one.Energy {
		t.Errorf("with another key alone: %+v, want %+v", other, one)
	}

	fast := 170.0
	found, err := client.Tracks.GetRecommendations(ctx, &spotify.TracksGetRecommendationsOptions{SeedGenres: []string{"jungle"}, MinTempo: &fast})
	if err != nil || !slices.ContainsFunc(found.Tracks, func(track spotify.Track) bool { return track.ID == song.ID }) {
		t.Errorf("of this tempo there are %+v, %v", found, err)
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
