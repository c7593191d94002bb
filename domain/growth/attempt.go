package growth

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// AttemptState is where an attempt at a certificate stands.
type AttemptState string

// The states of an attempt.
const (
	Answering    AttemptState = "answering"    // the questions are open
	Conversation AttemptState = "conversation" // answered; one conversation is still to be handed in
	Marking      AttemptState = "marking"      // somebody looks at it
	Passed       AttemptState = "passed"
	Failed       AttemptState = "failed"
)

// EndedWhy is what ended an attempt.
type EndedWhy string

// The ends of an attempt.
const (
	WhyPassed        EndedWhy = "passed"
	WhyAnswers       EndedWhy = "answers"       // too few were right
	WhyLate          EndedWhy = "late"          // the time for the answers was over
	WhyConversations EndedWhy = "conversations" // three were not enough
	WhyLapsed        EndedWhy = "lapsed"        // no conversation within 60 days
)

// The times of an attempt.
const (
	AgainAfter    = 24 * time.Hour      // after one that failed
	AttemptFor    = 60 * 24 * time.Hour // from the first question to the conversation
	answerGrace   = 15 * time.Second    // for the way of the answers
	MaxHandedIn   = 3                   // conversations an attempt may show
	RenewalBefore = 60 * 24 * time.Hour // the end of a certificate
)

// Drawn is one question of an attempt: its place in the set, and the order in
// which its options are shown.
type Drawn struct {
	Question int   `json:"question"`
	Order    []int `json:"order"`
}

// Attempt is one expert's way to the certificate of a topic.
type Attempt struct {
	ID         AttemptID
	Expert     domain.ExpertID
	Reason     domain.ReasonID
	SetVersion int
	Drawn      []Drawn
	Answers    []int // which option was chosen, as shown; empty before
	Correct    int
	State      AttemptState
	StartedAt  time.Time
	AnswerBy   time.Time
	AnsweredAt time.Time // zero: not yet
	LapsesAt   time.Time
	Sample     SampleID // the conversation that was handed in last
	Handed     int
	EndedAt    time.Time
	EndedWhy   EndedWhy
	Version    int
}

// Refusals of attempts.
var (
	ErrNoQuestions    = domain.Refuse(domain.NotFound, "no_questions", "There is no certificate for this topic yet.")
	ErrUnknownAttempt = domain.Refuse(domain.NotFound, "attempt_not_found", "There is no such attempt.")
	ErrRunning        = domain.Refuse(domain.Conflict, "attempt_running", "You are working on this certificate already.")
	ErrTooSoon        = domain.Refuse(domain.Conflict, "attempt_too_soon", "You can try again one day after the last time.")
	ErrCertified      = domain.Refuse(domain.Conflict, "still_certified", "Your certificate is still good. You can renew it in its last 60 days.")
	ErrAnswered       = domain.Refuse(domain.Conflict, "attempt_answered", "These questions have been answered.")
	ErrAnswers        = domain.Refuse(domain.Invalid, "answers_incomplete", "Choose one answer for each question.").At("/answers")
	ErrNotHandingIn   = domain.Refuse(domain.Conflict, "attempt_not_open", "This attempt does not wait for a conversation.")
)

// AttemptStore keeps attempts.
type AttemptStore interface {
	Attempt(AttemptID) (Attempt, error)                                              // without a lock; ErrUnknownAttempt
	LockAttempt(AttemptID) (Attempt, error)                                          // ErrUnknownAttempt
	AttemptFor(SampleID) (a Attempt, found bool, err error)                          // locked
	LastAttempt(domain.ExpertID, domain.ReasonID) (a Attempt, found bool, err error) // the newest
	AddAttempt(Attempt) (bool, error)                                                // false: one is running
	SaveAttempt(Attempt) error                                                       // domain.ErrStale
	// LapsedAttempts are the running ones whose time is over.
	LapsedAttempts(lapsed, answerBy time.Time, limit int) ([]AttemptID, error)
}

// draw picks the questions of an attempt and shuffles their options.
func draw(questions []Question, chance func() float64) []Drawn {
	places := shuffled(len(questions), chance)[:Asked]
	drawn := make([]Drawn, Asked)
	for i, q := range places {
		drawn[i] = Drawn{q, shuffled(len(questions[q].Options), chance)}
	}
	return drawn
}

func shuffled(n int, chance func() float64) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := min(int(chance()*float64(i+1)), i)
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// Right tells of each question whether the option that was chosen is the right one.
func (a Attempt) Right(s Set) []bool {
	right := make([]bool, len(a.Answers))
	for i, chosen := range a.Answers {
		d := a.Drawn[i]
		right[i] = s.Questions[d.Question].Options[d.Order[chosen]].Right
	}
	return right
}

// Answer takes the answers. Four of five lead on to the conversation; fewer, or
// answers that come too late, end the attempt.
func (a *Attempt) Answer(s Set, answers []int, now time.Time) error {
	if a.State != Answering {
		return ErrAnswered
	}
	if len(answers) != len(a.Drawn) {
		return ErrAnswers
	}
	for i, chosen := range answers {
		if chosen < 0 || chosen >= len(a.Drawn[i].Order) {
			return ErrAnswers
		}
	}
	if now.After(a.AnswerBy.Add(answerGrace)) {
		a.end(WhyLate, now)
		return nil
	}
	a.Answers, a.AnsweredAt = answers, now
	for _, right := range a.Right(s) {
		if right {
			a.Correct++
		}
	}
	if a.Correct < PassMark {
		a.end(WhyAnswers, now)
		return nil
	}
	a.State = Conversation
	return nil
}

func (a *Attempt) end(why EndedWhy, now time.Time) {
	a.State, a.EndedWhy, a.EndedAt = Failed, why, now
	if why == WhyPassed {
		a.State = Passed
	}
}

// running reports whether the attempt has not ended.
func (a Attempt) running() bool { return a.State != Passed && a.State != Failed }

// HandIn gives a conversation to be looked at.
func (a *Attempt) HandIn(sample SampleID) error {
	if a.State != Conversation {
		return ErrNotHandingIn
	}
	a.State, a.Sample, a.Handed = Marking, sample, a.Handed+1
	return nil
}

// marked takes the score card: it passes, or another conversation may be shown,
// three in all. It reports whether it passed.
func (a *Attempt) marked(c Card, now time.Time) bool {
	switch {
	case a.State != Marking:
		return false
	case c.Certifies():
		a.end(WhyPassed, now)
		return true
	case a.Handed >= MaxHandedIn:
		a.end(WhyConversations, now)
	default:
		a.State = Conversation
	}
	return false
}

// BeginAttempt draws five questions of the newest version for an expert. The
// topic is one being learnt from then on, if the expert has topics at all. It
// refuses ErrNoQuestions, ErrRunning, ErrTooSoon and ErrCertified. Two at once:
// the expert is locked, and the database has one running attempt per expert and
// topic.
func (g *Growth) BeginAttempt(ctx context.Context, by domain.ExpertID, reason domain.ReasonID) (a Attempt, err error) {
	id := AttemptID(g.rt.NewID("att"))
	err = g.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(by)
		if err != nil {
			return err
		}
		now := g.rt.Now()
		s, err := tx.NewestSet(reason)
		if err != nil {
			return err
		}
		if err := mayBegin(tx, by, reason, now); err != nil {
			return err
		}
		a = Attempt{
			ID: id, Expert: by, Reason: reason, SetVersion: s.Version, Drawn: draw(s.Questions, g.rt.Chance), State: Answering,
			StartedAt: now, AnswerBy: later(now, time.Duration(s.Minutes)*time.Minute), LapsesAt: later(now, AttemptFor), Version: 1,
		}
		if added, err := tx.AddAttempt(a); err != nil || !added {
			return orRefuse(err, ErrRunning)
		}
		if _, knows := e.Knows(reason, ""); knows {
			return nil
		}
		return setTopic(tx, &e, reason, roster.Learning)
	})
	return a, err
}

// mayBegin refuses who is at it, who failed a moment ago and who needs no other
// certificate yet.
func mayBegin(tx Store, by domain.ExpertID, reason domain.ReasonID, now time.Time) error {
	last, found, err := tx.LastAttempt(by, reason)
	switch {
	case err != nil:
		return err
	case found && last.running():
		return ErrRunning.Of(string(last.ID))
	case found && last.State == Failed && now.Before(last.EndedAt.Add(AgainAfter)):
		soon := *ErrTooSoon
		soon.RetryAfter = last.EndedAt.Add(AgainAfter).Sub(now)
		return &soon
	}
	c, found, err := tx.LivingCertificate(by, reason)
	if err == nil && found && !c.Renewable(now) {
		err = ErrCertified
	}
	return err
}

// AnswerAttempt takes an expert's answers, once. It refuses ErrUnknownAttempt,
// ErrAnswered and ErrAnswers. Two at once: the attempt is locked.
func (g *Growth) AnswerAttempt(ctx context.Context, by domain.ExpertID, id AttemptID, answers []int) (a Attempt, err error) {
	err = g.tx(ctx, func(tx Store) error {
		if a, err = ownAttempt(tx, by, id); err != nil {
			return err
		}
		s, err := tx.SetOf(a.Reason, a.SetVersion)
		if err != nil {
			return err
		}
		if err := a.Answer(s, slices.Clone(answers), g.rt.Now()); err != nil {
			return err
		}
		return tx.SaveAttempt(a)
	})
	return a, err
}

func ownAttempt(tx Store, by domain.ExpertID, id AttemptID) (Attempt, error) {
	a, err := tx.LockAttempt(id)
	if err == nil && a.Expert != by {
		err = ErrUnknownAttempt
	}
	return a, err
}

// HandIn shows one of the expert's own conversations on the topic, which is
// closed and not older than the certificate may be, to whoever marks it. It
// refuses ErrUnknownAttempt, ErrNotHandingIn, and ErrNotYours, ErrOtherTopic or
// ErrSeenBefore of the conversation. Two at once: the attempt is locked, and a
// conversation is a sample of one purpose once.
func (g *Growth) HandIn(ctx context.Context, by domain.ExpertID, id AttemptID, of Part) (a Attempt, err error) {
	sample := SampleID(g.rt.NewID("smp"))
	err = g.tx(ctx, func(tx Store) error {
		if a, err = ownAttempt(tx, by, id); err != nil {
			return err
		}
		if err := a.HandIn(sample); err != nil {
			return err
		}
		now := g.rt.Now()
		if err := fits(tx, a, of, now); err != nil {
			return err
		}
		added, err := tx.AddSample(Sample{
			ID: sample, Part: of, Expert: by, Purpose: ForCertificate, State: SampleOpen, DrawnAt: now,
		})
		if err != nil || !added {
			return orRefuse(err, ErrSeenBefore)
		}
		return tx.SaveAttempt(a)
	})
	return a, err
}

// HandInWindow is how old a conversation may be.
const HandInWindow = 90 * 24 * time.Hour

// fits refuses a conversation that says nothing about this topic now.
func fits(tx Store, a Attempt, of Part, now time.Time) error {
	held, found, err := tx.HeldPart(of)
	switch {
	case err != nil:
		return err
	case !found || held.Expert != a.Expert || held.ClosedAt.IsZero() || now.Sub(held.ClosedAt) > HandInWindow:
		return ErrNotYours
	case held.Reason != a.Reason && held.Group != a.Reason:
		return ErrOtherTopic
	default:
		return nil
	}
}

// LapseAttempts ends the attempts whose time is over, and returns how many.
func (g *Growth) LapseAttempts(ctx context.Context) (n int, err error) {
	now := g.rt.Now()
	var due []AttemptID
	err = g.inTx(ctx, func(tx Store) (err error) {
		due, err = tx.LapsedAttempts(now, now.Add(-answerGrace), batch)
		return err
	})
	for _, id := range due {
		if err != nil {
			return n, err
		}
		err = g.tx(ctx, func(tx Store) error {
			a, err := tx.LockAttempt(id)
			switch {
			case err != nil:
				return err
			case a.State == Answering && now.After(a.AnswerBy.Add(answerGrace)):
				a.end(WhyLate, now)
			case (a.State == Answering || a.State == Conversation) && !now.Before(a.LapsesAt):
				a.end(WhyLapsed, now)
			default:
				return nil
			}
			n++
			return tx.SaveAttempt(a)
		})
	}
	return n, err
}

// batch bounds what one run of a job looks at.
const batch = 500

func orRefuse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}

func errorIs(err error, refusal *domain.Error) bool { return errors.Is(err, refusal) }
