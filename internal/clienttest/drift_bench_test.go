package clienttest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

// BenchmarkDrift reads pages of 100 items: without the option, with it and nothing to
// report, and with it and three unknown members in each item.
func BenchmarkDrift(b *testing.B) {
	drifting := strings.ReplaceAll(`{"items":[`+strings.Repeat(playlistEntry+",", 99)+playlistEntry+`]}`, "\n", "")
	tests := []struct {
		name, body string
		options    []spotify.ClientOption
	}{
		{"off", drifting, nil},
		{"on, no drift", withoutUnknown(drifting), []spotify.ClientOption{spotify.WithDriftReport(func(d spotify.Drift) { b.Errorf("reported %+v", d) })}},
		{"off, no drift", withoutUnknown(drifting), nil},
		{"on", drifting, []spotify.ClientOption{new(drifts).option()}},
		{"on, collected", drifting, []spotify.ClientOption{spotify.WithDriftCollector(new(spotify.DriftCollector))}},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			answer := func(req *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: 200, Request: req, ContentLength: int64(len(test.body)),
					Body: io.NopCloser(strings.NewReader(test.body)),
				}, nil
			}
			client := spotify.NewClient(append(test.options, spotify.WithHTTPClient(&http.Client{Transport: roundTrip(answer)}))...)
			b.SetBytes(int64(len(test.body)))
			for b.Loop() {
				if _, err := client.Playlists.ListItems(ctx, "p", nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// withoutUnknown takes away what the schema does not name.
func withoutUnknown(body string) string {
	return strings.NewReplacer(`"video_thumbnail":{"url":null},`, "", `"episode":false,`, "", `"track":true,`, "").Replace(body)
}
