package desk

import "github.com/kennerhq/kenner/domain"

// Reason is what the desk knows of a contact reason.
type Reason struct {
	ID           domain.ReasonID
	Parent       domain.ReasonID // empty on the first level
	Difficulty   int             // 1..3
	Complaint    bool
	Controllable bool
	Archived     bool
	StaffOnly    bool // no expert answers it
}

// Refusals of reasons and products.
var (
	ErrUnknownReason  = domain.Refuse(domain.Invalid, "reason_unknown", "There is no such contact reason in use.").At("/reasonId")
	ErrUnknownProduct = domain.Refuse(domain.Invalid, "product_unknown", "There is no such product in use.").At("/productId")
	ErrReasonRequired = domain.Refuse(domain.Invalid, "reason_required", "Say what the conversation was about.").At("/reasonId")
	ErrReasonLevel    = domain.Refuse(domain.Invalid, "reason_second_level", "Choose the reason on the second level.").At("/reasonId")
)

// The difficulty classes that the rules name.
const (
	Simple = 1
	Normal = 2
	Hard   = 3
)

// Difficulty is the class of a conversation: that of the reason the customer
// chose; without one that of the closing reason, at most Normal, because whom
// it pays chose it; without either, Simple. 0 says that there is no reason.
func Difficulty(chosen, closing int) int {
	if chosen > 0 {
		return chosen
	}
	return max(Simple, min(closing, Normal))
}

// class is the difficulty of a reason, 0 without one.
func (r *Reason) class() int {
	if r == nil {
		return 0
	}
	return r.Difficulty
}

// inUse finds a reason and refuses one that is unknown or archived.
func inUse(tx Store, id domain.ReasonID) (Reason, error) {
	r, err := tx.Reason(id)
	if err == nil && r.Archived {
		err = ErrUnknownReason
	}
	return r, err
}

// reasons finds the chosen and the closing reason of a conversation; nil for
// what it has not.
func reasons(tx Store, c *Conversation) (chosen, closing *Reason, err error) {
	find := func(id domain.ReasonID) *Reason {
		if id == "" || err != nil {
			return nil
		}
		var r Reason
		if r, err = tx.Reason(id); err != nil {
			return nil
		}
		return &r
	}
	return find(c.Reason), find(c.Episode.ClosingReason), err
}
