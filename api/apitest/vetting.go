package apitest

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Vacancy is a vacancy at /join/{slug} that people can apply for.
func (h *House) Vacancy(slug string) (id string) {
	h.T.Helper()
	id = h.Admin.Post("/vacancies", fmt.Sprintf(`{"slug":%q,"languages":["en","nl"],"texts":{
		"en":{"title":"Help others with their headphones","intro":"You own them. Others ask.","tasks":"Answer\nListen"},
		"nl":{"title":"Help anderen met hun koptelefoon","intro":"Jij hebt hem. Anderen vragen."}}}`, slug)).Want(http.StatusCreated).String("id")
	h.Admin.Post("/vacancies/"+id+"/openings", `{}`).Want(http.StatusOK)
	return id
}

var hidden = regexp.MustCompile(`type="hidden" name="(\w+)" value="([^"]*)"`)

// Form is the form of a vacancy's page, filled in as it should be.
func (h *House) Form(slug, email string) url.Values {
	h.T.Helper()
	a := h.Stranger().Raw(http.MethodGet, "/join/"+slug, "")
	f := url.Values{
		"name": {"Fenna de Vries"}, "email": {email}, "language": {"en"}, "languages": {"en", "nl"}, "purchase": {"Tide, NA-1041"},
		"motivation": {"I help neighbours with their headphones already."}, "adult": {"yes"}, "rules": {"yes"}, "disclosure": {"yes"},
	}
	for _, one := range hidden.FindAllStringSubmatch(string(a.Body), -1) {
		f.Set(one[1], one[2])
	}
	return f
}

// SendForm sends a form as a browser without scripts does.
func (c *Client) SendForm(path string, f url.Values, headers ...string) Answer {
	c.house.T.Helper()
	return c.Raw(http.MethodPost, path, f.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

var personal = regexp.MustCompile(`/application#(cnd_[\w-]+)`)

// Candidate is somebody who applied, by their personal link.
func (h *House) Candidate(slug, email string) *Client {
	h.T.Helper()
	a := h.Stranger().SendForm("/join/"+slug, h.Form(slug, email)).Want(http.StatusCreated)
	found := personal.FindStringSubmatch(string(a.Body))
	if found == nil {
		h.T.Fatalf("no personal link in %s", a.Body)
	}
	c := h.With(strings.TrimSpace(found[1]))
	c.ID = c.Get("/me/application").Want(http.StatusOK).String("id")
	return c
}
