package league

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Past is what replaying a season reads.
type Past interface {
	rewards.Past
	// SeasonAt is a season with its rounds, and the experts with an award in it or a
	// place on its board, with their quality at its end.
	SeasonAt(ctx context.Context, id domain.SeasonID, now time.Time) (Played, error)
}

// Played is a season that is over or runs.
type Played struct {
	Season  Season
	Rounds  []Round
	Zone    *time.Location
	Players []Player // without what they earned
	Awards  int
}

// MaxReplay bounds how many awards one replay looks at.
const MaxReplay = 500_000

// ErrTooLarge refuses a replay beyond it.
var ErrTooLarge = domain.Refuse(domain.Conflict, "replay_too_large", "This season has more entries than are replayed at once.")

// Replayed is a season as it was and as it would be under other rules.
type Replayed struct {
	Played  Played
	Experts []Difference // the largest first
	Changed int          // whose points or place would be others
	Was     domain.Points
	Would   domain.Points
}

// Difference is what other rules would mean for one expert.
type Difference struct {
	Player Player
	Was    Side
	Would  Side
}

// Side is what an expert has in a season by one set of rules. The place is by the
// scores of its rounds together; 0 is none.
type Side struct {
	Points        domain.Points
	Score         int64
	Place         int
	Conversations int
	reached       time.Time
}

func (d Difference) changed() bool {
	return d.Was.Points != d.Would.Points || d.Was.Place != d.Would.Place
}

// Replay plays a season again under rules, one expert after another: what it keeps
// of each is sums by week. It writes nothing.
func Replay(ctx context.Context, past Past, id domain.SeasonID, rules rewards.Rules, now time.Time) (Replayed, error) {
	played, err := past.SeasonAt(ctx, id, now)
	if err != nil {
		return Replayed{}, err
	}
	if played.Awards > MaxReplay {
		return Replayed{}, ErrTooLarge
	}
	versions, err := past.RulesOf(ctx)
	if err != nil {
		return Replayed{}, err
	}
	seen, sums := rewards.Seen{Season: id, Versions: versions, Now: now}, newSums(played)
	out := Replayed{Played: played, Experts: make([]Difference, len(played.Players))}
	for i, p := range played.Players {
		entries, err := rewards.Replay(ctx, past, seen, p.Expert, rules)
		if err != nil {
			return Replayed{}, err
		}
		out.Experts[i].Player = p
		for _, e := range entries {
			out.Experts[i].Was.Points += e.Was
			out.Experts[i].Would.Points += e.Would
			if e.WasCounts {
				sums.add(0, i, e.Round, e, e.Was)
			}
			if e.WouldCounts {
				sums.add(1, i, e.Round, e, e.Would)
			}
		}
	}
	sums.place(out.Experts)
	for _, d := range out.Experts {
		out.Was += d.Was.Points
		out.Would += d.Would.Points
		if d.changed() {
			out.Changed++
		}
	}
	slices.SortStableFunc(out.Experts, func(a, b Difference) int {
		return cmp.Or(-cmp.Compare(abs(a.Would.Points-a.Was.Points), abs(b.Would.Points-b.Was.Points)), cmp.Compare(a.Was.Place, b.Was.Place),
			cmp.Compare(a.Player.Expert, b.Player.Expert))
	})
	return out, nil
}

func abs(p domain.Points) domain.Points { return max(p, -p) }

// sums are what experts earned by side, round and week.
type sums struct {
	rounds  map[domain.RoundID]int
	starts  [][]time.Time
	weeks   [2][][][]week // side, expert, round, week
	total   [2][]week     // side, round
	reached [2][]time.Time
}

func newSums(p Played) *sums {
	s := &sums{rounds: map[domain.RoundID]int{}}
	for i, r := range p.Rounds {
		s.rounds[r.ID] = i
		s.starts = append(s.starts, Weeks(r.StartsAt, r.EndsAt, p.Zone))
	}
	for side := range s.weeks {
		s.weeks[side] = make([][][]week, len(p.Players))
		s.total[side] = make([]week, len(p.Rounds))
		s.reached[side] = make([]time.Time, len(p.Players))
		for i := range p.Players {
			s.weeks[side][i] = make([][]week, len(p.Rounds))
			for r := range p.Rounds {
				s.weeks[side][i][r] = make([]week, len(s.starts[r]))
			}
		}
	}
	return s
}

func (s *sums) add(side, player int, round domain.RoundID, e rewards.Entry, points domain.Points) {
	r, known := s.rounds[round]
	if !known {
		return
	}
	w, total := &s.weeks[side][player][r][weekOf(s.starts[r], e.At)], &s.total[side][r]
	w.points += points
	total.points += points
	if !e.Beside() {
		w.n++
		total.n++
	}
	if e.At.After(s.reached[side][player]) {
		s.reached[side][player] = e.At
	}
}

// place gives both sides their scores and places, by the rules of the board. Who
// takes no part has none.
func (s *sums) place(all []Difference) {
	for side := range s.weeks {
		of := func(i int) *Side {
			if side == 0 {
				return &all[i].Was
			}
			return &all[i].Would
		}
		order := make([]int, 0, len(all))
		for i := range all {
			mine := of(i)
			mine.reached = s.reached[side][i]
			for r, weeks := range s.weeks[side][i] {
				mean := 0.0
				if t := s.total[side][r]; t.n > 0 {
					mean = max(float64(t.points)/float64(t.n), 0)
				}
				mine.Score += score(weeks, mean, all[i].Player.Quality.Mean)
				for _, w := range weeks {
					mine.Conversations += w.n
				}
			}
			if all[i].Player.Alias != "" {
				order = append(order, i)
			}
		}
		better := func(a, b int) int {
			x, y := of(a), of(b)
			return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(all[b].Player.Thousandths(), all[a].Player.Thousandths()),
				cmp.Compare(x.Conversations, y.Conversations), x.reached.Compare(y.reached))
		}
		slices.SortStableFunc(order, better)
		for n, i := range order {
			of(i).Place = n + 1
			if n > 0 && better(order[n-1], i) == 0 {
				of(i).Place = of(order[n-1]).Place
			}
		}
	}
}
