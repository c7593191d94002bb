package indicators_test

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones, wherever the test runs

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/rewards"
)

func amsterdam(tb testing.TB) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func at(text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func levels(reason string) rewards.Reason {
	below := map[string]domain.ReasonID{"sound": "use", "battery": "use", "return": "order"}
	if p := below[reason]; p != "" {
		return rewards.Reason{First: p, Second: domain.ReasonID(reason)}
	}
	return rewards.Reason{First: domain.ReasonID(reason)}
}

// fixture reads testdata/episodes.csv; who returned is found by comparing each
// episode with all others.
func fixture(tb testing.TB) (all []indicators.Episode, held []indicators.Assignment) {
	tb.Helper()
	f, err := os.Open("testdata/episodes.csv")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	customers := make([]string, 0, len(lines))
	for _, line := range lines[1:] {
		r := map[string]string{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		no, _ := strconv.Atoi(r["episode"])
		stars, _ := strconv.Atoi(r["stars"])
		e := indicators.Episode{
			Conversation: domain.ConversationID(r["conversation"]), No: no, Channel: r["channel"], Expert: domain.ExpertID(r["expert"]),
			Reason:   rewards.ReasonOf(no, levels(r["chosen_reason"]), levels(r["closing_reason"])),
			OpenedAt: at(r["opened_at"]), RespondedAt: at(r["first_response_at"]), OfferedEndAt: at(r["offered_end_at"]),
			LastAnswerAt: at(r["last_answer_at"]), ClosedAt: at(r["closed_at"]), ClosedBy: domain.Role(r["closed_by"]),
			Outcome: desk.Outcome(r["outcome"]), ConfirmedAt: at(r["confirmed_at"]), ConfirmedBy: desk.ConfirmedBy(r["confirmed_by"]),
			Solved: desk.Answer(r["word"]), Passed: r["transfers"] != "0" || r["hand_overs"] != "0", Stars: stars,
		}
		for hold := range strings.SplitSeq(r["held"], "|") {
			parts := strings.Split(hold, "/")
			if len(parts) != 3 {
				continue
			}
			from, until := at(parts[1]), at(parts[2])
			if e.AssignedAt.IsZero() {
				e.AssignedAt = from
			}
			e.Held += until.Sub(from)
			if parts[0] != "" {
				held = append(held, indicators.Assignment{Expert: domain.ExpertID(parts[0]), Conversation: e.Conversation, Episode: no, From: from, Until: until})
			}
		}
		all, customers = append(all, e), append(customers, r["customer"])
	}
	for i := range all {
		for j, o := range all {
			all[i].Returned = all[i].Returned || customers[i] == customers[j] && all[i].Again(o.OpenedAt, o.Reason)
		}
	}
	return all, held
}

func facts(p indicators.Period, all []indicators.Episode, held []indicators.Assignment) indicators.Facts {
	f := indicators.Facts{Period: p, Assignments: held}
	for _, e := range all {
		if p.Contains(e.OpenedAt) {
			f.Episodes = append(f.Episodes, e)
		}
	}
	return f
}

// line writes an indicator as expected.txt does.
func line(i indicators.Indicator) string {
	n := i.Now
	switch {
	case n.N == 0 || i.Kind == indicators.Spread && n.N < 2:
		return fmt.Sprintf("%s n=%d", i.Name, n.N)
	case i.Kind == indicators.Duration:
		return fmt.Sprintf("%s n=%d mean=%.6f median=%.3f p90=%.3f", i.Name, n.N, n.Mean, n.Median, n.P90)
	case i.Kind == indicators.Share:
		return fmt.Sprintf("%s yes=%d n=%d share=%.6f low=%.6f high=%.6f", i.Name, n.Yes, n.N, n.Share, n.Low, n.High)
	case i.Kind == indicators.Spread:
		return fmt.Sprintf("%s n=%d low=%.6f median=%.6f high=%.6f spread=%.6f chance=%.6f", i.Name, n.N, n.Low, n.Median, n.High, n.Share, n.Chance)
	case i.Kind == indicators.Rate:
		return fmt.Sprintf("%s n=%d total=%d mean=%.6f median=%.0f p90=%.0f", i.Name, n.N, n.Yes, n.Mean, n.Median, n.P90)
	default:
		return fmt.Sprintf("%s n=%d mean=%.6f median=%.0f p90=%.0f", i.Name, n.N, n.Mean, n.Median, n.P90)
	}
}

func TestTheArithmeticOfTwoHundredEpisodes(t *testing.T) {
	t.Parallel()
	all, held := fixture(t)
	if len(all) != 200 {
		t.Fatalf("%d episodes", len(all))
	}
	want, err := os.ReadFile("testdata/expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, look := range []struct{ name, from, to, now string }{
		{"spring", "2026-03-23", "2026-04-05", "2026-11-20T12:00:00Z"},
		{"autumn", "2026-10-19", "2026-11-01", "2026-11-03T12:00:00Z"},
	} {
		p, err := indicators.NewPeriod(amsterdam(t), look.from, look.to, 28, at(look.now))
		if err != nil {
			t.Fatal(err)
		}
		f := facts(p, all, held)
		fmt.Fprintf(&got, "== %s episodes %d hours %.1f\n", look.name, len(f.Episodes), p.To.Sub(p.From).Hours())
		for _, i := range indicators.Report(f, facts(p.Before(), all, held), indicators.Filter{}, at(look.now)) {
			if i.Name != indicators.Deflection {
				got.WriteString(line(i) + "\n")
			}
		}
		in := indicators.InflowOf(f, facts(p.Before(), all, held), indicators.Filter{})
		got.WriteString(inflow(in))
	}
	if got.String() != string(want) {
		g, w := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
		for i := range max(len(g), len(w)) {
			if i >= len(g) || i >= len(w) || g[i] != w[i] {
				t.Errorf("line %d:\n got %s\nwant %s", i+1, slices.Concat(g, make([]string, 99))[i], slices.Concat(w, make([]string, 99))[i])
			}
		}
	}
}

func inflow(in indicators.Inflows) string {
	hours, reasons := []string{"hours"}, []string{"reasons"}
	for _, h := range in.Hours {
		hours = append(hours, fmt.Sprintf("%d/%s=%d", h.Hour, h.Channel, h.Count))
	}
	slices.SortFunc(in.Reasons, func(a, b indicators.ReasonInflow) int {
		return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Channel, b.Channel))
	})
	for _, r := range in.Reasons {
		if r.Count > 0 {
			reasons = append(reasons, fmt.Sprintf("%s/%s=%d", r.Reason, r.Channel, r.Count))
		}
	}
	channels := []string{}
	for _, m := range in.Media {
		channels = append(channels, fmt.Sprintf("'%s': %d", m.Channel, m.Count))
	}
	return strings.Join(hours, " ") + "\n" + strings.Join(reasons, " ") + "\nchannels {" + strings.Join(channels, ", ") + "}\n"
}

// What is counted is what a number opens, and no other episode.
func TestANumberOpensItsEpisodes(t *testing.T) {
	t.Parallel()
	all, held := fixture(t)
	now := at("2026-11-03T12:00:00Z")
	p, err := indicators.NewPeriod(amsterdam(t), "2026-10-19", "2026-11-01", 28, now)
	if err != nil {
		t.Fatal(err)
	}
	f := facts(p, all, held)
	for _, i := range indicators.Report(f, f, indicators.Filter{}, now) {
		cases, err := f.Cases(i.Name, indicators.Filter{}, now)
		switch i.Name {
		case indicators.Deflection:
			if err != indicators.ErrUnknown { //nolint:errorlint // made by it
				t.Errorf("deflection has no conversations: %v", err)
			}
			continue
		case indicators.Inflow:
			i.Now.N = i.Now.Yes
		case indicators.Concurrency:
			if len(cases) != 6 {
				t.Errorf("%d conversations were one of three, want 6", len(cases))
			}
			continue
		case indicators.SpreadStars, indicators.SpreadRight:
			if len(cases) < 3*indicators.Sample {
				t.Errorf("%s: %d cases", i.Name, len(cases))
			}
			continue
		default:
		}
		if err != nil || len(cases) != i.Now.N {
			t.Errorf("%s opens %d of %d: %v", i.Name, len(cases), i.Now.N, err)
		}
		if i.Kind == indicators.Duration && (cases[0].Value < i.Now.P90 || cases[0].Value < cases[1].Value) {
			t.Errorf("%s begins with %v", i.Name, cases[0])
		}
	}
	if right, _ := f.Cases(indicators.FirstTimeRight, indicators.Filter{}, now); right[0].Value != 0 {
		t.Error("what did not go well comes first")
	}
	if left, _ := f.Cases(indicators.Abandonment, indicators.Filter{}, now); left[0].Value != 1 {
		t.Error("who left comes first")
	}
	if _, err := f.Cases("nonsense", indicators.Filter{}, now); err == nil {
		t.Error("nonsense has cases")
	}
}

func TestAFilterNarrowsEverything(t *testing.T) {
	t.Parallel()
	all, held := fixture(t)
	now := at("2026-11-20T12:00:00Z")
	p, err := indicators.NewPeriod(amsterdam(t), "2026-03-23", "2026-04-05", 28, now)
	if err != nil {
		t.Fatal(err)
	}
	f := facts(p, all, held)
	look := func(filter indicators.Filter) (total int, names []indicators.Name) {
		for _, i := range indicators.Report(f, f, filter, now) {
			names = append(names, i.Name)
		}
		return indicators.InflowOf(f, f, filter).Total, names
	}
	if n, names := look(indicators.Filter{Channel: "email"}); n != 10 || slices.Contains(names, indicators.Concurrency) || slices.Contains(names, indicators.Deflection) {
		t.Errorf("%d by e-mail, %v", n, names)
	}
	if n, _ := look(indicators.Filter{Reason: "use"}); n != 30+8+26+17 {
		t.Errorf("%d about use and what is below it", n)
	}
	if n, _ := look(indicators.Filter{Reason: "return", Channel: "email"}); n != 8 {
		t.Errorf("%d returns by e-mail", n)
	}
}

func TestPeriodsAreWholeDaysOfTheBrand(t *testing.T) {
	t.Parallel()
	zone, now := amsterdam(t), at("2026-10-25T22:30:00Z") // 23:30, the clock is back
	for name, tt := range map[string]struct {
		from, to string
		days     int
		hours    float64
		refused  bool
	}{
		"today has 25 hours":          {days: 1, hours: 25},
		"the week with the extra one": {days: 7, hours: 169},
		"the 29th of March has 23":    {from: "2026-03-29", to: "2026-03-29", hours: 23},
		"92 days":                     {from: "2026-07-26", to: "2026-10-25", hours: 92*24 + 1},
		"93 days":                     {from: "2026-07-25", to: "2026-10-25", refused: true},
		"tomorrow":                    {from: "2026-10-25", to: "2026-10-26", refused: true},
		"backwards":                   {from: "2026-10-25", to: "2026-10-24", refused: true},
		"no day":                      {from: "2026-02-30", to: "2026-03-01", refused: true},
		"nonsense":                    {from: "x", to: "y", refused: true},
		"long ago":                    {from: "1999-12-31", to: "1999-12-31", refused: true},
	} {
		p, err := indicators.NewPeriod(zone, tt.from, tt.to, tt.days, now)
		if (err != nil) != tt.refused || err == nil && p.To.Sub(p.From).Hours() != tt.hours {
			t.Errorf("%s: %v to %v, %v", name, p.From, p.To, err)
		}
		if err == nil && (p.Before().To != p.From || p.Before().Days != p.Days) {
			t.Errorf("%s: before is %v to %v", name, p.Before().From, p.Before().To)
		}
	}
}

func TestNearestRankIsOneThatWasMeasured(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of      []int64
		percent int
		want    int64
	}{
		{nil, 50, 0},
		{[]int64{7}, 50, 7},
		{[]int64{7}, 90, 7},
		{[]int64{1, 2}, 50, 1},
		{[]int64{1, 2, 3}, 50, 2},
		{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 90, 9},
		{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 90, 10},
	} {
		if got := indicators.NearestRank(tt.of, tt.percent); got != tt.want {
			t.Errorf("%d %% of %v is %d, want %d", tt.percent, tt.of, got, tt.want)
		}
	}
}
