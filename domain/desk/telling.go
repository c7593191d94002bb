package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
)

// TellOn are the events after which somebody's place may be another.
var TellOn = []string{
	ConversationQueued, ConversationOffered, ConversationAccepted, ConversationClosed, ConversationLeft, ConversationReturned,
	SeatFreed, "expert.presenceChanged", "brand.changed", shifts.EventShift, shifts.EventPlanChanged,
}

// Queue is what telling reads.
type Queue interface {
	// Line is who waits, in the order of the queue; open questions last.
	Line(ctx context.Context, limit int) ([]InLine, error)
	Duty(ctx context.Context, now time.Time) (Duty, error)
}

// longestLine is how many are told their place. Whoever is behind hears it when
// they come nearer.
const longestLine = 2000

// Telling is a place for one customer.
type Telling struct {
	Conversation domain.ConversationID
	Customer     domain.CustomerID
	Standing     Standing
}

// Teller tells those who wait when their place, or the wait at it, has changed.
// It remembers what it told last; after a restart everybody is told once more.
// It is for one goroutine.
type Teller struct {
	queue Queue
	inTx  InTx
	now   func() time.Time
	told  map[domain.ConversationID]Standing
}

// NewTeller makes one that has told nobody.
func NewTeller(queue Queue, inTx InTx, now func() time.Time) *Teller {
	return &Teller{queue: queue, inTx: inTx, now: now, told: map[domain.ConversationID]Standing{}}
}

// Tell returns what has to be told, and whether anybody waits: while nobody
// does, only an event of TellOn can change that. It reads the queue once. The
// first range that somebody is told is kept to be checked against the real wait.
func (t *Teller) Tell(ctx context.Context) (tellings []Telling, waits bool, err error) {
	line, err := t.queue.Line(ctx, longestLine)
	if err != nil {
		return nil, len(t.told) > 0, err
	}
	if len(line) == 0 {
		clear(t.told)
		return nil, false, nil
	}
	duty, err := t.queue.Duty(ctx, t.now())
	if err != nil {
		return nil, true, err
	}
	told := make(map[domain.ConversationID]Standing, len(line))
	var checks []WaitCheck
	for i, s := range Standings(line, duty) {
		w := line[i]
		told[w.ID] = s
		before, known := t.told[w.ID]
		if before == s {
			continue
		}
		if s.Known && !known && s.LeftAt.IsZero() {
			checks = append(checks, WaitCheck{w.ID, w.Episode, w.EnteredAt, s.Place, s.Wait, s.Seats, s.Finished})
		}
		tellings = append(tellings, Telling{w.ID, w.Customer, s})
	}
	if len(checks) > 0 {
		err = t.inTx(ctx, func(tx Store) error { return tx.AddWaitChecks(checks) })
	}
	if err == nil {
		t.told = told
	}
	return tellings, true, err
}
