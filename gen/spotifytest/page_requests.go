package spotifytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

const (
	// keptAnswers is how many answers the page can show, and keptBytes how much of each.
	keptAnswers = 2 * shownRequests
	keptBytes   = 64 << 10
	// shownBytes is how much of a body is on the page.
	shownBytes = 8 << 10
)

// answers keeps the bodies of the last answers, which are not in the log.
type answers struct {
	bodies map[*Request][]byte
	order  []*Request
}

// keep is called with the lock held. The body is not changed any more.
func (a *answers) keep(r *Request, body []byte) {
	if a.bodies == nil {
		a.bodies = map[*Request][]byte{}
	}
	if len(body) > keptBytes {
		body = bytes.Clone(body[:keptBytes])
	}
	if _, known := a.bodies[r]; !known {
		a.order = append(a.order, r)
	}
	a.bodies[r] = body
	if len(a.order) > keptAnswers {
		delete(a.bodies, a.order[0])
		a.order = slices.Delete(a.order, 0, 1)
	}
}

// A requestView is a row of the log.
type requestView struct {
	Key                  string // the same as long as the request is shown
	At                   string
	Status               int
	Good                 bool
	Operation            string
	Method, Target, User string
	Header, Sent, Answer string
	Problem              string // of the answer; "" if it is a success
	Violations, Warnings []string
}

// Kinds are what the page can filter by.
func (v requestView) Kinds() string {
	var kinds []string
	if !v.Good {
		kinds = append(kinds, "failed")
	}
	if len(v.Violations) > 0 {
		kinds = append(kinds, "violation")
	}
	if len(v.Warnings) > 0 {
		kinds = append(kinds, "warning")
	}
	return strings.Join(kinds, " ")
}

// requestViews are the last requests, the latest first.
func (s *Server) requestViews() []requestView {
	var views []requestView
	for _, r := range slices.Backward(s.log.requests) {
		if len(views) == shownRequests {
			break
		}
		body := s.page.answers.bodies[r.Request]
		v := requestView{
			Key:    fmt.Sprintf("request-%p", r.Request),
			At:     r.Time.Format("15:04:05"),
			Status: r.Status, Good: r.Status > 0 && r.Status < http.StatusBadRequest,
			Operation: r.Operation,
			Method:    r.Method, Target: r.Path, User: string(r.User),
			Header:     headerText(r.Header),
			Sent:       bodyText(r.Body),
			Answer:     bodyText(body),
			Violations: slices.Clone(r.Violations), Warnings: slices.Clone(r.Warnings),
		}
		if r.rawQuery != "" {
			v.Target += "?" + r.rawQuery
		}
		if r.Status >= http.StatusBadRequest {
			v.Problem = problemIn(body)
		}
		views = append(views, v)
	}
	return views
}

func headerText(header http.Header) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	return b.String()
}

// bodyText is the beginning of a body as people read it.
func bodyText(body []byte) string {
	var pretty bytes.Buffer
	if json.Indent(&pretty, body, "", "  ") != nil {
		pretty.Reset()
		pretty.Write(body)
	}
	text := strings.ToValidUTF8(string(pretty.Next(shownBytes)), "\uFFFD")
	if left := pretty.Len(); left > 0 {
		text += fmt.Sprintf("\n… and %d more bytes", left)
	}
	return text
}

// problemIn is what an answer says about why it refuses, in any of the forms of
// refusals.
func problemIn(body []byte) string {
	var answer struct {
		Error       json.RawMessage `json:"error"`
		Description string          `json:"error_description"`
		Message     string          `json:"message"`
	}
	if json.Unmarshal(body, &answer) != nil {
		text := strings.ToValidUTF8(string(body[:min(len(body), 200)]), "\uFFFD")
		if strings.HasPrefix(strings.TrimSpace(text), "<") {
			return "" // a page, which is no text to read
		}
		return text
	}
	var described struct{ Message, Reason string }
	var code string
	switch {
	case json.Unmarshal(answer.Error, &described) == nil && described.Message != "":
		if described.Reason != "" {
			return described.Message + " (" + described.Reason + ")"
		}
		return described.Message
	case json.Unmarshal(answer.Error, &code) == nil && answer.Description != "":
		return code + ": " + answer.Description
	case code != "":
		return code
	}
	return answer.Message
}
