package spotifytest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A counter is a server with two endpoints, one to read a thing and one to count it up.
type counter struct {
	*Server
	token  string
	client *http.Client
	ups    int // guarded by the lock of the server
}

func newCounter(t *testing.T, options ...Option) *counter {
	t.Helper()
	thing := &counter{}
	get := func(*call) (any, error) { return object{"name": "thing", "ups": thing.ups}, nil }
	post := func(*call) (any, error) {
		thing.ups++
		return nothing(http.StatusCreated)
	}
	thing.Server = newServer(t, []endpoint{
		{method: "GET", path: "/thing", ops: []spotify.Op{spotify.OpTracksGet}, route: route{handle: get}},
		{method: "POST", path: "/thing", ops: []spotify.Op{spotify.OpPlaylistsCreate}, route: route{handle: post}},
	}, append(options, Empty()))
	thing.token = thing.TokenFor(thing.User().ID, allScopes()...).AccessToken
	// A connection for each request, so that the transport repeats nothing on its own.
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	thing.client = &http.Client{Transport: transport}
	return thing
}

// do sends a request, and returns what came of it as a line.
func (s *counter) do(ctx context.Context, method, path string) (*http.Response, string) {
	r, err := http.NewRequestWithContext(ctx, method, s.URL+path, nil)
	if err != nil {
		return nil, err.Error()
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, mistake(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	text := fmt.Sprintf("%d %s", resp.StatusCode, body)
	if err != nil {
		text += " and " + mistake(err)
	}
	return resp, strings.TrimSpace(text)
}

// mistake names the errors that may come.
func mistake(err error) string {
	for _, known := range []error{syscall.ECONNRESET, io.ErrUnexpectedEOF, context.Canceled} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return err.Error()
}

func (s *counter) get(t *testing.T) string {
	_, text := s.do(t.Context(), "GET", "/thing")
	return text
}
func (s *counter) post(t *testing.T) string {
	_, text := s.do(t.Context(), "POST", "/thing")
	return text
}

const goodThing = `200 {"name":"thing","ups":0}`

func TestFail(t *testing.T) {
	s := newCounter(t)
	s.Fail(2, EmptyError(503), spotify.OpTracksGet)
	s.Fail(1, TextError(404, "gone"), spotify.OpPlaylistsCreate, spotify.OpTracksGet)
	s.Fail(0, EmptyError(500))
	got := []string{s.get(t), s.post(t), s.get(t), s.get(t), s.post(t)}
	if diff := cmp.Diff([]string{"503", "404 gone", "503", goodThing, "201"}, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}

	s.Fail(-1, EmptyError(500))
	for i := range 3 {
		if got := s.get(t); got != "500" {
			t.Errorf("answer %d is %s", i, got)
		}
	}
	if _, got := s.do(t.Context(), "GET", "/nothing-of-the-schema"); got != "500" {
		t.Errorf("a request beyond the schema is answered %s", got)
	}
	s.ClearFaults()
	if got := s.get(t); got != `200 {"name":"thing","ups":1}` {
		t.Errorf("afterwards: %s", got)
	}
}

func TestFailComesBeforeTheToken(t *testing.T) {
	s := newCounter(t)
	s.token = "no token"
	s.Fail(1, EmptyError(503))
	if got := []string{s.get(t), s.get(t)[:3]}; got[0] != "503" || got[1] != "401" {
		t.Errorf("answers %q", got)
	}
}

// Each failure is on the wire as it has been seen.
func TestFailuresOnTheWire(t *testing.T) {
	const asJSON, asText, asHTML = "application/json; charset=utf-8", "text/plain; charset=utf-8", "text/html; charset=utf-8"
	page := "502 <html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>"
	s := newCounter(t)
	tests := []struct {
		name                    string
		failure                 Failure
		want, mediaType, asking string
	}{
		{"JSON", JSONError(404, "Device <not> found", spotify.ReasonNoActiveDevice), `404 {"error":{"message":"Device <not> found","reason":"NO_ACTIVE_DEVICE","status":404}}`, asJSON, ""},
		{"JSON without reason", JSONError(502, "Bad gateway.", ""), `502 {"error":{"message":"Bad gateway.","status":502}}`, asJSON, ""},
		{"OAuth", OAuthError(401, "invalid_token", "expired"), `401 {"error":"invalid_token","error_description":"expired"}`, asJSON, ""},
		{"OAuth without description", OAuthError(401, "invalid_token", ""), `401 {"error":"invalid_token"}`, asJSON, ""},
		{"bare", BareError(400, "no"), `400 {"message":"no","status":400}`, asJSON, ""},
		{"text", TextError(403, "no"), "403 no", asText, ""},
		{"page", HTMLError(502), page, asHTML, ""},
		{"empty", EmptyError(500), "500", "", ""},
		{"502", ServerError(502), page, asHTML, ""},
		{"503", ServerError(503), `503 {"error":{"message":"Service Unavailable","status":503}}`, asJSON, ""},
		{"rate", RateLimited(2 * time.Second), `429 {"error":{"message":"API rate limit exceeded","status":429}}`, asJSON, "2"},
		{"rate without a time", RateLimited(0), `429 {"error":{"message":"API rate limit exceeded","status":429}}`, asJSON, ""},
		{"rate in text", RateLimitedText(1500 * time.Millisecond), "429 Too many requests", asText, "1.5"},
		{"rate without text", RateLimitedEmpty(13749 * time.Second), "429", "", "13749"},
		{"quota", QuotaExceeded(), `429 {"error":{"message":"Quota exceeded","reason":"QUOTA_EXCEEDED","status":429}}`, asJSON, "86400"},
		{"not registered", NotRegistered(), "403 User not registered in the Developer Dashboard", asText, ""},
		{"garbage", Garbage(), "200 {\"items\": [\ufffd\x00\x1b[0m", asJSON, ""},
		{"no type", Failure{Status: 500, Body: "<html>"}, "500 <html>", "", ""},
		{"no status", Failure{}, "500", "", ""},
		{"no such status", Failure{Status: 42}, "500", "", ""},
		{"no body allowed", Failure{Status: 204, Body: "x"}, "204", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s.Fail(1, test.failure)
			resp, got := s.do(t.Context(), "GET", "/thing")
			if got != test.want {
				t.Fatalf("got  %s\nwant %s", got, test.want)
			}
			if mediaType := resp.Header.Get("Content-Type"); mediaType != test.mediaType {
				t.Errorf("Content-Type %q, want %q", mediaType, test.mediaType)
			}
			if asking := resp.Header.Get("Retry-After"); asking != test.asking {
				t.Errorf("Retry-After %q, want %q", asking, test.asking)
			}
		})
	}
}

func TestBrokenConnections(t *testing.T) {
	reset, cut := syscall.ECONNRESET.Error(), io.ErrUnexpectedEOF.Error()
	s := newCounter(t)
	steps := []struct {
		name    string
		failure Failure
		do      func(*testing.T) string
		want    string
		ups     int // so far
		status  int // in the log
	}{
		{"reset before", Reset(), s.post, reset, 0, 0},
		{"reset after", After(Reset()), s.post, reset, 1, 0},
		{"status before", ServerError(503), s.post, `503 {"error":{"message":"Service Unavailable","status":503}}`, 1, 503},
		{"status after", After(EmptyError(503)), s.post, "503", 2, 503},
		{"half an answer", Truncated(), s.get, `200 {"name":"thi and ` + cut, 2, 200},
		{"half of nothing", Truncated(), s.post, reset, 3, 0},
	}
	for _, step := range steps {
		s.Fail(1, step.failure)
		if got := step.do(t); got != step.want {
			t.Errorf("%s: got %s, want %s", step.name, got, step.want)
		}
		s.mu.Lock()
		if s.ups != step.ups {
			t.Errorf("%s: it was carried out %d times, want %d", step.name, s.ups, step.ups)
		}
		s.mu.Unlock()
		requests := s.Requests()
		if got := requests[len(requests)-1].Status; got != step.status {
			t.Errorf("%s: logged with status %d, want %d", step.name, got, step.status)
		}
	}
}

func TestHold(t *testing.T) {
	s := newCounter(t)
	release := s.Hold(spotify.OpTracksGet)
	answers := make(chan string, 2)
	for range 2 {
		go func() { answers <- s.get(t) }()
	}
	if err := s.AwaitRequests(t.Context(), 2, spotify.OpTracksGet); err != nil {
		t.Fatal(err)
	}
	if got := s.post(t); got != "201" {
		t.Errorf("another operation is answered %s", got)
	}
	select {
	case got := <-answers:
		t.Errorf("answered %s while held", got)
	default:
	}
	release()
	release()
	for range 2 {
		if got := <-answers; got != `200 {"name":"thing","ups":1}` {
			t.Errorf("answered %s when released", got)
		}
	}
	if got := s.get(t); got != `200 {"name":"thing","ups":1}` {
		t.Errorf("answered %s afterwards", got)
	}
}

func TestHoldsAddUp(t *testing.T) {
	s := newCounter(t)
	first, second := s.Hold(), s.Hold(spotify.OpTracksGet)
	answers := make(chan string, 1)
	go func() { answers <- s.get(t) }()
	if err := s.AwaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	first()
	if got := s.post(t); got != "201" {
		t.Fatalf("another operation is answered %s", got)
	}
	if s.Requests()[0].Status != 0 {
		t.Error("answered while it is held a second time")
	}
	second()
	if got := <-answers; got != `200 {"name":"thing","ups":1}` {
		t.Errorf("answered %s", got)
	}
}

// A token has to be valid when the request is carried out, not only when it arrives.
func TestTokenExpiresWhileHeld(t *testing.T) {
	s := newCounter(t)
	release := s.Hold()
	answers := make(chan string, 1)
	go func() { answers <- s.post(t) }()
	if err := s.AwaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if got := s.Requests()[0].User; got != s.User().ID {
		t.Errorf("logged with the user %q while it is held", got)
	}
	s.ExpireTokens()
	release()
	if got := <-answers; !strings.HasPrefix(got, "401") || s.ups != 0 {
		t.Errorf("answered %s, carried out %d times", got, s.ups)
	}
}

func TestClearFaultsReleases(t *testing.T) {
	s := newCounter(t)
	release := s.Hold()
	s.Fail(-1, EmptyError(500))
	answers := make(chan string, 1)
	go func() { answers <- s.get(t) }()
	if err := s.AwaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	s.ClearFaults()
	if got := <-answers; got != goodThing {
		t.Errorf("answered %s", got)
	}
	release() // of what is over
}

// A client that gives up while it waits leaves nothing behind.
func TestClientGoesAway(t *testing.T) {
	for name, wait := range map[string]func(*Server){
		"hold":  func(s *Server) { s.Hold(spotify.OpPlaylistsCreate) },
		"delay": func(s *Server) { s.Delay(time.Hour, spotify.OpPlaylistsCreate) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newCounter(t)
			wait(s.Server)
			s.Fail(1, EmptyError(500)) // which remains for another
			ctx, cancel := context.WithCancel(t.Context())
			answers := make(chan string, 1)
			go func() {
				_, text := s.do(ctx, "POST", "/thing")
				answers <- text
			}()
			if err := s.AwaitRequests(t.Context(), 1, spotify.OpPlaylistsCreate); err != nil {
				t.Fatal(err)
			}
			cancel()
			if got := <-answers; got != context.Canceled.Error() {
				t.Errorf("the client got %s", got)
			}
			if got := []string{s.get(t), s.get(t)}; got[0] != "500" || got[1] != goodThing {
				t.Errorf("answers %q", got)
			}
			if got := s.Requests()[0].Status; got != 0 {
				t.Errorf("logged with status %d", got)
			}
		})
	}
}

func TestServerClosesWhileRequestsWait(t *testing.T) {
	s := newCounter(t)
	s.Hold()
	answers := make(chan string, 1)
	go func() { answers <- s.get(t) }()
	if err := s.AwaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if got := <-answers; strings.HasPrefix(got, "200") {
		t.Errorf("answered %s", got)
	}
}

func TestDelay(t *testing.T) {
	s := newCounter(t)
	request := func(op spotify.Op) *Request { return &Request{Ops: []spotify.Op{op}} }
	s.Delay(time.Second)
	s.Delay(2*time.Second, spotify.OpTracksGet)
	s.Delay(3*time.Second, spotify.OpTracksGet, spotify.OpTracksGetMany)
	s.Delay(0, spotify.OpTracksGetMany)
	got := map[spotify.Op]time.Duration{}
	for _, op := range []spotify.Op{spotify.OpAlbumsGet, spotify.OpTracksGet, spotify.OpTracksGetMany} {
		got[op] = s.faults.delayOf(request(op))
	}
	want := map[spotify.Op]time.Duration{spotify.OpAlbumsGet: time.Second, spotify.OpTracksGet: 3 * time.Second, spotify.OpTracksGetMany: 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("delays (-want +got):\n%s", diff)
	}

	s.Delay(time.Microsecond) // in place of all
	if got := s.faults.delayOf(request(spotify.OpTracksGet)); got != time.Microsecond || len(s.faults.delays) != 1 {
		t.Errorf("delay %v, of %d", got, len(s.faults.delays))
	}
	if got := s.get(t); got != goodThing {
		t.Errorf("answered %s", got)
	}
}

func TestLimitRate(t *testing.T) {
	s := newCounter(t)
	ask := func() string {
		resp, text := s.do(t.Context(), "GET", "/thing")
		return text[:3] + " " + resp.Header.Get("Retry-After")
	}
	s.LimitRate(2, 30*time.Second)
	expect := func(when string, want ...string) {
		t.Helper()
		var got []string
		for range want {
			got = append(got, ask())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", when, diff)
		}
	}
	expect("at first", "200 ")
	s.Advance(10 * time.Second)
	expect("full", "200 ", "429 20", "429 20")
	s.Advance(19*time.Second + 200*time.Millisecond)
	expect("in whole seconds", "429 1")
	s.Advance(800 * time.Millisecond)
	expect("room for one", "200 ", "429 10")

	s.LimitRate(1, 250*time.Millisecond)
	expect("a short window", "200 ", "429 0.25")
	s.LimitRate(0, time.Second)
	expect("no limit", "200 ", "200 ")
}

// A request that is refused for the rate meets no other failure.
func TestLimitRateComesFirst(t *testing.T) {
	s := newCounter(t)
	s.LimitRate(1, time.Minute)
	s.Fail(1, EmptyError(500), spotify.OpPlaylistsCreate)
	got := []string{s.get(t), s.post(t)[:3]}
	s.LimitRate(0, 0)
	if diff := cmp.Diff([]string{goodThing, "429", "500", "201"}, append(got, s.post(t), s.post(t))); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

func TestRateLimitIsThatOfAnApp(t *testing.T) {
	limit := rateLimit{most: 1, window: time.Minute}
	now := beginning()
	var got []time.Duration
	for _, app := range []string{"one", "two", "one", "two"} {
		got = append(got, limit.admit(app, now))
		now = now.Add(time.Second)
	}
	if diff := cmp.Diff([]time.Duration{0, 0, 58 * time.Second, 58 * time.Second}, got); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}
