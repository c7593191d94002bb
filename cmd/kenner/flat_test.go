package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// spare is how much more there may be: connections to the database are opened
// when they are first needed.
const spare = 12

// TestWhatComesAndGoesLeavesNothing connects customers in every way, calls a lot,
// lets them go again, and finds the server with the goroutines and the open
// files that it had before. One that each of them left behind would be 200 or 2,000.
func TestWhatComesAndGoesLeavesNothing(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	s.visit(6, 200) // connections to the database that stay, caches
	s.settled(0, 0)
	before := s.scrape()
	goroutines, files := before["go_goroutines"]+spare, before["process_open_fds"]+spare
	s.visit(200, 2000)
	s.settled(goroutines, files)
}

// server is a demo in a process of its own.
type server struct {
	*testing.T
	client  *http.Client
	url     string
	metrics string
}

func startServer(t *testing.T) *server {
	t.Helper()
	binary, err := exec.LookPath("kenner") // TestMain has put it there
	if err != nil {
		t.Fatal(err)
	}
	child := exec.CommandContext(context.WithoutCancel(t.Context()), binary, "demo", "--quiet", "--json", "--listen", "127.0.0.1:0",
		"--data", t.TempDir(), "--metrics", "127.0.0.1:0", "--limits", "off", "--trusted-proxies", "127.0.0.0/8", "--log-level", "error")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = child.Process.Kill()
		_ = child.Wait()
	})
	var ready demoReady
	if err := json.NewDecoder(out).Decode(&ready); err != nil {
		t.Fatal(err)
	}
	return &server{T: t, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, url: ready.URL, metrics: ready.Metrics}
}

// guest is one customer with an address of their own.
type guest struct {
	*server
	address string
	token   string
}

func (s *server) guest(n int) *guest {
	g := &guest{server: s, address: fmt.Sprintf("198.51.%d.%d", n/250, n%250+1)}
	var v struct {
		AccessToken string `json:"accessToken"`
	}
	if a := g.must(http.MethodPost, "/visitors", "{}"); json.Unmarshal(a, &v) != nil || v.AccessToken == "" {
		s.Errorf("become a visitor: %s", a)
	}
	g.token = v.AccessToken
	return g
}

func (g *guest) request(method, path, body string) *http.Request {
	req, err := http.NewRequestWithContext(g.Context(), method, g.url+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		panic(err) // all that may be wrong stands in this file
	}
	req.Header.Set("X-Forwarded-For", g.address)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if g.token != "" {
		req.Header.Set("Authorization", "Bearer "+g.token)
	}
	return req
}

// must calls and returns the answer, which must be a good one.
func (g *guest) must(method, path, body string) []byte {
	a, err := g.client.Do(g.request(method, path, body))
	if err != nil {
		g.Errorf("%s %s: %v", method, path, err)
		return nil
	}
	defer func() { _ = a.Body.Close() }()
	b, err := io.ReadAll(a.Body)
	if err != nil || a.StatusCode >= http.StatusMultipleChoices {
		g.Errorf("%s %s: %d %s %v", method, path, a.StatusCode, b, err)
	}
	return b
}

// connect begins to hear in one of three ways, and returns what ends it.
func (g *guest) connect(way int) (end func()) {
	switch way {
	case 0:
		return g.socket()
	case 1:
		return g.stream()
	default: // a poll has no end of its own: signing out is one
		g.must(http.MethodGet, "/live/poll", "")
		return func() { g.must(http.MethodDelete, "/visitors/current", "") }
	}
}

func (g *guest) socket() (end func()) {
	conn, answer, err := websocket.DefaultDialer.DialContext(g.Context(), "ws"+strings.TrimPrefix(g.url, "http")+"/api/v1/live",
		http.Header{"X-Forwarded-For": {g.address}})
	if err != nil {
		g.Errorf("socket: %v", err)
		return func() {}
	}
	_ = answer.Body.Close()
	err = conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"`+g.token+`"}}`))
	if err == nil {
		_, _, err = conn.ReadMessage()
	}
	if err != nil {
		g.Errorf("socket: %v", err)
	}
	return func() { _ = conn.Close() }
}

func (g *guest) stream() (end func()) {
	ctx, cancel := context.WithCancel(g.Context())
	a, err := g.client.Do(g.request(http.MethodGet, "/live/sse", "").WithContext(ctx)) //nolint:bodyclose // end closes it
	if err != nil {
		g.Errorf("stream: %v", err)
		return cancel
	}
	if line, err := bufio.NewReader(a.Body).ReadString('\n'); err != nil || !strings.Contains(line, "up") {
		g.Errorf("stream: %q %v", line, err)
	}
	return func() {
		cancel()
		_ = a.Body.Close()
	}
}

// visit connects so many customers, makes so many calls meanwhile, and lets
// everybody go.
func (s *server) visit(customers, calls int) {
	s.Helper()
	ends := make([]func(), customers)
	guests := make([]*guest, customers)
	s.atOnce(customers, func(n int) {
		guests[n] = s.guest(n)
		ends[n] = guests[n].connect(n % 3)
	})
	if n := s.sockets(); n != float64(customers) {
		s.Errorf("%v of %d customers are connected", n, customers)
	}
	s.atOnce(calls, func(n int) { guests[n%customers].must(http.MethodGet, "/conversations", "") })
	s.atOnce(customers, func(n int) { ends[n]() })
	s.client.CloseIdleConnections()
}

// atOnce does something many times, sixteen at a time.
func (s *server) atOnce(times int, do func(n int)) {
	next := make(chan int)
	var crowd sync.WaitGroup
	for range 16 {
		crowd.Go(func() {
			for n := range next {
				do(n)
			}
		})
	}
	for n := range times {
		next <- n
	}
	close(next)
	crowd.Wait()
}

func (s *server) scrape() scraped {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.metrics, http.NoBody)
	if err != nil {
		s.Fatal(err)
	}
	a, err := s.client.Do(req)
	if err != nil {
		s.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		s.Fatal(err)
	}
	return readSamples(s.T, string(b))
}

func (s *server) sockets() (n float64) {
	for name, v := range s.scrape() {
		if strings.HasPrefix(name, "kenner_sockets{") {
			n += v
		}
	}
	return n
}

// settled waits until nobody is connected and there are no more goroutines and
// open files than that; 0 means any number. It gives up after a minute.
func (s *server) settled(goroutines, files float64) {
	s.Helper()
	patience, cancel := context.WithTimeout(s.Context(), atLast)
	defer cancel()
	var now scraped
	for patience.Err() == nil {
		now = s.scrape()
		few := goroutines == 0 || now["go_goroutines"] <= goroutines && now["process_open_fds"] <= files
		if s.sockets() == 0 && few {
			return
		}
	}
	s.Fatalf("%v goroutines and %v open files, at most %v and %v were expected", now["go_goroutines"], now["process_open_fds"], goroutines, files)
}
