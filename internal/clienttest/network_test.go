package clienttest

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	apiHost      = "api.test"
	accountsHost = "accounts.test"
)

// A network is a server and the connections to it, all in memory. In the bubble of
// a synctest, waits take no time and are measured exactly, and what has been sent is
// known to the byte, because connections have no buffers.
type network struct {
	hosts     map[string]http.Handler
	server    *http.Server
	transport *http.Transport
	dialed    chan net.Conn
	closed    chan struct{}

	open      atomic.Int64 // connections that the client has not closed
	sent      atomic.Int64 // bytes to the client
	strangers atomic.Int64 // requests to other hosts
}

// newNetwork starts a server for the given hosts. The caller closes it.
func newNetwork(t *testing.T, hosts map[string]http.Handler) *network {
	t.Helper()
	n := &network{hosts: hosts, dialed: make(chan net.Conn), closed: make(chan struct{})}
	// Where net/http tells what it thinks of a server.
	before := log.Writer()
	log.SetOutput(t.Output())
	t.Cleanup(func() { log.SetOutput(before) })
	n.transport = &http.Transport{DialContext: n.dial}
	n.server = &http.Server{Handler: n, ErrorLog: log.New(io.Discard, "", 0)}
	go n.server.Serve(n)
	return n
}

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, ok := n.hosts[r.Host]
	if !ok {
		n.strangers.Add(1)
		return
	}
	host.ServeHTTP(w, r)
}

// client returns a client of the Web API of the network.
func (n *network) client(options ...spotify.ClientOption) *spotify.Client {
	return spotify.NewClient(append([]spotify.ClientOption{
		spotify.WithBaseURL("http://" + apiHost + "/v1"),
		spotify.WithHTTPClient(&http.Client{Transport: n.transport}),
		spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})),
	}, options...)...)
}

// close ends the network, and fails the test if the client has left something
// behind: a connection that it could not give up, or a goroutine.
func (n *network) close(t *testing.T) {
	t.Helper()
	synctest.Wait()
	n.transport.CloseIdleConnections()
	synctest.Wait()
	if open := n.open.Load(); open != 0 {
		t.Errorf("%d connections are still open", open)
	}
	n.server.Close()
	synctest.Wait()
	for _, stack := range others() {
		t.Errorf("a goroutine is still there:\n%s", stack)
	}
	if strangers := n.strangers.Load(); strangers != 0 {
		t.Errorf("%d requests went to other hosts", strangers)
	}
}

// others returns the stacks of the goroutines in the bubble of the caller that are
// not there for its test.
func others() []string {
	text := make([]byte, 256<<10)
	stacks := strings.Split(string(text[:runtime.Stack(text, true)]), "\n\n")
	_, bubble, _ := strings.Cut(stacks[0], "synctest bubble ") // the caller comes first
	bubble, _, _ = strings.Cut(bubble, "]")
	var found []string
	for _, stack := range stacks[1:] {
		first, _, _ := strings.Cut(stack, "\n")
		if strings.Contains(first, "synctest bubble "+bubble+"]") && !strings.Contains(stack, "testing/synctest.Test(") && !strings.Contains(stack, "testing/synctest.testingSynctestTest(") {
			found = append(found, stack)
		}
	}
	return found
}

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	line := &line{network: n}
	n.open.Add(1)
	select {
	case n.dialed <- &end{Conn: far, line: line}:
		return &end{Conn: near, line: line, near: true}, nil
	case <-n.closed:
	case <-ctx.Done():
	}
	n.open.Add(-1)
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
}

// A network is the listener of its server.

func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.dialed:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	close(n.closed)
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{} }

// A line is a connection with two ends.
type line struct {
	network *network
	reset   atomic.Bool
	hungUp  sync.Once // by the client
}

// An end of a line fails as one of TCP does.
type end struct {
	net.Conn
	*line
	near bool // that of the client
}

func (e *end) Read(p []byte) (int, error) {
	n, err := e.Conn.Read(p)
	return n, e.failure("read", err)
}

func (e *end) Write(p []byte) (int, error) {
	n, err := e.Conn.Write(p)
	if !e.near {
		e.network.sent.Add(int64(n))
	}
	return n, e.failure("write", err)
}

func (e *end) failure(op string, err error) error {
	if err == nil || !e.reset.Load() {
		return err
	}
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(op, syscall.ECONNRESET)}
}

func (e *end) Close() error {
	if e.near {
		e.hungUp.Do(func() { e.network.open.Add(-1) })
	}
	return e.Conn.Close()
}

// hijack takes the connection of a request away from the server.
func hijack(w http.ResponseWriter) *end {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	return conn.(*end)
}

// The answers below are those of servers and networks on a bad day.

// reset writes the beginning of an answer and resets the connection.
func reset(start string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn := hijack(w)
		io.WriteString(conn, start)
		conn.reset.Store(true)
		conn.Close()
	}
}

// cut writes the beginning of an answer and closes the connection.
func cut(start string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn := hijack(w)
		io.WriteString(conn, start)
		conn.Close()
	}
}

// raw writes an answer and keeps the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn := hijack(w)
		defer conn.Close()
		io.WriteString(conn, answer)
		io.Copy(io.Discard, conn) // until the client hangs up
	}
}

// answer is one that is complete. The header is made of names and values in turn.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}
