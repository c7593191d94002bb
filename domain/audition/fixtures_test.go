package audition

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// answers is a file of testdata/answers: what one candidate wrote, and what a
// fair reader says about it.
type answers struct {
	Scenario ScenarioID
	Language domain.Language
	About    string
	Wrote    []string
	// End is solved, walked_off, time_up, or open when the play goes on after the last text.
	End string
	// Temper is down, up, same, not_up, not_down or any, by text; texts after the end do not count.
	Temper []string
	// Found and Never are cues, "fact:window" with what they are about.
	Found, Never       []string
	Patience, Courtesy string // pass or fail, for a fair reader
}

func readAnswers(t *testing.T) map[string]answers {
	t.Helper()
	files, err := filepath.Glob("testdata/answers/*.json")
	if err != nil || len(files) < 36 {
		t.Fatal(len(files), "files", err)
	}
	all := map[string]answers{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var a answers
		if err := json.Unmarshal(raw, &a); err != nil {
			t.Fatal(f, err)
		}
		all[strings.TrimSuffix(filepath.Base(f), ".json")] = a
	}
	return all
}

func shippedAs(t *testing.T, id ScenarioID, l domain.Language) Scenario {
	t.Helper()
	all := Shipped()
	i := slices.IndexFunc(all, func(s Scenario) bool { return s.ID == id && s.Language == l })
	if i < 0 {
		t.Fatal("no scenario", id, l)
	}
	return all[i]
}

// plays are the texts of a file, half a minute apart.
func (a answers) plays(t *testing.T, seed uint64) *Play {
	t.Helper()
	p, err := Start(shippedAs(t, a.Scenario, a.Language), seed)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range a.Wrote {
		p.Say(text, time.Duration(i+1)*30*time.Second)
	}
	return p
}

// faults are where a play is not what a fair reader expects.
func (a answers) faults(p *Play) []string {
	var all []string
	end, why := p.Ended()
	if got := string(end); got != a.End && (a.End != "open" || end != Open) {
		all = append(all, fmt.Sprintf("ends %q (%s), want %q", got, why, a.End))
	}
	found := map[string]bool{}
	for i, turn := range p.Turns() {
		for _, c := range turn.Cues {
			found[string(c.Kind)] = true
			if c.Key != "" {
				found[string(c.Kind)+":"+c.Key] = true
			}
		}
		if i < len(a.Temper) && !goes(a.Temper[i], turn.Direction()) {
			all = append(all, fmt.Sprintf("text %d goes %+d, want %s: %v", i+1, turn.Direction(), a.Temper[i], turn.Changes))
		}
	}
	for _, k := range a.Found {
		if !found[k] {
			all = append(all, "does not find "+k)
		}
	}
	for _, k := range a.Never {
		if found[k] {
			all = append(all, "finds "+k)
		}
	}
	return append(all, a.verdicts(p)...)
}

func goes(want string, direction int) bool {
	switch want {
	case "down":
		return direction < 0
	case "up":
		return direction > 0
	case "same":
		return direction == 0
	case "not_up":
		return direction <= 0
	case "not_down":
		return direction >= 0
	default:
		return true
	}
}

// verdicts compares what speaks against patience and courtesy with what a fair reader says.
func (a answers) verdicts(p *Play) []string {
	var all []string
	want := map[Dimension]string{Patience: a.Patience, Courtesy: a.Courtesy}
	for _, e := range p.Evidence() {
		w, asked := want[e.Dimension]
		if asked && w != "" && (w == "fail") != (len(e.Against) > 0) {
			all = append(all, fmt.Sprintf("%s: a fair reader says %s, against it speak %v", e.Dimension, w, e.Against))
		}
	}
	return all
}

func TestAnswersBranchForTheRightReasons(t *testing.T) {
	t.Parallel()
	for name, a := range readAnswers(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(5) {
				p := a.plays(t, seed)
				faults := a.faults(p)
				for _, f := range faults {
					t.Error(f)
				}
				if len(faults) > 0 {
					t.Log("\n" + told(p))
					break
				}
			}
		})
	}
}

// told is a play to read.
func told(p *Play) string {
	var b strings.Builder
	for _, e := range p.Transcript() {
		if e.Turn == nil {
			fmt.Fprintf(&b, "  C %-60s [%s %s %s %d>%d]\n", e.Text, e.Line.Why.Kind, e.Line.Why.Key, e.Line.Why.Cue, e.Line.Why.Before, e.Line.Why.After)
			continue
		}
		fmt.Fprintf(&b, "> %s\n", e.Text)
		for _, c := range e.Turn.Cues {
			fmt.Fprintf(&b, "      %-12s %-26s %q\n", c.Kind, c.Rule, c.Quote)
		}
		fmt.Fprintf(&b, "      %d -> %d %v\n", e.Turn.Before, e.Turn.After, e.Turn.Changes)
	}
	end, why := p.Ended()
	fmt.Fprintf(&b, "  END %q %s\n", end, why)
	return b.String()
}
