package fairness

import (
	"regexp"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// What the signals about texts go by.
const (
	alikeFrom   = 5  // conversations
	alikeLength = 80 // shorter ones are greetings
)

var (
	score = regexp.MustCompile(`(?i)\b(5|five|vijf)[ -]*(stars?|sterren)\b|★{5}|⭐{5}`)

	// elsewhere is an invitation to another place; secret asks for what nobody here needs.
	elsewhere = regexp.MustCompile(`(?i)\b(whatsapp|telegram|signal me|wa\.me/|t\.me/)`)
	secret    = regexp.MustCompile(`(?i)\b(your|je|uw|jouw) (password|wachtwoord|pin ?code|pincode|bank ?account|bankrekening|iban|card number|kaartnummer|cvc)\b`)
	iban      = regexp.MustCompile(`\b[A-Z]{2}\d{2} ?[A-Z0-9]{4}( ?[A-Z0-9]{4}){2,6}( ?[A-Z0-9]{1,3})?\b`)
	card      = regexp.MustCompile(`\b(?:\d[ -]?){13,19}\b`)
)

// Asks reports whether a text asks for a certain score; to ask for a rating is fine.
func Asks(text string) bool { return score.MatchString(text) }

// Leaves reports whether a text leads away from here, or to bank data or a password.
func Leaves(text string) bool {
	return elsewhere.MatchString(text) || secret.MatchString(text) || iban.MatchString(text) || hasCard(text)
}

// hasCard finds the number of a payment card by its check digit.
func hasCard(text string) bool {
	for _, found := range card.FindAllString(text, -1) {
		sum, n := 0, 0
		for i := len(found) - 1; i >= 0; i-- {
			if found[i] < '0' || found[i] > '9' {
				continue
			}
			d := int(found[i] - '0')
			if n%2 == 1 {
				if d *= 2; d > 9 {
					d -= 9
				}
			}
			sum, n = sum+d, n+1
		}
		if n >= 13 && sum%10 == 0 && sum > 0 {
			return true
		}
	}
	return false
}

// Asking finds who asks customers for a certain score.
func Asking(texts []Text) []Hit { return saying(AsksScore, texts, Asks) }

// Leaving finds who leads customers away, or asks for what nobody here needs.
func Leaving(texts []Text) []Hit { return saying(LeavesDesk, texts, Leaves) }

func saying(rule Rule, texts []Text, says func(string) bool) (hits []Hit) {
	experts, of := group(texts, func(t Text) (domain.ExpertID, bool) { return t.Expert, says(t.Words) })
	for _, e := range experts {
		hits = append(hits, hit(rule, e, "", talksOf(of[e])))
	}
	return hits
}

// Repeated finds experts who say nearly the same in conversations about
// different reasons: as alike as the desk tells while they write.
func Repeated(texts []Text) (hits []Hit) {
	experts, of := group(texts, func(t Text) (domain.ExpertID, bool) { return t.Expert, len(t.Words) >= alikeLength })
	for _, e := range experts {
		all := of[e]
		prints := make([]desk.Shingles, len(all))
		for i, t := range all {
			prints[i] = desk.ShinglesOf(t.Words)
		}
		for i := range all {
			var same []Text
			for j := range all {
				if prints[i].Like(prints[j]) {
					same = append(same, all[j])
				}
			}
			if talks := talksOf(same); len(talks) >= alikeFrom && reasons(same) > 1 {
				hits = append(hits, hit(CopyPaste, e, "", talks, Clue{"reasons", reasons(same)}))
				break
			}
		}
	}
	return hits
}

// talksOf are the conversations of texts, once each.
func talksOf(texts []Text) (talks []Talk) {
	seen := map[domain.ConversationID]bool{}
	for _, t := range texts {
		if !seen[t.Conversation] {
			seen[t.Conversation] = true
			talks = append(talks, Talk{Award: t.Award, Conversation: t.Conversation, Expert: t.Expert, Points: 1, EndedAt: t.At})
		}
	}
	return talks
}

func reasons(texts []Text) int {
	seen := map[domain.ReasonID]bool{}
	for _, t := range texts {
		if t.Reason != "" {
			seen[t.Reason] = true
		}
	}
	return len(seen)
}
