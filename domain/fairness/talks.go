package fairness

import (
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// What the signals about conversations go by.
const (
	pairDay, pairDayMost     = 24 * time.Hour, 1
	pairMonth, pairMonthMost = 30 * 24 * time.Hour, 3
	concentratedPercent      = 20
	concentratedFrom         = 10
	onlyOneFrom              = 3
	freshAge                 = 7 * 24 * time.Hour
	freshPercent             = 30
	freshFrom                = 10
	burstNetwork, burstHour  = 5, time.Hour
	burstExpert, burstShort  = 3, 10 * time.Minute
	seriesFrom, seriesSpan   = 9, 2 * time.Minute
	lowStars                 = 2
	spreadRatings            = 20
	spreadSince              = 21 * 24 * time.Hour
	shortFrom, shortSpan     = 20, 7 * 24 * time.Hour
)

// BeyondPair finds conversations that earned something beyond the limits of
// their pair: its customer turned out to be one who came under other names.
func BeyondPair(talks []Talk) (hits []Hit) {
	experts, of := byExpert(talks)
	for _, e := range experts {
		customers, with := group(of[e], func(t Talk) (domain.CustomerID, bool) { return t.Customer, t.Points > 0 })
		for _, c := range customers {
			var beyond, counted []Talk
			for _, t := range with[c] {
				if within(counted, t, pairDay) >= pairDayMost || within(counted, t, pairMonth) >= pairMonthMost {
					beyond = append(beyond, t)
				} else {
					counted = append(counted, t)
				}
			}
			if len(beyond) > 0 {
				hits = append(hits, hit(PairLimit, e, string(c), beyond, Clue{"counted", len(counted)}))
			}
		}
	}
	return hits
}

func within(before []Talk, t Talk, span time.Duration) (n int) {
	for _, b := range before {
		if t.EndedAt.Sub(b.EndedAt) < span {
			n++
		}
	}
	return n
}

// Concentrated finds experts much of whose round comes from one customer or one
// address block.
func Concentrated(f Facts) (hits []Hit) {
	experts, of := group(f.Talks, func(t Talk) (domain.ExpertID, bool) { return t.Expert, t.Points > 0 && !t.EndedAt.Before(f.Round) })
	for _, e := range experts {
		if len(of[e]) < concentratedFrom {
			continue
		}
		customers, from := group(of[e], func(t Talk) (string, bool) { return string(t.Customer), true })
		networks, at := group(of[e], func(t Talk) (string, bool) { return t.Network, t.Network != "" })
		sum := points(of[e])
		for _, c := range customers {
			if share := percent(points(from[c]), sum); share > concentratedPercent {
				hits = append(hits, hit(Concentration, e, c, from[c], Clue{"share", share}))
			}
		}
		for _, n := range networks {
			if share := percent(points(at[n]), sum); share > concentratedPercent && distinct(at[n], customer) > 1 {
				hits = append(hits, hit(Concentration, e, "block:"+string(at[n][0].Conversation), at[n], Clue{"share", share}))
			}
		}
	}
	return hits
}

func customer(t Talk) domain.CustomerID { return t.Customer }

func points(talks []Talk) (sum domain.Points) {
	for _, t := range talks {
		sum += t.Points
	}
	return sum
}

func percent[N domain.Points | int](part, of N) int {
	if of == 0 {
		return 0
	}
	return int(part * 100 / of)
}

// Tied finds what was earned with customers who turned out to belong to their expert.
func Tied(talks []Talk) (hits []Hit) {
	experts, of := group(talks, func(t Talk) (domain.ExpertID, bool) { return t.Expert, t.Tied && t.Points > 0 })
	for _, e := range experts {
		hits = append(hits, hit(SelfChat, e, "", of[e]))
	}
	return hits
}

// OnlyOne finds customers who rated one expert several times, and nobody else.
func OnlyOne(talks []Talk) (hits []Hit) {
	customers, by := group(rated(talks), func(t Talk) (domain.CustomerID, bool) { return t.Customer, true })
	for _, c := range customers {
		if all := by[c]; len(all) >= onlyOneFrom && distinct(all, func(t Talk) domain.ExpertID { return t.Expert }) == 1 {
			hits = append(hits, hit(OneExpert, all[0].Expert, string(c), all))
		}
	}
	return hits
}

// Fresh finds experts whose five stars come from accounts of a few days that the
// brand does not know, more of them than chance makes of everybody else's.
func Fresh(talks []Talk) (hits []Hit) {
	experts, five := group(rated(talks), func(t Talk) (domain.ExpertID, bool) { return t.Expert, t.Stars == 5 })
	praise, fresh := 0, 0
	for _, e := range experts {
		praise, fresh = praise+len(five[e]), fresh+len(freshOf(five[e]))
	}
	for _, e := range experts {
		all, mine := five[e], freshOf(five[e])
		share := percent(len(mine), len(all))
		if len(all) < freshFrom || share <= freshPercent || !unlikely(len(mine), len(all), fresh-len(mine), praise-len(all)) {
			continue
		}
		hits = append(hits, hit(FreshAccounts, e, "", mine, Clue{"share", share}))
	}
	return hits
}

// unlikely reports whether n of all are three standard deviations more than the
// share of others would give.
func unlikely(n, of, others, ofOthers int) bool {
	share := float64(others) / float64(max(ofOthers, 1))
	mean := share * float64(of)
	return float64(n) > mean+3*math.Sqrt(mean*(1-share))
}

func freshOf(talks []Talk) (fresh []Talk) {
	for _, t := range talks {
		if !t.Known && t.RatedAt.Sub(t.Since) < freshAge {
			fresh = append(fresh, t)
		}
	}
	return fresh
}

// Bursts finds many ratings in a short time: from one network, or on one expert.
// Low ones that come so are done to the expert.
func Bursts(talks []Talk) (hits []Hit) {
	all := rated(talks)
	networks, from := group(all, func(t Talk) (string, bool) { return t.Network, t.Network != "" })
	for _, n := range networks {
		many := crowd(from[n], burstHour, burstNetwork)
		experts, of := byExpert(many)
		for _, e := range experts {
			hits = append(hits, burst(e, "network", of[e]))
		}
	}
	experts, of := byExpert(all)
	for _, e := range experts {
		if many := crowd(of[e], burstShort, burstExpert); many != nil {
			hits = append(hits, burst(e, "minutes", many))
		}
	}
	return hits
}

func burst(e domain.ExpertID, subject string, talks []Talk) Hit {
	low := 0
	for _, t := range talks {
		if t.Stars <= lowStars {
			low++
		}
	}
	h := hit(RatingBurst, e, subject, talks, Clue{"low", low})
	return h.against(2*low > len(talks))
}

// against makes the expert the victim of what was found.
func (h Hit) against(victim bool) Hit {
	if h.Victim = victim; victim {
		h.Awards = nil
	}
	return h
}

// Series finds low ratings of one expert that come one upon the other.
func Series(talks []Talk) (hits []Hit) {
	experts, of := group(rated(talks), func(t Talk) (domain.ExpertID, bool) { return t.Expert, t.Stars <= lowStars })
	for _, e := range experts {
		if many := crowd(of[e], seriesSpan, seriesFrom-1); many != nil {
			hits = append(hits, hit(SerialLow, e, "", many, Clue{"customers", distinct(many, customer)}).against(true))
		}
	}
	return hits
}

// Narrow finds experts with the ratings that a level asks for, from too few
// customers or on too few days.
func Narrow(talks []Talk) (hits []Hit) {
	experts, of := byExpert(rated(talks))
	for _, e := range experts {
		all := of[e]
		if len(all) < spreadRatings || all[len(all)-1].RatedAt.Sub(all[0].RatedAt) < spreadSince {
			continue
		}
		customers, days := distinct(all, customer), distinct(all, func(t Talk) string { return t.RatedAt.Format(time.DateOnly) })
		if !Spreads(spreadRatings, customers, days) {
			hits = append(hits, hit(Spread, e, "", all, Clue{"customers", customers}, Clue{"days", days}))
		}
	}
	return hits
}

// Spreads reports whether required ratings came from a quarter as many customers
// on a third as many days.
func Spreads(required, customers, days int) bool {
	return 4*customers >= required && 3*days >= required
}

// Short finds experts with many conversations in a week, most of them under the
// minimum of a qualified one. They earned nothing by it.
func Short(talks []Talk) (hits []Hit) {
	experts, of := byExpert(talks)
	for _, e := range experts {
		from, short := 0, 0
		var worst []Talk
		for to, t := range of[e] {
			if !t.Qualified {
				short++
			}
			for t.EndedAt.Sub(of[e][from].EndedAt) > shortSpan {
				if !of[e][from].Qualified {
					short--
				}
				from++
			}
			if n := to - from + 1; n >= shortFrom && 2*short > n && n > len(worst) {
				worst = of[e][from : to+1]
			}
		}
		if worst != nil {
			hits = append(hits, hit(ShortChats, e, "", worst))
		}
	}
	return hits
}
