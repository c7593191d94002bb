package league

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Load reads the field of the round that runs now. It reports false when none
// does.
type Load func(ctx context.Context) (f Field, running bool, err error)

// Changed: the board reads differently than before.
type Changed struct {
	Version int64 `json:"version"`
}

func (Changed) EventName() string { return "board.changed" }

// Board keeps the standings of the running round in memory. The database stays
// the only truth: the board is made again from its rows, never counted on.
// Reading it takes no lock and no query.
type Board struct {
	domain.Renewal

	load     Load
	now      func() time.Time
	announce func(context.Context, Changed)
	current  atomic.Pointer[Table]
}

// NewBoard makes an empty board. announce is called after each rebuild that
// changed something; it must not block. Call Rebuild before the first read and
// Run for as long as the process lives.
func NewBoard(load Load, now func() time.Time, announce func(context.Context, Changed)) *Board {
	b := &Board{Renewal: domain.NewRenewal(), load: load, now: now, announce: announce}
	b.current.Store(&Table{index: map[domain.ExpertID]int{}})
	return b
}

// Run rebuilds the board after every Touch, until ctx ends. A rebuild that fails
// is told to failed and tried again.
func (b *Board) Run(ctx context.Context, failed func(error)) { b.Renewal.Run(ctx, b.Rebuild, failed) }

// Rebuild reads the rows and makes the standings again. It is not for two
// callers at once.
func (b *Board) Rebuild(ctx context.Context) error {
	f, running, err := b.load(ctx)
	if err != nil {
		return err
	}
	t := &Table{index: map[domain.ExpertID]int{}, UpdatedAt: b.now()}
	if running {
		t.Season, t.Round, t.Rows = f.Season, f.Round, f.Standings()
		t.Week, t.Weeks = f.Season.WeekNumber(f.At, f.Zone), SeasonWeeks
	}
	for i, row := range t.Rows {
		t.index[row.Expert] = i
	}
	old := b.current.Load()
	if t.Version = old.Version; t.same(old) {
		b.current.Store(t)
		return nil
	}
	// Versions grow across restarts too, so that a client may compare them.
	t.Version = max(old.Version+1, t.UpdatedAt.UnixMilli())
	b.current.Store(t)
	b.announce(ctx, Changed{t.Version})
	return nil
}

// Table returns the standings as they are now. It must not be changed.
func (b *Board) Table() *Table { return b.current.Load() }

// Table is one state of the board.
type Table struct {
	Version   int64
	UpdatedAt time.Time
	Season    Season // zero when none runs
	Round     Round
	Week      int // the how-manieth of the season
	Weeks     int
	Rows      []Standing // best first
	index     map[domain.ExpertID]int
}

// same reports whether o reads like t.
func (t *Table) same(o *Table) bool {
	return t.Season == o.Season && t.Round == o.Round && t.Week == o.Week &&
		slices.EqualFunc(t.Rows, o.Rows, func(a, b Standing) bool {
			return a.Expert == b.Expert && a.Rank == b.Rank && a.Score == b.Score && a.SettledScore == b.SettledScore &&
				a.Moved == b.Moved && a.Name == b.Name && a.Alias == b.Alias && a.Bird == b.Bird && a.Consent == b.Consent &&
				a.Thousandths() == b.Thousandths() && a.Quality.Ratings == b.Quality.Ratings
		})
}

// Of returns an expert's own standing.
func (t *Table) Of(e domain.ExpertID) (Standing, bool) {
	i, ok := t.index[e]
	if !ok {
		return Standing{}, false
	}
	return t.Rows[i], true
}

// Top returns the best n.
func (t *Table) Top(n int) []Standing { return t.Rows[:min(max(n, 0), len(t.Rows))] }

// Around returns the expert's row with the n before and the n after it. It is
// empty for somebody who is not on the board.
func (t *Table) Around(e domain.ExpertID, n int) []Standing {
	i, ok := t.index[e]
	if !ok {
		return nil
	}
	return t.Rows[max(i-n, 0):min(i+n+1, len(t.Rows))]
}

// namedPlaces is how many places may carry a name.
const namedPlaces = 3

// Named reports whether viewer sees s by name: staff always; experts only the
// first three who agreed to it. Nobody in the bottom third is named.
func (t *Table) Named(s Standing, viewer domain.Actor) bool {
	return viewer.Staff() || s.Consent && s.Rank <= namedPlaces && 3*s.Rank <= 2*len(t.Rows)
}
