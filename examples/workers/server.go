package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// startTime is how long a server may take to listen.
const startTime = 10 * time.Second

// server returns the address of a Redis server, and what stops it.
func (j job) server(out io.Writer) (address string, stop func(), err error) {
	if j.redis != "" {
		return j.redis, func() {}, nil
	}
	program, err := exec.LookPath("redis-server")
	if err != nil {
		fmt.Fprintln(out, "No redis-server is installed: a stand-in runs in this process.")
		stand, err := miniredis.Run()
		if err != nil {
			return "", nil, err
		}
		return stand.Addr(), stand.Close, nil
	}
	return startServer(program)
}

func startServer(program string) (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address = listener.Addr().String()
	listener.Close()
	folder, err := os.MkdirTemp("", "spotgen-workers-")
	if err != nil {
		return "", nil, err
	}
	host, port, _ := net.SplitHostPort(address)
	command := exec.Command(program, "--bind", host, "--port", port, "--save", "", "--dir", folder)
	if err := command.Start(); err != nil {
		os.RemoveAll(folder)
		return "", nil, err
	}
	stop = func() {
		command.Process.Kill()
		command.Wait()
		os.RemoveAll(folder)
	}
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return address, stop, nil
		}
		if time.Since(begun) > startTime {
			stop()
			return "", nil, fmt.Errorf("%s does not listen: %w", program, err)
		}
	}
}
