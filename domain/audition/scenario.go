package audition

import (
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// ScenarioID names a scenario; its languages share it.
type ScenarioID string

// Scenario is a customer to be played, as data. Parse makes one; what is not
// valid cannot be started.
type Scenario struct {
	ID       ScenarioID      `json:"id"`
	Version  int             `json:"version"`
	Kind     Kind            `json:"kind"`
	Language domain.Language `json:"language"`
	Title    string          `json:"title"`
	// Names are what {brand} and {product} stand for, unless For says otherwise.
	Names    Names         `json:"names"`
	Minutes  int           `json:"minutes"`  // the time box, 8 to 12
	MaxTurns int           `json:"maxTurns"` // what the candidate may write at most
	Briefing Briefing      `json:"briefing"`
	Customer Played        `json:"customer"`
	Temper   TemperSetting `json:"temper"`
	Opening  []string      `json:"opening"`
	Facts    []Fact        `json:"facts"`
	HandOver HandOver      `json:"handOver"`
	Limits   []Limit       `json:"limits"`
	Knows    []Known       `json:"knows"`
	Beats    []Beat        `json:"beats"`
	// Side are lines of this customer in place of the voice's.
	Side map[Side][]string `json:"side,omitempty"`
	Ends Ends              `json:"ends"`
}

// Names fill the placeholders of a scenario.
type Names struct {
	Brand   string `json:"brand"`
	Product string `json:"product"`
}

// Briefing is what the candidate is told before the first line.
type Briefing struct {
	Situation string   `json:"situation"`
	Facts     []string `json:"facts"`
	May       []string `json:"may"`
	MayNot    []string `json:"mayNot"`
}

// Played is the customer of a scenario.
type Played struct {
	Name     string   `json:"name"`
	CalledAs []string `json:"calledAs"` // the words by which a text uses the name
	Story    string   `json:"story"`    // for managers and raters
	Voice    Voice    `json:"voice"`
}

// TemperSetting is where the customer's temper starts, and from where down the
// customer can be content.
type TemperSetting struct {
	Start int `json:"start"`
	Calm  int `json:"calm"`
}

// Fact is something true about the case, and how a written answer gives it.
type Fact struct {
	Key    string   `json:"key"`
	About  string   `json:"about"`
	Needed bool     `json:"needed"` // nobody is content without it
	Right  []string `json:"right"`  // patterns
	Wrong  []string `json:"wrong"`
	Again  []string `json:"again"`  // how the customer asks for it
	Doubts []string `json:"doubts"` // what the customer says to the wrong one
}

// HandOver says whether the house rules demand that staff take it on.
type HandOver struct {
	Needed bool     `json:"needed"`
	Again  []string `json:"again"`
}

// Limit is something that the candidate may not promise.
type Limit struct {
	Key      string   `json:"key"`
	About    string   `json:"about"`
	Patterns []string `json:"patterns"`
	Caught   []string `json:"caught"` // how the customer takes the writer at their word
}

// Known is something that the customer can be asked about.
type Known struct {
	Key   string   `json:"key"`
	Asked []string `json:"asked"` // patterns
	Says  []string `json:"says"`
}

// BeatKind is what a beat is for.
type BeatKind string

const (
	// Provocation tries the patience of the candidate.
	Provocation BeatKind = "provocation"
	// HonestQuestion is the one whose honest answer is "I don't know, I will find out".
	HonestQuestion BeatKind = "honest_question"
)

// Beat is one step of the play: it always comes, in the words of the temper.
type Beat struct {
	Key   string   `json:"key"`
	Kind  BeatKind `json:"kind"`
	Heat  int      `json:"heat"` // how much hotter the customer talks themselves
	Lines Lines    `json:"lines"`
	// Of the honest question alone: asking again, the patterns of a bluff, and what is said to one.
	Again  []string `json:"again,omitempty"`
	Bluff  []string `json:"bluff,omitempty"`
	Caught []string `json:"caught,omitempty"`
}

// Lines are the variants of a beat by temper, and after certain cues.
type Lines struct {
	Calm  []string             `json:"calm"`
	Warm  []string             `json:"warm"`
	Hot   []string             `json:"hot"`
	After map[CueKind][]string `json:"after,omitempty"`
}

// Ends are the customer's last lines.
type Ends struct {
	Solved    []string `json:"solved"`
	WalkedOff []string `json:"walkedOff"`
	TimeUp    []string `json:"timeUp"`
}

// For returns the scenario with the names of a brand; empty ones stay as they are.
func (s Scenario) For(n Names) Scenario {
	if n.Brand != "" {
		s.Names.Brand = n.Brand
	}
	if n.Product != "" {
		s.Names.Product = n.Product
	}
	return s
}

// Told is the briefing with the names filled in.
func (s Scenario) Told() Briefing {
	fill := func(of []string) []string {
		filled := make([]string, len(of))
		for i, line := range of {
			filled[i] = s.fill(line)
		}
		return filled
	}
	b := s.Briefing
	return Briefing{s.fill(b.Situation), fill(b.Facts), fill(b.May), fill(b.MayNot)}
}

func (s Scenario) fill(line string) string {
	if !strings.Contains(line, "{") {
		return line
	}
	return strings.NewReplacer("{brand}", s.Names.Brand, "{product}", s.Names.Product).Replace(line)
}

// honest is the index of the honest question.
func (s Scenario) honest() int {
	for i := range s.Beats {
		if s.Beats[i].Kind == HonestQuestion {
			return i
		}
	}
	return -1
}
