package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/cache"
)

// checks are what /readyz asks. stopping is the context that ends with the
// signal to stop.
func (h *house) checks(stopping context.Context, c *Config) (map[string]func(context.Context) error, error) {
	checks := map[string]func(context.Context) error{
		"database": h.db.Reading,
		"writer":   h.db.Writing,
		"disk":     c.disk,
		"outbox": func(ctx context.Context) error {
			return degraded(h.db.Delivering(ctx, c.OutboxAge), storage.ErrBehind)
		},
		"signal": func(context.Context) error { return stopping.Err() },
	}
	if _, err := parseSpace(c.MinFree); err != nil {
		return nil, err
	}
	if c.Redis == "" {
		return checks, nil
	}
	shared, err := cache.NewRedis(c.Redis, machine)
	if err != nil {
		return nil, err
	}
	checks["redis"] = func(ctx context.Context) error {
		if err := shared.Ping(ctx); err != nil {
			return fmt.Errorf("%w: %w", api.ErrDegraded, err)
		}
		return nil
	}
	return checks, nil
}

// degraded turns an error that is a harmless one into a warning.
func degraded(err, harmless error) error {
	if errors.Is(err, harmless) {
		return fmt.Errorf("%w: %w", api.ErrDegraded, err)
	}
	return err
}

// warnAt is how many times the space that must be free is little.
const warnAt = 4

// disk reports why the data folder cannot be written, or nil. With PostgreSQL
// nothing but the keys is there, which the process has read: losing them is a
// warning about the next start.
func (c *Config) disk(context.Context) error {
	if c.Database != "" {
		if _, err := os.Stat(c.keysFile()); err != nil {
			return fmt.Errorf("%w: the keys are gone, and the next start needs them: %w", api.ErrDegraded, err)
		}
		return nil
	}
	least, err := parseSpace(c.MinFree)
	if err != nil {
		return err
	}
	free, total, err := space(c.Data)
	if err != nil {
		return err
	}
	if need := least.of(total); free < need {
		return fmt.Errorf("%s has %s free, less than --min-free %s", c.Data, bytesText(free), c.MinFree)
	}
	if err := writable(c.Data); err != nil {
		return err
	}
	if need := least.of(total) * warnAt; free < need {
		return fmt.Errorf("%w: %s has only %s free", api.ErrDegraded, c.Data, bytesText(free))
	}
	return nil
}

// keysFile is where the signing keys are.
func (c *Config) keysFile() string {
	if c.Keys != "" {
		return c.Keys
	}
	return filepath.Join(c.Data, "keys.json")
}

// space is what this process may still write to the disk of a folder, and its size.
func space(folder string) (free, total uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, 0, fmt.Errorf("free space of %s: %w", folder, err)
	}
	block := uint64(s.Bsize) //nolint:gosec // the kernel's block size is positive
	return s.Bavail * block, s.Blocks * block, nil
}

// writable reports why a folder cannot be written, or nil. The file that it
// tries is gone afterwards.
func writable(folder string) error {
	f, err := os.CreateTemp(folder, ".ready-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString("Kenner tries whether this folder can be written.\n")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// room is an amount of disk: bytes, or a part of the whole.
type room struct {
	bytes   uint64
	percent float64
}

var units = map[string]uint64{"": 1, "B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}

// parseSpace reads 64MB or 5%.
func parseSpace(s string) (room, error) {
	number := strings.TrimRight(s, "%KMGTB")
	n, err := strconv.ParseFloat(number, 64)
	unit, known := units[strings.TrimPrefix(s, number)]
	switch {
	case err != nil || !(n >= 0 && n <= 1<<40): // and no NaN
	case strings.TrimPrefix(s, number) == "%" && n <= 100:
		return room{percent: n}, nil
	case known:
		return room{bytes: uint64(n * float64(unit))}, nil
	}
	return room{}, fmt.Errorf("--min-free: %q is not an amount such as 64MB or 5%%", s)
}

func (r room) of(total uint64) uint64 { return r.bytes + uint64(r.percent/100*float64(total)) }

// bytesText shows an amount to a person.
func bytesText(n uint64) string {
	switch {
	case n >= 10<<30:
		return fmt.Sprintf("%d GB", n>>30)
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d KB", n>>10)
}
