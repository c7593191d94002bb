package themes

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

const (
	// Weeks is how far back a new installation looks, and what is shown beside a week.
	Weeks = 8
	// MostQuestions of a medium and week are read, the newest; a group of more says no
	// more.
	MostQuestions = 5000

	mostKnown   = 400
	goesOnWeeks = 26             // a theme that was silent for longer begins anew
	late        = 24 * time.Hour // after its end, what is written of a week is final
	central     = 12             // questions near the middle, among which the name is looked for
	fewestWords = 3
	mostWords   = 16
	longNumber  = 5 // digits that may say who somebody is
)

// Monday is the Monday of a moment's week, at midnight of its clock.
func Monday(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d-(int(at.Weekday())+6)%7, 0, 0, 0, 0, at.Location())
}

// Gather groups what was asked this week and in the weeks before that were not
// gathered to their end, the oldest first, so that names go on from week to week.
// It returns how many weeks of media it wrote. Two at once: the last one stays,
// and both found the same.
func (t *Themes) Gather(ctx context.Context) (written int, err error) {
	zone, err := t.shelf.Zone(ctx)
	if err != nil {
		return 0, err
	}
	now := t.rt.Now()
	this := Monday(now.In(zone))
	for back := Weeks; back >= 0; back-- {
		from := this.AddDate(0, 0, -7*back)
		until := from.AddDate(0, 0, 7)
		media, err := t.shelf.Media(ctx, from, until, from.Format(time.DateOnly))
		if err != nil {
			return written, err
		}
		for _, m := range media {
			if m.At.After(until.Add(late)) {
				continue
			}
			if err := t.gather(ctx, m.Medium, from, until, now); err != nil {
				return written, err
			}
			written++
		}
	}
	return written, nil
}

func (t *Themes) gather(ctx context.Context, m Medium, from, until, now time.Time) error {
	questions, err := t.shelf.Questions(ctx, m, from, until, MostQuestions)
	if err != nil {
		return err
	}
	themes, err := t.shelf.Known(ctx, m, from.AddDate(0, 0, -7*goesOnWeeks).Format(time.DateOnly), mostKnown)
	if err != nil {
		return err
	}
	before, byID := make([]Known, len(themes)), make(map[ThemeID]Theme, len(themes))
	for i, one := range themes {
		before[i], byID[one.ID] = Known{one.ID, one.Terms}, one
	}
	texts := make([]string, len(questions))
	for i, q := range questions {
		texts[i] = q.Text
	}
	week := Week{Medium: m, Monday: from.Format(time.DateOnly), Questions: len(questions), At: now}
	for _, g := range Find(m.Language, texts, before) {
		if err := ctx.Err(); err != nil {
			return err
		}
		f := Found{Theme: byID[g.Known], New: g.Known == ""}
		if f.New {
			f.Theme = Theme{ID: ThemeID(t.rt.NewID("thm")), Medium: m, Name: nameOf(m.Language, texts, g), Version: 1, At: now}
		}
		if week.Monday >= f.Theme.LastWeek {
			f.Theme.Terms, f.Theme.LastWeek = g.Terms, week.Monday
		}
		for _, i := range g.Members {
			f.Questions = append(f.Questions, questions[i])
		}
		week.Themes = append(week.Themes, f)
	}
	return t.inTx(ctx, func(tx Store) error { return tx.KeepWeek(week) })
}

// nameOf is the sentence of a group that says most of what all say, in few words
// and without anything that may tell who somebody is; else its heaviest words.
func nameOf(l domain.Language, texts []string, g Group) string {
	name, best := "", 0.0
	for _, i := range g.Members[:min(len(g.Members), central)] {
		for sentence := range strings.FieldsFuncSeq(texts[i], func(r rune) bool { return strings.ContainsRune(".!\n\r", r) }) {
			sentence = upTo(sentence, '?')
			if !plain(sentence) {
				continue
			}
			if says := g.Terms.said(termsOf(l, sentence)); says > best || says == best && utf8.RuneCountInString(sentence) < utf8.RuneCountInString(name) {
				name, best = sentence, says
			}
		}
	}
	return cmp.Or(name, g.Terms.heaviest())
}

// upTo is a text to the first mark, with it.
func upTo(text string, mark byte) string {
	if at := strings.IndexByte(text, mark); at >= 0 {
		text = text[:at+1]
	}
	return strings.Join(strings.Fields(text), " ")
}

// plain reports whether a sentence can be a name: a few words, no address and no
// long number.
func plain(sentence string) bool {
	words := strings.Fields(sentence)
	if len(words) < fewestWords || len(words) > mostWords || utf8.RuneCountInString(sentence) > mostName || strings.ContainsAny(sentence, "@/") {
		return false
	}
	digits := 0
	for _, r := range sentence {
		switch {
		case unicode.IsDigit(r):
			digits++
		case !unicode.IsSpace(r) && r != '-':
			digits = 0
		}
		if digits >= longNumber {
			return false
		}
	}
	return true
}

// said is how much of a direction some terms say, for their own length.
func (t Terms) said(counts map[string]float64) float64 {
	sum, length := 0.0, 0.0
	for term, n := range counts {
		sum += t[term]
		length += n
	}
	return sum / (2 + length)
}

// heaviest are the three stems that weigh most.
func (t Terms) heaviest() string {
	var all []string
	for range 3 {
		best := ""
		for term := range t {
			if !strings.Contains(term, " ") && !slices.Contains(all, term) && (best == "" || t[term] > t[best] || t[term] == t[best] && term < best) {
				best = term
			}
		}
		if best != "" {
			all = append(all, best)
		}
	}
	return strings.Join(all, " ")
}
