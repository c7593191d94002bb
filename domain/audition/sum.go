package audition

import "slices"

// suppress leaves out what is read inside something that means more: whatever
// stands inside a mask, and a kindness inside an impoliteness.
func suppress(cues []Cue) []Cue {
	rank := func(k CueKind) int {
		switch {
		case k == cueMask:
			return 3
		case k.Harsh():
			return 2
		case k.sign() < 0:
			return 1
		default:
			return 0
		}
	}
	kept := make([]Cue, 0, len(cues))
	for i, c := range cues {
		hidden := c.Kind == cueMask
		for j, d := range cues {
			covers := d.From <= c.From && d.To >= c.To
			same := d.Kind == c.Kind && d.Key == c.Key
			switch {
			case i == j || c.Kind == CueQuestion || d.From >= c.To || d.To <= c.From:
			case d.Kind == cueMask && c.Kind.sign() < 0 && c.Kind != CueWrong && c.Kind != CueOverpromise:
				hidden = true
			case !covers, d.Kind == cueMask && c.Kind.sign() > 0:
			case c.Kind == CueUnknown && d.Kind == CueBluff: // honesty goes before a bluff
			case rank(d.Kind) > rank(c.Kind) && c.Kind != CueFact && c.Kind != CueWrong:
				hidden = true
			case same && (d.From < c.From || d.To > c.To || j < i):
				hidden = true
			}
		}
		if !hidden {
			kept = append(kept, c)
		}
	}
	return kept
}

// has reports whether one of the kinds was read.
func has(cues []Cue, kinds ...CueKind) bool {
	return slices.ContainsFunc(cues, func(c Cue) bool { return slices.Contains(kinds, c.Kind) })
}

func first(cues []Cue, kind CueKind) (Cue, bool) {
	if i := slices.IndexFunc(cues, func(c Cue) bool { return c.Kind == kind }); i >= 0 {
		return cues[i], true
	}
	return Cue{}, false
}

// curtWords is up to how many words a text can be too short to be an answer.
const curtWords = 4

// sum is what a text is as a whole, from what was read in it: a kind or a bare
// refusal, too short, polite and empty, or beside the case.
// Feeling with somebody about what they speak of is not empty.
func (w written) sum(cues []Cue, takesUp bool) []Cue {
	var more []Cue
	harsh := slices.ContainsFunc(cues, func(c Cue) bool { return c.Kind.Harsh() })
	warm := has(cues, CueGreeting, CueThanks, CuePlease, CueApology, CueEmpathy, CueCalm, CueName)
	if no, ok := first(cues, CueRefuses); ok && !harsh {
		instead := has(cues, CueReason, CueAlternative, CueHandOver, CueFindOut, CueOwnership, CueFact, CueUnknown, CueQuestion)
		switch {
		case instead:
			no.Kind, no.Rule = CueKindNo, "kind_no."+no.Rule
			more = append(more, no)
		case !warm:
			no.Kind, no.Rule = CueWall, "wall."+no.Rule
			more = append(more, no)
		}
	}
	substance := slices.ContainsFunc(cues, func(c Cue) bool { return c.Kind.substance() })
	switch {
	case w.count() <= curtWords && !warm && !harsh &&
		!has(cues, CueQuestion, CueFindOut, CueOwnership, CueHandOver):
		more = append(more, w.whole(CueCurt, "curt.words"))
	case has(cues, CueEmpty), takesUp && has(cues, CueEmpathy) && !has(cues, CueCanned, CueOffPlatform, CueAsksStars, CuePrivateData):
	case !substance && (warm || has(cues, CueCanned)) && !harsh:
		more = append(more, w.whole(CueEmpty, "empty.nothing_in_it"))
	case !substance && !harsh:
		more = append(more, w.whole(CueIgnored, "ignored.nothing_of_the_case"))
	}
	return more
}

// count is the number of words as they were written.
func (w written) count() int {
	n, last := 0, -1
	for i := range w.words {
		if w.words[i].from != last {
			n++
		}
		last = w.words[i].from
	}
	return n
}
