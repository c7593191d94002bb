package main

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// handOverShare is the part of the demo's longer dialogues that changes hands.
const handOverShare = 0.08

// demoSummaries are what experts of the demo tell each other, by language, from
// the best to the shortest.
var demoSummaries = map[domain.Language][]string{
	"nl": {
		"Heeft het model en de leeftijd genoemd en zelf al opnieuw gestart. Alleen de laatste stap weet ik niet zeker.",
		"Vraag staat bovenaan, eerste stap is gedaan. Graag iemand die dit model vaker ziet.",
		"Weet ik niet, graag overnemen.",
	},
	"en": {
		"Told us the model and its age, and has restarted it already. It is only the last step that I am not sure of.",
		"The question is at the top and the first step is done. Somebody who sees this model more often, please.",
		"I do not know this one.",
	},
}

// passOn lets an expert hand a conversation over now and then, and the one who
// takes it score the summary. It returns who has it then.
func (p *past) passOn(ctx context.Context, d demoDialogue, id domain.ConversationID, expert domain.Actor) (domain.Actor, error) {
	if p.rand.Float64() >= handOverShare {
		return expert, nil
	}
	quality := p.rand.IntN(3)
	summaries := demoSummaries[d.Lang]
	if summaries == nil {
		summaries = demoSummaries["en"]
	}
	p.clock.advance(time.Duration(15+p.rand.IntN(20)) * time.Second)
	h, err := p.desk.HandOver(ctx, expert, id, desk.Destination{Desk: desk.ByExperts}, summaries[quality])
	if err != nil {
		return expert, err
	}
	next, err := p.taken(ctx, id)
	if err != nil {
		return expert, err
	}
	receiver := domain.Actor{Role: domain.RoleExpert, ID: string(next)}
	_, err = p.desk.ScoreHandOver(ctx, receiver, h.ID, [...]int{5, 3, 2}[quality])
	return receiver, err
}
