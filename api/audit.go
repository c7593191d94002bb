package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/storage"
)

// auditLog is who did what, and who read what.
type auditLog struct{ c Config }

func (h auditLog) routes(r *router) {
	handle(r, operation{
		ID: "listAuditLog", Method: http.MethodGet, Path: "/audit-log", Tag: "Audit", Summary: "Who did what, and who read what",
		Details: "The newest first. Every change that staff make, every sign-in and change of how somebody signs in, and what staff read of " +
			"conversations and people: a reading once in an hour. Nothing in it ever changes.",
	}, h.list)
	handle(r, operation{
		ID: "exportAuditLog", Method: http.MethodGet, Path: "/audit-log/exports", Tag: "Audit", Summary: "The log as a file",
		Details: "The newest 10,000 lines of what is asked for; until asks for those before.",
	}, h.export)
}

// AuditQuery says which lines are asked for.
type AuditQuery struct {
	Kind    string    `query:"kind" enum:"change,read" doc:"What was changed, or what was read."`
	Actor   string    `query:"actor" maxLength:"64" doc:"The id of who did it."`
	Action  string    `query:"action" maxLength:"64" doc:"The operation."`
	Subject string    `query:"subject" maxLength:"160" doc:"What it was done to."`
	Since   time.Time `query:"since" doc:"Not before."`
	Until   time.Time `query:"until" doc:"Before."`
}

func (q AuditQuery) filter() storage.AuditFilter {
	return storage.AuditFilter{Kind: q.Kind, Actor: q.Actor, Action: q.Action, Subject: q.Subject, Since: q.Since, Until: q.Until}
}

type auditInput struct {
	AuditQuery
	Page
}

func (h auditLog) list(ctx context.Context, in *auditInput) (*body[storage.List[storage.AuditView]], error) {
	return reply(h.c.Views.Audit(ctx, in.filter(), in.page()))
}

type auditExportInput struct {
	AuditQuery

	Format string `query:"format" enum:"csv,jsonl" default:"csv" doc:"A table, or a JSON document a line."`
}

// exported bounds a file, which is made in memory.
const exported = 10_000

func (h auditLog) export(ctx context.Context, in *auditExportInput) (*csvFile, error) {
	var all []storage.AuditView
	for page := (storage.Page{Limit: 100}); len(all) < exported; {
		lines, err := h.c.Views.Audit(ctx, in.filter(), page)
		if err != nil {
			return nil, err
		}
		all = append(all, lines.Items...)
		if page.Cursor = lines.Next; page.Cursor == "" {
			break
		}
	}
	name := fmt.Sprintf(`attachment; filename="audit-log-%s.%s"`, h.c.BrandNow().UTC().Format(time.DateOnly), in.Format)
	if in.Format == "jsonl" {
		lines, err := auditLines(all)
		return &csvFile{"application/jsonl", name, "private, no-store", lines}, err
	}
	return &csvFile{"text/csv; charset=utf-8", name, "private, no-store", auditTable(all)}, nil
}

// auditLines writes a JSON document a line.
func auditLines(all []storage.AuditView) ([]byte, error) {
	var b bytes.Buffer
	for _, a := range all {
		if err := json.NewEncoder(&b).Encode(a); err != nil {
			return nil, fmt.Errorf("api: write the log: %w", err)
		}
	}
	return b.Bytes(), nil
}

var auditColumns = []string{"id", "at", "kind", "role", "actor_id", "name", "action", "subject", "was", "became"}

// auditTable writes the log as RFC 4180 wants it; no cell is a formula.
func auditTable(all []storage.AuditView) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(auditColumns) // a buffer takes everything
	for _, a := range all {
		_ = w.Write([]string{
			a.ID, a.At.UTC().Format(time.RFC3339), a.Kind, string(a.Role), harmless(string(a.ActorID)), harmless(a.Name),
			harmless(a.Action), harmless(a.Subject), harmless(pairs(a.Was)), harmless(pairs(a.Became)),
		})
	}
	w.Flush()
	return b.Bytes()
}

// pairs are values by name, in the order of the names.
func pairs(row map[string]string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(row)) {
		all = append(all, name+"="+row[name])
	}
	return strings.Join(all, "; ")
}
