package spotify

import "testing"

func TestRelinking(t *testing.T) {
	const (
		own      = TrackID(otherID)
		ownURI   = URI("spotify:track:" + otherID)
		orig     = TrackID(testTrackID)
		origURI  = URI("spotify:track:" + testTrackID)
		localURI = URI("spotify:local:a:b:c:1")
	)
	tests := []struct {
		name     string
		own      TrackID
		ownURI   URI
		linked   URI
		linkedID TrackID
		wantID   TrackID
		wantURI  URI
		relinked bool
	}{
		{"no linked_from", own, ownURI, "", "", own, ownURI, false},
		{"whole", own, ownURI, origURI, orig, orig, origURI, true},
		{"ID only", own, ownURI, "", orig, orig, origURI, true},
		{"URI only", own, ownURI, origURI, "", orig, origURI, true},
		{"itself", own, ownURI, ownURI, own, own, ownURI, false},
		{"itself by ID", own, ownURI, "", own, own, ownURI, false},
		{"itself by URI", own, ownURI, ownURI, "", own, ownURI, false},
		{"itself, own ID not asked for", "", ownURI, ownURI, own, own, ownURI, false},
		{"own ID not asked for", "", ownURI, origURI, orig, orig, origURI, true},
		{"own URI not asked for", own, "", origURI, orig, orig, origURI, true},
		{"nothing of its own", "", "", origURI, orig, orig, origURI, true},
		{"itself, own URI not asked for", own, "", ownURI, own, own, ownURI, false},
		{"link without an ID", own, ownURI, "spotify:track:null", "", own, ownURI, false},
		{"link to something else", own, ownURI, "spotify:episode:" + testTrackID, "", own, ownURI, false},
		{"local file", "", localURI, "", "", "", localURI, false},
		{"odd own URI stays", own, ownURI + ":recommended", ownURI, own, own, ownURI + ":recommended", false},
		{"empty", "", "", "", "", "", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := originalTrackID(test.own, test.linked, test.linkedID); got != test.wantID {
				t.Errorf("originalTrackID = %q, want %q", got, test.wantID)
			}
			if got := originalTrackURI(test.ownURI, test.linked, test.linkedID); got != test.wantURI {
				t.Errorf("originalTrackURI = %q, want %q", got, test.wantURI)
			}
			if got := isRelinked(test.own, test.ownURI, test.linked, test.linkedID); got != test.relinked {
				t.Errorf("isRelinked = %v", got)
			}
		})
	}
}
