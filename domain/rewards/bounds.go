package rewards

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// ErrDuration refuses every rule in which it would matter how long a conversation
// took: quick answers are not worth more, and neither are slow ones.
var ErrDuration = domain.Refuse(domain.Invalid, "rule_uses_duration", "How long a conversation takes is never worth anything: no rule may use it.")

// clockWords are in names of rules that would measure time.
var clockWords = regexp.MustCompile(`(?i)duration|handling|seconds|minutes|speed|fast|quick|slow|elapsed|length|latency|response|reply|time`)

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// ParseRules reads a rule set that somebody has written, and refuses what no rule
// set may be, with a pointer to it.
func ParseRules(document []byte) (Rules, error) {
	var r Rules
	d := json.NewDecoder(bytes.NewReader(document))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, unreadable(err)
	}
	if d.More() {
		return r, errUnreadable
	}
	return r, r.Validate()
}

var errUnreadable = domain.Refuse(domain.Invalid, "rules_unreadable", "These are no rules: a field is unknown or its value is of another kind.")

func unreadable(err error) error {
	if m := unknownField.FindStringSubmatch(err.Error()); m != nil {
		if clockWords.MatchString(m[1]) {
			return ErrDuration.At("/" + m[1])
		}
		return errUnreadable.At("/" + m[1])
	}
	if kind := new(json.UnmarshalTypeError); errors.As(err, &kind) {
		return errUnreadable.At("/" + strings.ReplaceAll(kind.Field, ".", "/"))
	}
	return errUnreadable
}

// bound is what a number of a rule set may be, in its own unit: points, hours,
// days, or hundredths of a factor.
type bound struct {
	at        string
	value     int64
	low, high int64
	factor    bool
}

// Validate refuses what no brand's rules may be. Check knows what the arithmetic
// can bear; this knows what the programme allows.
func (r Rules) Validate() error {
	if err := r.complete(); err != nil {
		return err
	}
	if r.Conversation.Qualified.ActiveSeconds > maxActive {
		return ErrDuration.At("/conversation/qualified/activeSeconds")
	}
	for _, b := range append(r.conversationBounds(), r.besideBounds()...) {
		if b.value < b.low || b.value > b.high {
			return b.refuse()
		}
	}
	if err := r.Conversation.ordered(); err != nil {
		return err
	}
	return r.Check()
}

// maxActive is the most that tells a conversation from a click.
const maxActive = 60

func (b bound) refuse() error {
	low, high := strconv.FormatInt(b.low, 10), strconv.FormatInt(b.high, 10)
	if b.factor {
		low, high = Factor(b.low).String(), Factor(b.high).String()
	}
	return domain.Refuse(domain.Invalid, "rule_out_of_bounds", "This may be from "+low+" to "+high+".").At(b.at)
}

// complete refuses rules that say nothing of a kind: what pays nothing says 0.
func (r Rules) complete() error {
	missing := domain.Refuse(domain.Invalid, "rule_missing", "Every kind has its rule; what is worth nothing says 0.")
	switch {
	case r.FirstTimeRight == nil:
		return missing.At("/firstTimeRight")
	case r.HandOver == nil:
		return missing.At("/handOver")
	case r.FollowUp == nil:
		return missing.At("/followUp")
	case r.Audition == nil:
		return missing.At("/audition")
	case r.Shift == nil:
		return missing.At("/shift")
	case r.Review == nil:
		return missing.At("/review")
	case r.Article == nil:
		return missing.At("/article")
	case len(r.Conversation.DailyCurve) == 0 || len(r.Conversation.DailyCurve) > maxSteps:
		return domain.Refuse(domain.Invalid, "rule_curve", "A day has one to six steps, and the last one has no end.").At("/conversation/dailyCurve")
	}
	return nil
}

const maxSteps = 6

func (r Rules) conversationBounds() []bound {
	c := r.Conversation
	points := func(at string, p domain.Points, low, high int64) bound {
		return bound{"/conversation" + at, int64(p), low, high, false}
	}
	factor := func(at string, f Factor, low, high Factor) bound {
		return bound{"/conversation" + at, int64(f), int64(low), int64(high), true}
	}
	all := []bound{
		points("/base", c.Base, 1, 100),
		points("/qualified/customerMessages", domain.Points(c.Qualified.CustomerMessages), 1, 5),
		points("/qualified/expertMessages", domain.Points(c.Qualified.ExpertMessages), 1, 5),
		points("/qualified/activeSeconds", domain.Points(c.Qualified.ActiveSeconds), 0, maxActive),
		points("/vesting/confirmedHours", domain.Points(c.Vesting.ConfirmedHours), 24, 720),
		points("/vesting/silenceHours", domain.Points(c.Vesting.SilenceHours), 72, 720),
		factor("/quality/uncontrollable", c.Quality.Uncontrollable, 0, 200),
		factor("/quality/unrated", c.Quality.Unrated, 0, 200),
	}
	for i, f := range c.Difficulty {
		all = append(all, factor("/difficulty/"+strconv.Itoa(i), f, 100, 300))
	}
	for i, f := range c.Quality.Stars {
		all = append(all, factor("/quality/stars/"+strconv.Itoa(i), f, 0, 200))
	}
	for i, s := range c.DailyCurve {
		all = append(all, factor("/dailyCurve/"+strconv.Itoa(i)+"/share", s.Share, 0, 100))
		if i < len(c.DailyCurve)-1 {
			all = append(all, points("/dailyCurve/"+strconv.Itoa(i)+"/upTo", domain.Points(s.UpTo), 1, 200))
		}
	}
	return all
}

func (r Rules) besideBounds() []bound {
	one := func(at string, value, low, high int) bound {
		return bound{at, int64(value), int64(low), int64(high), false}
	}
	points := func(at string, p domain.Points, high int) bound { return one(at, int(p), 0, high) }
	return []bound{
		points("/firstTimeRight/points", r.FirstTimeRight.Points, 50),
		one("/firstTimeRight/days", r.FirstTimeRight.Days, 1, 30),
		points("/handOver/points", r.HandOver.Points, 50),
		one("/handOver/minScore", r.HandOver.MinScore, 1, 5),
		points("/followUp/kept", r.FollowUp.Kept, 50),
		points("/followUp/helped", r.FollowUp.Helped, 50),
		points("/followUp/missed", r.FollowUp.Missed, 50),
		points("/audition/points", r.Audition.Points, 200),
		points("/shift/perHour", r.Shift.PerHour, 50),
		one("/shift/dailyHours", r.Shift.DailyHours, 1, 8),
		points("/shift/noShow", r.Shift.NoShow, 50),
		one("/shift/talkDays", r.Shift.TalkDays, 1, 90),
		points("/review/points", r.Review.Points, 20),
		one("/review/perDay", r.Review.PerDay, 1, 20),
		points("/article/accepted", r.Article.Accepted, 50),
		points("/article/recheck", r.Article.Recheck, 50),
		points("/article/helped", r.Article.Helped, 5),
		points("/article/perMonth", r.Article.PerMonth, 100),
		points("/article/ofExpert", r.Article.OfExpert, 400),
	}
}

// ordered refuses rules that pay for the wrong thing: harder ones are not worth
// less, better ratings not less, silence no more than four stars and no less than
// three, and the more somebody takes on in a day the less each is worth.
func (c ConversationRules) ordered() error {
	wrong := func(at, why string) error {
		return domain.Refuse(domain.Invalid, "rule_order", why).At("/conversation" + at)
	}
	for i := 1; i < len(c.Difficulty); i++ {
		if c.Difficulty[i] < c.Difficulty[i-1] {
			return wrong("/difficulty/"+strconv.Itoa(i), "What is harder is not worth less.")
		}
	}
	stars := c.Quality.Stars
	for i := 1; i < len(stars); i++ {
		if stars[i] < stars[i-1] {
			return wrong("/quality/stars/"+strconv.Itoa(i), "A better rating is not worth less.")
		}
	}
	if c.Quality.Unrated < stars[2] || c.Quality.Unrated > stars[3] {
		return wrong("/quality/unrated", "Without a rating it is worth as much as three stars at least and four at most.")
	}
	if c.Quality.Uncontrollable < c.Quality.Unrated {
		return wrong("/quality/uncontrollable", "What the expert could not change costs no more than silence.")
	}
	for i, s := range c.DailyCurve {
		last := i == len(c.DailyCurve)-1
		if last && s.UpTo != 0 || i > 0 && !last && s.UpTo <= c.DailyCurve[i-1].UpTo {
			return wrong("/dailyCurve/"+strconv.Itoa(i)+"/upTo", "Each step ends after the one before, and the last has no end.")
		}
		if i > 0 && s.Share > c.DailyCurve[i-1].Share {
			return wrong("/dailyCurve/"+strconv.Itoa(i)+"/share", "More in a day is not worth more.")
		}
	}
	return nil
}

// Complete gives r the kinds that it does not know, as the product ships them: a
// draft begins with all of them.
func Complete(r Rules) Rules {
	newest := Versions()[len(Versions())-1]
	if r.FirstTimeRight == nil {
		r.FirstTimeRight = newest.FirstTimeRight
	}
	if r.HandOver == nil {
		r.HandOver = newest.HandOver
	}
	if r.FollowUp == nil {
		r.FollowUp = newest.FollowUp
	}
	if r.Audition == nil {
		r.Audition = newest.Audition
	}
	if r.Shift == nil {
		r.Shift = newest.Shift
	}
	if r.Review == nil {
		r.Review = newest.Review
	}
	if r.Article == nil {
		r.Article = newest.Article
	}
	return r
}
