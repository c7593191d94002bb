package storage

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
)

// PayRateView is one version of what the brand pays.
type PayRateView struct {
	Version  int          `json:"version" minimum:"1"`
	Month    roster.Month `json:"month" doc:"The first one it counts for: 2026-11."`
	Basis    pay.Basis    `json:"basis" enum:"shift_hour,conversation"`
	Cents    pay.Cents    `json:"cents" minimum:"0" maximum:"100000"`
	Currency string       `json:"currency" doc:"ISO 4217."`
	Reason   string       `json:"reason"`
	By       string       `json:"by" doc:"The admin's first name."`
	At       Time         `json:"at" format:"date-time"`
}

// PayMonthView is a month of an expert, or of all.
type PayMonthView struct {
	Month    roster.Month `json:"month"`
	Cents    pay.Cents    `json:"cents"`
	Lines    int          `json:"lines"`
	Experts  int          `json:"experts" doc:"Who have a line in it."`
	Final    bool         `json:"final" doc:"It is closed and does not change."`
	ClosedAt *Time        `json:"closedAt,omitempty" format:"date-time"`
}

// PayLineView is one amount with its reason.
type PayLineView struct {
	ID             pay.LineID            `json:"id,omitempty" doc:"Absent while the month runs: it can still be counted anew."`
	Kind           pay.Kind              `json:"kind" enum:"conversation,shift,correction"`
	At             Time                  `json:"at" format:"date-time" doc:"The start of the shift, the end of the conversation, or when it was corrected."`
	ConversationID domain.ConversationID `json:"conversationId,omitempty"`
	Episode        int                   `json:"episode,omitempty"`
	ShiftID        domain.ShiftID        `json:"shiftId,omitempty"`
	Minutes        int                   `json:"minutes,omitempty" doc:"Of the shift."`
	RateVersion    int                   `json:"rateVersion,omitempty"`
	RateCents      pay.Cents             `json:"rateCents,omitempty"`
	Cents          pay.Cents             `json:"cents"`
	Reason         string                `json:"reason,omitempty" doc:"Of a correction."`
	Corrects       pay.LineID            `json:"corrects,omitempty" doc:"The line that it puts right."`
	By             string                `json:"by,omitempty" doc:"Who corrected: a first name."`
}

// StatementView is a month of an expert, line by line.
type StatementView struct {
	ExpertID domain.ExpertID `json:"expertId"`
	Alias    string          `json:"alias"`
	Month    roster.Month    `json:"month"`
	Currency string          `json:"currency"`
	Cents    pay.Cents       `json:"cents"`
	Final    bool            `json:"final"`
	ClosedAt *Time           `json:"closedAt,omitempty" format:"date-time"`
	ClosesAt Time            `json:"closesAt" format:"date-time" doc:"When a running month becomes final."`
	Lines    []PayLineView   `json:"lines" nullable:"false" doc:"By time."`
}

// PayView is what an expert, or the staff, see of compensation at one glance.
type PayView struct {
	Currency string         `json:"currency" doc:"Empty until a rate is set."`
	Zone     string         `json:"zone" doc:"The brand's: in it months begin and end."`
	Now      roster.Month   `json:"now" doc:"The month that runs."`
	Rates    []PayRateView  `json:"rates" nullable:"false" doc:"The newest version first."`
	Months   []PayMonthView `json:"months" nullable:"false" doc:"The newest first."`
}

// payScope is what the views of compensation look at.
type payScope struct {
	rates pay.Rates
	zone  *time.Location
	name  string // of the zone
	book  struct {
		Closed   roster.Month
		ClosedAt *Time
	}
	now roster.Month
}

func (v Views) payScope(ctx context.Context, now time.Time) (s payScope, err error) {
	if s.rates, err = payRates(v.on(ctx)); err != nil {
		return s, err
	}
	if err := v.one(ctx, &s.name, "brand", "SELECT time_zone FROM brand WHERE id = 1"); err != nil {
		return s, err
	}
	if s.zone, err = time.LoadLocation(s.name); err != nil {
		return s, wrapped(err, "the time zone %s", s.name)
	}
	s.now = roster.MonthOf(now, s.zone)
	return s, v.one(ctx, &s.book, "pay_book", "SELECT closed, closed_at FROM pay_book WHERE id = 1")
}

// open is the first month that is not closed; what is late stands on it.
func (s payScope) open() roster.Month {
	if s.book.Closed != "" {
		return s.book.Closed.Next()
	}
	return s.rates.First()
}

// span is when the facts of an open month happened.
func (s payScope) span(m roster.Month) (since, until time.Time) {
	since = m.Before().End(s.zone)
	if m <= s.open() {
		since = s.rates.First().Before().End(s.zone)
	}
	return since, m.End(s.zone)
}

// months are those from the first open one to the running one, newest first.
func (s payScope) months() (all []roster.Month) {
	if len(s.rates) == 0 {
		return nil
	}
	for m := s.now; m >= s.open(); m = m.Before() {
		all = append(all, m)
	}
	return all
}

// Pay is the overview of one expert, or of all when id is empty.
func (v Views) Pay(ctx context.Context, id domain.ExpertID, now time.Time) (view PayView, err error) {
	s, err := v.payScope(ctx, now)
	if err != nil {
		return view, err
	}
	view = PayView{Currency: s.rates.Currency(), Zone: s.name, Now: s.now, Months: []PayMonthView{}}
	if view.Rates, err = v.payRates(ctx, s.rates); err != nil {
		return view, err
	}
	for _, m := range s.months() {
		lines, err := v.openLines(ctx, s, id, m)
		if err != nil {
			return view, err
		}
		experts := map[domain.ExpertID]bool{}
		for _, l := range lines {
			experts[l.Expert] = true
		}
		view.Months = append(view.Months, PayMonthView{Month: m, Cents: pay.Sum(lines), Lines: len(lines), Experts: len(experts)})
	}
	var final []PayMonthView
	err = v.all(ctx, &final, `SELECT month, SUM(cents) AS cents, SUM(lines) AS lines, COUNT(*) AS experts, TRUE AS final, MAX(closed_at) AS closed_at
		FROM pay_statements WHERE (? = '' OR expert_id = ?) AND month <= (SELECT closed FROM pay_book WHERE id = 1)
		GROUP BY month ORDER BY month DESC LIMIT 60`, id, id)
	view.Months = append(view.Months, final...)
	return view, err
}

func (v Views) payRates(ctx context.Context, rates pay.Rates) ([]PayRateView, error) {
	names, err := v.firstNames(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]PayRateView, 0, len(rates))
	for _, r := range slices.Backward(rates) {
		all = append(all, PayRateView{r.Version, r.Month, r.Basis, r.Cents, r.Currency, r.Why, names[r.By], At(r.At)})
	}
	return all, nil
}

// firstNames are what staff who set rates or corrected are called.
func (v Views) firstNames(ctx context.Context) (map[domain.PersonID]string, error) {
	var rows []struct {
		ID   domain.PersonID
		Name string
	}
	err := v.all(ctx, &rows, `SELECT id, name FROM people WHERE id IN (SELECT set_by FROM pay_rates)
		OR id IN (SELECT made_by FROM pay_lines WHERE made_by IS NOT NULL)`)
	names := make(map[domain.PersonID]string, len(rows))
	for _, r := range rows {
		names[r.ID] = firstName(r.Name)
	}
	return names, err
}

// openLines are the lines of a month that is not closed, as they stand now: what
// is booked, and what the facts come to. Statements that are there already count as they are.
func (v Views) openLines(ctx context.Context, s payScope, id domain.ExpertID, m roster.Month) ([]pay.Line, error) {
	where, args := "month = ?", []any{m}
	if id != "" {
		where, args = "month = ? AND expert_id = ?", []any{m, id}
	}
	booked, err := bookedPay(v.on(ctx), where, args...)
	if err != nil {
		return nil, err
	}
	since, until := s.span(m)
	var facts []pay.Fact
	if id != "" {
		facts, err = factsOf(v.on(ctx), id, since, until)
	} else {
		facts, err = factsToPay(v.on(ctx), unbookedFacts+" ORDER BY happened_at, fact", At(since), At(until))
	}
	booked = append(booked, s.rates.Lines(facts, m, s.zone)...)
	slices.SortStableFunc(booked, func(a, b pay.Line) int { return a.At.Compare(b.At) })
	return booked, err
}

// Statement is a month of an expert; a month before the first rate, or to come, is not found.
func (v Views) Statement(ctx context.Context, id domain.ExpertID, m roster.Month, now time.Time) (view StatementView, err error) {
	all, err := v.Statements(ctx, id, m, now)
	if err != nil {
		return view, err
	}
	for _, s := range all {
		if s.ExpertID == id {
			return s, nil
		}
	}
	s, err := v.payScope(ctx, now)
	if err != nil {
		return view, err
	}
	view = StatementView{
		ExpertID: id, Month: m, Currency: s.rates.Currency(), Final: m <= s.book.Closed, ClosesAt: At(m.End(s.zone).Add(pay.Settle)), Lines: []PayLineView{},
	}
	return view, v.one(ctx, &view.Alias, "expert", "SELECT alias FROM experts WHERE id = ?", id)
}

// Statements are a month of one expert, or of all when id is empty, by alias.
func (v Views) Statements(ctx context.Context, id domain.ExpertID, m roster.Month, now time.Time) ([]StatementView, error) {
	s, err := v.payScope(ctx, now)
	if err != nil {
		return nil, err
	}
	if len(s.rates) == 0 || m < s.rates.First() || m > s.now {
		return nil, missing("month")
	}
	lines, err := v.monthLines(ctx, s, id, m)
	if err != nil {
		return nil, err
	}
	names, err := v.firstNames(ctx)
	if err != nil {
		return nil, err
	}
	var heads []struct {
		ID       domain.ExpertID
		Alias    string
		ClosedAt *Time
	}
	err = v.all(ctx, &heads, `SELECT e.id, e.alias, s.closed_at FROM experts e LEFT JOIN pay_statements s ON s.expert_id = e.id AND s.month = ?
		WHERE ? = '' OR e.id = ? ORDER BY e.alias, e.id`, m, id, id)
	all := []StatementView{}
	for _, h := range heads {
		own := lines[h.ID]
		if len(own) == 0 {
			continue
		}
		view := StatementView{
			ExpertID: h.ID, Alias: h.Alias, Month: m, Currency: s.rates.Currency(), Cents: pay.Sum(own), Final: h.ClosedAt != nil,
			ClosedAt: h.ClosedAt, ClosesAt: At(m.End(s.zone).Add(pay.Settle)), Lines: make([]PayLineView, len(own)),
		}
		for i, l := range own {
			view.Lines[i] = lineView(l, s.rates, names)
		}
		all = append(all, view)
	}
	return all, err
}

// monthLines are the lines of a month by expert.
func (v Views) monthLines(ctx context.Context, s payScope, id domain.ExpertID, m roster.Month) (map[domain.ExpertID][]pay.Line, error) {
	var lines []pay.Line
	var err error
	switch {
	case m >= s.open():
		lines, err = v.openLines(ctx, s, id, m)
	case id != "":
		lines, err = bookedPay(v.on(ctx), "month = ? AND expert_id = ?", m, id)
	default:
		lines, err = bookedPay(v.on(ctx), "month = ?", m)
	}
	by := map[domain.ExpertID][]pay.Line{}
	for _, l := range lines {
		by[l.Expert] = append(by[l.Expert], l)
	}
	return by, err
}

func lineView(l pay.Line, rates pay.Rates, names map[domain.PersonID]string) PayLineView {
	view := PayLineView{
		ID: l.ID, Kind: l.Kind, At: At(l.At), Minutes: l.Minutes, RateVersion: l.Rate, Cents: l.Cents, Reason: l.Why, Corrects: l.Corrects, By: names[l.By],
	}
	if l.Rate > 0 {
		view.RateCents = rates[l.Rate-1].Cents
	}
	parts := strings.Split(l.Fact, ":")
	switch {
	case l.Kind == pay.KindConversation && len(parts) == 4:
		view.ConversationID = domain.ConversationID(parts[1])
		view.Episode, _ = strconv.Atoi(parts[2])
	case l.Kind == pay.KindShift && len(parts) == 2:
		view.ShiftID = domain.ShiftID(parts[1])
	}
	return view
}
