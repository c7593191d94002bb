package audition

import (
	"embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/kennerhq/kenner/domain"
)

// Voice is the way a customer talks beside the beats.
type Voice string

const (
	Blunt   Voice = "blunt"   // says it as it is, and louder
	Grand   Voice = "grand"   // is owed something
	Anxious Voice = "anxious" // has been let down, and checks everything
)

// Side is the occasion of a line beside the beats.
type Side string

const (
	SideCalms      Side = "calms"
	SideThanks     Side = "thanks"
	SideSocial     Side = "social"  // threatens with it
	SideManager    Side = "manager" // wants one
	SideAgain      Side = "again"   // asks what was not answered
	SidePromise    Side = "promise" // was promised what cannot be
	SideBluff      Side = "bluff"
	SideDoubts     Side = "doubts"
	SideIgnored    Side = "ignored"
	SideCanned     Side = "canned"
	SideShort      Side = "short"
	SideEmpty      Side = "empty"
	SideInsulted   Side = "insulted"
	SideMocked     Side = "mocked"
	SideBlamed     Side = "blamed"
	SideShouted    Side = "shouted"
	SideOrdered    Side = "ordered"
	SideToldBefore Side = "told_before"
	SideDismissed  Side = "dismissed"
	SideWall       Side = "wall"
	SideRepeats    Side = "repeats"
	SideStars      Side = "stars"
	SideOffChat    Side = "off_chat"
	SidePrivate    Side = "private"
	SideSilence    Side = "silence"
	SideSore       Side = "sore" // has the answer, and is not over it
	SideNoIdea     Side = "no_idea"
	SideMutters    Side = "mutters" // when there is nothing else to say
)

// Sides are all occasions.
var Sides = []Side{
	SideCalms, SideThanks, SideSocial, SideManager, SideAgain, SidePromise, SideBluff, SideDoubts, SideIgnored,
	SideCanned, SideShort, SideEmpty, SideInsulted, SideMocked, SideBlamed, SideShouted, SideOrdered,
	SideToldBefore, SideDismissed, SideWall, SideRepeats, SideStars, SideOffChat, SidePrivate, SideSilence,
	SideSore, SideNoIdea, SideMutters,
}

//go:embed voices/*.json
var voiceFiles embed.FS

// voices is a file of voices/: what everybody says, what each voice says in its
// place, and what every customer can be asked.
type voices struct {
	Base   map[Side][]string           `json:"base"`
	Voices map[Voice]map[Side][]string `json:"voices"`
	Knows  []Known                     `json:"knows"`
}

var spoken = sync.OnceValue(func() map[domain.Language]voices {
	all := map[domain.Language]voices{}
	for _, l := range []domain.Language{"en", "nl"} {
		raw, err := voiceFiles.ReadFile("voices/" + string(l) + ".json")
		var v voices
		if err == nil {
			err = json.Unmarshal(raw, &v)
		}
		if err != nil {
			panic(fmt.Sprintf("audition: voices/%s.json: %v", l, err)) // it is part of the program
		}
		all[l] = v
	}
	return all
})

// says are the lines of a voice on an occasion, its own first.
func (v voices) says(voice Voice, side Side) []string {
	own, base := v.Voices[voice][side], v.Base[side]
	all := make([]string, 0, len(own)+len(base))
	return append(append(all, own...), base...)
}
