package spotify

import (
	"log/slog"
	"net/http"
	"testing"
)

// How much a small call costs if the transport answers at once.
func BenchmarkCall(b *testing.B) {
	answer := transport(func(req *http.Request) (*http.Response, error) {
		return response(req, 200, http.Header{"Cache-Control": {"max-age=3600"}}, readCloser(`{"id":"x","total":7}`)), nil
	})
	reads := []struct {
		name    string
		options []ClientOption
	}{
		{"plain", nil},
		{"limited", []ClientOption{WithLimiter(NewLimiter(LimiterConfig{Concurrent: 4}))}},
		{"logged", []ClientOption{WithLogger(slog.New(slog.DiscardHandler))}},
		{"from the cache", []ClientOption{WithCache(NewMemoryCache(0))}},
	}
	for _, test := range reads {
		b.Run(test.name, func(b *testing.B) {
			c := newCaller(append(test.options, answer, withTestToken())...)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := getThing(b.Context(), c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("write", func(b *testing.B) {
		c := newCaller(answer, withTestToken())
		b.ReportAllocs()
		for b.Loop() {
			if err := callOp(b.Context(), c, opPlay); err != nil {
				b.Fatal(err)
			}
		}
	})
}
