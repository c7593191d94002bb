package main

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// owned is what the demo's experts have of the brand, by their number. The last
// one waits for a manager to look.
var owned = map[int][]string{
	0: {"wad", "terp"}, 1: {"wad", "kwelder"}, 2: {"plaat"}, 3: {"kwelder"}, 4: {"wad"}, 5: {"terp", "kwelder"},
	6: {"wad", "plaat"}, 7: {"wad"}, 8: {"plaat"}, 10: {"kwelder"},
}

// ladder is what happened around levels and profiles by the end of the past:
// products that were verified, somebody who left in good standing, an invitation
// that waits for its answer, and two who agreed to the talent pool.
func (p *past) ladder(ctx context.Context) error {
	for i, id := range p.experts {
		for n, key := range owned[i] {
			if err := p.levels.ClaimProduct(ctx, id, p.products[key], fmt.Sprintf("NA-20%02d-%04d", 25, 1000+37*i+n)); err != nil {
				return err
			}
			if i == len(p.experts)-2 {
				continue
			}
			if err := p.levels.VerifyProduct(ctx, p.admin, id, p.products[key]); err != nil {
				return err
			}
		}
	}
	if len(p.experts) < 3 {
		return nil
	}
	for _, id := range p.experts[1:3] {
		if err := p.levels.SetConsent(ctx, id, roster.Talent, true, roster.ConsentVersion(roster.Talent)); err != nil {
			return err
		}
	}
	err := p.levels.InviteMentor(ctx, p.admin, p.experts[2], "You explain so that people dare to ask again. Newcomers should see that.")
	if err != nil {
		return err
	}
	return p.levels.LeaveProgramme(ctx, p.alumna)
}

// farewell enrols somebody who will have left when the demo opens.
func (p *past) farewell(ctx context.Context) error {
	bird := 12
	out, err := p.roster.Enrol(ctx, p.admin, roster.NewExpert{
		Email: "anneke@noorder.example", Name: "Anneke Brouwer", Language: "nl", DisplayName: "Anneke", Alias: "Whimbrel", Bird: &bird,
		Level: roster.Senior, Languages: []domain.Language{"nl"},
	})
	if err != nil {
		return err
	}
	p.alumna = out.Expert.ID
	named := true
	_, err = p.roster.Change(ctx, p.alumna, roster.Change{BoardName: &named})
	return err
}
