package audition

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// blind is a file of testdata/blind: a candidate by somebody who had not seen
// the rules, written after they were frozen.
type blind struct {
	answers
	Branches string // right or wrong, as it turned out
}

func readBlind(t *testing.T, file string) blind {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b blind
	if err := json.Unmarshal(raw, &b); err != nil {
		t.Fatal(file, err)
	}
	// The writers' words: who is not content and does not walk off runs out of time.
	switch b.End {
	case "walkedOff":
		b.End = string(WalkedOff)
	case "timeUp":
		b.End = string(TimeUp)
	}
	for i, way := range b.Temper {
		if way == "same" {
			b.Temper[i] = "any" // one remark more or less is no branch
		}
	}
	return b
}

// branches reports whether the end is as expected, and at most one text moves the temper the other way.
func (b blind) branches(t *testing.T) bool {
	t.Helper()
	p := b.plays(t, 1)
	end, _ := p.Ended()
	if end == Open {
		end = TimeUp // nothing more was written
	}
	off := 0
	for i, turn := range p.Turns() {
		if i < len(b.Temper) && !goes(b.Temper[i], turn.Direction()) {
			off++
		}
	}
	right := string(end) == b.End && off <= 1
	if !right {
		t.Logf("ends %q, want %q; %d texts off\n%s", end, b.End, off, told(p))
	}
	return right
}

// TestBlindAnswers plays the answers that were written after the rules were
// frozen, by somebody who had not seen the rules. Each file says in "branches"
// whether it does; at least four in five must.
func TestBlindAnswers(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/blind/*.json")
	if err != nil || len(files) < 20 {
		t.Fatal(len(files), "files", err)
	}
	right := 0
	for _, f := range files {
		b := readBlind(t, f)
		branches := "wrong"
		if b.branches(t) {
			branches = "right"
			right++
		}
		if b.Branches != branches {
			t.Errorf("%s branches %s, its file says %q", strings.TrimSuffix(filepath.Base(f), ".json"), branches, b.Branches)
		}
	}
	if 5*right < 4*len(files) {
		t.Errorf("%d of %d branch right", right, len(files))
	}
}
