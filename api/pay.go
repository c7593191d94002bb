package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// compensation is what experts get in money, apart from points.
type compensation struct {
	c   Config
	pay *pay.Pay
}

const tagPay = "Compensation"

func (h compensation) routes(r *router) {
	handle(r, operation{
		ID: "getMyPay", Method: http.MethodGet, Path: "/me/pay", Tag: tagPay, Summary: "My compensation",
		Details: "Money for kept shift hours or for conversations, apart from points; no rating has a part in it.",
	}, h.mine)
	handle(r, operation{
		ID: "getMyStatement", Method: http.MethodGet, Path: "/me/pay/{month}", Tag: tagPay, Summary: "My statement of a month",
		Details: "Every line with its reason. The running month is counted anew each time.", Errors: []int{http.StatusNotFound},
	}, h.myStatement)
	handle(r, operation{
		ID: "getPay", Method: http.MethodGet, Path: "/pay", Tag: tagPay, Summary: "Rates, and what the months come to",
	}, h.all)
	handle(r, operation{
		ID: "setPayRate", Method: http.MethodPost, Path: "/pay/rates", Tag: tagPay, Summary: "Set what is paid from a month on",
		Details: "A new version; none is changed. The first may count for the running month, others from the next on.",
		Status:  http.StatusCreated, Errors: []int{http.StatusConflict},
	}, h.setRate)
	handle(r, operation{
		ID: "listStatements", Method: http.MethodGet, Path: "/pay/months/{month}", Tag: tagPay, Summary: "The statements of a month",
		Errors: []int{http.StatusNotFound},
	}, h.statements)
	handle(r, operation{
		ID: "exportStatements", Method: http.MethodGet, Path: "/pay/months/{month}/export", Tag: tagPay, Summary: "The lines of a month as CSV",
		Details: "RFC 4180, one line for each amount; times in the brand's zone.", Errors: []int{http.StatusNotFound},
	}, h.export)
	handle(r, operation{
		ID: "correctPay", Method: http.MethodPost, Path: "/experts/{id}/pay/corrections", Tag: tagPay, Summary: "Correct what an expert is paid",
		Details: "A counter-line with its reason on the statement of the running month. What is final stays.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.correct)
}

func (h compensation) mine(ctx context.Context, _ *none) (*body[storage.PayView], error) {
	return reply(h.c.Views.Pay(ctx, actor(ctx).Expert(), h.c.BrandNow()))
}

type monthInput struct {
	Month roster.Month `path:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"Of the brand's calendar: 2026-11."`
}

func (h compensation) myStatement(ctx context.Context, in *monthInput) (*body[storage.StatementView], error) {
	return reply(h.c.Views.Statement(ctx, actor(ctx).Expert(), in.Month, h.c.BrandNow()))
}

func (h compensation) all(ctx context.Context, _ *none) (*body[storage.PayView], error) {
	return reply(h.c.Views.Pay(ctx, "", h.c.BrandNow()))
}

// PayMonthStatements are the statements of one month.
type PayMonthStatements struct {
	Statements []storage.StatementView `json:"statements" nullable:"false" doc:"By alias."`
}

func (h compensation) statements(ctx context.Context, in *monthInput) (*body[PayMonthStatements], error) {
	all, err := h.c.Views.Statements(ctx, "", in.Month, h.c.BrandNow())
	return reply(PayMonthStatements{all}, err)
}

type payRateInput struct {
	Body struct {
		Month    roster.Month `json:"month" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])$" doc:"The first one it counts for."`
		Basis    pay.Basis    `json:"basis" enum:"shift_hour,conversation"`
		Cents    pay.Cents    `json:"cents" minimum:"0" maximum:"100000" doc:"For a kept hour, or a conversation."`
		Currency string       `json:"currency" pattern:"^[A-Z]{3}$" doc:"ISO 4217."`
		Reason   string       `json:"reason" minLength:"1" maxLength:"300" doc:"Experts read it."`
	}
}

// PayRateSet is the version that was made.
type PayRateSet struct {
	Version int `json:"version"`
}

func (h compensation) setRate(ctx context.Context, in *payRateInput) (*body[PayRateSet], error) {
	b := in.Body
	set, err := h.pay.SetRate(ctx, actor(ctx), pay.Rate{Month: b.Month, Basis: b.Basis, Cents: b.Cents, Currency: b.Currency, Why: b.Reason})
	return reply(PayRateSet{set.Version}, err)
}

type correctionInput struct {
	ByID[domain.ExpertID]

	Body struct {
		Cents    pay.Cents  `json:"cents" minimum:"-1000000" maximum:"1000000" doc:"Not 0."`
		Reason   string     `json:"reason" minLength:"1" maxLength:"300" doc:"The expert reads it."`
		Corrects pay.LineID `json:"corrects,omitempty" maxLength:"64" doc:"The booked line that it puts right; together they are not less than nothing."`
	}
}

// PayCorrection is the line that was booked.
type PayCorrection struct {
	ID    pay.LineID   `json:"id"`
	Month roster.Month `json:"month" doc:"Whose statement it stands on."`
}

func (h compensation) correct(ctx context.Context, in *correctionInput) (*body[PayCorrection], error) {
	l, err := h.pay.Correct(ctx, actor(ctx), pay.Fix{Expert: in.ID, Cents: in.Body.Cents, Why: in.Body.Reason, Corrects: in.Body.Corrects})
	return reply(PayCorrection{l.ID, l.Month}, err)
}
