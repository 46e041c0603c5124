package spotify

import "testing"

// TestDecodeKind reads texts of a type with known values: those, others, and values that
// are no text.
func TestDecodeKind(t *testing.T) {
	tests := []struct {
		in   string
		want Kind
		fail bool
	}{
		{`"track"`, KindTrack, false},
		{`"album"`, KindAlbum, false},
		{`"artist"`, KindArtist, false},
		{`"playlist"`, KindPlaylist, false},
		{`"show"`, KindShow, false},
		{`"episode"`, KindEpisode, false},
		{`"user"`, KindUser, false},
		{`"audio_features"`, KindAudioFeatures, false},
		{`"GENRE"`, "GENRE", false},
		{`"tr\u0061ck"`, KindTrack, false},
		{`"other"`, "other", false},
		{`"a kind of more than sixteen bytes"`, "a kind of more than sixteen bytes", false},
		{`""`, "", false},
		{`null`, "before", false},
		{`1`, "", true},
		{`{}`, "", true},
		{`"track`, "", true},
		{`nul`, "", true},
	}
	for _, test := range tests {
		for _, padding := range []string{"", "                    "} {
			got := Kind("before")
			err := unmarshal([]byte(padding+test.in+padding), got.decode)
			if (err != nil) != test.fail || err == nil && got != test.want {
				t.Errorf("%q: got %q, %v, want %q, fails: %t", test.in+padding, got, err, test.want, test.fail)
			}
		}
	}
}

// TestDecodeKindCopies writes over the document, as the buffers of answers are.
func TestDecodeKindCopies(t *testing.T) {
	for _, text := range []string{"track", "chapter", "a kind of more than sixteen bytes"} {
		data := []byte(`"` + text + `"                `)
		var got Kind
		if err := unmarshal(data, got.decode); err != nil {
			t.Fatal(err)
		}
		clear(data)
		if string(got) != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}
