package storage

import (
	"context"
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
)

var _ fairness.Store = Tx{}

// Fairness runs fn with the store of cases.
func (db *DB) Fairness(ctx context.Context, fn func(fairness.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type caseRow struct {
	ID         fairness.CaseID
	ExpertID   domain.ExpertID
	Origin     fairness.Origin
	OpenerID   *domain.PersonID
	About      string
	Words      string
	State      fairness.State
	OpenedAt   Time
	Step       *fairness.Step
	Voids      bool
	Readmits   bool
	Fraud      bool
	Reason     string
	DeciderID  *domain.PersonID
	ProposedAt *Time
	SecondID   *domain.PersonID
	DecidedAt  *Time
	Appeal     string
	AppealedAt *Time
	AnswerBy   *Time
	LateAt     *Time
	Answer     string
	Upheld     *bool
	AnswererID *domain.PersonID
	AnsweredAt *Time
	Version    int
}

const caseColumns = `id, expert_id, origin, opener_id, about, words, state, opened_at, step, voids, readmits, fraud, reason, decider_id, proposed_at, second_id,
	decided_at, appeal, appealed_at, answer_by, late_at, answer, upheld, answerer_id, answered_at, version`

func (r caseRow) domain() fairness.Case {
	return fairness.Case{
		ID: r.ID, Expert: r.ExpertID, Origin: r.Origin, Opener: orEmpty(r.OpenerID), About: r.About, Words: r.Words, State: r.State,
		OpenedAt: r.OpenedAt.Time, Step: orEmpty(r.Step), Voids: r.Voids, Readmits: r.Readmits, Fraud: r.Fraud, Reason: r.Reason, Decider: orEmpty(r.DeciderID),
		ProposedAt: r.ProposedAt.OrZero(), Second: orEmpty(r.SecondID), DecidedAt: r.DecidedAt.OrZero(), Appeal: r.Appeal,
		AppealedAt: r.AppealedAt.OrZero(), AnswerBy: r.AnswerBy.OrZero(), LateAt: r.LateAt.OrZero(), Answer: r.Answer,
		Upheld: deref(r.Upheld), Answerer: orEmpty(r.AnswererID), AnsweredAt: r.AnsweredAt.OrZero(), Version: r.Version,
	}
}

// Case returns a case as it is.
func (tx Tx) Case(id fairness.CaseID) (fairness.Case, error) { return tx.oneCase(id, "") }

// LockCase returns a case and holds its row until the transaction ends.
func (tx Tx) LockCase(id fairness.CaseID) (fairness.Case, error) { return tx.oneCase(id, tx.hold()) }

func (tx Tx) oneCase(id fairness.CaseID, hold string) (fairness.Case, error) {
	var r caseRow
	found, err := tx.maybe(&r, "SELECT "+caseColumns+" FROM cases WHERE id = ?"+hold, id)
	if err == nil && !found {
		err = fairness.ErrUnknownCase
	}
	return r.domain(), err
}

// OpenCase returns the open case that signals made about an expert.
func (tx Tx) OpenCase(e domain.ExpertID) (fairness.Case, bool, error) {
	var r caseRow
	found, err := tx.maybe(&r, "SELECT "+caseColumns+" FROM cases WHERE expert_id = ? AND origin = 'signal' AND state = 'open'", e)
	return r.domain(), found, wrapped(err, "look for an open case of %s", e)
}

// AddCase stores a new case; a question is asked once.
func (tx Tx) AddCase(c fairness.Case) error {
	n, err := tx.exec(`INSERT INTO cases (id, expert_id, origin, opener_id, about, words, state, opened_at, voids, reason, appeal, answer, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', ?) ON CONFLICT (expert_id, about) WHERE origin = 'question' DO NOTHING`,
		c.ID, c.Expert, c.Origin, orNull(c.Opener), c.About, c.Words, c.State, At(c.OpenedAt), c.Voids, c.Version)
	if err == nil && n == 0 {
		err = fairness.ErrAsked
	}
	return wrapped(err, "case %s", c.ID)
}

// SaveCase writes what can change of a case, if nobody has since it was read.
func (tx Tx) SaveCase(c fairness.Case) error {
	var upheld any
	if !c.AnsweredAt.IsZero() {
		upheld = c.Upheld
	}
	return tx.change(`UPDATE cases SET state = ?, step = ?, voids = ?, readmits = ?, fraud = ?, reason = ?, decider_id = ?, proposed_at = ?, second_id = ?, decided_at = ?,
		appeal = ?, appealed_at = ?, answer_by = ?, late_at = ?, answer = ?, upheld = ?, answerer_id = ?, answered_at = ?, version = version + 1
		WHERE id = ? AND version = ?`,
		c.State, orNull(c.Step), c.Voids, c.Readmits, c.Fraud, c.Reason, orNull(c.Decider), AtOrNull(c.ProposedAt), orNull(c.Second), AtOrNull(c.DecidedAt),
		c.Appeal, AtOrNull(c.AppealedAt), AtOrNull(c.AnswerBy), AtOrNull(c.LateAt), c.Answer, upheld, orNull(c.Answerer),
		AtOrNull(c.AnsweredAt), c.ID, c.Version)
}

const strikesSince = `SELECT step FROM cases WHERE expert_id = ? AND decided_at >= ? AND step <> 'none'
	AND (upheld IS NULL OR NOT upheld) ORDER BY id`

// Strikes are the steps that were decided about an expert since then and stood.
func (tx Tx) Strikes(e domain.ExpertID, since time.Time) (steps []fairness.Step, err error) {
	err = tx.all(&steps, strikesSince, e, At(since))
	return steps, wrapped(err, "read the strikes of %s", e)
}

// LateAppeals are the appeals that nobody answered in time, and staff were not told of.
func (tx Tx) LateAppeals(now time.Time, limit int) (ids []fairness.CaseID, err error) {
	err = tx.all(&ids, "SELECT id FROM cases WHERE state = 'appealed' AND late_at IS NULL AND answer_by <= ? ORDER BY id LIMIT ?", At(now), limit)
	return ids, wrapped(err, "look for late answers")
}

// CaseOfHit returns the case that the same facts led to.
func (tx Tx) CaseOfHit(h fairness.Hit) (fairness.Case, bool, error) {
	var r caseRow
	found, err := tx.maybe(&r, "SELECT "+caseColumns+` FROM cases WHERE id = (SELECT case_id FROM signal_hits
		WHERE rule = ? AND expert_id = ? AND subject = ? AND period = ?)`, h.Rule, h.Expert, h.Subject, h.Period)
	return r.domain(), found, wrapped(err, "look for a hit of %s", h.Rule)
}

// NeverHeld are those of some awards that no decision was about: no case looked
// at them, or only after what was decided there was proposed.
func (tx Tx) NeverHeld(awards []domain.AwardID) (fresh []domain.AwardID, err error) {
	if len(awards) == 0 {
		return nil, nil
	}
	err = tx.all(&fresh, `SELECT id FROM awards a WHERE id IN ? AND NOT EXISTS (SELECT 1 FROM holds h JOIN cases c ON c.id = h.case_id WHERE h.award_id = a.id
		AND NOT (h.state = 'lapsed' AND c.decided_at IS NOT NULL AND c.voids AND h.began_at > c.proposed_at)) ORDER BY id`, awards)
	return fresh, wrapped(err, "look for entries that are new")
}

// AtStake is what taking the entries of a case back would take.
func (tx Tx) AtStake(id fairness.CaseID) (p domain.Points, err error) {
	err = tx.all(&p, `SELECT COALESCE(SUM(COALESCE(a.settled, a.pending)), 0) FROM holds h JOIN awards a ON a.id = h.award_id
		WHERE h.case_id = ? AND (h.state = 'held' OR h.state = 'lapsed') AND COALESCE(a.settled, a.pending) > 0`, id)
	return p, wrapped(err, "read what is at stake in %s", id)
}

// ReadmittedAt is when people last let an expert back in.
func (tx Tx) ReadmittedAt(e domain.ExpertID) (time.Time, error) {
	var at *Time
	err := tx.all(&at, "SELECT MAX(decided_at) FROM cases WHERE expert_id = ? AND readmits AND state <> 'proposed'", e)
	return at.OrZero(), wrapped(err, "read when %s was let back in", e)
}

// AddHit stores a hit with its evidence.
func (tx Tx) AddHit(id string, c fairness.CaseID, h fairness.Hit, at time.Time) error {
	evidence, err := json.Marshal(list0(h.Evidence))
	if err != nil {
		return wrapped(err, "hit %s", id)
	}
	conversations, err := json.Marshal(list0(h.Talks))
	if err != nil {
		return wrapped(err, "hit %s", id)
	}
	_, err = tx.exec(`INSERT INTO signal_hits (id, case_id, rule, expert_id, subject, period, victim, evidence, conversations, found_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, c, h.Rule, h.Expert, h.Subject, h.Period, h.Victim, string(evidence), string(conversations), At(at))
	return wrapped(err, "hit %s", id)
}

// BesideAwards are these awards and what else their experts earned by the same
// episodes, without penalties.
func (tx Tx) BesideAwards(awards []domain.AwardID) (all []domain.AwardID, err error) {
	err = tx.all(&all, `SELECT b.id FROM awards b WHERE b.id IN ? OR (b.pending > 0 AND EXISTS (SELECT 1 FROM awards a WHERE a.id IN ?
		AND a.conversation_id = b.conversation_id AND a.episode = b.episode AND a.expert_id = b.expert_id)) ORDER BY b.settle_at, b.id`, awards, awards)
	return all, wrapped(err, "look for what was earned beside")
}

// AddHold makes an award wait, unless it does already or was taken back.
func (tx Tx) AddHold(h fairness.Hold) (bool, error) {
	n, err := tx.exec(`INSERT INTO holds (id, case_id, award_id, state, began_at, until_at, taken, confirmed, version)
		SELECT ?, ?, ?, ?, ?, ?, 0, FALSE, ? WHERE NOT EXISTS (SELECT 1 FROM holds h WHERE h.award_id = ?
			AND (h.case_id = ? OR h.state <> 'lapsed'))`,
		h.ID, h.Case, h.Award, h.State, At(h.BeganAt), At(h.Until), h.Version, h.Award, h.Case)
	return n > 0, wrapped(err, "hold %s", h.Award)
}

// LockHolds returns the holds of a case, which is held; of what lapsed, only what
// no other case has taken up since.
func (tx Tx) LockHolds(id fairness.CaseID) ([]fairness.Hold, error) {
	var rows []struct {
		ID         string
		CaseID     fairness.CaseID
		AwardID    domain.AwardID
		State      fairness.HoldState
		BeganAt    Time
		UntilAt    Time
		EndedAt    *Time
		Taken      int64
		Confirmed  bool
		RestoredAt *Time
		Version    int
	}
	err := tx.all(&rows, `SELECT id, case_id, award_id, state, began_at, until_at, ended_at, taken, confirmed, restored_at, version FROM holds
		WHERE case_id = ? AND NOT (state = 'lapsed' AND EXISTS (SELECT 1 FROM holds h WHERE h.award_id = holds.award_id AND h.id <> holds.id AND h.state <> 'lapsed'))
		ORDER BY award_id`+tx.hold(), id)
	all := make([]fairness.Hold, len(rows))
	for i, r := range rows {
		all[i] = fairness.Hold{
			ID: r.ID, Case: r.CaseID, Award: r.AwardID, State: r.State, BeganAt: r.BeganAt.Time, Until: r.UntilAt.Time, EndedAt: r.EndedAt.OrZero(),
			Taken: domain.Points(r.Taken), Confirmed: r.Confirmed, RestoredAt: r.RestoredAt.OrZero(), Version: r.Version,
		}
	}
	return all, wrapped(err, "read the holds of %s", id)
}

// SaveHold writes what can change of a hold, if nobody has since it was read.
func (tx Tx) SaveHold(h fairness.Hold) error {
	return tx.change(`UPDATE holds SET state = ?, ended_at = ?, taken = ?, confirmed = ?, restored_at = ?, version = version + 1
		WHERE id = ? AND version = ?`, h.State, AtOrNull(h.EndedAt), h.Taken, h.Confirmed, AtOrNull(h.RestoredAt), h.ID, h.Version)
}

// EndedHolds are the cases whose holds are over.
func (tx Tx) EndedHolds(now time.Time, limit int) (ids []fairness.CaseID, err error) {
	err = tx.all(&ids, "SELECT DISTINCT case_id FROM holds WHERE state = 'held' AND until_at <= ? ORDER BY case_id LIMIT ?", At(now), limit)
	return ids, wrapped(err, "look for holds that are over")
}

// Owns reports whether something that was decided is about an expert.
func (tx Tx) Owns(e domain.ExpertID, kind, id string) (mine bool, err error) {
	queries := map[string]string{
		"award":    "SELECT TRUE FROM awards WHERE id = ? AND expert_id = ?",
		"offer":    "SELECT TRUE FROM offers WHERE id = ? AND expert_id = ?",
		"hold":     "SELECT TRUE FROM holds h JOIN awards a ON a.id = h.award_id WHERE h.id = ? AND a.expert_id = ?",
		"level":    "SELECT TRUE FROM level_reviews WHERE id = ? AND expert_id = ?",
		"decision": "SELECT TRUE FROM decisions WHERE id = ? AND expert_id = ?",
	}
	query, known := queries[kind]
	if !known {
		return false, nil
	}
	_, err = tx.maybe(&mine, query, id, e)
	return mine, wrapped(err, "look whose %s is", id)
}
