package storage

import (
	"context"
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

var _ problems.Store = Tx{}

// Problems runs fn in one transaction of problems.
func (db *DB) Problems(ctx context.Context, fn func(problems.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type problemRow struct {
	ID           problems.ProblemID
	ReasonID     domain.ReasonID
	ProductID    domain.ProductID
	State        problems.State
	Outcome      problems.Outcome
	Origin       problems.Origin
	Title        string
	Cause        problems.Cause
	DepartmentID problems.DepartmentID
	OwnerID      domain.PersonID
	DueOn        string
	Why          string
	FoundAt      Time
	DecidedAt    *Time
	AdoptedAt    *Time
	MovedAt      Time
	ClosedAt     *Time
	Version      int

	// Of lists.
	ProductName, Department, Owner string
	QuickWin                       bool
	Signals                        int
}

const selectProblems = `SELECT id, reason_id, product_id, state, outcome, origin, title, cause, department_id, owner_id, due_on, why,
	found_at, decided_at, adopted_at, moved_at, closed_at, version FROM problems `

func (r problemRow) domain() problems.Problem {
	return problems.Problem{
		ID: r.ID, Key: problems.Key{Reason: r.ReasonID, Product: r.ProductID}, State: r.State, Outcome: r.Outcome, Origin: r.Origin,
		Title: r.Title, Cause: r.Cause, Department: r.DepartmentID, Owner: r.OwnerID, DueOn: r.DueOn, Why: r.Why,
		FoundAt: r.FoundAt.Time, DecidedAt: r.DecidedAt.OrZero(), AdoptedAt: r.AdoptedAt.OrZero(), MovedAt: r.MovedAt.Time,
		ClosedAt: r.ClosedAt.OrZero(), Version: r.Version,
	}
}

// AddProblem adds one unless a living one has its reason and product.
func (tx Tx) AddProblem(p problems.Problem) (bool, error) {
	n, err := tx.exec(`INSERT INTO problems (id, reason_id, product_id, state, outcome, origin, title, cause, department_id, owner_id,
		due_on, why, found_at, decided_at, adopted_at, moved_at, closed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		p.ID, p.Reason, p.Product, p.State, orNull(p.Outcome), p.Origin, p.Title, orNull(p.Cause), orNull(p.Department), orNull(p.Owner),
		p.DueOn, p.Why, At(p.FoundAt), AtOrNull(p.DecidedAt), AtOrNull(p.AdoptedAt), At(p.MovedAt), AtOrNull(p.ClosedAt), p.Version)
	return n == 1, wrapped(err, "add problem %s", p.ID)
}

// LockProblem reads a problem and locks it, or refuses problems.ErrNoProblem.
func (tx Tx) LockProblem(id problems.ProblemID) (problems.Problem, error) {
	p, found, err := tx.problem("WHERE id = ?"+tx.hold(), id)
	if err != nil || !found {
		return p, orRefused(err, problems.ErrNoProblem)
	}
	return p, nil
}

func (tx Tx) problem(where string, args ...any) (problems.Problem, bool, error) {
	var r problemRow
	found, err := tx.maybe(&r, selectProblems+where, args...)
	return r.domain(), found, wrapped(err, "read a problem")
}

// LivingProblem is the one of a key that is not closed, locked.
func (tx Tx) LivingProblem(k problems.Key) (problems.Problem, bool, error) {
	return tx.problem("WHERE reason_id = ? AND product_id = ? AND state <> 'closed'"+tx.hold(), k.Reason, k.Product)
}

// EndedProblem is the one of a key that was closed last.
func (tx Tx) EndedProblem(k problems.Key) (problems.Problem, bool, error) {
	return tx.problem("WHERE reason_id = ? AND product_id = ? AND state = 'closed' ORDER BY closed_at DESC, id DESC LIMIT 1", k.Reason, k.Product)
}

// SaveProblem writes p if nobody has since it was read, or refuses problems.ErrLiving
// where another one lives in its place: then the transaction is over.
func (tx Tx) SaveProblem(p problems.Problem) error {
	err := tx.change(`UPDATE problems SET state = ?, outcome = ?, title = ?, cause = ?, department_id = ?, owner_id = ?, due_on = ?, why = ?,
		decided_at = ?, adopted_at = ?, moved_at = ?, closed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		p.State, orNull(p.Outcome), p.Title, orNull(p.Cause), orNull(p.Department), orNull(p.Owner), p.DueOn, p.Why, AtOrNull(p.DecidedAt),
		AtOrNull(p.AdoptedAt), At(p.MovedAt), AtOrNull(p.ClosedAt), p.ID, p.Version)
	if duplicate(err) {
		return problems.ErrLiving
	}
	return err
}

// AddFinding keeps what detection saw, once for each day.
func (tx Tx) AddFinding(id problems.ProblemID, day string, f problems.Finding, at time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO problem_findings (problem_id, day, kind, contacts, expected_tenths, from_at, until_at, found_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		id, day, f.Kind, f.Count, int(math.Round(10*f.Expected)), At(f.From), At(f.Until), At(at))
	return n == 1, wrapped(err, "keep what was found about %s", id)
}

// AddImprovement adds a change that is made for a problem.
func (tx Tx) AddImprovement(id problems.ProblemID, i problems.Improvement) error {
	_, err := tx.exec(`INSERT INTO improvements (problem_id, no, what, hypothesis, on_day, quick_win, planned_by, planned_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, id, i.No, i.What, i.Hypothesis, i.On, i.QuickWin, i.By, At(i.At))
	return wrapped(err, "plan a change for %s", id)
}

// Improvements are the changes of a problem, by number.
func (tx Tx) Improvements(id problems.ProblemID) ([]problems.Improvement, error) {
	return improvementsOf(asking{tx.DB}, id)
}

func improvementsOf(q asker, id problems.ProblemID) ([]problems.Improvement, error) {
	var rows []struct {
		No               int
		What, Hypothesis string
		OnDay            string
		QuickWin         bool
		PlannedBy        domain.PersonID
		PlannedAt        Time
	}
	err := q.all(&rows, `SELECT no, what, hypothesis, on_day, quick_win, planned_by, planned_at FROM improvements
		WHERE problem_id = ? ORDER BY no`, id)
	all := make([]problems.Improvement, len(rows))
	for i, r := range rows {
		all[i] = problems.Improvement{No: r.No, What: r.What, Hypothesis: r.Hypothesis, On: r.OnDay, QuickWin: r.QuickWin, By: r.PlannedBy, At: r.PlannedAt.Time}
	}
	return all, wrapped(err, "read the changes of %s", id)
}

// AddResult enters what was measured of a solved problem. Its row is locked.
func (tx Tx) AddResult(id problems.ProblemID, r problems.Result) error {
	permille := func(f float64) int { return int(math.Round(1000 * f)) }
	_, err := tx.exec(`INSERT INTO problem_results (problem_id, no, changed_on, ratio_permille, low_permille, high_permille,
		own_before, own_after, others_before, others_after, weeks_before, weeks_after, last_year, contacts_month, cents_month,
		good_before, rated_before, good_after, rated_after, measured_at)
		SELECT CAST(? AS TEXT), COUNT(*) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM problem_results WHERE problem_id = ?`,
		id, r.ChangedOn, permille(r.Ratio), permille(r.Low), permille(r.High), r.Own[0], r.Own[1], r.Others[0], r.Others[1],
		r.Weeks[0], r.Weeks[1], r.LastYear, r.Contacts, r.Cents, r.Good[0], r.Rated[0], r.Good[1], r.Rated[1], At(r.At), id)
	return wrapped(err, "enter what %s saves", id)
}

// AddSignal adds one unless the expert has signalled the problem.
func (tx Tx) AddSignal(s problems.Signal) (bool, error) {
	n, err := tx.exec(`INSERT INTO problem_signals (problem_id, expert_id, no, conversation_id, text, sent_at)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, s.Problem, s.Expert, s.No, s.Conversation, s.Text, At(s.At))
	return n == 1, wrapped(err, "signal %s", s.Problem)
}

// SignalsOf counts the signals of a problem, which is locked.
func (tx Tx) SignalsOf(id problems.ProblemID) (n int, err error) {
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM problem_signals WHERE problem_id = ?", id)
	return n, wrapped(err, "count the signals of %s", id)
}

// SignalsSince counts what an expert has signalled since a time.
func (tx Tx) SignalsSince(e domain.ExpertID, since time.Time) (n int, err error) {
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM problem_signals WHERE expert_id = ? AND sent_at >= ?", e, At(since))
	return n, wrapped(err, "count the signals of %s", e)
}

// IsManager reports whether somebody is a manager or an admin who may sign in.
func (tx Tx) IsManager(id domain.PersonID) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM people WHERE id = ? AND role IN ('manager', 'admin') AND disabled_at IS NULL", id)
}

// ReasonName is what a reason is called.
func (tx Tx) ReasonName(id domain.ReasonID) (name string, err error) {
	err = tx.one(&name, "contact_reason", "SELECT name FROM contact_reasons WHERE id = ?", id)
	return name, err
}

// AttachSearch counts a search among what shows a problem, or no longer.
func (tx Tx) AttachSearch(id problems.ProblemID, l domain.Language, term string, on bool) error {
	statement := "DELETE FROM problem_searches WHERE problem_id = ? AND language = ? AND term = ?"
	if on {
		statement = "INSERT INTO problem_searches (problem_id, language, term) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
	}
	_, err := tx.exec(statement, id, l, term)
	return wrapped(err, "attach a search to %s", id)
}

// SearchesOf counts the searches of a problem, which is locked.
func (tx Tx) SearchesOf(id problems.ProblemID) (n int, err error) {
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM problem_searches WHERE problem_id = ?", id)
	return n, wrapped(err, "count the searches of %s", id)
}

// AddProblemReview keeps the list of a week, once.
func (tx Tx) AddProblemReview(r problems.Review) (bool, error) {
	n, err := tx.exec("INSERT INTO problem_reviews (week, document, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		r.Week, toJSON(r.All), At(r.At))
	return n == 1, wrapped(err, "keep the review list of %s", r.Week)
}
