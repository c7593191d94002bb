//go:build !race

// What is measured here takes seconds of arithmetic on few goroutines, and
// minutes under the race detector; the other tests run under it.

package learner_test

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/kennerhq/kenner/domain/learner"
)

// banking77 is the training part of Banking77 (PolyAI, 2020, CC BY 4.0):
// questions to a bank, each with one of 77 reasons.
func banking77(tb testing.TB) []learner.Example {
	tb.Helper()
	f, err := os.Open(filepath.Join("testdata", "banking77", "train.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	all := make([]learner.Example, 0, len(rows))
	for _, r := range rows[1:] {
		all = append(all, learner.Example{Text: r[0], Label: r[1]})
	}
	return all
}

// TestReasonsOfBanking77 holds the bar on a stratified fifth that no training saw.
func TestReasonsOfBanking77(t *testing.T) {
	t.Parallel()
	train, test := learner.Split(banking77(t), 5, 77)
	m, err := learner.Train(train, learner.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	r := learner.Evaluate(m, test)
	t.Logf("%s: %+v", m, r)
	if r.Texts < 1900 || r.Top1 < 0.91 || r.Top3 < 0.97 || r.Top5 < r.Top3 || r.MacroF1 < 0.90 {
		t.Fatalf("too few are right: %+v", r)
	}
}

// TestNothingIsLearnedFromShuffledLabels: what is right above comes from the
// texts, not from a test that leaks.
func TestNothingIsLearnedFromShuffledLabels(t *testing.T) {
	t.Parallel()
	train, test := learner.Split(banking77(t), 5, 77)
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(train), func(a, b int) {
		train[a].Label, train[b].Label = train[b].Label, train[a].Label
	})
	m, err := learner.Train(train, learner.Options{Nets: 1, Epochs: 4})
	if err != nil {
		t.Fatal(err)
	}
	if r := learner.Evaluate(m, test); r.Top1 >= 0.05 {
		t.Fatalf("%.3f are right by shuffled labels", r.Top1)
	}
}

func BenchmarkTrain(b *testing.B) {
	train, _ := learner.Split(banking77(b), 5, 77)
	for b.Loop() {
		if _, err := learner.Train(train, learner.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	train, test := learner.Split(banking77(b), 5, 77)
	m, err := learner.Train(train, learner.Options{Epochs: 1})
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; b.Loop(); i++ {
		m.Suggest(test[i%len(test)].Text, 3)
	}
}
