package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

// IdeaView is an idea as somebody sees it.
type IdeaView struct {
	ID        problems.IdeaID    `json:"id"`
	Title     string             `json:"title"`
	Text      string             `json:"text"`
	State     problems.IdeaState `json:"state" enum:"new,considered,adopted,declined"`
	Answer    string             `json:"answer,omitempty" doc:"Of who decided."`
	Author    string             `json:"author"`
	Mine      bool               `json:"mine" doc:"It is the caller's own."`
	Votes     int                `json:"votes" minimum:"0"`
	Voted     bool               `json:"voted" doc:"The caller has voted for it."`
	ProblemID problems.ProblemID `json:"problemId,omitempty" doc:"Of an adopted one, for staff."`
	PostedAt  Time               `json:"postedAt" format:"date-time"`
	Version   int                `json:"version" minimum:"1"`
}

const selectIdeas = `SELECT i.id, i.title, i.text, i.state, i.answer, COALESCE(x.display_name, w.name) AS author, i.author_id = ? AS mine,
	(SELECT COUNT(*) FROM idea_votes t WHERE t.idea_id = i.id) AS votes,
	EXISTS (SELECT 1 FROM idea_votes t WHERE t.idea_id = i.id AND t.person_id = ?) AS voted,
	CASE WHEN ? THEN i.problem_id END AS problem_id, i.posted_at, i.version
	FROM ideas i JOIN people w ON w.id = i.author_id LEFT JOIN experts x ON x.id = i.author_id `

// mostIdeas is how many ideas a list shows.
const mostIdeas = 100

// Ideas are the ideas of the box: those that are not decided by their votes, and after them the rest.
func (v Views) Ideas(ctx context.Context, by domain.Actor) (all []IdeaView, err error) {
	err = v.all(ctx, &all, `SELECT * FROM (`+selectIdeas+`) t
		ORDER BY CASE WHEN t.state = 'new' OR t.state = 'considered' THEN 0 ELSE 1 END, t.votes DESC, t.posted_at DESC, t.id LIMIT ?`,
		by.ID, by.ID, by.Staff(), mostIdeas)
	return all, wrapped(err, "list ideas")
}

// Idea reads an idea, or refuses problems.ErrNoIdea.
func (v Views) Idea(ctx context.Context, by domain.Actor, id problems.IdeaID) (i IdeaView, err error) {
	found, err := v.maybe(ctx, &i, selectIdeas+"WHERE i.id = ?", by.ID, by.ID, by.Staff(), id)
	if err != nil || !found {
		return i, orRefused(err, problems.ErrNoIdea)
	}
	return i, nil
}

// MySignalView is what an expert sees of a problem that they signalled.
type MySignalView struct {
	Title   string           `json:"title"`
	State   problems.State   `json:"state" enum:"candidate,open,changing,measuring,closed"`
	Outcome problems.Outcome `json:"outcome,omitempty" enum:"solved,no_effect,dismissed"`
	First   bool             `json:"first" doc:"Nobody reported it before."`
	Text    string           `json:"text" doc:"The expert's own words."`
	SentAt  Time             `json:"sentAt" format:"date-time"`
}

// Signalled are the problems that an expert signalled, the newest first.
func (v Views) Signalled(ctx context.Context, e domain.ExpertID) (all []MySignalView, err error) {
	err = v.all(ctx, &all, `SELECT p.title, p.state, COALESCE(p.outcome, '') AS outcome, s.no = 1 AS first, s.text, s.sent_at
		FROM problem_signals s JOIN problems p ON p.id = s.problem_id WHERE s.expert_id = ? ORDER BY s.sent_at DESC, p.id LIMIT ?`, e, mostIdeas)
	return all, wrapped(err, "list what %s signalled", e)
}

// DepartmentView is a department of the brand.
type DepartmentView struct {
	ID         problems.DepartmentID `json:"id"`
	Name       string                `json:"name"`
	Email      string                `json:"email"`
	ArchivedAt *Time                 `json:"archivedAt,omitempty" format:"date-time"`
	Version    int                   `json:"version" minimum:"1"`
}

// Departments are the brand's, by name.
func (v Views) Departments(ctx context.Context) (all []DepartmentView, err error) {
	err = v.all(ctx, &all, "SELECT id, name, email, archived_at, version FROM departments ORDER BY name, id LIMIT ?", mostProblems)
	return all, wrapped(err, "list departments")
}

// Department reads one, or refuses problems.ErrNoDepartment.
func (v Views) Department(ctx context.Context, id problems.DepartmentID) (d DepartmentView, err error) {
	found, err := v.maybe(ctx, &d, "SELECT id, name, email, archived_at, version FROM departments WHERE id = ?", id)
	if err != nil || !found {
		return d, orRefused(err, problems.ErrNoDepartment)
	}
	return d, nil
}
