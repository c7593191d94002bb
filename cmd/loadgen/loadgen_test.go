package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// binary is the kenner under load: KENNER_BINARY, or one that is built here.
func binary(t *testing.T) string {
	t.Helper()
	if file := os.Getenv("KENNER_BINARY"); file != "" {
		return file
	}
	file := filepath.Join(t.TempDir(), "kenner")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, "../kenner").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return file
}

// quiet starts a demo that nobody plays.
func quiet(t *testing.T, binary, dir string) *server {
	t.Helper()
	s, err := start(t.Context(), binary, "demo", dir, append([]string{"--quiet"}, loadFlags...)...)
	require.NoError(t, err)
	t.Cleanup(s.stop)
	return s
}

// fields are what every line has.
var fields = []string{
	"scenario", "clients", "seconds", "operations", "perSecond", "p50Ms", "p95Ms", "p99Ms", "errors",
	"cpuMicrosPerOperation", "rssMiB", "fileLimit", "refusedSockets",
}

// TestScenarios presses a real demo with each scenario for a moment, one after
// another: each leaves the desk so that the next can work.
func TestScenarios(t *testing.T) {
	t.Parallel()
	file := binary(t)
	s := quiet(t, file, filepath.Join(t.TempDir(), "demo"))
	on := s.on(8, 300*time.Millisecond)
	long := s.on(8, 2*time.Second) // in halves, and an offer takes its time on a busy machine
	for _, c := range []struct {
		name string
		scenario
	}{
		{"messages", &messages{target: on}},
		{"messages, keyed", &messages{target: on, Keyed: true}},
		{"nothing", &nothing{on}},
		{"list", &list{on}},
		{"drop", &drop{target: s.on(8, time.Minute), Stock: 3, Tries: 30}}, // the tries end it
		{"posted-received", &received{target: long, Conversations: 8, Pace: typingPace}},
		{"offers", &offers{target: long, Waiting: 20, Experts: 4, Pace: 50 * time.Millisecond}},
		{"posted-received", &received{target: long, Conversations: 8, Pace: typingPace}},
		{"fanout", &fanout{target: on, Sockets: 20, Rounds: 3}},
		{"idle-sockets", &sockets{target: on, Sockets: 50, Rest: time.Millisecond}},
	} {
		r, err := c.measure(t.Context())
		require.NoError(t, err, c.name)
		var line bytes.Buffer
		require.NoError(t, r.print(&line))
		var said map[string]any
		require.NoError(t, json.Unmarshal(line.Bytes(), &said), "%s", line.Bytes())
		for _, f := range fields {
			require.Contains(t, said, f, c.name)
		}
		require.Equal(t, c.name, said["scenario"])
		require.Zero(t, r.Errors, "%s", line.Bytes())
		require.Positive(t, r.Operations, "%s", line.Bytes())
		require.Positive(t, r.RSS, "%s", line.Bytes())
		require.Positive(t, said["fileLimit"])
		if c.name == "drop" { // all pieces are sold, each once, and everybody else is told so
			require.Equal(t, sold{Stock: 3, Sold: 3, Refused: 27}, r.Extra)
		}
	}
}
