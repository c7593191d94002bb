package storage

import (
	"context"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/moderation"
)

// CaseView is a case as staff and its expert see it. Names of staff are for staff.
type CaseView struct {
	ID         fairness.CaseID   `json:"id"`
	ExpertID   domain.ExpertID   `json:"expertId"`
	Expert     string            `json:"expert"`
	Origin     fairness.Origin   `json:"origin" enum:"signal,staff,question" doc:"What a signal found, what staff saw, or what the expert asks a person."`
	About      string            `json:"about,omitempty" doc:"Of a question: award:awd_…, offer:ofr_… or level:lrv_…"`
	Words      string            `json:"words,omitempty" doc:"Of who opened it."`
	State      fairness.State    `json:"state" enum:"open,proposed,decided,appealed,answered"`
	OpenedAt   Time              `json:"openedAt" format:"date-time"`
	Step       fairness.Step     `json:"step,omitempty" enum:"none,coaching,warning,suspension,exclusion"`
	Voids      bool              `json:"voids" doc:"The entries concerned are taken back."`
	Readmits   bool              `json:"readmits" doc:"The expert, who was put out, may come back."`
	Fraud      bool              `json:"fraud" doc:"Two people call it fraud: what is missing goes below zero."`
	Reason     string            `json:"reason,omitempty"`
	Decider    string            `json:"decider,omitempty" doc:"For staff."`
	ProposedAt *Time             `json:"proposedAt,omitempty" format:"date-time"`
	Second     string            `json:"second,omitempty" doc:"For staff."`
	DecidedAt  *Time             `json:"decidedAt,omitempty" format:"date-time"`
	AppealTill *Time             `json:"appealTill,omitempty" format:"date-time" doc:"Until when an appeal can be made."`
	Appeal     string            `json:"appeal,omitempty"`
	AppealedAt *Time             `json:"appealedAt,omitempty" format:"date-time"`
	AnswerBy   *Time             `json:"answerBy,omitempty" format:"date-time"`
	Answer     string            `json:"answer,omitempty"`
	Upheld     *bool             `json:"upheld,omitempty" doc:"The expert was right."`
	Answerer   string            `json:"answerer,omitempty" doc:"For staff."`
	AnsweredAt *Time             `json:"answeredAt,omitempty" format:"date-time"`
	FlagID     moderation.FlagID `json:"flagId,omitempty" doc:"For staff: the flag whose decision opened it."`
	Hits       []HitView         `json:"hits"`
	Holds      []HoldView        `json:"holds"`
	Out        bool              `json:"out,omitempty" doc:"For staff: the expert is suspended, or was excluded."`
	Next       fairness.Step     `json:"next,omitempty" enum:"coaching,warning,suspension,exclusion" doc:"For staff: the furthest step that can be taken now."`
	May        []fairness.Action `json:"may" doc:"What the actor can do now."`
}

// HitView is what a signal found.
type HitView struct {
	Rule          fairness.Rule           `json:"rule"`
	Victim        bool                    `json:"victim" doc:"It was done to the expert."`
	Evidence      []fairness.Clue         `json:"evidence"`
	Conversations []domain.ConversationID `json:"conversations"`
	FoundAt       Time                    `json:"foundAt" format:"date-time"`
}

// HoldView is an entry that waits, or did.
type HoldView struct {
	ID       string             `json:"id" doc:"A question to a person about it: hold:hld_…"`
	AwardID  domain.AwardID     `json:"awardId"`
	Kind     string             `json:"kind"`
	Points   int64              `json:"points" doc:"What the entry is worth now."`
	Taken    int64              `json:"taken" doc:"What was taken back."`
	State    fairness.HoldState `json:"state" enum:"held,lapsed,released,voided,restored"`
	Until    Time               `json:"until" format:"date-time"`
	EarnedAt Time               `json:"earnedAt" format:"date-time"`
}

type caseViewRow struct {
	Row                                           caseRow `gorm:"embedded"`
	Expert, DeciderName, SecondName, AnswererName string
	FlagID                                        *moderation.FlagID
	Out                                           bool
}

const selectCases = `SELECT c.id, c.expert_id, c.origin, c.opener_id, c.about, c.words, c.state, c.opened_at, c.step, c.voids, c.readmits, c.fraud, c.reason, c.decider_id,
	c.proposed_at, c.second_id, c.decided_at, c.appeal, c.appealed_at, c.answer_by, c.late_at, c.answer, c.upheld, c.answerer_id, c.answered_at,
	c.version, x.display_name AS expert, (x.state = 'suspended' OR (x.state = 'retired' AND x.alumni_at IS NULL)) AS out, COALESCE(d.name, '') AS decider_name, COALESCE(s.name, '') AS second_name,
	COALESCE(a.name, '') AS answerer_name,
	(SELECT MIN(f.id) FROM flags f JOIN decisions o ON o.id = f.decision_id WHERE o.case_id = c.id) AS flag_id FROM cases c JOIN experts x ON x.id = c.expert_id LEFT JOIN people d ON d.id = c.decider_id
	LEFT JOIN people s ON s.id = c.second_id LEFT JOIN people a ON a.id = c.answerer_id `

// Cases lists cases, newest first: all for staff, an expert's own for them.
// Without a state it lists them all.
func (v Views) Cases(ctx context.Context, by domain.Actor, state fairness.State, p Page) (List[CaseView], error) {
	after, err := p.afterID("cas_")
	if err != nil {
		return List[CaseView]{}, err
	}
	var rows []caseViewRow
	err = v.all(ctx, &rows, selectCases+`WHERE (? OR c.expert_id = ?) AND (? OR c.state = ?) AND (? OR c.id < ?) ORDER BY c.id DESC LIMIT ?`,
		by.Staff(), by.ID, state == "", state, after == "", after, p.fetch())
	if err != nil {
		return List[CaseView]{}, wrapped(err, "list cases")
	}
	all, err := v.casesOf(ctx, by, rows)
	return list(p, all, func(c CaseView) []string { return []string{string(c.ID)} }), err
}

// CaseOf returns a case, to staff and to its expert.
func (v Views) CaseOf(ctx context.Context, by domain.Actor, id fairness.CaseID) (CaseView, error) {
	var r caseViewRow
	if err := v.one(ctx, &r, "case", selectCases+"WHERE c.id = ? AND (? OR c.expert_id = ?)", id, by.Staff(), by.ID); err != nil {
		return CaseView{}, err
	}
	all, err := v.casesOf(ctx, by, []caseViewRow{r})
	if err != nil {
		return CaseView{}, err
	}
	return all[0], nil
}

func (v Views) casesOf(ctx context.Context, by domain.Actor, rows []caseViewRow) ([]CaseView, error) {
	all := make([]CaseView, len(rows))
	at, ids := map[fairness.CaseID]*CaseView{}, make([]fairness.CaseID, len(rows))
	for i, r := range rows {
		c := r.Row.domain()
		all[i] = CaseView{
			ID: c.ID, ExpertID: c.Expert, Expert: r.Expert, Origin: c.Origin, About: c.About, Words: c.Words, State: c.State, OpenedAt: r.Row.OpenedAt,
			AppealedAt: r.Row.AppealedAt, AnswerBy: r.Row.AnswerBy, Appeal: c.Appeal, Hits: []HitView{}, Holds: []HoldView{},
			May: c.May(by, v.now()),
		}
		if by.Staff() || c.State != fairness.Proposed { // what one person proposes is decided by two
			all[i].Step, all[i].Voids, all[i].Readmits, all[i].Fraud, all[i].Reason, all[i].ProposedAt, all[i].DecidedAt = c.Step, c.Voids, c.Readmits, c.Fraud, c.Reason, r.Row.ProposedAt, r.Row.DecidedAt
		}
		if !c.DecidedAt.IsZero() {
			till := At(c.DecidedAt.Add(fairness.AppealWithin))
			all[i].AppealTill = &till
		}
		all[i].Answer, all[i].Upheld, all[i].AnsweredAt = c.Answer, r.Row.Upheld, r.Row.AnsweredAt
		if by.Staff() {
			all[i].FlagID = orEmpty(r.FlagID)
			all[i].Decider, all[i].Second, all[i].Answerer, all[i].Out = r.DeciderName, r.SecondName, r.AnswererName, r.Out
		}
		at[c.ID], ids[i] = &all[i], c.ID
	}
	if len(rows) == 0 {
		return all, nil
	}
	if err := v.hitsOf(ctx, ids, at, by.Staff()); err != nil {
		return nil, err
	}
	if err := v.holdsOf(ctx, ids, at); err != nil || !by.Staff() {
		return all, err
	}
	return all, v.nextSteps(ctx, all)
}

// hitsOf reads what signals found. In which conversations is for staff: it would
// tell an expert who rated, and which customer is a colleague.
func (v Views) hitsOf(ctx context.Context, ids []fairness.CaseID, at map[fairness.CaseID]*CaseView, staff bool) error {
	var rows []struct {
		CaseID                  fairness.CaseID
		Rule                    fairness.Rule
		Victim                  bool
		Evidence, Conversations string
		FoundAt                 Time
	}
	if err := v.all(ctx, &rows, "SELECT case_id, rule, victim, evidence, conversations, found_at FROM signal_hits WHERE case_id IN ? ORDER BY id", ids); err != nil {
		return wrapped(err, "read what signals found")
	}
	for _, r := range rows {
		h := HitView{Rule: r.Rule, Victim: r.Victim, FoundAt: r.FoundAt}
		if err := json.Unmarshal([]byte(r.Evidence), &h.Evidence); err != nil {
			return wrapped(err, "evidence of %s", r.CaseID)
		}
		if err := json.Unmarshal([]byte(r.Conversations), &h.Conversations); err != nil {
			return wrapped(err, "conversations of %s", r.CaseID)
		}
		if !staff {
			h.Conversations = []domain.ConversationID{}
		}
		at[r.CaseID].Hits = append(at[r.CaseID].Hits, h)
	}
	return nil
}

func (v Views) holdsOf(ctx context.Context, ids []fairness.CaseID, at map[fairness.CaseID]*CaseView) error {
	var rows []struct {
		CaseID   fairness.CaseID
		ID       string
		AwardID  domain.AwardID
		Kind     string
		Points   int64
		Taken    int64
		State    fairness.HoldState
		UntilAt  Time
		EarnedAt Time
	}
	err := v.all(ctx, &rows, `SELECT h.case_id, h.id, h.award_id, a.kind, COALESCE(a.settled, a.pending) AS points, `+takenInAll+` AS taken, h.state, h.until_at, a.earned_at
		FROM holds h JOIN awards a ON a.id = h.award_id WHERE h.case_id IN ? ORDER BY a.earned_at, h.id`, ids)
	for _, r := range rows {
		c := at[r.CaseID]
		c.Holds = append(c.Holds, HoldView{r.ID, r.AwardID, r.Kind, r.Points, r.Taken, r.State, r.UntilAt, r.EarnedAt})
	}
	return wrapped(err, "read what waits")
}

// nextSteps says of open cases how far up the ladder a decision can go.
func (v Views) nextSteps(ctx context.Context, all []CaseView) error {
	for i, c := range all {
		if c.State != fairness.Open || c.Origin == fairness.FromQuestion {
			continue
		}
		var strikes []fairness.Step
		if err := v.all(ctx, &strikes, strikesSince, c.ExpertID, At(v.now().Add(-fairness.StrikesCount))); err != nil {
			return wrapped(err, "read the strikes of %s", c.ExpertID)
		}
		all[i].Next = fairness.NextStep(strikes)
	}
	return nil
}
