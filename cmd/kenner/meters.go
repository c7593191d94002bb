package main

import (
	"cmp"
	"encoding/json"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// meters are the metrics of one process: a registry of their own, and what is
// counted while it happens. What is read when somebody asks is in readings. Nil
// counts nothing: then nobody asks.
//
// Labels are words of the code: operations, states, jobs. None is ever the
// identity of anybody, so that there are few of them.
type meters struct {
	registry *prometheus.Registry
	url      string        // where they are served
	oldest   time.Duration // that what the database said may be

	batches    prometheus.Histogram
	commits    prometheus.Histogram
	offers     map[desk.OfferState]prometheus.Counter
	requests   *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	limited    *prometheus.CounterVec
	runs       *prometheus.CounterVec
	runSeconds *prometheus.HistogramVec
}

// noOperation is the label of an answer that belongs to no operation: a page,
// a probe, an address that does not exist.
const noOperation = "other"

// What a run of a job came to.
const (
	runDone      = "done"
	runFailed    = "failed"
	runElsewhere = "elsewhere" // another node had the period
)

func newMeters(database string) *meters {
	counters := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	histograms := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	}
	m := &meters{
		registry: prometheus.NewRegistry(), oldest: readingsAge,
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "kenner_writer_batch_size", Help: "Use cases that shared one commit.", Buckets: prometheus.ExponentialBuckets(1, 2, 10),
		}),
		commits: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "kenner_writer_commit_seconds", Help: "How long the disk, or PostgreSQL, took to confirm a commit.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5},
		}),
		requests: counters("kenner_http_requests_total", "Answers, by operation and class of status.", "operation", "class"),
		seconds: histograms("kenner_http_seconds", "How long an answer took, but for those that wait on purpose.",
			[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}, "operation"),
		limited: counters("kenner_rate_limited_total", "Calls that a rate limit refused.", "limit"),
		runs:    counters("kenner_job_runs_total", "Runs of jobs on this node; elsewhere: another node had the period.", "job", "result"),
		runSeconds: histograms("kenner_job_seconds", "How long the runs of jobs on this node took.",
			[]float64{.01, .1, 1, 10, 60, 600}, "job"),
	}
	offers := counters("kenner_offers_total", "Offers that ended, on the node that delivered the news.", "result")
	m.offers = map[desk.OfferState]prometheus.Counter{}
	for _, state := range []desk.OfferState{desk.OfferAccepted, desk.OfferDeclined, desk.OfferLapsed, desk.OfferWithdrawn} {
		m.offers[state] = offers.WithLabelValues(string(state))
	}
	m.registry.MustRegister(m.batches, m.commits, offers, m.requests, m.seconds, m.limited, m.runs, m.runSeconds,
		buildInfo(database), collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// buildInfo says which binary this is, and on which database.
func buildInfo(database string) prometheus.Collector {
	version, revision, built := "", "", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, built = info.Main.Version, info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "kenner_build_info", Help: "Always 1: which binary this is, and on which database.",
		ConstLabels: prometheus.Labels{"version": version, "revision": revision, "go": built, "database": database},
	})
	g.Set(1)
	return g
}

// at is where the metrics are served, empty when nowhere.
func (m *meters) at() string {
	if m == nil {
		return ""
	}
	return m.url
}

// committing takes the time of one commit.
func (m *meters) committing() func(useCases int) {
	began := time.Now()
	return func(useCases int) {
		m.commits.Observe(time.Since(began).Seconds())
		m.batches.Observe(float64(useCases))
	}
}

// onCommit is what storage calls, nil when nobody counts.
func (m *meters) onCommit() func() func(useCases int) {
	if m == nil {
		return nil
	}
	return m.committing
}

// meter is what the API tells its answers to.
func (m *meters) meter() api.Meter {
	if m == nil {
		return api.Meter{}
	}
	return api.Meter{
		Now: time.Now, Operation: m.operation,
		Limited: func(limit string) { m.limited.WithLabelValues(limit).Inc() },
	}
}

// operation returns the counters of one operation. They are made with its first
// answer, and found without a look-up afterwards.
func (m *meters) operation(id string) func(status int, took time.Duration, timed bool) {
	id = cmp.Or(id, noOperation)
	seconds := sync.OnceValue(func() prometheus.Observer { return m.seconds.WithLabelValues(id) })
	var classes [6]func() prometheus.Counter
	for i := range classes {
		classes[i] = sync.OnceValue(func() prometheus.Counter { return m.requests.WithLabelValues(id, strconv.Itoa(i)+"xx") })
	}
	return func(status int, took time.Duration, timed bool) {
		classes[min(max(status/100, 1), len(classes)-1)]().Inc()
		if timed {
			seconds().Observe(took.Seconds())
		}
	}
}

// heard counts the end of an offer.
func (m *meters) heard(e storage.Stored) {
	if m == nil || e.Name != desk.OfferEnded {
		return
	}
	var ended desk.OfferHappened
	if json.Unmarshal(e.Payload, &ended) == nil && m.offers[ended.State] != nil {
		m.offers[ended.State].Inc()
	}
}

// ran counts one run of a job.
func (m *meters) ran(job string, here bool, err error, took time.Duration) {
	if m == nil {
		return
	}
	result := runDone
	switch {
	case err != nil:
		result = runFailed
	case !here:
		result = runElsewhere
	}
	m.runs.WithLabelValues(job, result).Inc()
	if here {
		m.runSeconds.WithLabelValues(job).Observe(took.Seconds())
	}
}

// expect makes the counters of jobs be there before the first run, at nothing.
func (m *meters) expect(jobs []string) {
	for _, job := range jobs {
		m.runSeconds.WithLabelValues(job)
		for _, result := range []string{runDone, runFailed, runElsewhere} {
			m.runs.WithLabelValues(job, result)
		}
	}
}
