package knowledge

import (
	"math"
	"strings"
	"unicode"

	"github.com/kennerhq/kenner/domain"
)

// Ease is how easily a text can be read.
type Ease struct {
	Score     int      `json:"score" minimum:"-1" maximum:"100" doc:"0 hard to 100 easy, from 60 on plain language; -1 for a language without a formula, or fewer than 30 words."`
	Words     int      `json:"words"`
	Sentences int      `json:"sentences"`
	Long      []string `json:"long" nullable:"false" doc:"Sentences of more than 25 words, the first five."`
}

const (
	leastWords = 30 // below, a score says nothing
	longWords  = 25
	longShown  = 5
)

// Readability measures how easily an article can be read, by the share of long
// sentences and long words: for English R. Flesch, "A new readability yardstick",
// Journal of Applied Psychology 32 (1948) 221–233,
//
//	206.835 − 1.015 × words ÷ sentences − 84.6 × syllables ÷ words
//
// and for Dutch W. H. Douma, "De leesbaarheid van landbouwbladen", Landbouwhogeschool
// Wageningen, bulletin 17 (1960),
//
//	206.84 − 0.93 × words ÷ sentences − 77 × syllables ÷ words
//
// cut to 0 to 100. Syllables are counted as groups of vowels. Code is not text that
// somebody reads; a heading and an item of a list are sentences.
func Readability(l domain.Language, body string) Ease {
	e := Ease{Score: -1, Long: []string{}}
	syllables := 0
	for _, s := range sentences(body) {
		words := wordsIn(s)
		if len(words) == 0 {
			continue
		}
		e.Sentences++
		e.Words += len(words)
		for _, w := range words {
			syllables += syllablesIn(l, w)
		}
		if len(words) > longWords && len(e.Long) < longShown {
			e.Long = append(e.Long, s)
		}
	}
	if e.Words < leastWords {
		return e
	}
	perSentence, perWord := float64(e.Words)/float64(e.Sentences), float64(syllables)/float64(e.Words)
	var score float64
	switch l {
	case "en":
		score = 206.835 - 1.015*perSentence - 84.6*perWord
	case "nl":
		score = 206.84 - 0.93*perSentence - 77*perWord
	default:
		return e
	}
	e.Score = int(math.Round(min(max(score, 0), 100)))
	return e
}

// sentences are those of every block that somebody reads.
func sentences(body string) (all []string) {
	for _, b := range Parse(body) {
		texts := []string{plain(b.Phrases)}
		switch b.Kind {
		case BlockCode:
			continue
		case BlockList, BlockSteps:
			texts = nil
			for _, item := range b.Items {
				texts = append(texts, plain(item))
			}
		case BlockHeading, BlockParagraph, BlockTip:
		}
		for _, t := range texts {
			all = append(all, split(t)...)
		}
	}
	return all
}

// split cuts a text after each full stop, question or exclamation mark that a
// space follows.
func split(text string) (all []string) {
	from := 0
	runes := []rune(text)
	for i, r := range runes {
		last := i+1 == len(runes)
		if last || (r == '.' || r == '!' || r == '?' || r == '…') && unicode.IsSpace(runes[i+1]) {
			if s := strings.TrimSpace(string(runes[from : i+1])); s != "" {
				all = append(all, s)
			}
			from = i + 1
		}
	}
	return all
}

// wordsIn are the words of a sentence: what has a letter in it.
func wordsIn(sentence string) (all []string) {
	for w := range strings.FieldsSeq(sentence) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			all = append(all, strings.ToLower(w))
		}
	}
	return all
}

// syllablesIn counts the groups of vowels of a word, one at least. A silent e at the
// end of an English word is none; in Dutch a vowel with two dots begins a group of
// its own.
func syllablesIn(l domain.Language, word string) int {
	word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	n, in := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouyàáâäèéêëìíîïòóôöùúûüæœø", r)
		if vowel && (!in || l == "nl" && strings.ContainsRune("äëïöü", r)) {
			n++
		}
		in = vowel
	}
	if l == "en" && n > 1 && strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && !strings.HasSuffix(word, "ee") {
		n--
	}
	return max(n, 1)
}
