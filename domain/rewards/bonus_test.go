package rewards

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

var closed = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// solved is an episode that is first time right as far as it knows.
func solved() Episode {
	return Episode{
		Conversation: "cnv_1", Number: 1, Expert: "exp_1", OpenedAt: closed.Add(-time.Hour), ClosedAt: closed, ConfirmedAt: closed,
		CustomerMessages: 2, ExpertMessages: 2, Outcome: desk.Solved, ChosenDifficulty: 2, Reason: Reason{"sound", "hum"},
	}
}

func TestFirstTimeRight(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	at := func(d time.Duration, r Reason) []Contact { return []Contact{{closed.Add(d), r}} }
	hum := Reason{"sound", "hum"}
	tests := map[string]struct {
		change   func(*Episode)
		contacts []Contact
		want     domain.Points
		why      string
	}{
		"nobody came back":                      {nil, nil, 5, "first_time_right"},
		"confirmed by silence":                  {func(e *Episode) { e.BySilence = true }, nil, 5, "first_time_right"},
		"the customer says solved":              {func(e *Episode) { e.Solved = desk.SolvedYes }, nil, 5, "first_time_right"},
		"the customer says partly":              {func(e *Episode) { e.Solved = desk.SolvedPartly }, nil, 0, "not_first_time_right:not_solved"},
		"partly solved":                         {func(e *Episode) { e.Outcome = desk.Partly }, nil, 0, "not_first_time_right:not_solved"},
		"passed on":                             {func(e *Episode) { e.Transfers = 1 }, nil, 0, "not_first_time_right:transfer"},
		"one address range":                     {func(e *Episode) { e.Linked = desk.LinkNetwork }, nil, 0, "not_first_time_right:linked_network"},
		"back with the same":                    {nil, at(day, hum), 0, "not_first_time_right:contact"},
		"back in the last millisecond":          {nil, at(7*day-time.Millisecond, hum), 0, "not_first_time_right:contact"},
		"back after seven days to the moment":   {nil, at(7*day, hum), 5, "first_time_right"},
		"back with something else":              {nil, at(day, Reason{"sound", "silence"}), 5, "first_time_right"},
		"back with the group, nothing closer":   {nil, at(day, Reason{"sound", ""}), 0, "not_first_time_right:contact"},
		"back with another group":               {nil, at(day, Reason{"delivery", ""}), 5, "first_time_right"},
		"back, and nobody knows why":            {nil, at(day, Reason{}), 5, "first_time_right"},
		"the question itself is no return":      {nil, at(-time.Hour, hum), 5, "first_time_right"},
		"only the group is known of the answer": {func(e *Episode) { e.Reason.Second = "" }, at(day, hum), 0, "not_first_time_right:contact"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := solved()
			if tt.change != nil {
				tt.change(&e)
			}
			if got := SecondRules().FirstTimeRight.Score(e, tt.contacts); got.Points != tt.want || got.Why() != tt.why {
				t.Fatalf("got %d because %s", got.Points, got.Why())
			}
		})
	}
}

func TestTheReasonIsTheCustomersUnlessTheCloseKnowsBetter(t *testing.T) {
	t.Parallel()
	hum, silence, group := Reason{"sound", "hum"}, Reason{"sound", "silence"}, Reason{"sound", ""}
	tests := map[string]struct {
		episode         int
		chosen, closing Reason
		want            Reason
	}{
		"chosen on the second level":          {1, hum, silence, hum},
		"chosen on the first":                 {1, group, silence, silence},
		"not chosen":                          {1, Reason{}, silence, silence},
		"not closed":                          {1, group, Reason{}, group},
		"a later episode goes by its close":   {2, hum, silence, silence},
		"and by the choice until it has one":  {2, hum, Reason{}, hum},
		"nothing is known":                    {1, Reason{}, Reason{}, Reason{}},
		"a closing reason of the first level": {2, hum, group, group},
	}
	for name, tt := range tests {
		if got := ReasonOf(tt.episode, tt.chosen, tt.closing); got != tt.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

func TestHandOversAreWorthTheirDifficulty(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*HandOver)
		want   domain.Points
		why    string
	}{
		"simple":                   {func(h *HandOver) { h.Episode.ChosenDifficulty = 1 }, 4, "hand_over"},
		"normal":                   {nil, 5, "hand_over"},                                                  // 5.2
		"hard":                     {func(h *HandOver) { h.Episode.ChosenDifficulty = 3 }, 7, "hand_over"}, // 6.8
		"not quite good":           {func(h *HandOver) { h.Score = 2 }, 0, "not_good_hand_over:score_2"},
		"excellent":                {func(h *HandOver) { h.Score = 5 }, 5, "hand_over"},
		"it came back":             {func(h *HandOver) { h.CameBack = true }, 0, "not_good_hand_over:came_back"},
		"without an outcome":       {func(h *HandOver) { h.Episode.Outcome = "" }, 0, "not_good_hand_over:outcome"},
		"unsolved is an outcome":   {func(h *HandOver) { h.Episode.Outcome = desk.Unsolved }, 5, "hand_over"},
		"to oneself":               {func(h *HandOver) { h.GiverLinked = desk.LinkPerson }, 0, "not_good_hand_over:linked_person"},
		"the receiver is tied":     {func(h *HandOver) { h.Episode.Linked = desk.LinkPerson }, 5, "hand_over"},
		"few messages before that": {func(h *HandOver) { h.Episode.ExpertMessages = 0 }, 5, "hand_over"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := HandOver{ID: "hov_1", Giver: "exp_2", Episode: solved(), Score: 3}
			if tt.change != nil {
				tt.change(&h)
			}
			if got := SecondRules().scoreHandOver(h); got.Points != tt.want || got.Why() != tt.why {
				t.Fatalf("got %d because %s", got.Points, got.Why())
			}
		})
	}
}

func TestFollowUps(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change       func(*FollowUp)
		kept, helped domain.Points
		why          string
	}{
		"kept, and it helped":         {nil, 5, 15, "follow_up"},
		"kept to the moment":          {func(u *FollowUp) { u.DoneAt = u.DueAt }, 5, 15, "follow_up"},
		"it did not help":             {func(u *FollowUp) { u.Helped = false }, 5, 0, "follow_up"},
		"a moment late":               {func(u *FollowUp) { u.DoneAt = u.DueAt.Add(time.Millisecond) }, 0, 0, "not_kept:late"},
		"missed, whatever the clocks": {func(u *FollowUp) { u.MissedAt = u.DueAt }, 0, 0, "not_kept:late"},
		"no research note":            {func(u *FollowUp) { u.Researched = false }, 0, 0, "not_kept:research"},
		"a promise to oneself":        {func(u *FollowUp) { u.Linked = desk.LinkCustomer }, 0, 0, "not_kept:linked_customer"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := FollowUp{ID: "fup_1", Expert: "exp_1", DueAt: closed, DoneAt: closed.Add(-time.Hour), Researched: true, Answered: true, Helped: true}
			if tt.change != nil {
				tt.change(&u)
			}
			rules := SecondRules().FollowUp
			if kept := rules.kept(u); kept.Points != tt.kept || kept.Why() != tt.why {
				t.Errorf("kept: %d because %s", kept.Points, kept.Why())
			}
			if helped := rules.helped(u); helped.Points != tt.helped {
				t.Errorf("helped: %d because %s", helped.Points, helped.Why())
			}
		})
	}
}

func TestAPenaltyTakesNoMoreThanThereIs(t *testing.T) {
	t.Parallel()
	rules := SecondRules().FollowUp
	for there, want := range map[domain.Points]domain.Points{0: 0, 1: -1, 9: -9, 10: -10, 11: -10, 500: -10} {
		a := rules.missed(there)
		if a.Points != want || a.Steps[0].Total != exact(-10) || a.Steps[1].Total != exact(want) {
			t.Errorf("of %d: %+v", there, a)
		}
	}
	b, err := json.Marshal(rules.missed(7))
	want := `{"steps":[{"key":"base","factor":-10,"detail":"follow_up_missed","total":-10},` +
		`{"key":"balance","factor":1,"detail":"took_7","total":-7}],"points":-7}`
	if err != nil || string(b) != want {
		t.Fatalf("%s, %v", b, err)
	}
}

func TestMovesOfASettlementAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := Award{Pending: domain.Points(rapid.Int64Range(0, 50).Draw(t, "pending"))}
		a.Taken = domain.Points(rapid.Int64Range(0, int64(a.Pending)).Draw(t, "taken"))
		a.Settled = domain.Points(rapid.Int64Range(0, 80).Draw(t, "settled"))
		m := a.moves()
		if m.Settle < 0 || m.Add < 0 || m.Void < 0 || m.Add > 0 && m.Void > 0 {
			t.Fatalf("%+v of %+v", m, a)
		}
		if m.Settle+m.Void != a.Pending-a.Taken {
			t.Fatalf("%+v does not empty what is pending of %+v", m, a)
		}
		if got, want := m.Settle+m.Add, max(a.Settled-a.Taken, 0); got != want {
			t.Fatalf("%+v makes %d spendable of %+v, want %d", m, got, a, want)
		}
	})
}

func TestNoSpanOfTimeHoldsMoreOfAPairThanItMay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var scored []time.Time
		for _, h := range rapid.SliceOfN(rapid.IntRange(0, 24*90), 1, 30).Draw(t, "hours") {
			at := closed.Add(time.Duration(h) * time.Hour)
			if pairLimit(at, scored) == "" {
				scored = append(scored, at)
			}
		}
		for _, from := range scored {
			for span, most := range map[time.Duration]int{pairDaySpan: pairDayMost, pairMonthSpan: pairMonthMost} {
				n := 0
				for _, at := range scored {
					if d := at.Sub(from); d >= 0 && d < span {
						n++
					}
				}
				if n > most {
					t.Fatalf("%d within %s of %s: %v", n, span, from, scored)
				}
			}
		}
	})
}

func TestTheLimitsOfAPair(t *testing.T) {
	t.Parallel()
	day := func(d ...float64) (all []time.Time) {
		for _, x := range d {
			all = append(all, closed.Add(time.Duration(x*24)*time.Hour))
		}
		return all
	}
	tests := map[string]struct {
		others []time.Time
		want   Pair
	}{
		"the first":                        {nil, ""},
		"the second of a day":              {day(-0.5), pairDay},
		"booked after one that was later":  {day(0.5), pairDay},
		"a day apart":                      {day(-1), ""},
		"the third of a month":             {day(-20, -10), ""},
		"the fourth of a month":            {day(-29, -20, -10), pairMonth},
		"three, the first a month ago":     {day(-30, -20, -10), ""},
		"the fourth, booked in the middle": {day(-20, -10, 9), pairMonth},
		"in the middle of a long time":     {day(-20, -10, 20), ""},
	}
	for name, tt := range tests {
		if got := pairLimit(closed, tt.others); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTheFirstVersionReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	first, err := json.Marshal(FirstRules())
	if err != nil || strings.Contains(string(first), "handOver") {
		t.Fatalf("%s, %v", first, err)
	}
	var back Rules
	if err := json.Unmarshal(first, &back); err != nil || back.Check() != nil || back.FirstTimeRight != nil || back.HandOver != nil {
		t.Fatalf("%+v, %v", back, err)
	}
	for _, r := range Versions() {
		if err := r.Check(); err != nil {
			t.Error(err)
		}
	}
	for name, change := range map[string]func(*Rules){
		"a negative bonus":      func(r *Rules) { r.FirstTimeRight.Points = -1 },
		"no days":               func(r *Rules) { r.FirstTimeRight.Days = 0 },
		"a score beyond five":   func(r *Rules) { r.HandOver.MinScore = 6 },
		"a penalty that gives":  func(r *Rules) { r.FollowUp.Missed = -10 },
		"points without bounds": func(r *Rules) { r.HandOver.Points = maxBase + 1 },
	} {
		r := SecondRules()
		if change(&r); r.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
