package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/problems"
)

const (
	fellAgo   = 22 // days since a change after which fewer ask where their parcel is
	askedOld  = 12 // of those who asked in a week, before it
	spikeAgo  = 3  // days since many asked why it does not charge
	spikeSize = 18
)

// improved makes a problem whose contacts fell, one that a spike opened, two
// departments, and ideas with votes. Those who ask here read the help centre then and
// close the question themselves: no expert has anything of it.
func (p *past) improved(ctx context.Context, now time.Time) error {
	defer p.clock.set(now)
	dice := rand.New(rand.NewPCG(29, 1845)) //nolint:gosec // a play, and the same each time
	noon := now.UTC().Truncate(aDay).Add(11 * time.Hour)
	for days := demoWeeks*7 - 1; days > 1; days-- {
		n := 0
		if days > fellAgo && dice.Float64() < float64(askedOld)/14 {
			n = 2 + dice.IntN(2)
		}
		if err := p.wonders(ctx, noon.Add(-time.Duration(days)*aDay), n, "delivery", demoParcels[dice.IntN(len(demoParcels))]); err != nil {
			return err
		}
	}
	hidde := p.called("")
	logistics, err := p.problems.AddDepartment(ctx, problems.Department{Name: "Logistics", Email: "logistics@noorder.example"})
	if err != nil {
		return err
	}
	workshop, err := p.problems.AddDepartment(ctx, problems.Department{Name: "Workshop", Email: "workshop@noorder.example"})
	if err != nil {
		return err
	}
	if err := p.parcels(ctx, hidde, logistics, noon); err != nil {
		return err
	}
	p.clock.set(noon.Add(-spikeAgo * aDay))
	if err := p.wonders(ctx, p.clock.Now(), spikeSize, "charging", "It does not charge any more since the update. What can I do?"); err != nil {
		return err
	}
	p.clock.set(noon.Add(-spikeAgo*aDay + 10*time.Hour))
	if _, err := p.problems.Watch(ctx); err != nil {
		return err
	}
	if err := p.takesUp(ctx, problems.Key{Reason: p.reasons["charging"]}, problems.CauseIT, workshop.ID, hidde); err != nil {
		return err
	}
	return p.ideas(ctx, now)
}

var demoParcels = []string{
	"My parcel was sent four days ago. Where is it?", "The tracking page says nothing since Monday. Is it lost?",
	"When does my order come? I must be at home.",
}

// wonders lets customers ask about a reason at a time, and close it themselves.
func (p *past) wonders(ctx context.Context, at time.Time, n int, reason, text string) error {
	for i := range n {
		p.clock.set(at.Add(time.Duration(i) * 19 * time.Minute))
		c, _, err := p.doors.OpenVisitor(ctx, p.Customers[(i*7+int(at.Unix()/86_400))%len(p.Customers)], "en")
		if err != nil {
			return err
		}
		id, err := p.desk.Open(ctx, c.ID, desk.Question{Text: text, Reason: p.reasons[reason], Language: "en"})
		if err != nil {
			return fmt.Errorf("somebody who wonders about %s: %w", reason, err)
		}
		p.clock.advance(2 * time.Minute)
		if err := p.desk.Close(ctx, domain.Actor{Role: domain.RoleCustomer, ID: string(c.ID)}, id, desk.Closure{}); err != nil {
			return err
		}
	}
	return nil
}

// parcels is the problem whose contacts fell: it can be closed as solved.
func (p *past) parcels(ctx context.Context, by domain.Actor, d problems.Department, noon time.Time) error {
	p.clock.set(noon.Add(-(fellAgo + 6) * aDay))
	one, err := p.problems.Add(ctx, problems.Key{Reason: p.reasons["delivery"]}, "Nobody knows when the parcel comes")
	if err != nil {
		return err
	}
	cause, owner := problems.CauseProcess, domain.PersonID(by.ID)
	if err := p.problems.Open(ctx, one.ID, problems.Care{Cause: &cause, Department: &d.ID, Owner: &owner}); err != nil {
		return err
	}
	on := noon.Add(-fellAgo * aDay)
	p.clock.set(on)
	return p.problems.Plan(ctx, by, one.ID, problems.Improvement{
		What: "The mail about the parcel names its day, and links to where it is.", Hypothesis: "Half of those who ask find it there.",
		On: on.Format(time.DateOnly), QuickWin: true,
	}, 0)
}

// takesUp opens the candidate of a key, if there is one.
func (p *past) takesUp(ctx context.Context, k problems.Key, c problems.Cause, d problems.DepartmentID, by domain.Actor) error {
	all, err := p.views.ProblemList(ctx, false, p.clock.Now())
	if err != nil {
		return err
	}
	title, owner := "It does not charge since the update", domain.PersonID(by.ID)
	for _, one := range all {
		if one.ReasonID == k.Reason && one.State == problems.Candidate {
			return p.problems.Open(ctx, one.ID, problems.Care{Title: &title, Cause: &c, Department: &d, Owner: &owner})
		}
	}
	return nil
}

// ideas is what experts would do better, and what colleagues think of it.
func (p *past) ideas(ctx context.Context, now time.Time) error {
	for i, words := range [][2]string{
		{"A card about washing the pads in each box", "Most who ask about cleaning have thrown the booklet away. A card of thick paper stays."},
		{"Say which phones keep two devices at once", "A list on the product page would answer it before anybody buys."},
		{"A replacement cable with every repair", "Half of what does not charge is the cable."},
	} {
		p.clock.set(now.Add(-time.Duration(9-2*i) * aDay))
		author := domain.Actor{Role: domain.RoleExpert, ID: string(p.experts[i])}
		idea, err := p.problems.Post(ctx, author, words[0], words[1])
		if err != nil {
			return err
		}
		for voter := range 5 - 2*i {
			by := domain.Actor{Role: domain.RoleExpert, ID: string(p.experts[len(p.experts)-1-voter])}
			if err := p.problems.Vote(ctx, by, idea.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}
