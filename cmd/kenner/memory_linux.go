package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// forgetProgram takes the program's own code and constants out of this process's
// memory. They are clean copies of the file: what is needed again comes back from
// the system's cache, a page fault each. A start touches nearly all of them, a
// server at rest a small part.
func forgetProgram() error {
	self, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return err
	}
	maps, err := os.Open("/proc/self/smaps")
	if err != nil {
		return err
	}
	defer func() { _ = maps.Close() }()
	for lines := bufio.NewScanner(maps); ; {
		m, err := nextMapping(lines)
		if err != nil || m == nil {
			return err
		}
		if m.file != self || strings.Contains(m.rights, "w") || m.own > 0 {
			continue
		}
		if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, m.from, m.to-m.from, syscall.MADV_DONTNEED); errno != 0 {
			return fmt.Errorf("madvise: %w", errno)
		}
	}
}

// mapping is a piece of the address space. own counts the kilobytes in it that
// are no longer the file's, which would be lost.
type mapping struct {
	from, to uintptr
	rights   string
	file     string
	own      int
}

// nextMapping reads up to the last line of a mapping, nil at the end.
func nextMapping(lines *bufio.Scanner) (*mapping, error) {
	var m *mapping
	for lines.Scan() {
		line := lines.Text()
		name, rest, _ := strings.Cut(line, " ")
		switch {
		case !strings.HasSuffix(name, ":"):
			m = &mapping{own: 1} // until it says that it has none
			if _, err := fmt.Sscanf(name, "%x-%x", &m.from, &m.to); err != nil {
				return nil, fmt.Errorf("smaps: %q: %w", line, err)
			}
			if fields := strings.Fields(rest); len(fields) >= 4 { // rights, offset, device, inode and perhaps a file
				m.rights, m.file = fields[0], strings.Join(fields[4:], " ")
			}
		case m == nil:
			return nil, fmt.Errorf("smaps: %q", line)
		case name == "Anonymous:":
			if _, err := fmt.Sscanf(rest, "%d kB", &m.own); err != nil {
				return nil, fmt.Errorf("smaps: %q: %w", line, err)
			}
		case name == "VmFlags:":
			return m, nil
		}
	}
	return nil, lines.Err()
}
