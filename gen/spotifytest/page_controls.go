package spotifytest

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// controlsPath is where the forms of the page are sent to.
const controlsPath = "/page/"

// pageState is what the page remembers.
type pageState struct {
	answers answers
	tokens  map[spotify.UserID]string // that last, by user
}

// A control does what a form asks for, and tells what it did, or what is wrong with the
// form.
type control func(s *Server, user spotify.UserID, form url.Values) (done string, err error)

func controls() map[string]control {
	return map[string]control{
		"clock":   moveClock,
		"faults":  setFaults,
		"devices": changeDevices,
		"reset": func(s *Server, _ spotify.UserID, _ url.Values) (string, error) {
			return "Everything is reset.", s.Reset()
		},
		"token": makeToken,
	}
}

// serveControl presses one of the controls of the page. Programs may do so, and so may the
// page itself, but no page of another site.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, controlsPath)
	press, ok := controls()[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		http.Error(w, "this request comes from a page of another site", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	user, known := s.knownUser(spotify.UserID(r.Form.Get("user")))
	if alone := name == "token" && r.Form.Get("user") == appAlone; !known && !alone {
		http.Error(w, "there is no such user", http.StatusNotFound)
		return
	}
	done, err := press(s, user, r.Form)
	switch {
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case name != "token" && r.Header.Get("Sec-Fetch-Mode") == "navigate":
		// A form without the script of the page.
		http.Redirect(w, r, "/?user="+url.QueryEscape(string(user)), http.StatusSeeOther)
	default:
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintln(w, done)
	}
}

// appAlone stands for the app in the place of a user.
const appAlone = "-"

// knownUser is the ID of a user, that of the default one for "".
func (s *Server) knownUser(id spotify.UserID) (spotify.UserID, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == "" {
		id = s.users.order[0]
	}
	return id, s.users.get(id) != nil
}

// moveClock puts the clock forward.
func moveClock(s *Server, _ spotify.UserID, form url.Values) (string, error) {
	by, err := positive("the step of the clock", form.Get("by"), 366*24*time.Hour)
	if err != nil {
		return "", err
	}
	s.Advance(by)
	return "The clock is " + by.String() + " ahead of where it was.", nil
}

// positive reads a duration that is more than nothing.
func positive(what, text string, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(strings.ReplaceAll(text, " ", ""))
	if err != nil || d <= 0 || d > most {
		return 0, fmt.Errorf("%s is %q, which is not a time like 90s or 1h30m, of at most %v", what, text, most)
	}
	return d, nil
}

// setFaults makes faults and ends them.
func setFaults(s *Server, _ spotify.UserID, form url.Values) (string, error) {
	ops, err := s.opsOf(form)
	if err != nil {
		return "", err
	}
	switch form.Get("do") {
	case "fail":
		i := slices.IndexFunc(namedFailures(), func(f namedFailure) bool { return f.Name == form.Get("failure") })
		if i < 0 {
			return "", fmt.Errorf("there is no failure %q", form.Get("failure"))
		}
		count := -1 // always
		if form.Get("count") != "" {
			if count, err = countOf(form); err != nil {
				return "", err
			}
		}
		chosen := namedFailures()[i]
		chosen.failure.label = chosen.Label
		s.Fail(count, chosen.failure, ops...)
		return "Requests will fail: " + opsText(ops) + ".", nil
	case "delay":
		delay, err := positive("the delay", form.Get("delay"), 10*time.Minute)
		if err != nil {
			return "", err
		}
		s.Delay(delay, ops...)
		return "Requests will take " + delay.String() + " longer: " + opsText(ops) + ".", nil
	case "limit":
		count, err := countOf(form)
		if err != nil {
			return "", err
		}
		window, err := positive("the window", form.Get("window"), 24*time.Hour)
		if err != nil {
			return "", err
		}
		s.LimitRate(count, window)
		return fmt.Sprintf("Each app may send %d requests in %v.", count, window), nil
	case "expire":
		s.ExpireTokens()
		return "All access tokens have expired. The page shows a new one.", nil
	case "clear":
		s.ClearFaults()
		return "All faults are over.", nil
	}
	return "", fmt.Errorf("a fault cannot be %q", form.Get("do"))
}

func (s *Server) opsOf(form url.Values) ([]spotify.Op, error) {
	op := spotify.Op(form.Get("op"))
	switch {
	case op == "":
		return nil, nil
	case !slices.Contains(s.allOps(), op):
		return nil, fmt.Errorf("there is no operation %q", op)
	}
	return []spotify.Op{op}, nil
}

func countOf(form url.Values) (int, error) {
	n, err := strconv.Atoi(form.Get("count"))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("the count is %q, which is not a number of at least 1", form.Get("count"))
	}
	return n, nil
}

// A namedFailure is a failure that the page offers.
type namedFailure struct {
	Name, Label string
	failure     Failure
}

func namedFailures() []namedFailure {
	const pause = 5 * time.Second
	return []namedFailure{
		{"unavailable", "503 service unavailable", ServerError(http.StatusServiceUnavailable)},
		{"error", "500 internal server error", ServerError(http.StatusInternalServerError)},
		{"gateway", "502 bad gateway, as HTML", ServerError(http.StatusBadGateway)},
		{"timeout", "504 gateway timeout", ServerError(http.StatusGatewayTimeout)},
		{"rate", "429 too many requests, for 5 seconds", RateLimited(pause)},
		{"quota", "429 quota exceeded, for a day", QuotaExceeded()},
		{"token", "401 invalid token", TokenInvalid()},
		{"expired", "401 expired token", TokenExpired()},
		{"revoked", "400 login revoked, of the accounts service", LoginRevoked()},
		{"user", "403 user not registered", NotRegistered()},
		{"missing", "404 not found", JSONError(http.StatusNotFound, "Resource not found", "")},
		{"reset", "connection reset", Reset()},
		{"lost", "connection reset after the change", After(Reset())},
		{"half", "half of the answer", Truncated()},
		{"garbage", "200 that is not JSON", Garbage()},
		{"images", "images that are null", NullImages()},
		{"floats", "integers as 640.0", FloatIntegers()},
		{"dead", "a dead entry at the beginning", DeadEntries(0)},
		{"empty", "an empty page", EmptyPage()},
		{"capped", "at most 5 items in a page", CappedPage(5)},
		{"endless", "a next page without end", EndlessNext()},
	}
}

// String tells of what waits for requests.
func (p *pendingFailure) String() string {
	what := cmp.Or(p.failure.label, strconv.Itoa(p.failure.Status))
	if p.failure.label == "" && p.failure.odd != nil {
		what = "an odd answer"
	}
	for _, named := range namedFailures() {
		if named.failure == p.failure {
			what = named.Label
		}
	}
	times := "always"
	switch p.left {
	case math.MaxInt:
	case 1:
		times = "once"
	default:
		times = strconv.Itoa(p.left) + " times"
	}
	return what + ", " + times + ": " + opsText(p.ops)
}

func (l *rateLimit) String() string {
	return fmt.Sprintf("at most %d requests of each app in %v", l.most, l.window)
}

// changeDevices gives a user a device, takes one away, or moves playback to it.
func changeDevices(s *Server, user spotify.UserID, form url.Values) (string, error) {
	if form.Get("do") == "add" {
		name := strings.TrimSpace(form.Get("name"))
		volume, err := strconv.Atoi(form.Get("volume"))
		switch {
		case name == "":
			return "", fmt.Errorf("the device needs a name")
		case err != nil || volume < 0 || volume > 100:
			return "", fmt.Errorf("the volume is %q, which is not one of 0 to 100", form.Get("volume"))
		}
		s.AddDevice(user, Device{Name: name, Type: form.Get("type"), Volume: volume, Restricted: form.Get("restricted") != ""})
		return "There is a new device: " + name + ".", nil
	}
	id := spotify.DeviceID(form.Get("id"))
	i := slices.IndexFunc(s.Devices(user), func(d Device) bool { return d.ID == id && id != "" })
	if i < 0 {
		return "", fmt.Errorf("there is no device with the ID %q", id)
	}
	device := s.Devices(user)[i]
	switch form.Get("do") {
	case "remove":
		s.RemoveDevice(user, id)
		return device.Name + " is gone.", nil
	case "activate":
		device.Active = true
		s.AddDevice(user, device)
		return "Playback is on " + device.Name + ".", nil
	}
	return "", fmt.Errorf("a device cannot be %q", form.Get("do"))
}

// makeToken makes a token of the default app: of a user with some scopes, or with all of
// them if the form names none, or of the app alone.
func makeToken(s *Server, user spotify.UserID, form url.Values) (string, error) {
	scopes := allScopes()
	if form.Has("scope") {
		var ok bool
		if scopes, ok = parseScopes(strings.Join(form["scope"], " ")); !ok {
			return "", fmt.Errorf("one of these is no scope: %s", strings.Join(form["scope"], " "))
		}
	}
	lifetime := lasting
	if form.Get("lifetime") != "" {
		var err error
		if lifetime, err = positive("the lifetime", form.Get("lifetime"), lasting); err != nil {
			return "", err
		}
	}
	if form.Get("user") == appAlone {
		user = ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokenLasting(user, scopes, lifetime), nil
}
