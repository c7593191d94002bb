package storage

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/domain/roster"
)

// RaisedView is one flag.
type RaisedView struct {
	At     Time              `json:"at" format:"date-time"`
	Role   domain.Role       `json:"role" enum:"customer,expert,manager,admin,system" doc:"system: a rule."`
	Name   string            `json:"name,omitempty" doc:"Of somebody who works here."`
	Reason moderation.Reason `json:"reason" enum:"rude,wrong,private,unsafe,spam,other,elsewhere,score"`
	Text   string            `json:"text,omitempty"`
}

// DecidedView is what a moderator decided.
type DecidedView struct {
	ID     moderation.DecisionID `json:"id"`
	At     Time                  `json:"at" format:"date-time"`
	By     string                `json:"by,omitempty" doc:"A name, for staff."`
	Quote  string                `json:"quote,omitempty" doc:"Of the flagged message."`
	Hidden bool                  `json:"hidden"`
	Paused bool                  `json:"paused"`
	CaseID fairness.CaseID       `json:"caseId,omitempty"`
	Reason string                `json:"reason"`
	Asked  bool                  `json:"asked" doc:"The expert has asked a person about it."`
}

// FlagView is a flagged thing with what a moderator needs to know about it.
type FlagView struct {
	ID             moderation.FlagID     `json:"id"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	MessageID      domain.MessageID      `json:"messageId,omitempty" doc:"Absent: the whole conversation is flagged."`
	Quote          string                `json:"quote,omitempty" doc:"The message as it read when it was flagged first."`
	Question       string                `json:"question"`
	Status         desk.Status           `json:"status" enum:"queued,offered,assigned,waiting,closed"`
	Expert         *ColleagueView        `json:"expert,omitempty" doc:"Whom it is about."`
	ExpertState    roster.State          `json:"expertState,omitempty" enum:"active,paused,suspended,retired"`
	Next           fairness.Step         `json:"next,omitempty" enum:"coaching,warning,suspension,exclusion" doc:"The furthest step that can be taken now."`
	Flags          []RaisedView          `json:"flags" nullable:"false"`
	Around         []EntryView           `json:"around" nullable:"false" doc:"The messages around it, as they read now."`
	Decision       *DecidedView          `json:"decision,omitempty"`
	Before         []DecidedView         `json:"before" nullable:"false" doc:"What was decided about this expert or this conversation before."`
}

type decidedRow struct {
	ID     moderation.DecisionID
	At     Time
	By     string
	Quote  *string
	Hidden bool
	Paused bool
	CaseID *fairness.CaseID
	Reason string
	Asked  bool
}

func (r decidedRow) view() DecidedView {
	return DecidedView{r.ID, r.At, r.By, orEmpty(r.Quote), r.Hidden, r.Paused, orEmpty(r.CaseID), r.Reason, r.Asked}
}

const selectDecided = `SELECT d.id, d.decided_at AS at, p.name AS by, (SELECT MIN(f.quote) FROM flags f WHERE f.decision_id = d.id) AS quote,
	d.hidden, d.paused, d.case_id, d.reason, EXISTS (SELECT 1 FROM cases q WHERE q.expert_id = d.expert_id AND q.about = 'decision:' || d.id) AS asked
	FROM decisions d JOIN people p ON p.id = d.decided_by WHERE `

// FlagOf shows a flagged thing by any of its flags.
func (v Views) FlagOf(ctx context.Context, id moderation.FlagID) (FlagView, error) {
	var r struct {
		ConversationID domain.ConversationID
		Episode        int
		MessageID      domain.MessageID
		Quote          string
		Question       string
		Status         desk.Status
		LastSeq        int
		Seq            *int
		DecisionID     *moderation.DecisionID
		PersonID       *domain.PersonID
		PersonName     *string
		State          *roster.State
	}
	found, err := v.maybe(ctx, &r, `SELECT f.conversation_id, f.episode, f.message_id, f.quote, c.question, c.status, c.last_seq, f.decision_id,
		(SELECT t.seq FROM timeline_entries t WHERE t.conversation_id = f.conversation_id AND t.message_id = f.message_id) AS seq,
		x.id AS person_id, x.display_name AS person_name, x.state FROM flags f JOIN conversations c ON c.id = f.conversation_id
		LEFT JOIN experts x ON x.id = f.expert_id
		WHERE f.id = ?`, id)
	if err != nil || !found {
		return FlagView{}, orRefused(wrapped(err, "show flag %s", id), moderation.ErrUnknownFlag)
	}
	out := FlagView{
		ID: id, ConversationID: r.ConversationID, Episode: r.Episode, MessageID: r.MessageID, Quote: r.Quote, Question: r.Question, Status: r.Status,
		ExpertState: orEmpty(r.State), Flags: []RaisedView{}, Before: []DecidedView{},
	}
	if r.PersonID != nil {
		out.Expert = &ColleagueView{*r.PersonID, orEmpty(r.PersonName), domain.RoleExpert}
	}
	middle := r.LastSeq
	if r.Seq != nil {
		middle = *r.Seq
	}
	if out.Around, err = v.around(ctx, r.ConversationID, middle); err != nil {
		return FlagView{}, err
	}
	err = v.all(ctx, &out.Flags, `SELECT o.raised_at AS at, o.raised_role AS role, COALESCE(x.display_name, p.name, '') AS name, o.reason, o.text
		FROM flags f JOIN flags o ON `+sameThing+` LEFT JOIN people p ON p.id = o.raised_by LEFT JOIN experts x ON x.id = p.id
		WHERE f.id = ? ORDER BY o.raised_at, o.id`, id)
	if err != nil {
		return FlagView{}, wrapped(err, "list flags of %s", r.ConversationID)
	}
	return v.withDecisions(ctx, out, orEmpty(r.DecisionID), orEmpty(r.PersonID))
}

// entriesAround is how many entries on each side of a flagged message are shown.
const entriesAround = 10

// around are the messages near an entry.
func (v Views) around(ctx context.Context, id domain.ConversationID, seq int) ([]EntryView, error) {
	entries, err := v.entries(ctx, id, max(seq-1-entriesAround, 0), 2*entriesAround+1)
	return list0(slices.DeleteFunc(entries, func(e EntryView) bool { return e.Kind != desk.KindMessage })), err
}

// withDecisions adds what was decided, about this and before, and what could be.
func (v Views) withDecisions(ctx context.Context, out FlagView, decision moderation.DecisionID, about domain.PersonID) (FlagView, error) {
	if decision != "" {
		var d decidedRow
		if err := v.one(ctx, &d, "decision", selectDecided+"d.id = ?", decision); err != nil {
			return FlagView{}, wrapped(err, "show decision %s", decision)
		}
		out.Decision = new(d.view())
	}
	var before []decidedRow
	err := v.all(ctx, &before, selectDecided+"d.id <> ? AND (d.conversation_id = ? OR d.expert_id = ?) ORDER BY d.id DESC LIMIT 20",
		decision, out.ConversationID, about)
	for _, d := range before {
		out.Before = append(out.Before, d.view())
	}
	if err != nil || about == "" {
		return out, wrapped(err, "list decisions before")
	}
	var strikes []fairness.Step
	err = v.all(ctx, &strikes, strikesSince, about, At(v.now().Add(-fairness.StrikesCount)))
	out.Next = fairness.NextStep(strikes)
	return out, wrapped(err, "read the strikes of %s", about)
}

// decisionsShown bounds what an expert reads of what was decided about them.
const decisionsShown = 50

// DecisionsAbout is what moderators decided about an expert's words: what was
// hidden, and whether they were paused. Who decided and who flagged is not told.
func (v Views) DecisionsAbout(ctx context.Context, e domain.ExpertID) (List[DecidedView], error) {
	var rows []decidedRow
	err := v.all(ctx, &rows, selectDecided+"d.expert_id = ? AND (d.hidden OR d.paused) ORDER BY d.id DESC LIMIT ?", e, decisionsShown)
	all := make([]DecidedView, len(rows))
	for i, r := range rows {
		all[i] = r.view()
		all[i].By = ""
	}
	return List[DecidedView]{Items: all}, wrapped(err, "list decisions about %s", e)
}
