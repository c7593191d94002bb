package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// server is a kenner that we started.
type server struct {
	url  string
	pid  int
	demo string // the file with what it printed: the logins of a demo
	cmd  *exec.Cmd
	out  io.Reader
	log  *os.File
}

// loadFlags make a server fit to be pressed: our customers come from many
// addresses and do not count.
var loadFlags = []string{"--limits", "off", "--staff-factor", "off", "--trusted-proxies", "127.0.0.0/8"}

// launch runs kenner; what it logs goes to a file that stop closes.
func launch(binary string, log *os.File, args ...string) (*server, error) {
	s := &server{log: log, cmd: exec.Command(binary, args...)} //nolint:gosec,noctx // the caller's binary; stop ends it
	s.cmd.Stderr = log
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	s.out, s.pid = out, s.cmd.Process.Pid
	return s, nil
}

// start runs kenner with a command and a data folder beside which it leaves its
// output, and waits until it says where it answers.
func start(ctx context.Context, binary, command, data string, flags ...string) (*server, error) {
	log, err := os.Create(data + ".log") //nolint:gosec // our own folder
	if err != nil {
		return nil, err
	}
	s, err := launch(binary, log, append([]string{command, "--json", "--data", data, "--listen", "127.0.0.1:0"}, flags...)...)
	if err != nil {
		return nil, err
	}
	s.demo = data + ".json"
	said, err := firstLine(ctx, s.out)
	if err == nil {
		err = os.WriteFile(s.demo, said, 0o600)
	}
	var ready struct{ URL string }
	if err == nil {
		err = json.Unmarshal(said, &ready)
	}
	if err != nil {
		s.stop()
		return nil, failed("%s did not start: %w: %s", binary, err, lastLine(log.Name()))
	}
	s.url = ready.URL
	return s, nil
}

// lastLine is what a log ends with, or why it cannot be read.
func lastLine(file string) string {
	text, err := os.ReadFile(file) //nolint:gosec // our own log
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}

// patience is how long a server may take to start, on a machine that others slow down.
const patience = 5 * time.Minute

// firstLine reads a line while patience lasts.
func firstLine(ctx context.Context, r io.Reader) ([]byte, error) {
	type read struct {
		line []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		line, err := bufio.NewReader(r).ReadBytes('\n')
		done <- read{line, err}
		_, _ = io.Copy(io.Discard, r)
	}()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case d := <-done:
		return d.line, d.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stop ends the server and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer kill.Stop()
	_ = s.cmd.Wait() // what it said is in its log
	_ = s.log.Close()
}

// on is this server as a target.
func (s *server) on(clients int, length time.Duration) target {
	return target{URL: s.url, Demo: s.demo, PID: s.pid, Clients: clients, For: length}
}

// freeAddress is an address on this machine on which nobody listens now.
func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// get reads an address; anything but 200 is an error.
func get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != http.StatusOK {
		return nil, failed("%s answers %s", url, r.Status)
	}
	return io.ReadAll(r.Body)
}

// copyFolder copies the files of a data folder that nobody serves.
func copyFolder(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"kenner.db", "keys.json"} {
		data, err := os.ReadFile(filepath.Join(from, name)) //nolint:gosec // our own folder
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, name), data, 0o600); err != nil { //nolint:gosec // our own folder
			return err
		}
	}
	return nil
}
