package spotifyredis

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// workerVariable makes the test binary a worker, which has its job from there.
const workerVariable = "SPOTIFYREDIS_LIMITER_WORKER"

// A job is what a worker process is to do. It says "ready" and waits for a line before it
// begins, so that all of them begin together.
type job struct {
	Redis   string
	Limiter spotify.LimiterConfig
	Lease   time.Duration
	Name    string

	// Callers send requests without a pause to the API until the worker is killed. Without
	// them, the worker acquires a permission, says "held", and does nothing more.
	Callers    int
	API, Token string
	Track      spotify.TrackID
}

// TestLimiterWorker is the program of the workers. Otherwise, it does nothing.
func TestLimiterWorker(*testing.T) {
	text := os.Getenv(workerVariable)
	if text == "" {
		return
	}
	var job job
	if err := json.Unmarshal([]byte(text), &job); err != nil {
		log.Fatal(err)
	}
	limiter := NewLimiter(redis.NewClient(&redis.Options{Addr: job.Redis}), LimiterConfig{
		LimiterConfig: job.Limiter, App: "app", Lease: job.Lease, OnFailure: FailClosed, Timeout: patience,
	})
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
	if job.Callers == 0 {
		if _, err := limiter.Acquire(context.Background()); err != nil {
			log.Fatal(err)
		}
		fmt.Println("held")
	}
	client := spotify.NewClient(
		spotify.WithBaseURL(job.API),
		spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: job.Token})),
		spotify.WithUserAgent(job.Name),
		spotify.WithLimiter(limiter),
	)
	for range job.Callers {
		go func() {
			for {
				if _, err := client.Tracks.Get(context.Background(), job.Track, nil); err != nil {
					log.Fatal(err)
				}
			}
		}()
	}
	io.Copy(io.Discard, os.Stdin) // until the test ends, even if it does so without killing it
	os.Exit(0)
}

// A worker is a process.
type worker struct {
	command *exec.Cmd
	stdin   io.Writer
	stdout  *bufio.Reader
}

func startWorker(t *testing.T, job job) *worker {
	t.Helper()
	text, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	w := &worker{command: exec.Command(os.Args[0], "-test.run=^TestLimiterWorker$")}
	w.command.Env = append(os.Environ(), workerVariable+"="+string(text))
	w.command.Stderr = os.Stderr
	w.stdin, err = w.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := w.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	w.stdout = bufio.NewReader(stdout)
	if err := w.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.kill)
	return w
}

// await waits until the worker has said something.
func (w *worker) await(t *testing.T, want string) {
	t.Helper()
	if line, err := w.stdout.ReadString('\n'); strings.TrimSpace(line) != want {
		t.Fatalf("a worker says %q, %v, want %q", line, err, want)
	}
}

func (w *worker) begin() { io.WriteString(w.stdin, "begin\n") }

func (w *worker) kill() {
	w.command.Process.Kill()
	w.command.Wait()
}

// Eight processes with fifty callers each send as much as the budget allows, are hardly ever
// refused, and have equal shares.
func TestLimiterProcesses(t *testing.T) {
	const (
		processes, callers = 8, 50
		rate, burst        = 100, 4
		duration           = 6 * time.Second
		window             = 2 * time.Second
	)
	// The API allows a little more than the budget, because requests take differently long.
	api := spotifytest.NewServer(t, spotifytest.RealTime())
	api.LimitRate(rate*int(window/time.Second)*11/10+burst, window)
	rdb := redistest.Start(t)
	var workers []*worker
	for i := range processes {
		workers = append(workers, startWorker(t, job{
			Redis:   rdb.Addr,
			Limiter: spotify.LimiterConfig{PerSecond: rate, Burst: burst, Concurrent: 40},
			Name:    fmt.Sprint("worker-", i),
			Callers: callers,
			API:     api.URL,
			Token:   api.TokenFor("").AccessToken,
			Track:   api.Example().Track,
		}))
	}
	for _, w := range workers {
		w.await(t, "ready")
	}
	for _, w := range workers {
		w.begin()
	}
	time.Sleep(duration + duration/10)
	for _, w := range workers {
		w.kill()
	}

	requests := api.Requests()
	if len(requests) == 0 {
		t.Fatal("nothing was sent")
	}
	ends := requests[0].Time.Add(duration)
	admitted, refused, shares := 0, 0, map[string]int{}
	for _, request := range requests {
		switch {
		case !request.Time.Before(ends):
		case request.Status == http.StatusTooManyRequests:
			refused++
		default:
			admitted++
			name, _, _ := strings.Cut(request.Header.Get("User-Agent"), " ")
			shares[name]++
		}
	}
	t.Logf("%d admitted, %d refused, shares %v", admitted, refused, shares)
	if budget := rate*int(duration/time.Second) + burst; admitted < budget*98/100 || admitted > budget*102/100 {
		t.Errorf("%d requests were admitted, want %d ± 2 %%", admitted, budget)
	}
	if refused > admitted/100 {
		t.Errorf("%d of %d requests were refused, want at most 1 %%", refused, admitted+refused)
	}
	for i := range processes {
		name := fmt.Sprint("worker-", i)
		if share := admitted / processes; shares[name] < share*80/100 || shares[name] > share*120/100 {
			t.Errorf("%s has sent %d requests, want %d ± 20 %%", name, shares[name], share)
		}
	}
}

// What a process has held when it was killed is free again after the lease.
func TestLimiterHolderKilled(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	config := LimiterConfig{LimiterConfig: spotify.LimiterConfig{PerSecond: 1000, Concurrent: 1}, Lease: time.Second}
	holder := startWorker(t, job{Redis: server.Addr, Limiter: config.LimiterConfig, Lease: config.Lease})
	holder.await(t, "ready")
	holder.begin()
	holder.await(t, "held")
	l := limiters(t, server, 1, config)[0]
	ctx, cancel := context.WithTimeout(t.Context(), config.Lease*3/2)
	defer cancel()
	if _, err := l.Acquire(ctx); err == nil {
		t.Error("there is room while the holder is alive")
	}
	holder.kill()
	begun := time.Now()
	mustAcquire(t, l, "")()
	if passed := time.Since(begun); passed > config.Lease*2 {
		t.Errorf("there was no room for %v after the holder was killed", passed)
	}
}
