package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

var _ problems.Facts = Views{}

// BrandZone is the time zone the brand lives in.
func (v Views) BrandZone(ctx context.Context) (*time.Location, error) { return v.zone(ctx) }

// CurrentSettings are the brand's assumptions about costs.
func (v Views) CurrentSettings(ctx context.Context) (problems.Settings, error) {
	return problemSettings(asking{v.on(ctx)})
}

// FirstContact is when the first contact of all came.
func (v Views) FirstContact(ctx context.Context) (time.Time, error) {
	var rows []struct{ OpenedAt Time }
	err := v.all(ctx, &rows, "SELECT opened_at FROM episodes ORDER BY opened_at LIMIT 1")
	if err != nil || len(rows) == 0 {
		return time.Time{}, wrapped(err, "find the first contact")
	}
	return rows[0].OpenedAt.Time, nil
}

const fromEpisodes = " FROM episodes e JOIN conversations c ON c.id = e.conversation_id "

// ContactsSince counts contacts by quarters of an hour. Each episode is one.
func (v Views) ContactsSince(ctx context.Context, since time.Time) ([]problems.Contacts, error) {
	var rows []struct {
		Reason  domain.ReasonID
		Product domain.ProductID
		Quarter int64
		N       int
	}
	err := v.all(ctx, &rows, `SELECT `+reasonOf+` AS reason, c.product_id AS product, e.opened_at / 900000 AS quarter, COUNT(*) AS n`+fromEpisodes+
		`WHERE e.opened_at >= ? GROUP BY `+reasonOf+`, c.product_id, e.opened_at / 900000`, At(since))
	all := make([]problems.Contacts, len(rows))
	for i, r := range rows {
		all[i] = problems.Contacts{Key: problems.Key{Reason: r.Reason, Product: r.Product}, At: time.UnixMilli(r.Quarter * 900_000).UTC(), N: r.N}
	}
	return all, wrapped(err, "count contacts")
}

// lowRating holds for a low rating that no expert could have changed.
const lowRating = "r.stars <= 2 AND r.cause = 'company' AND NOT r.controllable AND r.excluded = ''"

// LowRatings counts low ratings that no expert could have changed, by reason.
func (v Views) LowRatings(ctx context.Context, since time.Time) (map[problems.Key]int, error) {
	var rows []struct {
		Reason domain.ReasonID
		N      int
	}
	err := v.all(ctx, &rows, `SELECT `+reasonOf+` AS reason, COUNT(*) AS n`+fromEpisodes+`
		JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE r.given_at >= ? AND `+lowRating+` AND `+reasonOf+` IS NOT NULL GROUP BY `+reasonOf, At(since))
	low := make(map[problems.Key]int, len(rows))
	for _, r := range rows {
		low[problems.Key{Reason: r.Reason}] = r.N
	}
	return low, wrapped(err, "count low ratings")
}

// WeekCounts counts the contacts between each bound and the next.
func (v Views) WeekCounts(ctx context.Context, k problems.Key, bounds []time.Time) ([]problems.WeekCount, error) {
	if len(bounds) < 2 {
		return nil, nil
	}
	var part strings.Builder
	part.WriteString("CASE")
	args := []any{}
	for _, until := range bounds[1 : len(bounds)-1] {
		part.WriteString(" WHEN e.opened_at < ? THEN ?")
		args = append(args, At(until), len(args)/2)
	}
	week := "0"
	if len(args) > 0 {
		// The driver of PostgreSQL must be told what a placeholder in a result is.
		week = strings.ReplaceAll(part.String(), "THEN ?", "THEN CAST(? AS INTEGER)") + " ELSE CAST(? AS INTEGER) END"
		args = append(args, len(bounds)-2)
	}
	args = append(args, k.Reason, k.Product, k.Product, At(bounds[0]), At(bounds[len(bounds)-1]))
	var rows []struct{ Week, Own, Everything int }
	err := v.all(ctx, &rows, `SELECT t.week, COUNT(CASE WHEN t.own THEN 1 END) AS own, COUNT(*) AS everything FROM (
		SELECT `+week+` AS week, COALESCE(`+reasonOf+` = ? AND (CAST(? AS TEXT) = '' OR c.product_id = ?), FALSE) AS own`+fromEpisodes+`
		WHERE e.opened_at >= ? AND e.opened_at < ?) t GROUP BY t.week`, args...)
	all := make([]problems.WeekCount, len(bounds)-1)
	for _, r := range rows {
		all[r.Week] = problems.WeekCount{Own: r.Own, Others: r.Everything - r.Own}
	}
	return all, wrapped(err, "count the weeks of %s", k.Reason)
}

// Satisfaction counts the ratings of a key that were given in a time, and those of four and five stars.
func (v Views) Satisfaction(ctx context.Context, k problems.Key, from, until time.Time) (good, rated int, err error) {
	var r struct{ Good, Rated int }
	_, err = v.maybe(ctx, &r, `SELECT COUNT(CASE WHEN r.stars >= 4 THEN 1 END) AS good, COUNT(*) AS rated`+fromEpisodes+`
		JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE r.given_at >= ? AND r.given_at < ? AND `+reasonOf+` = ? AND (CAST(? AS TEXT) = '' OR c.product_id = ?) AND r.excluded = ''`,
		At(from), At(until), k.Reason, k.Product, k.Product)
	return r.Good, r.Rated, wrapped(err, "read how satisfied customers are")
}

// mostHandled bounds what a median is taken of.
const mostHandled = 20_000

type handled struct {
	Reason  domain.ReasonID
	Product domain.ProductID
	HeldMs  int64
}

// handlings are how long an expert's seat was taken by each of the newest contacts since a time.
func (v Views) handlings(ctx context.Context, since time.Time) (all []handled, err error) {
	err = v.all(ctx, &all, `SELECT `+reasonOf+` AS reason, c.product_id AS product, CAST(h.held_ms AS BIGINT) AS held_ms`+fromEpisodes+`
		JOIN (SELECT conversation_id, episode, SUM(ended_at - started_at) AS held_ms FROM assignments
			WHERE ended_at IS NOT NULL AND started_at >= ? AND expert_id IS NOT NULL GROUP BY conversation_id, episode) h
		ON h.conversation_id = e.conversation_id AND h.episode = e.episode
		WHERE e.opened_at >= ? ORDER BY e.opened_at DESC LIMIT ?`, At(since), At(since), mostHandled)
	return all, wrapped(err, "read what contacts take")
}

// is reports whether a contact about a reason and product is one of a key.
func is(k problems.Key, r domain.ReasonID, p domain.ProductID) bool {
	return k.Reason == r && (k.Product == "" || k.Product == p)
}

func medianOf(all []handled, k problems.Key) time.Duration {
	var times []int64
	for _, h := range all {
		if is(k, h.Reason, h.Product) {
			times = append(times, h.HeldMs)
		}
	}
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return time.Duration(times[len(times)/2]) * time.Millisecond
}

// MedianHandling is how long an expert's seat was taken by a contact of a key since a time.
func (v Views) MedianHandling(ctx context.Context, k problems.Key, since time.Time) (time.Duration, error) {
	all, err := v.handlings(ctx, since)
	return medianOf(all, k), err
}

// LivingKeys are the reasons and products of problems that are not closed.
func (v Views) LivingKeys(ctx context.Context) (map[problems.Key]bool, error) {
	var rows []struct {
		ReasonID  domain.ReasonID
		ProductID domain.ProductID
	}
	err := v.all(ctx, &rows, "SELECT reason_id, product_id FROM problems WHERE state <> 'closed'")
	living := make(map[problems.Key]bool, len(rows))
	for _, r := range rows {
		living[problems.Key{Reason: r.ReasonID, Product: r.ProductID}] = true
	}
	return living, wrapped(err, "list living problems")
}

// ProblemNow reads a problem and its changes, or refuses problems.ErrNoProblem.
func (v Views) ProblemNow(ctx context.Context, id problems.ProblemID) (problems.Problem, []problems.Improvement, error) {
	var r problemRow
	found, err := v.maybe(ctx, &r, selectProblems+"WHERE id = ?", id)
	if err != nil || !found {
		return problems.Problem{}, nil, orRefused(err, problems.ErrNoProblem)
	}
	all, err := improvementsOf(asking{v.on(ctx)}, id)
	return r.domain(), all, err
}

// InState are problems in a state, and of closed ones with an outcome: those that
// moved last. It finds no more than a limit.
func (v Views) InState(ctx context.Context, s problems.State, o problems.Outcome, limit int) (ids []problems.ProblemID, err error) {
	err = v.all(ctx, &ids, "SELECT id FROM problems WHERE state = ? AND COALESCE(outcome, '') = ? ORDER BY moved_at DESC, id LIMIT ?", s, o, limit)
	return ids, wrapped(err, "find problems that are %s", s)
}

// usage is how many contacts came about each reason and product in a time, and how
// long they took.
type usage struct {
	settings problems.Settings
	counts   map[problems.Key]int
	handled  []handled
}

// use counts the contacts of the last problems.VolumeDays.
func (v Views) use(ctx context.Context, now time.Time) (u usage, err error) {
	if u.settings, err = v.CurrentSettings(ctx); err != nil {
		return u, err
	}
	since := now.AddDate(0, 0, -problems.VolumeDays)
	var rows []struct {
		Reason  domain.ReasonID
		Product domain.ProductID
		N       int
	}
	err = v.all(ctx, &rows, `SELECT `+reasonOf+` AS reason, c.product_id AS product, COUNT(*) AS n`+fromEpisodes+`
		WHERE e.opened_at >= ? AND e.opened_at < ? AND `+reasonOf+` IS NOT NULL GROUP BY `+reasonOf+`, c.product_id`, At(since), At(now))
	if err != nil {
		return u, wrapped(err, "count contacts by reason")
	}
	u.counts = map[problems.Key]int{}
	for _, r := range rows {
		u.counts[problems.Key{Reason: r.Reason}] += r.N
		if r.Product != "" {
			u.counts[problems.Key{Reason: r.Reason, Product: r.Product}] += r.N
		}
	}
	u.handled, err = v.handlings(ctx, since)
	return u, err
}

func (u usage) priority(k problems.Key) problems.Priority {
	return problems.Prioritise(u.counts[k], medianOf(u.handled, k), u.settings)
}
