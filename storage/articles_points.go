package storage

import (
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// EarnedArticle returns what rewards wants to know of a published version.
func (tx Tx) EarnedArticle(source string) (rewards.Published, error) {
	id, no, _ := strings.Cut(source, ":")
	var r struct {
		Author     *domain.ExpertID
		ReviewedAt Time
		First      bool
		Late       bool
	}
	number, err := strconv.Atoi(no)
	if err != nil {
		return rewards.Published{}, nil //nolint:nilerr // what names no version is published by nobody
	}
	found, err := tx.maybe(&r, `SELECT x.id AS author, r.reviewed_at, `+publishedFirst+` AS first, r.late FROM article_reviews r
		LEFT JOIN experts x ON x.id = r.author_id WHERE r.article_id = ? AND r.no = ? AND r.verdict = 'publish'`, id, number)
	if err != nil || !found {
		return rewards.Published{}, wrapped(err, "read published version %s", source)
	}
	return rewards.Published{Author: orEmpty(r.Author), At: r.ReviewedAt.Time, First: r.First, Late: r.Late}, nil
}

// firstWriter is the expert who wrote what was published first of the article of a
// vote v; staff are none.
const firstWriter = `(SELECT x.id FROM article_reviews r JOIN experts x ON x.id = r.author_id
	WHERE r.article_id = v.article_id AND r.verdict = 'publish' ORDER BY r.no LIMIT 1)`

// CountHelps marks readers' words from before a day: once each, in one statement.
// Who was in the writer's network on that day may be the writer.
func (tx Tx) CountHelps(now, before time.Time, day string) (int, error) {
	const worth = `EXISTS (SELECT 1 FROM articles a WHERE a.id = v.article_id AND a.state <> 'archived' AND a.review_on >= ?)
		AND EXISTS (SELECT 1 FROM experts x WHERE x.id = ` + firstWriter + `)
		AND NOT EXISTS (SELECT 1 FROM sightings z WHERE v.network <> '' AND z.network = v.network AND z.actor_id = ` + firstWriter + `
			AND z.seen_at BETWEEN v.voted_at - 86400000 AND v.voted_at + 86400000)`
	n, err := tx.exec(`UPDATE article_votes AS v SET counted_at = CASE WHEN `+worth+` THEN CAST(? AS BIGINT) ELSE 0 END
		WHERE v.counted_at IS NULL AND v.helped AND v.voted_at < ?`, day, At(now), At(before))
	return int(n), wrapped(err, "count helps")
}

// EarnedHelps returns readers who were counted together.
func (tx Tx) EarnedHelps(source string) (rewards.Helps, error) {
	id, at, _ := strings.Cut(source, ":helps:")
	moment, err := strconv.ParseInt(at, 10, 64)
	if err != nil || moment <= 0 {
		return rewards.Helps{}, nil //nolint:nilerr // what names no moment was never counted
	}
	var r struct {
		Writer  *domain.ExpertID
		Readers int
	}
	found, err := tx.maybe(&r, "SELECT "+firstWriter+` AS writer, COUNT(*) AS readers FROM article_votes v
		WHERE v.article_id = ? AND v.counted_at = ? GROUP BY v.article_id`, id, moment)
	if err != nil || !found {
		return rewards.Helps{}, wrapped(err, "read the readers of %s", source)
	}
	return rewards.Helps{Writer: orEmpty(r.Writer), At: time.UnixMilli(moment).UTC(), Readers: r.Readers}, nil
}

// PaidHelps are the points of a month that readers were worth so far.
func (tx Tx) PaidHelps(e domain.ExpertID, article, month string) (ofArticle, ofAll domain.Points, err error) {
	var r struct{ OfArticle, OfAll domain.Points }
	err = tx.all(&r, `SELECT COALESCE(SUM(CASE WHEN source LIKE ? THEN pending ELSE 0 END), 0) AS of_article, COALESCE(SUM(pending), 0) AS of_all
		FROM awards WHERE kind = 'article' AND expert_id = ? AND source LIKE '%:helps:%' AND day LIKE ?`, article+":helps:%", e, month+"-%")
	return r.OfArticle, r.OfAll, wrapped(err, "what readers of %s were worth", article)
}
