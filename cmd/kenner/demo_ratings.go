package main

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// demoDisputes are what two experts said of a low rating; the first waits for an answer.
var demoDisputes = []string{
	"The customer wanted what the product cannot do. I said so, and what else there is. The stars are for the product.",
	"I think the customer meant the wait. Nobody was there before me.",
}

// disagreed lets experts dispute a low rating each, and a manager answer one of them.
func (p *past) disagreed(ctx context.Context) error {
	said := 0
	for _, e := range p.experts[1:] {
		if said == len(demoDisputes) {
			return nil
		}
		by := domain.Actor{Role: domain.RoleExpert, ID: string(e)}
		told, err := p.views.OwnRatings(ctx, by, "en", storage.Page{Limit: 100})
		if err != nil {
			return err
		}
		for _, r := range told.Items {
			if !r.Disputable {
				continue
			}
			d, err := p.ratings.Dispute(ctx, e, r.ConversationID, r.Episode, demoDisputes[said])
			if err != nil {
				return err
			}
			if err := p.answers(ctx, d.ID, said); err != nil {
				return err
			}
			said++
			break
		}
	}
	return nil
}

func (p *past) answers(ctx context.Context, id desk.RatingDisputeID, turn int) error {
	if turn == 0 {
		return nil
	}
	return p.ratings.Decide(ctx, domain.Actor{Role: domain.RoleManager, ID: string(p.hidde)}, id, false,
		"What you said was right, but the tone of the second message was short. Let us look at it together.")
}
