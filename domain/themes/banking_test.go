//go:build !race

// What is measured here takes seconds of arithmetic, and minutes under the race
// detector; the other tests run under it.

package themes_test

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/kennerhq/kenner/domain/themes"
)

// banking77 is a part of the training part of Banking77 (PolyAI, 2020, CC BY 4.0),
// with what people said that each question is about, which Find never sees.
func banking77(tb testing.TB, n int) (texts, reasons []string) {
	tb.Helper()
	f, err := os.Open(filepath.Join("..", "learner", "testdata", "banking77", "train.csv"))
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	rows = rows[1:]
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(rows), func(a, b int) { rows[a], rows[b] = rows[b], rows[a] })
	for _, r := range rows[:n] {
		texts, reasons = append(texts, r[0]), append(reasons, r[1])
	}
	return texts, reasons
}

// agreement is the V-measure (Rosenberg and Hirschberg, 2007) of groups with
// reasons: the harmonic mean of how pure groups are and how whole reasons stay,
// 0 to 1; and which share of the questions is in a group.
func agreement(groups []themes.Group, reasons []string) (v, grouped float64) {
	type pair struct {
		group  int
		reason string
	}
	n, both, byGroup, byReason := 0.0, map[pair]float64{}, map[int]float64{}, map[string]float64{}
	for i, g := range groups {
		for _, m := range g.Members {
			n++
			both[pair{i, reasons[m]}]++
			byGroup[i]++
			byReason[reasons[m]]++
		}
	}
	var ofGroups, ofReasons, impure, torn float64
	for _, c := range byGroup {
		ofGroups -= c / n * math.Log(c/n)
	}
	for _, c := range byReason {
		ofReasons -= c / n * math.Log(c/n)
	}
	for p, c := range both {
		impure -= c / n * math.Log(c/byGroup[p.group])
		torn -= c / n * math.Log(c/byReason[p.reason])
	}
	h, c := 1-impure/ofReasons, 1-torn/ofGroups
	return 2 * h * c / (h + c), n / float64(len(reasons))
}

// TestThemesOfBanking77 holds the bar on a week of two thousand questions with 77
// reasons; and what is right comes from the texts: with the reasons dealt out
// anew, hardly anything agrees.
func TestThemesOfBanking77(t *testing.T) {
	t.Parallel()
	texts, reasons := banking77(t, 2000)
	groups := themes.Find("en", texts, nil)
	v, grouped := agreement(groups, reasons)
	t.Logf("%d groups, V %.3f, %.0f %% in a group", len(groups), v, 100*grouped)
	if v < 0.70 || grouped < 0.75 || len(groups) < 77 || len(groups) > 250 {
		t.Errorf("%d groups, V %.3f, %.2f in a group", len(groups), v, grouped)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(reasons), func(a, b int) { reasons[a], reasons[b] = reasons[b], reasons[a] })
	if dealt, _ := agreement(groups, reasons); dealt > v-0.2 {
		t.Errorf("with other reasons V is %.3f", dealt)
	}
}

// TestThemesGoOn: a second thousand questions find the themes of the first again.
func TestThemesGoOn(t *testing.T) {
	t.Parallel()
	texts, reasons := banking77(t, 4000)
	first := themes.Find("en", texts[:2000], nil)
	before := make([]themes.Known, len(first))
	for i, g := range first {
		before[i] = themes.Known{ID: themes.ThemeID(strconv.Itoa(i)), Terms: g.Terms}
	}
	about := func(g themes.Group, of []string) string {
		count := map[string]int{}
		for _, m := range g.Members {
			count[of[m]]++
		}
		most := ""
		for r, n := range count {
			if n > count[most] || n == count[most] && r < most {
				most = r
			}
		}
		return most
	}
	goesOn, right, all := 0, 0, 0
	for _, g := range themes.Find("en", texts[2000:], before) {
		all += len(g.Members)
		at := slices.IndexFunc(before, func(k themes.Known) bool { return k.ID == g.Known })
		if at < 0 {
			continue
		}
		goesOn += len(g.Members)
		if about(first[at], reasons[:2000]) == about(g, reasons[2000:]) {
			right += len(g.Members)
		}
	}
	t.Logf("of %d questions in a group %d go on a theme, %d of them the right one", all, goesOn, right)
	if goesOn*10 < all*8 || right*10 < goesOn*6 {
		t.Errorf("of %d questions in a group %d go on a theme, %d of them the right one", all, goesOn, right)
	}
}

func BenchmarkThemes(b *testing.B) {
	texts, _ := banking77(b, 2000)
	for b.Loop() {
		themes.Find("en", texts, nil)
	}
}
