package access

import "github.com/kennerhq/kenner/domain"

// Renew makes a new link for somebody who has no password yet, inside the
// caller's transaction; links that were made before stop working.
func Renew(tx EnrolStore, rt domain.Runtime, s Secrets, by domain.Actor, p domain.PersonID) (Link, error) {
	inv, link := newInvitation(rt, s, p, PurposeInvite, creator(by))
	if err := tx.WithdrawInvitations(p, rt.Now()); err != nil {
		return Link{}, err
	}
	return link, tx.AddInvitation(inv)
}
