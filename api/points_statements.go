package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// pointsStatements are months of points, for their expert and for staff.
type pointsStatements struct{ c Config }

func (h pointsStatements) routes(r *router) {
	handle(r, operation{
		ID: "getMyPointsStatement", Method: http.MethodGet, Path: "/me/points/statements/{month}", Tag: "Points", Summary: "A month of my points",
		Details: "What was there, every movement, and what is there. A month that is over never changes.", Errors: []int{http.StatusNotFound},
	}, h.mine)
	handle(r, operation{
		ID: "exportMyPointsStatement", Method: http.MethodGet, Path: "/me/points/statements/{month}/export", Tag: "Points", Summary: "A month of my points as CSV",
		Details: "RFC 4180, one line for each movement; times in the brand's zone.", Errors: []int{http.StatusNotFound},
	}, h.exportMine)
	handle(r, operation{
		ID: "getPointsStatement", Method: http.MethodGet, Path: "/experts/{id}/points/statements/{month}", Tag: "Points", Summary: "A month of an expert's points",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "exportPointsStatement", Method: http.MethodGet, Path: "/experts/{id}/points/statements/{month}/export", Tag: "Points", Summary: "A month of an expert's points as CSV",
		Details: "RFC 4180, one line for each movement; times in the brand's zone.", Errors: []int{http.StatusNotFound},
	}, h.export)
}

type expertMonthInput struct {
	ByID[domain.ExpertID]

	Month roster.Month `path:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"Of the brand's calendar: 2026-11."`
}

func (h pointsStatements) of(ctx context.Context, e domain.ExpertID, m roster.Month) (storage.PointsStatement, error) {
	return h.c.Views.PointsStatement(ctx, e, m, h.c.BrandNow())
}

func (h pointsStatements) mine(ctx context.Context, in *monthInput) (*body[storage.PointsStatement], error) {
	return reply(h.of(ctx, actor(ctx).Expert(), in.Month))
}

func (h pointsStatements) get(ctx context.Context, in *expertMonthInput) (*body[storage.PointsStatement], error) {
	return reply(h.of(ctx, in.ID, in.Month))
}

func (h pointsStatements) exportMine(ctx context.Context, in *monthInput) (*csvFile, error) {
	return h.table(ctx, actor(ctx).Expert(), in.Month)
}

func (h pointsStatements) export(ctx context.Context, in *expertMonthInput) (*csvFile, error) {
	return h.table(ctx, in.ID, in.Month)
}

func (h pointsStatements) table(ctx context.Context, e domain.ExpertID, m roster.Month) (*csvFile, error) {
	s, err := h.of(ctx, e, m)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("api: the time zone %s: %w", s.Zone, err)
	}
	return &csvFile{
		"text/csv; charset=utf-8", fmt.Sprintf(`attachment; filename="points-%s.csv"`, m), "private, no-store", pointsTable(s, zone),
	}, nil
}

// pointsColumns are the columns of an export, for programs.
var pointsColumns = []string{
	"month", "expert_id", "alias", "at", "kind", "from", "to", "points", "award", "source", "rule_set", "transfer", "fact", "final",
}

// pointsTable writes a statement as RFC 4180 wants it.
func pointsTable(s storage.PointsStatement, zone *time.Location) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(pointsColumns) // a buffer takes everything
	for _, l := range s.Lines {
		rules := ""
		if l.RuleSet != nil {
			rules = strconv.Itoa(*l.RuleSet)
		}
		_ = w.Write([]string{
			string(s.Month), harmless(string(s.ExpertID)), harmless(s.Alias), l.At.In(zone).Format(time.RFC3339), l.Kind, l.From, l.To,
			strconv.FormatInt(l.Points, 10), l.AwardKind, harmless(l.Source.ID), rules, harmless(l.ID), harmless(l.Key), strconv.FormatBool(s.Final),
		})
	}
	w.Flush()
	return b.Bytes()
}
