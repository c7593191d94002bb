package marking

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

var (
	ErrNoAudition   = domain.Refuse(domain.NotFound, "audition_not_found", "There is no such audition.")
	ErrWarmUpFirst  = domain.Refuse(domain.Conflict, "warm_up_first", "The warm-up comes first.")
	ErrWarmUpOver   = domain.Refuse(domain.Conflict, "warm_up_over", "The time for the warm-up is over. What you had answered counts.")
	ErrPlayNotBegun = domain.Refuse(domain.Conflict, "play_not_begun", "This conversation has not begun.")
	ErrPlayOrder    = domain.Refuse(domain.Conflict, "play_order", "Finish the conversation before this one first.")
	ErrNoPlay       = domain.Refuse(domain.NotFound, "play_not_found", "There is no such conversation in this audition.")
	ErrAnswers      = domain.Refuse(domain.Invalid, "answers_invalid", "An answer belongs to no question of this warm-up.")
)

// Open opens an audition for an applicant whose application is at its audition:
// ten questions and a scenario of each kind, drawn once. Who has a running one gets
// that again. Two openings at once make one: a second running audition of an
// application has no place in the database.
func (a *Auditions) Open(ctx context.Context, id domain.ApplicationID) (opened Audition, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		who, err := tx.LockApplicant(id)
		if err != nil {
			return err
		}
		if running, found, err := tx.LockRunning(id); err != nil || found {
			opened = running
			return err
		}
		if !who.Auditioning {
			return ErrNotAuditioning
		}
		past, err := tx.PastAuditions(id)
		if err != nil {
			return err
		}
		from, err := NextAttempt(past)
		if err != nil {
			return err
		}
		if now := a.rt.Now(); now.Before(from) {
			refused := *ErrTooEarly
			refused.RetryAfter = from.Sub(now)
			return &refused
		}
		if opened, err = a.draw(tx, who, past); err != nil {
			return err
		}
		first, err := tx.AddAudition(opened)
		if err == nil && !first {
			err = ErrRunning
		}
		return err
	})
	return opened, err
}

// draw makes the audition: the rubric in force, questions and scenarios.
func (a *Auditions) draw(tx Store, who Applicant, past []Past) (Audition, error) {
	rubric, err := tx.NewestRubric()
	if err != nil {
		return Audition{}, err
	}
	questions, err := tx.Questions(who.Language)
	if err != nil {
		return Audition{}, err
	}
	if len(questions) < audition.WarmUpQuestions {
		return Audition{}, ErrNoQuestions
	}
	live, err := tx.LiveScenarios(who.Language)
	if err != nil {
		return Audition{}, err
	}
	names, err := tx.PlayedNames()
	if err != nil {
		return Audition{}, err
	}
	chosen, err := cast(live, past, a.rt.Chance)
	if err != nil {
		return Audition{}, err
	}
	drawn := Audition{
		ID: AuditionID(a.rt.NewID("aud")), Application: who.ID, Attempt: len(past) + 1, Language: who.Language,
		Rubric: rubric.Version, Seed: a.seed(), State: Open, OpenedAt: a.rt.Now(), Version: 1,
	}
	drawn.WarmUp.Questions = audition.Draw(questions, who.Language, drawn.Seed, audition.WarmUpQuestions)
	for i, s := range chosen {
		drawn.Plays = append(drawn.Plays, Play{No: i + 1, Scenario: s.ID, Version: s.Version, Seed: a.seed(), Names: names})
	}
	return drawn, nil
}

// seed is a number that a signed column can hold.
func (a *Auditions) seed() uint64 { return uint64(a.rt.Chance() * math.MaxInt64) }

// step runs a step of a running audition, with the audition held, and brings what
// time has ended to its end first.
func (a *Auditions) step(ctx context.Context, id domain.ApplicationID, do func(Store, *Audition) error) (held Audition, err error) {
	var refused error
	err = a.inTx(ctx, func(tx Store) error {
		who, err := tx.LockApplicant(id)
		if err != nil {
			return err
		}
		one, found, err := tx.LockRunning(id)
		switch {
		case err != nil:
			return err
		case !found || one.State != Open:
			return ErrNoAudition
		case !who.Auditioning:
			return ErrNotAuditioning
		}
		if err := a.catchUp(tx, &one); err != nil {
			return err
		}
		if refused = do(tx, &one); refused != nil {
			if _, told := refused.(*domain.Error); !told { //nolint:errorlint // a wrapped refusal is a fault here
				return refused
			}
		}
		if err := a.save(tx, &one); err != nil {
			return err
		}
		held = one
		return nil
	})
	if err == nil {
		err = refused
	}
	return held, err
}

// save stores an audition; when its last play is over, it is submitted.
func (a *Auditions) save(tx Store, one *Audition) error {
	done := !one.WarmUp.DoneAt.IsZero() && !slices.ContainsFunc(one.Plays, func(p Play) bool { return p.EndedAt.IsZero() })
	if done && one.State == Open {
		one.State, one.SubmittedAt = Submitted, a.rt.Now()
		if err := tx.Emit(SubmittedEvent{one.ID}); err != nil {
			return err
		}
	}
	err := tx.SaveAudition(*one)
	one.Version++
	return err
}

// catchUp ends what the time has ended: a warm-up whose time is over, a play whose
// customer has left.
func (a *Auditions) catchUp(tx Store, one *Audition) error {
	now := a.rt.Now()
	w := &one.WarmUp
	if !w.BeganAt.IsZero() && w.DoneAt.IsZero() && !now.Before(w.Until()) {
		w.close(w.Until())
	}
	for i := range one.Plays {
		p := &one.Plays[i]
		if p.StartedAt.IsZero() || !p.EndedAt.IsZero() {
			continue
		}
		engine, err := a.engine(tx, *one, *p)
		if err != nil {
			return err
		}
		before := len(engine.Lines())
		engine.Wait(now.Sub(p.StartedAt))
		if end, _ := engine.Ended(); end == audition.Open {
			continue // what is said into the silence is stored with the next text
		}
		if err := a.add(tx, *one, p, nil, engine.Lines()[before:]); err != nil {
			return err
		}
		p.finish(engine)
	}
	return nil
}

// finish ends a play as the customer ended it.
func (p *Play) finish(engine *audition.Play) {
	end, _ := engine.Ended()
	lines := engine.Lines()
	p.Ending, p.EndedAt = end, p.StartedAt.Add(lines[len(lines)-1].At)
}

// engine plays what is stored again.
func (a *Auditions) engine(tx Store, one Audition, p Play) (*audition.Play, error) {
	s, err := tx.PlayedScenario(p.Scenario, one.Language, p.Version)
	if err != nil {
		return nil, err
	}
	return audition.Replay(s.For(p.Names), p.Seed, p.texts())
}

// add appends the candidate's line, if there is one, and the customer's.
func (a *Auditions) add(tx Store, one Audition, p *Play, own *Line, said []audition.Line) error {
	var fresh []Line
	next := len(p.Lines) + 1
	if own != nil {
		own.Seq = next
		fresh = append(fresh, *own)
	}
	for _, l := range said {
		fresh = append(fresh, Line{Seq: next + len(fresh), Speaker: audition.TheCustomer, Text: l.Text, After: l.At})
	}
	p.Lines = append(p.Lines, fresh...)
	if len(fresh) == 0 {
		return nil
	}
	return tx.AddLines(one.ID, p.No, fresh)
}

// BeginWarmUp starts the clock of the warm-up, once.
func (a *Auditions) BeginWarmUp(ctx context.Context, id domain.ApplicationID) (Audition, error) {
	return a.step(ctx, id, func(_ Store, one *Audition) error {
		if one.WarmUp.BeganAt.IsZero() {
			one.WarmUp.BeganAt = a.rt.Now()
		}
		return nil
	})
}

// KeepAnswers keeps what is answered so far; done hands the warm-up in. After the
// time is over what was kept counts, and it is refused.
func (a *Auditions) KeepAnswers(ctx context.Context, id domain.ApplicationID, answers []audition.Answer, done bool) (Audition, error) {
	return a.step(ctx, id, func(_ Store, one *Audition) error {
		w := &one.WarmUp
		switch {
		case w.BeganAt.IsZero():
			return ErrWarmUpFirst
		case !w.DoneAt.IsZero() && done && w.DoneAt.Before(w.Until()):
			return nil // handed in twice
		case !w.DoneAt.IsZero():
			return ErrWarmUpOver
		}
		if err := w.keep(answers); err != nil {
			return err
		}
		if done {
			w.close(a.rt.Now())
		}
		return nil
	})
}

// keep takes answers to the questions that were drawn, one each.
func (w *WarmUp) keep(answers []audition.Answer) error {
	for i, one := range answers {
		q := slices.IndexFunc(w.Questions, func(q audition.Question) bool { return q.ID == one.Question })
		twice := slices.ContainsFunc(answers[:i], func(o audition.Answer) bool { return o.Question == one.Question })
		if q < 0 || twice {
			return ErrAnswers.Of(string(one.Question))
		}
		if slices.ContainsFunc(one.Chosen, func(c int) bool { return c < 0 || c >= len(w.Questions[q].Choices) }) {
			return ErrAnswers.Of(string(one.Question))
		}
	}
	w.Answers = slices.Clone(answers)
	return nil
}

// BeginPlay lets the customer of a play come in: the warm-up is done, and the
// play before it is over. A second call finds it begun.
func (a *Auditions) BeginPlay(ctx context.Context, id domain.ApplicationID, no int) (Audition, error) {
	return a.step(ctx, id, func(tx Store, one *Audition) error {
		switch {
		case no < 1 || no > len(one.Plays):
			return ErrNoPlay
		case one.WarmUp.DoneAt.IsZero():
			return ErrWarmUpFirst
		case no > 1 && one.Plays[no-2].EndedAt.IsZero():
			return ErrPlayOrder
		}
		p := &one.Plays[no-1]
		if !p.StartedAt.IsZero() {
			return nil
		}
		engine, err := a.engine(tx, *one, *p)
		if err != nil {
			return err
		}
		p.StartedAt, p.Rules = a.rt.Now(), audition.RulesVersion
		return a.add(tx, *one, p, nil, engine.Lines())
	})
}

// Say gives the customer of a play a text. The text and what the customer says to
// it are stored together, or neither is. A text that was stored before is not said
// twice, whoever sends it again; one that comes after the end is not taken: the
// audition that is returned does not hold it.
func (a *Auditions) Say(ctx context.Context, id domain.ApplicationID, no int, clientID, text string) (Audition, error) {
	return a.step(ctx, id, func(tx Store, one *Audition) error {
		if no < 1 || no > len(one.Plays) {
			return ErrNoPlay
		}
		p := &one.Plays[no-1]
		switch {
		case p.StartedAt.IsZero():
			return ErrPlayNotBegun
		case p.said(clientID) || !p.EndedAt.IsZero():
			return nil
		}
		engine, err := a.engine(tx, *one, *p)
		if err != nil {
			return err
		}
		at := max(a.rt.Now().Sub(p.StartedAt), p.last())
		silent := len(engine.Lines())
		engine.Wait(at)
		heard := len(engine.Lines())
		if err := a.add(tx, *one, p, nil, engine.Lines()[silent:heard]); err != nil {
			return err
		}
		engine.Say(text, at)
		own := Line{Speaker: audition.TheCandidate, Text: text, After: at, ClientID: clientID}
		if err := a.add(tx, *one, p, &own, engine.Lines()[heard:]); err != nil {
			return err
		}
		if end, _ := engine.Ended(); end != audition.Open {
			p.finish(engine)
		}
		return nil
	})
}

// last is when something was said last.
func (p Play) last() time.Duration {
	if len(p.Lines) == 0 {
		return 0
	}
	return p.Lines[len(p.Lines)-1].After
}

// EndLeft ends what candidates have left standing: warm-ups and plays whose time
// is over. It tells how many auditions it looked at.
func (a *Auditions) EndLeft(ctx context.Context) (int, error) {
	const most = 200
	var ids []domain.ApplicationID
	err := a.inTx(ctx, func(tx Store) (err error) {
		ids, err = tx.RunningPlays(a.rt.Now(), most)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		err := a.inTx(ctx, func(tx Store) error {
			if _, err := tx.LockApplicant(id); err != nil {
				return err
			}
			one, found, err := tx.LockRunning(id)
			if err != nil || !found || one.State != Open {
				return err
			}
			if err := a.catchUp(tx, &one); err != nil {
				return err
			}
			return a.save(tx, &one)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}
