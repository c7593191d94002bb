package api

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

type tryInput struct {
	Body struct {
		Document string `json:"document" minLength:"2" maxLength:"65536"`
		Seed     uint64 `json:"seed" maximum:"4294967295"`
		Texts    []struct {
			Text   string `json:"text" minLength:"1" maxLength:"4000"`
			Second int    `json:"second" minimum:"0" maximum:"900" doc:"Since the start."`
		} `json:"texts" maxItems:"25"`
		Second int `json:"second" minimum:"0" maximum:"900" doc:"How far the clock is."`
	}
}

// TriedScenario is what is wrong with a scenario, or how it played.
type TriedScenario struct {
	Faults []WritingFault `json:"faults" doc:"Empty: it can be played."`
	Play   *TriedPlay     `json:"play,omitempty"`
}

// WritingFault is one thing that keeps something written from being used.
type WritingFault struct {
	Pointer string             `json:"pointer" doc:"A JSON pointer into the document."`
	Code    audition.FaultCode `json:"code" enum:"shape,empty,long,letters,placeholder,count,twice,number,key,choice,pattern,provocations,honest,turns,either,right"`
	Text    string             `json:"text" doc:"In English, for people."`
	Least   int                `json:"least"`
	Most    int                `json:"most"`
	Found   int                `json:"found"`
	Word    string             `json:"word,omitempty" doc:"Why a pattern cannot be read."`
}

func writingFaults(faults []audition.Fault) []WritingFault {
	all := make([]WritingFault, len(faults))
	for i, f := range faults {
		all[i] = WritingFault{f.Pointer, f.Code, f.Sentence, f.Least, f.Most, f.Found, f.Word}
	}
	return all
}

// TriedPlay is what a try came to, with what was read in each text.
type TriedPlay struct {
	Customer string               `json:"customer"`
	Briefing storage.BriefingView `json:"briefing"`
	Temper   int                  `json:"temper" doc:"0 to 10."`
	Second   int                  `json:"second" doc:"When somebody spoke last."`
	Ending   audition.End         `json:"ending,omitempty" enum:"solved,walked_off,time_up"`
	EndedBy  string               `json:"endedBy,omitempty" enum:"content,temper,time,turns,nothing_left"`
	Standing TriedStanding        `json:"standing"`
	Lines    []TriedLine          `json:"lines"`
}

// TriedStanding is what the customer has, and what is missing until they are content.
type TriedStanding struct {
	Facts    []TriedNeed `json:"facts"`
	HandOver string      `json:"handOver" enum:"none,missing,done" doc:"none: not needed."`
	Honest   string      `json:"honest" enum:"not_asked,asked,answered,bluffed"`
	Promises []string    `json:"promises" doc:"That stand and may not be made, by key."`
	Beats    []TriedNeed `json:"beats"`
	Calm     bool        `json:"calm"`
}

// TriedNeed is a fact or beat of the scenario, by its key, and whether it came.
type TriedNeed struct {
	Key string `json:"key"`
	Met bool   `json:"met"`
}

// TriedLine is one utterance and why it was said, or what was read in it.
type TriedLine struct {
	By      audition.Speaker `json:"by" enum:"customer,candidate"`
	Text    string           `json:"text"`
	Second  int              `json:"second"`
	Why     string           `json:"why,omitempty" doc:"Of the customer's: opening, beat, side, answer, again, caught, silence or end."`
	Key     string           `json:"key,omitempty" doc:"Of the beat or fact that it is about."`
	Cue     audition.CueKind `json:"cue,omitempty" doc:"What was read in the candidate's text that brought it."`
	Before  int              `json:"before" doc:"The temper."`
	After   int              `json:"after"`
	Cues    []TriedCue       `json:"cues"`
	Changes []TriedChange    `json:"changes" doc:"Each reason why the temper moved."`
}

// TriedCue is something that was read in a text.
type TriedCue struct {
	Kind  audition.CueKind `json:"kind"`
	Rule  string           `json:"rule"`
	Key   string           `json:"key,omitempty" doc:"Of the fact or limit that it is about."`
	Quote string           `json:"quote"`
}

// TriedChange is one reason why the temper moved.
type TriedChange struct {
	By    int              `json:"by"`
	Cue   audition.CueKind `json:"cue"`
	Rule  string           `json:"rule"`
	Quote string           `json:"quote"`
}

func (h scenarios) try(_ context.Context, in *tryInput) (*body[TriedScenario], error) {
	texts := make([]audition.Said, len(in.Body.Texts))
	for i, t := range in.Body.Texts {
		texts[i] = audition.Said{Text: t.Text, At: time.Duration(t.Second) * time.Second}
	}
	tried, err := marking.Try(in.Body.Document, in.Body.Seed, texts, time.Duration(in.Body.Second)*time.Second)
	out := TriedScenario{Faults: writingFaults(tried.Faults)}
	if tried.Play != nil {
		out.Play = triedPlay(tried.Scenario, tried.Play)
	}
	return reply(out, err)
}

func triedPlay(s audition.Scenario, p *audition.Play) *TriedPlay {
	tried := &TriedPlay{
		Customer: s.Customer.Name, Briefing: storage.BriefingView(s.Told()), Temper: p.Temper(),
		Standing: triedStanding(p.Standing()), Lines: []TriedLine{},
	}
	tried.Ending, tried.EndedBy = p.Ended()
	for _, e := range p.Transcript() {
		tried.Lines = append(tried.Lines, triedLine(e))
		tried.Second = int(e.At / time.Second)
	}
	return tried
}

func triedStanding(s audition.Standing) TriedStanding {
	needs := func(of []audition.Need) []TriedNeed {
		all := make([]TriedNeed, len(of))
		for i, n := range of {
			all[i] = TriedNeed(n)
		}
		return all
	}
	out := TriedStanding{Facts: needs(s.Facts), HandOver: "none", Honest: s.Honest, Promises: []string{}, Beats: needs(s.Beats), Calm: s.Calm}
	switch {
	case s.HandOver == nil:
	case s.HandOver.Met:
		out.HandOver = "done"
	default:
		out.HandOver = "missing"
	}
	for _, n := range s.Promises {
		out.Promises = append(out.Promises, n.Key)
	}
	return out
}

func triedLine(e audition.Entry) TriedLine {
	l := TriedLine{By: e.By, Text: e.Text, Second: int(e.At / time.Second), Cues: []TriedCue{}, Changes: []TriedChange{}}
	if e.Line != nil {
		w := e.Line.Why
		l.Why, l.Key, l.Cue, l.Before, l.After = w.Kind, w.Key, w.Cue, w.Before, w.After
	}
	if e.Turn != nil {
		l.Before, l.After = e.Turn.Before, e.Turn.After
		for _, c := range e.Turn.Cues {
			l.Cues = append(l.Cues, TriedCue{c.Kind, c.Rule, c.Key, c.Quote})
		}
		for _, c := range e.Turn.Changes {
			l.Changes = append(l.Changes, TriedChange(c))
		}
	}
	return l
}
