package storage

import (
	"context"
	"strconv"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// DeskFilter says which conversations staff look at.
type DeskFilter struct {
	Desk   desk.Answerer // empty: both
	Status desk.Status   // empty: all
	Mine   bool          // only those the actor holds
}

// StaffConversations lists conversations in the order in which they are to be
// answered: by class, then by how long they wait; those that do not wait come
// after, the oldest first. It is for staff.
func (v Views) StaffConversations(ctx context.Context, by domain.Actor, f DeskFilter, p Page) (List[ConversationSummary], error) {
	if !by.Staff() {
		return List[ConversationSummary]{Items: []ConversationSummary{}}, nil
	}
	class, queuedAt, id, err := p.afterPlace()
	if err != nil {
		return List[ConversationSummary]{}, err
	}
	where, args := "(c.class, COALESCE(c.queued_at, 0), c.id) > (?, ?, ?)", []any{class, queuedAt, id}
	if f.Desk != "" {
		where, args = where+" AND c.desk = ?", append(args, f.Desk)
	}
	if f.Status != "" {
		where, args = where+" AND c.status = ?", append(args, f.Status)
	}
	if f.Mine {
		where, args = where+" AND c.staff_id = ?", append(args, by.ID)
	}
	var rows []conversationViewRow
	err = v.all(ctx, &rows, selectConversationViews+where+" ORDER BY c.class, COALESCE(c.queued_at, 0), c.id LIMIT ?",
		append(args, p.fetch())...)
	if err != nil {
		return List[ConversationSummary]{}, wrapped(err, "list the team's conversations")
	}
	all := make([]ConversationSummary, len(rows))
	places := make(map[domain.ConversationID][]string, len(rows))
	for i, r := range rows {
		all[i] = r.summary()
		all[i].Staff.forStaff(by, r.StaffID)
		places[r.ID] = []string{strconv.Itoa(r.Class), strconv.FormatInt(r.QueuedAt.OrZero().UnixMilli(), 10), string(r.ID)}
		if r.QueuedAt == nil {
			places[r.ID][1] = "0"
		}
	}
	if err := v.withFollowUps(ctx, rows, all); err != nil {
		return List[ConversationSummary]{}, err
	}
	return list(p, all, func(s ConversationSummary) []string { return places[s.ID] }), nil
}

// afterPlace is where a page of the queue starts.
func (p Page) afterPlace() (class int, queuedAt int64, id string, err error) {
	after, err := p.after(3)
	if err != nil || after == nil {
		return -1, 0, "", err
	}
	n, err := strconv.ParseInt(after[0], 10, 16)
	if err != nil {
		return 0, 0, "", errCursor
	}
	if queuedAt, err = strconv.ParseInt(after[1], 10, 64); err != nil {
		return 0, 0, "", errCursor
	}
	return int(n), queuedAt, after[2], nil
}
