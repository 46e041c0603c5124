package spotifyredis

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

const (
	workerRedis, workerAccounts = "SPOTGEN_TEST_REDIS", "SPOTGEN_TEST_ACCOUNTS"
	workerHeader                = "Test-Worker"
	workers, refreshes          = 8, 10
)

// workerConfig has a lock that ends soon after its process.
func workerConfig(c *TokenStoreConfig) { c.LockTTL = 500 * time.Millisecond }

// TestWorker is run in processes of its own.
func TestWorker(t *testing.T) {
	addr := os.Getenv(workerRedis)
	if addr == "" {
		return // only a worker has something to do
	}
	rdb := redis.NewClient(&redis.Options{Addr: addr})
	defer rdb.Close()
	config := spotify.AuthConfig{ClientID: os.Getenv(workerAccounts + "_ID"), ClientSecret: os.Getenv(workerAccounts + "_SECRET"), AccountsURL: os.Getenv(workerAccounts)}
	config.HTTPClient = &http.Client{Transport: namedTransport{}}
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	for range refreshes {
		// Each token is due at once for a new source, because it does not live for long.
		source, err := auth.StoredTokenSource(t.Context(), mustStore(t, rdb, workerConfig))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.Token(); err != nil {
			t.Fatal(err)
		}
	}
}

// namedTransport tells who asks.
type namedTransport struct{}

func (namedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set(workerHeader, strconv.Itoa(os.Getpid()))
	return http.DefaultTransport.RoundTrip(req)
}

// A killer stands between the workers and the accounts service, and kills those who ask.
type killer struct {
	target string
	after  bool // the accounts service has answered
	kill   func(pid string)

	mu      sync.Mutex
	every   int // of so many requests, one is deadly
	asked   int
	refused int
	killed  int
	most    int // kills
}

func (k *killer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	k.asked++
	deadly := k.every > 0 && k.asked%k.every == 0 && k.killed < k.most
	if deadly {
		k.killed++
	}
	k.mu.Unlock()
	if deadly && !k.after {
		k.kill(r.Header.Get(workerHeader))
		panic(http.ErrAbortHandler)
	}
	body, _ := io.ReadAll(r.Body)
	req, err := http.NewRequest(r.Method, k.target+r.URL.Path, bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header = r.Header.Clone()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	defer resp.Body.Close()
	if deadly {
		k.kill(r.Header.Get(workerHeader))
		panic(http.ErrAbortHandler)
	}
	if resp.StatusCode != http.StatusOK {
		k.mu.Lock()
		k.refused++
		k.mu.Unlock()
	}
	w.Header().Set("Content-Type", resp.Header.Get("Content-Type"))
	w.WriteHeader(resp.StatusCode)
	io.Copy(w, resp.Body)
}

// A workerPack is a pack of workers.
type workerPack struct {
	t     *testing.T
	env   []string
	group sync.WaitGroup

	mu      sync.Mutex
	running map[string]*exec.Cmd
	killed  map[string]bool
}

func (p *workerPack) start() {
	executable, err := os.Executable()
	if err != nil {
		p.t.Error(err)
		return
	}
	process := exec.Command(executable, "-test.run=^TestWorker$")
	process.Env = append(os.Environ(), p.env...)
	var out bytes.Buffer
	process.Stdout, process.Stderr = &out, &out
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := process.Start(); err != nil {
		p.t.Error(err)
		return
	}
	pid := strconv.Itoa(process.Process.Pid)
	p.running[pid] = process
	p.group.Go(func() {
		err := process.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		if err != nil && !p.killed[pid] {
			p.t.Errorf("%v: %s", err, out.String())
		}
	})
}

// kill ends a worker at once, and starts another one in its place.
func (p *workerPack) kill(pid string) {
	p.mu.Lock()
	p.killed[pid] = true
	p.running[pid].Process.Kill()
	p.mu.Unlock()
	p.start()
}

// However often processes die during a refresh, the login is never lost, unless the accounts
// service has replaced the refresh token and the new one is lost with the process: nobody
// can help that.
func TestWorkersAreKilled(t *testing.T) {
	tests := []struct {
		name     string
		rotation spotifytest.Rotation
		after    bool
		kills    int
	}{
		{"nobody", spotifytest.RotationReplace, false, 0},
		{"before the token is replaced", spotifytest.RotationReplace, false, 4},
		{"after the answer, with a token that stays", spotifytest.RotationOmit, true, 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := redistest.StartReal(t) // whose locks end by themselves
			rdb := server.Client()
			fake := spotifytest.NewServer(t)
			fake.RotateRefreshTokens(test.rotation)
			fake.SetTokenLifetime(11 * time.Second)
			store := mustStore(t, rdb, workerConfig)
			mustSave(t, store, dueGrant(fake))

			p := &workerPack{t: t, running: map[string]*exec.Cmd{}, killed: map[string]bool{}}
			k := &killer{target: fake.AccountsURL, after: test.after, every: 10, most: test.kills, kill: p.kill}
			front := httptest.NewServer(k)
			defer front.Close()
			app := fake.App()
			p.env = []string{
				workerRedis + "=" + server.Addr, workerAccounts + "=" + front.URL,
				workerAccounts + "_ID=" + app.ID, workerAccounts + "_SECRET=" + app.Secret,
			}
			for range workers {
				p.start()
			}
			p.group.Wait()
			front.Close()

			auth, err := spotify.NewAuthenticator(fake.AuthConfig())
			if err != nil {
				t.Fatal(err)
			}
			source, err := auth.StoredTokenSource(t.Context(), store)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := source.Token(); err != nil {
				t.Errorf("the login is lost: %v", err)
			}
			t.Logf("%d requests, %d refused, %d processes killed", k.asked, k.refused, k.killed)
			if k.killed != test.kills || len(p.killed) != test.kills || k.asked < workers*refreshes {
				t.Errorf("%d requests, %d processes killed, want %d", k.asked, k.killed, test.kills)
			}
		})
	}
}

// What cannot be saved is not hidden, either: others learn that the user has to log in.
func TestAnswerIsLostWithItsProcess(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	fake := spotifytest.NewServer(t)
	fake.RotateRefreshTokens(spotifytest.RotationReplace)
	store := mustStore(t, server.Client())
	mustSave(t, store, dueGrant(fake))
	k := &killer{target: fake.AccountsURL, after: true, every: 1, most: 1, kill: func(string) {}}
	front := httptest.NewServer(k)
	defer front.Close()
	config := fake.AuthConfig()
	config.AccountsURL = front.URL
	auth, err := spotify.NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		source, err := auth.StoredTokenSource(t.Context(), store)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := source.Token(); !errors.Is(err, spotify.ErrReauthRequired) {
			t.Errorf("source %d: error %v, want %v", i, err, spotify.ErrReauthRequired)
		}
	}
	front.Close()
	if k.asked != 2 {
		t.Errorf("%d requests, want 2: the second source finds a note in the store", k.asked)
	}
}
