package indicators

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Columns are those of a file of contacts. Their order is free, and those that
// nobody needs may be missing; external_id and channel are needed.
var Columns = []string{"external_id", "channel", "reason", "day", "hour", "count", "opened_at", "answered_at", "closed_at", "outcome"}

// fields are the columns as rows call them.
var fields = map[string]string{
	"external_id": "externalId", "channel": "channel", "reason": "reason", "day": "day", "hour": "hour", "count": "count",
	"opened_at": "openedAt", "answered_at": "answeredAt", "closed_at": "closedAt", "outcome": "outcome",
}

// Refusals of files.
var (
	ErrBadCSV    = domain.Refuse(domain.Invalid, "bad_csv", "This is no CSV file: a quote is not closed, or a line has more or fewer cells than the first.").At("/csv")
	ErrBadHeader = domain.Refuse(domain.Invalid, "bad_csv_header", "The first line must name the columns, external_id and channel among them, each once.").At("/csv")
)

// localTime are the ways in which a file may write a time without a zone: on the
// brand's clock.
var localTime = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// ParseCSV reads rows from a file with commas, semicolons or tabs between its
// cells. Times are RFC 3339, or on the brand's clock without a zone. What cannot be
// read in a cell is a fault of its row. It refuses ErrBadCSV, ErrBadHeader and
// ErrManyRows.
func ParseCSV(text string, zone *time.Location) (rows []Row, faults []Fault, err error) {
	text = strings.TrimPrefix(text, "\ufeff")
	head, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	for _, comma := range []rune{';', '\t'} {
		if strings.Count(head, string(comma)) > strings.Count(head, string(r.Comma)) {
			r.Comma = comma
		}
	}
	r.TrimLeadingSpace = r.Comma != '\t' // a tab is a space, too
	columns, err := header(r)
	if err != nil {
		return nil, nil, err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, faults, nil
		}
		if err != nil {
			return nil, nil, ErrBadCSV
		}
		if len(rows) == MostRows {
			return nil, nil, ErrManyRows
		}
		row, wrong := parseRow(columns, cells, zone)
		rows = append(rows, row)
		for _, f := range wrong {
			f.Row = len(rows)
			faults = append(faults, f)
		}
	}
}

func header(r *csv.Reader) ([]string, error) {
	cells, err := r.Read()
	if err != nil {
		return nil, ErrBadHeader
	}
	columns, seen := make([]string, len(cells)), map[string]bool{}
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		if fields[name] == "" || seen[name] {
			return nil, ErrBadHeader
		}
		columns[i], seen[name] = name, true
	}
	if !seen["external_id"] || !seen["channel"] {
		return nil, ErrBadHeader
	}
	return columns, nil
}

func parseRow(columns, cells []string, zone *time.Location) (row Row, faults []Fault) {
	for i, column := range columns {
		cell := strings.TrimSpace(cells[i])
		bad := false
		switch column {
		case "external_id":
			row.External = cell
		case "channel":
			row.Channel = cell
		case "reason":
			row.Reason = cell
		case "day":
			row.Day = cell
		case "hour":
			row.Hour, bad = whole(cell)
		case "count":
			row.Count, bad = whole(cell)
		case "opened_at":
			row.OpenedAt, bad = moment(cell, zone)
		case "answered_at":
			row.AnsweredAt, bad = moment(cell, zone)
		case "closed_at":
			row.ClosedAt, bad = moment(cell, zone)
		case "outcome":
			row.Outcome = desk.Outcome(strings.ToLower(cell))
		}
		if bad {
			faults = append(faults, Fault{Field: fields[column], Code: FaultInvalid})
		}
	}
	return row, faults
}

// whole reads a number; nothing is none.
func whole(cell string) (n *int, bad bool) {
	if cell == "" {
		return nil, false
	}
	v, err := strconv.Atoi(cell)
	return &v, err != nil
}

// moment reads a time; nothing is none.
func moment(cell string, zone *time.Location) (t time.Time, bad bool) {
	if cell == "" {
		return t, false
	}
	if t, err := time.Parse(time.RFC3339, cell); err == nil {
		return t, t.Year() < 1970 || t.Year() > 9999
	}
	for _, layout := range localTime {
		if t, err := time.ParseInLocation(layout, cell, zone); err == nil {
			return t, t.Year() < 1970 || t.Year() > 9999
		}
	}
	return t, true
}
