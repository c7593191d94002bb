package indicators

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Crowded is from where on a mean of conversations at once is a warning. Three is
// the most that an expert can have; elsewhere it is up to seven.
const Crowded = 2.5

// crowd is how many at once are the most.
const crowd = 3

// Assignment is an expert's hold on an episode; of one that lasts Until is zero.
type Assignment struct {
	Expert       domain.ExpertID
	Conversation domain.ConversationID
	Episode      int
	From         time.Time
	Until        time.Time
}

type holding struct {
	conversation domain.ConversationID
	episode      int
}

type step struct {
	at    time.Time
	by    int
	which holding
}

// steps are the takings and givings back of each expert within a period, in time.
func steps(all []Assignment, p Period) map[domain.ExpertID][]step {
	by := map[domain.ExpertID][]step{}
	for _, a := range all {
		from, until := a.From, a.Until
		if from.Before(p.From) {
			from = p.From
		}
		if until.IsZero() || until.After(p.To) {
			until = p.To
		}
		if !from.Before(until) {
			continue
		}
		h := holding{a.Conversation, a.Episode}
		by[a.Expert] = append(by[a.Expert], step{from, 1, h}, step{until, -1, h})
	}
	for _, own := range by {
		slices.SortFunc(own, func(a, b step) int {
			return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.by, b.by), cmp.Compare(a.which.conversation, b.which.conversation),
				cmp.Compare(a.which.episode, b.which.episode))
		})
	}
	return by
}

// atOnce is how many conversations experts have at once while they have any,
// weighed by time. The median and the ninetieth percentile are of that time. Time
// without a conversation does not count: it would hide that somebody had three.
// N is how many experts had any.
func atOnce(all []Assignment, p Period) Number {
	by := steps(all, p)
	var levels [crowd + 1]int64 // milliseconds; what is above the most counts as it
	total, weighed := int64(0), int64(0)
	for _, e := range sortedKeys(by) {
		n, last := 0, time.Time{}
		for _, s := range by[e] {
			if n > 0 {
				took := s.at.Sub(last).Milliseconds()
				levels[min(n, crowd)] += took
				total, weighed = total+took, weighed+took*int64(n)
			}
			n, last = n+s.by, s.at
		}
	}
	if total == 0 {
		return Number{}
	}
	at := func(percent int64) float64 {
		sum := int64(0)
		for level, took := range levels {
			if sum += took; sum*100 >= total*percent {
				return float64(level)
			}
		}
		return crowd
	}
	return Number{N: len(by), Mean: float64(weighed) / float64(total), Median: at(50), P90: at(90)}
}

// fullest is how long each episode was one of the most that an expert can have.
func fullest(all []Assignment, p Period) map[holding]time.Duration {
	took := map[holding]time.Duration{}
	for _, own := range steps(all, p) {
		open := map[holding]bool{}
		last := time.Time{}
		for _, s := range own {
			if len(open) >= crowd {
				for h := range open {
					took[h] += s.at.Sub(last)
				}
			}
			if last = s.at; s.by > 0 {
				open[s.which] = true
			} else {
				delete(open, s.which)
			}
		}
	}
	return took
}
