package fairness_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/rewards"
)

const (
	honest  = 200
	ring    = 5
	brigade = 50
	farmed  = 500
	month   = 30 // days that are simulated
)

var begin = time.Date(2026, 10, 19, 7, 0, 0, 0, time.UTC)

// town is a month of a brand: who asked whom, and what came of it.
type town struct {
	chance *rand.Rand
	rules  rewards.Rules
	talks  []fairness.Talk
	number int
}

// TestFraudSimulation plays a month with honest people and four kinds of others,
// lets the rules of points pay and the signals look. A ring that answers itself
// gains no more than the limits of its pairs, every one of it is found, and the
// honest are left alone.
func TestFraudSimulation(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			play(t, seed)
		})
	}
}

func play(t *testing.T, seed uint64) {
	t.Helper()
	versions := rewards.Versions()
	w := &town{chance: rand.New(rand.NewPCG(seed, 19)), rules: versions[len(versions)-1]}
	w.honestPeople()
	w.theRing()
	w.theFarmer()
	victim := domain.ExpertID("exp_honest_007")
	w.theBrigade(victim)
	w.pay()

	f := fairness.Facts{Talks: w.talks, Experts: honest + ring + 1, Round: begin.AddDate(0, 0, month-14)}
	flagged, victims, held := map[domain.ExpertID][]fairness.Rule{}, map[domain.ExpertID]bool{}, map[domain.AwardID]bool{}
	for _, h := range fairness.Look(f) {
		if h.Victim {
			victims[h.Expert] = true
			continue
		}
		flagged[h.Expert] = append(flagged[h.Expert], h.Rule)
		for _, a := range h.Awards {
			held[a] = true
		}
	}
	wrong := 0
	for i := range honest {
		if rules := flagged[person("honest", i)]; len(rules) > 0 {
			wrong++
			t.Logf("%s: %v", person("honest", i), rules)
		}
	}
	if wrong*50 > honest {
		t.Errorf("%d of %d honest people are flagged", wrong, honest)
	}
	// A pair scores three times in 30 days, each time at most the best conversation.
	best := w.rules.Score(rewards.Facts{
		CustomerMessages: 9, ExpertMessages: 9, Active: time.Hour, Outcome: true, Reason: true, Difficulty: 3, DayNo: 1,
		Rating: &rewards.Rating{Stars: 5, Controllable: true},
	}).Points
	limit := (ring - 1) * 3 * best
	for i := range ring {
		e := person("ring", i)
		gained, kept := w.earned(e, nil), w.earned(e, held)
		if gained > limit || gained == 0 {
			t.Errorf("%s gained %d, the limits of its pairs are %d", e, gained, limit)
		}
		if len(flagged[e]) == 0 {
			t.Errorf("%s is not flagged", e)
		}
		if kept*10 > gained {
			t.Errorf("%s would keep %d of %d", e, kept, gained)
		}
	}
	if e := person("farmer", 0); w.earned(e, nil) != 0 || !slices.Contains(flagged[e], fairness.ShortChats) {
		t.Errorf("the farmer earned %d, flagged %v", w.earned(e, nil), flagged[e])
	}
	if !victims[victim] || len(flagged[victim]) > 0 {
		t.Errorf("who the brigade rated is a victim: %t, %v", victims[victim], flagged[victim])
	}
}

func person(kind string, i int) domain.ExpertID {
	return domain.ExpertID(fmt.Sprintf("exp_%s_%03d", kind, i))
}

// talk adds a conversation.
func (w *town) talk(e domain.ExpertID, customer string, at time.Time, stars int) *fairness.Talk {
	w.number++
	w.talks = append(w.talks, fairness.Talk{
		Award: domain.AwardID(fmt.Sprint("awd_", w.number)), Conversation: domain.ConversationID(fmt.Sprintf("cnv_%06d", w.number)),
		Expert: e, Customer: domain.CustomerID(customer), Since: begin.AddDate(-1, 0, 0), EndedAt: at, Qualified: true, Stars: stars,
		RatedAt: at.Add(time.Duration(w.chance.IntN(12*60)) * time.Minute),
	})
	return &w.talks[len(w.talks)-1]
}

// honestPeople answer about three questions a day. A third of the customers rate,
// one in eight is new and one in five comes back, a third of them to the same expert; two in
// five sit in the networks of six carriers.
func (w *town) honestPeople() {
	regular := 0
	for i := range honest {
		for day := range month {
			for range w.chance.IntN(7) {
				at := begin.AddDate(0, 0, day).Add(time.Duration(w.chance.IntN(14*60)) * time.Minute)
				stars := 0
				if w.chance.Float64() < 0.35 {
					stars = []int{5, 5, 5, 5, 4, 4, 3, 2, 1}[w.chance.IntN(9)]
				}
				customer := fmt.Sprint("cus_", w.number)
				if w.chance.Float64() < 0.2 {
					regular++
					if customer = fmt.Sprint("cus_regular_", w.chance.IntN(3000)); w.chance.IntN(3) == 0 {
						customer = fmt.Sprintf("cus_of_%d_%d", i, w.chance.IntN(40))
					}
				}
				t := w.talk(person("honest", i), customer, at, stars)
				t.Qualified = w.chance.IntN(12) > 0
				if w.chance.IntN(5) < 2 {
					t.Network = fmt.Sprint("carrier_", w.chance.IntN(6), "_", w.chance.IntN(200))
				}
				if w.chance.IntN(8) == 0 {
					t.Since = at.Add(-time.Hour)
				}
			}
		}
	}
}

// theRing asks and praises itself, twice a day each. Its members are customers
// whom the brand knows to be experts, and they hide behind some honest work.
func (w *town) theRing() {
	for i := range ring {
		for day := range month {
			for n := range 2 {
				asks := (i + 1 + (2*day+n)%(ring-1)) % ring
				at := begin.AddDate(0, 0, day).Add(time.Duration(3*n+w.chance.IntN(3)) * time.Hour)
				t := w.talk(person("ring", i), fmt.Sprint("cus_ring_", asks), at, 5)
				t.Behind, t.Known = person("ring", asks), true
			}
		}
	}
}

// theFarmer has 500 conversations of a word or two.
func (w *town) theFarmer() {
	for n := range farmed {
		w.talk(person("farmer", 0), fmt.Sprint("cus_farm_", n), begin.Add(time.Duration(n)*80*time.Minute), 0).Qualified = false
	}
}

// theBrigade rates one expert down: fifty new accounts within eight minutes.
func (w *town) theBrigade(victim domain.ExpertID) {
	at := begin.AddDate(0, 0, 20)
	for n := range brigade {
		t := w.talk(victim, fmt.Sprint("cus_brigade_", n), at, 1)
		t.Since, t.RatedAt, t.Network = at.Add(-time.Hour), at.Add(time.Duration(n)*10*time.Second), fmt.Sprint("brigade_", n%4)
	}
}

// pay values every conversation as it is booked: by the rules, with the limits of
// its pair and the daily curve.
func (w *town) pay() {
	slices.SortStableFunc(w.talks, func(a, b fairness.Talk) int {
		return cmp.Or(a.EndedAt.Compare(b.EndedAt), cmp.Compare(a.Conversation, b.Conversation))
	})
	places, pairs := map[string]int{}, map[string][]time.Time{}
	for i := range w.talks {
		t := &w.talks[i]
		f := rewards.Facts{
			CustomerMessages: 3, ExpertMessages: 3, Active: 5 * time.Minute, Outcome: true, Reason: true, Difficulty: 1 + int(t.EndedAt.Unix()/60)%3,
		}
		if !t.Qualified {
			f.ExpertMessages = 1
		}
		if t.Stars > 0 {
			f.Rating = &rewards.Rating{Stars: t.Stars, Controllable: true}
		}
		pair, today := string(t.Expert)+string(t.Customer), string(t.Expert)+t.EndedAt.Format(time.DateOnly)
		f.Pair = beyond(pairs[pair], t.EndedAt)
		if w.rules.Conversation.Qualified.Lacks(f) == "" {
			places[today]++
			f.DayNo = places[today]
			pairs[pair] = append(pairs[pair], t.EndedAt)
		}
		t.Points = w.rules.Score(f).Points
	}
}

func beyond(ends []time.Time, at time.Time) rewards.Pair {
	n := 0
	for _, e := range ends {
		if at.Sub(e) < 24*time.Hour {
			return "pair_day"
		}
		if at.Sub(e) < 30*24*time.Hour {
			n++
		}
	}
	if n >= 3 {
		return "pair_month"
	}
	return ""
}

// earned is what an expert has, without what is held.
func (w *town) earned(e domain.ExpertID, held map[domain.AwardID]bool) (sum domain.Points) {
	for _, t := range w.talks {
		if t.Expert == e && !held[t.Award] {
			sum += t.Points
		}
	}
	return sum
}
