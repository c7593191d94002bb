package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/kennerhq/kenner/storage/cache"
)

// How a start waits for Redis: nodes hear each other through it, so none starts
// deaf. Once it serves, losing Redis degrades a node and loses nothing.
const (
	redisPatience = 30 * time.Second
	redisPause    = 100 * time.Millisecond // at first; twice as long each time
	redisPauses   = 4 * time.Second        // at most
)

// awaitRedis returns when Redis answers, and refuses the start when it does not
// in time.
func (c *Config) awaitRedis(ctx context.Context, log *slog.Logger) (err error) {
	if c.Redis == "" {
		return nil
	}
	shared, err := cache.NewRedis(c.Redis, machine)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shared.Close()) }()
	ctx, cancel := context.WithTimeout(ctx, redisPatience)
	defer cancel()
	for pause := redisPause; ; pause = min(2*pause, redisPauses) {
		err := shared.Ping(ctx)
		if err == nil {
			return nil
		}
		log.Warn("waiting for Redis", "err", err)
		select {
		case <-ctx.Done():
			return fmt.Errorf("redis does not answer, and nodes hear each other through it: %w", err)
		case <-time.After(pause):
		}
	}
}
