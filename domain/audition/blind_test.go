package audition

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBlindAnswers plays the answers that were written after the rules were
// frozen, by somebody who had not seen the rules. One branches right when the
// end is as expected and at most one text moves the temper the other way; its
// file says in "branches" whether it does. At least four in five must.
func TestBlindAnswers(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/blind/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("nobody has written any yet")
	}
	right := 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var a struct {
			answers
			Branches string // right or wrong
		}
		if err := json.Unmarshal(raw, &a); err != nil {
			t.Fatal(f, err)
		}
		p := a.plays(t, 1)
		branches, moves := "right", 0
		for _, fault := range a.faults(p) {
			t.Logf("%s: %s", filepath.Base(f), fault)
			if strings.HasPrefix(fault, "text ") {
				moves++
			}
			if strings.HasPrefix(fault, "ends ") || moves > 1 {
				branches = "wrong"
			}
		}
		if branches == "right" {
			right++
		}
		if a.Branches != branches {
			t.Errorf("%s branches %s, its file says %q", filepath.Base(f), branches, a.Branches)
		}
	}
	if 5*right < 4*len(files) {
		t.Errorf("%d of %d branch right", right, len(files))
	}
}

func BenchmarkReadTheLongestText(b *testing.B) {
	for name, word := range map[string]string{"i": "i ", "not": "not ", "you": "you are so ", "kapot": "ik kan niet "} {
		text := strings.Repeat(word, MaxText/len(word))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Read(text, "en")
				Read(text, "nl")
			}
		})
	}
}
