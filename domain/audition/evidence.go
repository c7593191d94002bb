package audition

// Quoted is a cue with the text it was read in.
type Quoted struct {
	Turn int // of Play.Turns
	Cue  Cue
}

// Evidence is what speaks for and against a candidate in one dimension. It is no
// mark: raters see it after they have marked.
type Evidence struct {
	Dimension    Dimension
	For, Against []Quoted
}

// bears are the dimensions that a cue is evidence in.
var bears = map[CueKind][]Dimension{
	CueGreeting: {Courtesy}, CueThanks: {Courtesy}, CuePlease: {Courtesy}, CueName: {Courtesy},
	CueApology: {Courtesy, Empathy}, CueEmpathy: {Empathy}, CueCalm: {Patience}, CueBoundary: {Patience},
	CueKindNo: {Patience, Honesty}, CueOwnership: {Ownership}, CueFindOut: {Ownership, Honesty},
	CueByWhen: {Ownership}, CueHandOver: {Ownership}, CueAlternative: {Ownership}, CueUnknown: {Honesty},
	CueCorrects: {Honesty}, CueReason: {Clarity}, CueQuestion: {Clarity, Empathy}, CueFact: {Clarity},

	CueInsult: {Patience, Courtesy}, CueThreat: {Patience, Courtesy}, CueSarcasm: {Patience, Courtesy},
	CueShouting: {Patience, Courtesy}, CueBlame: {Patience, Courtesy, Empathy}, CueDismissive: {Patience, Courtesy, Empathy},
	CueAsISaid: {Patience}, CueCommand: {Courtesy}, CueCurt: {Patience, Courtesy}, CueRepeats: {Patience, Clarity},
	CueWall: {Ownership}, CueCanned: {Empathy, Clarity}, CueEmpty: {Ownership, Clarity}, CueIgnored: {Clarity},
	CueWrong: {Clarity}, CueBluff: {Honesty}, CueOverpromise: {Honesty}, CueAsksStars: {Courtesy},
	CueOffPlatform: {Ownership}, CuePrivateData: {Ownership},
}

// Evidence returns what speaks for and against in each dimension, in the order
// of Dimensions, with the quotes in the order in which they were written.
func (p *Play) Evidence() []Evidence {
	all := make([]Evidence, len(Dimensions))
	place := map[Dimension]*Evidence{}
	for i, d := range Dimensions {
		all[i].Dimension = d
		place[d] = &all[i]
	}
	for i := range p.turns {
		for _, c := range p.turns[i].Cues {
			for _, d := range bears[c.Kind] {
				e := place[d]
				if c.Kind.sign() > 0 {
					e.For = append(e.For, Quoted{i, c})
				} else {
					e.Against = append(e.Against, Quoted{i, c})
				}
			}
		}
	}
	return all
}
