package audition

import "slices"

// The most that one text can move the temper.
const (
	mostDown = -3
	mostUp   = 5
)

// cost is how much an impoliteness or a mistake adds, once a text.
func cost(k CueKind) int {
	switch k {
	case CueInsult, CueThreat:
		return 4
	case CueSarcasm:
		return 3
	case CueBlame, CueShouting, CueDismissive, CueRepeats:
		return 2
	case CueAsISaid, CueCommand, CueCurt, CueWall, CueWrong, CueBluff, CueAsksStars, CueOffPlatform, CuePrivateData:
		return 1
	default:
		return 0
	}
}

// changes are the reasons why a text moves the temper. Kindness counts only
// beside substance, and not beside an impoliteness.
func (p *Play) changes(cues []Cue, asksAboutCase bool) []Change {
	var all []Change
	add := func(by int, c Cue) {
		if by != 0 && !slices.ContainsFunc(all, func(o Change) bool { return o.Cue == c.Kind }) {
			all = append(all, Change{by, c.Kind, c.Rule, c.Quote})
		}
	}
	for _, c := range cues {
		switch c.Kind {
		case CueEmpty, CueCanned:
			if p.empties > 0 && !moved(all, CueEmpty, CueCanned) {
				add(1, c)
			}
		case CueIgnored:
			if !p.trusted() || !p.warm {
				add(1, c)
			}
		case CueOverpromise:
			if p.promises >= believed && !has(cues, CueBluff, CueWrong) {
				add(1, c)
			}
		default:
			add(cost(c.Kind), c)
		}
	}
	if has(cues, CueEmpty, CueCanned) {
		p.empties++
	}
	if has(cues, CueOverpromise) {
		p.promises++
	}
	p.warm = p.warm || has(cues, warmth...)
	if !slices.ContainsFunc(cues, func(c Cue) bool { return c.Kind.Harsh() }) {
		for _, c := range p.kindnesses(cues, asksAboutCase) {
			add(-1, c)
		}
	}
	return within(all)
}

// believed is how many texts with a promise a customer takes for good news.
const believed = 2

// warmth is what nobody writes who does not care.
var warmth = []CueKind{CueGreeting, CueThanks, CueName, CueApology, CueEmpathy, CueCalm}

// cold is the rule of a text without kindness and without help, from who was never kind.
const cold = "ignored.cold"

// isCold reports whether a text offers neither kindness nor help, from somebody
// who was never kind before: then what only sounds like a step is none.
func (p *Play) isCold(cues []Cue, asks bool) bool {
	if p.warm || has(cues, warmth...) || has(cues, CueCurt, CueWall, CueIgnored, CueEmpty, CueCanned, CueRefuses) ||
		slices.ContainsFunc(cues, func(c Cue) bool { return c.Kind.Harsh() }) {
		return false
	}
	return !has(cues, CueFact, CueHandOver, CueFindOut, CueUnknown, CueKindNo, CueBoundary, CueCorrects, CueWrong,
		CueBluff, CueOverpromise) && (!has(cues, CueQuestion) || !asks)
}

// trusted reports whether the last text was kind and did good: then one that holds
// nothing of the case gets the benefit of the doubt, and so does the first.
func (p *Play) trusted() bool {
	n := len(p.turns)
	return n == 0 || (p.turns[n-1].Direction() < 0 && kind(p.turns[n-1].Cues))
}

// moved reports whether one of the kinds moved the temper.
func moved(all []Change, kinds ...CueKind) bool {
	return slices.ContainsFunc(all, func(c Change) bool { return slices.Contains(kinds, c.Cue) })
}

// mild reports whether a cue annoys without driving anybody off: empty
// politeness, a mistake, a bluff, and from who was never impolite, a text beside the case.
func (p *Play) mild(k CueKind) bool {
	return k == CueEmpty || k == CueCanned || k == CueWrong || k == CueBluff || (k == CueIgnored && !p.rude && p.warm)
}

// drives reports whether the changes can make somebody walk off: they make the
// customer angrier, and not only by what is mild.
func (p *Play) drives(t *Turn) bool {
	return t.Direction() > 0 && slices.ContainsFunc(t.Changes, func(c Change) bool {
		return c.By > 0 && !p.mild(c.Cue) && (c.Cue != CueOverpromise || t.Before >= Boiling)
	})
}

// kindnesses are the cues of which each takes one off: the feeling that was
// seen, the step that was made, the honest answer.
func (p *Play) kindnesses(cues []Cue, asksAboutCase bool) []Cue {
	var all []Cue
	off := has(cues, CueRepeats)
	if has(cues, CueWrong, CueBluff, CueOverpromise) || p.isColdTone(cues) {
		return nil // no kindness makes it good
	}
	if !has(cues, CueCanned, CueCurt) && (!has(cues, CueEmpty) || p.empties == 1) {
		for _, k := range []CueKind{CueEmpathy, CueApology, CueCalm, CueThanks, CueName, CueGreeting} {
			if c, ok := first(cues, k); ok {
				all = append(all, c)
				break
			}
		}
	}
	if off {
		return all
	}
	if c, ok := p.step(cues, asksAboutCase); ok {
		all = append(all, c)
	}
	if p.honest == asked || p.honest == bluffed {
		for _, k := range []CueKind{CueFindOut, CueByWhen, CueHandOver, CueUnknown} {
			if c, ok := first(cues, k); ok && !slices.ContainsFunc(all, func(o Cue) bool { return o.Kind == k }) {
				all = append(all, c)
				break
			}
		}
	}
	return all
}

// step is what brings the case on: a fact, the first time and once more when it
// is explained again without a word about that, or a question, or a plan.
func (p *Play) step(cues []Cue, asks bool) (Cue, bool) {
	if (p.rude && !p.warm) || has(cues, CueEmpty) {
		return Cue{}, false // nothing is a step from who was rude and never kind, or from who puts somebody off
	}
	for _, c := range cues {
		if c.Kind == CueFact && p.given[c.Key] < 2 && (p.given[c.Key] == 0 || !has(cues, CueAsISaid, CueCommand, CueCurt)) {
			return c, true
		}
	}
	if has(cues, CueIgnored) {
		return Cue{}, false
	}
	for _, k := range []CueKind{CueHandOver, CueUnknown, CueFindOut, CueQuestion, CueOwnership, CueAlternative, CueKindNo, CueBoundary, CueCorrects} {
		switch {
		case k == CueHandOver && p.handed, k == CueUnknown && !p.owned(cues), k == CueQuestion && !asks && !kind(cues),
			k == CueKindNo && !kind(cues):
			continue
		}
		if c, ok := first(cues, k); ok {
			return c, true
		}
	}
	return Cue{}, false
}

// kind reports whether a text is kind and does not hold against anybody that they ask again.
func kind(cues []Cue) bool {
	return !has(cues, CueAsISaid, CueCommand) &&
		has(cues, CueGreeting, CueThanks, CuePlease, CueName, CueApology, CueEmpathy, CueCalm, CueAlternative, CueHandOver)
}

// owned reports whether "I don't know" is more than a shrug: it answers the honest
// question, or something stands beside it.
func (p *Play) owned(cues []Cue) bool {
	return p.honest == asked || p.honest == bluffed ||
		has(cues, CueFindOut, CueOwnership, CueHandOver, CueAlternative, CueFact, CueQuestion, CueEmpathy, CueApology)
}

// within keeps the sum of the changes in bounds by shortening the last ones.
func within(all []Change) []Change {
	sum := 0
	kept := all[:0]
	for _, c := range all {
		by := max(mostDown-sum, min(mostUp-sum, c.By))
		if by != 0 {
			c.By = by
			sum += by
			kept = append(kept, c)
		}
	}
	return kept
}
