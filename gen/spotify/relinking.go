package spotify

// Track relinking.
//
// The catalogue has the same recording several times, each time for other markets.
// If the track that was asked for is not available in the market, the API answers with
// one that is: the object describes the substitute, and its linked_from names the
// original, the track that was asked for. A client that goes on with the ID of the
// substitute removes nothing from the playlist, or saves and checks another track:
// later operations need the original. The functions here find it; the emitted
// methods of tracks call them.
//
// Answers differ from the documentation
// (docs/facts/concepts.md "Track relinking", docs/facts/mismatches.md M21 and M53):
//
//   - linked_from may be absent, null, or (with the fields parameter) have only an
//     ID or only a URI.
//   - it may name the very track that it stands in, which then is not relinked.
//   - apps in development mode never get it. There, a track that was read by its ID
//     shows the relinking only in having another ID than asked for. The methods that
//     read tracks by ID know that ID, and put it into linked_from. What was asked for
//     in lists stays unknown.

// originalTrackID returns the ID for later operations on a track: that of the
// original if the track is relinked, else its own. The arguments are the track's
// own ID, and the URI and ID in its linked_from, "" for what is not there.
func originalTrackID(own TrackID, linked URI, linkedID TrackID) TrackID {
	if linkedID != "" {
		return linkedID
	}
	if id := linked.ID(); linked.Kind() == KindTrack && id != "" {
		return TrackID(id)
	}
	return own
}

// originalTrackURI returns the URI for later operations on a track: that of the
// original if the track is relinked, else its own, as it was sent, which for a
// local file is the only one that will do.
func originalTrackURI(own URI, linked URI, linkedID TrackID) URI {
	if original := originalTrackID("", linked, linkedID); original != "" && string(original) != own.ID() {
		return original.URI()
	}
	return own
}

// isRelinked reports whether a track, known by its own ID and URI, of which one may
// be missing, stands in for another.
func isRelinked(own TrackID, ownURI URI, linked URI, linkedID TrackID) bool {
	if own == "" {
		own = TrackID(ownURI.ID())
	}
	return originalTrackID(own, linked, linkedID) != own
}
