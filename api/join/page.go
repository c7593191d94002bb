package join

import (
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
)

//go:embed page.html
var source string

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"lines": func(s string) []string {
		var all []string
		for line := range strings.SplitSeq(s, "\n") {
			if line = strings.TrimSpace(strings.TrimLeft(line, "-*• ")); line != "" {
				all = append(all, line)
			}
		}
		return all
	},
	"has": slices.Contains[[]string],
}).Parse(source))

// Choice is a language that somebody can choose.
type Choice struct{ Tag, Name, Href string }

// Policy is a text that applicants accept.
type Policy struct {
	Version int
	Text    string
}

// Form is what stands in the form: empty at first, and what was sent when
// something has to be mended.
type Form struct {
	ID, Name, Email, Language, Purchase, Motivation string
	Languages                                       []string
	Adult, Consent, Rules, Disclosure               bool
}

// Page is everything a vacancy's page shows. Every text in it is somebody's and
// is written as text; nothing on the page runs.
type Page struct {
	Kind                                     string // vacancy, closed, missing, sent, declined
	Language, Brand, Mark, Nonce             string
	Hue                                      int
	Strength                                 string
	URL, Picture, Action, Decline            string // addresses; URL is absolute
	Title, Intro, Tasks, Offer, Requirements string
	Hours, Reward, ClosesOn, AdultText       string
	Choices                                  []Choice // of the page
	Spoken                                   []Choice // that are looked for
	Link, Recruit                            string
	Greeting, ConsentText                    string
	Rules, Disclosure                        Policy
	Form                                     Form
	Problem                                  string // what has to be mended
	Field                                    string // and where
	Sent, PersonalLink                       string
	Posting                                  *Posting
	T                                        Words
}

// Posting is the vacancy for machines: schema.org's JobPosting.
type Posting struct {
	Context            string       `json:"@context"`
	Type               string       `json:"@type"`
	Title              string       `json:"title"`
	Description        string       `json:"description"`
	DatePosted         string       `json:"datePosted"`
	ValidThrough       string       `json:"validThrough,omitempty"`
	EmploymentType     string       `json:"employmentType"`
	JobLocationType    string       `json:"jobLocationType"`
	Qualifications     string       `json:"qualifications,omitempty"`
	Responsibilities   string       `json:"responsibilities,omitempty"`
	JobBenefits        string       `json:"jobBenefits,omitempty"`
	WorkHours          string       `json:"workHours,omitempty"`
	InLanguage         string       `json:"inLanguage"`
	URL                string       `json:"url"`
	DirectApply        bool         `json:"directApply"`
	HiringOrganization Organization `json:"hiringOrganization"`
}

// Organization is the brand for machines.
type Organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// Write writes the page.
func (p Page) Write(w io.Writer) error { return page.Execute(w, p) }
