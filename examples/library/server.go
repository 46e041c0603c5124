package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	size      = 10_000
	perArtist = 11 // tracks of one artist, more or less

	failEvery = 2000 // tracks: the page that begins there fails at first
	limitAt   = 5000 // the page that begins there is refused with 429
)

// A library is the saved tracks of a made-up user, on a server with failures. Some
// pages fail the first time. Once, the server refuses all requests for a second with
// status 429.
type library struct {
	mu      sync.Mutex
	seen    map[int]bool // offsets
	refuses time.Time    // until then
}

func newLibrary() http.Handler {
	l := &library{seen: map[int]bool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/me/tracks", l.tracks)
	return mux
}

func (l *library) tracks(w http.ResponseWriter, r *http.Request) {
	offset, _ := strconv.Atoi(r.URL.Query().Get("offset"))
	limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
	if limit < 1 || limit > 50 {
		http.Error(w, `{"error":{"status":400,"message":"Invalid limit"}}`, http.StatusBadRequest)
		return
	}
	switch l.mood(offset) {
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "Too many requests", http.StatusTooManyRequests)
		return
	case http.StatusBadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		fmt.Fprint(w, "<html><title>502</title></html>")
		return
	}
	json.NewEncoder(w).Encode(page(r, offset, limit))
}

// mood returns the status of the answer.
func (l *library) mood(offset int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := !l.seen[offset]
	l.seen[offset] = true
	if offset == limitAt && first {
		l.refuses = time.Now().Add(time.Second)
	}
	switch {
	case time.Now().Before(l.refuses):
		return http.StatusTooManyRequests
	case offset%failEvery == 0 && first:
		return http.StatusBadGateway
	}
	return http.StatusOK
}

type object = map[string]any

func page(r *http.Request, offset, limit int) object {
	items := []object{}
	end := min(offset+limit, size)
	for i := offset; i < end; i++ {
		items = append(items, object{"added_at": "2026-01-24T18:30:00Z", "track": track(i)})
	}
	var next any
	if end < size {
		next = fmt.Sprintf("http://%s%s?offset=%d&limit=%d", r.Host, r.URL.Path, end, limit)
	}
	return object{"items": items, "limit": limit, "offset": offset, "total": size, "next": next}
}

func track(i int) object {
	id := fmt.Sprintf("4%021d", i)
	return object{
		"type": "track", "id": id, "uri": "spotify:track:" + id, "is_local": false,
		"name":        pick(i, "Slow", "Paper", "Northern", "Borrowed", "Electric", "Quiet") + " " + pick(i/6, "Harbour", "Letters", "Morning", "Machines", "Rivers"),
		"duration_ms": 150_000 + i*7919%180_000,
		"artists":     []object{artist(i / perArtist)},
	}
}

func artist(i int) object {
	id := fmt.Sprintf("2%021d", i)
	name := "The " + pick(i, "Tidal", "Copper", "Winter", "Wooden") + " " + pick(i/4, "Clocks", "Choir", "Orchard")
	return object{"type": "artist", "id": id, "uri": "spotify:artist:" + id, "name": name}
}

func pick(i int, words ...string) string { return words[i%len(words)] }
