package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

type readyCommand struct {
	URL string `default:"http://localhost:8080" placeholder:"URL" help:"Where the server is."`
}

// Run asks a running server whether it is ready; it is the health check of a
// container that has no shell.
func (r readyCommand) Run(ctx context.Context, c *Config, t terminal) error {
	var said struct {
		Status string            `json:"status"`
		Checks map[string]string `json:"checks"`
	}
	status, err := ask(ctx, r.URL+"/readyz", &said)
	if err != nil {
		return err
	}
	if c.JSON {
		err = t.tell(said)
	} else {
		t.say("%s\n", said.Status)
		for _, name := range slices.Sorted(maps.Keys(said.Checks)) {
			t.say("%-9s %s\n", said.Checks[name], name)
		}
	}
	if err == nil && status != http.StatusOK {
		return errFound
	}
	return err
}

// probeLimit is how long a server may take to answer a probe.
const probeLimit = 5 * time.Second

var errNotKenner = errors.New("what answers there is no Kenner")

// alive reports why no Kenner answers at an origin, or nil.
func alive(ctx context.Context, origin string) error {
	var said struct {
		Status string `json:"status"`
	}
	if _, err := ask(ctx, origin+"/healthz", &said); err != nil {
		return err
	}
	if said.Status != "alive" {
		return errNotKenner
	}
	return nil
}

// ask gets a small JSON answer and its status.
func ask(ctx context.Context, address string, into any) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, fmt.Errorf("%q is no address: %w", address, err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	if err := json.NewDecoder(http.MaxBytesReader(nil, res.Body, 64<<10)).Decode(into); err != nil {
		return 0, errNotKenner
	}
	return res.StatusCode, nil
}
