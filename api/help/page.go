// Package help writes the pages of the help centre: without scripts, readable by
// people and by machines. It imports package knowledge and the standard library.
package help

import (
	_ "embed"
	"encoding/xml"
	"html/template"
	"io"

	"github.com/kennerhq/kenner/domain/knowledge"
)

//go:embed page.html
var source string

var page = template.Must(template.New("page").Parse(source))

// Choice is a language that somebody can choose.
type Choice struct{ Tag, Name, Href string }

// Entry is an article in the list.
type Entry struct {
	Title, Summary, Href string
	Manual               bool
}

// Shelf is what there is about one product, or about all.
type Shelf struct {
	Name    string
	Entries []Entry
}

// Page is everything a page of the help centre shows. Every text in it is
// somebody's and is written as text; nothing on the page runs.
type Page struct {
	Kind                             string // shelf, article, missing
	Language, Brand, Mark, Nonce     string
	Hue                              int
	Strength                         string
	URL, Home, Action                string // addresses; URL is absolute
	Title, Summary, Product, Changed string
	Manual                           bool
	Blocks                           []knowledge.Block
	Chapters                         []knowledge.Block // of a manual: its first headings
	Shelves                          []Shelf
	Choices                          []Choice
	Voted                            string // yes, no, again: who voted was not known, enough: of where they are; or nothing yet
	Reader                           string // the name of a browser that has none
	Entry                            *Document
	T                                Words
}

// Document is an article for machines: schema.org's Article or TechArticle.
type Document struct {
	Context      string       `json:"@context"`
	Type         string       `json:"@type"`
	Headline     string       `json:"headline"`
	Description  string       `json:"description"`
	InLanguage   string       `json:"inLanguage"`
	URL          string       `json:"url"`
	DateModified string       `json:"dateModified"`
	About        *Thing       `json:"about,omitempty"`
	Publisher    Organization `json:"publisher"`
}

// Thing is what an article is about.
type Thing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// Organization is the brand for machines.
type Organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// Write writes the page.
func (p Page) Write(w io.Writer) error { return page.Execute(w, p) }

// Link is the same page in another language.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Tag  string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// Place is one address of the site's map.
type Place struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
	Links   []Link `xml:"xhtml:link"`
}

// Map is the map of the site after sitemaps.org.
type Map struct {
	XMLName xml.Name `xml:"urlset"`
	Space   string   `xml:"xmlns,attr"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	Places  []Place  `xml:"url"`
}

// Write writes the map.
func (m Map) Write(w io.Writer) error {
	m.Space, m.XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(m)
}
