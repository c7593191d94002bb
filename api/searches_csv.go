package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/storage"
)

// The columns of the exports of searches, for programs.
var (
	termColumns = []string{
		"language", "term", "searches", "failed", "in_vain", "to_answer", "shown", "opened", "solved", "asked", "last", "article_id", "article_state",
	}
	deflectionColumns = []string{
		"article_id", "language", "title", "state", "shown", "opened", "solved", "asked", "helped", "not_helped", "help_score", "withheld",
	}
)

func (h searches) exportTerms(ctx context.Context, in *termsInput) (*csvFile, error) {
	all, err := h.c.Views.SearchTerms(ctx, in.since(h.c.BrandNow()), in.Failed, mostListed)
	lines := make([][]string, len(all))
	for i, t := range all {
		lines[i] = append([]string{string(t.Language), harmless(t.Term)}, counted(t.Searches, t.Failed, t.InVain, t.ToAnswer)...)
		lines[i] = append(append(lines[i], figureCells(t.SearchFigures)...),
			t.Last.UTC().Format(time.RFC3339), harmless(string(t.Article)), string(t.State))
	}
	return table("searches.csv", termColumns, lines), err
}

func (h searches) exportDeflections(ctx context.Context, in *FiguresInput) (*csvFile, error) {
	all, err := h.c.Views.Deflections(ctx, in.since(h.c.BrandNow()), mostListed)
	lines := make([][]string, len(all))
	for i, d := range all {
		score := ""
		if d.HelpScore != nil {
			score = strconv.Itoa(*d.HelpScore)
		}
		lines[i] = append([]string{harmless(string(d.Article)), string(d.Language), harmless(d.Title), string(d.State)}, figureCells(d.SearchFigures)...)
		lines[i] = append(append(lines[i], counted(d.Helped, d.NotHelped)...), score, strconv.FormatBool(d.Withheld))
	}
	return table("deflection.csv", deflectionColumns, lines), err
}

func figureCells(f storage.SearchFigures) []string {
	return counted(f.Shown, f.Opened, f.Solved, f.Asked)
}

func counted(all ...int) []string {
	cells := make([]string, len(all))
	for i, n := range all {
		cells[i] = strconv.Itoa(n)
	}
	return cells
}

// table writes lines below their columns as RFC 4180 wants it.
func table(name string, columns []string, lines [][]string) *csvFile {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(columns) // a buffer takes everything
	_ = w.WriteAll(lines)
	return &csvFile{"text/csv; charset=utf-8", `attachment; filename="` + name + `"`, "private, no-store", b.Bytes()}
}
