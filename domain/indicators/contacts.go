package indicators

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// ImportID is cim_…
type ImportID string

// Limits of an import.
const (
	MostRows  = 2000
	mostOf    = 100_000 // contacts of one row
	maxText   = 100
	maxFaults = 100
	mostYears = 5 // that an import reaches back
)

// Row is one line of an import: contacts that were counted (a day, perhaps an
// hour, and a count), or one that was logged (when it was opened).
type Row struct {
	External   string
	Channel    string
	Reason     string // an id, or a name in any language of the brand; empty: not known
	Day        string
	Hour       *int
	Count      *int
	OpenedAt   time.Time
	AnsweredAt time.Time
	ClosedAt   time.Time
	Outcome    desk.Outcome
}

// Fault is what is wrong with a row.
type Fault struct {
	Row   int // the first is 1
	Field string
	Code  FaultCode
}

// FaultCode says what is wrong with a row.
type FaultCode string

// What can be wrong with a row.
const (
	FaultMissing  FaultCode = "missing"
	FaultLong     FaultCode = "too_long"
	FaultTwice    FaultCode = "twice"     // the same external id stands in another row
	FaultChanged  FaultCode = "changed"   // it was imported before, and said something else
	FaultUnknown  FaultCode = "unknown"   // no such channel, reason or outcome
	FaultSeveral  FaultCode = "ambiguous" // several reasons have that name
	FaultInvalid  FaultCode = "invalid"
	FaultFuture   FaultCode = "future"
	FaultOld      FaultCode = "too_old"
	FaultOrder    FaultCode = "order" // an answer before its question
	FaultMixed    FaultCode = "mixed" // a count and a log in one row
	FaultTooLarge FaultCode = "too_large"
)

// Refusals of imports.
var (
	ErrNoRows        = domain.Refuse(domain.Invalid, "no_rows", "There is no row to import.")
	ErrRowsOrCSV     = domain.Refuse(domain.Invalid, "rows_or_csv", "Send rows or a CSV file, one of the two.")
	ErrManyRows      = domain.Refuse(domain.Invalid, "too_many_rows", "One import takes 2,000 rows. Import the rest after it.")
	ErrBadRows       = domain.Refuse(domain.Invalid, "bad_rows", "A row is wrong, so nothing was imported.")
	ErrBadSource     = domain.Refuse(domain.Invalid, "bad_source", "Name the source in at most 40 letters, such as telephone.").At("/source")
	ErrUnknownImport = domain.Refuse(domain.NotFound, "import_not_found", "There is no such import.")
	ErrUndone        = domain.Refuse(domain.Conflict, "import_undone", "This import was taken back already.")
)

// NamedReason is a contact reason with its names.
type NamedReason struct {
	ID     domain.ReasonID
	Parent domain.ReasonID
	Names  []string
}

// levels is the reason on both levels.
func (r NamedReason) levels() rewards.Reason {
	if r.Parent == "" {
		return rewards.Reason{First: r.ID}
	}
	return rewards.Reason{First: r.Parent, Second: r.ID}
}

// Known is what rows are checked against.
type Known struct {
	Zone     *time.Location
	Channels []string
	Reasons  []NamedReason
}

// Import is some rows that came together.
type Import struct {
	ID       ImportID
	Source   string
	At       time.Time
	By       domain.Actor
	Rows     int // that were new
	Contacts int // of these rows
	UndoneAt time.Time
	UndoneBy domain.Actor
}

// Store is what imports need from one transaction.
type Store interface {
	HoldImports() error // until the transaction ends, before anything is read
	ImportKnown() (Known, error)
	// KnownContacts are those of a source with these external ids.
	KnownContacts(source string, external []string) ([]Contact, error)
	AddImport(Import, []Contact) error
	Import(ImportID) (Import, error) // locks it; ErrUnknownImport
	// UndoImport removes what came with it and marks it.
	UndoImport(Import) error
}

// InTx runs fn in one transaction.
type InTx func(ctx context.Context, fn func(Store) error) error

// Imports takes in contacts from elsewhere.
type Imports struct {
	inTx InTx
	rt   domain.Runtime
}

// NewImports makes the use cases of imports.
func NewImports(inTx InTx, rt domain.Runtime) *Imports { return &Imports{inTx, rt} }

// Looked is what an import would do.
type Looked struct {
	Rows     int
	New      int // rows
	Known    int // rows that were imported before: they count once
	Contacts int // of the new rows
	Faults   []Fault
}

// Given is what somebody sends: rows, or a file of them.
type Given struct {
	Source string // where it is from: external ids are unique in it
	Rows   []Row
	CSV    string
}

// rows reads what was given; what cannot be read in a cell is a fault.
func (g Given) rows(zone *time.Location) ([]Row, []Fault, error) {
	switch {
	case g.CSV != "" && len(g.Rows) > 0:
		return nil, nil, ErrRowsOrCSV
	case g.CSV != "":
		return ParseCSV(g.CSV, zone)
	default:
		return g.Rows, nil, nil
	}
}

// Look says what an import would do, and stores nothing. It refuses ErrBadSource,
// ErrRowsOrCSV, ErrNoRows, ErrManyRows, ErrBadCSV and ErrBadHeader.
func (i *Imports) Look(ctx context.Context, g Given) (l Looked, err error) {
	err = i.inTx(ctx, func(tx Store) error {
		_, l, err = i.look(tx, g)
		return err
	})
	return l, err
}

// Import stores rows, all or none. A row whose external id came from this source
// before counts once; an import of such rows alone stores nothing and has no id.
// Two imports at once take turns. It refuses ErrBadRows, which points at the first
// wrong row, and what Look refuses.
func (i *Imports) Import(ctx context.Context, by domain.Actor, g Given) (done Import, l Looked, err error) {
	err = i.inTx(ctx, func(tx Store) error {
		if err := tx.HoldImports(); err != nil {
			return err
		}
		fresh, looked, err := i.look(tx, g)
		if err != nil {
			return err
		}
		if l = looked; len(l.Faults) > 0 {
			return ErrBadRows.At(l.Faults[0].pointer())
		}
		if len(fresh) == 0 {
			return nil
		}
		done = Import{
			ID: ImportID(i.rt.NewID("cim")), Source: strings.TrimSpace(g.Source), At: i.rt.Now(), By: by, Rows: len(fresh), Contacts: l.Contacts,
		}
		return tx.AddImport(done, fresh)
	})
	return done, l, err
}

// Undo takes an import back with everything that came with it; its rows can be
// imported again. It refuses ErrUnknownImport and ErrUndone.
func (i *Imports) Undo(ctx context.Context, by domain.Actor, id ImportID) error {
	return i.inTx(ctx, func(tx Store) error {
		if err := tx.HoldImports(); err != nil {
			return err
		}
		one, err := tx.Import(id)
		if err != nil {
			return err
		}
		if !one.UndoneAt.IsZero() {
			return ErrUndone
		}
		one.UndoneAt, one.UndoneBy = i.rt.Now(), by
		return tx.UndoImport(one)
	})
}

func (i *Imports) look(tx Store, g Given) (fresh []Contact, l Looked, err error) {
	source := strings.TrimSpace(g.Source)
	if source == "" || utf8.RuneCountInString(source) > 40 || strings.ContainsFunc(source, unprintable) {
		return nil, l, ErrBadSource
	}
	known, err := tx.ImportKnown()
	if err != nil {
		return nil, l, err
	}
	rows, before, err := g.rows(known.Zone)
	switch {
	case err != nil:
		return nil, l, err
	case len(rows) == 0:
		return nil, l, ErrNoRows
	case len(rows) > MostRows:
		return nil, l, ErrManyRows
	}
	contacts, faults := known.Check(rows, i.rt.Now())
	faults = append(slices.Clone(before), slices.DeleteFunc(faults, func(f Fault) bool { // each cell is told once
		return slices.ContainsFunc(before, func(b Fault) bool { return b.Row == f.Row && b.Field == f.Field })
	})...)
	ids := make([]string, len(contacts))
	for n, c := range contacts {
		ids[n] = c.External
	}
	there, err := tx.KnownContacts(source, ids)
	if err != nil {
		return nil, l, err
	}
	was := make(map[string]Contact, len(there))
	for _, c := range there {
		was[c.External] = c
	}
	broken := map[int]bool{}
	for _, f := range faults {
		broken[f.Row] = true
	}
	l.Rows = len(rows)
	for n, c := range contacts {
		switch old, known := was[c.External]; {
		case broken[n+1]:
		case !known:
			fresh = append(fresh, c)
			l.New, l.Contacts = l.New+1, l.Contacts+c.Count
		case old.same(c):
			l.Known++
		default:
			faults = append(faults, Fault{n + 1, "externalId", FaultChanged})
		}
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return a.Row - b.Row })
	l.Faults = faults[:min(len(faults), maxFaults)]
	return fresh, l, nil
}

// same reports whether two contacts tell the same.
func (c Contact) same(o Contact) bool {
	times := c.OpenedAt.Equal(o.OpenedAt) && c.AnsweredAt.Equal(o.AnsweredAt) && c.ClosedAt.Equal(o.ClosedAt)
	return times && c.Channel == o.Channel && Deepest(c.Reason) == Deepest(o.Reason) && c.Count == o.Count && c.Outcome == o.Outcome &&
		(c.logged() || c.Day == o.Day && c.Hour == o.Hour)
}

func unprintable(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }
