package spotify

import (
	"testing"
	"time"
)

// The pace begins below the limit and grows beyond it, neither before enough requests
// nor before enough time.
func TestPace(t *testing.T) {
	now := time.Now()
	tests := []struct {
		sent int
		took time.Duration
		want float64 // of a limit of 100
	}{
		{0, 0, 80},
		{cautious / 2, cautiousTime / 2, 95},
		{cautious, cautiousTime, 100},
		{2 * cautious, 2 * cautiousTime, 150},
		{3 * cautious, 3 * cautiousTime, 500},
		{9 * cautious, cautiousTime, 100},
		{cautious, 9 * cautiousTime, 100},
	}
	for _, test := range tests {
		p := pace{limit: 100, since: now.Add(-test.took), sent: test.sent}
		if got := p.rate(now); got != test.want {
			t.Errorf("after %d in %v: %v per second, want %v", test.sent, test.took, got, test.want)
		}
	}

	refusals := []struct {
		name string
		sent int
		took time.Duration
		wait time.Duration
		want float64
	}{
		{"at once", 1, 10 * ms, time.Second, 60},
		{"soon", 10, 90 * ms, 10 * ms, 0.95 * 80.2},
		{"by what was measured", 1800, 20 * time.Second, 200 * ms, 89},
		{"after many", 1800, 20 * time.Second, 10 * time.Second, 85},
		{"too fast to be true", 60, 100 * ms, 100 * ms, 0.95 * 80.3},
	}
	for _, test := range refusals {
		p := pace{limit: 100, since: now.Add(-test.took), sent: test.sent}
		p.refused(now, now.Add(test.wait))
		if p.limit < test.want-0.5 || p.limit > test.want+0.5 {
			t.Errorf("refused %s: the limit is %v, want about %v", test.name, p.limit, test.want)
		}
	}
}
