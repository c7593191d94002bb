package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/domain/search"
)

// ProblemDetail is everything that staff see of a problem.
type ProblemDetail struct {
	ProblemLineView

	Why          string               `json:"why,omitempty" doc:"Why it was dismissed, closed without an effect, or is open again."`
	Improvements []ImprovementView    `json:"improvements" nullable:"false"`
	Effect       *EffectView          `json:"effect,omitempty" doc:"What the last change did until now."`
	Weeks        []WeekView           `json:"weeks" nullable:"false" doc:"Around the last change, or the last twelve."`
	Findings     []ProblemFindingView `json:"findings" nullable:"false" doc:"What detection saw."`
	Reports      []ReportView         `json:"reports" nullable:"false" doc:"What experts saw, who reported it first before all others."`
	LowRatings   int                  `json:"lowRatings" minimum:"0" doc:"Of the last 28 days, for what no expert could have changed."`
	Searches     []FoundInVain        `json:"searches" nullable:"false" doc:"Searches in vain that were attached."`
	Suggested    []FoundInVain        `json:"suggestedSearches" nullable:"false" doc:"Others that use the same words."`
	Messages     []ToldView           `json:"messages" nullable:"false" doc:"What customers who asked are told."`
	Told         int                  `json:"told" minimum:"0" doc:"How many were."`
	Result       *BenefitView         `json:"result,omitempty" doc:"What was measured when it was solved last."`
}

// ImprovementView is a change that was made for a problem.
type ImprovementView struct {
	No         int    `json:"no" minimum:"1"`
	What       string `json:"what"`
	Hypothesis string `json:"hypothesis"`
	On         string `json:"on" doc:"From which day on it counts."`
	QuickWin   bool   `json:"quickWin"`
}

// EffectView is what a change did to the contacts.
type EffectView struct {
	Verdict      problems.Verdict `json:"verdict" enum:"too_early,fell,no_effect,rose"`
	Ratio        float64          `json:"ratio" doc:"Contacts after the change for each one that was expected without it; 0 while it is too early."`
	Low          float64          `json:"low" doc:"The lower bound of its 95 % interval."`
	High         float64          `json:"high"`
	Expected     float64          `json:"expected" doc:"Contacts that were expected after it, without the change."`
	Before       int              `json:"before" minimum:"0" doc:"Contacts before it."`
	After        int              `json:"after" minimum:"0"`
	OthersBefore int              `json:"othersBefore" minimum:"0" doc:"All other contacts."`
	OthersAfter  int              `json:"othersAfter" minimum:"0"`
	WeeksBefore  int              `json:"weeksBefore" minimum:"0"`
	WeeksAfter   int              `json:"weeksAfter" minimum:"0"`
	LastYear     bool             `json:"lastYear" doc:"The same weeks of last year were taken into account."`
}

// EffectViewOf shows an effect.
func EffectViewOf(e problems.Effect) EffectView {
	return EffectView{
		e.Verdict, e.Ratio, e.Low, e.High, e.Expected, e.Own[0], e.Own[1], e.Others[0], e.Others[1], e.Weeks[0], e.Weeks[1], e.LastYear,
	}
}

// WeekView is one week of contacts.
type WeekView struct {
	From   string `json:"from" doc:"Its first day, in the brand's time zone."`
	Own    int    `json:"own" minimum:"0"`
	Others int    `json:"others" minimum:"0"`
	After  bool   `json:"after" doc:"After the last change."`
}

// ProblemFindingView is what detection saw on a day.
type ProblemFindingView struct {
	Kind     problems.Origin `json:"kind" enum:"spike,volume,ratings"`
	Contacts int             `json:"contacts" minimum:"1"`
	Expected float64         `json:"expected" doc:"Contacts; of a volume, where its threshold was."`
	FoundAt  Time            `json:"foundAt" format:"date-time"`
}

// ReportView is what an expert saw.
type ReportView struct {
	No             int                   `json:"no" minimum:"1"`
	ExpertName     string                `json:"expertName"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Text           string                `json:"text"`
	SentAt         Time                  `json:"sentAt" format:"date-time"`
}

// FoundInVain is what readers searched for in vain, of the last ninety days.
type FoundInVain struct {
	Language domain.Language `json:"language"`
	Term     string          `json:"term"`
	InVain   int             `json:"inVain" minimum:"0"`
}

// ToldView is what customers are told in a language.
type ToldView struct {
	Language  domain.Language `json:"language"`
	Text      string          `json:"text"`
	WrittenAt Time            `json:"writtenAt" format:"date-time"`
}

// ProblemDetail reads a problem, or refuses problems.ErrNoProblem.
func (v Views) ProblemDetail(ctx context.Context, id problems.ProblemID, now time.Time) (d ProblemDetail, err error) {
	zone, err := v.zone(ctx)
	if err != nil {
		return d, err
	}
	u, err := v.use(ctx, now)
	if err != nil {
		return d, err
	}
	var r problemRow
	found, err := v.maybe(ctx, &r, selectProblemList+"WHERE p.id = ?", id)
	if err != nil || !found {
		return d, orRefused(err, problems.ErrNoProblem)
	}
	d.ProblemLineView, d.Why = r.view(u, now, zone), r.Why
	k := problems.Key{Reason: r.ReasonID, Product: r.ProductID}
	changes, err := improvementsOf(asking{v.on(ctx)}, id)
	if err != nil {
		return d, err
	}
	d.Improvements = make([]ImprovementView, len(changes))
	for i, c := range changes {
		d.Improvements[i] = ImprovementView{c.No, c.What, c.Hypothesis, c.On, c.QuickWin}
	}
	if d.Weeks, err = v.problemWeeks(ctx, k, changes, now, zone); err != nil {
		return d, err
	}
	if err := v.evidence(ctx, &d, k, now); err != nil {
		return d, err
	}
	var results []BenefitView
	if err = v.all(ctx, &results, selectBenefits+"WHERE b.problem_id = ? ORDER BY b.no DESC LIMIT 1", id); len(results) > 0 {
		d.Result = &results[0]
	}
	return d, wrapped(err, "read what %s saves", id)
}

// shownWeeks is how many weeks are shown of a problem for which nothing was changed.
const shownWeeks = 12

func (v Views) problemWeeks(ctx context.Context, k problems.Key, changes []problems.Improvement, now time.Time, zone *time.Location) ([]WeekView, error) {
	from, before, after := now.In(zone).AddDate(0, 0, -7*shownWeeks), shownWeeks, 0
	if n := len(changes); n > 0 {
		changed, err := time.ParseInLocation(time.DateOnly, changes[n-1].On, zone)
		if err != nil {
			return nil, wrapped(err, "the day of a change")
		}
		if !changed.After(now) {
			from, before, after = problems.EffectWindow(changed, now, zone)
		}
	}
	first, err := v.FirstContact(ctx)
	if err != nil {
		return nil, err
	}
	for before > 0 && from.Before(first) { // a week in which nobody could have written is no week of nothing
		from, before = from.AddDate(0, 0, 7), before-1
	}
	bounds := make([]time.Time, before+after+1)
	for i := range bounds {
		bounds[i] = from.AddDate(0, 0, 7*i)
	}
	counts, err := v.WeekCounts(ctx, k, bounds)
	weeks := make([]WeekView, len(counts))
	for i, c := range counts {
		weeks[i] = WeekView{bounds[i].Format(time.DateOnly), c.Own, c.Others, i >= before}
	}
	return weeks, err
}

// The limits of what is shown as evidence.
const (
	mostFindings  = 20
	mostReports   = 50
	mostSuggested = 10
	searchedDays  = 90
)

func (v Views) evidence(ctx context.Context, d *ProblemDetail, k problems.Key, now time.Time) error {
	d.Findings, d.Reports, d.Messages = []ProblemFindingView{}, []ReportView{}, []ToldView{}
	var low struct{ N int }
	for _, part := range []struct {
		dst  any
		sql  string
		args []any
	}{
		{&d.Findings, `SELECT kind, contacts, CAST(expected_tenths AS DOUBLE PRECISION) / 10 AS expected, found_at FROM problem_findings
			WHERE problem_id = ? ORDER BY found_at DESC LIMIT ?`, []any{d.ID, mostFindings}},
		{&d.Reports, `SELECT s.no, w.name AS expert_name, s.conversation_id, s.text, s.sent_at FROM problem_signals s
			JOIN people w ON w.id = s.expert_id WHERE s.problem_id = ? ORDER BY s.no LIMIT ?`, []any{d.ID, mostReports}},
		{&d.Messages, "SELECT language, text, written_at FROM problem_messages WHERE problem_id = ? ORDER BY language", []any{d.ID}},
	} {
		if err := v.all(ctx, part.dst, part.sql, part.args...); err != nil {
			return wrapped(err, "read what shows %s", d.ID)
		}
	}
	if _, err := v.maybe(ctx, &d.Told, "SELECT COUNT(*) FROM problem_told WHERE problem_id = ?", d.ID); err != nil {
		return wrapped(err, "count who was told of %s", d.ID)
	}
	_, err := v.maybe(ctx, &low, `SELECT COUNT(*) AS n`+fromEpisodes+`JOIN problems p ON `+askedAbout+`
		JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE p.id = ? AND r.given_at >= ? AND `+lowRating, d.ID, At(now.AddDate(0, 0, -problems.VolumeDays)))
	if d.LowRatings = low.N; err != nil {
		return wrapped(err, "count the low ratings of %s", d.ID)
	}
	return v.searchesOf(ctx, d, k, now)
}

// searchesOf finds the attached searches, and those in vain that share a word with
// the problem's title or its reason's names.
func (v Views) searchesOf(ctx context.Context, d *ProblemDetail, k problems.Key, now time.Time) error {
	d.Searches, d.Suggested = []FoundInVain{}, []FoundInVain{}
	since := At(now.AddDate(0, 0, -searchedDays))
	err := v.all(ctx, &d.Searches, `SELECT a.language, a.term, (SELECT COUNT(*) FROM searches s
			WHERE s.searched_at >= ? AND s.language = a.language AND s.term = a.term AND `+inVain+`) AS in_vain
		FROM problem_searches a WHERE a.problem_id = ? ORDER BY a.language, a.term`, since, d.ID)
	if err != nil {
		return wrapped(err, "read the searches of %s", d.ID)
	}
	var names struct{ Name, Translations string }
	if err := v.one(ctx, &names, "contact_reason", "SELECT name, translations FROM contact_reasons WHERE id = ?", k.Reason); err != nil {
		return err
	}
	known := telling(d.Title + " " + names.Name)
	translations := map[string]string{}
	if err := fromJSON("contact_reasons.translations", names.Translations, &translations); err != nil {
		return err
	}
	for _, name := range translations {
		for w := range telling(name) {
			known[w] = true
		}
	}
	terms, err := v.SearchTerms(ctx, since.Time, true, mostProblems)
	for _, t := range terms {
		one := FoundInVain{t.Language, t.Term, t.InVain}
		if len(d.Suggested) < mostSuggested && shares(known, t.Term) && !attached(d.Searches, one) {
			d.Suggested = append(d.Suggested, one)
		}
	}
	return err
}

func attached(all []FoundInVain, one FoundInVain) bool {
	for _, a := range all {
		if a.Language == one.Language && a.Term == one.Term {
			return true
		}
	}
	return false
}

// telling are the words of a text that are long enough to say something.
func telling(text string) map[string]bool {
	all := map[string]bool{}
	for w := range search.Words(text) {
		if len(w) > 3 {
			all[w] = true
		}
	}
	return all
}

func shares(known map[string]bool, text string) bool {
	for w := range telling(text) {
		if known[w] {
			return true
		}
	}
	return false
}

// BenefitView is a line of the register of benefits.
type BenefitView struct {
	ID            problems.ProblemID `json:"id"`
	Title         string             `json:"title"`
	ReasonID      domain.ReasonID    `json:"reasonId"`
	What          string             `json:"what" doc:"The change."`
	ChangedOn     string             `json:"changedOn"`
	Ratio         float64            `json:"ratio"`
	Low           float64            `json:"low"`
	High          float64            `json:"high"`
	Before        int                `json:"before" minimum:"0"`
	After         int                `json:"after" minimum:"0"`
	ContactsMonth int                `json:"contactsMonth" minimum:"0" doc:"Contacts that it saves in a month."`
	CentsMonth    int                `json:"centsMonth" minimum:"0" doc:"Money that it saves in a month, at the costs of then."`
	GoodBefore    int                `json:"goodBefore" minimum:"0" doc:"Ratings of four and five stars."`
	RatedBefore   int                `json:"ratedBefore" minimum:"0"`
	GoodAfter     int                `json:"goodAfter" minimum:"0"`
	RatedAfter    int                `json:"ratedAfter" minimum:"0"`
	MeasuredAt    Time               `json:"measuredAt" format:"date-time"`
	Solved        bool               `json:"solved" doc:"It still is: it was not opened again."`
}

const selectBenefits = `SELECT b.problem_id AS id, p.title, p.reason_id, COALESCE((SELECT i.what FROM improvements i
		WHERE i.problem_id = b.problem_id AND i.on_day = b.changed_on ORDER BY i.no DESC LIMIT 1), '') AS what,
	b.changed_on, CAST(b.ratio_permille AS DOUBLE PRECISION) / 1000 AS ratio, CAST(b.low_permille AS DOUBLE PRECISION) / 1000 AS low, CAST(b.high_permille AS DOUBLE PRECISION) / 1000 AS high,
	b.own_before AS before, b.own_after AS after, b.contacts_month, b.cents_month, b.good_before, b.rated_before, b.good_after, b.rated_after,
	b.measured_at, (p.outcome IS NOT NULL AND p.outcome = 'solved' AND b.measured_at = p.closed_at) AS solved
	FROM problem_results b JOIN problems p ON p.id = b.problem_id `

// Register is what solved problems save.
type Register struct {
	Items         []BenefitView `json:"items" nullable:"false" doc:"The newest two hundred."`
	ContactsMonth int           `json:"contactsMonth" minimum:"0" doc:"Of all that are still solved."`
	CentsMonth    int           `json:"centsMonth" minimum:"0"`
}

// Benefits is the register of benefits.
func (v Views) Benefits(ctx context.Context) (r Register, err error) {
	r.Items = []BenefitView{}
	if err := v.all(ctx, &r.Items, selectBenefits+"ORDER BY b.measured_at DESC, b.problem_id LIMIT ?", mostProblems); err != nil {
		return r, wrapped(err, "read the register of benefits")
	}
	var total struct{ Contacts, Cents int }
	_, err = v.maybe(ctx, &total, `SELECT CAST(COALESCE(SUM(b.contacts_month), 0) AS BIGINT) AS contacts, CAST(COALESCE(SUM(b.cents_month), 0) AS BIGINT) AS cents
		FROM problem_results b JOIN problems p ON p.id = b.problem_id WHERE p.outcome = 'solved' AND b.measured_at = p.closed_at`)
	r.ContactsMonth, r.CentsMonth = total.Contacts, total.Cents
	return r, wrapped(err, "sum the register of benefits")
}
