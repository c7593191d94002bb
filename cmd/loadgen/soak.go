package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// soak plays the demo for a long time and sees whether anything grows.
type soak struct {
	Binary string        `default:"bin/kenner" type:"existingfile" help:"The kenner to watch."`
	For    time.Duration `default:"1h" help:"How long, after the warm-up."`
	WarmUp time.Duration `default:"5m" help:"How long the first look is put off: caches fill."`
	Every  time.Duration `default:"10s" help:"How often to look."`
	Memory float64       `default:"0.25" help:"By what share the memory may grow from the first quarter to the last: the demo's data grows, and SQLite keeps what it reads."`
}

// slack is by how much goroutines and files may differ between two quarters:
// those of a conversation that is played come and go.
const slack = 8

// trend is how one figure went.
type trend struct {
	First  float64 `json:"first"`
	Last   float64 `json:"last"`
	Early  float64 `json:"firstQuarterMedian"`
	Late   float64 `json:"lastQuarterMedian"`
	Growth float64 `json:"growth"` // of the medians, as a share
	Grew   bool    `json:"grew"`
}

// soaked is the line that soak prints.
type soaked struct {
	Scenario   string  `json:"scenario"`
	Seconds    float64 `json:"seconds"`
	Samples    int     `json:"samples"`
	RSS        trend   `json:"rssMiB"`
	Goroutines trend   `json:"goroutines"`
	Files      trend   `json:"files"`
	Delivered  float64 `json:"eventsDelivered"` // so much happened meanwhile
}

// Run prints the line, and fails when something grew.
func (s *soak) Run(ctx context.Context) error {
	l, err := s.measure(ctx)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(l); err != nil {
		return err
	}
	if l.RSS.Grew || l.Goroutines.Grew || l.Files.Grew {
		return failed("something grew")
	}
	return nil
}

// measure watches a lively demo of its own. A customer stays connected: the
// demo plays for as long as somebody looks.
func (s *soak) measure(ctx context.Context) (l soaked, err error) {
	dir, err := os.MkdirTemp("", "kenner-soak-")
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address, err := freeAddress(ctx)
	if err != nil {
		return l, err
	}
	k, err := start(ctx, s.Binary, "demo", filepath.Join(dir, "data"), "--metrics", address)
	if err != nil {
		return l, err
	}
	defer k.stop()
	watcher, err := newAPI(k.url, 1).visitor(ctx, "")
	if err != nil {
		return l, err
	}
	hang, err := watcher.stay(ctx)
	if err != nil {
		return l, err
	}
	defer hang()
	pause(ctx, s.WarmUp)
	return s.watch(ctx, k.pid, address)
}

// stay connects somebody again whenever the line breaks, until ctx ends or hang
// is called.
func (p *person) stay(ctx context.Context) (hang func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	line, err := p.connect(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	go func() {
		for ctx.Err() == nil {
			stop := context.AfterFunc(ctx, line.close)
			line.listen(func(push) {})
			stop()
			for ctx.Err() == nil {
				pause(ctx, time.Second)
				if next, err := p.connect(ctx); err == nil {
					line = next
					break
				}
			}
		}
		line.close()
	}()
	return cancel, nil
}

// watch looks at the server now and then, and says how it went.
func (s *soak) watch(ctx context.Context, pid int, address string) (l soaked, err error) {
	var rss, goroutines, files []float64
	began := time.Now()
	delivered, err := metric(ctx, address, "kenner_outbox_delivered_total")
	if err != nil {
		return l, err
	}
	for time.Since(began) < s.For && ctx.Err() == nil {
		n, err := metric(ctx, address, "go_goroutines")
		if err != nil {
			return l, fmt.Errorf("after %s: %w", time.Since(began).Round(time.Second), err)
		}
		rss, goroutines, files = append(rss, usageOf(pid).rss), append(goroutines, n), append(files, float64(filesOf(pid)))
		pause(ctx, s.Every)
	}
	if ctx.Err() != nil {
		return l, ctx.Err()
	}
	l = soaked{Scenario: "soak", Seconds: time.Since(began).Seconds(), Samples: len(rss)}
	l.RSS = trendOf(rss, func(early, late float64) bool { return late > early*(1+s.Memory) })
	more := func(early, late float64) bool { return late > early+slack }
	l.Goroutines, l.Files = trendOf(goroutines, more), trendOf(files, more)
	now, err := metric(ctx, address, "kenner_outbox_delivered_total")
	l.Delivered = now - delivered
	return l, err
}

// trendOf compares the first quarter of the samples with the last.
func trendOf(samples []float64, grew func(early, late float64) bool) trend {
	if len(samples) == 0 {
		return trend{}
	}
	quarter := max(len(samples)/4, 1)
	t := trend{First: samples[0], Last: samples[len(samples)-1], Early: median(samples[:quarter]), Late: median(samples[len(samples)-quarter:])}
	if t.Early > 0 {
		t.Growth = t.Late/t.Early - 1
	}
	t.Grew = grew(t.Early, t.Late)
	return t
}
