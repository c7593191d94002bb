package roster

import "github.com/kennerhq/kenner/domain"

// consentText is what somebody agrees to, word by word. A text that changes gets
// another version, and whoever agreed to the one before is asked again.
type consentText struct {
	version int
	words   map[domain.Language]string
}

var consentTexts = map[ConsentKind]consentText{
	RealName: {1, map[domain.Language]string{
		"en": "Colleagues, alumni and readers of my talent sheet may see my real name. Customers never do. I can take this back at any time; from then on nobody sees it here.",
		"nl": "Collega's, alumni en lezers van mijn talentblad mogen mijn echte naam zien. Klanten nooit. Ik kan dit altijd terugnemen; vanaf dan ziet niemand die hier nog.",
	}},
	Talent: {1, map[domain.Language]string{
		"en": "The brand's managers may read and keep my talent sheet: level and its history, languages, topics, products I own, and my figures with their samples. No conversation, no customer and no single rating is in it. Every reading is listed for me. I can take this back at any time; a sheet that was read before is not called back.",
		"nl": "De managers van het merk mogen mijn talentblad lezen en bewaren: niveau en verloop, talen, onderwerpen, producten die ik bezit en mijn cijfers met hun steekproef. Er staat geen gesprek, geen klant en geen losse beoordeling in. Elke inzage staat voor mij op een lijst. Ik kan dit altijd terugnemen; een blad dat al gelezen is, wordt niet teruggehaald.",
	}},
}

// ConsentVersion is the version of a text as it is now; 0 when there is no such consent.
func ConsentVersion(kind ConsentKind) int { return consentTexts[kind].version }

// ConsentText is the text as it is now, in English where the language has none.
func ConsentText(kind ConsentKind, l domain.Language) string {
	if text, ok := consentTexts[kind].words[l]; ok {
		return text
	}
	return consentTexts[kind].words["en"]
}
