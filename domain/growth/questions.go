package growth

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// The numbers of a certificate's questions.
const (
	Asked        = 5  // questions an attempt draws
	PassMark     = 4  // of them, to pass
	MaxQuestions = 40 // of a set
	minOptions   = 2
	maxOptions   = 5
	minMinutes   = 5
	maxMinutes   = 60
	maxPrompt    = 400
	maxOption    = 200
	maxExplained = 400
)

// Texts is one text in the languages of the brand.
type Texts map[domain.Language]string

// In is the text in a language, else in the other, else in any.
func (t Texts) In(l, other domain.Language) string {
	for _, each := range append([]domain.Language{l, other}, slices.Sorted(maps.Keys(t))...) {
		if s := t[each]; s != "" {
			return s
		}
	}
	return ""
}

// Option is one possible answer.
type Option struct {
	Text  Texts `json:"text"`
	Right bool  `json:"right"`
}

// Question is asked with its options, of which exactly one is right. The
// explanation is shown when the answers are in.
type Question struct {
	Prompt      Texts    `json:"prompt"`
	Options     []Option `json:"options"`
	Explanation Texts    `json:"explanation"`
}

// Draft is a topic's questions as managers write them.
type Draft struct {
	Reason    domain.ReasonID
	Product   domain.ProductID // whose new generation ends the certificates; empty: none
	Questions []Question
	Minutes   int
	ChangedBy domain.PersonID
	ChangedAt time.Time
	Version   int // 0: not stored yet
}

// Set is a topic's questions as they were published; it never changes again.
type Set struct {
	Reason      domain.ReasonID
	Version     int
	Product     domain.ProductID
	Questions   []Question
	Minutes     int
	PublishedBy domain.PersonID
	PublishedAt time.Time
}

// Refusals of questions.
var (
	ErrNoDraft      = domain.Refuse(domain.NotFound, "questions_not_found", "This topic has no questions yet.")
	ErrBadPrompt    = domain.Refuse(domain.Invalid, "question_prompt", "A question has 1 to 400 letters, in every language of the set.")
	ErrBadOption    = domain.Refuse(domain.Invalid, "question_option", "An answer has 1 to 200 letters, in every language of the set.")
	ErrSameOption   = domain.Refuse(domain.Invalid, "question_same", "Two answers of a question are the same.")
	ErrOptions      = domain.Refuse(domain.Invalid, "question_options", "A question has two to five answers, of which exactly one is right.")
	ErrBadExplained = domain.Refuse(domain.Invalid, "question_explanation", "Say why the answer is right, in 1 to 400 letters and every language of the set.")
	ErrQuestions    = domain.Refuse(domain.Invalid, "questions_many", "A set has at most 40 questions.").At("/questions")
	ErrFewQuestions = domain.Refuse(domain.Conflict, "questions_few", "Write five questions at least before they are published.")
	ErrBadMinutes   = domain.Refuse(domain.Invalid, "questions_minutes", "There are 5 to 60 minutes to answer.").At("/minutes")
	ErrNoProduct    = domain.Refuse(domain.Invalid, "product_unknown", "There is no such product in use.").At("/productId")
	ErrUnchanged    = domain.Refuse(domain.Conflict, "questions_unchanged", "These questions are published already.")
)

// SetStore keeps questions.
type SetStore interface {
	Draft(domain.ReasonID) (Draft, error)    // locked; ErrNoDraft
	AddDraft(Draft) (bool, error)            // false: somebody was first
	SaveDraft(Draft) error                   // domain.ErrStale when another writer was first
	NewestSet(domain.ReasonID) (Set, error)  // ErrNoQuestions
	SetOf(domain.ReasonID, int) (Set, error) // of a version
	AddSet(Set) (bool, error)                // false: the version is there
	ProductInUse(domain.ProductID) (bool, error)
}

// SaveQuestions stores what a manager wrote. Nobody is asked it before it is
// published. It refuses a topic or product that is not in use, questions that
// make no sense, and ErrStaleVersion when version is not the stored one, which
// is 0 for the first time. Two at once: the row is locked, or its key makes the
// second one stale.
func (g *Growth) SaveQuestions(ctx context.Context, by domain.Actor, d Draft, version int) (out Draft, err error) {
	if d.Questions, err = cleanQuestions(d.Questions); err != nil {
		return out, err
	}
	if d.Minutes < minMinutes || d.Minutes > maxMinutes {
		return out, ErrBadMinutes
	}
	d.ChangedBy, d.ChangedAt = domain.PersonID(by.ID), g.rt.Now()
	err = g.tx(ctx, func(tx Store) error {
		if ok, err := tx.ReasonsInUse([]domain.ReasonID{d.Reason}); err != nil || !ok {
			return orRefuse(err, ErrUnknownTopic)
		}
		if d.Product != "" {
			if ok, err := tx.ProductInUse(d.Product); err != nil || !ok {
				return orRefuse(err, ErrNoProduct)
			}
		}
		if version == 0 {
			d.Version = 1
			out = d
			added, err := tx.AddDraft(d)
			if err == nil && !added {
				err = ErrStaleVersion
			}
			return err
		}
		before, err := tx.Draft(d.Reason)
		if err != nil {
			return err
		}
		if before.Version != version {
			return ErrStaleVersion
		}
		d.Version = version
		if err := tx.SaveDraft(d); err != nil {
			return err
		}
		out = d
		out.Version++
		return nil
	})
	return out, err
}

// PublishQuestions makes the draft the next version, which every new attempt
// draws from; attempts under way keep theirs. It refuses ErrNoDraft,
// ErrFewQuestions, ErrUnchanged and a version that is not the draft's. Two at
// once: the draft is locked, and the second finds nothing changed.
func (g *Growth) PublishQuestions(ctx context.Context, by domain.Actor, reason domain.ReasonID, version int) (s Set, err error) {
	err = g.tx(ctx, func(tx Store) error {
		d, err := tx.Draft(reason)
		switch {
		case err != nil:
			return err
		case d.Version != version:
			return ErrStaleVersion
		case len(d.Questions) < Asked:
			return ErrFewQuestions
		}
		s = Set{reason, 1, d.Product, d.Questions, d.Minutes, domain.PersonID(by.ID), g.rt.Now()}
		last, err := tx.NewestSet(reason)
		switch {
		case errorIs(err, ErrNoQuestions):
		case err != nil:
			return err
		case same(last, s):
			return ErrUnchanged
		default:
			s.Version = last.Version + 1
		}
		added, err := tx.AddSet(s)
		if err == nil && !added {
			err = domain.ErrStale
		}
		return err
	})
	return s, err
}

func same(a, b Set) bool {
	return a.Product == b.Product && a.Minutes == b.Minutes && slices.EqualFunc(a.Questions, b.Questions, func(x, y Question) bool {
		return maps.Equal(x.Prompt, y.Prompt) && maps.Equal(x.Explanation, y.Explanation) && slices.EqualFunc(x.Options, y.Options, func(p, q Option) bool {
			return p.Right == q.Right && maps.Equal(p.Text, q.Text)
		})
	})
}

// cleanQuestions trims the texts and refuses what cannot be asked. The first
// prompt says which languages a set has.
func cleanQuestions(all []Question) ([]Question, error) {
	if len(all) > MaxQuestions {
		return nil, ErrQuestions
	}
	out := make([]Question, len(all))
	var languages []domain.Language
	for i, q := range all {
		at := fmt.Sprintf("/questions/%d", i)
		if i == 0 {
			languages = slices.Sorted(maps.Keys(q.Prompt))
			if len(languages) == 0 || len(languages) > 10 {
				return nil, ErrBadPrompt.At(at + "/prompt")
			}
		}
		clean, err := q.clean(languages, at)
		if err != nil {
			return nil, err
		}
		out[i] = clean
	}
	return out, nil
}

func (q Question) clean(languages []domain.Language, at string) (out Question, err error) {
	var ok bool
	if out.Prompt, ok = cleanTexts(q.Prompt, languages, maxPrompt); !ok {
		return out, ErrBadPrompt.At(at + "/prompt")
	}
	if out.Explanation, ok = cleanTexts(q.Explanation, languages, maxExplained); !ok {
		return out, ErrBadExplained.At(at + "/explanation")
	}
	right := 0
	for i, o := range q.Options {
		where := fmt.Sprintf("%s/options/%d", at, i)
		text, ok := cleanTexts(o.Text, languages, maxOption)
		if !ok {
			return out, ErrBadOption.At(where)
		}
		if slices.ContainsFunc(out.Options, func(b Option) bool { return alike(b.Text, text) }) {
			return out, ErrSameOption.At(where)
		}
		if o.Right {
			right++
		}
		out.Options = append(out.Options, Option{text, o.Right})
	}
	if len(out.Options) < minOptions || len(out.Options) > maxOptions || right != 1 {
		return out, ErrOptions.At(at + "/options")
	}
	return out, nil
}

func alike(a, b Texts) bool {
	for l, text := range a {
		if strings.EqualFold(text, b[l]) {
			return true
		}
	}
	return false
}

// cleanTexts trims a text in exactly these languages.
func cleanTexts(t Texts, languages []domain.Language, most int) (Texts, bool) {
	if len(t) != len(languages) {
		return nil, false
	}
	out := make(Texts, len(t))
	for _, l := range languages {
		s, ok := paragraph(t[l], most)
		if !ok || !l.Good() {
			return nil, false
		}
		out[l] = s
	}
	return out, true
}

// paragraph is a text of 1 to most letters that may have several lines.
func paragraph(s string, most int) (string, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	n := utf8.RuneCountInString(s)
	return s, n >= 1 && n <= most && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && unicode.IsControl(r) })
}
