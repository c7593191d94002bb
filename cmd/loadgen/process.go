package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// usage is what a process has used so far.
type usage struct {
	cpu time.Duration
	rss float64 // MiB
}

// tick is the unit of /proc/PID/stat; Linux has had 100 a second on every
// machine for ever.
const tick = 10 * time.Millisecond

// usageOf reads /proc; a process that cannot be read has used nothing.
func usageOf(pid int) usage {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return usage{}
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // a name may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 22 {
		return usage{}
	}
	number := func(i int) int64 { n, _ := strconv.ParseInt(fields[i], 10, 64); return n }
	pages := float64(number(21))
	return usage{time.Duration(number(11)+number(12)) * tick, pages * float64(os.Getpagesize()) / (1 << 20)}
}

// filesOf is how many files and sockets a process has open; 0 when it cannot be
// read.
func filesOf(pid int) int {
	all, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0
	}
	return len(all)
}

// fileLimit is how many files and sockets this process may have open: Go has
// raised it to what the machine allows.
func fileLimit() uint64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return l.Cur
}

// fileLimitOf is the limit of another process; 0 when it cannot be read.
func fileLimitOf(pid int) uint64 {
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(limits)) {
		if rest, ok := strings.CutPrefix(line, "Max open files"); ok {
			n, _ := strconv.ParseUint(strings.Fields(rest)[0], 10, 64)
			return n
		}
	}
	return 0
}
