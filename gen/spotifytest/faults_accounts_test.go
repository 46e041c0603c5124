package spotifytest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// accountsRequests are requests that work, one of each operation.
func (d *loginDesk) accountsRequests(t *testing.T) map[spotify.Op]func(context.Context) *http.Request {
	t.Helper()
	post := func(ctx context.Context, form url.Values) *http.Request {
		r := requestTo(t, "POST", d.url+"/api/token", form.Encode()).WithContext(ctx)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(defaultClientID, defaultClientSecret)
		return r
	}
	refresh := d.TokenFor(testUser).RefreshToken
	return map[spotify.Op]func(context.Context) *http.Request{
		OpAuthorize: func(ctx context.Context) *http.Request {
			return requestTo(t, "GET", d.url+"/authorize?"+loginQuery(nil).Encode(), "").WithContext(ctx)
		},
		OpExchangeCode: func(ctx context.Context) *http.Request {
			code := d.code(t, nil)
			return post(ctx, codeForm(code, nil))
		},
		OpRefreshToken: func(ctx context.Context) *http.Request { return post(ctx, refreshForm(refresh, nil)) },
		OpClientCredentials: func(ctx context.Context) *http.Request {
			return post(ctx, url.Values{"grant_type": {"client_credentials"}})
		},
	}
}

// try sends a request over a connection of its own, and tells what came of it: the
// status, Retry-After, and the body of a failure.
func try(r *http.Request) string {
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return mistake(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	text := fmt.Sprint(resp.StatusCode)
	if wait := resp.Header.Get("Retry-After"); wait != "" {
		text += " after " + wait
	}
	if resp.StatusCode >= 400 {
		text += " " + string(body)
	}
	if err != nil {
		text += " and " + mistake(err)
	}
	return strings.TrimSpace(text)
}

const connectionReset = "connection reset by peer"

// A failure of one operation of the accounts service meets this one, as often as it was
// asked for, and no other.
func TestAccountsFailures(t *testing.T) {
	for _, test := range []struct {
		failure Failure
		want    string
	}{
		{OAuthError(400, "invalid_grant", "Refresh token expired"), `400 {"error":"invalid_grant","error_description":"Refresh token expired"}`},
		{LoginRevoked(), `400 {"error":"invalid_grant","error_description":"Refresh token revoked"}`},
		{TextError(403, "no"), "403 no"},
		{EmptyError(503), "503"},
		{RateLimited(2 * time.Second), `429 after 2 {"error":{"message":"API rate limit exceeded","status":429}}`},
		{RateLimitedEmpty(time.Minute), "429 after 60"},
		{Reset(), connectionReset},
		{After(Reset()), connectionReset},
	} {
		d := newLoginDesk(t)
		requests := d.accountsRequests(t)
		for _, failing := range AccountsOps() {
			request := requests[failing](t.Context()) // which may need a login before
			d.Fail(1, test.failure, failing)
			got := []string{try(request)}
			for _, op := range AccountsOps() {
				got = append(got, try(requests[op](t.Context())))
			}
			if diff := cmp.Diff([]string{test.want, "303", "200", "200", "200"}, got); diff != "" {
				t.Errorf("%v with %+v (-want +got):\n%s", failing, test.failure, diff)
			}
		}
	}
}

// Whether a request is carried out before it fails shows in the refresh token.
func TestAccountsFailureAfter(t *testing.T) {
	for _, test := range []struct {
		name    string
		failure Failure
		lost    bool
	}{
		{"before", Reset(), false},
		{"after", After(Reset()), true},
		{"half of the answer", Truncated(), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			d.RotateRefreshTokens(RotationReplace)
			refresh := d.accountsRequests(t)[OpRefreshToken]
			d.Fail(1, test.failure, OpRefreshToken)
			if got := try(refresh(t.Context())); got == "200" {
				t.Error("it did not fail")
			}
			want := "200"
			if test.lost {
				want = `400 {"error":"invalid_grant","error_description":"Refresh token revoked"}`
			}
			if got := try(refresh(t.Context())); got != want {
				t.Errorf("then the answer is %s, want %s", got, want)
			}
		})
	}
}

// What names no operations is about the Web API.
func TestFaultsOfTheWebAPISpareTheAccountsService(t *testing.T) {
	d := newLoginDesk(t)
	requests := d.accountsRequests(t)
	d.Fail(-1, EmptyError(500))
	d.Delay(time.Hour)
	d.Hold()
	d.LimitRate(1, time.Hour)
	patience, cancel := context.WithTimeout(t.Context(), 5*time.Second) // for a request that is held after all
	defer cancel()
	for _, op := range AccountsOps() {
		if got := try(requests[op](patience)); got != "200" && got != "303" {
			t.Fatalf("%v: answer %s", op, got) // the next one would wait, too
		}
	}
	// The exchange of a code needs a login before.
	counts := []int{d.Count(), d.Count(AccountsOps()...), d.Count(OpAuthorize), d.Count(OpRefreshToken, OpClientCredentials), len(d.Requests())}
	if diff := cmp.Diff([]int{0, 5, 2, 2, 5}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestAccountsHold(t *testing.T) {
	for name, wait := range map[string]func(*loginDesk){
		"hold":  func(d *loginDesk) { d.Hold(OpRefreshToken) },
		"delay": func(d *loginDesk) { d.Delay(time.Hour, OpRefreshToken) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newLoginDesk(t)
			requests := d.accountsRequests(t)
			wait(d)
			ctx, cancel := context.WithCancel(t.Context())
			answers := make(chan string, 1)
			go func() { answers <- try(requests[OpRefreshToken](ctx)) }()
			if err := d.AwaitRequests(t.Context(), 1, OpRefreshToken); err != nil {
				t.Fatal(err)
			}
			if got := try(requests[OpClientCredentials](t.Context())); got != "200" {
				t.Errorf("another operation is answered %s", got)
			}
			if got := d.Requests()[0].Status; got != 0 {
				t.Errorf("answered %d while it waits", got)
			}
			cancel()
			if got := <-answers; got != context.Canceled.Error() {
				t.Errorf("the client got %s", got)
			}
			d.ClearFaults()
			if got := try(requests[OpRefreshToken](t.Context())); got != "200" {
				t.Errorf("afterwards: %s", got)
			}
		})
	}
}

// Requests that are no operation are logged, and meet no failure of one.
func TestAccountsRequestsOfNoOperation(t *testing.T) {
	d := newLoginDesk(t)
	d.Fail(-1, EmptyError(500), AccountsOps()...)
	form := func(body string) *http.Request {
		r := requestTo(t, "POST", d.url+"/api/token", body)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return r
	}
	withMethod := func(method string, r *http.Request) *http.Request {
		r.Method = method
		return r
	}
	for name, request := range map[string]*http.Request{
		"method of the page":  requestTo(t, "POST", d.url+"/authorize", ""),
		"method for tokens":   requestTo(t, "GET", d.url+"/api/token?grant_type=refresh_token", ""),
		"other method":        withMethod("PUT", form("grant_type=refresh_token")),
		"other grant":         form("grant_type=password"),
		"no grant":            form(""),
		"JSON":                requestTo(t, "POST", d.url+"/api/token", `{"grant_type":"refresh_token"}`),
		"repeated parameters": form("grant_type=refresh_token&grant_type=refresh_token"),
	} {
		d.ClearRequests()
		if got := try(request); strings.HasPrefix(got, "500") {
			t.Errorf("%s: answer %s", name, got)
		}
		logged := d.Requests()
		if len(logged) != 1 || !logged[0].Accounts || logged[0].Operation != "" || logged[0].Status < 400 {
			t.Errorf("%s: logged %+v", name, logged)
		}
	}
}

func TestAccountsOps(t *testing.T) {
	d := newLoginDesk(t)
	requests := d.accountsRequests(t)
	for _, op := range AccountsOps() {
		request := requests[op](t.Context())
		d.ClearRequests()
		try(request)
		logged := d.Requests()[0]
		if !slices.Equal(logged.Ops, []spotify.Op{op}) || logged.Operation != string(op) || !logged.Accounts {
			t.Errorf("%v is logged as %+v", op, logged)
		}
		if known := op.Operation().Name; known != "" {
			t.Errorf("%v is also a method of the client: %s", op, known)
		}
	}
	if len(requests) != len(AccountsOps()) {
		t.Errorf("%d operations, want %d", len(AccountsOps()), len(requests))
	}
}
