package storage

import (
	"context"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// CardView is a score card.
type CardView struct {
	Helpful  int    `json:"helpful" minimum:"1" maximum:"5"`
	Correct  int    `json:"correct" minimum:"1" maximum:"5"`
	Tone     int    `json:"tone" minimum:"1" maximum:"5"`
	OwnWords int    `json:"ownWords" minimum:"1" maximum:"5"`
	Breach   bool   `json:"breach" doc:"Of courtesy."`
	Praise   string `json:"praise"`
	Advice   string `json:"advice,omitempty"`
}

// SampleView is a conversation that somebody looks at. It has no stars, so that
// they do not colour the marks; experts are not told which of theirs had a low
// rating.
type SampleView struct {
	ID             growth.SampleID       `json:"id"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode" minimum:"1"`
	Purpose        string                `json:"purpose" enum:"quality,certificate,shadowing"`
	State          growth.SampleState    `json:"state" enum:"open,marked"`
	Expert         ColleagueView         `json:"expert"`
	Topic          string                `json:"topic,omitempty"`
	Question       string                `json:"question"`
	Closed         bool                  `json:"closed" doc:"Only then can it be marked."`
	DrawnAt        Time                  `json:"drawnAt" format:"date-time"`
	MarkedAt       *Time                 `json:"markedAt,omitempty" format:"date-time"`
	Reviewer       *ColleagueView        `json:"reviewer,omitempty"`
	Card           *CardView             `json:"card,omitempty"`
}

// LookView is a sample with what was written.
type LookView struct {
	SampleView

	Entries []EntryView `json:"entries" nullable:"false" doc:"What was written in this episode."`
}

type sampleViewRow struct {
	Sample   sampleRow    `gorm:"embedded"`
	Expert   colleagueRow `gorm:"embedded"`
	Question string
	ClosedAt *Time

	ReasonName         *string
	ReasonTranslations *string
	ReviewerName       *string
	ReviewerRole       *domain.Role
}

const selectSampleViews = "SELECT " + sampleColumns + ", " + colleagueColumns + `, c.question, e.closed_at, r.name AS reason_name,
	r.translations AS reason_translations, COALESCE(vx.display_name, vp.name) AS reviewer_name, CASE vp.role WHEN 'expert' THEN 'expert' ELSE 'manager' END AS reviewer_role
	FROM samples s JOIN episodes e ON e.conversation_id = s.conversation_id AND e.episode = s.episode
	JOIN conversations c ON c.id = s.conversation_id LEFT JOIN contact_reasons r ON r.id = COALESCE(e.closing_reason_id, c.reason_id)
	JOIN people p ON p.id = s.expert_id LEFT JOIN experts x ON x.id = p.id
	LEFT JOIN people vp ON vp.id = s.reviewer_id LEFT JOIN experts vx ON vx.id = vp.id WHERE `

func (r sampleViewRow) view(l domain.Language) (SampleView, error) {
	topic, err := reasonName(r.ReasonName, r.ReasonTranslations, l)
	s := r.Sample
	view := SampleView{
		ID: s.ID, ConversationID: s.ConversationID, Episode: s.Episode, Purpose: "quality", State: s.State, Expert: r.Expert.view(), Topic: topic,
		Question: r.Question, Closed: r.ClosedAt != nil, DrawnAt: s.DrawnAt, MarkedAt: s.MarkedAt,
	}
	if s.Purpose == growth.ForCertificate || s.Purpose == growth.InShadow {
		view.Purpose = string(s.Purpose)
	}
	if s.State == growth.SampleMarked {
		c := s.domain().Card
		view.Card = &CardView{c.Helpful, c.Correct, c.Tone, c.OwnWords, c.Breach, c.Praise, c.Advice}
		view.Reviewer = &ColleagueView{orEmpty(s.ReviewerID), orEmpty(r.ReviewerName), orEmpty(r.ReviewerRole)}
	}
	return view, err
}

func (v Views) sampleViews(ctx context.Context, l domain.Language, where string, args ...any) ([]SampleView, error) {
	var rows []sampleViewRow
	err := v.all(ctx, &rows, selectSampleViews+where, args...)
	all := make([]SampleView, len(rows))
	for i, r := range rows {
		var failed error
		if all[i], failed = r.view(l); failed != nil {
			return nil, failed
		}
	}
	return all, wrapped(err, "list samples")
}

const cardsShown = 10

// cardsOf are the newest score cards of an expert.
func (v Views) cardsOf(ctx context.Context, id domain.ExpertID, l domain.Language) ([]SampleView, error) {
	return v.sampleViews(ctx, l, "s.expert_id = ? AND s.marked_at IS NOT NULL ORDER BY s.marked_at DESC, s.id DESC LIMIT ?", id, cardsShown)
}

// mayLook refuses whoever is neither staff nor an active mentor.
func (v Views) mayLook(ctx context.Context, by domain.Actor) error {
	if by.Role != domain.RoleExpert {
		return nil
	}
	var level roster.Level
	found, err := v.maybe(ctx, &level, "SELECT level FROM experts WHERE id = ? AND state = 'active'", by.ID)
	if err == nil && (!found || level != roster.Mentor) {
		err = growth.ErrOnlyMentors
	}
	return err
}

// Samples lists what there is to look at, what waits longest first, or what was
// marked last. A mentor sees none of their own, and of the shadowed ones those
// they were there for.
func (v Views) Samples(ctx context.Context, by domain.Actor, l domain.Language, state growth.SampleState, p Page) (List[SampleView], error) {
	if err := v.mayLook(ctx, by); err != nil {
		return List[SampleView]{}, err
	}
	after, err := p.after(2)
	if err != nil {
		return List[SampleView]{}, err
	}
	where, args := "s.state = ? AND s.expert_id <> ?", []any{state, by.ID}
	if by.Role == domain.RoleExpert {
		where, args = where+" AND (s.purpose <> 'shadowing' OR s.mentor_id = ?)", append(args, by.ID)
	}
	column, order := "s.drawn_at", ""
	if state == growth.SampleMarked {
		column, order = "s.marked_at", " DESC"
	}
	if after != nil {
		compare := ">"
		if order != "" {
			compare = "<"
		}
		ms, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil {
			return List[SampleView]{}, errCursor
		}
		where, args = where+" AND ("+column+", s.id) "+compare+" (?, ?)", append(args, ms, after[1])
	}
	all, err := v.sampleViews(ctx, l, where+" ORDER BY "+column+order+", s.id"+order+" LIMIT ?", append(args, p.fetch())...)
	return list(p, all, func(s SampleView) []string {
		t := s.DrawnAt
		if state == growth.SampleMarked {
			t = *s.MarkedAt
		}
		return []string{strconv.FormatInt(t.UnixMilli(), 10), string(s.ID)}
	}), err
}

// Look shows a sample with what was written to whoever may mark it, and once it
// is marked to its expert. Anybody else's does not exist.
func (v Views) Look(ctx context.Context, by domain.Actor, l domain.Language, id growth.SampleID) (LookView, error) {
	where, args := "s.id = ?", []any{id}
	if by.Role == domain.RoleExpert {
		mentor := 1
		if err := v.mayLook(ctx, by); err != nil {
			mentor = 0
		}
		where += ` AND ((s.expert_id = ? AND s.state = 'marked') OR (? = 1 AND s.expert_id <> ? AND (s.purpose <> 'shadowing' OR s.mentor_id = ?)))`
		args = append(args, by.ID, mentor, by.ID, by.ID)
	}
	all, err := v.sampleViews(ctx, l, where, args...)
	if err != nil || len(all) == 0 {
		return LookView{}, orRefused(err, growth.ErrUnknownSample)
	}
	return v.written(ctx, all[0])
}

// written adds what was written in the episode of a sample.
func (v Views) written(ctx context.Context, s SampleView) (LookView, error) {
	look := LookView{s, []EntryView{}}
	var bounds struct{ First, Last *int }
	_, err := v.maybe(ctx, &bounds, `SELECT MIN(seq) AS first, MAX(seq) AS last FROM timeline_entries WHERE conversation_id = ? AND episode = ?`,
		look.ConversationID, look.Episode)
	if err != nil || bounds.First == nil {
		return look, wrapped(err, "look at %s", s.ID)
	}
	entries, err := v.entries(ctx, look.ConversationID, max(*bounds.First-1, *bounds.Last-maxTimeline), maxTimeline)
	for _, e := range entries {
		if e.Episode == look.Episode && e.Kind == desk.KindMessage {
			look.Entries = append(look.Entries, e)
		}
	}
	return look, wrapped(err, "look at %s", s.ID)
}

// ShadowableView is somebody who can be shadowed.
type ShadowableView struct {
	Expert     ColleagueView      `json:"expert"`
	Bird       int                `json:"bird" minimum:"0" maximum:"12"`
	Languages  []domain.Language  `json:"languages" nullable:"false"`
	Presence   roster.Presence    `json:"presence" enum:"available,break,away"`
	Connected  bool               `json:"connected" doc:"Has a live connection."`
	Progress   ShadowProgressView `json:"progress"`
	ShadowedBy *ColleagueView     `json:"shadowedBy,omitempty"`
}

// WatchedView is a conversation that a shadowed candidate holds.
type WatchedView struct {
	ID       domain.ConversationID `json:"id"`
	Question string                `json:"question"`
	Customer string                `json:"customer"`
	Status   desk.Status           `json:"status" enum:"queued,offered,assigned,waiting,closed"`
}

// ShadowingView is the actor's own shadowing.
type ShadowingView struct {
	ID           string         `json:"id"`
	BeganAt      Time           `json:"beganAt" format:"date-time"`
	Candidate    ShadowableView `json:"candidate"`
	Conversation *WatchedView   `json:"conversation,omitempty" doc:"What the candidate holds now."`
}

// ShadowDeskView is a mentor's desk.
type ShadowDeskView struct {
	Mine       *ShadowingView   `json:"mine,omitempty"`
	Candidates []ShadowableView `json:"candidates" nullable:"false" doc:"Active ones; who is nearest to the fifth conversation first."`
	ToMark     []SampleView     `json:"toMark" nullable:"false" doc:"Conversations that the actor shadowed and has not marked."`
}

// ShadowDesk shows a mentor whom to shadow, whom they shadow, and what to mark.
func (v Views) ShadowDesk(ctx context.Context, by domain.Actor, l domain.Language, now time.Time) (d ShadowDeskView, err error) {
	if err := v.mayLook(ctx, by); err != nil {
		return d, err
	}
	var rows []struct {
		Colleague colleagueRow `gorm:"embedded"`

		Bird       int
		Languages  string
		Presence   roster.Presence
		SeenAt     *Time
		ShadowID   *string
		BeganAt    *Time
		MentorID   *domain.PersonID
		MentorName *string
		MentorRole *domain.Role
	}
	err = v.all(ctx, &rows, "SELECT "+colleagueColumns+`, x.bird, x.languages, x.presence, x.seen_at, s.id AS shadow_id, s.began_at, s.mentor_id,
		COALESCE(mx.display_name, mp.name) AS mentor_name, CASE mp.role WHEN 'expert' THEN 'expert' ELSE 'manager' END AS mentor_role
		FROM experts x JOIN people p ON p.id = x.id LEFT JOIN shadowings s ON s.expert_id = x.id AND s.ended_at IS NULL
		LEFT JOIN people mp ON mp.id = s.mentor_id LEFT JOIN experts mx ON mx.id = mp.id
		WHERE x.level = 0 AND x.state = 'active' AND p.disabled_at IS NULL ORDER BY x.id LIMIT 200`)
	if err != nil {
		return d, wrapped(err, "list candidates")
	}
	ids := make([]domain.ExpertID, len(rows))
	for i, r := range rows {
		ids[i] = domain.ExpertID(r.Colleague.PersonID)
	}
	progress, err := v.shadowProgresses(ctx, ids)
	if err != nil {
		return d, err
	}
	d.Candidates = make([]ShadowableView, len(rows))
	for i, r := range rows {
		c := ShadowableView{
			Expert: r.Colleague.view(), Bird: r.Bird, Presence: r.Presence, Progress: progress[ids[i]],
			Connected: r.SeenAt != nil && now.Sub(r.SeenAt.Time) < desk.Grace,
		}
		if err := fromJSON("experts.languages", r.Languages, &c.Languages); err != nil {
			return d, err
		}
		if r.MentorID != nil {
			c.ShadowedBy = &ColleagueView{*r.MentorID, orEmpty(r.MentorName), orEmpty(r.MentorRole)}
		}
		d.Candidates[i] = c
		if string(orEmpty(r.MentorID)) == by.ID {
			d.Mine = &ShadowingView{ID: *r.ShadowID, BeganAt: *r.BeganAt, Candidate: c}
		}
	}
	if d.Mine != nil {
		if d.Mine.Conversation, err = v.watched(ctx, d.Mine.Candidate.Expert.ID); err != nil {
			return d, err
		}
	}
	d.ToMark, err = v.sampleViews(ctx, l, "s.purpose = 'shadowing' AND s.state = 'open' AND s.mentor_id = ? ORDER BY s.drawn_at, s.id LIMIT 50", by.ID)
	return d, err
}

func (v Views) watched(ctx context.Context, e domain.PersonID) (*WatchedView, error) {
	var w WatchedView
	found, err := v.maybe(ctx, &w, `SELECT c.id, c.question, u.name AS customer, c.status FROM conversations c JOIN customers u ON u.id = c.customer_id
		WHERE c.expert_id = ? ORDER BY c.id DESC LIMIT 1`, e)
	if err != nil || !found {
		return nil, wrapped(err, "show what %s holds", e)
	}
	return &w, nil
}
