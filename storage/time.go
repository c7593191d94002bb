package storage

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Time is an instant as the database keeps it: UTC milliseconds since 1970, in
// columns that end in _at. In JSON it is RFC 3339 with milliseconds. A nullable
// column is a *Time.
type Time struct{ time.Time }

// At makes a Time of t.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// AtOrNull makes a nullable Time; the zero time is NULL.
func AtOrNull(t time.Time) *Time {
	if t.IsZero() {
		return nil
	}
	v := At(t)
	return &v
}

// OrZero is the domain's form of a nullable Time: NULL is the zero time.
func (t *Time) OrZero() time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.Time
}

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) { return t.UnixMilli(), nil }

// Scan implements sql.Scanner.
func (t *Time) Scan(src any) error {
	ms, ok := src.(int64)
	if !ok {
		return fmt.Errorf("storage: scan %T as milliseconds", src)
	}
	t.Time = time.UnixMilli(ms).UTC()
	return nil
}

// GormDataType tells gorm that the column is a number.
func (Time) GormDataType() string { return "bigint" }

const jsonTime = `"2006-01-02T15:04:05.000Z"`

// MarshalJSON writes RFC 3339 in UTC with milliseconds.
func (t Time) MarshalJSON() ([]byte, error) { return []byte(t.UTC().Format(jsonTime)), nil }

// UnmarshalJSON reads any RFC 3339 time whose year has four digits in UTC, too.
func (t *Time) UnmarshalJSON(b []byte) error {
	if err := t.Time.UnmarshalJSON(b); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if year := t.UTC().Year(); year < 0 || year > 9999 {
		return fmt.Errorf("storage: a time in the year %d", year)
	}
	*t = At(t.Time)
	return nil
}
