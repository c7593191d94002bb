package audition

import (
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The bounds of a temper: 0 is serene, at Boiling the customer walks off.
const (
	Serene  = 0
	Boiling = 10
)

// End is how a play ended; empty while it goes on.
type End string

const (
	Open      End = ""
	Solved    End = "solved"     // calmly, with everything that was needed
	WalkedOff End = "walked_off" // the customer had enough
	TimeUp    End = "time_up"    // the time box or the turns were over
)

// Why tells why the customer says a line.
type Why struct {
	// Kind is opening, beat, side, answer, again, caught, silence or end.
	Kind string
	Key  string  // of the beat, side, fact, limit or thing known
	Cue  CueKind // what the candidate wrote that brought it, or empty
	// Before and After are the temper around what brought it.
	Before, After int
}

// Line is something that the customer says.
type Line struct {
	Text string
	At   time.Duration // since the start
	Why  Why
}

// Change is one reason why the temper moved.
type Change struct {
	By    int
	Cue   CueKind
	Rule  string
	Quote string
}

// Turn is one text of the candidate and what it did.
type Turn struct {
	Text    string
	At      time.Duration
	Cues    []Cue
	Changes []Change
	// Before is the temper that the text met, After what the text made of it; the
	// heat of the beat that followed is not in it.
	Before, After int
	Lines         []Line
}

// Direction is 1 when the text made the customer angrier, -1 when calmer.
func (t Turn) Direction() int {
	sum := 0
	for _, c := range t.Changes {
		sum += c.By
	}
	return max(-1, min(1, sum))
}

// asking is how far the honest question is.
type asking uint8

const (
	notAsked asking = iota
	asked
	answered
	bluffed
)

// Play is one playing of a scenario. The same scenario, seed, texts and times
// make the same play.
type Play struct {
	scenario Scenario
	voices   voices
	reader   *reader
	seed     uint64

	temper   int
	came     []bool // by beat
	honest   asking
	again    int            // how often the honest question was asked again
	given    map[string]int // how often a fact was told
	wrong    map[string]bool
	promised map[string]bool
	handed   bool
	rude     bool // something impolite was written
	warm     bool // something kind was written
	empties  int
	promises int  // texts with a promise beyond what the shop may do
	tone     lean // what the text sounds like, with those before it
	helped   int  // texts that sounded like help
	trust    lean // what the texts before sounded like
	pending  bool // the honest question was the last thing said
	used     map[Side]int
	said     map[string]bool
	band     band

	lines  []Line
	turns  []Turn
	last   time.Duration // when somebody wrote last
	silent int           // silences since then
	end    End
	why    string
}

// band is the words a temper chooses.
type band uint8

const (
	calm band = iota
	warm
	hot
)

func bandOf(temper int) band {
	switch {
	case temper <= 3:
		return calm
	case temper <= 6:
		return warm
	default:
		return hot
	}
}

// Start begins a play; Lines holds the opening. It is refused when the scenario
// is not valid.
func Start(s Scenario, seed uint64) (*Play, error) {
	r, err := s.checked()
	if err != nil {
		return nil, err
	}
	p := &Play{
		scenario: s, voices: spoken()[s.Language], reader: r, seed: seed, temper: s.Temper.Start, came: make([]bool, len(s.Beats)),
		given: map[string]int{}, wrong: map[string]bool{}, promised: map[string]bool{},
		used: map[Side]int{}, said: map[string]bool{}, band: bandOf(s.Temper.Start),
	}
	p.say(0, s.Opening, Why{Kind: "opening", Key: "opening", Before: p.temper, After: p.temper})
	return p, nil
}

// Said is a stored text of a candidate.
type Said struct {
	Text string
	At   time.Duration
}

// Replay plays stored texts again.
func Replay(s Scenario, seed uint64, texts []Said) (*Play, error) {
	p, err := Start(s, seed)
	if err != nil {
		return nil, err
	}
	for _, t := range texts {
		p.Say(t.Text, t.At)
	}
	return p, nil
}

// Lines are all lines of the customer so far, the opening first.
func (p *Play) Lines() []Line { return slices.Clone(p.lines) }

// Turns are all texts of the candidate so far, and what each did.
func (p *Play) Turns() []Turn { return slices.Clone(p.turns) }

// Temper is the customer's temper now, Serene to Boiling.
func (p *Play) Temper() int { return p.temper }

// Ended returns how the play ended and why, in a word for programs; Open while it goes on.
func (p *Play) Ended() (End, string) { return p.end, p.why }

// Until is when the time box is over, since the start.
func (p *Play) Until() time.Duration { return time.Duration(p.scenario.Minutes) * time.Minute }

// Say gives the customer a text and returns what comes back: what silence
// brought before it, and the answer. After the end, and to a blank text, nothing
// comes. A time before the last one counts as the last one.
func (p *Play) Say(text string, at time.Duration) []Line {
	at = max(at, p.last)
	from := len(p.lines)
	p.Wait(at)
	if p.end != Open || strings.TrimSpace(text) == "" {
		return slices.Clone(p.lines[from:])
	}
	p.last, p.silent = at, 0
	t := p.hear(text, at)
	first := len(p.lines)
	p.answer(&t)
	t.Lines = slices.Clone(p.lines[first:])
	p.turns = append(p.turns, t)
	return slices.Clone(p.lines[from:])
}

// hear reads a text and lets it work on the temper and on what is known.
func (p *Play) hear(text string, at time.Duration) Turn {
	w, cues := p.reader.read(text, p.pending || p.honest == asked)
	p.pending = false
	if p.repeats(text) {
		cues = append(cues, w.whole(CueRepeats, "repeats.text"))
	}
	cues = p.judgeHonesty(cues)
	cues = p.listen(w, cues)
	asks := p.reader.asked(w) != "" || w.wonders()
	if p.tone.helps < kindTone && p.isCold(cues, asks) {
		cues = append(cues, w.whole(CueIgnored, cold))
	}
	t := Turn{Text: text, At: at, Cues: cues, Before: p.temper}
	p.rude = p.rude || slices.ContainsFunc(cues, impolite)
	t.Changes = p.changes(cues, asks)
	for _, c := range t.Changes {
		p.temper += c.By
	}
	p.temper = max(Serene, min(Boiling, p.temper))
	t.After = p.temper
	p.learn(cues)
	return t
}

// judgeHonesty leaves a bluff out where the writer says that they do not know.
func (p *Play) judgeHonesty(cues []Cue) []Cue {
	if has(cues, CueUnknown) {
		return slices.DeleteFunc(cues, func(c Cue) bool { return c.Kind == CueBluff })
	}
	return cues
}

// learn keeps what the customer has been told.
func (p *Play) learn(cues []Cue) {
	if has(cues, CueCorrects, CueHandOver, CueRefuses) {
		clear(p.promised)
	}
	for _, c := range cues {
		switch c.Kind {
		case CueFact:
			p.given[c.Key]++
			delete(p.wrong, c.Key)
		case CueOverpromise:
			p.promised[c.Key] = true
		case CueHandOver:
			p.handed = true
		default:
		}
	}
	for _, c := range cues {
		if c.Kind == CueWrong {
			p.wrong[c.Key] = true
			delete(p.given, c.Key)
		}
	}
	if p.honest != asked && p.honest != bluffed {
		return
	}
	switch {
	case has(cues, CueBluff):
		p.honest = bluffed
	case has(cues, CueUnknown, CueFindOut, CueHandOver):
		p.honest = answered
	}
}

// repeats reports whether the candidate wrote the same before.
func (p *Play) repeats(text string) bool {
	const letters = 12 // below it everybody says the same
	mine := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	return len(mine) >= letters && slices.ContainsFunc(p.turns, func(t Turn) bool {
		return strings.Join(strings.Fields(strings.ToLower(t.Text)), " ") == mine
	})
}

// Speaker tells who wrote an entry of a transcript.
type Speaker string

const (
	TheCustomer  Speaker = "customer"
	TheCandidate Speaker = "candidate"
)

// Entry is one utterance of a play.
type Entry struct {
	By   Speaker
	At   time.Duration
	Text string
	Line *Line // of the customer
	Turn *Turn // of the candidate
}

// Transcript is the whole play in order.
func (p *Play) Transcript() []Entry {
	all := make([]Entry, 0, len(p.lines)+len(p.turns))
	next := 0
	for i := range p.turns {
		t := &p.turns[i]
		upTo := len(p.lines)
		if len(t.Lines) > 0 {
			upTo = slices.IndexFunc(p.lines, func(l Line) bool { return l.Text == t.Lines[0].Text })
		}
		for ; next < upTo; next++ {
			all = append(all, Entry{By: TheCustomer, At: p.lines[next].At, Text: p.lines[next].Text, Line: &p.lines[next]})
		}
		all = append(all, Entry{By: TheCandidate, At: t.At, Text: t.Text, Turn: t})
	}
	for ; next < len(p.lines); next++ {
		all = append(all, Entry{By: TheCustomer, At: p.lines[next].At, Text: p.lines[next].Text, Line: &p.lines[next]})
	}
	return all
}

// Language is the play's.
func (p *Play) Language() domain.Language { return p.scenario.Language }
