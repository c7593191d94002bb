package desk

import "github.com/kennerhq/kenner/domain"

// MaxParting is the length of a tip and of a next step, in letters.
const MaxParting = 400

// Refusals of what is left at the close.
var ErrNoParting = domain.Refuse(domain.Invalid, "parting_not_yours", "Tips and next steps are left by those who answered.").At("/tip")

// parting cleans the tip and the next step of a closure. It refuses those of a
// customer, and texts that are too long or cannot be shown.
func (cl Closure) parting(by domain.Actor) (Closure, error) {
	if by.Role == domain.RoleCustomer && (cl.Tip != "" || cl.NextStep != "") {
		return cl, ErrNoParting
	}
	var err error
	if cl.Tip != "" {
		if cl.Tip, err = clean(cl.Tip, MaxParting); err != nil {
			return cl, at(err, "/tip")
		}
	}
	if cl.NextStep != "" {
		if cl.NextStep, err = clean(cl.NextStep, MaxParting); err != nil {
			return cl, at(err, "/nextStep")
		}
	}
	return cl, nil
}
