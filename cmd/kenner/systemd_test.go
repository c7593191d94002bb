package main

import (
	"context"
	"encoding/json"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

// TestSystemdIsToldAndTheLogKeepsSecrets starts a server as systemd does, with
// a secret planted in its settings, and stops it.
func TestSystemdIsToldAndTheLogKeepsSecrets(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "notify")
	heard, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = heard.Close() }()
	t.Setenv("NOTIFY_SOCKET", socket)
	hear := func() string {
		b := make([]byte, 100)
		n, err := heard.Read(b)
		if err != nil {
			return err.Error()
		}
		return string(b[:n])
	}
	ctx, stop := context.WithCancel(t.Context())
	var out, log strings.Builder
	ended := make(chan int, 1)
	go func() {
		defer func() { _ = heard.Close() }() // whoever listens is told
		ended <- run(ctx, []string{
			"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir(), "--json", "--log-format", "json", "--log-level", "debug",
			"--metrics", "127.0.0.1:0", "--metrics-token", "planted-token-of-more-than-32-letters",
		}, terminal{&out, &log})
	}()
	if got := hear(); got != "READY=1" {
		t.Errorf("systemd heard %q", got)
	}
	stop()
	if got := hear(); got != "STOPPING=1" {
		t.Errorf("systemd heard %q", got)
	}
	if code := <-ended; code != exitWell {
		t.Errorf("exit code %d: %s", code, log.String())
	}
	if strings.Contains(log.String(), "planted") || strings.Contains(out.String(), "planted") {
		t.Errorf("a secret is told: %s", log.String())
	}
	var settings map[string]any
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, `"msg":"settings"`) {
			if err := json.Unmarshal([]byte(line), &settings); err != nil {
				t.Fatal(err)
			}
		}
	}
	if settings["metrics-token"] != hidden || settings["min-free"] != "64MB" {
		t.Errorf("settings: %v", settings)
	}
}

func TestNoFormOfAPasswordIsTold(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://kenner:planted@db/kenner", "postgres://kenner@db/kenner?password=planted&sslmode=disable",
		"host=db user=kenner password=planted dbname=kenner", "host=db password='planted planted' dbname=kenner",
		"postgres://kenner:planted%zz@db/kenner", "postgres://db/kenner?sslpassword=planted",
	} {
		c := Config{Database: address}
		for _, a := range c.told() {
			if strings.Contains(a.String(), "planted") {
				t.Errorf("%s is told as %s", address, a)
			}
		}
		if got := redacted("cannot reach "+address, &c); strings.Contains(got, "planted") {
			t.Errorf("%s", got)
		}
	}
}
