package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/roster"
)

// PointsStatement is a month of an expert's points: what was there, every
// movement, and what is there. Movements are never changed, so a month that is
// over stays as it is.
type PointsStatement struct {
	ExpertID domain.ExpertID `json:"expertId"`
	Alias    string          `json:"alias"`
	Month    roster.Month    `json:"month"`
	First    roster.Month    `json:"first" doc:"The first month in which points moved."`
	Zone     string          `json:"zone" doc:"The brand's: in it months begin and end."`
	Final    bool            `json:"final" doc:"The month is over."`
	Opening  Purse           `json:"opening" doc:"What was there when the month began."`
	Closing  Purse           `json:"closing" doc:"What was there when it ended, or is there now."`
	Lines    []Transfer      `json:"lines" nullable:"false" doc:"Every movement, oldest first."`
}

// PointsStatement returns a month of an expert's points; a month to come is refused.
func (v Views) PointsStatement(ctx context.Context, e domain.ExpertID, m roster.Month, now time.Time) (s PointsStatement, err error) {
	s = PointsStatement{ExpertID: e, Month: m, Lines: []Transfer{}}
	if err := v.one(ctx, &s.Alias, "expert", "SELECT alias FROM experts WHERE id = ?", e); err != nil {
		return s, err
	}
	if err := v.one(ctx, &s.Zone, "brand", "SELECT time_zone FROM brand WHERE id = 1"); err != nil {
		return s, err
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return s, wrapped(err, "the brand's time zone")
	}
	running := roster.MonthOf(now, zone)
	if m > running {
		return s, missing("month")
	}
	own := purses(e)
	var first *Time
	if err := v.all(ctx, &first, "SELECT MIN(created_at) FROM transfers WHERE debit_account IN ? OR credit_account IN ?", own, own); err != nil {
		return s, wrapped(err, "read when points of %s first moved", e)
	}
	s.First, s.Final = running, m < running
	if first != nil {
		s.First = roster.MonthOf(first.Time, zone)
	}
	from, until := At(m.Before().End(zone)), At(m.End(zone))
	if err := v.pursesAt(ctx, &s, from); err != nil {
		return s, err
	}
	var rows []transferRow
	if err := v.all(ctx, &rows, selectTransfers+`WHERE (t.debit_account IN ? OR t.credit_account IN ?) AND t.created_at >= ? AND t.created_at < ?
		ORDER BY t.created_at, t.id`, titleLength, own, own, from, until); err != nil {
		return s, wrapped(err, "read a month of points of %s", e)
	}
	s.Closing = s.Opening
	for _, r := range rows {
		line, err := r.view(ledger.Available(e))
		if err != nil {
			return s, err
		}
		s.Lines = append(s.Lines, line)
		s.Closing.move(r.DebitAccount, e, -r.Amount)
		s.Closing.move(r.CreditAccount, e, r.Amount)
	}
	return s, nil
}

// pursesAt adds up what moved before a statement begins.
func (v Views) pursesAt(ctx context.Context, s *PointsStatement, from Time) error {
	own := purses(s.ExpertID)
	var rows []struct {
		Account string
		Moved   int64
	}
	err := v.all(ctx, &rows, `SELECT account, CAST(SUM(moved) AS BIGINT) AS moved FROM (
		SELECT credit_account AS account, amount AS moved FROM transfers WHERE credit_account IN ? AND created_at < ?
		UNION ALL SELECT debit_account, -amount FROM transfers WHERE debit_account IN ? AND created_at < ?) AS movements GROUP BY account`,
		own, from, own, from)
	for _, r := range rows {
		s.Opening.move(r.Account, s.ExpertID, r.Moved)
	}
	return wrapped(err, "add up what %s had", s.ExpertID)
}

// move adds to what an account of e holds; others hold nothing of theirs.
func (p *Purse) move(account string, e domain.ExpertID, amount int64) {
	switch ledger.Account(account) {
	case ledger.Pending(e):
		p.Pending += amount
	case ledger.Available(e):
		p.Available += amount
	case ledger.Reserved(e):
		p.Reserved += amount
	case ledger.Owed(e):
		p.Owed -= amount
	default: // the programme's
	}
}
