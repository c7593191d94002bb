package search

import (
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// tongue is what is known about a language: which words say nothing, and what
// forms of a word have in common. Of other languages than these two nothing is
// known, and a word is found as it is written.
type tongue struct {
	stop map[string]bool
	stem func(string) string
}

func tongueOf(l domain.Language) tongue {
	switch l {
	case "en":
		return tongue{englishStop, english}
	case "nl":
		return tongue{dutchStop, dutch}
	default:
		return tongue{nil, func(w string) string { return w }}
	}
}

var englishStop = set(`a about all also am an and any are as at be been but by can cant could did do does doesnt doing
	dont for from get got had has have having he her here him his how i id if im in into is isnt it its ive me my no not of on
	or our please she should so some than that the their them then there these they this those to too up us was we were
	what when where which who whose why will with would you your`)

var dutchStop = set(`aan al als alsjeblieft altijd ben bij daar dan dat de deze die dit doe doet dus een en er ga gaan geen graag
	haar had hebben heb hebt heeft hem het hier hij hoe hun ik in is je jij jullie kan kun kunnen kunt maar me mee meer met mij mijn
	moet moeten na naar niet nog nou of om omdat onder ons onze ook op over te toch tot u uit uw van veel voor waar waarom
	wanneer want was wat we wel welke wie wij wil willen worden wordt zal ze zich zij zijn zo zou zullen`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// english takes endings off as steps 1 and 5a of M. F. Porter, "An algorithm for
// suffix stripping", Program 14(3), 1980, do: plurals, -ed, -ing, -y and a last e.
func english(w string) string {
	if len(w) < 3 {
		return w
	}
	switch {
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "ies"):
		w = w[:len(w)-2]
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss"):
		w = w[:len(w)-1]
	}
	w = past(w)
	if n := len(w) - 1; n > 0 && w[n] == 'y' && hasVowel(w[:n]) {
		w = w[:n] + "i"
	}
	if bare, is := strings.CutSuffix(w, "e"); is {
		if m := measure(bare); m > 1 || m == 1 && !shortEnd(bare) {
			return bare
		}
	}
	return w
}

// past is Porter's step 1b.
func past(w string) string {
	if bare, is := strings.CutSuffix(w, "eed"); is {
		if measure(bare) > 0 {
			return bare + "ee"
		}
		return w
	}
	bare, is := strings.CutSuffix(w, "ed")
	if !is {
		bare, is = strings.CutSuffix(w, "ing")
	}
	if !is || !hasVowel(bare) {
		return w
	}
	switch {
	case strings.HasSuffix(bare, "at"), strings.HasSuffix(bare, "bl"), strings.HasSuffix(bare, "iz"):
		return bare + "e"
	case doubled(bare) && !strings.ContainsRune("lsz", rune(bare[len(bare)-1])):
		return bare[:len(bare)-1]
	case measure(bare) == 1 && shortEnd(bare):
		return bare + "e"
	}
	return bare
}

func vowel(w string, i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	case 'y':
		return i > 0 && !vowel(w, i-1)
	default:
		return false
	}
}

func hasVowel(w string) bool {
	for i := range len(w) {
		if vowel(w, i) {
			return true
		}
	}
	return false
}

// measure is how often a consonant follows a vowel.
func measure(w string) (m int) {
	for i := 1; i < len(w); i++ {
		if vowel(w, i-1) && !vowel(w, i) {
			m++
		}
	}
	return m
}

// shortEnd reports whether w ends as "hop" does: consonant, vowel, consonant,
// of which the last is not w, x or y.
func shortEnd(w string) bool {
	n := len(w) - 1
	return n >= 2 && !vowel(w, n) && vowel(w, n-1) && !vowel(w, n-2) && w[n] != 'w' && w[n] != 'x' && w[n] != 'y'
}

func doubled(w string) bool {
	n := len(w) - 1
	return n >= 1 && w[n] == w[n-1] && w[n] < 0x80 && !vowel(w, n)
}

// dutch takes endings off as steps 1, 2 and 4 of Snowball's Dutch stemmer do
// (M. F. Porter, snowballstem.org/algorithms/dutch): -heden, -en, -s, -e, and one
// of two equal vowels. Other than there every doubled consonant becomes one
// (bonnen, bon), and v and z at the end f and s (brieven, brief).
func dutch(w string) string {
	r1 := region(w)
	switch {
	case ends(w, "heden", r1):
		w = w[:len(w)-len("heden")] + "heid"
	case ends(w, "ene", r1) && closed(w, 3):
		w = single(w[:len(w)-3])
	case ends(w, "en", r1) && closed(w, 2):
		w = single(w[:len(w)-2])
	case ends(w, "se", r1) && closed(w, 2) && w[len(w)-3] != 'j':
		w = w[:len(w)-2]
	case ends(w, "s", r1) && closed(w, 1) && w[len(w)-2] != 'j':
		w = w[:len(w)-1]
	}
	if ends(w, "e", r1) && closed(w, 1) {
		w = single(w[:len(w)-1])
	}
	n := len(w) - 1
	if n >= 3 && !vowel(w, n) && w[n-1] == w[n-2] && strings.IndexByte("aeou", w[n-1]) >= 0 && !vowel(w, n-3) {
		w = w[:n-1] + w[n:]
		n--
	}
	if n >= 2 && w[n] == 'v' {
		return w[:n] + "f"
	}
	if n >= 2 && w[n] == 'z' {
		return w[:n] + "s"
	}
	return w
}

// region is where the part of a Dutch word begins that may lose an ending:
// behind the first consonant that follows a vowel, and three letters at least.
func region(w string) int {
	for i := 1; i < len(w); i++ {
		if vowel(w, i-1) && !vowel(w, i) {
			return max(i+1, 3)
		}
	}
	return len(w)
}

func ends(w, ending string, from int) bool {
	return len(w)-len(ending) >= from && strings.HasSuffix(w, ending)
}

// closed reports whether a consonant stands before the last n letters.
func closed(w string, n int) bool {
	at := len(w) - n - 1
	return at >= 0 && !vowel(w, at) && !strings.HasSuffix(w[:at+1], "gem")
}

func single(w string) string {
	if doubled(w) {
		return w[:len(w)-1]
	}
	return w
}
