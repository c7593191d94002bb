package api

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/api/join"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/vetting"
)

// The limits of a vacancy's page.
var (
	limitApply   = open("apply", perIP, 10, 10*time.Minute)
	limitMailbox = open("apply-mailbox", perIP, 10, time.Hour) // with the mailbox, whoever sends
	limitLooks   = open("looks", perIP, 1, time.Hour)          // with the link
)

// maxForm is how much of a form is read.
const maxForm = 64 << 10

// fieldOf is where on the page a refusal belongs.
var fieldOf = map[string]string{"bad_name": "name", "bad_email": "email", "bad_motivation": "motivation", "bad_purchase": "purchase"}

// send takes the form. Sent twice it is one application, and the answer is the
// same for a mailbox that applied before: nobody learns here who did.
func (p *vacancyPage) send(c echo.Context) error {
	ctx := c.Request().Context()
	values, err := formOf(c)
	if err != nil {
		return err
	}
	v, err := p.visit(c, c.QueryParam("l"), values.Get("s"), values.Get("r"))
	if err != nil {
		return err
	}
	if v.page.Kind != "vacancy" {
		return p.write(c, status(v.page.Kind), v)
	}
	f := applied(values)
	err = p.count(ctx, limitApply, network(requestOf(ctx).ip))
	if err == nil {
		err = p.count(ctx, limitMailbox, access.HashToken(vetting.Mailbox(f.Email)))
	}
	if err != nil {
		return p.mend(c, v, values, err)
	}
	out, err := p.vetting.Apply(ctx, v.vacancy.Slug, f)
	if err != nil {
		return p.mend(c, v, values, err)
	}
	a := out.Application
	by := a.AnswerBy.In(v.brand.zone).Add(-time.Minute)
	v.page.Kind, v.page.PersonalLink = "sent", personalLink(ctx, out.Token)
	v.page.Sent = fmt.Sprintf(v.page.T.ThanksText, vetting.DayIn(v.language, by))
	return p.write(c, status("sent"), v)
}

// mend shows the form again with what was written in it and what is wrong.
func (p *vacancyPage) mend(c echo.Context, v *visit, values url.Values, err error) error {
	code, status := "", http.StatusUnprocessableEntity
	var problem *Problem
	var refusal *domain.Error
	switch {
	case errors.As(err, &problem):
		code, status = problem.Code, problem.Status
		maps.Copy(c.Response().Header(), problem.headers)
	case errors.As(err, &refusal):
		code = refusal.Code
	}
	told, known := v.page.T.Errors[code]
	if !known {
		return err
	}
	if code == vetting.ErrVacancyClosed.Code {
		v.page.Kind = "closed"
		return p.write(c, http.StatusGone, v)
	}
	yes := func(name string) bool { return values.Get(name) == "yes" }
	v.page.Form = join.Form{
		ID: values.Get("form"), Name: values.Get("name"), Email: values.Get("email"), Language: values.Get("language"),
		Languages: values["languages"], Purchase: values.Get("purchase"), Motivation: values.Get("motivation"),
		Adult: yes("adult"), Consent: yes("consent"), Rules: yes("rules"), Disclosure: yes("disclosure"),
	}
	switch code {
	case vetting.ErrBadForm.Code:
		v.page.Form.ID = rand.Text()
	case vetting.ErrOldPolicies.Code:
		v.page.Form.Rules, v.page.Form.Disclosure = false, false
	case vetting.ErrBadRecruit.Code:
		v.recruit = ""
	}
	v.page.Problem, v.page.Field, v.page.Recruit = told, fieldOf[code], v.recruit
	if err := p.greet(c.Request().Context(), v); err != nil {
		return err
	}
	return p.write(c, status, v)
}

// applied is the form as the use case takes it.
func applied(values url.Values) vetting.Form {
	yes := func(name string) bool { return values.Get(name) == "yes" }
	version := func(ticked, name string) int {
		n, err := strconv.Atoi(values.Get(name))
		if err != nil || !yes(ticked) {
			return 0
		}
		return n
	}
	f := vetting.Form{
		ID: values.Get("form"), Link: values.Get("s"), Recruit: values.Get("r"), Consent: yes("consent"), Email: values.Get("email"),
		Name: values.Get("name"), Language: domain.Language(values.Get("language")), Adult: yes("adult"), Purchase: values.Get("purchase"),
		Motivation: values.Get("motivation"), HouseRules: version("rules", "rulesVersion"), Disclosure: version("disclosure", "disclosureVersion"),
	}
	for _, l := range values["languages"] {
		f.Languages = append(f.Languages, domain.Language(l))
	}
	return f
}

// decline takes the no of somebody who was asked personally.
func (p *vacancyPage) decline(c echo.Context) error {
	ctx := c.Request().Context()
	values, err := formOf(c)
	if err != nil {
		return err
	}
	v, err := p.visit(c, values.Get("l"), "", values.Get("r"))
	if err != nil {
		return err
	}
	if err := p.count(ctx, limitApply, network(requestOf(ctx).ip)); err != nil {
		return err
	}
	if v.page.Kind != "missing" {
		err := p.vetting.Decline(ctx, v.vacancy.Slug, v.recruit)
		if err != nil && !errors.Is(err, vetting.ErrBadRecruit) {
			return err
		}
		v.page.Kind = "declined" // a link that does not work asks nobody either
	}
	return p.write(c, status(v.page.Kind), v)
}

// formOf reads a form of at most 64 KB, of clean text, in which only languages
// are there more than once.
func formOf(c echo.Context) (url.Values, error) {
	req, ctx := c.Request(), c.Request().Context()
	kind, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, newProblem(ctx, http.StatusUnsupportedMediaType, "unsupported_media_type", "This takes the form of the page.")
	}
	req.Body = http.MaxBytesReader(c.Response(), req.Body, maxForm)
	if err := req.ParseForm(); err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return nil, newProblem(ctx, http.StatusRequestEntityTooLarge, "body_too_large", "The form is larger than 64 KB.")
		}
		return nil, newProblem(ctx, http.StatusBadRequest, "malformed_body", "The form cannot be read.")
	}
	for name, all := range req.PostForm {
		if !cleanText(name) || len(all) > 1 && name != "languages" || len(all) > 10 {
			return nil, newProblem(ctx, http.StatusBadRequest, "malformed_body", "The form cannot be read.")
		}
		for _, s := range all {
			if !cleanText(s) {
				return nil, newProblem(ctx, http.StatusBadRequest, "malformed_body", "The form cannot be read.")
			}
		}
	}
	return req.PostForm, nil
}
