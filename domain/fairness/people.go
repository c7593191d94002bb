package fairness

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// What the signals about votes, accounts and staff go by.
const (
	votesFrom    = 10
	votesPercent = 50
	votesChance  = 3
	visitsSpan   = 2 * time.Hour
)

// Mutual finds experts who give most of their good words to one person, or each
// other far more than chance would. An expert who rates as a customer gives a word as well.
func Mutual(f Facts) (hits []Hit) {
	type edge struct{ from, to domain.ExpertID }
	votes, talks, out := map[edge]int{}, map[edge][]Talk{}, map[domain.ExpertID]int{}
	cast := func(from, to domain.ExpertID) {
		votes[edge{from, to}]++
		out[from]++
	}
	for _, v := range f.Votes {
		cast(v.From, v.To)
	}
	for _, t := range f.Talks {
		if t.Behind != "" && t.Stars >= 4 {
			cast(t.Behind, t.Expert)
			talks[edge{t.Behind, t.Expert}] = append(talks[edge{t.Behind, t.Expert}], t)
		}
	}
	froms, _ := group(keysOf(out), func(e domain.ExpertID) (domain.ExpertID, bool) { return e, out[e] >= votesFrom })
	for _, from := range froms {
		tos, _ := group(keysOf(votes), func(e edge) (domain.ExpertID, bool) { return e.to, e.from == from })
		for _, to := range tos {
			there, back := votes[edge{from, to}], votes[edge{to, from}]
			alone := percent(there, out[from]) > votesPercent
			mutual := out[to] >= votesFrom && beyondChance(there, out[from], f.Experts) && beyondChance(back, out[to], f.Experts)
			if !alone && !mutual {
				continue
			}
			h := hit(Reciprocity, from, string(to), talks[edge{to, from}], Clue{"given", there}, Clue{"received", back}, Clue{"of", out[from]})
			h.Period = week(newest(f, from, to))
			hits = append(hits, h)
		}
	}
	return hits
}

func keysOf[K comparable, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// beyondChance reports whether n of all votes of somebody went to one of so many
// experts more often than thrice what chance would do, and more than once or twice.
func beyondChance(n, of, experts int) bool {
	return n >= votesChance && n*max(experts-1, 1) > votesChance*of
}

func newest(f Facts, a, b domain.ExpertID) (at time.Time) {
	see := func(from, to domain.ExpertID, t time.Time) {
		if ((from == a && to == b) || (from == b && to == a)) && t.After(at) {
			at = t
		}
	}
	for _, v := range f.Votes {
		see(v.From, v.To, v.At)
	}
	for _, t := range f.Talks {
		see(t.Behind, t.Expert, t.RatedAt)
	}
	return at
}

// Apart finds accounts that were used in two countries within two hours.
func Apart(visits []Visit) (hits []Hit) {
	experts, of := group(visits, func(v Visit) (domain.ExpertID, bool) { return v.Expert, v.Country != "" })
	for _, e := range experts {
		for i, v := range of[e][1:] {
			if before := of[e][i]; before.Country != v.Country && v.At.Sub(before.At) < visitsSpan {
				hits = append(hits, Hit{Rule: SharedLogin, Expert: e, Period: week(v.At), Evidence: []Clue{{"minutes", int(v.At.Sub(before.At) / time.Minute)}}})
				break
			}
		}
	}
	return hits
}
