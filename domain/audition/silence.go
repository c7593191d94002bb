package audition

import "time"

// silences are when, after the last thing that was said, the customer says
// something into the silence, and how much hotter that makes them. The first is
// free: a thoughtful answer takes its time.
var silences = []struct {
	after time.Duration
	heat  int
}{
	{150 * time.Second, 0},
	{4 * time.Minute, 1},
	{6 * time.Minute, 1},
}

// Wait lets the time pass until a moment since the start, and returns what the
// customer says into the silence. It may be called as often as one likes: a play
// depends on when texts came, not on who looked in between.
func (p *Play) Wait(until time.Duration) []Line {
	from := len(p.lines)
	for p.end == Open {
		at := p.Until()
		spoken := p.silent < len(silences)
		if spoken {
			spoken = p.last+silences[p.silent].after < at
		}
		if spoken {
			at = p.last + silences[p.silent].after
		}
		if at > until {
			break
		}
		if !spoken {
			p.finish(at, TimeUp, "time", Why{Kind: "end", Key: "time_up", Before: p.temper, After: p.temper})
			break
		}
		before := p.temper
		p.temper = max(before, min(Boiling-1, before+silences[p.silent].heat))
		p.silent++
		pool := p.scenario.Side[SideSilence]
		if len(pool) == 0 {
			pool = p.voices.says(p.scenario.Customer.Voice, SideSilence)
		}
		p.say(at, pool, Why{"silence", string(SideSilence), "", before, p.temper})
	}
	return append([]Line(nil), p.lines[from:]...)
}
