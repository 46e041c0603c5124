package spotifytest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	maxLogged      = 10_000   // requests, unless the option KeepRequests says otherwise
	maxLoggedBytes = 64 << 20 // of their bodies
	maxHeaders     = 8        // headers that requests can share
)

// A Request is a request to the Web API or to the accounts service that the server has
// received. It is logged even if it was refused or does not fit the schema. Tokens, codes,
// and secrets are hidden.
type Request struct {
	Time time.Time // when it arrived, by the clock of the server
	// Operation is the method of the client that sends such a request, like "Albums.Get".
	// If several methods could have sent it, they are joined by " or ". If no method sends
	// such a request, it is empty. For the accounts service, it is one of [AccountsOps].
	Operation string
	// Ops are the methods that Operation names.
	Ops []spotify.Op
	// Accounts says that the request was sent to the accounts service.
	Accounts bool
	Method   string
	// Path is the path below the base URL as it was sent, like
	// "/albums/4aawyAB9vmqN3uQ7FjRGTy". For the accounts service, it is the whole path.
	Path  string
	Query url.Values
	// Header is the header of the request. Credentials in it are hidden.
	Header http.Header
	Body   []byte // nil if there is none
	// Status is the status of the answer. It is 0 while there is no answer, such as while
	// the request is held or delayed, and if the connection was broken.
	Status int
	// User is the user whose token was sent. It is empty for the token of an app, for an
	// invalid token, and for the accounts service.
	User spotify.UserID
	// Violations and Warnings are what [Server.Violations] and [Server.Warnings] list about
	// this request. They are nil while there is no answer.
	Violations, Warnings []string
}

const hidden = "[hidden]"

// newRequest makes the entry of a request without what only the server knows.
func newRequest(r *http.Request, path string, body []byte) *Request {
	header := r.Header.Clone()
	for _, name := range []string{"Authorization", "Cookie", "Proxy-Authorization"} {
		if header.Get(name) != "" {
			header.Set(name, hidden)
		}
	}
	logged := &Request{Method: r.Method, Path: path, Query: r.URL.Query(), Header: header}
	if len(body) > 0 {
		logged.Body = bytes.Clone(body)
	}
	if logged.Query.Has("access_token") {
		logged.Query.Set("access_token", hidden)
	}
	if token := tokenIn(r); token != "" {
		logged.hide(token)
	}
	return logged
}

// tokenIn is the token of a request, "" if there is none that can be told from other texts.
func tokenIn(r *http.Request) string {
	if _, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); len(token) >= minSecret {
		return token
	}
	return ""
}

// minSecret is the least length of a token in bytes. A shorter text would also be
// hidden in places where it is not a token.
const minSecret = 8

// hide removes a token that was put where it does not belong.
func (r *Request) hide(token string) {
	r.Path = strings.ReplaceAll(r.Path, token, hidden)
	for name, values := range r.Query {
		if safe := strings.ReplaceAll(name, token, hidden); safe != name {
			delete(r.Query, name)
			r.Query[safe] = append(r.Query[safe], values...)
		}
	}
	r.Body = bytes.ReplaceAll(r.Body, []byte(token), []byte(hidden))
	for _, all := range []map[string][]string{r.Query, r.Header} {
		for _, values := range all {
			for i := range values {
				values[i] = strings.ReplaceAll(values[i], token, hidden)
			}
		}
	}
}

func (r *Request) setOps(ops []spotify.Op) {
	r.Ops = ops
	r.Operation = (&endpoint{ops: ops}).names()
}

// is reports whether a request is one of the operations. An empty list means all of the
// Web API.
func (r *Request) is(ops []spotify.Op) bool {
	if len(ops) == 0 {
		return !r.Accounts
	}
	return slices.ContainsFunc(r.Ops, func(op spotify.Op) bool { return slices.Contains(ops, op) })
}

// A logEntry is a request in the log, where its query is a text: that takes less memory.
type logEntry struct {
	*Request
	rawQuery string
}

func (r logEntry) clone() Request {
	c := *r.Request
	c.Ops = slices.Clone(r.Ops)
	c.Query, _ = url.ParseQuery(r.rawQuery) // which the log has written
	c.Header = r.Header.Clone()
	c.Body = bytes.Clone(r.Body)
	c.Violations, c.Warnings = slices.Clone(r.Violations), slices.Clone(r.Warnings)
	return c
}

// A requestLog has the last requests, the oldest first.
type requestLog struct {
	most     int // requests; 0 is maxLogged
	requests []logEntry
	bytes    int           // of their bodies
	headers  []http.Header // of the last requests, each once, the latest last
	arrived  chan struct{} // closed with the next request; nil if no call waits for it
}

// add logs a request, which belongs to the log from now on.
func (l *requestLog) add(r *Request) {
	l.requests = append(l.requests, l.shrunk(r))
	l.bytes += len(r.Body)
	for len(l.requests) > l.bound() || l.bytes > maxLoggedBytes {
		l.bytes -= len(l.requests[0].Body)
		l.requests[0] = logEntry{}
		l.requests = l.requests[1:]
	}
	if l.arrived != nil {
		close(l.arrived)
		l.arrived = nil
	}
}

func (l *requestLog) bound() int { return cmp.Or(l.most, maxLogged) }

// shrunk makes a request take less memory. A map of a header or a query takes more than
// all the rest. The requests of a client have few different headers, so they share them.
func (l *requestLog) shrunk(r *Request) logEntry {
	entry := logEntry{Request: r, rawQuery: r.Query.Encode()}
	r.Query = nil
	for _, known := range slices.Backward(l.headers) {
		if maps.EqualFunc(known, r.Header, slices.Equal) {
			r.Header = known
			return entry
		}
	}
	l.headers = append(l.headers, r.Header)
	l.headers = slices.Delete(l.headers, 0, max(len(l.headers)-maxHeaders, 0))
	return entry
}

func (l *requestLog) count(ops []spotify.Op) int {
	n := 0
	for _, r := range l.requests {
		if r.is(ops) {
			n++
		}
	}
	return n
}

// Requests returns the last 10,000 requests, or as many as [KeepRequests] says, the oldest
// first. There are fewer if their bodies have more than 64 MiB together.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := make([]Request, len(s.log.requests))
	for i, r := range s.log.requests {
		requests[i] = r.clone()
	}
	return requests
}

// ClearRequests empties the log of requests.
func (s *Server) ClearRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log.requests, s.log.bytes, s.log.headers = nil, 0, nil
}

// Count returns the number of requests of these operations in the log. Without
// operations, it counts all requests to the Web API.
func (s *Server) Count(ops ...spotify.Op) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.count(ops)
}

// AwaitRequests waits until the log has n requests of these operations. Without
// operations, it counts all requests to the Web API. Requests count before they are
// answered, so it can wait for a request that [Server.Hold] then keeps. If the context
// ends first, the error wraps that of the context. To wait for more requests than the log
// keeps is an error at once; see [KeepRequests].
func (s *Server) AwaitRequests(ctx context.Context, n int, ops ...spotify.Op) error {
	if most := s.log.bound(); n > most {
		return fmt.Errorf("spotifytest: the log keeps %d requests, so that it never has %d; see KeepRequests", most, n)
	}
	for {
		have, arrived := s.arrivals(ops)
		if have >= n {
			return nil
		}
		select {
		case <-arrived:
		case <-ctx.Done():
			return fmt.Errorf("spotifytest: %d of %d requests have come: %w", have, n, ctx.Err())
		}
	}
}

func (s *Server) arrivals(ops []spotify.Op) (have int, next <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.log.arrived == nil {
		s.log.arrived = make(chan struct{})
	}
	return s.log.count(ops), s.log.arrived
}

// methods returns the methods of the client that send a request. Where several share an
// endpoint, the request tells them apart: if it does not, they are all returned.
func (c *call) methods() []spotify.Op {
	if c.endpoint == nil {
		return nil
	}
	all := c.endpoint.ops
	if len(all) < 2 || c.endpoint.mark == nil {
		return all
	}
	mark := c.endpoint.mark(c)
	var ops []spotify.Op
	for _, op := range all {
		_, method, _ := strings.Cut(string(op), ".")
		if method == mark {
			return []spotify.Op{op}
		}
		if mark != "" && strings.Contains(method, mark) {
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 {
		return all
	}
	return ops
}

// senders names the methods of the client that send a request.
func (c *call) senders() string { return (&endpoint{ops: c.methods()}).names() }

func followingMark(c *call) string {
	return map[string]string{"artist": "Artists", "user": "Users"}[c.query.Get("type")]
}

func topMark(c *call) string {
	return map[string]string{"artists": "Artists", "tracks": "Tracks"}[c.path["type"]]
}

func saveMark(c *call) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(c.raw, &members) == nil && members["timestamped_ids"] != nil {
		return "SaveTimestamped"
	}
	return "Save"
}

func playMark(c *call) string {
	if len(bytes.TrimSpace(c.raw)) == 0 {
		return "Resume"
	}
	return "Play"
}

func changeMark(c *call) string {
	var members map[string]json.RawMessage
	switch {
	case c.query.Has("uris"): // the other place for them
		return "Replace"
	case json.Unmarshal(c.raw, &members) != nil:
		return ""
	case members["uris"] != nil:
		return "Replace"
	}
	return "Reorder"
}
