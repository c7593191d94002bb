package storage

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

// PriorityView is frequency × effort × cost, with its arithmetic.
type PriorityView struct {
	Contacts      int `json:"contacts" minimum:"0" doc:"Of the last 28 days."`
	Monthly       int `json:"monthly" minimum:"0" doc:"That is in a month of 365 ÷ 12 days."`
	MedianSeconds int `json:"medianSeconds" minimum:"0" doc:"That an expert's seat was taken by a contact; it scores nobody."`
	ContactCents  int `json:"contactCents" minimum:"0" doc:"Assumed: what a contact costs."`
	HourCents     int `json:"hourCents" minimum:"0" doc:"Assumed: what an hour of handling costs."`
	UnitCents     int `json:"unitCents" minimum:"0" doc:"What one contact costs with its handling."`
	MonthCents    int `json:"monthCents" minimum:"0" doc:"What those of a month cost."`
}

func (u usage) view(k problems.Key) PriorityView {
	p := u.priority(k)
	return PriorityView{p.Contacts, p.Monthly, p.MedianSeconds, u.settings.ContactCents, u.settings.HourCents, p.UnitCents, p.MonthCents}
}

// ProblemLineView is a problem in a list.
type ProblemLineView struct {
	ID           problems.ProblemID    `json:"id"`
	Title        string                `json:"title"`
	State        problems.State        `json:"state" enum:"candidate,open,changing,measuring,closed"`
	Outcome      problems.Outcome      `json:"outcome,omitempty" enum:"solved,no_effect,dismissed" doc:"Of a closed one."`
	Origin       problems.Origin       `json:"origin" enum:"spike,volume,ratings,signal,idea,staff" doc:"What opened it."`
	ReasonID     domain.ReasonID       `json:"reasonId"`
	ProductID    domain.ProductID      `json:"productId,omitempty" doc:"Absent: of every product."`
	ProductName  string                `json:"productName,omitempty"`
	Cause        problems.Cause        `json:"cause,omitempty" enum:"it,process,product,communication,knowledge"`
	DepartmentID problems.DepartmentID `json:"departmentId,omitempty"`
	Department   string                `json:"department,omitempty"`
	OwnerID      domain.PersonID       `json:"ownerId,omitempty"`
	Owner        string                `json:"owner,omitempty"`
	DueOn        string                `json:"dueOn,omitempty"`
	QuickWin     bool                  `json:"quickWin" doc:"Its last change is one."`
	Signals      int                   `json:"signals" minimum:"0" doc:"Experts who reported it."`
	FoundAt      Time                  `json:"foundAt" format:"date-time"`
	MovedAt      Time                  `json:"movedAt" format:"date-time" doc:"Its last step."`
	ClosedAt     *Time                 `json:"closedAt,omitempty" format:"date-time"`
	Days         int                   `json:"days" minimum:"0" doc:"Since it was found; of a closed one, until it was closed."`
	Alarms       []problems.Alarm      `json:"alarms" nullable:"false" enum:"undecided,no_owner,no_progress,overdue"`
	Priority     PriorityView          `json:"priority"`
	Version      int                   `json:"version" minimum:"1"`
}

const selectProblemList = `SELECT p.*, COALESCE(o.name, '') AS product_name, COALESCE(d.name, '') AS department, COALESCE(w.name, '') AS owner,
	COALESCE((SELECT i.quick_win FROM improvements i WHERE i.problem_id = p.id ORDER BY i.no DESC LIMIT 1), FALSE) AS quick_win,
	(SELECT COUNT(*) FROM problem_signals s WHERE s.problem_id = p.id) AS signals
	FROM problems p LEFT JOIN products o ON o.id = p.product_id LEFT JOIN departments d ON d.id = p.department_id
	LEFT JOIN people w ON w.id = p.owner_id `

func (r problemRow) view(u usage, now time.Time, zone *time.Location) ProblemLineView {
	p := r.domain()
	until := now
	if p.State == problems.Closed {
		until = p.ClosedAt
	}
	alarms := p.Alarms(now, zone)
	if alarms == nil {
		alarms = []problems.Alarm{}
	}
	return ProblemLineView{
		ID: p.ID, Title: p.Title, State: p.State, Outcome: p.Outcome, Origin: p.Origin, ReasonID: p.Reason, ProductID: p.Product,
		ProductName: r.ProductName, Cause: p.Cause, DepartmentID: p.Department, Department: r.Department, OwnerID: p.Owner, Owner: r.Owner,
		DueOn: p.DueOn, QuickWin: r.QuickWin, Signals: r.Signals, FoundAt: r.FoundAt, MovedAt: r.MovedAt, ClosedAt: r.ClosedAt,
		Days: max(0, int(until.Sub(p.FoundAt).Hours()/24)), Alarms: alarms, Priority: u.view(p.Key), Version: p.Version,
	}
}

// mostProblems is how many problems a list shows.
const mostProblems = 200

// ProblemList are the problems in some states: what costs most stands first, and of closed ones the newest.
func (v Views) ProblemList(ctx context.Context, closed bool, now time.Time) ([]ProblemLineView, error) {
	u, err := v.use(ctx, now)
	if err != nil {
		return nil, err
	}
	return v.listProblems(ctx, u, closed, now)
}

func (v Views) listProblems(ctx context.Context, u usage, closed bool, now time.Time) ([]ProblemLineView, error) {
	zone, err := v.zone(ctx)
	if err != nil {
		return nil, err
	}
	where := "WHERE p.state <> 'closed' ORDER BY p.found_at DESC, p.id LIMIT ?"
	if closed {
		where = "WHERE p.state = 'closed' ORDER BY p.closed_at DESC, p.id LIMIT ?"
	}
	var rows []problemRow
	if err := v.all(ctx, &rows, selectProblemList+where, mostProblems); err != nil {
		return nil, wrapped(err, "list problems")
	}
	all := make([]ProblemLineView, len(rows))
	for i, r := range rows {
		all[i] = r.view(u, now, zone)
	}
	if !closed {
		slices.SortStableFunc(all, func(a, b ProblemLineView) int { return cmp.Compare(b.Priority.MonthCents, a.Priority.MonthCents) })
	}
	return all, nil
}

// ReviewList is what a week's review list shows: living problems by what they cost.
func (v Views) ReviewList(ctx context.Context, now time.Time) ([]problems.Listed, error) {
	all, err := v.ProblemList(ctx, false, now)
	listed := make([]problems.Listed, len(all))
	for i, p := range all {
		listed[i] = problems.Listed{
			ID: p.ID, Title: p.Title, State: p.State, Owner: p.OwnerID, Days: p.Days, MonthCents: p.Priority.MonthCents, Alarms: p.Alarms,
		}
	}
	return listed, err
}

// ReasonCost is what the contacts of a reason cost.
type ReasonCost struct {
	ReasonID  domain.ReasonID    `json:"reasonId"`
	Priority  PriorityView       `json:"priority"`
	Problem   problems.ProblemID `json:"problemId,omitempty" doc:"The living problem about it."`
	ProductID domain.ProductID   `json:"productId,omitempty" doc:"That problem's product."`
}

// mostReasons is how many reasons the Pareto shows.
const mostReasons = 20

// ProblemOverview is what stands at the top of the page of problems.
type ProblemOverview struct {
	Reasons    []ReasonCost       `json:"reasons" nullable:"false" doc:"The twenty that cost most."`
	Others     int                `json:"otherCents" minimum:"0" doc:"What all other reasons cost in a month."`
	Candidates int                `json:"candidates" minimum:"0" doc:"Of the last half year, that were decided about or should have been."`
	InTime     int                `json:"decidedInTime" minimum:"0" doc:"Of these, within thirty days."`
	Review     *ProblemReviewView `json:"review,omitempty" doc:"The list of this week's review, or the last one."`
}

// ProblemReviewView is a week's review list as it was when it was made.
type ProblemReviewView struct {
	Week   string                `json:"week" doc:"Its Monday."`
	MadeAt Time                  `json:"madeAt" format:"date-time"`
	Items  []ReviewedProblemView `json:"items" nullable:"false"`
}

// ReviewedProblemView is a line of a review list.
type ReviewedProblemView struct {
	ID         problems.ProblemID `json:"id"`
	Title      string             `json:"title"`
	State      problems.State     `json:"state" enum:"candidate,open,changing,measuring,closed"`
	Days       int                `json:"days" minimum:"0"`
	MonthCents int                `json:"monthCents" minimum:"0"`
	Alarms     []problems.Alarm   `json:"alarms" nullable:"false" enum:"undecided,no_owner,no_progress,overdue"`
}

// decidedSince is how far back the share of decided candidates looks.
const decidedSince = 180

// ProblemOverview is what the reasons cost, and how the brand decides about candidates.
func (v Views) ProblemOverview(ctx context.Context, now time.Time) (o ProblemOverview, err error) {
	u, err := v.use(ctx, now)
	if err != nil {
		return o, err
	}
	var living []struct {
		ID        problems.ProblemID
		ReasonID  domain.ReasonID
		ProductID domain.ProductID
	}
	if err := v.all(ctx, &living, "SELECT id, reason_id, product_id FROM problems WHERE state <> 'closed' ORDER BY product_id"); err != nil {
		return o, wrapped(err, "list living problems")
	}
	o.Reasons = []ReasonCost{}
	for k := range u.counts {
		if k.Product != "" {
			continue
		}
		r := ReasonCost{ReasonID: k.Reason, Priority: u.view(k)}
		for _, p := range living {
			if p.ReasonID == k.Reason && r.Problem == "" {
				r.Problem, r.ProductID = p.ID, p.ProductID
			}
		}
		o.Reasons = append(o.Reasons, r)
	}
	slices.SortFunc(o.Reasons, func(a, b ReasonCost) int {
		return cmp.Or(cmp.Compare(b.Priority.MonthCents, a.Priority.MonthCents), cmp.Compare(a.ReasonID, b.ReasonID))
	})
	for len(o.Reasons) > mostReasons {
		last := len(o.Reasons) - 1
		o.Others += o.Reasons[last].Priority.MonthCents
		o.Reasons = o.Reasons[:last]
	}
	var rows []problemRow
	if err := v.all(ctx, &rows, selectProblems+"WHERE found_at >= ?", At(now.AddDate(0, 0, -decidedSince))); err != nil {
		return o, wrapped(err, "read candidates")
	}
	all := make([]problems.Problem, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	d := problems.InsightToAction(all, now)
	o.Candidates, o.InTime = d.Candidates, d.InTime
	o.Review, err = v.lastReview(ctx)
	return o, err
}

func (v Views) lastReview(ctx context.Context) (*ProblemReviewView, error) {
	var r struct {
		Week, Document string
		MadeAt         Time
	}
	found, err := v.maybe(ctx, &r, "SELECT week, document, made_at FROM problem_reviews ORDER BY week DESC LIMIT 1")
	if err != nil || !found {
		return nil, wrapped(err, "read the review list")
	}
	view := ProblemReviewView{Week: r.Week, MadeAt: r.MadeAt, Items: []ReviewedProblemView{}}
	err = fromJSON("problem_reviews.document", r.Document, &view.Items)
	for i := range view.Items {
		if view.Items[i].Alarms == nil {
			view.Items[i].Alarms = []problems.Alarm{}
		}
	}
	return &view, err
}

// ContactView is a conversation behind a problem.
type ContactView struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	Question       string                `json:"question" doc:"Its beginning."`
	OpenedAt       Time                  `json:"openedAt" format:"date-time"`
	Stars          int                   `json:"stars,omitempty" minimum:"1" maximum:"5"`
	Comment        string                `json:"comment,omitempty"`
}

// ProblemContacts are the contacts about a problem, the newest first; with low those
// alone that were rated low for what no expert could have changed.
func (v Views) ProblemContacts(ctx context.Context, id problems.ProblemID, low bool, p Page) (List[ContactView], error) {
	var none List[ContactView]
	if _, _, err := v.ProblemNow(ctx, id); err != nil {
		return none, err
	}
	after, err := p.after(3)
	if err != nil {
		return none, err
	}
	where, args := "", []any{id}
	if low {
		where = " AND " + lowRating
	}
	if after != nil {
		at, err := time.Parse(time.RFC3339Nano, after[0])
		episode, bad := strconv.Atoi(after[2])
		if err != nil || bad != nil {
			return none, errCursor
		}
		where += " AND (e.opened_at < ? OR (e.opened_at = ? AND (e.conversation_id < ? OR (e.conversation_id = ? AND e.episode < ?))))"
		args = append(args, At(at), At(at), after[1], after[1], episode)
	}
	var rows []ContactView
	err = v.all(ctx, &rows, `SELECT e.conversation_id, e.episode, SUBSTR(c.question, 1, ?) AS question, e.opened_at, r.stars, r.comment`+fromEpisodes+`
		JOIN problems p ON `+askedAbout+` LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE p.id = ?`+where+` ORDER BY e.opened_at DESC, e.conversation_id DESC, e.episode DESC LIMIT ?`,
		slices.Concat([]any{titleLength}, args, []any{p.fetch()})...)
	return list(p, rows, func(c ContactView) []string {
		return []string{c.OpenedAt.UTC().Format(time.RFC3339Nano), string(c.ConversationID), strconv.Itoa(c.Episode)}
	}), wrapped(err, "list the contacts of %s", id)
}
