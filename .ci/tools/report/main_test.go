package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheReport(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		suite, xml string
		row        string // what the table says
		fault      string // what the run fails with
	}{
		"a package of Go":       {"go", `<testsuites><testsuite name="github.com/kennerhq/kenner/api" time="2"><testcase name="A" time="2"/></testsuite></testsuites>`, "go       api           1      2.0        0       0  A 2.0", ""},
		"a folder of units":     {"units", `<testsuites><testsuite name="src/desk/a.test.ts"><testcase/></testsuite><testsuite name="src/desk/b.test.ts"><testcase/></testsuite></testsuites>`, "units    frontend/src/desk       2", ""},
		"a file of stories":     {"stories", `<testsuites><testsuite name="main.story.ts"><testcase/></testsuite></testsuites>`, "stories  frontend/e2e/main.story.ts       1", ""},
		"a test that failed":    {"go", `<testsuites><testsuite name="x"><testcase/><testcase><failure/></testcase></testsuite></testsuites>`, "go       x             2      0.0        0       1", "0 tests were skipped, 1 failed"},
		"a test that broke":     {"go", `<testsuites><testsuite name="x"><testcase><error/></testcase></testsuite></testsuites>`, "1", "1 failed"},
		"a test that did not":   {"go", `<testsuites><testsuite name="x"><testcase/><testcase><skipped/></testcase></testsuite></testsuites>`, "total         2      0.0        1       0", "1 tests were skipped, 0 failed"},
		"a suite without tests": {"go", `<testsuites></testsuites>`, "total         0", "go: no test ran"},
		"a report cut short":    {"go", `<testsuites><testsuite`, "total", "go: "},
		"no report":             {"race", "", "total", "race.xml"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if tt.xml != "" {
				if err := os.WriteFile(filepath.Join(folder, tt.suite+".xml"), []byte(tt.xml), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var table strings.Builder
			lines, fault := read(folder, []string{tt.suite})
			if err := write(&table, lines); err != nil {
				fault = err
			}
			if !strings.Contains(table.String(), tt.row) {
				t.Errorf("want %q in\n%s", tt.row, table.String())
			}
			if (fault == nil) != (tt.fault == "") || fault != nil && !strings.Contains(fault.Error(), tt.fault) {
				t.Errorf("want %q, got %v", tt.fault, fault)
			}
		})
	}
}
