package merit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Code names a badge.
type Code string

// The badges. Each is for a behaviour that is wanted; what is counted are
// different customers or colleagues, so that repeating oneself earns nothing.
const (
	FirstLight Code = "first_light" // a first solved conversation within two weeks
	Calm       Code = "calm"        // calm in the storm: hard ones, and courteous
	Finder     Code = "finder"      // promises that helped
	Keeper     Code = "keeper"      // promises kept in time
	WarmHand   Code = "warm_hand"   // summaries that colleagues could go on from
	TrueEye    Code = "true_eye"    // second looks that agreed
	Teacher    Code = "teacher"     // candidates who became Rookies beside them
	Bridge     Code = "bridge"      // at home in two languages
	Thanked    Code = "thanked"     // cards of customers
	Scholar    Code = "scholar"     // certificates at a time
	StandIn    Code = "stand_in"    // shifts of colleagues taken and kept
	Steady     Code = "steady"      // weeks in a row with every shift kept
	AskedFor   Code = "asked_for"   // customers who would rather have them again
	Owner      Code = "owner"       // of a product: has it, and solves its questions
)

// Need is how much each badge asks for, in the order in which they are shown.
var Need = []struct {
	Code Code
	Need int
}{
	{FirstLight, 1},
	{Calm, 10},
	{Finder, 3},
	{Keeper, 10},
	{WarmHand, 5},
	{TrueEye, 10},
	{Teacher, 2},
	{Bridge, 2},
	{Thanked, 5},
	{Scholar, 3},
	{StandIn, 3},
	{Steady, 8},
	{AskedFor, 10},
	{Owner, 10},
}

// What the courtesy of "calm in the storm" asks for: the mean tone of score
// cards in hundredths, from a few of them, and no breach among them.
const (
	CourteousFrom = 450
	courtesyCards = 3
)

// Deeds are what an expert has done, counted from rows. Conversations with
// somebody linked to them count for nothing.
type Deeds struct {
	Expert     domain.ExpertID
	EarlySolve int // customers whom they helped within fourteen days of joining
	Hard       int // customers with a hard or complaining question that was solved
	Courtesy   int // mean tone of their score cards, in hundredths
	Cards      int // how many there are
	Breaches   int // of courtesy
	Helped     int // customers who said that a kept promise helped
	Promises   int // customers with a promise that was kept in time
	Summaries  int // colleagues who scored a summary 4 or 5
	Agreed     int // second looks that agreed
	Taught     int // candidates they shadowed who became Rookies
	Languages  int // with five solved customers each
	Thankful   int // customers who left a card that is shown
	Good       int // certificates that are good
	StoodIn    int // shifts of colleagues that they took and kept
	Longest    int // kept weeks in a row
	Again      int // customers who would rather have them again
	Products   []Owning
}

// Owning is a verified product of an expert, with the customers whose questions
// about it they solved.
type Owning struct {
	Product   domain.ProductID
	Customers int
}

// Badge is an earned mark.
type Badge struct {
	Expert   domain.ExpertID
	Code     Code
	About    domain.ProductID // of an owner
	Have     int
	Need     int
	EarnedAt time.Time
}

// Steps is how far an expert is with every badge; of an owner's, with every
// product of theirs.
func (d Deeds) Steps() []Badge {
	var all []Badge
	for _, b := range Need {
		if b.Code == Owner {
			for _, p := range d.Products {
				all = append(all, Badge{Expert: d.Expert, Code: Owner, About: p.Product, Have: p.Customers, Need: b.Need})
			}
			continue
		}
		all = append(all, Badge{Expert: d.Expert, Code: b.Code, Have: d.have(b.Code), Need: b.Need})
	}
	return all
}

// Earned reports whether there is as much as it asks for.
func (b Badge) Earned() bool { return b.Have >= b.Need }

func (d Deeds) have(c Code) int {
	switch c {
	case FirstLight:
		return min(d.EarlySolve, 1)
	case Calm:
		if d.Breaches > 0 || d.Cards < courtesyCards || d.Courtesy < CourteousFrom {
			return min(d.Hard, 9) // the last step is courtesy
		}
		return d.Hard
	case Finder:
		return d.Helped
	case Keeper:
		return d.Promises
	case WarmHand:
		return d.Summaries
	case TrueEye:
		return d.Agreed
	case Teacher:
		return d.Taught
	case Bridge:
		return d.Languages
	case Thanked:
		return d.Thankful
	case Scholar:
		return d.Good
	case StandIn:
		return d.StoodIn
	case Steady:
		return d.Longest
	case AskedFor:
		return d.Again
	case Owner:
	}
	return 0
}

// AwardBadges gives every expert the badges that they have earned, each once.
// The race: two runs at once find the same; the database has one of each, and
// only who stores it tells.
func (m *Merits) AwardBadges(ctx context.Context) (n int, failed error) {
	experts, err := m.records.Deserving(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range experts {
		did, err := m.award(ctx, id)
		n += did
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("badges of %s: %w", id, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return n, failed
}

func (m *Merits) award(ctx context.Context, id domain.ExpertID) (n int, err error) {
	deeds, err := m.records.Deeds(ctx, id)
	if err != nil {
		return 0, err
	}
	err = m.tx(ctx, func(tx Store) error {
		n = 0
		for _, b := range deeds.Steps() {
			if !b.Earned() {
				continue
			}
			b.EarnedAt = m.rt.Now()
			added, err := tx.AddBadge(b)
			if err != nil {
				return err
			}
			if !added {
				continue
			}
			n++
			if err := tx.Emit(BadgeEarned{id, b.Code, b.About}); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}
