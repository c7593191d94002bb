package main

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// measured is a demo in this process whose metrics are read, never older than now.
type measured struct {
	*testing.T
	house   *house
	url     string
	metrics string
	token   string
}

func measure(t *testing.T, token string) *measured {
	t.Helper()
	c := &Config{Data: t.TempDir(), Metrics: "127.0.0.1:0", MetricsToken: token, Limits: "on", MinFree: "1MB", Batch: 512}
	b, err := readDemoBrand()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	made, err := openHouse(t.Context(), c, &clock{}, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := made.ensureDemo(t.Context(), b, false); err != nil {
		t.Fatal(err)
	}
	if err := made.close(); err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(t.Context(), c, &clock{}, log)
	if err != nil {
		t.Fatal(err)
	}
	h.meters.oldest = 0
	m := &measured{T: t, house: h, token: token}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- h.serve(ctx, c, serving{listen: "127.0.0.1:0", demo: true, ready: func(origin string) error {
			ready <- origin
			return nil
		}})
	}()
	select {
	case m.url = <-ready:
	case err := <-ended:
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := h.close(); err != nil {
			t.Error(err)
		}
	})
	m.metrics = h.meters.at()
	return m
}

// call asks for something and returns the answer.
func (m *measured) call(method, url, token, body string) (status int, answer string) {
	m.Helper()
	req, err := http.NewRequestWithContext(m.Context(), method, url, strings.NewReader(body))
	if err != nil {
		m.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	a, err := http.DefaultClient.Do(req)
	if err != nil {
		m.Fatal(err)
	}
	defer func() { _ = a.Body.Close() }()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		m.Fatal(err)
	}
	return a.StatusCode, string(b)
}

// scraped are the samples of one scrape, by name and labels as they were served.
type scraped map[string]float64

func (m *measured) scrape() (samples scraped, text string) {
	m.Helper()
	status, text := m.call(http.MethodGet, m.metrics, m.token, "")
	if status != http.StatusOK {
		m.Fatalf("scrape: %d %s", status, text)
	}
	return readSamples(m.T, text), text
}

func readSamples(t *testing.T, text string) scraped {
	t.Helper()
	samples := scraped{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndexByte(line, ' ')
		v, err := strconv.ParseFloat(strings.TrimSpace(line[at+1:]), 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		samples[line[:at]] = v
	}
	return samples
}

// until scrapes until it sees what it waits for; the test's deadline bounds it.
func (m *measured) until(what string, seen func(scraped) bool) {
	m.Helper()
	for m.Context().Err() == nil {
		if now, _ := m.scrape(); seen(now) {
			return
		}
	}
	m.Fatalf("never: %s", what)
}

const metricsToken = "a token that is long enough for a test"

func TestMetricsMoveWithWhatHappens(t *testing.T) {
	t.Parallel()
	m := measure(t, metricsToken)
	m.onlyWithToken()
	before, _ := m.scrape()
	if before["kenner_database_up"] != 1 || before[`kenner_experts{presence="away"}`] == 0 || before[`kenner_seats{state="open"}`] == 0 {
		t.Errorf("the demo has experts with seats: %v", before)
	}

	_, visitor := m.call(http.MethodPost, m.url+"/api/v1/visitors", "", "{}")
	token := regexp.MustCompile(`"accessToken":"([^"]+)"`).FindStringSubmatch(visitor)[1]
	if status, a := m.call(http.MethodGet, m.url+"/api/v1/live/poll", token, ""); status != http.StatusOK { // nothing is pushed to nobody
		t.Fatalf("listen: %d %s", status, a)
	}
	m.until("a customer listens", func(now scraped) bool { return now[`kenner_sockets{transport="poll"}`] == 1 })
	if status, a := m.call(http.MethodPost, m.url+"/api/v1/conversations", token, `{"question":"Does it float?","language":"nl"}`); status != http.StatusCreated {
		t.Fatalf("ask: %d %s", status, a)
	}
	m.until("somebody waits", func(now scraped) bool { return now[`kenner_queue_waiting{desk="experts"}`] == 1 })
	m.onDuty()
	m.until("an offer is open", func(now scraped) bool {
		return now["kenner_offers_open"] == 1 && now[`kenner_conversations{state="offered"}`] == 1
	})
	for range 40 { // more than the limit of messages
		m.call(http.MethodPost, m.url+"/api/v1/visitors", "", "{}")
	}
	m.until("all is delivered", func(now scraped) bool { return now["kenner_outbox_pending"] == 0 })

	after, text := m.scrape()
	for _, name := range []string{
		"kenner_writer_batch_size_count", "kenner_writer_commit_seconds_count", "kenner_outbox_delivered_total", "kenner_pushes_total",
		"kenner_database_statements_total", `kenner_http_requests_total{class="2xx",operation="openVisitor"}`,
		`kenner_http_requests_total{class="4xx",operation="openVisitor"}`, `kenner_http_seconds_count{operation="openConversation"}`,
		`kenner_rate_limited_total{limit="visitors"}`,
	} {
		if after[name] <= before[name] {
			t.Errorf("%s was %v and is %v", name, before[name], after[name])
		}
	}
	if after[`kenner_job_runs_total{job="settle",result="done"}`] != 1 || after[`kenner_job_last_success_timestamp_seconds{job="settle"}`] < 1e9 {
		t.Errorf("the jobs of the start are not told: %v", after)
	}
	documented(t, text)
	anonymous(t, text)
}

// onDuty takes every expert to be available.
func (m *measured) onDuty() {
	m.Helper()
	experts, err := m.house.views.Experts(m.Context(), roster.Active, m.house.clock.Now(), storage.Page{})
	if err != nil {
		m.Fatal(err)
	}
	for _, e := range experts.Items {
		if e.Level == roster.Candidate { // has nobody who shadows them
			continue
		}
		if err := m.house.desk.SetPresence(m.Context(), e.ID, roster.Available); err != nil {
			m.Fatal(err)
		}
	}
}

// onlyWithToken asks without the token, with wrong ones, and at the wrong door.
func (m *measured) onlyWithToken() {
	m.Helper()
	for _, wrong := range []string{"", "wrong", metricsToken + "x", metricsToken[1:]} {
		if status, body := m.call(http.MethodGet, m.metrics, wrong, ""); status != http.StatusUnauthorized || strings.Contains(body, "kenner_") {
			m.Errorf("with the token %q: %d %s", wrong, status, body)
		}
	}
	if status, _ := m.call(http.MethodGet, strings.TrimSuffix(m.metrics, "metrics"), metricsToken, ""); status != http.StatusNotFound {
		m.Errorf("there is something else at the address: %d", status)
	}
	if status, _ := m.call(http.MethodPost, m.metrics, metricsToken, "{}"); status != http.StatusMethodNotAllowed {
		m.Errorf("metrics can be written: %d", status)
	}
	for _, path := range []string{"/metrics", "/api/v1/metrics", "/api/metrics"} {
		if _, body := m.call(http.MethodGet, m.url+path, metricsToken, ""); strings.Contains(body, "kenner_") {
			m.Errorf("%s of the pages shows metrics", path)
		}
	}
}

// documented compares what is served with the README's table: names, types and labels.
func documented(t *testing.T, text string) {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(kenner_\\w+)` \\| (\\w+) \\| ([\\w, ]*)\\|").FindAllStringSubmatch(string(readme), -1) {
		labels := strings.FieldsFunc(row[3], func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(labels)
		told[row[1]] = row[2] + " " + strings.Join(labels, ",")
	}
	served := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^# TYPE (kenner_\w+) (\w+)$`).FindAllStringSubmatch(text, -1) {
		labels := map[string]bool{}
		for _, sample := range regexp.MustCompile(`(?m)^`+row[1]+`(?:_bucket|_sum|_count)?(?:{(.*)})? `).FindAllStringSubmatch(text, -1) {
			for _, label := range regexp.MustCompile(`(\w+)="`).FindAllStringSubmatch(sample[1], -1) {
				if label[1] != "le" {
					labels[label[1]] = true
				}
			}
		}
		served[row[1]] = row[2] + " " + strings.Join(slices.Sorted(maps.Keys(labels)), ",")
	}
	if diff := cmp.Diff(told, served); diff != "" {
		t.Errorf("the README's table and what is served:\n%s", diff)
	}
}

// anonymous looks for identities, addresses and texts among the labels.
func anonymous(t *testing.T, text string) {
	t.Helper()
	person := regexp.MustCompile(`(?i)[a-z]{2,4}_[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}|@|\d+\.\d+\.\d+\.\d+|float`)
	for _, label := range regexp.MustCompile(`(\w+)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		if label[1] != "version" && label[1] != "revision" && person.MatchString(label[2]) {
			t.Errorf("a label names somebody: %s", label[0])
		}
	}
	for name, sample := range map[string]string{"an identity": `x="cnv_0193a0b1-1"`, "an address": `x="10.0.0.1"`, "an e-mail": `x="a@b.c"`} {
		if !person.MatchString(sample) {
			t.Errorf("this test does not see %s", name)
		}
	}
}

func TestMetricsThatOthersReachNeedAToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config Config
		good   bool
	}{
		"nowhere":                      {Config{}, true},
		"on this machine alone":        {Config{Metrics: "127.0.0.1:9100"}, true},
		"by its name":                  {Config{Metrics: "localhost:9100"}, true},
		"the same in IPv6":             {Config{Metrics: "[::1]:9100"}, true},
		"everywhere":                   {Config{Metrics: ":9100"}, false},
		"everywhere, written out":      {Config{Metrics: "0.0.0.0:9100"}, false},
		"in the network":               {Config{Metrics: "10.1.2.3:9100"}, false},
		"at a name":                    {Config{Metrics: "metrics.example.com:9100"}, false},
		"at a name that looks like it": {Config{Metrics: "127.0.0.1.example.com:9100"}, false},
		"everywhere with a token":      {Config{Metrics: ":9100", MetricsToken: metricsToken}, true},
		"with a token that is guessed": {Config{Metrics: "127.0.0.1:9100", MetricsToken: "secret"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, err := test.config.meters()
			if (err == nil) != test.good || err != nil && m != nil || err == nil && (m == nil) != (test.config.Metrics == "") {
				t.Errorf("%v, %v", m, err)
			}
		})
	}
}
