package audition

import (
	"slices"
	"unicode/utf8"
)

// theBrand is how the rules write the name of the brand.
const theBrand = "thebrand"

// mend notes for each word that nobody knows which known word it was meant to
// be: one letter changed, missing, too many or swapped, two in a long word.
func (w *written) mend(x *lexicon, more, brand map[string]bool) {
	for i := range w.words {
		each := &w.words[i]
		if brand[each.norm] {
			each.fixed = theBrand
			continue
		}
		n := utf8.RuneCountInString(each.norm)
		if each.number || n < 4 || x.words[each.norm] || more[each.norm] || n > 24 {
			continue
		}
		each.fixed = x.meant(each.norm, n, more)
	}
}

// meant is the known word that a slip of the pen stands for, or nothing.
func (x *lexicon) meant(slip string, n int, more map[string]bool) string {
	letters := []rune(slip)
	best, least := "", slack(n)+1
	consider := func(known string) {
		if len(known) < 4 || !sameStart(letters, []rune(known)) {
			return
		}
		far := slips(letters, []rune(known))
		if far < least || (far == least && best != "" && known < best) {
			best, least = known, far
		}
	}
	for length := n - slack(n); length <= n+slack(n); length++ {
		for _, known := range x.byLength[length] {
			consider(known)
		}
	}
	for known := range more {
		consider(known)
	}
	return best
}

// slack is how many slips a word of n letters may have, two neighbours swapped not counted.
func slack(n int) int {
	switch {
	case n < 6:
		return 0
	case n < 10:
		return 1
	default:
		return 2
	}
}

// sameStart reports whether two words begin alike: hardly anybody mistypes the first letter.
func sameStart(a, b []rune) bool {
	return a[0] == b[0] && (a[1] == b[1] || a[1] == b[2] || a[2] == b[1])
}

// slips is how many letters are changed, missing, too many or swapped between
// two words; the first two neighbours swapped in a word are none.
func slips(a, b []rune) int {
	if len(a) == len(b) {
		if i := differ(a, b); i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:]) {
			return 0
		}
	}
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		this, last, before := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		this[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			this[j] = min(last[j]+1, this[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				this[j] = min(this[j], before[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}

// differ is the first place where two words of one length are not the same.
func differ(a, b []rune) int {
	for i := range a {
		if a[i] != b[i] {
			return i
		}
	}
	return len(a)
}
