package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A job is what the processes have to do together.
type job struct {
	redis     string // address; "" starts a server
	workers   int
	tracks    int     // how many of the work list
	perSecond float64 // what the fake Spotify admits
	window    time.Duration
	command   func(ctx context.Context) *exec.Cmd // starts a process
}

// Each tenth track is read twice, so that the cache has something to do.
const readTwice = 10

var defaultJob = job{workers: 3, tracks: 150, perSecond: 20, window: 3 * time.Second, command: again}

// again starts this program as a worker.
func again(ctx context.Context) *exec.Cmd {
	program, err := os.Executable()
	if err != nil {
		program = os.Args[0]
	}
	return exec.CommandContext(ctx, program, "--worker")
}

// run prepares everything, starts the processes, and shows what they do until they end.
func (j job) run(ctx context.Context, out io.Writer, redraw bool) error {
	address, stop, err := j.server(out)
	if err != nil {
		return err
	}
	defer stop()
	rdb := redis.NewClient(&redis.Options{Addr: address})
	defer rdb.Close()
	api, err := j.spotify()
	if err != nil {
		return err
	}
	defer api.Close()

	key := make([]byte, 32)
	rand.Read(key)
	for name, value := range map[string]string{
		envRedis: address, envKey: hex.EncodeToString(key), envAPI: api.URL, envAccounts: api.AccountsURL,
		// A little less than is admitted: requests take different times on their way.
		envRate: fmt.Sprint(0.95 * j.perSecond),
	} {
		os.Setenv(name, value)
	}
	if err := j.logIn(ctx, rdb, api); err != nil {
		return err
	}
	if err := j.fillWorkList(ctx, rdb, api); err != nil {
		return err
	}
	api.ClearRequests()

	begun := time.Now()
	table := newTable(out, redraw, j.workers)
	if err := j.start(ctx, table); err != nil {
		return err
	}
	table.finish()
	sum := summarize(api.Requests())
	fmt.Fprintf(out, "%d requests in %.1f s: %d refused, %d refresh of the token\n",
		sum.sent, time.Since(begun).Seconds(), sum.refused, sum.refreshes)
	return nil
}

// spotify starts a fake Spotify with a limit, and refresh tokens that can be used once.
func (j job) spotify() (*spotifytest.Server, error) {
	api, err := spotifytest.Start(
		spotifytest.RealTime(),
		spotifytest.MaxAge(time.Hour),
		spotifytest.DefaultUser(spotifytest.User{ID: user, DisplayName: "Mira"}),
	)
	if err != nil {
		return nil, err
	}
	err = api.RegisterApp(spotifytest.App{ID: clientID, RedirectURIs: []string{spotify.LoopbackRedirectURI}})
	if err != nil {
		api.Close()
		return nil, err
	}
	api.LimitRate(int(j.perSecond*j.window.Seconds()), j.window)
	api.RotateRefreshTokens(spotifytest.RotationReplace)
	return api, nil
}

// logIn saves the login of the user, as the site of an app would.
func (j job) logIn(ctx context.Context, rdb redis.UniversalClient, api *spotifytest.Server) error {
	logins, err := newLogins(rdb)
	if err != nil {
		return err
	}
	auth, err := newAuthenticator()
	if err != nil {
		return err
	}
	// The token of the login is about to end, so that each process would refresh it at once.
	api.SetTokenLifetime(time.Minute)
	grant, err := auth.Login(ctx, openPage)
	if err != nil {
		return err
	}
	api.SetTokenLifetime(time.Hour)
	return logins.For(user).Save(ctx, grant)
}

// openPage stands for the browser of the user, who agrees to everything.
func openPage(url string) error {
	page, err := http.Get(url)
	if err != nil {
		return err
	}
	return page.Body.Close()
}

func (j job) fillWorkList(ctx context.Context, rdb redis.UniversalClient, api *spotifytest.Server) error {
	var ids, again []any
	for i := range j.tracks {
		track := api.AddTrack(spotifytest.Track{Name: fmt.Sprintf("Track %d", i+1)})
		ids = append(ids, string(track.ID))
		if i%readTwice == 0 {
			again = append(again, string(track.ID))
		}
	}
	if err := rdb.Del(ctx, workList).Err(); err != nil {
		return err
	}
	return rdb.RPush(ctx, workList, append(ids, again...)...).Err()
}

// start runs the processes, and shows what they say until all of them have ended.
func (j job) start(ctx context.Context, table *table) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	for i := range j.workers {
		group.Go(func() {
			if err := j.follow(ctx, func(p progress) { table.set(i, p) }); err != nil {
				stop(fmt.Errorf("worker %d: %w", i+1, err))
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

// follow runs one process.
func (j job) follow(ctx context.Context, report func(progress)) error {
	command := j.command(ctx)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		var p progress
		if err := json.Unmarshal(lines.Bytes(), &p); err == nil {
			report(p)
		}
	}
	return command.Wait()
}

// A summary is what the fake Spotify has seen.
type summary struct{ sent, refused, refreshes int }

func summarize(requests []spotifytest.Request) summary {
	var sum summary
	for _, r := range requests {
		switch {
		case r.Accounts:
			sum.refreshes++
		default:
			sum.sent++
			if r.Status == http.StatusTooManyRequests {
				sum.refused++
			}
		}
	}
	return sum
}
