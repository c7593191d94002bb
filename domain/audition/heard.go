package audition

import (
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// shortTopic is how many letters a word has that can be a topic.
const shortTopic = 5

// commonWords are long words that everybody uses, whatever the case is.
var commonWords = map[domain.Language][]string{
	"en": strings.Fields(`about admit after again always another answer anybody anything because before being believe
		better bought brand called comes coming could customer doing either enjoy enough every everybody everything
		exactly expert first forty friendly gives going great happy haven heard helping honest honestly later least
		listen little looks makes maybe minute minutes months morning never nobody nothing notice number other people
		perhaps person please problem product question quite rather really right round second shall should simply
		since small somebody someone something sorry sound still straight suppose surely takes talking thank thanks
		their there these thing things think those though thought three through today tomorrow tonight truly
		understand welcome where whether which while whole without words would write writing yours yourself`),
	"nl": strings.Fields(`aardig alleen allemaal alles altijd ander andere anderen anders antwoord bedankt beetje begrijp
		begrijpt beste beter brand dagen daarom denken dingen draag echte eerlijk eerst eentje eigen eigenlijk enige
		eraan erbij ergens eromheen ervan ervoor expert geeft gehad geleden gemaakt genoeg gesprek geven geweest
		geworden gewoon goede graag hallo hebben heeft helaas helemaal helpen helpt hetzelfde hoeft hoeveel horen
		houden iedereen iemand inderdaad jullie klant klein klinkt krijg krijgt kreeg kunnen laatste later lekker
		lijkt maken mensen merkt minuten misschien moeite moeten morgen natuurlijk nemen niemand nieuw nieuwe nooit
		onder ongeveer praat praten precies prima product sinds snapt sommige staan staat sturen stuur tegen
		tenminste terug vandaag vanavond vertel vervelend vindt volgende volgens vraag vriendelijk waarom welke werken
		werkt weten willen woord woorden worden wordt zeggen zeiden zetten zitten zodat zoiets zonder zullen zulke`),
}

// topics are the words that this customer speaks of and not everybody.
func (s *Scenario) topics() map[string]bool {
	all := map[string]bool{}
	add := func(lines []string) {
		for _, line := range lines {
			for _, w := range cut(line, s.Language).words {
				if len(w.norm) >= shortTopic && !slices.Contains(commonWords[s.Language], w.norm) {
					all[w.norm] = true
				}
			}
		}
	}
	add(s.Opening)
	add([]string{s.Briefing.Situation, s.Customer.Story})
	for _, k := range s.Knows {
		add(k.Says)
	}
	for _, b := range s.Beats {
		for _, lines := range [][]string{b.Lines.Calm, b.Lines.Warm, b.Lines.Hot} {
			add(lines)
		}
	}
	for _, name := range s.Customer.CalledAs {
		for _, w := range cut(name, s.Language).words {
			delete(all, w.norm)
		}
	}
	return all
}

// shares are the rules of who went through the same, in English and in Dutch.
var shares = []string{"empathy.shares", "empathy.deelt"}

// takesUp reports whether a text speaks of what the customer speaks of, or of
// the same that happened to the writer.
func (r *reader) takesUp(w written, cues []Cue) bool {
	if slices.ContainsFunc(cues, func(c Cue) bool { return slices.Contains(shares, c.Rule) }) {
		return true
	}
	return slices.ContainsFunc(w.words, func(each word) bool {
		return r.about[each.norm] || (each.fixed != "" && r.about[each.fixed])
	})
}

// dropVague leaves out what puts somebody off beside something that does not.
func dropVague(cues []Cue) []Cue {
	if !has(cues, CueFact, CueHandOver, CueFindOut, CueUnknown, CueBoundary, CueCorrects, CueKindNo, CueWrong, CueBluff, CueOverpromise) &&
		(!has(cues, CueQuestion) || !has(cues, CueOwnership)) {
		return cues
	}
	return slices.DeleteFunc(slices.Clone(cues), func(c Cue) bool { return c.Kind == CueEmpty })
}
