package insight

import (
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// StaffTopic is why a reason goes to staff and never to an expert; empty lets
// experts answer it.
type StaffTopic string

// The topics that experts hand over.
const (
	StaffPayment      StaffTopic = "payment"
	StaffPersonalData StaffTopic = "personal_data"
	StaffSafety       StaffTopic = "safety"
	StaffLegal        StaffTopic = "legal"
	StaffWarranty     StaffTopic = "warranty" // a decision about it
)

// Refusals of a topic for staff.
var (
	ErrBadStaffTopic = domain.Refuse(domain.Invalid, "staff_topic_invalid", "Staff answer about payment, personal data, safety, legal matters or a warranty decision.").At("/staffTopic")
	ErrStaffGroup    = domain.Refuse(domain.Invalid, "staff_topic_of_group", "A group is no question: say it of the reasons in it.").At("/staffTopic")
)

func (t StaffTopic) known() bool {
	return slices.Contains([]StaffTopic{"", StaffPayment, StaffPersonalData, StaffSafety, StaffLegal, StaffWarranty}, t)
}
