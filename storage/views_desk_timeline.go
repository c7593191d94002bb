package storage

import (
	"context"
	"math"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// AuthorView is who caused an entry.
type AuthorView struct {
	Role domain.Role `json:"role" enum:"customer,expert,manager,admin,system"`
	ID   string      `json:"id,omitempty" doc:"Of a customer or an expert."`
	Name string      `json:"name,omitempty" doc:"What the other side sees: an expert's display name, never the real one; a manager's first name."`
}

// EntryDataView is what an entry tells besides its text.
type EntryDataView struct {
	Why      string          `json:"why,omitempty" doc:"What moved the conversation: opened, next_expert, accepted, expert_silent, expert_vanished, customer_silent, vanished, handed_over, escalated, taken_over, left, left_closed, left_alone, returned, asked_staff, closed; what confirmed it: customer, rating, silence."`
	ExpertID domain.ExpertID `json:"expertId,omitempty"`
	Outcome  desk.Outcome    `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn"`
	ReasonID domain.ReasonID `json:"reasonId,omitempty"`
	FollowUpDataView
	AnswerBy string `json:"answerBy,omitempty" format:"date-time" doc:"What who left the question was promised."`
	Seq      int    `json:"seq,omitempty" doc:"How far a read mark reaches; the message that an edit or a deletion changes."`

	MessageID domain.MessageID `json:"messageId,omitempty" doc:"The message that an edit or a deletion changes."`
	Facts     []FactCardView   `json:"facts,omitempty" doc:"Cards under a message, as they were when it was sent."`
}

// EntryView is one line of a conversation's timeline.
type EntryView struct {
	Seq       int              `json:"seq" minimum:"1" doc:"Numbered from 1 without a gap."`
	Kind      desk.Kind        `json:"kind" enum:"message,status,assignment,read,rating,confirmation,edit,deletion,hand_over,follow_up"`
	At        Time             `json:"at" format:"date-time"`
	Episode   int              `json:"episode" minimum:"1"`
	Author    AuthorView       `json:"author"`
	MessageID domain.MessageID `json:"messageId,omitempty"`
	ClientID  string           `json:"clientId,omitempty"`
	Text      string           `json:"text,omitempty"`
	Status    desk.Status      `json:"status,omitempty" enum:"queued,offered,assigned,waiting,closed" doc:"The conversation's, after this entry."`
	Data      *EntryDataView   `json:"data,omitempty"`
	EditedAt  *Time            `json:"editedAt,omitempty" format:"date-time" doc:"Of a message that was changed; the text is the newest."`
	DeletedAt *Time            `json:"deletedAt,omitempty" format:"date-time" doc:"Of a message that was deleted; it has no text any more."`
	Hidden    bool             `json:"hidden,omitempty" doc:"Of a message that was deleted: by the team, not by who wrote it."`
}

// TimelineView is a part of a timeline.
type TimelineView struct {
	Entries []EntryView `json:"entries" nullable:"false"`
	LastSeq int         `json:"lastSeq" doc:"The newest entry there is; ask again while it is beyond what came."`
}

// maxTimeline bounds one part of a timeline.
const maxTimeline = 500

// Timeline shows the entries after a seq to those who may know the conversation.
func (v Views) Timeline(ctx context.Context, by domain.Actor, id domain.ConversationID, after, limit int) (TimelineView, error) {
	where, args := knows(by)
	var last int
	found, err := v.maybe(ctx, &last, "SELECT c.last_seq FROM conversations c WHERE "+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return TimelineView{}, wrapped(err, "show timeline of %s", id)
	case !found:
		return TimelineView{}, desk.ErrUnknownConversation
	}
	if limit <= 0 || limit > maxTimeline {
		limit = maxTimeline
	}
	entries, err := v.entries(ctx, id, after, limit)
	if n := len(entries); n > 0 {
		last = max(last, entries[n-1].Seq)
	}
	return TimelineView{Entries: entries, LastSeq: last}, err
}

// entries reads a part of a timeline for whoever may know the conversation.
func (v Views) entries(ctx context.Context, id domain.ConversationID, after, limit int) ([]EntryView, error) {
	var rows []struct {
		Seq        int
		Kind       desk.Kind
		At         Time
		Episode    int
		AuthorRole domain.Role
		AuthorID   string
		Name       string
		MessageID  *domain.MessageID
		ClientID   *string
		Text       string
		Status     *desk.Status
		Data       string
	}
	err := v.all(ctx, &rows, `SELECT t.seq, t.kind, t.at, t.episode, t.author_role, t.author_id, t.message_id, t.client_id, t.text, t.status,
		t.data, CASE t.author_role WHEN 'expert' THEN x.display_name WHEN 'customer' THEN u.name ELSE COALESCE(p.name, '') END AS name
		FROM timeline_entries t LEFT JOIN experts x ON x.id = t.author_id LEFT JOIN customers u ON u.id = t.author_id
		LEFT JOIN people p ON p.id = t.author_id AND t.author_role IN ('manager', 'admin')
		WHERE t.conversation_id = ? AND t.seq > ? ORDER BY t.seq LIMIT ?`, id, min(after, math.MaxInt32), limit)
	if err != nil {
		return nil, wrapped(err, "show timeline of %s", id)
	}
	all := make([]EntryView, len(rows))
	for i, r := range rows {
		author := AuthorView{r.AuthorRole, r.AuthorID, r.Name}
		if r.AuthorRole == domain.RoleManager || r.AuthorRole == domain.RoleAdmin {
			author.Name = firstName(r.Name)
			author.ID = "" // who of the staff it was is nobody's business here
		}
		var data EntryDataView
		if err := fromJSON("timeline_entries.data", r.Data, &data); err != nil {
			return nil, err
		}
		all[i] = EntryView{
			Seq: r.Seq, Kind: r.Kind, At: r.At, Episode: r.Episode, Author: author, MessageID: orEmpty(r.MessageID),
			ClientID: orEmpty(r.ClientID), Text: r.Text, Status: orEmpty(r.Status),
		}
		if r.Data != "{}" {
			all[i].Data = &data
		}
	}
	return all, v.asTheyRead(ctx, id, all)
}
