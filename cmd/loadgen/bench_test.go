package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestFill fills the folder of a demo; its books are right, somebody can work
// in it, and the rows of messages can be written straight into a copy.
func TestFill(t *testing.T) {
	t.Parallel()
	file, dir := binary(t), t.TempDir()
	data, logins := filepath.Join(dir, "data"), filepath.Join(dir, "logins.json")
	s, err := start(t.Context(), file, "demo", data, "--quiet")
	require.NoError(t, err)
	s.stop()
	require.NoError(t, filling{Experts: 5, Conversations: 40, Messages: 4}.fill(t.Context(), data, s.demo, logins))
	out, err := exec.CommandContext(t.Context(), file, "reconcile", "--data", data).CombinedOutput()
	require.NoError(t, err, "%s", out)

	bare := filepath.Join(dir, "raw")
	require.NoError(t, copyFolder(data, bare))
	r, err := (&rawScenario{Data: bare, Clients: 8, For: 200 * time.Millisecond}).measure(t.Context())
	require.NoError(t, err)
	require.Zero(t, r.Errors, r.FirstError)
	require.Positive(t, r.Operations)
	out, err = exec.CommandContext(t.Context(), file, "migrate", "--status", "--data", bare).CombinedOutput()
	require.NoError(t, err, "%s", out)

	b := &bench{Binary: file, dir: dir, base: data}
	full, err := b.serve(t.Context(), "full")
	require.NoError(t, err)
	t.Cleanup(full.stop)
	o := &offers{target: full.on(8, 2*time.Second), Waiting: 10, Pace: 50 * time.Millisecond}
	o.Demo = logins
	r, err = o.measure(t.Context())
	require.NoError(t, err)
	require.Zero(t, r.Errors, r.FirstError)
	require.Equal(t, 5, r.Clients)
}

// TestSoakLooks watches a demo for a moment; whether it grows takes an hour.
func TestSoakLooks(t *testing.T) {
	t.Parallel()
	l, err := (&soak{Binary: binary(t), For: 500 * time.Millisecond, Every: 50 * time.Millisecond}).measure(t.Context())
	require.NoError(t, err)
	require.Positive(t, l.Samples)
	for _, figure := range []trend{l.RSS, l.Goroutines, l.Files} {
		require.Positive(t, figure.First)
		require.Positive(t, figure.Late)
	}
}

func TestTrend(t *testing.T) {
	t.Parallel()
	double := func(early, late float64) bool { return late >= 2*early }
	require.Equal(t, trend{First: 1, Last: 9, Early: 1.5, Late: 8.5, Growth: 8.5/1.5 - 1, Grew: true},
		trendOf([]float64{1, 2, 5, 5, 5, 5, 8, 9}, double))
	require.Equal(t, trend{First: 4, Last: 4, Early: 4, Late: 4}, trendOf([]float64{4}, double))
	require.Equal(t, trend{}, trendOf(nil, double))
}

func TestRatioLines(t *testing.T) {
	t.Parallel()
	post, nothing := side{"post", 300, " µs"}, side{"nothing", 60, " µs"}
	for want, line := range map[string]ratio{
		"S3   CPU                                            post 300 µs ÷ nothing 60 µs = 5, must ≤ 6: met\n":     over("S3", "CPU", post, nothing, atMost(6)),
		"S3   CPU                                            post 300 µs ÷ nothing 60 µs = 5, must ≥ 6: NOT MET\n": over("S3", "CPU", post, nothing, atLeast(6)),
		"S9   start                                          after 41.5 ms = 41.5 ms, must ≤ 100: met\n":           alone("S9", "start", side{"after", 41.5, " ms"}, atMost(100)),
		"S2   batch                                          NOT MEASURED  no such flag\n":                         missing("S2", "batch", atLeast(3), errors.New("no such flag")),
	} {
		var out bytes.Buffer
		require.NoError(t, line.print(&out, false))
		require.Equal(t, want, out.String())
		out.Reset()
		require.NoError(t, line.print(&out, true))
		var back ratio
		require.NoError(t, json.Unmarshal(out.Bytes(), &back))
		require.Equal(t, line, back)
	}
	require.False(t, over("S1", "nothing was measured", side{}, side{"raw", 1, ""}, atMost(1)).Met)
}

// TestPostLines: what could not be measured says why, and the rest stands.
func TestPostLines(t *testing.T) {
	t.Parallel()
	all := map[string]runs{
		"posts": {{PerSecond: 1, CPU: 900}, {PerSecond: 4000, CPU: 150}, {PerSecond: 5000, CPU: 150}},
		"raw":   {{PerSecond: 16_000}}, "nothing": {{CPU: 50}}, "list": {{CPU: 100}}, "keyed": {{PerSecond: 3000}},
	}
	lines := postLines(all, map[string]error{"apart": errors.New("no such flag")})
	require.Len(t, lines, 8)
	require.Equal(t, "no such flag", lines[1].Error)
	require.InDelta(t, 0.25, lines[0].Ratio, 1e-9) // of the medians
	require.InDelta(t, 3, lines[2].Ratio, 1e-9)
	for i, l := range lines {
		require.Equal(t, i != 1, l.Met, l.ID)
	}
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	r := report{Seconds: 2}
	all := make([]time.Duration, 100)
	for i := range all {
		all[99-i] = time.Duration(i+1) * time.Millisecond
	}
	r.took(all)
	require.Equal(t, report{Seconds: 2, Operations: 100, PerSecond: 50, P50: 51, P95: 96, P99: 100}, r)
	require.InDelta(t, 2.5, median([]float64{4, 1, 3, 2}), 0)
	require.Zero(t, median(nil))
}
