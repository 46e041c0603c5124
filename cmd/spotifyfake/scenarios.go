package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/cli"
	"github.com/spotgen/spotgen/internal/nearest"
)

// A scenario is a way in which Spotify is at times.
type scenario struct {
	name, does string
	options    []spotifytest.Option
	begin      func(*spotifytest.Server) // at the start, and after a reset
}

func scenarios() []scenario {
	const (
		late       = 2 * time.Second
		pause      = time.Second
		admitted   = 20
		window     = 30 * time.Second
		shortLived = time.Minute
	)
	return []scenario{
		{name: "ad", does: "an advertisement plays", begin: func(s *spotifytest.Server) { s.PlayAd("") }},
		{name: "development", does: "the app is in development mode", options: []spotifytest.Option{spotifytest.Development()}},
		{name: "flaky", does: "the first three requests fail: 502, 429, no answer", begin: func(s *spotifytest.Server) {
			s.Fail(1, spotifytest.ServerError(http.StatusBadGateway))
			s.Fail(1, spotifytest.RateLimited(pause))
			s.Fail(1, spotifytest.Reset())
		}},
		{name: "free", does: "the user has no Premium", begin: func(s *spotifytest.Server) {
			user := s.User()
			user.Product = "free"
			s.AddUser(user)
		}},
		{name: "no-device", does: "no device of the user takes commands", begin: func(s *spotifytest.Server) {
			for _, device := range s.Devices("") {
				if device.ID == "" { // one without an ID cannot be removed
					continue
				}
				s.RemoveDevice("", device.ID)
			}
		}},
		{name: "odd", does: "answers have the odd forms that have been observed",
			options: []spotifytest.Option{spotifytest.OddRelinking(), spotifytest.OddCommandBodies()}},
		{name: "outage", does: "every request fails with 503", begin: func(s *spotifytest.Server) {
			s.Fail(-1, spotifytest.ServerError(http.StatusServiceUnavailable))
		}},
		{name: "quota", does: "every request fails with 429, for the rest of the day", begin: func(s *spotifytest.Server) {
			s.Fail(-1, spotifytest.QuotaExceeded())
		}},
		{name: "rate-limit", does: fmt.Sprintf("more than %d requests in %v fail with 429", admitted, window), begin: func(s *spotifytest.Server) {
			s.LimitRate(admitted, window)
		}},
		{name: "refused-login", does: "the user refuses each login", begin: func(s *spotifytest.Server) {
			s.SetConsent(spotifytest.Consent{Refuse: true})
		}},
		{name: "short-tokens", does: "tokens expire after a minute, refresh tokens work once", begin: func(s *spotifytest.Server) {
			s.SetTokenLifetime(shortLived)
			s.RotateRefreshTokens(spotifytest.RotationReplace)
		}},
		{name: "slow", does: fmt.Sprintf("each answer takes %v", late), begin: func(s *spotifytest.Server) { s.Delay(late) }},
		{name: "unregistered", does: "the user is not on the list of the app: 403", begin: func(s *spotifytest.Server) {
			s.Fail(-1, spotifytest.NotRegistered())
		}},
	}
}

// scenarioList is the part of the help that describes them.
func scenarioList() string {
	var b strings.Builder
	for _, s := range scenarios() {
		fmt.Fprintf(&b, "\n  %-14s %s", s.name, s.does)
	}
	return b.String()
}

// chosen returns the scenarios of these names.
func chosen(names []string) ([]scenario, error) {
	all := scenarios()
	var list []scenario
	for _, name := range names {
		i := slices.IndexFunc(all, func(s scenario) bool { return s.name == name })
		if i < 0 {
			var known []string
			for _, s := range all {
				known = append(known, s.name)
			}
			return nil, cli.Usagef("--scenario: there is no scenario %q%s", name, nearest.Question(name, known))
		}
		list = append(list, all[i])
	}
	return list, nil
}

// firstDevice is the first that takes commands.
func firstDevice(server *spotifytest.Server) spotify.DeviceID {
	for _, device := range server.Devices("") {
		if !device.Restricted {
			return device.ID
		}
	}
	return ""
}
