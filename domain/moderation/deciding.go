package moderation

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/roster"
)

// Decide settles every open flag of the thing that a flag is about, and does
// what was decided, in one transaction. Of two moderators one decides, and the
// other is refused with ErrFlagDecided: what they began is undone. It refuses
// ErrUnknownFlag, ErrWhy, ErrNoMessage, ErrNoExpert, ErrHoldNoCase and what
// fairness.OpenFlagged refuses.
func (m *Moderation) Decide(ctx context.Context, by domain.Actor, id FlagID, d Decision) error {
	d.Reason = strings.TrimSpace(d.Reason)
	switch {
	case d.Reason == "" || utf8.RuneCountInString(d.Reason) > maxWords:
		return ErrWhy
	case d.Hold && (!d.Case || d.Step != ""):
		return ErrHoldNoCase
	}
	d.Case = d.Case || d.Step != ""
	d.ID, d.By = DecisionID(m.rt.NewID("dcs")), domain.PersonID(by.ID)
	return m.tx(ctx, func(tx Store) error {
		f, err := tx.Flag(id)
		switch {
		case err != nil:
			return err
		case f.Decision != "":
			return ErrFlagDecided
		case d.Hide && f.Message == "":
			return ErrNoMessage
		case f.Expert == "" && (d.Pause || d.Case):
			return ErrNoExpert
		}
		d := d // a closure that runs again begins anew
		if d.Case || d.Pause {
			if err := tx.LockEarner(f.Expert); err != nil { // before the moment is taken
				return err
			}
		}
		m := &Moderation{m.tx, m.rt.Still()}
		d.Conversation, d.Message, d.Expert, d.At = f.Conversation, f.Message, f.Expert, m.rt.Now()
		if err := m.act(tx, by, f, &d); err != nil {
			return err
		}
		if err := tx.AddDecision(d); err != nil {
			return err
		}
		if closed, err := tx.CloseFlags(id, d.ID); err != nil || closed == 0 {
			return orRefuse(err, ErrFlagDecided)
		}
		return tx.Emit(Decided{id, d.Expert})
	})
}

// act does what was decided: what concerns the expert first, then the message.
func (m *Moderation) act(tx Store, by domain.Actor, f Flag, d *Decision) (err error) {
	if d.Case {
		what := fairness.Flagged{Words: d.Reason, Reason: d.Reason, Step: d.Step}
		if said := strings.TrimSpace(f.Quote); said != "" && d.Step != "" {
			what.Words = string([]rune(said)[:min(utf8.RuneCountInString(said), maxWords)])
		}
		if d.Hold {
			if what.Awards, err = tx.EarnedBy(f.Conversation, f.Episode, f.Expert); err != nil {
				return err
			}
		}
		if d.CaseID, err = fairness.OpenFlagged(tx, m.rt, by, f.Expert, what); err != nil {
			return err
		}
	}
	if d.Pause {
		if err := pause(tx, by, f.Expert, m.rt); err != nil {
			return err
		}
	}
	if d.Hide {
		return desk.Hide(tx, by, f.Conversation, f.Message, m.rt.Now())
	}
	return nil
}

// pause takes an active expert off duty; who is out already stays where they are.
func pause(tx Store, by domain.Actor, e domain.ExpertID, rt domain.Runtime) error {
	now, err := tx.LockExpert(e)
	if err != nil || now.State != roster.Active {
		return err
	}
	return roster.SetState(tx, e, roster.Paused, by, rt.Now())
}
