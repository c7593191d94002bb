package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"
)

// report is the line that a scenario prints. The quantiles are in milliseconds;
// CPU (microseconds an operation) and RSS (MiB) are the server's, FileLimit is
// our own.
type report struct {
	Scenario       string  `json:"scenario"`
	Clients        int     `json:"clients"`
	Seconds        float64 `json:"seconds"`
	Operations     int     `json:"operations"`
	PerSecond      float64 `json:"perSecond"`
	P50            float64 `json:"p50Ms"`
	P95            float64 `json:"p95Ms"`
	P99            float64 `json:"p99Ms"`
	Errors         int     `json:"errors"`
	FirstError     string  `json:"firstError,omitempty"`
	CPU            float64 `json:"cpuMicrosPerOperation"`
	RSS            float64 `json:"rssMiB"`
	FileLimit      uint64  `json:"fileLimit"`
	RefusedSockets int     `json:"refusedSockets"`
	Extra          any     `json:"extra,omitempty"`
}

func (r report) print(w io.Writer) error {
	r.FileLimit = fileLimit()
	return json.NewEncoder(w).Encode(r)
}

// failed is an error of ours.
func failed(format string, args ...any) error { return fmt.Errorf("loadgen: "+format, args...) }

// took fills the count, the rate and the quantiles; it sorts what it is given.
func (r *report) took(all []time.Duration) {
	r.Operations = len(all)
	if r.Seconds > 0 {
		r.PerSecond = float64(len(all)) / r.Seconds
	}
	slices.Sort(all)
	r.P50, r.P95, r.P99 = quantile(all, 0.50), quantile(all, 0.95), quantile(all, 0.99)
}

// spent fills what the server used since before.
func (r *report) spent(before usage, pid int) {
	after := usageOf(pid)
	r.RSS = after.rss
	if r.Operations > 0 {
		r.CPU = micros(after.cpu-before.cpu) / float64(r.Operations)
	}
}

// quantile is the share-th of sorted durations, in milliseconds; 0 of none.
func quantile(sorted []time.Duration, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return millis(sorted[min(int(share*float64(len(sorted))), len(sorted)-1)])
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// median is the middle one; of none it is 0.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
