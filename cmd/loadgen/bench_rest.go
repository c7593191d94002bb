package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// offers measures S12: offers while 1,000 wait for 300 experts.
func (b *bench) offers(ctx context.Context) ([]ratio, error) {
	s, err := b.serve(ctx, "offers")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	r, err := (&offers{target: s.on(pressers, 3*longRun), Waiting: 1000, Experts: 300, Pace: 25 * time.Millisecond}).measure(ctx)
	if err == nil && r.Errors > 0 {
		err = failed("%d failed: %s", r.Errors, r.FirstError)
	}
	if err == nil && r.Operations == 0 {
		err = errors.New("no freed seat got an offer")
	}
	const speed, wait = "offers, 1,000 waiting and 300 experts", "seat freed → offer p95"
	if err != nil {
		return []ratio{missing("S12", speed, atLeast(500), err), missing("S12", wait, atMost(300), err)}, nil
	}
	w, _ := r.Extra.(floorSpeed)
	rate := alone("S12", speed, side{"offers", w.PerSecond, "/s"}, atLeast(500))
	rate.Note = fmt.Sprintf("%.0f µs CPU each; %.0f/s and %.0f µs when each is accepted and closed, and another asked", w.CPU, w.Rush, w.RushCPU)
	late := alone("S12", wait, side{"wait", r.P95, " ms"}, atMost(300))
	late.Note = fmt.Sprintf("%d seats freed, %.0f a second", r.Operations, r.PerSecond)
	return []ratio{rate, late}, nil
}

// sockets measures S6: the memory of idle sockets.
func (b *bench) sockets(ctx context.Context) ([]ratio, error) {
	s, err := b.serve(ctx, "sockets")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	const margin = 500 // files that are not sockets
	n := int(min(10_000, max(fileLimit(), margin)-margin, max(fileLimitOf(s.pid), margin)-margin))
	r, err := (&sockets{target: s.on(pressers, 0), Sockets: n, Rest: 8 * time.Second}).measure(ctx)
	const what = "idle memory per connected, subscribed socket"
	if err == nil && r.Errors > 0 {
		err = failed("%d sockets were refused: %s", r.Errors, r.FirstError)
	}
	if err != nil {
		return []ratio{missing("S6", what, atMost(36), err)}, nil
	}
	i, _ := r.Extra.(idle)
	n64 := float64(i.Connected)
	l := over("S6", what, side{"memory", i.KiBPerSocket * n64, " KiB"}, side{"sockets", n64, ""}, atMost(36))
	l.Unit = " KiB"
	l.Note = fmt.Sprintf("file limits: ours %d, the server's %d", fileLimit(), i.ServerFileLimit)
	return []ratio{l}, nil
}

// cold measures S9: from starting the process to its first readiness, with
// 10,000 conversations there, and what it holds when nothing happens.
func (b *bench) cold(ctx context.Context) ([]ratio, error) {
	dir, err := b.copied("cold")
	if err != nil {
		return nil, err
	}
	const starts, rest = 5, 10 * time.Second
	var took []float64
	var rss float64
	for i := range starts + 1 { // the first one moves the schema and warms the disk's cache
		address, err := freeAddress(ctx)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		s, err := startAt(b.Binary, dir, address)
		if err != nil {
			return nil, err
		}
		err = ready(ctx, "http://"+address+"/readyz")
		if i > 0 {
			took = append(took, millis(time.Since(began)))
		}
		if err == nil && i == starts {
			pause(ctx, rest)
			rss = usageOf(s.pid).rss
		}
		s.stop()
		if err != nil {
			return nil, err
		}
	}
	cold := alone("S9", "cold start on 10k conversations, 100k messages", side{"ready after", median(took), " ms"}, atMost(100))
	cold.Note = fmt.Sprintf("median of %d", starts)
	return []ratio{cold, alone("S9", "idle memory 10 s later", side{"RSS", rss, " MiB"}, atMost(60))}, nil
}

// ready asks until the answer is 200, while patience lasts.
func ready(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		_, err := get(ctx, url)
		if err == nil || ctx.Err() != nil {
			return err
		}
		pause(ctx, time.Millisecond)
	}
}

// idle measures S13: statements on the database when nothing happens.
func (b *bench) idle(ctx context.Context) ([]ratio, error) {
	const what, settle, length = "database statements when nothing happens", 30 * time.Second, 30 * time.Second
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s, err := b.serve(ctx, "idle", "--metrics", address)
	if err != nil {
		return []ratio{missing("S13", what, atMost(1), err)}, nil
	}
	defer s.stop()
	pause(ctx, settle)               // the jobs of the start are over
	const quarter = 15 * time.Minute // the jobs of the day, which are no idleness
	last := time.Now().Truncate(quarter)
	if next := time.Until(last.Add(quarter)); next < length+time.Second {
		pause(ctx, next+settle)
	} else if busy := settle - time.Since(last); busy > 0 {
		pause(ctx, busy)
	}
	var before, after float64
	// The first look makes statements of its own, which the second counts.
	for _, look := range []struct {
		wait time.Duration
		into *float64
	}{{0, &before}, {0, &before}, {length, &after}} {
		pause(ctx, look.wait)
		if *look.into, err = metric(ctx, address, "kenner_database_statements_total"); err != nil {
			return []ratio{missing("S13", what, atMost(1), err)}, nil
		}
	}
	l := over("S13", what, side{"statements", after - before, ""}, side{"in", length.Seconds(), " s"}, atMost(1))
	l.Unit, l.Met = "/s", l.Must.met(l.Ratio)
	return []ratio{l}, nil
}

// metric sums every sample of a metric's name on a server's listener for them.
func metric(ctx context.Context, address, name string) (sum float64, err error) {
	text, err := get(ctx, "http://"+address+"/metrics")
	if err != nil {
		return 0, err
	}
	found := false
	for line := range strings.Lines(string(text)) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), name)
		if !ok || rest == "" || rest[0] != ' ' && rest[0] != '{' {
			continue
		}
		v, err := strconv.ParseFloat(rest[strings.LastIndexByte(rest, ' ')+1:], 64)
		if err != nil {
			return 0, failed("%s is no number: %w", line, err)
		}
		sum, found = sum+v, true
	}
	if !found {
		return 0, failed("%s has no %s", address, name)
	}
	return sum, nil
}

// startAt starts a server whose address is known before it answers.
func startAt(binary, dir, address string) (*server, error) {
	log, err := os.OpenFile(dir+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // our own folder
	if err != nil {
		return nil, err
	}
	return launch(binary, log, "serve", "--data", dir, "--listen", address)
}
