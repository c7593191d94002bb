package audition

import "slices"

// From where a tone counts, in hundredths of a log-odds.
const (
	coldTone  = -20 // no kindness in such a text is believed
	rudeTone  = 60  // it is an impoliteness by itself
	kindTone  = 60  // what is only clumsy in such a text is not held against anybody
	clearTone = 140 // nor is what a rule takes for mockery
)

// The rules of the second opinion.
const (
	toneAgainst = "tone.against"
	toneCold    = "tone.cold" // no help, from who was impolite before
	toneFor     = "tone.for"
)

// listen asks for the second opinion: it leaves out of a text that sounds kind
// what the rules only took for unkind, and says where a text sounds unkind, or
// kind, and no rule saw it. Who was kind before is heard kindly.
func (p *Play) listen(w written, cues []Cue) []Cue {
	if len(w.sentences) == 0 {
		return cues
	}
	score, kindest, rudest := w.tone(p.scenario.Language)
	if score.helps > 0 {
		p.helped++
	}
	p.tone = lean{score.helps + p.trust.helps/3, score.rude + p.trust.rude/3}
	p.trust = lean{score.helps + p.trust.helps*7/10, score.rude + p.trust.rude*7/10}
	says := func(k CueKind, rule string, sentence int) {
		s := w.sentences[sentence]
		cues = append(cues, w.span(k, rule, s.first, s.end))
	}
	harsh := slices.ContainsFunc(cues, func(c Cue) bool { return c.Kind.Harsh() })
	switch {
	case p.tone.helps >= kindTone:
		cues = slices.DeleteFunc(cues, func(c Cue) bool { return p.forgiven(c) })
		if !has(cues, warmth...) && !has(cues, CueEmpty, CueCanned) {
			says(CueCalm, toneFor, kindest)
		}
	case harsh:
	case p.tone.rude >= rudeTone:
		says(CueDismissive, toneAgainst, rudest)
	case p.rude && p.tone.helps <= coldTone && !has(cues, CueIgnored, CueFact, CueHandOver, CueCorrects):
		says(CueIgnored, toneCold, rudest)
	}
	return cues
}

// forgiven reports whether a cue is left out of a text that sounds kind.
func (p *Play) forgiven(c Cue) bool {
	switch c.Kind {
	case CueIgnored, CueCurt, CueWall, CueAsISaid, CueCommand:
		return true
	case CueEmpty:
		return c.Rule == "empty.nothing_in_it"
	case CueSarcasm, CueBlame, CueDismissive:
		return p.tone.helps >= clearTone
	default:
		return false
	}
}

// isColdTone reports whether a text sounds as if its writer neither cares nor
// helps. An honest answer to the honest question counts all the same, unless it is rude.
func (p *Play) isColdTone(cues []Cue) bool {
	if (p.honest == asked || p.honest == bluffed) && has(cues, CueUnknown, CueFindOut) && p.tone.rude < 0 {
		return false
	}
	return p.tone.helps <= coldTone
}
