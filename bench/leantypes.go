package main

// The lean types have the fields of the emitted types, in the same order and
// under the same keys: strings, numbers, and lists of strings for markets, and no
// pointers. A track or an episode is a track.

type leanPage[T any] struct {
	Items    []T    `json:"items"`
	Href     string `json:"href"`
	Limit    int    `json:"limit"`
	Next     string `json:"next"`
	Offset   int    `json:"offset"`
	Previous string `json:"previous"`
	Total    int    `json:"total"`
}

type leanExternalURLs struct {
	Spotify string `json:"spotify"`
}

type leanExternalIDs struct {
	EAN  string `json:"ean"`
	ISRC string `json:"isrc"`
	UPC  string `json:"upc"`
}

type leanImage struct {
	Height int    `json:"height,omitzero"`
	URL    string `json:"url"`
	Width  int    `json:"width,omitzero"`
}

type leanRestrictions struct {
	Reason string `json:"reason"`
}

type leanFollowers struct {
	Href  string `json:"href"`
	Total int    `json:"total"`
}

type leanCopyright struct {
	Text string `json:"text"`
	Type string `json:"type"`
}

type leanUserRef struct {
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Href         string           `json:"href"`
	ID           string           `json:"id"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanLinkedTrack struct {
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Href         string           `json:"href"`
	ID           string           `json:"id"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanSimplifiedArtist struct {
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Href         string           `json:"href"`
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanArtist struct {
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Followers    leanFollowers    `json:"followers,omitzero"`
	Genres       []string         `json:"genres,omitzero"`
	Href         string           `json:"href"`
	ID           string           `json:"id"`
	Images       []leanImage      `json:"images,omitzero"`
	Name         string           `json:"name"`
	Popularity   int              `json:"popularity"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanSimplifiedAlbum struct {
	AlbumGroup           string                 `json:"album_group"`
	AlbumType            string                 `json:"album_type"`
	Artists              []leanSimplifiedArtist `json:"artists,omitzero"`
	AvailableMarkets     []string               `json:"available_markets,omitzero"`
	ExternalURLs         leanExternalURLs       `json:"external_urls"`
	Href                 string                 `json:"href"`
	ID                   string                 `json:"id"`
	Images               []leanImage            `json:"images,omitzero"`
	IsPlayable           bool                   `json:"is_playable,omitzero"`
	Name                 string                 `json:"name"`
	ReleaseDate          string                 `json:"release_date"`
	ReleaseDatePrecision string                 `json:"release_date_precision"`
	Restrictions         leanRestrictions       `json:"restrictions,omitzero"`
	TotalTracks          int                    `json:"total_tracks"`
	Type                 string                 `json:"type"`
	URI                  string                 `json:"uri"`
}

type leanAlbum struct {
	AlbumGroup           string                        `json:"album_group"`
	AlbumType            string                        `json:"album_type"`
	Artists              []leanSimplifiedArtist        `json:"artists,omitzero"`
	AvailableMarkets     []string                      `json:"available_markets,omitzero"`
	Copyrights           []leanCopyright               `json:"copyrights,omitzero"`
	ExternalIDs          leanExternalIDs               `json:"external_ids"`
	ExternalURLs         leanExternalURLs              `json:"external_urls"`
	Genres               []string                      `json:"genres,omitzero"`
	Href                 string                        `json:"href"`
	ID                   string                        `json:"id"`
	Images               []leanImage                   `json:"images,omitzero"`
	IsPlayable           bool                          `json:"is_playable,omitzero"`
	Label                string                        `json:"label"`
	Name                 string                        `json:"name"`
	Popularity           int                           `json:"popularity"`
	ReleaseDate          string                        `json:"release_date"`
	ReleaseDatePrecision string                        `json:"release_date_precision"`
	Restrictions         leanRestrictions              `json:"restrictions,omitzero"`
	TotalTracks          int                           `json:"total_tracks"`
	Tracks               leanPage[leanSimplifiedTrack] `json:"tracks"`
	Type                 string                        `json:"type"`
	URI                  string                        `json:"uri"`
}

type leanSimplifiedTrack struct {
	Artists          []leanSimplifiedArtist `json:"artists,omitzero"`
	AvailableMarkets []string               `json:"available_markets,omitzero"`
	DiscNumber       int                    `json:"disc_number"`
	DurationMS       int                    `json:"duration_ms"`
	Explicit         bool                   `json:"explicit"`
	ExternalURLs     leanExternalURLs       `json:"external_urls"`
	Href             string                 `json:"href"`
	ID               string                 `json:"id"`
	IsLocal          bool                   `json:"is_local"`
	IsPlayable       bool                   `json:"is_playable,omitzero"`
	LinkedFrom       leanLinkedTrack        `json:"linked_from,omitzero"`
	Name             string                 `json:"name"`
	PreviewURL       string                 `json:"preview_url"`
	Restrictions     leanRestrictions       `json:"restrictions,omitzero"`
	TrackNumber      int                    `json:"track_number"`
	Type             string                 `json:"type"`
	URI              string                 `json:"uri"`
}

type leanTrack struct {
	Album            leanSimplifiedAlbum    `json:"album"`
	Artists          []leanSimplifiedArtist `json:"artists,omitzero"`
	AvailableMarkets []string               `json:"available_markets,omitzero"`
	DiscNumber       int                    `json:"disc_number"`
	DurationMS       int                    `json:"duration_ms"`
	Explicit         bool                   `json:"explicit"`
	ExternalIDs      leanExternalIDs        `json:"external_ids"`
	ExternalURLs     leanExternalURLs       `json:"external_urls"`
	Href             string                 `json:"href"`
	ID               string                 `json:"id"`
	IsEpisode        bool                   `json:"episode,omitzero"`
	IsLocal          bool                   `json:"is_local"`
	IsPlayable       bool                   `json:"is_playable,omitzero"`
	IsTrack          bool                   `json:"track,omitzero"`
	LinkedFrom       leanLinkedTrack        `json:"linked_from,omitzero"`
	Name             string                 `json:"name"`
	Popularity       int                    `json:"popularity"`
	PreviewURL       string                 `json:"preview_url"`
	Restrictions     leanRestrictions       `json:"restrictions,omitzero"`
	TrackNumber      int                    `json:"track_number"`
	Type             string                 `json:"type"`
	URI              string                 `json:"uri"`
}

type leanPlaylistItem struct {
	AddedAt      string      `json:"added_at,omitzero"`
	AddedBy      leanUserRef `json:"added_by,omitzero"`
	IsLocal      bool        `json:"is_local"`
	PrimaryColor string      `json:"primary_color"`
	Track        leanTrack   `json:"track"`
}

type leanSavedTrack struct {
	AddedAt string    `json:"added_at,omitzero"`
	Track   leanTrack `json:"track"`
}

type leanSavedAlbum struct {
	AddedAt string    `json:"added_at,omitzero"`
	Album   leanAlbum `json:"album"`
}

type leanPlaylistOwner struct {
	DisplayName  string           `json:"display_name"`
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Href         string           `json:"href"`
	ID           string           `json:"id"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanPlaylistItemsRef struct {
	Href  string `json:"href"`
	Total int    `json:"total"`
}

type leanSimplifiedPlaylist struct {
	Collaborative bool                 `json:"collaborative"`
	Description   string               `json:"description"`
	ExternalURLs  leanExternalURLs     `json:"external_urls"`
	Href          string               `json:"href"`
	ID            string               `json:"id"`
	Images        []leanImage          `json:"images,omitzero"`
	Tracks        leanPlaylistItemsRef `json:"tracks,omitzero"`
	Name          string               `json:"name"`
	Owner         leanPlaylistOwner    `json:"owner"`
	PrimaryColor  string               `json:"primary_color"`
	Public        bool                 `json:"public,omitzero"`
	SnapshotID    string               `json:"snapshot_id"`
	Type          string               `json:"type"`
	URI           string               `json:"uri"`
}

// leanSearchResult lacks the pages of kinds that the search is not for.
type leanSearchResult struct {
	Albums    leanPage[leanSimplifiedAlbum]    `json:"albums"`
	Artists   leanPage[leanArtist]             `json:"artists"`
	Playlists leanPage[leanSimplifiedPlaylist] `json:"playlists"`
	Tracks    leanPage[leanTrack]              `json:"tracks"`
}

type leanTimeInterval struct {
	Confidence float64 `json:"confidence"`
	Duration   float64 `json:"duration"`
	Start      float64 `json:"start"`
}

type leanAudioSection struct {
	Confidence              float64 `json:"confidence"`
	Duration                float64 `json:"duration"`
	Key                     int     `json:"key"`
	KeyConfidence           float64 `json:"key_confidence"`
	Loudness                float64 `json:"loudness"`
	Mode                    int     `json:"mode"`
	ModeConfidence          float64 `json:"mode_confidence"`
	Start                   float64 `json:"start"`
	Tempo                   float64 `json:"tempo"`
	TempoConfidence         float64 `json:"tempo_confidence"`
	TimeSignature           int     `json:"time_signature"`
	TimeSignatureConfidence float64 `json:"time_signature_confidence"`
}

type leanAudioSegment struct {
	Confidence      float64   `json:"confidence"`
	Duration        float64   `json:"duration"`
	LoudnessEnd     float64   `json:"loudness_end"`
	LoudnessMax     float64   `json:"loudness_max"`
	LoudnessMaxTime float64   `json:"loudness_max_time"`
	LoudnessStart   float64   `json:"loudness_start"`
	Pitches         []float64 `json:"pitches,omitzero"`
	Start           float64   `json:"start"`
	Timbre          []float64 `json:"timbre,omitzero"`
}

type leanAudioAnalysisMeta struct {
	AnalysisTime    float64 `json:"analysis_time"`
	AnalyzerVersion string  `json:"analyzer_version"`
	DetailedStatus  string  `json:"detailed_status"`
	InputProcess    string  `json:"input_process"`
	Platform        string  `json:"platform"`
	StatusCode      int     `json:"status_code"`
	Timestamp       int64   `json:"timestamp"`
}

type leanAudioAnalysisTrack struct {
	AnalysisChannels        int     `json:"analysis_channels"`
	AnalysisSampleRate      int     `json:"analysis_sample_rate"`
	CodeVersion             float64 `json:"code_version"`
	Codestring              string  `json:"codestring"`
	Duration                float64 `json:"duration"`
	EchoprintVersion        float64 `json:"echoprint_version"`
	Echoprintstring         string  `json:"echoprintstring"`
	EndOfFadeIn             float64 `json:"end_of_fade_in"`
	Key                     int     `json:"key"`
	KeyConfidence           float64 `json:"key_confidence"`
	Loudness                float64 `json:"loudness"`
	Mode                    int     `json:"mode"`
	ModeConfidence          float64 `json:"mode_confidence"`
	NumSamples              int     `json:"num_samples"`
	OffsetSeconds           int     `json:"offset_seconds"`
	RhythmVersion           float64 `json:"rhythm_version"`
	Rhythmstring            string  `json:"rhythmstring"`
	SampleMD5               string  `json:"sample_md5"`
	StartOfFadeOut          float64 `json:"start_of_fade_out"`
	SynchVersion            float64 `json:"synch_version"`
	Synchstring             string  `json:"synchstring"`
	Tempo                   float64 `json:"tempo"`
	TempoConfidence         float64 `json:"tempo_confidence"`
	TimeSignature           int     `json:"time_signature"`
	TimeSignatureConfidence float64 `json:"time_signature_confidence"`
	WindowSeconds           int     `json:"window_seconds"`
}

type leanAudioAnalysis struct {
	Bars     []leanTimeInterval     `json:"bars,omitzero"`
	Beats    []leanTimeInterval     `json:"beats,omitzero"`
	Meta     leanAudioAnalysisMeta  `json:"meta"`
	Sections []leanAudioSection     `json:"sections,omitzero"`
	Segments []leanAudioSegment     `json:"segments,omitzero"`
	Tatums   []leanTimeInterval     `json:"tatums,omitzero"`
	Track    leanAudioAnalysisTrack `json:"track"`
}

type leanPlaybackState struct {
	Actions              leanActions         `json:"actions"`
	Context              leanPlaybackContext `json:"context,omitzero"`
	CurrentlyPlayingType string              `json:"currently_playing_type"`
	Device               leanDevice          `json:"device"`
	IsPlaying            bool                `json:"is_playing"`
	Item                 leanTrack           `json:"item,omitzero"`
	ProgressMS           int                 `json:"progress_ms,omitzero"`
	RepeatState          string              `json:"repeat_state"`
	ShuffleState         bool                `json:"shuffle_state"`
	SmartShuffle         bool                `json:"smart_shuffle"`
	Timestamp            int64               `json:"timestamp"`
}

type leanActions struct {
	Disallows struct {
		InterruptingPlayback  bool `json:"interrupting_playback"`
		Pausing               bool `json:"pausing"`
		Resuming              bool `json:"resuming"`
		Seeking               bool `json:"seeking"`
		SkippingNext          bool `json:"skipping_next"`
		SkippingPrev          bool `json:"skipping_prev"`
		TogglingRepeatContext bool `json:"toggling_repeat_context"`
		TogglingRepeatTrack   bool `json:"toggling_repeat_track"`
		TogglingShuffle       bool `json:"toggling_shuffle"`
		TransferringPlayback  bool `json:"transferring_playback"`
	} `json:"disallows"`
}

type leanPlaybackContext struct {
	ExternalURLs leanExternalURLs `json:"external_urls"`
	Href         string           `json:"href"`
	Type         string           `json:"type"`
	URI          string           `json:"uri"`
}

type leanDevice struct {
	ID               string `json:"id"`
	IsActive         bool   `json:"is_active"`
	IsPrivateSession bool   `json:"is_private_session"`
	IsRestricted     bool   `json:"is_restricted"`
	Name             string `json:"name"`
	SupportsVolume   bool   `json:"supports_volume"`
	Type             string `json:"type"`
	VolumePercent    int    `json:"volume_percent,omitzero"`
}
