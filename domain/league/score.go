package league

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// The numbers of the round score. The ramp lets quality decide, and the
// saturation halves the gap between those who have much time and those who
// have some.
const (
	shrinkWeight  = 5.0  // conversations that the programme's mean weighs in a week
	saturation    = 15.0 // conversations a week after which more adds little
	rampFrom      = 3.8  // quality at which a score begins
	rampTo        = 4.4  // quality from which it counts in full
	qualityPlaces = 1000 // quality is compared in thousandths of a star
)

// Field is everything that the standings of one round depend on.
type Field struct {
	Season  Season
	Round   Round
	Zone    *time.Location
	At      time.Time // the standings are those of this moment
	Players []Player
}

// Player is an expert who takes part, and what they earned in the round.
type Player struct {
	Expert  domain.ExpertID
	Name    string // what customers call them
	Alias   string
	Bird    int
	Consent bool // to be named on the board
	Quality roster.Quality
	Held    bool // points of theirs are held while a person looks
	Earned  []Earned
}

// Earned is what one qualified conversation of the round earned, or what was
// earned beside it: first time right, a hand-over, a follow-up. That counts for
// the mean of its week, but is no conversation, and may be negative.
type Earned struct {
	At      time.Time
	Points  domain.Points // settled, or what is pending
	Settled bool
	Beside  bool
	Asked   bool // it says whether a question was answered right the first time
	Right   bool
}

// Standing is a player's score and place. Score counts what is pending too,
// SettledScore only what is settled; the place goes by Score.
type Standing struct {
	Player
	Rank          int
	Score         int64
	SettledScore  int64
	Conversations int
	Right         roster.Share // first time right
	Reached       time.Time    // the last of what counts
	Moved         int          // places gained since the brand's day began; negative: lost
	League        Group        // of a final round with leagues, without its members
	LeaguePlace   int
}

// week is what was earned in one week.
type week struct {
	points domain.Points
	n      int
}

// score is the sum over the weeks of the mean points per conversation, shrunk
// to the programme's mean and never below zero, times a volume that saturates;
// and all of it times the quality ramp. A week without a conversation counts
// nothing, whatever was earned beside.
func score(weeks []week, programmeMean, quality float64) int64 {
	var sum float64
	for _, w := range weeks {
		n := float64(w.n)
		mean := max((float64(w.points)+shrinkWeight*programmeMean)/(n+shrinkWeight), 0)
		sum += mean * saturation * (1 - math.Exp(-n/saturation))
	}
	ramp := min(max((quality-rampFrom)/(rampTo-rampFrom), 0), 1)
	return int64(math.Round(sum * ramp))
}

// Standings ranks the field. Equal scores go by higher quality, then by the lower
// bound of first time right, then by fewer conversations, then by who reached it
// earlier; who is still equal shares the place. Ids never decide.
func (f Field) Standings() []Standing {
	all := f.rank(func(Earned) bool { return true })
	settled := f.rank(func(e Earned) bool { return e.Settled })

	score := map[domain.ExpertID]int64{}
	for _, s := range settled {
		score[s.Expert] = s.Score
	}
	for i := range all {
		all[i].SettledScore = min(score[all[i].Expert], all[i].Score)
	}
	f.setMoved(all)
	return all
}

// setMoved compares the places with those at the beginning of the brand's day.
// On the first day of a round nobody has moved yet.
func (f Field) setMoved(all []Standing) {
	today := f.dayStart()
	if today.Before(f.Round.StartsAt) {
		return
	}
	place := map[domain.ExpertID]int{}
	for _, s := range f.rank(func(e Earned) bool { return e.At.Before(today) }) {
		place[s.Expert] = s.Rank
	}
	for i := range all {
		all[i].Moved = place[all[i].Expert] - all[i].Rank
	}
}

// dayStart is the midnight of the brand's day.
func (f Field) dayStart() time.Time {
	y, m, d := f.At.In(f.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, f.Zone)
}

// rank computes the standings from the earnings that count.
func (f Field) rank(counts func(Earned) bool) []Standing {
	mean := f.programmeMean()
	starts := Weeks(f.Round.StartsAt, f.Round.EndsAt, f.Zone)
	all := make([]Standing, 0, len(f.Players))
	for _, p := range f.Players {
		s := Standing{Player: p}
		weeks := make([]week, len(starts))
		for _, e := range p.Earned {
			if !counts(e) {
				continue
			}
			w := &weeks[weekOf(starts, e.At)]
			w.points += e.Points
			if !e.Beside {
				w.n++
				s.Conversations++
			}
			if e.Asked {
				s.Right.Of++
			}
			if e.Right {
				s.Right.Yes++
			}
			if e.At.After(s.Reached) {
				s.Reached = e.At
			}
		}
		s.Score = score(weeks, mean, p.Quality.Mean)
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Standing) int {
		return cmp.Or(better(a, b), cmp.Compare(a.Expert, b.Expert))
	})
	place(all)
	return all
}

// place numbers an ordered field; who is equal shares the place.
func place(all []Standing) {
	for i := range all {
		all[i].Rank = i + 1
		if i > 0 && better(all[i-1], all[i]) == 0 {
			all[i].Rank = all[i-1].Rank
		}
	}
}

// better is negative when a stands before b and 0 when they share a place.
func better(a, b Standing) int {
	return cmp.Or(
		cmp.Compare(b.Score, a.Score),
		cmp.Compare(b.Thousandths(), a.Thousandths()),
		cmp.Compare(b.Bound(), a.Bound()),
		cmp.Compare(a.Conversations, b.Conversations),
		a.Reached.Compare(b.Reached),
	)
}

// Thousandths is the player's quality in thousandths of a star.
func (p Player) Thousandths() int { return int(math.Round(p.Quality.Mean * qualityPlaces)) }

// Bound is the lower bound of first time right, in thousandths.
func (s Standing) Bound() int {
	return int(math.Round(roster.WilsonLower(s.Right.Yes, s.Right.Of) * qualityPlaces))
}

// programmeMean is the mean of all conversations of the round so far, with what
// was earned beside them.
func (f Field) programmeMean() float64 {
	var points, n float64
	for _, p := range f.Players {
		for _, e := range p.Earned {
			points += float64(e.Points)
			if !e.Beside {
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return max(points/n, 0)
}
