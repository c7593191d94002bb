package league

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// How long a round closes: seven days until first time right is known, and three
// for disputes.
const (
	DisputeFrom = 7 * 24 * time.Hour
	ClosingTime = 10 * 24 * time.Hour
	// AnswerWithin is how long staff have for a dispute: its round waits for them.
	AnswerWithin = 3 * 24 * time.Hour
)

// ClosingStore is what the end of a round needs from one transaction.
type ClosingStore interface {
	LockRound(domain.RoundID) (Round, error) // refuses round_not_found
	OpenDisputes(domain.RoundID) (int, error)
	// Played reports whether an expert is on the board and earned or ended anything in a round.
	Played(domain.ExpertID, domain.RoundID) (bool, error)
	LateDisputes(raisedBefore time.Time) (int, error) // that are open
	AddDispute(Dispute) (first bool, err error)       // false: they have one about this round
	LockDispute(DisputeID) (Dispute, error)           // refuses dispute_not_found
	SaveDispute(Dispute) error

	TeamGoal(domain.RoundID) (g Goal, found bool, err error)
	SaveTeamGoal(Goal) error                            // domain.ErrStale when another writer was first
	CountGoal(domain.RoundID, GoalMeasure) (int, error) // what of it happened in the round

	Prizes(domain.SeasonID, domain.RoundID) ([]Prize, error) // by place; an empty round: of the season
	AddPrize(Prize) error
	LockPrize(PrizeID) (Prize, error) // refuses prize_not_found
	RemovePrize(PrizeID) error
	LockSeason(domain.SeasonID) (Season, error)  // refuses season_not_found
	AddWin(id string, w Win, at time.Time) error // a fault when the prize has gone to them already
	HandOver(win string, by domain.PersonID, at time.Time) error

	SeasonResults(domain.SeasonID) ([]Standing, error) // the final scores of its rounds together, in no order
	AddSnapshot(Snapshot) error
}

// DisputeID names a dispute.
type DisputeID string

// DisputeState is where a dispute is.
type DisputeState string

const (
	DisputeOpen   DisputeState = "open"
	DisputeUpheld DisputeState = "upheld" // what was wrong has been put right
	DisputeDenied DisputeState = "denied"
)

// Dispute says that an expert sees the result of a round differently. The round
// waits for the answer.
type Dispute struct {
	ID        DisputeID
	Round     domain.RoundID
	Expert    domain.ExpertID
	Text      string
	State     DisputeState
	RaisedAt  time.Time
	Answer    string
	DecidedBy domain.PersonID
	DecidedAt time.Time
	Version   int
}

// The refusals of the end of a round.
var (
	ErrNotDisputable = domain.Refuse(domain.Conflict, "round_not_disputable", "A result can be disputed from seven days after its round until it is final.")
	ErrDisputed      = domain.Refuse(domain.Conflict, "round_disputed", "You have disputed this result already.")
	ErrNotInRound    = domain.Refuse(domain.NotFound, "round_not_found", "There is no such round.")
	ErrDecided       = domain.Refuse(domain.Conflict, "dispute_decided", "This dispute is decided.")
	ErrLeagueWords   = domain.Refuse(domain.Invalid, "words_needed", "Say it in 1 to 1,000 characters.")
	ErrRoundOver     = domain.Refuse(domain.Conflict, "round_over", "This round is over.")
	ErrPlaces        = domain.Refuse(domain.Invalid, "places_wrong", "The places are from 1 to 30, the first before the last.")
)

const maxWords = 1000

func words(s string) (string, error) {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n < 1 || n > maxWords {
		return "", ErrLeagueWords
	}
	return s, nil
}

// Disputable reports whether the round's result can be disputed now.
func (r Round) Disputable(now time.Time) bool {
	return r.State == Closing && !now.Before(r.EndsAt.Add(DisputeFrom))
}

// Dispute lets an expert say once what is wrong with the result of a round that
// they played. It refuses ErrNotDisputable, ErrDisputed, ErrNotInRound and ErrLeagueWords.
func (l *League) Dispute(ctx context.Context, by domain.ExpertID, round domain.RoundID, text string) error {
	text, err := words(text)
	if err != nil {
		return err
	}
	return l.inTx(ctx, func(tx Store) error {
		r, err := tx.LockRound(round)
		if err != nil {
			return err
		}
		in, err := tx.Played(by, round)
		switch {
		case err != nil:
			return err
		case !in:
			return ErrNotInRound
		case !r.Disputable(l.rt.Now()):
			return ErrNotDisputable
		}
		first, err := tx.AddDispute(Dispute{
			ID: DisputeID(l.rt.NewID("dsp")), Round: round, Expert: by, Text: text, State: DisputeOpen, RaisedAt: l.rt.Now(), Version: 1,
		})
		if err == nil && !first {
			err = ErrDisputed
		}
		return err
	})
}

// DecideDispute answers one, with the reasons in writing. It refuses ErrDecided
// and ErrLeagueWords.
func (l *League) DecideDispute(ctx context.Context, by domain.PersonID, id DisputeID, upheld bool, answer string) error {
	answer, err := words(answer)
	if err != nil {
		return err
	}
	return l.inTx(ctx, func(tx Store) error {
		d, err := tx.LockDispute(id)
		if err != nil {
			return err
		}
		if d.State != DisputeOpen {
			return ErrDecided
		}
		d.State, d.Answer, d.DecidedBy, d.DecidedAt = DisputeDenied, answer, by, l.rt.Now()
		if upheld {
			d.State = DisputeUpheld
		}
		return tx.SaveDispute(d)
	})
}

// LateDisputes counts the disputes that nobody has answered in three days.
func (l *League) LateDisputes(ctx context.Context) (n int, err error) {
	err = l.inTx(ctx, func(tx Store) error {
		n, err = tx.LateDisputes(l.rt.Now().Add(-AnswerWithin))
		return err
	})
	return n, err
}

// GoalMeasure is what everybody together counts.
type GoalMeasure string

const (
	GoalConversations GoalMeasure = "conversation"
	GoalRight         GoalMeasure = "first_time_right"
	GoalFollowUps     GoalMeasure = "follow_up"
	GoalShifts        GoalMeasure = "shift"
)

// Goal is what all reach together in a round, and what all have of it.
type Goal struct {
	Round   domain.RoundID
	Text    string
	Measure GoalMeasure
	Target  int
	Reward  string
	Counted *int // at the end
	By      domain.PersonID
	At      time.Time
	Version int // 0: new
}

// SetGoal sets the team goal of a round that is not over. version is the one that
// the writer has seen, 0 for none. It refuses ErrRoundOver and domain.ErrStale.
func (l *League) SetGoal(ctx context.Context, by domain.PersonID, g Goal, version int) error {
	return l.inTx(ctx, func(tx Store) error {
		r, err := tx.LockRound(g.Round)
		if err != nil {
			return err
		}
		if r.State != Running && r.State != Upcoming {
			return ErrRoundOver
		}
		g.By, g.At, g.Version = by, l.rt.Now(), version
		return tx.SaveTeamGoal(g)
	})
}

// AddPrize promises a prize, of a round that is not over or of a season that is
// not. It refuses ErrRoundOver and ErrPlaces.
func (l *League) AddPrize(ctx context.Context, by domain.PersonID, p Prize) error {
	if p.From < 1 || p.To < p.From || p.To > leagueMost {
		return ErrPlaces
	}
	return l.inTx(ctx, func(tx Store) error {
		if err := l.promisable(tx, &p); err != nil {
			return err
		}
		p.ID, p.By, p.At = PrizeID(l.rt.NewID("prz")), by, l.rt.Now()
		return tx.AddPrize(p)
	})
}

// RemovePrize takes a prize back, as long as nobody can have played for it to the
// end. It refuses ErrRoundOver.
func (l *League) RemovePrize(ctx context.Context, id PrizeID) error {
	return l.inTx(ctx, func(tx Store) error {
		p, err := tx.LockPrize(id)
		if err != nil {
			return err
		}
		if err := l.promisable(tx, &p); err != nil {
			return err
		}
		return tx.RemovePrize(id)
	})
}

// promisable holds the round or the season of a prize, which must not be over.
func (l *League) promisable(tx Store, p *Prize) error {
	var state State
	if p.Round == "" {
		s, err := tx.LockSeason(p.Season)
		if err != nil {
			return err
		}
		state = s.State
	} else {
		r, err := tx.LockRound(p.Round)
		if err != nil {
			return err
		}
		p.Season, state = r.Season, r.State
	}
	if state != Running && state != Upcoming {
		return ErrRoundOver
	}
	return nil
}

// HandPrize notes that a winner has their prize. Twice is as good as once. It
// refuses win_not_found.
func (l *League) HandPrize(ctx context.Context, by domain.PersonID, win string) error {
	return l.inTx(ctx, func(tx Store) error { return tx.HandOver(win, by, l.rt.Now()) })
}
