package desk

import (
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// FactCard is a fact as a message showed it. It is stored with the message and
// never changes with the fact.
type FactCard struct {
	ID     domain.FactID `json:"id"`
	Title  string        `json:"title"`
	Body   string        `json:"body"`
	Source string        `json:"source"`
	URL    string        `json:"url,omitempty"`
}

// MaxCards is how many cards one message carries.
const MaxCards = 3

// Refusals of cards.
var (
	ErrManyFacts   = domain.Refuse(domain.Invalid, "fact_limit", "A message carries at most three different facts.").At("/factIds")
	ErrUnknownFact = domain.Refuse(domain.Invalid, "fact_unknown", "One of these facts is not in use any more.").At("/factIds")
	ErrTheirFacts  = domain.Refuse(domain.Invalid, "fact_not_yours", "Facts are put into a message by those who answer.").At("/factIds")
	ErrOwnWords    = domain.Refuse(domain.Invalid, "own_words", "Say it in your own words: the card itself stands under them.").At("/text")
)

// putCards puts cards under a message's own words. It refuses more than three,
// one twice, an archived one, cards from a customer, and a text that is the
// card's own.
func putCards(tx Store, by domain.Actor, m *Message, ids []domain.FactID) error {
	switch {
	case len(ids) == 0:
		return nil
	case by.Role == domain.RoleCustomer:
		return ErrTheirFacts
	case len(ids) > MaxCards || twice(ids):
		return ErrManyFacts
	}
	cards, err := tx.FactCards(ids)
	if err != nil {
		return err
	}
	ordered := make([]FactCard, 0, len(ids))
	for _, id := range ids {
		i := slices.IndexFunc(cards, func(c FactCard) bool { return c.ID == id })
		if i < 0 {
			return ErrUnknownFact
		}
		if Alike(m.Text, cards[i].Body) {
			return ErrOwnWords
		}
		ordered = append(ordered, cards[i])
	}
	m.Facts = ordered
	return nil
}

func twice(ids []domain.FactID) bool {
	sorted := slices.Sorted(slices.Values(ids))
	return len(slices.Compact(sorted)) != len(ids)
}

// useCards remembers which facts a stored message showed.
func useCards(tx Store, c *Conversation, m Message) error {
	if len(m.Facts) == 0 {
		return nil
	}
	ids := make([]domain.FactID, len(m.Facts))
	for i, f := range m.Facts {
		ids[i] = f.ID
	}
	return tx.AddFactUses(c.ID, c.Episode.No, m.ID, ids)
}
