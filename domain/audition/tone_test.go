package audition

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

var learn = flag.Bool("learn", false, "write reading/*.tone anew from testdata")

// labelled is a text and whether it speaks for its writer.
type labelled struct {
	marks       []mark
	helps, rude bool
}

// labelledTexts are the texts of the fixtures, each by the direction that a fair reader
// expects and by how its writer ends, and the single ones of testdata/tone, twice.
func labelledTexts(t *testing.T, l domain.Language) []labelled {
	t.Helper()
	all := []labelled{}
	files := readAnswers(t)
	names := []string{}
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	add := func(text string, helps, rude bool) {
		x := lexiconOf(l)
		w := cut(text, l)
		w.mend(x, nil, nil)
		all = append(all, labelled{w.marks(), helps, rude})
	}
	for _, name := range names {
		a := files[name]
		for i, text := range a.Wrote {
			way := "any"
			if i < len(a.Temper) {
				way = a.Temper[i]
			}
			switch {
			case a.Language != l:
			case way == "down", way == "not_up", a.End == string(Solved) && way != "up" && way != "not_down":
				add(text, true, false)
			case way == "up" && a.Patience != "pass" && a.Courtesy != "pass" && a.End == string(WalkedOff):
				add(text, false, true)
			case way == "up", way == "not_down", a.End == "open":
				add(text, false, false)
			}
		}
	}
	raw, err := os.ReadFile("testdata/tone/" + string(l) + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for line := range strings.Lines(string(raw)) {
			add(strings.TrimSpace(line[1:]), line[0] == '+', line[0] == '-')
		}
	}
	return all
}

// learned is a logistic regression over the marks, with a pull towards nothing.
func learned(texts []labelled, is func(labelled) bool) map[string]float64 {
	const rounds, step, pull, often = 40, 0.06, 0.15, 2
	count, weight := map[string]int{}, map[string]float64{}
	for _, e := range texts {
		for _, m := range e.marks {
			count[m.name]++
		}
	}
	for round := range rounds {
		rate := step / (1 + float64(round)/10)
		for _, e := range texts {
			sum, want := 0.0, 0.0
			for _, m := range e.marks {
				sum += weight[m.name]
			}
			if is(e) {
				want = 1
			}
			off := want - 1/(1+math.Exp(-sum))
			for _, m := range e.marks {
				if count[m.name] >= often {
					weight[m.name] += rate * (off - pull*weight[m.name])
				}
			}
		}
	}
	return weight
}

// table is what is learned from texts, to be written.
func table(texts []labelled) string {
	const least = 10 // hundredths
	helps := learned(texts, func(e labelled) bool { return e.helps })
	rude := learned(texts, func(e labelled) bool { return e.rude })
	rows := []string{}
	for name := range helps {
		h, r := int(math.Round(100*helps[name])), int(math.Round(100*rude[name]))
		if max(h, -h) >= least || max(r, -r) >= least {
			rows = append(rows, fmt.Sprintf("%+04d %+04d %s\n", h, r, name))
		}
	}
	slices.SortFunc(rows, func(a, b string) int { return strings.Compare(a[10:], b[10:]) })
	return strings.Join(rows, "")
}

// TestTheToneTablesAreLearnedFromTheTexts reads the tables; -learn writes them.
func TestTheToneTablesAreLearnedFromTheTexts(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		all := labelledTexts(t, l)
		if *learn {
			if err := os.WriteFile("reading/"+string(l)+".tone", []byte(table(all)), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		right := 0
		for _, e := range all {
			sum := lean{}
			for _, m := range e.marks {
				sum.helps += toneTables()[l][m.name].helps
				sum.rude += toneTables()[l][m.name].rude
			}
			if (sum.helps > 0) == e.helps && (sum.rude > 0) == e.rude {
				right++
			}
		}
		t.Log(l, right, "of", len(all))
		if 10*right < 9*len(all) {
			t.Errorf("%s: %d of %d: the tables are not of these texts; run with -learn", l, right, len(all))
		}
	}
}
