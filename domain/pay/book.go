package pay

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// ahead is how many months from now a rate can be set.
const ahead = 12

// SetRate adds a version of what the brand pays from a month on. The first one
// may count for the running month; later ones count from the next month on, so
// that nobody's work is paid by another rate than the one that stood when it was
// done. Two at once are two versions, and the later one counts.
func (p *Pay) SetRate(ctx context.Context, by domain.Actor, r Rate) (set Rate, err error) {
	if err := r.check(); err != nil {
		return set, err
	}
	if r.Why, err = validWhy(r.Why); err != nil {
		return set, err
	}
	err = p.inTx(ctx, func(tx Store) error {
		book, err := tx.LockPayBook()
		if err != nil {
			return err
		}
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		rates, err := tx.PayRates()
		if err != nil {
			return err
		}
		if err := r.fits(book, rates, roster.MonthOf(p.rt.Now(), zone)); err != nil {
			return err
		}
		if rates.Currency() != "" && rates.Currency() != r.Currency {
			booked, err := tx.AnyPay()
			if err != nil {
				return err
			}
			if booked {
				return ErrCurrencyFixed
			}
		}
		set = r
		set.Version, set.By, set.At = len(rates)+1, domain.PersonID(by.ID), p.rt.Now()
		return tx.AddPayRate(set)
	})
	return set, err
}

// fits says whether a rate may be added now.
func (r Rate) fits(b Book, rates Rates, now roster.Month) error {
	last := now
	for range ahead {
		last = last.Next()
	}
	_, counts := rates.Of(r.Month)
	switch {
	case r.Month > last:
		return ErrMonth
	case b.Closed != "" && r.Month <= b.Closed, len(rates) == 0 && r.Month < now:
		return ErrMonthClosed
	case counts && r.Month <= now, len(rates) > 0 && r.Month < now:
		return ErrMonthBegan
	default:
		return nil
	}
}

// Fix is a correction as somebody asks for it.
type Fix struct {
	Expert   domain.ExpertID
	Cents    Cents
	Why      string
	Corrects LineID // the line that is put right, or empty
}

// Correct books an amount with a reason on the statement of the running month.
// What is final stays as it is: a mistake in it is put right by a counter-line
// that may name its line, and cannot take more from it than it has.
func (p *Pay) Correct(ctx context.Context, by domain.Actor, f Fix) (made Line, err error) {
	why, err := validWhy(f.Why)
	if err != nil {
		return made, err
	}
	if f.Cents == 0 || f.Cents > MostCorrection || f.Cents < -MostCorrection {
		return made, ErrAmount
	}
	err = p.inTx(ctx, func(tx Store) error {
		if _, err := tx.LockPayBook(); err != nil {
			return err
		}
		if _, err := tx.FindExpert(f.Expert); err != nil {
			return err
		}
		if err := p.correctable(tx, f); err != nil {
			return err
		}
		month, err := p.openMonth(tx, f.Expert)
		if err != nil {
			return err
		}
		now := p.rt.Now()
		id := LineID(p.rt.NewID("lin"))
		made = Line{
			ID: id, Expert: f.Expert, Month: month, Kind: KindCorrection, Fact: "correction:" + string(id), At: now, Cents: f.Cents,
			Why: why, Corrects: f.Corrects, By: domain.PersonID(by.ID), BookedAt: now,
		}
		if err := tx.AddPayLine(made); err != nil {
			return err
		}
		return tx.Emit(Corrected{ExpertID: f.Expert, LineID: id, Month: month})
	})
	return made, err
}

// correctable says whether a correction may be booked. The book is held.
func (p *Pay) correctable(tx Store, f Fix) error {
	rates, err := tx.PayRates()
	switch {
	case err != nil:
		return err
	case len(rates) == 0:
		return ErrNoRate
	case f.Corrects == "":
		return nil
	}
	l, err := tx.PayLine(f.Corrects)
	switch {
	case err != nil:
		return err
	case l.Expert != f.Expert:
		return ErrUnknownLine
	case l.Kind == KindCorrection:
		return ErrCorrectsItself
	}
	so, err := tx.PayCorrected(l.ID)
	if err == nil && l.Cents+so+f.Cents < 0 {
		return ErrTooMuch
	}
	return err
}

// openMonth is the running month, or the next when the expert's statement of it
// is final, which a clock that was put back can bring about. The book is held.
func (p *Pay) openMonth(tx Store, e domain.ExpertID) (roster.Month, error) {
	zone, err := tx.BrandZone()
	if err != nil {
		return "", err
	}
	month := roster.MonthOf(p.rt.Now(), zone)
	for {
		final, err := tx.PayStated(e, month)
		if err != nil || !final {
			return month, err
		}
		month = month.Next()
	}
}

// Close makes the statements of the months that ended a day ago and longer, in
// their order, one expert at a time. A month is closed when nobody is left. Each
// statement and each fact is there once, whoever else is at it: the book is
// held, and both are unique keys. What becomes known after its month was closed
// stands on the next statement, by the rate of the month in which it happened.
func (p *Pay) Close(ctx context.Context) (statements int, err error) {
	for {
		month, experts, err := p.due(ctx)
		if err != nil || month == "" {
			return statements, err
		}
		for _, e := range experts {
			made, err := p.state(ctx, e, month)
			if err != nil {
				return statements, err
			}
			if made {
				statements++
			}
		}
		if err := p.shut(ctx, month); err != nil {
			return statements, err
		}
	}
}

// due is the next month to close and whose statements it needs; empty when none is due.
func (p *Pay) due(ctx context.Context) (month roster.Month, experts []domain.ExpertID, err error) {
	err = p.inTx(ctx, func(tx Store) error {
		book, err := tx.LockPayBook()
		if err != nil {
			return err
		}
		rates, zone, err := p.rates(tx)
		if err != nil || len(rates) == 0 {
			return err
		}
		m := rates.First()
		if book.Closed != "" {
			m = book.Closed.Next()
		}
		if p.rt.Now().Before(m.End(zone).Add(Settle)) {
			return nil
		}
		month = m
		experts, err = tx.ExpertsToPay(m, rates.First().Before().End(zone), m.End(zone))
		return err
	})
	return month, experts, err
}

func (p *Pay) rates(tx Store) (Rates, *time.Location, error) {
	rates, err := tx.PayRates()
	if err != nil {
		return nil, nil, err
	}
	zone, err := tx.BrandZone()
	return rates, zone, err
}

// state makes an expert's statement of a month, unless somebody else has.
func (p *Pay) state(ctx context.Context, e domain.ExpertID, m roster.Month) (made bool, err error) {
	err = p.inTx(ctx, func(tx Store) error {
		if _, err := tx.LockPayBook(); err != nil {
			return err
		}
		if final, err := tx.PayStated(e, m); err != nil || final {
			return err
		}
		rates, zone, err := p.rates(tx)
		if err != nil {
			return err
		}
		facts, err := tx.PayFacts(e, rates.First().Before().End(zone), m.End(zone))
		if err != nil {
			return err
		}
		lines := rates.Lines(facts, m, zone)
		for i := range lines {
			lines[i].ID, lines[i].BookedAt = LineID(p.rt.NewID("lin")), p.rt.Now()
			if err := tx.AddPayLine(lines[i]); err != nil {
				return err
			}
		}
		all, err := tx.BookedPay(e, m)
		if err != nil || len(all) == 0 {
			return err
		}
		made = true
		s := Statement{Expert: e, Month: m, Currency: rates.Currency(), Cents: Sum(all), Lines: len(all), ClosedAt: p.rt.Now()}
		if err := tx.AddPayStatement(s); err != nil {
			return err
		}
		return tx.Emit(Closed{ExpertID: e, Month: m})
	})
	return made, err
}

// shut says that a month is closed.
func (p *Pay) shut(ctx context.Context, m roster.Month) error {
	return p.inTx(ctx, func(tx Store) error {
		book, err := tx.LockPayBook()
		if err != nil || book.Closed >= m {
			return err
		}
		return tx.SavePayBook(Book{Closed: m, ClosedAt: p.rt.Now()})
	})
}
