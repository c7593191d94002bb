package rewards

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ArticleRules say what it is worth to write what customers read: once for an
// article that is published, again for looking at an old one, and for each reader
// whom it helped, within two ceilings of a month.
type ArticleRules struct {
	Accepted domain.Points `json:"accepted"`
	Recheck  domain.Points `json:"recheck"`  // a change or a confirmation of one that was due
	Helped   domain.Points `json:"helped"`   // for each reader who says so, once
	PerMonth domain.Points `json:"perMonth"` // most that the readers of one article are worth in a month
	OfExpert domain.Points `json:"ofExpert"` // most that the readers of all articles of one expert are
}

func (r *ArticleRules) check() error {
	if r == nil {
		return nil
	}
	parts := []domain.Points{r.Accepted, r.Recheck, r.Helped, r.PerMonth, r.OfExpert}
	if slices.Min(parts) < 0 || slices.Max(parts) > maxBase {
		return fmt.Errorf("rewards: articles: %+v", *r)
	}
	return nil
}

// FourthRules are the rules of version 4: points for articles beside those of
// version 3.
func FourthRules() Rules {
	r := ThirdRules()
	r.Article = &ArticleRules{Accepted: 10, Recheck: 4, Helped: 1, PerMonth: 50, OfExpert: 200}
	return r
}

// Published is what rewards wants to know of a version of an article that
// somebody else has published: "art_…:2".
type Published struct {
	Author domain.ExpertID // empty: staff wrote it, who earn nothing
	At     time.Time
	First  bool // none of the article was published before
	Late   bool // the article was to be looked at again when it was written
}

// ArticleStore is what awards for articles need.
type ArticleStore interface {
	// EarnedArticle is empty for a version that is not published.
	EarnedArticle(source string) (Published, error)
	// CountHelps marks every reader's "it helped" from before a day as counted at
	// now, of articles that experts wrote and that are not overdue on that day, and
	// the others as worth nothing; it says how many it looked at.
	CountHelps(now, before time.Time, day string) (int, error)
	// EarnedHelps is empty for what was never counted.
	EarnedHelps(source string) (Helps, error)
	// PaidHelps are the points of a month ("2026-11") that readers of an article and
	// of all articles of an expert were worth so far. The expert is held.
	PaidHelps(e domain.ExpertID, article, month string) (ofArticle, ofAll domain.Points, err error)
}

// Helps is what rewards wants to know of readers who say that an article helped
// them and who were counted together: "art_…:helps:1763766000000".
type Helps struct {
	Writer  domain.ExpertID // of what was published first
	At      time.Time
	Readers int
}

// The details of what readers are worth; how many there were follows.
const (
	helpedReaders = "article_helped_"
	helpsFull     = "not_paid:helps_full_"
)

// helpsOf cuts the source of counted readers at what follows the article.
func helpsOf(source string) (article string, is bool) {
	article, _, is = strings.Cut(source, ":helps:")
	return article, is
}

// helped is what so many readers are worth, when so much of the month was paid.
func (r ArticleRules) helped(readers int, ofArticle, ofAll domain.Points) Arithmetic {
	points := min(domain.Points(readers)*r.Helped, r.PerMonth-ofArticle, r.OfExpert-ofAll)
	if points <= 0 {
		return nothing(helpsFull + strconv.Itoa(readers))
	}
	return plain(points, helpedReaders+strconv.Itoa(readers))
}

// readers is how many an award counted, whatever it paid.
func readers(a Award) int {
	why := a.Arithmetic.Why()
	n, err := strconv.Atoi(why[strings.LastIndex(why, "_")+1:])
	if err != nil {
		return 0
	}
	return n
}

// kind is what a published version is worth points for; empty: nothing.
func (p Published) kind() Kind {
	switch {
	case p.Author == "":
		return ""
	case p.First:
		return ForArticle
	case p.Late:
		return ForRecheck
	}
	return ""
}

// worth is what a kind of article is worth; nil rules know none.
func (r *ArticleRules) worth(k Kind) domain.Points {
	switch {
	case r == nil:
		return 0
	case k == ForRecheck:
		return r.Recheck
	}
	return r.Accepted
}

// BookArticle makes the points of a published version pending for the expert who
// wrote it: of the first of an article, and of one that changed or confirmed it
// when it was to be looked at again. It does nothing the second time, for staff,
// for a change that nobody waited for, and under rules that pay nothing for it.
// Two at once: the expert is locked, and a version has one award.
func (r *Rewards) BookArticle(ctx context.Context, source string) error {
	if article, is := helpsOf(source); is {
		return r.inTx(ctx, func(tx Store) error { return r.bookHelps(tx, article, source) })
	}
	return r.inTx(ctx, func(tx Store) error {
		p, err := tx.EarnedArticle(source)
		kind := p.kind()
		if err != nil || kind == "" {
			return err
		}
		a, set, err := r.bonus(tx, Fact{kind, source}, p.Author, p.At)
		if err != nil || a.ID == "" || set.Article == nil {
			return err
		}
		a.Arithmetic = plain(set.Article.worth(kind), string(kind))
		a.Pending = a.Arithmetic.Points
		return r.add(tx, a)
	})
}

// CountHelps counts the readers of past days, in the brand's time zone, who say
// that an article helped them: each once, for as long as the article is not
// overdue. What was counted is booked with all that nobody has booked yet.
// Two at once: a reader's word is marked by one of them.
func (r *Rewards) CountHelps(ctx context.Context) (counted int, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		programme, err := tx.Programme()
		if err != nil {
			return err
		}
		now := r.rt.Now()
		y, m, d := now.In(programme.Zone).Date()
		today := time.Date(y, m, d, 0, 0, 0, 0, programme.Zone)
		counted, err = tx.CountHelps(now, today, today.Format(time.DateOnly))
		return err
	})
	return counted, err
}

// bookHelps makes the points of readers who were counted together pending for
// who wrote the article, up to what a month pays; what is beyond it has an award
// of no points that says why. Two at once: the expert is locked.
func (r *Rewards) bookHelps(tx Store, article, source string) error {
	h, err := tx.EarnedHelps(source)
	if err != nil || h.Writer == "" {
		return err
	}
	a, set, err := r.bonus(tx, Fact{ForArticle, source}, h.Writer, h.At)
	if err != nil || a.ID == "" || set.Article == nil {
		return err
	}
	ofArticle, ofAll, err := tx.PaidHelps(h.Writer, article, month(a.Day))
	if err != nil {
		return err
	}
	a.Arithmetic = set.Article.helped(h.Readers, ofArticle, ofAll)
	a.Pending = a.Arithmetic.Points
	return r.add(tx, a)
}

// month is the month of a day, "2026-11".
func month(day string) string { return day[:len("2026-11")] }
