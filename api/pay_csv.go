package api

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/storage"
)

// csvFile is a table to save.
type csvFile struct {
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	CacheControl       string `header:"Cache-Control"`
	Body               []byte
}

// payColumns are the columns of an export, for programs.
var payColumns = []string{
	"month", "expert_id", "alias", "kind", "about", "happened_at", "minutes", "rate", "amount", "currency", "reason", "line", "corrects", "final",
}

func (h compensation) export(ctx context.Context, in *monthInput) (*csvFile, error) {
	all, err := h.c.Views.Statements(ctx, "", in.Month, h.c.BrandNow())
	if err != nil {
		return nil, err
	}
	head, err := h.c.Views.Pay(ctx, "", h.c.BrandNow())
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(head.Zone)
	if err != nil {
		return nil, fmt.Errorf("api: the time zone %s: %w", head.Zone, err)
	}
	return &csvFile{
		"text/csv; charset=utf-8", fmt.Sprintf(`attachment; filename="compensation-%s.csv"`, in.Month), "private, no-store", payTable(all, zone),
	}, nil
}

// payTable writes statements as RFC 4180 wants it.
func payTable(all []storage.StatementView, zone *time.Location) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(payColumns) // a buffer takes everything
	for _, s := range all {
		for _, l := range s.Lines {
			about := string(l.ShiftID)
			if l.ConversationID != "" {
				about = fmt.Sprintf("%s:%d", l.ConversationID, l.Episode)
			}
			_ = w.Write([]string{
				string(s.Month), harmless(string(s.ExpertID)), harmless(s.Alias), string(l.Kind), harmless(about), l.At.In(zone).Format(time.RFC3339),
				strconv.Itoa(l.Minutes), decimal(l.RateCents), decimal(l.Cents), s.Currency, harmless(l.Reason), harmless(string(l.ID)),
				harmless(string(l.Corrects)), strconv.FormatBool(s.Final),
			})
		}
	}
	w.Flush()
	return b.Bytes()
}

// decimal writes cents as 12.50: digits alone, so that no rounding comes in.
func decimal(c pay.Cents) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d", sign, c/100, c%100)
}

// harmless is a text that no spreadsheet takes for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
