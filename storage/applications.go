package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/vetting"
)

type applicationRow struct {
	ID                string
	VacancyID         string
	LinkID            *string
	RecruitID         *string
	ClientID          string
	Email             string
	EmailKey          string
	Name              string
	Language          string
	Languages         string
	MinAge            int
	Purchase          string
	PurchaseRef       string
	PurchaseNote      string
	PurchaseBy        *string
	PurchaseAt        *Time
	Motivation        string
	HouseRulesVersion int
	DisclosureVersion int
	AcceptedAt        Time
	State             string
	DoubleOf          *string
	WaitingAt         *Time
	CohortID          *string
	CohortPlace       *int
	AnswerBy          Time
	AnsweredAt        *Time
	WarnedAt          *Time
	LateAt            *Time
	DecidedAt         *Time
	DecidedBy         *string
	DecisionReason    string
	DecisionNote      string
	ExpertID          *string
	TokenHash         string
	Version           int
	CreatedAt         Time
}

const applicationColumns = `id, vacancy_id, link_id, recruit_id, client_id, email, email_key, name, language, languages, min_age,
	purchase, purchase_ref, purchase_note, purchase_by, purchase_at, motivation, house_rules_version, disclosure_version, accepted_at,
	state, double_of, waiting_at, cohort_id, cohort_place, answer_by, answered_at, warned_at, late_at, decided_at, decided_by,
	decision_reason, decision_note, expert_id, token_hash, version, created_at`

func (r applicationRow) application() (vetting.Application, error) {
	a := vetting.Application{
		ID: domain.ApplicationID(r.ID), Vacancy: domain.VacancyID(r.VacancyID), Link: or0(r.LinkID), Recruit: or0(r.RecruitID),
		ClientID: r.ClientID, Email: r.Email, EmailKey: r.EmailKey, Name: r.Name, Language: domain.Language(r.Language), MinAge: r.MinAge,
		Purchase: vetting.PurchaseKind(r.Purchase), PurchaseRef: r.PurchaseRef, PurchaseNote: r.PurchaseNote,
		PurchaseBy: domain.PersonID(or0(r.PurchaseBy)), PurchaseAt: r.PurchaseAt.OrZero(), Motivation: r.Motivation,
		HouseRules: r.HouseRulesVersion, Disclosure: r.DisclosureVersion, AcceptedAt: r.AcceptedAt.Time, State: vetting.State(r.State),
		DoubleOf: domain.ApplicationID(or0(r.DoubleOf)), WaitingAt: r.WaitingAt.OrZero(), Cohort: domain.CohortID(or0(r.CohortID)),
		CohortPlace: or0(r.CohortPlace), AnswerBy: r.AnswerBy.Time, AnsweredAt: r.AnsweredAt.OrZero(), WarnedAt: r.WarnedAt.OrZero(),
		LateAt: r.LateAt.OrZero(), DecidedAt: r.DecidedAt.OrZero(), DecidedBy: or0(r.DecidedBy), Reason: vetting.Reason(r.DecisionReason),
		Note: r.DecisionNote, Expert: domain.ExpertID(or0(r.ExpertID)), TokenHash: r.TokenHash, Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
	return a, fromJSON("applications.languages", r.Languages, &a.Languages)
}

// or0 is a value that may be NULL, or nothing.
func or0[T any](v *T) (out T) {
	if v != nil {
		out = *v
	}
	return out
}

// placeOrNull is NULL for no place.
func placeOrNull(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// AddApplication adds an application, unless its mailbox has a living one, its
// form was sent before or its invitation was used.
func (tx Tx) AddApplication(a vetting.Application) (bool, error) {
	n, err := tx.exec("INSERT INTO applications ("+applicationColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
		?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Vacancy, textOrNull(a.Link), textOrNull(a.Recruit), a.ClientID, a.Email, a.EmailKey, a.Name, a.Language, toJSON(a.Languages),
		a.MinAge, a.Purchase, a.PurchaseRef, a.PurchaseNote, textOrNull(a.PurchaseBy), AtOrNull(a.PurchaseAt), a.Motivation,
		a.HouseRules, a.Disclosure, At(a.AcceptedAt), a.State, textOrNull(a.DoubleOf), AtOrNull(a.WaitingAt), textOrNull(a.Cohort),
		placeOrNull(a.CohortPlace), At(a.AnswerBy), AtOrNull(a.AnsweredAt), AtOrNull(a.WarnedAt), AtOrNull(a.LateAt), AtOrNull(a.DecidedAt),
		textOrNull(a.DecidedBy), a.Reason, a.Note, textOrNull(a.Expert), a.TokenHash, a.Version, At(a.CreatedAt))
	return n == 1, wrapped(err, "add application %s", a.ID)
}

// ApplicationOfForm finds the application that a form became, without a lock.
func (tx Tx) ApplicationOfForm(clientID string) (a vetting.Application, found bool, err error) {
	return tx.maybeApplication("client_id = ?", clientID)
}

func (tx Tx) maybeApplication(where string, args ...any) (a vetting.Application, found bool, err error) {
	var r applicationRow
	found, err = tx.maybe(&r, "SELECT "+applicationColumns+" FROM applications WHERE "+where, args...)
	if err != nil || !found {
		return a, false, wrapped(err, "find an application")
	}
	a, err = r.application()
	return a, true, err
}

// LivingOf finds the living application of a mailbox.
func (tx Tx) LivingOf(v domain.VacancyID, emailKey string) (id domain.ApplicationID, found bool, err error) {
	found, err = tx.maybe(&id, `SELECT id FROM applications WHERE vacancy_id = ? AND email_key = ? AND double_of IS NULL
		AND state IN ('submitted', 'waiting', 'auditioning', 'accepted')`, v, emailKey)
	return id, found, wrapped(err, "find a living application")
}

// VacancyOf is the vacancy of an application; nothing is locked.
func (tx Tx) VacancyOf(id domain.ApplicationID) (v domain.VacancyID, err error) {
	found, err := tx.maybe(&v, "SELECT vacancy_id FROM applications WHERE id = ?", id)
	if err == nil && !found {
		err = vetting.ErrUnknown
	}
	return v, wrapped(err, "find the vacancy of %s", id)
}

// Application returns and locks an application.
func (tx Tx) Application(id domain.ApplicationID) (vetting.Application, error) {
	a, found, err := tx.maybeApplication("id = ?"+tx.lock(), id)
	if err == nil && !found {
		err = vetting.ErrUnknown
	}
	return a, err
}

// SaveApplication writes what may become of an application, if nobody has since
// it was read. What the applicant said never changes.
func (tx Tx) SaveApplication(a vetting.Application) error {
	return tx.change(`UPDATE applications SET purchase = ?, purchase_note = ?, purchase_by = ?, purchase_at = ?, state = ?, double_of = ?,
		waiting_at = ?, cohort_id = ?, cohort_place = ?, answered_at = ?, warned_at = ?, late_at = ?, decided_at = ?, decided_by = ?,
		decision_reason = ?, decision_note = ?, expert_id = ?, token_hash = ?, version = version + 1 WHERE id = ? AND version = ?`,
		a.Purchase, a.PurchaseNote, textOrNull(a.PurchaseBy), AtOrNull(a.PurchaseAt), a.State, textOrNull(a.DoubleOf),
		AtOrNull(a.WaitingAt), textOrNull(a.Cohort), placeOrNull(a.CohortPlace), AtOrNull(a.AnsweredAt), AtOrNull(a.WarnedAt), AtOrNull(a.LateAt),
		AtOrNull(a.DecidedAt), textOrNull(a.DecidedBy), a.Reason, a.Note, textOrNull(a.Expert), a.TokenHash, a.ID, a.Version)
}

// NextWaiting returns and locks who has waited longest. The vacancy is locked,
// so nobody else takes them.
func (tx Tx) NextWaiting(v domain.VacancyID) (vetting.Application, bool, error) {
	return tx.maybeApplication("vacancy_id = ? AND state = 'waiting' ORDER BY waiting_at, id LIMIT 1"+tx.lock(), v)
}

// Unanswered are applications whose answer is late or becomes late within a day,
// and about which something has to be said yet.
func (tx Tx) Unanswered(now time.Time, limit int) (all []domain.ApplicationID, err error) {
	const longestDay = 25 * time.Hour // when the clock is put back
	err = tx.all(&all, `SELECT id FROM applications WHERE answered_at IS NULL AND decided_at IS NULL AND late_at IS NULL AND answer_by <= ?
		AND (warned_at IS NULL OR answer_by <= ?) ORDER BY answer_by, id LIMIT ?`, At(now.Add(longestDay)), At(now), limit)
	return all, wrapped(err, "find unanswered applications")
}

// Tell writes down what an applicant is told; the application is locked.
func (tx Tx) Tell(id domain.ApplicationID, l vetting.Letter) error {
	_, err := tx.exec(`INSERT INTO application_events (application_id, seq, at, kind, text, by_id)
		SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ? FROM application_events WHERE application_id = ?`,
		id, At(l.At), l.Kind, l.Text, l.By, id)
	return wrapped(err, "tell %s", id)
}

// HoldAuditions are those of the mailbox of an application, the oldest first, and
// holds them.
func (tx Tx) HoldAuditions(id domain.ApplicationID) ([]marking.Past, error) {
	hold := tx.hold()
	if hold != "" {
		hold += " OF u"
	}
	var held []string
	if err := tx.all(&held, `SELECT u.id FROM auditions u JOIN applications a ON a.id = u.application_id
		JOIN applications me ON me.email_key = a.email_key WHERE me.id = ? ORDER BY u.id`+hold, id); err != nil {
		return nil, wrapped(err, "hold the auditions of %s", id)
	}
	return tx.PastAuditions(id)
}

// Failed are applications at their audition whose mailbox has failed its last one
// and had as many as a year allows, by id.
func (tx Tx) Failed(after domain.ApplicationID, limit int) (ids []domain.ApplicationID, err error) {
	err = tx.all(&ids, `SELECT a.id FROM applications a WHERE a.state = 'auditioning' AND a.id > ?
		AND EXISTS (SELECT 1 FROM auditions f WHERE f.application_id = a.id AND f.state = 'failed')
		AND (SELECT COUNT(*) FROM auditions u JOIN applications o ON o.id = u.application_id WHERE o.email_key = a.email_key) >= ?
		ORDER BY a.id LIMIT ?`, after, marking.RetakesInYear, limit)
	return ids, wrapped(err, "find applications without a retake")
}
