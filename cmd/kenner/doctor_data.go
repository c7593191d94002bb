package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/storage"
)

// filesystems that SQLite's locks and fsync cannot rely on, or that forget, by
// the number that statfs gives.
var filesystems = map[int64]struct{ name, why string }{
	0x6969:     {"NFS", "a network keeps neither locks nor commits as a disk does"},
	0xff534d42: {"CIFS", "a network keeps neither locks nor commits as a disk does"},
	0xfe534d42: {"SMB", "a network keeps neither locks nor commits as a disk does"},
	0x00c36400: {"Ceph", "a network keeps neither locks nor commits as a disk does"},
	0x01021997: {"9P", "a shared folder keeps neither locks nor commits as a disk does"},
	0x01021994: {"tmpfs", "it is memory, and gone after a restart of the machine"},
	0x858458f6: {"ramfs", "it is memory, and gone after a restart of the machine"},
}

func (d *doctor) folder(ctx context.Context) {
	info, err := os.Stat(d.c.Data)
	switch {
	case err != nil:
		d.sick("folder", "Name the folder with --data; `kenner serve` makes it.", "%v", err)
		return
	case !info.IsDir():
		d.sick("folder", "Name a folder with --data.", "%s is a file", d.c.Data)
		return
	}
	before := len(d.found)
	if open := info.Mode().Perm() & 0o077; open != 0 {
		d.sick("folder", "chmod 700 "+d.c.Data, "others may look into %s, which has mode %04o", d.c.Data, info.Mode().Perm())
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() != 0 && int(s.Uid) != os.Geteuid() {
		d.sick("folder", fmt.Sprintf("Run Kenner as user %d, or chown -R %d %s", s.Uid, os.Geteuid(), d.c.Data),
			"%s belongs to user %d and this is user %d", d.c.Data, s.Uid, os.Geteuid())
	}
	if err := d.c.disk(ctx); errors.Is(err, api.ErrDegraded) {
		d.warn("folder", "Make space on that disk.", "%v", err)
	} else if err != nil {
		d.sick("folder", "Make space on that disk, or give the folder to the user that Kenner runs as.", "%v", err)
	}
	if len(d.found) == before {
		d.well("folder", "%s is ours alone", d.c.Data)
	}
	if d.c.Database == "" {
		d.disk()
	}
}

// slowSync is an fsync that people feel: every message waits for one.
const slowSync = 20 * time.Millisecond

// disk says what SQLite's disk is and how fast it confirms.
func (d *doctor) disk() {
	var s syscall.Statfs_t
	if err := syscall.Statfs(d.c.Data, &s); err == nil {
		if bad, ok := filesystems[int64(s.Type)&math.MaxUint32]; ok { //nolint:unconvert // its type differs by platform
			d.warn("disk", "Keep the folder on a disk of this machine, or use PostgreSQL.", "%s is on %s: %s", d.c.Data, bad.name, bad.why)
		}
	}
	took, err := measureSync(d.c.Data)
	switch {
	case err != nil:
		d.sick("disk", "Give the folder to the user that Kenner runs as.", "%v", err)
	case took > slowSync:
		d.warn("disk", "Use a faster disk: every acknowledged message waits for one.", "a durable write takes %s", took.Round(time.Microsecond))
	default:
		d.well("disk", "a durable write takes %s", took.Round(time.Microsecond))
	}
}

// measureSync returns the median time of a durable write of one page.
func measureSync(folder string) (time.Duration, error) {
	f, err := os.CreateTemp(folder, ".doctor-*")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	defer func() { _ = f.Close() }()
	page, times := make([]byte, 4096), make([]time.Duration, 9)
	for i := range times {
		began := time.Now()
		if _, err := f.Write(page); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
		times[i] = time.Since(began)
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

func (d *doctor) keys(context.Context) {
	file := d.c.keysFile()
	_, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.c.Database == "" && !exists(filepath.Join(d.c.Data, "kenner.db")):
		d.warn("keys", "", "%s will be made at the first start", file)
		return
	case err != nil:
		d.sick("keys", "Take the file from another node or a backup: with new keys everybody has to sign in again, "+
			"and the brand's identity keys cannot be opened.", "%v", err)
		return
	}
	if _, err := auth.LoadKeys(file); err != nil {
		d.sick("keys", "chmod 600 the file; weak or broken keys: take it from another node or a backup.", "%v", err)
		return
	}
	d.well("keys", "%s is ours alone and its keys are strong", file)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// skew is how far a clock may be off before leases and tokens suffer.
const skew = 5 * time.Second

func (d *doctor) schema(found storage.Diagnosis) {
	switch {
	case found.Integrity != "ok":
		d.sick("database", "Stop Kenner and restore a backup; keep the damaged files.", "%s: the file is damaged: %s", found.Engine, found.Integrity)
	case found.Schema > found.Known:
		d.sick("database", "Install the newer kenner.", "its schema is version %d and this program knows %d", found.Schema, found.Known)
	case found.Schema < found.Known:
		d.sick("database", "Start `kenner serve`, or run `kenner migrate`.", "its schema is version %d and this program needs %d", found.Schema, found.Known)
	case found.Drift != nil:
		d.sick("database", "Restore a backup or mend it by hand.", "%v", found.Drift)
	default:
		d.well("database", "%s, schema %d, undamaged", found.Engine, found.Schema)
	}
	for _, s := range found.Settings {
		d.sick("database", "Set it: without it an acknowledged message may be lost.", "%s", s)
	}
	if off := machine().Sub(found.Clock).Abs(); off > skew {
		d.sick("clock", "Let both machines set their clocks by NTP.", "this machine and the database differ by %s", off.Round(time.Second))
	}
}
