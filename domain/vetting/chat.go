package vetting

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// goodStars is what a rating has at least after which a customer is asked.
const goodStars = 4

// Rated is what asking a customer in the chat must know of the episode of a
// conversation that was closed last.
type Rated struct {
	Episode       int
	Closed        bool
	Stars         int // 0: not rated
	Solved        bool
	PromiseFailed bool // of any episode: a follow-up that was missed, is overdue, was dismissed or did not help, an answer that came late
}

// Good reports whether this is the moment to ask somebody for help: the answer
// was good in their own words, and nothing that they were promised has failed.
func (r Rated) Good() bool {
	return r.Closed && r.Stars >= goodStars && r.Solved && !r.PromiseFailed
}

// ChatStore is what asking in the chat needs from one transaction.
type ChatStore interface {
	// RatedEpisode is the episode of the customer's conversation that was closed
	// last; false when the conversation is not theirs.
	RatedEpisode(domain.ConversationID, domain.CustomerID, time.Time) (Rated, bool, error)
	// VacanciesAsking are the open ones that ask in the chat, the newest first; locks nothing.
	VacanciesAsking() ([]Vacancy, error)
	// Prospect is a customer if they may be asked for a vacancy: as in Prospects,
	// with or without an address to write to.
	Prospect(Vacancy, domain.CustomerID) (p Prospect, may bool, err error)
	// KeepVacancy lets nobody hold a vacancy until the transaction ends: it comes
	// before its recruits.
	KeepVacancy(domain.VacancyID) error
}

// ErrNotYourTalk refuses to ask in a conversation of somebody else.
var ErrNotYourTalk = domain.Refuse(domain.NotFound, "conversation_not_found", "There is no such conversation.")

// Invited is a personal invitation in the chat; without a token there is none.
type Invited struct {
	Vacancy  Vacancy
	Language domain.Language // of the words
	Token    string
}

// AskInChat asks a verified customer, in the conversation that they just thought
// was good, whether they would help others: once for a vacancy, the newest one
// that asks in the chat and has a place for them. Asking again about the same
// episode gives the same invitation until it was used or declined, so that two
// windows, or a lost answer, are one. Of this and a segment that is asked at the
// same moment one is first; the unique key of recruits decides. It refuses
// ErrNotYourTalk, and gives none where there is nothing to ask.
func (v *Vetting) AskInChat(ctx context.Context, by domain.CustomerID, id domain.ConversationID) (out Invited, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		now := v.rt.Now()
		rated, theirs, err := tx.RatedEpisode(id, by, now)
		if err != nil || !theirs {
			return orElse(err, ErrNotYourTalk)
		}
		if out = (Invited{}); !rated.Good() {
			return nil
		}
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		all, err := tx.VacanciesAsking()
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(vac Vacancy) bool { return !vac.AskInChat || !vac.Takes(cal.Zone, now) })
		out, err = v.askInChat(tx, by, all, v.chatToken(by, id, rated.Episode))
		return err
	})
	return out, err
}

func (v *Vetting) askInChat(tx Store, by domain.CustomerID, all []Vacancy, token string) (Invited, error) {
	if out, found, err := v.askedBefore(tx, all, token); err != nil || found {
		return out, err
	}
	now := v.rt.Now()
	for _, vac := range all {
		p, may, err := tx.Prospect(vac, by)
		if err != nil {
			return Invited{}, err
		}
		if !may {
			continue
		}
		if err := tx.KeepVacancy(vac.ID); err != nil {
			return Invited{}, err
		}
		added, err := tx.AddRecruit(Recruit{
			ID: v.rt.NewID("rct"), Vacancy: vac.ID, Customer: by, TokenHash: access.HashToken(token), Segment: inChat,
			MadeAt: now, MadeBy: vac.CreatedBy, ExpiresAt: now.Add(RecruitValid),
		})
		if err != nil {
			return Invited{}, err
		}
		if !added { // by another window, or by a segment that was asked meanwhile
			if out, found, err := v.askedBefore(tx, all, token); err != nil || found {
				return out, err
			}
			continue
		}
		return invited(vac, p, token), tx.Emit(VacancyChanged{vac.ID})
	}
	return Invited{}, nil
}

// inChat is the segment of one customer in the chat.
var inChat = Segment{MinStars: goodStars, Most: 1, InChat: true}

func invited(vac Vacancy, p Prospect, token string) Invited {
	_, language := vac.Words(p.Language)
	return Invited{vac, language, token}
}

// askedBefore finds the invitation that an episode made, and shows it while it works.
func (v *Vetting) askedBefore(tx Store, all []Vacancy, token string) (out Invited, found bool, err error) {
	r, p, err := tx.RecruitByToken(access.HashToken(token))
	if errors.Is(err, ErrBadRecruit) {
		return out, false, nil
	}
	i := slices.IndexFunc(all, func(vac Vacancy) bool { return vac.ID == r.Vacancy })
	if err != nil || i < 0 || r.Used || !r.works(v.rt.Now()) {
		return out, true, err
	}
	return invited(all[i], p, token), true, nil
}

// chatToken is the token of the personal invitation that belongs to an episode:
// the same each time it is asked for, and out of reach without our key.
func (v *Vetting) chatToken(by domain.CustomerID, id domain.ConversationID, episode int) string {
	return v.secrets.Next("recruit\x00" + string(by) + "\x00" + string(id) + "\x00" + strconv.Itoa(episode))
}

// DeclineInChat says no to the invitation of a conversation: this customer is
// asked for no vacancy any more. It may be called at any time, also when the next
// question has begun meanwhile. It refuses ErrNotYourTalk.
func (v *Vetting) DeclineInChat(ctx context.Context, by domain.CustomerID, id domain.ConversationID) error {
	return v.inTx(ctx, func(tx Store) error {
		rated, theirs, err := tx.RatedEpisode(id, by, v.rt.Now())
		if err != nil || !theirs {
			return orElse(err, ErrNotYourTalk)
		}
		for episode := rated.Episode; episode > 0; episode-- {
			r, _, err := tx.RecruitByToken(access.HashToken(v.chatToken(by, id, episode)))
			switch {
			case errors.Is(err, ErrBadRecruit):
				continue // nobody asked after this one
			case err != nil:
				return err
			case !r.DeclinedAt.IsZero(), !r.ConsentAt.IsZero():
				return nil // they said so before, or applied with it
			}
			r.DeclinedAt = v.rt.Now()
			return tx.SaveRecruit(r)
		}
		return nil
	})
}
