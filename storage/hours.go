package storage

import (
	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain/brand"
)

type openingRow struct {
	Weekday int
	Opens   int
	Closes  int
}

type holidayRow struct {
	Day    string
	Name   string
	Opens  *int
	Closes *int
}

// hours reads the brand's opening hours with any session.
func hours(q *gorm.DB, version int) (brand.Hours, error) {
	h := brand.Hours{Version: version}
	var weekly []openingRow
	if _, err := fetch(q, &weekly, "SELECT weekday, opens, closes FROM opening_hours ORDER BY weekday, opens"); err != nil {
		return h, err
	}
	for _, r := range weekly {
		h.Weekly = append(h.Weekly, brand.DaySpan{Weekday: r.Weekday, Span: brand.Span{Opens: brand.Minute(r.Opens), Closes: brand.Minute(r.Closes)}})
	}
	var holidays []holidayRow
	if _, err := fetch(q, &holidays, "SELECT day, name, opens, closes FROM holidays ORDER BY day"); err != nil {
		return h, err
	}
	for _, r := range holidays {
		d := brand.Holiday{Day: r.Day, Name: r.Name}
		if r.Opens != nil && r.Closes != nil {
			d.Span = &brand.Span{Opens: brand.Minute(*r.Opens), Closes: brand.Minute(*r.Closes)}
		}
		h.Holidays = append(h.Holidays, d)
	}
	return h, nil
}

// OpeningHours returns the brand's hours; the brand's row is locked.
func (tx Tx) OpeningHours() (brand.Hours, error) {
	r, err := tx.brandRow()
	if err != nil {
		return brand.Hours{}, err
	}
	return hours(tx.DB, r.HoursVersion)
}

// SaveOpeningHours replaces the hours if nobody has since they were read.
func (tx Tx) SaveOpeningHours(h brand.Hours) error {
	err := tx.change("UPDATE brand SET hours_version = hours_version + 1 WHERE id = 1 AND hours_version = ?", h.Version)
	if err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM opening_hours"); err != nil {
		return err
	}
	for _, s := range h.Weekly {
		if _, err := tx.exec("INSERT INTO opening_hours (weekday, opens, closes) VALUES (?, ?, ?)", s.Weekday, int(s.Opens), int(s.Closes)); err != nil {
			return err
		}
	}
	if _, err := tx.exec("DELETE FROM holidays"); err != nil {
		return err
	}
	for _, d := range h.Holidays {
		var opens, closes *int
		if d.Span != nil {
			o, c := int(d.Span.Opens), int(d.Span.Closes)
			opens, closes = &o, &c
		}
		if _, err := tx.exec("INSERT INTO holidays (day, name, opens, closes) VALUES (?, ?, ?, ?)", d.Day, d.Name, opens, closes); err != nil {
			return err
		}
	}
	return nil
}
