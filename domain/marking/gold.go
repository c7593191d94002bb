package marking

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// Gold is a decided audition whose marks are known to be right. Raters are
// measured on it; from the moment at which one has drawn it, its marks stay.
type Gold struct {
	Audition  AuditionID
	Marks     map[Place]GoldMark
	By        domain.PersonID
	At        time.Time
	RetiredAt time.Time
}

// GoldMark is what is right in a place, and why.
type GoldMark struct {
	Score int
	Why   string
}

// Sheet is the bare scores.
func (g Gold) Sheet() Sheet {
	s := make(Sheet, len(g.Marks))
	for p, m := range g.Marks {
		s[p] = m.Score
	}
	return s
}

// maxGoldWhy is how long a reason may be.
const maxGoldWhy = 300

// clean refuses marks that are not all there.
func (g *Gold) clean() error {
	for p, m := range g.Marks {
		m.Why = strings.TrimSpace(m.Why)
		if utf8.RuneCountInString(m.Why) > maxGoldWhy {
			return ErrGoldMarks
		}
		g.Marks[p] = m
	}
	if !g.Sheet().complete() {
		return ErrGoldMarks
	}
	return nil
}

// Drawable is a gold audition that a rater could calibrate on.
type Drawable struct {
	Audition AuditionID
	Seen     int // how often this rater had it
}

// GoldStore is what marking needs of gold auditions. A gold audition is held
// after its audition.
type GoldStore interface {
	HoldGold(AuditionID) (g Gold, found, drawn bool, err error)
	PutGold(Gold) error
	GoldSheet(AuditionID) (Sheet, error) // not held: once drawn it never changes
	// Drawable are gold auditions in use, held: in a language of the rater, not
	// chosen by them, not marked by them and not their own.
	Drawable(Rater) ([]Drawable, error)
}

var (
	ErrGoldMarks     = domain.Refuse(domain.Invalid, "gold_marks", "Gold has a mark from 1 to 5 in each of the eighteen places, with at most 300 letters why.").At("/marks")
	ErrGoldUndecided = domain.Refuse(domain.Conflict, "gold_undecided", "Only an audition that is decided can be gold.")
	ErrGoldUsed      = domain.Refuse(domain.Conflict, "gold_used", "Raters have drawn this gold audition: its marks stay.")
	ErrGoldRetired   = domain.Refuse(domain.Conflict, "gold_retired", "This gold audition is out of use.")
	ErrNoGold        = domain.Refuse(domain.NotFound, "gold_not_found", "This audition is not gold.")
)

// ChooseGold makes gold of a decided audition, or gives other marks to one that no
// rater has drawn yet. Who chooses while a calibration draws waits for it: the
// gold audition is held by both.
func (a *Auditions) ChooseGold(ctx context.Context, by domain.PersonID, id AuditionID, marks map[Place]GoldMark) error {
	g := Gold{Audition: id, Marks: marks, By: by, At: a.rt.Now()}
	if err := g.clean(); err != nil {
		return err
	}
	return a.inTx(ctx, func(tx Store) error {
		one, err := tx.LockAudition(id)
		if err != nil {
			return err
		}
		if one.State != Passed && one.State != Failed {
			return ErrGoldUndecided
		}
		was, found, drawn, err := tx.HoldGold(id)
		switch {
		case err != nil:
			return err
		case found && !was.RetiredAt.IsZero():
			return ErrGoldRetired
		case drawn:
			return ErrGoldUsed
		}
		return tx.PutGold(g)
	})
}

// RetireGold takes a gold audition out of use. Calibrations that have drawn it go
// on with it.
func (a *Auditions) RetireGold(ctx context.Context, id AuditionID) error {
	return a.inTx(ctx, func(tx Store) error {
		g, found, _, err := tx.HoldGold(id)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrNoGold
		case !g.RetiredAt.IsZero():
			return nil
		}
		g.RetiredAt = a.rt.Now()
		return tx.PutGold(g)
	})
}

// drawGold picks what a rater has had least often; chance picks among those.
func drawGold(all []Drawable, n int, chance func() float64) []AuditionID {
	left := slices.Clone(all)
	slices.SortFunc(left, func(a, b Drawable) int { return strings.Compare(string(a.Audition), string(b.Audition)) })
	var drawn []AuditionID
	for len(drawn) < n && len(left) > 0 {
		least := slices.MinFunc(left, func(a, b Drawable) int { return a.Seen - b.Seen }).Seen
		var some []int
		for i, d := range left {
			if d.Seen == least {
				some = append(some, i)
			}
		}
		i := some[min(int(chance()*float64(len(some))), len(some)-1)]
		drawn = append(drawn, left[i].Audition)
		left = slices.Delete(left, i, i+1)
	}
	return drawn
}

// Agreed are the marks of raters as whole numbers: where gold may begin.
func Agreed(sheets []Sheet) Sheet {
	s := Sheet{}
	if len(sheets) == 0 {
		return s
	}
	for _, p := range Places() {
		s[p] = int(hundredths(agreed(sheets, p))+50) / 100
	}
	return s
}

// Within counts the marks that are at most one away from gold.
func Within(given, gold Sheet) int {
	n := 0
	for _, p := range Places() {
		if d := given[p] - gold[p]; given[p] != 0 && d >= -1 && d <= 1 {
			n++
		}
	}
	return n
}

// marksOf is how many marks an audition has.
func marksOf() int { return Plays * len(audition.Dimensions) }
