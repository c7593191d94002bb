package desk

import (
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// Links tells who belongs together, so that nobody earns points from themselves.
type Links interface {
	// Link is what ties the customer of an episode to an expert; empty: nothing.
	Link(domain.ExpertID, domain.ConversationID, int) (Link, error)
	// LinkedTo are the experts who are tied to the customer of an episode.
	LinkedTo(domain.ConversationID, int) ([]domain.ExpertID, error)
}

// Refusals of those who belong together.
var (
	ErrLinked    = domain.Refuse(domain.Conflict, "customer_linked", "You and this customer seem to belong together, so somebody else answers.")
	ErrOwnRating = domain.Refuse(domain.Forbidden, "own_rating", "Nobody rates an answer of their own.")
)

// apart refuses with ErrLinked an expert who is tied to the customer. Whoever
// takes a conversation is looked at again here: the allocator's look may be a
// moment old.
func apart(tx Store, c *Conversation, e domain.ExpertID) error {
	link, err := tx.Link(e, c.ID, c.Episode.No)
	if err == nil && link != "" {
		err = ErrLinked
	}
	return err
}

// byAnother refuses with ErrOwnRating a customer who is the expert, under
// whatever record. Somebody of the same household may rate: it earns nothing.
func byAnother(tx Store, c *Conversation, e domain.ExpertID) error {
	link, err := tx.Link(e, c.ID, c.Episode.No)
	if err == nil && (link == LinkCustomer || link == LinkPerson) {
		err = ErrOwnRating
	}
	return err
}

// tied reports whether the expert is tied to the customer who waits.
func tied(q InQueue, e domain.ExpertID) bool { return slices.Contains(q.Linked, e) }
