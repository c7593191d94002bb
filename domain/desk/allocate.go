package desk

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
)

const (
	firstPart  = 8   // conversations looked at in one go for each free expert, at first
	queuePart  = 256 // and at most
	offerBatch = 32  // offers made in one transaction
)

// AllocateOn are the events after which there may be something to offer.
var AllocateOn = []string{
	ConversationQueued, ConversationReturned, SeatFreed, OfferEnded, roster.EventPresenceChanged, roster.EventChanged, "brand.changed",
	shifts.EventShift, shifts.EventPlanChanged,
}

// Allocate offers the waiting conversations to the experts who can take them,
// oldest first within their class, until there is nothing more to offer. It is
// the only place where offers are made. It is called on the events of AllocateOn
// and now and then besides, because time alone can change what is possible.
// Calls while a run is under way return at once: the run looks again before it
// ends.
func (d *Desk) Allocate(ctx context.Context) error {
	d.turn.Lock()
	if d.run {
		d.again = true
		d.turn.Unlock()
		return nil
	}
	d.run = true
	d.turn.Unlock()
	for {
		err := d.allocate(ctx)
		d.turn.Lock()
		if err != nil || !d.again {
			d.run, d.again = false, false
			d.turn.Unlock()
			return err
		}
		d.again = false
		d.turn.Unlock()
	}
}

// allocate is one run: it looks at the floor once and goes through the queue
// until no expert is left. Whatever somebody else changed meanwhile is left out
// and looked at again in a new round.
func (d *Desk) allocate(ctx context.Context) error {
	for range attempts {
		missed, err := d.round(ctx)
		if err != nil || missed == 0 {
			return err
		}
	}
	return nil
}

func (d *Desk) round(ctx context.Context) (missed int, err error) {
	if waits, err := d.floor.InQueue(ctx); err != nil || !waits {
		return 0, err
	}
	now := d.rt.Now()
	if open, err := d.floor.OpenNow(ctx, now); err != nil || !open {
		return 0, err
	}
	free, err := d.floor.FreeExperts(ctx, now)
	if err != nil || len(free) == 0 {
		return 0, err
	}
	if err := d.skills.fill(ctx, d.floor, free, now); err != nil {
		return 0, err
	}
	place, part := Place{}, min(firstPart*len(free), queuePart)
	for len(free) > 0 {
		queue, err := d.floor.QueueAfter(ctx, place, spoken(free), part)
		if err != nil || len(queue) == 0 {
			return missed, err
		}
		var n int
		if free, n, err = d.serve(ctx, queue, free); err != nil {
			return missed, err
		}
		missed += n
		if len(queue) < part {
			return missed, nil
		}
		place, part = queue[len(queue)-1].Place, min(4*part, queuePart) // who is in front cannot be served now
	}
	return missed, nil
}

// spoken are the languages of experts. Whoever speaks none of them cannot be
// served by them and is not even read.
func spoken(free []Candidate) []domain.Language {
	var all []domain.Language
	for _, c := range free {
		all = append(all, c.Expert.Languages...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// serve matches one part of the queue and makes the offers, some at a time. It
// returns the experts who are still free and how many offers could not be made.
func (d *Desk) serve(ctx context.Context, queue []InQueue, free []Candidate) (left []Candidate, missed int, err error) {
	batch := make([]Offer, 0, offerBatch)
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		made, err := d.offer(ctx, batch)
		missed += len(batch) - made
		batch = batch[:0]
		return err
	}
	for _, q := range queue {
		m, ok := Rank(q, free, d.rt.Now(), d.rt.Chance())
		if !ok {
			continue
		}
		free = slices.DeleteFunc(free, func(c Candidate) bool { return c.Expert.ID == m.Candidate.Expert.ID })
		batch = append(batch, Offer{
			ID: domain.OfferID(d.rt.NewID("ofr")), Conversation: q.ID, Episode: q.Episode,
			Expert: m.Candidate.Expert.ID, SeatNo: m.Candidate.SeatNo, State: OfferOpen, Why: m.Why,
		})
		if len(batch) == offerBatch {
			if err := flush(); err != nil {
				return free, missed, err
			}
		}
		if len(free) == 0 {
			break
		}
	}
	return free, missed, flush()
}

// offer makes those offers of a batch whose expert and conversation are still
// as they were, and returns how many.
func (d *Desk) offer(ctx context.Context, batch []Offer) (made int, err error) {
	experts := make([]domain.ExpertID, len(batch))
	conversations := make([]domain.ConversationID, len(batch))
	for i, o := range batch {
		experts[i], conversations[i] = o.Expert, o.Conversation
	}
	slices.Sort(experts)
	slices.Sort(conversations)
	err = d.tx(ctx, func(tx Store) error {
		made = 0
		able, err := d.able(tx, experts)
		if err != nil {
			return err
		}
		locked, err := tx.LockConversations(conversations)
		if err != nil {
			return err
		}
		queued := make(map[domain.ConversationID]*Conversation, len(locked))
		for i := range locked {
			queued[locked[i].ID] = &locked[i]
		}
		var offers []Offer
		for _, o := range batch {
			e, c := able[o.Expert], queued[o.Conversation]
			if e == nil || c == nil || c.Status != Queued || c.Episode.No != o.Episode || c.Desk == ByStaff {
				continue
			}
			if gave, err := gaveAway(tx, c, o.Expert); err != nil || gave {
				if err != nil {
					return err
				}
				continue
			}
			if o, err = d.make(tx, o, e, c); err != nil {
				return err
			}
			offers = append(offers, o)
		}
		made = len(offers)
		return tx.AddOffers(offers)
	})
	return made, err
}

// able locks experts and returns those who can get an offer now.
func (d *Desk) able(tx Store, ids []domain.ExpertID) (map[domain.ExpertID]*roster.Expert, error) {
	experts, err := tx.LockExperts(ids)
	if err != nil {
		return nil, err
	}
	asked, err := tx.OpenOffers(ids)
	if err != nil {
		return nil, err
	}
	free, err := tx.FreeSeats(ids)
	if err != nil {
		return nil, err
	}
	duty, err := tx.Duties(d.rt.Now())
	if err != nil {
		return nil, err
	}
	able := make(map[domain.ExpertID]*roster.Expert, len(experts))
	for i := range experts {
		if id := experts[i].ID; experts[i].OnDuty(duty(id)) && !asked[id] && free[id] > 0 {
			able[id] = &experts[i]
		}
	}
	return able, nil
}

// make turns a planned offer into one; the caller stores it.
func (d *Desk) make(tx Store, o Offer, e *roster.Expert, c *Conversation) (Offer, error) {
	now := d.rt.Now()
	o.MadeAt, o.ExpiresAt = now, now.Add(OfferTime)
	if err := c.Offer(now); err != nil {
		return o, err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return o, err
	}
	e.Offered(now)
	if err := tx.SaveDuty(*e); err != nil {
		return o, err
	}
	if err := tell(tx, ConversationOffered, c, ""); err != nil {
		return o, err
	}
	return o, tellOffer(tx, OfferMade, o)
}
