package league

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Lap is one round of a race: its field, and what it ended with when it is final.
type Lap struct {
	Field  Field
	Frozen map[domain.ExpertID]int64 // nil: not final
}

// Frame is one day of a race: everybody's score in the season so far, best first.
type Frame struct {
	Day    time.Time // in the brand's zone, its midnight
	Places []FramePlace
}

// FramePlace is one expert on one day.
type FramePlace struct {
	Expert domain.ExpertID
	Place  int
	Score  int64
}

// Race plays a season again, day by day until now. The last day of a round that
// is final has its final scores.
func Race(laps []Lap, now time.Time) []Frame {
	var frames []Frame
	sums := map[domain.ExpertID]int64{}
	for _, lap := range laps {
		f := lap.Field
		last := map[domain.ExpertID]int64{}
		for _, p := range f.Players {
			last[p.Expert] = 0
		}
		for day := midnight(f.Round.StartsAt, f.Zone); day.Before(f.Round.EndsAt) && !day.After(now); {
			next := midnight(day.AddDate(0, 0, 1).Add(time.Hour), f.Zone)
			for _, s := range f.rank(func(e Earned) bool { return e.At.Before(next) }) {
				last[s.Expert] = s.Score
			}
			if lap.Frozen != nil && !next.Before(f.Round.EndsAt) {
				last = lap.Frozen
			}
			if n := len(frames); n > 0 && frames[n-1].Day.Equal(day) { // one round ended in its night
				frames = frames[:n-1]
			}
			frames = append(frames, frame(day, sums, last))
			day = next
		}
		for e, score := range last {
			sums[e] += score
		}
	}
	return frames
}

func midnight(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

func frame(day time.Time, sums, last map[domain.ExpertID]int64) Frame {
	total := map[domain.ExpertID]int64{}
	for e, score := range sums {
		total[e] += score
	}
	for e, score := range last {
		total[e] += score
	}
	f := Frame{Day: day, Places: make([]FramePlace, 0, len(total))}
	for e, score := range total {
		f.Places = append(f.Places, FramePlace{Expert: e, Score: score})
	}
	slices.SortFunc(f.Places, func(a, b FramePlace) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Expert, b.Expert))
	})
	for i := range f.Places {
		f.Places[i].Place = i + 1
		if i > 0 && f.Places[i-1].Score == f.Places[i].Score {
			f.Places[i].Place = f.Places[i-1].Place
		}
	}
	return f
}
