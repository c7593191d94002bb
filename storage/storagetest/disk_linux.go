package storagetest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Disk is a folder on a disk of its own, of so many bytes, which is gone when
// the test ends. It takes the right to mount: whoever may not mount sees the
// test skipped.
func Disk(tb testing.TB, size int) string {
	tb.Helper()
	folder := tb.TempDir()
	err := syscall.Mount("kenner", folder, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", size))
	if errors.Is(err, syscall.EPERM) {
		tb.Skip("this user may not mount a disk: run it as root")
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			tb.Error(err)
		}
	})
	return folder
}

// Fill takes all the space of folder's disk but spare bytes; the returned
// function gives it back.
func Fill(tb testing.TB, folder string, spare int64) (free func()) {
	tb.Helper()
	file := filepath.Join(folder, "filler")
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // the test's own folder
	if err != nil {
		tb.Fatal(err)
	}
	for size := 64 << 10; size >= 1; {
		if _, err := f.WriteString(strings.Repeat("x", size)); err != nil {
			size /= 2
		}
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(max(0, info.Size()-spare))
	}
	if err = errors.Join(err, f.Close()); err != nil {
		tb.Fatal(err)
	}
	return func() {
		if err := os.Remove(file); err != nil {
			tb.Fatal(err)
		}
	}
}
