package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// AuditView is a line of the audit log.
type AuditView struct {
	ID      string            `json:"id"`
	At      Time              `json:"at" format:"date-time"`
	Kind    string            `json:"kind" enum:"change,read"`
	Role    domain.Role       `json:"role" enum:"expert,manager,admin,auditor"`
	ActorID domain.PersonID   `json:"actorId"`
	Name    string            `json:"name" doc:"Of who did it: what the house calls them now."`
	Action  string            `json:"action" doc:"The operation: changeExpert."`
	Subject string            `json:"subject" doc:"What it was done to; empty where there is one of it."`
	Was     map[string]string `json:"was" doc:"What changed, before. A • stands for what is personal."`
	Became  map[string]string `json:"became" doc:"And after."`
}

// AuditFilter says which lines of the log are asked for; what is empty is any.
type AuditFilter struct {
	Kind    string
	Actor   string
	Action  string
	Subject string
	Since   time.Time
	Until   time.Time
}

func (f AuditFilter) where() (string, []any) {
	conditions, args := []string{"TRUE"}, []any{}
	for _, c := range []struct{ column, value string }{
		{"l.kind", f.Kind}, {"l.actor_id", f.Actor}, {"l.action", f.Action}, {"l.subject", f.Subject},
	} {
		if c.value != "" {
			conditions, args = append(conditions, c.column+" = ?"), append(args, c.value)
		}
	}
	if !f.Since.IsZero() {
		conditions, args = append(conditions, "l.done_at >= ?"), append(args, At(f.Since))
	}
	if !f.Until.IsZero() {
		conditions, args = append(conditions, "l.done_at < ?"), append(args, At(f.Until))
	}
	return strings.Join(conditions, " AND "), args
}

// Audit lists the log, the newest first.
func (v Views) Audit(ctx context.Context, f AuditFilter, p Page) (List[AuditView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[AuditView]{}, err
	}
	where, args := f.where()
	if after != nil {
		where, args = where+" AND l.id < ?", append(args, after[0])
	}
	var rows []struct {
		ID, Kind, Action, Subject, Name, Was, Became string

		At   Time
		Role domain.Role
		Who  domain.PersonID
	}
	err = v.all(ctx, &rows, `SELECT l.id, l.done_at AS at, l.kind, l.actor_role AS role, l.actor_id AS who, l.action, l.subject, l.was, l.became,
		COALESCE(x.display_name, p.name, '') AS name
		FROM audit_log l LEFT JOIN people p ON p.id = l.actor_id LEFT JOIN experts x ON x.id = p.id
		WHERE `+where+" ORDER BY l.id DESC LIMIT ?", append(args, p.fetch())...)
	if err != nil {
		return List[AuditView]{}, wrapped(err, "list the audit log")
	}
	all := make([]AuditView, len(rows))
	for i, r := range rows {
		all[i] = AuditView{ID: r.ID, At: r.At, Kind: r.Kind, Role: r.Role, ActorID: r.Who, Name: r.Name, Action: r.Action, Subject: r.Subject}
		if err := json.Unmarshal([]byte(r.Was), &all[i].Was); err != nil {
			return List[AuditView]{}, fmt.Errorf("storage: read what was of %s: %w", r.ID, err)
		}
		if err := json.Unmarshal([]byte(r.Became), &all[i].Became); err != nil {
			return List[AuditView]{}, fmt.Errorf("storage: read what became of %s: %w", r.ID, err)
		}
	}
	return list(p, all, func(a AuditView) []string { return []string{a.ID} }), nil
}
