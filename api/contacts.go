package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/storage"
)

// contacts are what came by other ways and is imported.
type contacts struct {
	c       Config
	imports *indicators.Imports
}

func (h contacts) routes(r *router) {
	handle(r, operation{
		ID: "checkContacts", Method: http.MethodPost, Path: "/contacts/checks", Tag: tagIndicators, Summary: "What an import of contacts would do",
		Details: "Nothing is stored. Faults are told row by row, a hundred at most.", NoKey: true,
	}, h.check)
	handle(r, operation{
		ID: "importContacts", Method: http.MethodPost, Path: "/contacts/imports", Tag: tagIndicators, Summary: "Import contacts by telephone, mail and other ways",
		Details: "Rows, or a CSV file with a line of columns: external_id, channel, reason, day, hour, count, opened_at, answered_at, closed_at, outcome. " +
			"A row counts contacts of a day, perhaps of an hour, or logs one with its times. A row whose external id came from the same source before counts once. " +
			"When a row is wrong nothing is stored. Say nothing of who it was: an external id is a number of the call or the ticket.",
		Status: http.StatusCreated,
	}, h.add)
	handle(r, operation{
		ID: "listContactImports", Method: http.MethodGet, Path: "/contacts/imports", Tag: tagIndicators, Summary: "What was imported, newest first",
	}, h.list)
	handle(r, operation{
		ID: "undoContactImport", Method: http.MethodDelete, Path: "/contacts/imports/{id}", Tag: tagIndicators, Summary: "Take an import back",
		Details: "With everything that came with it; its rows can be imported again.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.undo)
}

// ContactRow is one line of an import.
type ContactRow struct {
	ExternalID string        `json:"externalId" minLength:"1" maxLength:"100" doc:"Of the call, the mail or the count, where it comes from; never who it was."`
	Channel    string        `json:"channel" minLength:"1" maxLength:"30" doc:"One of the brand's: see its settings."`
	Reason     string        `json:"reason,omitempty" maxLength:"200" doc:"The id of a contact reason, or its name."`
	Day        string        `json:"day,omitempty" maxLength:"10" doc:"Of a count, in the brand's time zone." example:"2026-11-03"`
	Hour       *int          `json:"hour,omitempty" minimum:"0" maximum:"23" doc:"Of a count, if it is known."`
	Count      *int          `json:"count,omitempty" minimum:"1" maximum:"100000"`
	OpenedAt   *storage.Time `json:"openedAt,omitempty" format:"date-time" doc:"Of a log: when it came in."`
	AnsweredAt *storage.Time `json:"answeredAt,omitempty" format:"date-time"`
	ClosedAt   *storage.Time `json:"closedAt,omitempty" format:"date-time"`
	Outcome    desk.Outcome  `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn" doc:"Of a log: withdrawn is somebody who left."`
}

// ContactsGiven are rows, or a file of them.
type ContactsGiven struct {
	Source string       `json:"source" minLength:"1" maxLength:"40" doc:"Where it is from: external ids are unique in it." example:"telephone"`
	Rows   []ContactRow `json:"rows,omitempty" maxItems:"2000"`
	CSV    string       `json:"csv,omitempty" maxLength:"250000"`
}

func (g ContactsGiven) given() indicators.Given {
	rows := make([]indicators.Row, len(g.Rows))
	for i, r := range g.Rows {
		rows[i] = indicators.Row{
			External: r.ExternalID, Channel: r.Channel, Reason: r.Reason, Day: r.Day, Hour: r.Hour, Count: r.Count,
			OpenedAt: r.OpenedAt.OrZero(), AnsweredAt: r.AnsweredAt.OrZero(), ClosedAt: r.ClosedAt.OrZero(), Outcome: r.Outcome,
		}
	}
	return indicators.Given{Source: g.Source, Rows: rows, CSV: g.CSV}
}

// ContactFault is what is wrong with a row.
type ContactFault struct {
	Row   int                  `json:"row" minimum:"1" doc:"The first is 1; of a file, the line after its columns."`
	Field string               `json:"field"`
	Code  indicators.FaultCode `json:"code" enum:"missing,too_long,twice,changed,unknown,ambiguous,invalid,future,too_old,order,mixed,too_large"`
}

// ContactsLooked is what an import would do.
type ContactsLooked struct {
	Rows     int            `json:"rows"`
	New      int            `json:"new" doc:"Rows."`
	Known    int            `json:"known" doc:"Rows that were imported before: they count once."`
	Contacts int            `json:"contacts" doc:"Of the new rows."`
	Faults   []ContactFault `json:"faults" nullable:"false"`
}

func (h contacts) check(ctx context.Context, in *body[ContactsGiven]) (*body[ContactsLooked], error) {
	l, err := h.imports.Look(ctx, in.Body.given())
	looked := ContactsLooked{l.Rows, l.New, l.Known, l.Contacts, make([]ContactFault, len(l.Faults))}
	for i, f := range l.Faults {
		looked.Faults[i] = ContactFault(f)
	}
	return reply(looked, err)
}

// ContactsImported is what an import did.
type ContactsImported struct {
	ID       indicators.ImportID `json:"id,omitempty" doc:"Absent: every row was known, and nothing was stored."`
	New      int                 `json:"new" doc:"Rows."`
	Known    int                 `json:"known" doc:"Rows that were imported before: they count once."`
	Contacts int                 `json:"contacts" doc:"Of the new rows."`
}

func (h contacts) add(ctx context.Context, in *body[ContactsGiven]) (*body[ContactsImported], error) {
	done, l, err := h.imports.Import(ctx, actor(ctx), in.Body.given())
	return reply(ContactsImported{done.ID, l.New, l.Known, l.Contacts}, err)
}

func (h contacts) list(ctx context.Context, in *Page) (*body[storage.List[storage.ImportView]], error) {
	return reply(h.c.Views.Imports(ctx, in.page()))
}

func (h contacts) undo(ctx context.Context, in *ByID[indicators.ImportID]) (*none, error) {
	return done(h.imports.Undo(ctx, actor(ctx), in.ID))
}
