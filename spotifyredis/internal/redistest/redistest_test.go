package redistest

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

func TestStart(t *testing.T) {
	server := Start(t)
	client := server.Client()
	if err := client.Set(t.Context(), "key", "value", 0).Err(); err != nil {
		t.Fatal(err)
	}
	server.Flush(client)
	if err := client.Get(t.Context(), "key").Err(); !errors.Is(err, redis.Nil) {
		t.Errorf("error %v after a flush, want that there is no such key", err)
	}
}

func TestFailures(t *testing.T) {
	server := StartReal(t)
	client := server.Client(func(o *redis.Options) { o.MaxRetries, o.ContextTimeoutEnabled = -1, true })
	ping := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		return client.Ping(ctx).Err()
	}
	if err := ping(); err != nil {
		t.Fatal(err)
	}
	server.Pause()
	if err := ping(); !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("error %v of a server that is paused, want a deadline that has passed", err)
	}
	server.Resume()
	if err := ping(); err != nil {
		t.Errorf("error %v of a server that goes on", err)
	}
	server.Kill()
	if err := ping(); err == nil {
		t.Error("a server that was killed answers")
	}
	server.Restart()
	if err := ping(); err != nil {
		t.Errorf("error %v of a server that was started again", err)
	}
}
