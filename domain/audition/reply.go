package audition

import (
	"hash/fnv"
	"slices"
	"strconv"
	"time"
)

// say speaks the first line of a pool that was not said yet, the seed's choice
// first, and reports whether there was one.
func (p *Play) say(at time.Duration, pool []string, why Why) bool {
	if len(pool) == 0 {
		return false
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.FormatUint(p.seed, 16) + "/" + why.Kind + "/" + why.Key))
	from := int(h.Sum64() % uint64(len(pool))) //nolint:gosec // below the length of a pool
	for i := range pool {
		text := p.scenario.fill(pool[(from+i)%len(pool)])
		if !p.said[text] {
			p.said[text] = true
			p.lines = append(p.lines, Line{text, at, why})
			return true
		}
	}
	return false
}

// side speaks on an occasion.
func (p *Play) side(t *Turn, side Side, cue CueKind) bool {
	pool := p.scenario.Side[side]
	if len(pool) == 0 {
		pool = p.voices.says(p.scenario.Customer.Voice, side)
	}
	p.used[side]++
	return p.say(t.At, pool, t.why("side", string(side), cue))
}

func (t *Turn) why(kind, key string, cue CueKind) Why { return Why{kind, key, cue, t.Before, t.After} }

// answer is what the customer says to a text: the end, or first what the text
// brought, then what is asked about the case, then the next beat.
func (p *Play) answer(t *Turn) {
	if p.temper >= Boiling && p.wasAsked() && p.drives(t) {
		p.finish(t.At, WalkedOff, "temper", t.why("end", "walked_off", ""))
		return
	}
	if p.content(t) {
		p.finish(t.At, Solved, "content", t.why("end", "solved", ""))
		return
	}
	if len(p.turns)+1 >= p.scenario.MaxTurns {
		p.finish(t.At, TimeUp, "turns", t.why("end", "time_up", ""))
		return
	}
	from := len(p.lines)
	reacted := p.react(t)
	answered := !slices.ContainsFunc(t.Cues, func(c Cue) bool { return c.Kind.Harsh() }) && p.tell(t)
	if !p.next(t) && !reacted && !answered {
		p.linger(t)
	}
	if len(p.lines) == from {
		p.finish(t.At, TimeUp, "nothing_left", t.why("end", "time_up", ""))
	}
}

// wasAsked reports whether the honest question came before this text.
func (p *Play) wasAsked() bool {
	i := p.scenario.honest()
	return i >= 0 && p.came[i]
}

// content reports whether the customer has everything and is calm.
func (p *Play) content(t *Turn) bool {
	enough := p.scenario.Temper.Calm
	if p.civil(t) {
		enough += grudge
	}
	if 2*p.helped <= len(p.turns)+1 || p.temper > enough || p.honest != answered || slices.Contains(p.came, false) {
		return false
	}
	return p.missing() == ""
}

// grudge is how much hotter a customer may still be who was met civilly of late.
const grudge = 2

// civil reports whether this text and the two before it have no impoliteness.
func (p *Play) civil(t *Turn) bool {
	rude := func(t Turn) bool { return slices.ContainsFunc(t.Cues, impolite) }
	return !rude(*t) && !slices.ContainsFunc(p.turns[max(0, len(p.turns)-2):], rude)
}

// impolite reports whether a cue is an impoliteness, harsh or not.
func impolite(c Cue) bool {
	return c.Kind.Harsh() || c.Kind == CueCurt || c.Kind == CueWall || c.Kind == CueAsISaid || c.Kind == CueCommand
}

// missing is what the customer still needs: the key of a fact, "hand_over",
// "promise" or nothing.
func (p *Play) missing() string {
	for _, f := range p.scenario.Facts {
		if p.wrong[f.Key] || (f.Needed && p.given[f.Key] == 0) {
			return f.Key
		}
	}
	switch {
	case p.scenario.HandOver.Needed && !p.handed:
		return "hand_over"
	case len(p.promised) > 0:
		return "promise"
	default:
		return ""
	}
}

// finish ends the play with the customer's last line.
func (p *Play) finish(at time.Duration, end End, reason string, why Why) {
	pool := p.scenario.Ends.TimeUp
	switch end {
	case Solved:
		pool = p.scenario.Ends.Solved
	case WalkedOff:
		pool = p.scenario.Ends.WalkedOff
	default:
	}
	p.say(at, pool, why)
	p.end, p.why = end, reason
}

// next plays the next beat, or asks the honest question again. A customer who
// boils over asks it before anything else: nobody walks off without it.
func (p *Play) next(t *Turn) bool {
	const againAtMost = 1
	if honest := p.scenario.honest(); p.honest == asked && p.again < againAtMost && p.turns != nil {
		p.again++
		p.pending = true
		if p.say(t.At, p.scenario.Beats[honest].Again, t.why("again", p.scenario.Beats[honest].Key, "")) {
			return true
		}
	}
	i := slices.Index(p.came, false)
	if p.temper >= Boiling && p.honest == notAsked {
		i = p.scenario.honest()
	}
	if i < 0 {
		return false
	}
	p.came[i] = true
	b := &p.scenario.Beats[i]
	if b.Kind == HonestQuestion {
		p.honest, p.pending = asked, true
	}
	cue, pool := b.Lines.choose(bandOf(p.temper), t.Cues)
	why := t.why("beat", b.Key, cue)
	p.temper = max(p.temper, min(Boiling-1, p.temper+b.Heat))
	why.After = p.temper
	return p.say(t.At, pool, why)
}

// choose picks the lines of a beat.
func (l Lines) choose(b band, cues []Cue) (CueKind, []string) {
	for _, c := range cues {
		if pool := l.After[c.Kind]; len(pool) > 0 {
			return c.Kind, pool
		}
	}
	switch b {
	case calm:
		return "", l.Calm
	case warm:
		return "", l.Warm
	default:
		return "", l.Hot
	}
}

// tell answers what the candidate asks about the case.
func (p *Play) tell(t *Turn) bool {
	if !has(t.Cues, CueQuestion) && !has(t.Cues, CuePlease) {
		return false
	}
	w := cut(t.Text, p.scenario.Language)
	w.mend(p.reader.x, p.reader.words, p.reader.brand)
	key := p.reader.asked(w)
	if key == "" {
		return false
	}
	for _, all := range [][]Known{p.scenario.Knows, p.voices.Knows} {
		if i := slices.IndexFunc(all, func(k Known) bool { return k.Key == key }); i >= 0 {
			return p.say(t.At, all[i].Says, t.why("answer", key, CueQuestion))
		}
	}
	return false
}

// linger is what the customer says when all beats are over: what is missing, or
// that it still hurts.
func (p *Play) linger(t *Turn) {
	missing := p.missing()
	for _, f := range p.scenario.Facts {
		if f.Key == missing && p.say(t.At, f.Again, t.why("again", f.Key, "")) {
			return
		}
	}
	if missing == "hand_over" && p.say(t.At, p.scenario.HandOver.Again, t.why("again", missing, "")) {
		return
	}
	if missing == "promise" && p.side(t, SidePromise, CueOverpromise) {
		return
	}
	if missing == "" && p.honest != answered {
		b := &p.scenario.Beats[p.scenario.honest()]
		if p.say(t.At, b.Again, t.why("again", b.Key, "")) {
			p.pending = true
			return
		}
	}
	sides := []Side{SideAgain, SideMutters}
	if missing == "" && p.honest == answered {
		sides = []Side{SideSore, SideMutters}
	}
	for _, s := range sides {
		if p.side(t, s, "") {
			return
		}
	}
}
