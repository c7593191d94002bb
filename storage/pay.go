package storage

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
)

var _ pay.Store = Tx{}

// Pay runs fn with the store of compensation.
func (db *DB) Pay(ctx context.Context, fn func(pay.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// LockPayBook reads how far months are closed, and holds it.
func (tx Tx) LockPayBook() (pay.Book, error) {
	var r struct {
		Closed   roster.Month
		ClosedAt *Time
	}
	err := tx.one(&r, "pay_book", "SELECT closed, closed_at FROM pay_book WHERE id = 1"+tx.lock())
	return pay.Book{Closed: r.Closed, ClosedAt: r.ClosedAt.OrZero()}, wrapped(err, "hold the book of compensation")
}

// SavePayBook says how far months are closed.
func (tx Tx) SavePayBook(b pay.Book) error {
	return tx.change("UPDATE pay_book SET closed = ?, closed_at = ? WHERE id = 1", b.Closed, AtOrNull(b.ClosedAt))
}

type rateRow struct {
	Version  int
	Month    roster.Month
	Basis    pay.Basis
	Cents    pay.Cents
	Currency string
	Why      string
	SetBy    domain.PersonID
	SetAt    Time
}

// PayRates are all versions of what the brand pays, oldest first.
func (tx Tx) PayRates() (pay.Rates, error) { return payRates(tx.DB) }

func payRates(q *gorm.DB) (pay.Rates, error) {
	var rows []rateRow
	if _, err := fetch(q, &rows, "SELECT version, month, basis, cents, currency, why, set_by, set_at FROM pay_rates ORDER BY version"); err != nil {
		return nil, wrapped(err, "read what is paid")
	}
	all := make(pay.Rates, len(rows))
	for i, r := range rows {
		all[i] = pay.Rate{
			Version: r.Version, Month: r.Month, Basis: r.Basis, Cents: r.Cents, Currency: r.Currency, Why: r.Why, By: r.SetBy, At: r.SetAt.Time,
		}
	}
	return all, nil
}

// AddPayRate stores a version.
func (tx Tx) AddPayRate(r pay.Rate) error {
	return tx.change("INSERT INTO pay_rates (version, month, basis, cents, currency, why, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		r.Version, r.Month, r.Basis, r.Cents, r.Currency, r.Why, r.By, At(r.At))
}

// AnyPay reports whether a line is booked.
func (tx Tx) AnyPay() (any bool, err error) {
	err = tx.one(&any, "line", "SELECT EXISTS (SELECT 1 FROM pay_lines)")
	return any, wrapped(err, "look for booked pay")
}

// payFacts are what may be paid: conversations that an expert wrote in and
// brought to an end, handed over or escalated, once an episode, by the first such
// end; and shifts that were kept. What has a line is left out.
const (
	payFacts = `SELECT fact, kind, expert_id, happened_at, minutes FROM (
		SELECT 'conversation:' || a.conversation_id || ':' || a.episode || ':' || a.expert_id AS fact, 'conversation' AS kind, a.expert_id,
			MIN(a.ended_at) AS happened_at, 0 AS minutes
		FROM assignments a WHERE a.expert_id IS NOT NULL AND a.end_reason IN ('closed', 'handed_over', 'escalated')
		AND EXISTS (SELECT 1 FROM timeline_entries t WHERE t.conversation_id = a.conversation_id AND t.kind = 'message'
			AND t.author_id = a.expert_id AND t.at >= a.started_at AND t.at <= a.ended_at)
		GROUP BY a.conversation_id, a.episode, a.expert_id`
	payShifts = `
		UNION ALL
		SELECT 'shift:' || s.id, 'shift', s.expert_id, s.starts_at, (s.ends_at - s.starts_at) / 60000 FROM shifts s WHERE s.state = 'kept'`
	payUnbooked = `) AS facts WHERE happened_at >= ? AND happened_at < ? AND NOT EXISTS (SELECT 1 FROM pay_lines l WHERE l.fact = facts.fact)`

	unbookedFacts = payFacts + payShifts + payUnbooked
)

type payFactRow struct {
	Fact       string
	Kind       pay.Kind
	ExpertID   domain.ExpertID
	HappenedAt Time
	Minutes    int
}

// PayFacts are an expert's facts without a line that happened in [since, until), by time.
func (tx Tx) PayFacts(e domain.ExpertID, since, until time.Time) ([]pay.Fact, error) {
	return factsOf(tx.DB, e, since, until)
}

// factsOf asks for one expert's alone, which the indexes find.
func factsOf(q *gorm.DB, e domain.ExpertID, since, until time.Time) ([]pay.Fact, error) {
	own := strings.Replace(payFacts, "a.expert_id IS NOT NULL", "a.expert_id = ?", 1) + payShifts + " AND s.expert_id = ?" + payUnbooked
	return factsToPay(q, own+" ORDER BY happened_at, fact", e, e, At(since), At(until))
}

func factsToPay(q *gorm.DB, sql string, args ...any) ([]pay.Fact, error) {
	var rows []payFactRow
	if _, err := fetch(q, &rows, sql, args...); err != nil {
		return nil, wrapped(err, "read what may be paid")
	}
	all := make([]pay.Fact, len(rows))
	for i, r := range rows {
		all[i] = pay.Fact{Key: r.Fact, Kind: r.Kind, Expert: r.ExpertID, At: r.HappenedAt.Time, Minutes: r.Minutes}
	}
	return all, nil
}

// ExpertsToPay are those with something to pay or booked for a month and no statement of it.
func (tx Tx) ExpertsToPay(m roster.Month, since, until time.Time) (all []domain.ExpertID, err error) {
	err = tx.all(&all, `SELECT e.id FROM experts e WHERE NOT EXISTS (SELECT 1 FROM pay_statements s WHERE s.expert_id = e.id AND s.month = ?)
		AND (EXISTS (SELECT 1 FROM pay_lines l WHERE l.expert_id = e.id AND l.month = ?)
			OR e.id IN (SELECT u.expert_id FROM (`+unbookedFacts+`) AS u)) ORDER BY e.id`, m, m, At(since), At(until))
	return all, wrapped(err, "read who is paid for %s", m)
}

type payLineRow struct {
	ID          pay.LineID
	ExpertID    domain.ExpertID
	Month       roster.Month
	Kind        pay.Kind
	Fact        string
	HappenedAt  Time
	Minutes     int
	RateVersion *int
	Cents       pay.Cents
	Why         string
	Corrects    *pay.LineID
	MadeBy      *domain.PersonID
	BookedAt    Time
}

const payLineColumns = "id, expert_id, month, kind, fact, happened_at, minutes, rate_version, cents, why, corrects, made_by, booked_at"

func (r payLineRow) domain() pay.Line {
	return pay.Line{
		ID: r.ID, Expert: r.ExpertID, Month: r.Month, Kind: r.Kind, Fact: r.Fact, At: r.HappenedAt.Time, Minutes: r.Minutes,
		Rate: orZero(r.RateVersion), Cents: r.Cents, Why: r.Why, Corrects: orEmpty(r.Corrects), By: orEmpty(r.MadeBy), BookedAt: r.BookedAt.Time,
	}
}

// BookedPay are the lines of an expert's month that are booked, by time.
func (tx Tx) BookedPay(e domain.ExpertID, m roster.Month) ([]pay.Line, error) {
	return bookedPay(tx.DB, "expert_id = ? AND month = ?", e, m)
}

func bookedPay(q *gorm.DB, where string, args ...any) ([]pay.Line, error) {
	var rows []payLineRow
	if _, err := fetch(q, &rows, "SELECT "+payLineColumns+" FROM pay_lines WHERE "+where+" ORDER BY happened_at, id", args...); err != nil {
		return nil, wrapped(err, "read booked pay")
	}
	all := make([]pay.Line, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, nil
}

// PayStated reports whether an expert's month is final.
func (tx Tx) PayStated(e domain.ExpertID, m roster.Month) (final bool, err error) {
	err = tx.one(&final, "statement", "SELECT EXISTS (SELECT 1 FROM pay_statements WHERE expert_id = ? AND month = ?)", e, m)
	return final, wrapped(err, "look for the statement of %s", e)
}

// PayLine reads a line.
func (tx Tx) PayLine(id pay.LineID) (pay.Line, error) {
	lines, err := bookedPay(tx.DB, "id = ?", id)
	if err == nil && len(lines) == 0 {
		err = pay.ErrUnknownLine
	}
	if err != nil {
		return pay.Line{}, err
	}
	return lines[0], nil
}

// PayCorrected is the sum of what corrects a line.
func (tx Tx) PayCorrected(id pay.LineID) (sum pay.Cents, err error) {
	err = tx.one(&sum, "line", "SELECT COALESCE(SUM(cents), 0) FROM pay_lines WHERE corrects = ?", id)
	return sum, wrapped(err, "read what corrects %s", id)
}

// AddPayLine stores a line; a second one for its fact is a fault.
func (tx Tx) AddPayLine(l pay.Line) error {
	return tx.change("INSERT INTO pay_lines ("+payLineColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		l.ID, l.Expert, l.Month, l.Kind, l.Fact, At(l.At), l.Minutes, orNull(l.Rate), l.Cents, l.Why, orNull(l.Corrects), orNull(l.By), At(l.BookedAt))
}

// AddPayStatement stores a statement; a second one for its month is a fault.
func (tx Tx) AddPayStatement(s pay.Statement) error {
	return tx.change("INSERT INTO pay_statements (expert_id, month, currency, cents, lines, closed_at) VALUES (?, ?, ?, ?, ?, ?)",
		s.Expert, s.Month, s.Currency, s.Cents, s.Lines, At(s.ClosedAt))
}
