package knowledge

import (
	"cmp"
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Submitted: an article waits for somebody's review.
type Submitted struct {
	Article ArticleID `json:"articleId"`
}

// EventName is article.submitted.
func (Submitted) EventName() string { return "article.submitted" }

// Judged: somebody has said what becomes of a version.
type Judged struct {
	Article ArticleID `json:"articleId"`
	No      int       `json:"no"`
	Verdict Verdict   `json:"verdict"`
}

// EventName is article.reviewed.
func (Judged) EventName() string { return "article.reviewed" }

// NowRead: what readers find of an article is new, or somewhere else; also
// when it comes back from the archive.
type NowRead struct {
	Article ArticleID `json:"articleId"`
	No      int       `json:"no"`
}

// EventName is article.published.
func (NowRead) EventName() string { return "article.published" }

// PutAway: nobody reads the article any more.
type PutAway struct {
	Article ArticleID `json:"articleId"`
}

// EventName is article.archived.
func (PutAway) EventName() string { return "article.archived" }

// Judgement is what a reviewer says.
type Judgement struct {
	No      int // the version that they read
	Verdict Verdict
	Note    string // what should change; when it is published, empty or thanks
}

// Review publishes the version that waits, or sends it back with a note. Who
// wrote anything of it since it was published last does not review it. It refuses
// ErrUnknownArticle, ErrOnlyWriters, ErrNotInReview, ErrStaleVersion when another
// version waits, ErrOwnReview and ErrReviewNote. Two at once: the article is
// locked, the second finds nothing in review, and the database has one review for
// a version, never its author's.
func (k *Articles) Review(ctx context.Context, by domain.Actor, id ArticleID, j Judgement) (a Article, err error) {
	j.Note = strings.TrimSpace(j.Note)
	if utf8.RuneCountInString(j.Note) > maxNote || j.Note == "" && j.Verdict == VerdictChange {
		return a, ErrReviewNote
	}
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, 0); err != nil {
			return err
		}
		switch {
		case a.State != ArticleReview:
			return ErrNotInReview
		case a.Newest != j.No:
			return ErrStaleVersion
		case !r.Review:
			return k.whyNot(tx, by, a)
		}
		return k.judge(tx, &a, by, j)
	})
	return a, err
}

// whyNot says why somebody may not review what waits: they wrote of it, or their
// level does not reach.
func (k *Articles) whyNot(tx ArticleStore, by domain.Actor, a Article) error {
	wrote, err := tx.WroteAfter(a.ID, a.Published, domain.PersonID(by.ID))
	if err == nil && wrote {
		err = ErrOwnReview
	}
	return cmp.Or(err, error(ErrOnlyReviewers))
}

// ErrOnlyReviewers refuses a review by somebody whose level does not reach.
var ErrOnlyReviewers = domain.Refuse(domain.Forbidden, "article_reviewers_only", "Seniors, mentors and managers review articles.")

func (k *Articles) judge(tx ArticleStore, a *Article, by domain.Actor, j Judgement) error {
	_, zone, err := tx.Spoken()
	if err != nil {
		return err
	}
	version, err := tx.ArticleVersion(a.ID, j.No)
	if err != nil {
		return err
	}
	now := k.rt.Now()
	added, err := tx.AddArticleReview(Review{
		Article: a.ID, No: j.No, Author: version.Author, Reviewer: domain.PersonID(by.ID), Verdict: j.Verdict, Note: j.Note, At: now,
		Late: a.ReviewOn != "" && a.ReviewOn <= version.At.In(zone).Format(time.DateOnly),
	})
	if err != nil || !added {
		return cmp.Or(err, error(ErrNotInReview))
	}
	a.State = ArticleDraft
	if j.Verdict == VerdictPublish {
		a.State, a.Published, a.PublishedAt = ArticlePublished, j.No, now
		a.ReviewOn = now.In(zone).AddDate(0, FreshMonths, 0).Format(time.DateOnly)
		if !version.Checked { // other words: what readers said of those before counts no more
			a.WordsNo = j.No
		}
	}
	if err := k.save(tx, a); err != nil {
		return err
	}
	if err := tx.Emit(Judged{a.ID, j.No, j.Verdict}); err != nil || j.Verdict != VerdictPublish {
		return err
	}
	return tx.Emit(NowRead{a.ID, j.No})
}

// ArticleChange is what staff change of an article beside its text; nil leaves it.
type ArticleChange struct {
	Owner    *domain.PersonID
	Product  *domain.ProductID // empty: of every product
	Slug     *string
	ReviewOn *string
	Archived *bool
	Version  int // what they looked at; 0 takes the newest
}

// Change is for staff: whose an article is, what it is about, where it stands,
// when it is looked at again, and whether anybody reads it. From the archive it
// comes back as it went: published when its newest version was. It refuses
// ErrUnknownArticle, ErrStaleVersion, ErrArticleOwner, ErrArticleSlug,
// ErrArticleSlugTaken, ErrReviewDate, ErrNotRead of a day for what nobody reads, and
// a product that is not in use.
func (k *Articles) Change(ctx context.Context, by domain.Actor, id ArticleID, c ArticleChange) (a Article, err error) {
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, c.Version); err != nil {
			return err
		}
		if !r.Keep {
			return ErrUnknownArticle
		}
		before := a
		if err := k.keep(tx, &a, c); err != nil {
			return err
		}
		if a == before {
			return nil
		}
		if err := k.save(tx, &a); err != nil {
			return err
		}
		switch shown := a.Published > 0 && a.State != ArticleArchived; {
		case shown:
			return tx.Emit(NowRead{id, a.Published})
		case a.State != before.State:
			return tx.Emit(PutAway{id})
		}
		return nil
	})
	return a, err
}

// keep applies a change of staff.
func (k *Articles) keep(tx ArticleStore, a *Article, c ArticleChange) error {
	_, zone, err := tx.Spoken()
	if err != nil {
		return err
	}
	if c.Owner != nil && *c.Owner != a.Owner {
		if good, err := tx.MayOwn(*c.Owner); err != nil || !good {
			return cmp.Or(err, error(ErrArticleOwner))
		}
		a.Owner = *c.Owner
	}
	if c.Product != nil && *c.Product != a.Product {
		if err := about(tx, *c.Product); err != nil {
			return err
		}
		a.Product = *c.Product
	}
	if c.Slug != nil {
		if a.Slug = *c.Slug; !goodSlug(a.Slug) {
			return ErrArticleSlug
		}
	}
	if c.ReviewOn != nil && *c.ReviewOn != a.ReviewOn {
		day, err := time.ParseInLocation(time.DateOnly, *c.ReviewOn, zone)
		switch today := k.rt.Now().In(zone); {
		case a.Published == 0:
			return ErrNotRead
		case err != nil, !day.After(today), day.After(today.AddDate(2, 0, 0)):
			return ErrReviewDate
		}
		a.ReviewOn = *c.ReviewOn
	}
	if c.Archived != nil {
		a.archive(*c.Archived)
	}
	return nil
}

// archive puts an article away, or brings it back as it went.
func (a *Article) archive(away bool) {
	switch {
	case away:
		a.State = ArticleArchived
	case a.State != ArticleArchived:
	case a.Published == a.Newest:
		a.State = ArticlePublished
	default:
		a.State = ArticleDraft
	}
}

// Vote is a reader's word on "did that help?".
type Vote struct {
	Article ArticleID
	Voter   string // a customer, or the hash of what a reader's browser keeps
	Network string // the name of the address range that it came from; empty: it does not count
	No      int    // the version that is read
	Helped  bool
	At      time.Time
}

// MostVotesOfOne is how many readers of one address range vote on an article: too
// few to decide whether it is shown.
const MostVotesOfOne = 3

// Vote keeps a reader's word about what is read now: one of each, and the last
// one counts. It refuses ErrUnknownArticle of what nobody reads, and
// ErrVotesEnough to who has not voted when enough others of their address range
// have. The race: the article is locked, and the database has one vote for a
// voter and an article.
func (k *Articles) Vote(ctx context.Context, v Vote) error {
	return k.tx(ctx, func(tx ArticleStore) error {
		a, err := tx.Article(v.Article)
		if err != nil {
			return err
		}
		if a.Published == 0 || a.State == ArticleArchived || v.Voter == "" {
			return ErrUnknownArticle
		}
		if v.Network != "" {
			if others, voted, err := tx.VotersOf(v); err != nil || !voted && others >= MostVotesOfOne {
				return cmp.Or(err, error(ErrVotesEnough))
			}
		}
		v.No, v.At = a.Published, k.rt.Now()
		return tx.Vote(v)
	})
}
