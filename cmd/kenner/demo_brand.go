package main

import (
	_ "embed"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
)

// noorder is the demo brand: headphones from the northern coast.
//
//go:embed demo/noorder.json
var noorder []byte

// demoPassword opens every login of the demo. Only the demo has it: serve makes
// no person but by a one-time link.
const demoPassword = "low tide at the wadden" //nolint:gosec // printed on the screen, and nothing real is behind it

// demoBrand is the shape of demo/noorder.json.
type demoBrand struct {
	Brand struct {
		Name      string            `json:"name"`
		TimeZone  string            `json:"timeZone"`
		Languages []domain.Language `json:"languages"`
		Hue       int               `json:"hue"`
		Strength  float64           `json:"strength"`
	} `json:"brand"`
	Products []struct {
		Key, Name, Description, Picture string
	} `json:"products"`
	Reasons []struct {
		Key, Name, NL string
		Children      []struct {
			Key, Name, NL string
			Difficulty    int
			Complaint     bool
			Controllable  *bool
			StaffTopic    insight.StaffTopic
		}
	} `json:"reasons"`
	Experts []demoExpert `json:"experts"`
	Rewards []struct {
		Name, Description, Picture string
		Price                      domain.Points
		Stock, PerPerson, MinLevel int
	} `json:"rewards"`
	Customers []string       `json:"customers"`
	Dialogues []demoDialogue `json:"dialogues"`
}

// demoExpert is one of the twelve; skill is how often their answer is right.
type demoExpert struct {
	Name, Display, Alias string
	Bird, Level          int
	Languages            []domain.Language
	Topics               []string
	Skill                float64
	Named                bool
}

// demoDialogue is one conversation of the past; customer and expert speak in turn.
type demoDialogue struct {
	Lang            domain.Language
	Product, Reason string
	Lines           []string
	Promise         *demoPromise // what is left to find out after it, if anything
}

func readDemoBrand() (b demoBrand, err error) {
	err = json.Unmarshal(noorder, &b)
	return b, err
}
