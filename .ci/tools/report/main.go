// Command report prints what the tests did, by package: it reads the JUnit file
// that each suite named on the command line left in reports/. It exits with 1
// when a suite left none, when a test failed, and when one was skipped: a test
// that does not run proves nothing.
package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	lines, err := read("reports", os.Args[1:])
	if err := errors.Join(err, write(os.Stdout, lines)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// line is one package: tests, seconds, and what must not be.
type line struct {
	suite, name            string
	tests, skipped, failed int
	seconds                float64
	slowest                string
	slowestSeconds         float64
}

// junit is what every suite writes.
type junit struct {
	Suites []struct {
		Name    string  `xml:"name,attr"`
		Seconds float64 `xml:"time,attr"`
		Cases   []struct {
			Name    string    `xml:"name,attr"`
			Seconds float64   `xml:"time,attr"`
			Skipped *struct{} `xml:"skipped"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

// read adds the suites up by package. A suite without a report, or without a
// test in it, is an error.
func read(folder string, suites []string) ([]line, error) {
	var all []line
	var missing error
	for _, suite := range suites {
		text, err := os.ReadFile(filepath.Join(folder, suite+".xml")) //nolint:gosec // our own reports
		if err != nil {
			missing = errors.Join(missing, err)
			continue
		}
		lines, err := parse(suite, text)
		if err == nil && len(lines) == 0 {
			err = errors.New("no test ran")
		}
		if err != nil {
			missing = errors.Join(missing, fmt.Errorf("%s: %w", suite, err))
		}
		all = append(all, lines...)
	}
	return all, missing
}

func parse(suite string, text []byte) ([]line, error) {
	var j junit
	if err := xml.Unmarshal(text, &j); err != nil { //nolint:gosec // our own suites wrote it
		return nil, err
	}
	byName := map[string]*line{}
	for _, s := range j.Suites {
		name := place(suite, s.Name)
		l := byName[name]
		if l == nil {
			l = &line{suite: suite, name: name}
			byName[name] = l
		}
		l.seconds += s.Seconds
		for _, c := range s.Cases {
			l.tests++
			if c.Skipped != nil {
				l.skipped++
			}
			if c.Failure != nil || c.Error != nil {
				l.failed++
			}
			if c.Seconds > l.slowestSeconds {
				l.slowest, l.slowestSeconds = c.Name, c.Seconds
			}
		}
	}
	var lines []line
	for _, l := range byName {
		if l.tests > 0 {
			lines = append(lines, *l)
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.name, b.name) })
	return lines, nil
}

// place is where a suite's tests are, from the root: a package of Go, a folder
// of the frontend's units, a file of its stories.
func place(suite, name string) string {
	switch suite {
	case "units":
		return path.Join("frontend", path.Dir(name))
	case "stories":
		return path.Join("frontend/e2e", name)
	}
	return strings.TrimPrefix(name, "github.com/kennerhq/kenner/")
}

// write prints the table. It is an error when a test failed or was skipped.
func write(w io.Writer, lines []line) error {
	width := len("package")
	for _, l := range lines {
		width = max(width, len(l.name))
	}
	var out strings.Builder
	row := func(suite, name, rest string) { fmt.Fprintf(&out, "%-8s %-*s %s\n", suite, width, name, rest) }
	row("suite", "package", "  tests   time s  skipped  failed  slowest test")
	var total line
	for _, l := range lines {
		row(l.suite, l.name, fmt.Sprintf("%7d %8.1f %8d %7d  %.80s %.1f", l.tests, l.seconds, l.skipped, l.failed, l.slowest, l.slowestSeconds))
		total.tests += l.tests
		total.seconds += l.seconds
		total.skipped += l.skipped
		total.failed += l.failed
	}
	row("", "total", fmt.Sprintf("%7d %8.1f %8d %7d", total.tests, total.seconds, total.skipped, total.failed))
	_, err := io.WriteString(w, out.String())
	if total.skipped > 0 || total.failed > 0 {
		err = errors.Join(err, fmt.Errorf("%d tests were skipped, %d failed", total.skipped, total.failed))
	}
	return err
}
