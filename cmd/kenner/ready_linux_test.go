package main

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestADiskThatIsFullOrCannotBeWrittenIsNotReady(t *testing.T) {
	t.Parallel()
	c := Config{Data: storagetest.Disk(t, 8<<20), MinFree: "1MB"}
	check := func() error { return c.disk(t.Context()) }
	if err := check(); err != nil {
		t.Fatal(err)
	}
	free := storagetest.Fill(t, c.Data, 0)
	if err := check(); err == nil || errors.Is(err, api.ErrDegraded) {
		t.Fatalf("a full disk: %v", err)
	}
	free()
	if err := check(); err != nil {
		t.Fatalf("there is space again: %v", err)
	}
	c.MinFree = "3MB"
	if err := check(); !errors.Is(err, api.ErrDegraded) {
		t.Fatalf("little space: %v", err)
	}
	c.MinFree = "99%"
	if err := check(); err == nil && !errors.Is(err, api.ErrDegraded) {
		t.Fatalf("a bound that is too high: %v", err)
	}
	c.MinFree = "1MB"
	if err := syscall.Mount("", c.Data, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if err := check(); err == nil || errors.Is(err, api.ErrDegraded) {
		t.Fatalf("a disk that cannot be written: %v", err)
	}
}

func TestOnPostgreSQLOnlyTheKeysMatter(t *testing.T) {
	t.Parallel()
	c := Config{Data: t.TempDir(), Database: "postgres://db/kenner", MinFree: "100%"}
	if err := c.disk(t.Context()); !errors.Is(err, api.ErrDegraded) {
		t.Fatalf("without keys: %v", err)
	}
	if _, err := c.keys(); err != nil {
		t.Fatal(err)
	}
	if err := c.disk(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Keys = filepath.Join(c.Data, "others.json")
	if err := c.disk(t.Context()); !errors.Is(err, api.ErrDegraded) {
		t.Fatalf("with other keys that are not there: %v", err)
	}
}

func TestAnAmountOfDiskIsBytesOrAPart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]uint64{"64MB": 64 << 20, "5%": 50, "0": 0, "1.5KB": 1536, "12": 12, "2GB": 2 << 30} {
		got, err := parseSpace(text)
		if err != nil || got.of(1000) != want {
			t.Errorf("%s: %d, %v", text, got.of(1000), err)
		}
	}
	for _, text := range []string{"", "much", "-1MB", "101%", "5 MB", "NaN", "1e300GB", "5%MB"} {
		if got, err := parseSpace(text); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}
