// Package redistest starts servers for tests.
package redistest

import (
	"bufio"
	"context"
	"net"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
)

// programs speak the protocol; the first one that is installed is used.
var programs = [...]string{"redis-server", "valkey-server"}

// patience is how long a server may take to start.
const patience = 10 * time.Second

// A Server is a server for one test.
type Server struct {
	Addr string // host:port on the loopback interface

	t       testing.TB
	command *exec.Cmd // nil for a server in this process
	args    []string
}

// Start starts a real server, or one in this process where none is installed, and stops it
// at the end of the test. Flags are those of redis-server, such as "--maxmemory", "2mb"; the
// server in this process has none.
func Start(t testing.TB, flags ...string) *Server {
	t.Helper()
	program := Program()
	if program == "" {
		t.Log("No redis-server is installed: miniredis stands in for it.")
		return &Server{t: t, Addr: miniredis.RunT(t).Addr()}
	}
	return start(t, program, flags)
}

// StartReal is like Start and skips the test where no server is installed, for tests that
// stop it or fill it.
func StartReal(t testing.TB, flags ...string) *Server {
	t.Helper()
	program := Program()
	if program == "" {
		t.Skip("No redis-server is installed, and a stand-in cannot fail in this way.")
	}
	return start(t, program, flags)
}

// Program returns the path of a server that is installed, or "".
func Program() string {
	for _, name := range programs {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func start(t testing.TB, program string, flags []string) *Server {
	t.Helper()
	s := &Server{t: t, Addr: freeAddr(t)}
	host, port, _ := net.SplitHostPort(s.Addr)
	s.args = append([]string{program, "--bind", host, "--port", port, "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, flags...)
	s.Restart()
	t.Cleanup(s.Kill)
	return s
}

// freeAddr returns an address that nothing listens on at the moment.
func freeAddr(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// Client returns a client of the server, closed at the end of the test. Changes are applied
// to its options, such as shorter timeouts.
func (s *Server) Client(changes ...func(*redis.Options)) *redis.Client {
	options := &redis.Options{Addr: s.Addr}
	for _, change := range changes {
		change(options)
	}
	client := redis.NewClient(options)
	s.t.Cleanup(func() { client.Close() })
	return client
}

// Restart starts a real server that was killed. It is empty then.
func (s *Server) Restart() {
	s.t.Helper()
	s.command = exec.Command(s.args[0], s.args[1:]...)
	output, err := s.command.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	ready := make(chan bool, 1)
	var said strings.Builder
	go func() {
		lines := bufio.NewScanner(output)
		for lines.Scan() { // to the end, so that the server never waits for a reader
			if strings.Contains(lines.Text(), "eady to accept connections") {
				ready <- true
			} else if len(ready) == 0 {
				said.WriteString(lines.Text() + "\n")
			}
		}
		close(ready)
	}()
	select {
	case ok := <-ready:
		if !ok {
			s.t.Fatalf("The server has not started:\n%s", said.String())
		}
	case <-time.After(patience):
		s.t.Fatal("The server has not started in time.")
	}
}

// Kill ends a real server at once, and closes its connections.
func (s *Server) Kill() {
	if s.command == nil || s.command.ProcessState != nil {
		return
	}
	s.command.Process.Kill()
	s.command.Wait()
}

// Flush removes all keys and scripts.
func (s *Server) Flush(client redis.UniversalClient) {
	s.t.Helper()
	ctx := context.Background()
	if err := client.FlushAll(ctx).Err(); err != nil {
		s.t.Fatal(err)
	}
	if err := client.ScriptFlush(ctx).Err(); err != nil {
		s.t.Fatal(err)
	}
}
