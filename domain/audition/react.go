package audition

// reactions are what the customer answers first, by what is the worst in a text.
var reactions = []struct {
	cue  CueKind
	side Side
}{
	{CueInsult, SideInsulted},
	{CueThreat, SideInsulted},
	{CueShouting, SideShouted},
	{CueSarcasm, SideMocked},
	{CueBlame, SideBlamed},
	{CueDismissive, SideDismissed},
	{CueBluff, SideBluff},
	{CueOverpromise, SidePromise},
	{CueWrong, SideDoubts},
	{CuePrivateData, SidePrivate},
	{CueOffPlatform, SideOffChat},
	{CueAsksStars, SideStars},
	{CueRepeats, SideRepeats},
	{CueAsISaid, SideToldBefore},
	{CueCommand, SideOrdered},
	{CueWall, SideWall},
	{CueCanned, SideCanned},
	{CueEmpty, SideEmpty},
	{CueCurt, SideShort},
	{CueIgnored, SideIgnored},
}

// react speaks to what stands out in a text, and reports whether it did.
func (p *Play) react(t *Turn) bool {
	for _, r := range reactions {
		c, ok := first(t.Cues, r.cue)
		if !ok {
			continue
		}
		switch {
		case r.cue == CueOverpromise && p.caught(t, c), r.cue == CueWrong && p.doubts(t, c), r.cue == CueBluff && p.caughtBluff(t):
			return true
		case (r.cue == CueEmpty || r.cue == CueIgnored || r.cue == CueCanned) && !moved(t.Changes, CueEmpty, CueIgnored, CueCanned):
			continue // once is not held against anybody
		case p.escalates(t, r.cue):
			return true
		case p.side(t, r.side, r.cue):
			return true
		}
	}
	return p.soften(t)
}

// escalates is the wish for a manager, or the threat with the public, once each.
func (p *Play) escalates(t *Turn, cue CueKind) bool {
	switch {
	case t.After < 8:
		return false
	case p.used[SideManager] == 0 && (cue == CueWall || cue == CueCurt || cue == CueDismissive || cue == CueRepeats):
		return p.side(t, SideManager, cue)
	case p.used[SideSocial] == 0 && (cue == CueAsISaid || cue == CueCommand || cue == CueBlame || cue == CueShouting):
		return p.side(t, SideSocial, cue)
	default:
		return false
	}
}

// caught takes the writer at their word.
func (p *Play) caught(t *Turn, c Cue) bool {
	for _, l := range p.scenario.Limits {
		if l.Key == c.Key {
			return p.say(t.At, l.Caught, t.why("caught", l.Key, c.Kind))
		}
	}
	return false
}

func (p *Play) doubts(t *Turn, c Cue) bool {
	for _, f := range p.scenario.Facts {
		if f.Key == c.Key {
			return p.say(t.At, f.Doubts, t.why("caught", f.Key, c.Kind))
		}
	}
	return false
}

func (p *Play) caughtBluff(t *Turn) bool {
	b := &p.scenario.Beats[p.scenario.honest()]
	p.pending = true
	return p.say(t.At, b.Caught, t.why("caught", b.Key, CueBluff))
}

// soften says that it did good: when the temper comes into a calmer band, and
// the first times that something new was told kindly.
func (p *Play) soften(t *Turn) bool {
	now := bandOf(t.After)
	calmer := now < p.band
	p.band = now
	switch {
	case calmer:
		return p.side(t, SideCalms, "")
	case t.Direction() < 0 && p.used[SideThanks] < 2 && has(t.Cues, CueFact) && has(t.Cues, CueEmpathy, CueApology):
		return p.side(t, SideThanks, CueFact)
	default:
		return false
	}
}
