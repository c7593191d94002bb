// Package desk is where customers meet experts: conversations and their
// timelines, seats, offers and the allocator that makes them, closing and
// rating. domain/README.md draws the states. It imports domain, roster and the
// standard library.
package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Settings are what the brand decides about its desk.
type Settings struct {
	MaxSeats int           // for one expert
	Waiting  time.Duration // how long a silent customer keeps a seat
}

// Store is what the desk needs from one transaction. Whatever is locked stays
// so until the transaction ends. The order is experts, conversations, seats,
// offers; several of one kind by their ids.
type Store interface {
	QueueStore
	FollowUpStore

	// What the desk only reads.
	DeskSettings() (Settings, error)
	Reason(domain.ReasonID) (Reason, error) // ErrUnknownReason
	ProductInUse(domain.ProductID) (bool, error)
	Channels() ([]string, error) // of the brand
	CustomerLanguage(domain.CustomerID) (domain.Language, error)

	// Conversations come with their current episode and are stored with their
	// new entries.
	Conversation(domain.ConversationID) (Conversation, error)          // ErrUnknownConversation
	LockConversation(domain.ConversationID) (Conversation, error)      // ErrUnknownConversation
	LockConversations([]domain.ConversationID) ([]Conversation, error) // leaves out what is unknown
	AddConversation(Conversation) error
	SaveConversation(Conversation) error // domain.ErrStale when another writer was first
	ConfirmEpisode(domain.ConversationID, Episode) error
	// Posted finds a message by its sender's id of it. The customer is one sender,
	// also after becoming another customer.
	Posted(id domain.ConversationID, by domain.Actor, clientID string) (p Posted, found bool, err error)
	FactCards([]domain.FactID) ([]FactCard, error) // leaves out what is unknown or archived
	AddFactUses(id domain.ConversationID, episode int, m domain.MessageID, facts []domain.FactID) error
	// Said is a message as it stands; the conversation is held. ErrUnknownMessage
	Said(domain.ConversationID, domain.MessageID) (Said, error)
	// SaveQuestion stores the question again, also where answers of ours repeat it;
	// it was asked so long ago.
	SaveQuestion(Conversation, time.Duration) error
	// Resting are those without a seat in which nothing happened since before.
	Resting(before time.Time, limit int) ([]domain.ConversationID, error)
	// Rested reports whether nothing happened since before in one of them.
	Rested(id domain.ConversationID, before time.Time) (bool, error)
	// SilentlyClosed are those closed until before and not confirmed.
	SilentlyClosed(before time.Time, limit int) ([]domain.ConversationID, error)

	// Experts and their seats.
	LockExpert(domain.ExpertID) (roster.Expert, error)      // roster.ErrUnknownExpert
	LockExperts([]domain.ExpertID) ([]roster.Expert, error) // without topics; leaves out what is unknown
	SaveDuty(roster.Expert) error                           // presence, absence, lapses and the count of offers
	Absences
	Seats(domain.ExpertID) ([]roster.Seat, error) // locked, by number
	FreeSeats([]domain.ExpertID) (map[domain.ExpertID]int, error)
	SaveSeat(roster.Seat) error
	TakeSeat(roster.Seat) (bool, error)                        // false: taken or closed meanwhile
	SetDue(domain.ConversationID, roster.Due, time.Time) error // of the seat it has, if any
	DueSeats(now time.Time, limit int) ([]roster.Seat, error)
	AddAssignment(Assignment) error
	EndAssignment(domain.ConversationID, EndReason, time.Time) error // the active one, if any

	HandOvers

	// Notes, guests and watchers: what colleagues tell each other.
	Backroom

	// Links: who belongs together.
	Links

	// Shadows: mentors beside candidates.
	Shadows

	// Offers and ratings.
	Offer(domain.OfferID) (Offer, error) // ErrUnknownOffer
	OpenOfferOf(domain.ExpertID) (o Offer, found bool, err error)
	OpenOfferFor(domain.ConversationID) (o Offer, found bool, err error)
	OpenOffers([]domain.ExpertID) (map[domain.ExpertID]bool, error)
	AddOffers([]Offer) error
	EndOffer(Offer) (bool, error) // false: not open any more
	LapsedOffers(now time.Time, limit int) ([]domain.OfferID, error)
	NextDue() (time.Time, error) // of seats and offers; zero: nothing
	Rating(domain.ConversationID, int) (r Rating, found bool, err error)
	SaveRating(Rating) error // domain.ErrStale when another writer was first
	// SettledAt is when the points of an episode were settled; zero: not yet. The conversation is held.
	SettledAt(domain.ConversationID, int) (time.Time, error)
	SetWish(domain.CustomerID, domain.ExpertID, bool, time.Time) error
	RatingStore
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Floor is what the allocator looks at before it decides. It may be a moment
// old: every offer is checked again in its own transaction.
type Floor interface {
	// OpenNow reports whether the brand is open.
	OpenNow(ctx context.Context, now time.Time) (bool, error)
	// FreeExperts are those who are on duty, have a free seat and no open offer.
	FreeExperts(ctx context.Context, now time.Time) ([]Candidate, error)
	// Agenda is what time alone will bring, at one look.
	Agenda(ctx context.Context) (Agenda, error)
	// InQueue reports whether anybody waits for the allocator.
	InQueue(ctx context.Context) (bool, error)
	// QueueAfter is the next part of the queue, in its order: those who speak one of the languages.
	QueueAfter(ctx context.Context, after Place, languages []domain.Language, limit int) ([]InQueue, error)
	// RatingsOf are the newest controllable ratings of each expert that they were told of, newest
	// first, at most roster.QualityWindow.
	RatingsOf(ctx context.Context, experts []domain.ExpertID) (map[domain.ExpertID][]roster.Rated, error)
	ProgrammeMeans(ctx context.Context, since time.Time) (roster.Means, error)
}

// Agenda is what time alone will bring.
type Agenda struct {
	Queued bool      // somebody waits for the allocator
	Next   time.Time // when the next offer, seat, absence or open question falls due; zero when none will
	Mentor time.Time // when the first mentor who shadows is missed; zero: nobody shadows
}

// Desk is the use cases of conversations. It is safe for concurrent use.
type Desk struct {
	inTx  InTx
	floor Floor
	rt    domain.Runtime

	turn   sync.Mutex // guards running and again
	run    bool       // an allocation is under way
	again  bool       // and somebody asked for another
	skills skills     // of the allocation under way alone
}

// New makes the use cases.
func New(inTx InTx, floor Floor, rt domain.Runtime) *Desk {
	return &Desk{inTx: inTx, floor: floor, rt: rt}
}

// attempts bounds how often a use case starts again because somebody was first.
const attempts = 4

func (d *Desk) tx(ctx context.Context, fn func(Store) error) error { return again(ctx, d.inTx, fn) }

// again runs fn in one transaction, and once more when what it looked at before
// locking had moved.
func again(ctx context.Context, inTx InTx, fn func(Store) error) error {
	var err error
	for range attempts {
		if err = inTx(ctx, fn); !errors.Is(err, domain.ErrStale) {
			return err
		}
	}
	return err
}

// lockHeld locks the expert who holds a conversation, if any, and then the
// conversation, which is the order that keeps two transactions from waiting
// for each other.
func lockHeld(tx Store, id domain.ConversationID) (c Conversation, holder roster.Expert, err error) {
	seen, err := tx.Conversation(id)
	if err != nil {
		return c, holder, err
	}
	if seen.Expert != "" {
		if holder, err = tx.LockExpert(seen.Expert); err != nil {
			return c, holder, err
		}
	}
	c, err = tx.LockConversation(id)
	if err == nil && c.Expert != seen.Expert {
		err = domain.ErrStale
	}
	return c, holder, err
}

// freeSeat takes the conversation off its expert's seat, ends the assignment
// and brings the number of open seats back to the limit.
func (d *Desk) freeSeat(tx Store, e roster.Expert, id domain.ConversationID, why EndReason) error {
	now := d.rt.Now()
	if err := tx.EndAssignment(id, why, now); err != nil {
		return err
	}
	settings, err := tx.DeskSettings()
	if err != nil {
		return err
	}
	seats, err := tx.Seats(e.ID)
	if err != nil {
		return err
	}
	before := append([]roster.Seat(nil), seats...)
	for i := range seats {
		if seats[i].Conversation == id {
			seats[i] = roster.Seat{Expert: e.ID, No: seats[i].No, Open: seats[i].Open}
		}
	}
	roster.SetOpen(seats, e.Limit(settings.MaxSeats))
	for i := range seats {
		if seats[i] == before[i] {
			continue
		}
		if err := tx.SaveSeat(seats[i]); err != nil {
			return err
		}
	}
	return tx.Emit(SeatHappened{Name: SeatFreed, ExpertID: e.ID, ConversationID: id})
}
