package knowledge

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// NewArticle is an article that somebody begins.
type NewArticle struct {
	Kind     ArticleKind
	Language domain.Language
	Product  domain.ProductID
	Of       ArticleID // whose translation it is; empty: of none
	Asked    string    // what somebody searched for in vain; its Term is kept
	Text     Text
}

// slugTries is how many articles of one title get an address of their own.
const slugTries = 50

// Begin starts an article with its first version, a draft of whoever begins it.
// It refuses ErrOnlyWriters, bad texts, a language that the brand does not speak
// (ErrArticleLanguage), a product that is not in use, ErrTranslated and ErrAnswered.
// The race: the database has one article at an address, one of a topic in a
// language, and one that answers a term in a language.
func (k *Articles) Begin(ctx context.Context, by domain.Actor, n NewArticle) (a Article, err error) {
	if n.Text, err = n.Text.clean(n.Kind); err != nil {
		return a, err
	}
	n.Asked = Term(n.Asked)
	err = k.tx(ctx, func(tx ArticleStore) error {
		a, err = k.begin(tx, by, n)
		return err
	})
	return a, err
}

// Answer begins the article that answers what readers searched for in vain, with
// the term as its title, or returns the one that was begun for it before. It
// refuses ErrNoWords, ErrOnlyWriters and ErrArticleLanguage. The race: the
// database has one article for a term in a language; of two at once the second
// waits for the first, adds nothing, and returns what the first began.
func (k *Articles) Answer(ctx context.Context, by domain.Actor, l domain.Language, term string) (a Article, err error) {
	if term = Term(term); term == "" {
		return a, ErrNoWords.At("/term")
	}
	n := NewArticle{Kind: KindArticle, Language: l, Asked: term, Text: Text{Title: headline(term)}}
	err = k.tx(ctx, func(tx ArticleStore) error {
		if a, err = k.begin(tx, by, n); !errors.Is(err, ErrAnswered) {
			return err
		}
		id, err := tx.AnswerTo(l, term)
		if err != nil {
			return err
		}
		a, err = tx.Article(id)
		return err
	})
	return a, err
}

// headline is a term as a title begins.
func headline(term string) string {
	first, n := utf8.DecodeRuneInString(term)
	return string(unicode.ToUpper(first)) + term[n:]
}

// begin adds an article with its first version. Its texts are clean.
func (k *Articles) begin(tx ArticleStore, by domain.Actor, n NewArticle) (Article, error) {
	a := Article{
		ID: ArticleID(k.rt.NewID("art")), Language: n.Language, Kind: n.Kind, State: ArticleDraft, Product: n.Product, Newest: 1,
		Owner: domain.PersonID(by.ID), Author: domain.PersonID(by.ID), Asked: n.Asked, Version: 1, CreatedBy: domain.PersonID(by.ID),
	}
	h, err := hand(tx, by, Article{})
	if err != nil || !h.Writes() {
		return a, cmp.Or(err, error(ErrOnlyWriters))
	}
	if err := k.place(tx, &a, n); err != nil {
		return a, err
	}
	slug := cmp.Or(Slug(n.Text.Title), string(a.Kind))
	for try := range slugTries {
		a.Slug = slug
		if try > 0 {
			a.Slug += "-" + strconv.Itoa(try+1)
		}
		added, err := tx.AddArticle(a)
		if err != nil {
			return a, err
		}
		if added {
			return a, tx.AddArticleVersion(k.write(a, 1, n.Text, false))
		}
		if n.Asked == "" {
			continue
		}
		if other, err := tx.AnswerTo(n.Language, n.Asked); err != nil || other != "" {
			return a, cmp.Or(err, error(ErrAnswered))
		}
	}
	return a, ErrArticleSlugTaken
}

// place looks whether an article may stand where it is begun.
func (k *Articles) place(tx ArticleStore, a *Article, n NewArticle) error {
	spoken, _, err := tx.Spoken()
	if err != nil || !slices.Contains(spoken, n.Language) {
		return cmp.Or(err, error(ErrArticleLanguage))
	}
	if err := about(tx, n.Product); err != nil {
		return err
	}
	a.CreatedAt, a.Topic = k.rt.Now(), a.ID
	if n.Of == "" {
		return nil
	}
	other, err := tx.Article(n.Of)
	if err != nil {
		return err
	}
	a.Topic = other.Topic
	taken, err := tx.Translated(a.Topic, a.Language)
	if err != nil || taken {
		return cmp.Or(err, error(ErrTranslated))
	}
	return nil
}

// write makes the next version of a text.
func (k *Articles) write(a Article, no int, t Text, checked bool) Version {
	return Version{
		Article: a.ID, No: no, Text: t, Readability: Readability(a.Language, t.Body).Score, Checked: checked, Author: a.Author, At: k.rt.Now(),
	}
}

// open locks an article for somebody and says what they may do. What they may
// not read is ErrUnknownArticle.
func (k *Articles) open(tx ArticleStore, by domain.Actor, id ArticleID, version int) (a Article, r Rights, err error) {
	if a, err = tx.Article(id); err != nil {
		return a, r, err
	}
	_, zone, err := tx.Spoken()
	if err != nil {
		return a, r, err
	}
	h, err := hand(tx, by, a)
	if err != nil {
		return a, r, err
	}
	switch r = a.Rights(h, k.today(zone)); {
	case !r.Read:
		return a, r, ErrUnknownArticle
	case version != 0 && version != a.Version:
		return a, r, ErrStaleVersion
	case !h.Writes():
		return a, r, ErrOnlyWriters
	}
	return a, r, nil
}

func (k *Articles) today(zone *time.Location) string {
	return k.rt.Now().In(zone).Format(time.DateOnly)
}

// Save stores the next version of an article; of a published one it is the first
// of a new draft, and what was published is read until that is. It refuses what
// Begin refuses of texts, ErrUnknownArticle, ErrOnlyWriters, ErrStaleVersion,
// ErrNotDraft and ErrSameText. Two at once: the article is locked, and the second
// sees the version of the first.
func (k *Articles) Save(ctx context.Context, by domain.Actor, id ArticleID, t Text, version int) (a Article, err error) {
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, version); err != nil {
			return err
		}
		if !r.Edit {
			return ErrNotDraft
		}
		text, err := t.clean(a.Kind)
		if err != nil {
			return err
		}
		last, err := tx.ArticleVersion(id, a.Newest)
		if err != nil || last.Text == text {
			return cmp.Or(err, error(ErrSameText))
		}
		a.State = ArticleDraft
		return k.append(tx, &a, by, text, false)
	})
	return a, err
}

// append adds the next version and saves the article with it.
func (k *Articles) append(tx ArticleStore, a *Article, by domain.Actor, t Text, checked bool) error {
	a.Newest, a.Author = a.Newest+1, domain.PersonID(by.ID)
	if err := tx.AddArticleVersion(k.write(*a, a.Newest, t, checked)); err != nil {
		return err
	}
	return k.save(tx, a)
}

func (k *Articles) save(tx ArticleStore, a *Article) error {
	if err := tx.SaveArticle(*a); err != nil {
		return err
	}
	a.Version++
	return nil
}

// Submit asks somebody else to review the newest version. It refuses
// ErrUnknownArticle, ErrOnlyWriters, ErrStaleVersion, ErrNotDraft, ErrNothingToRead
// and ErrSameText of a version that a reviewer has sent back.
func (k *Articles) Submit(ctx context.Context, by domain.Actor, id ArticleID, version int) (a Article, err error) {
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, version); err != nil {
			return err
		}
		if !r.Submit {
			return ErrNotDraft
		}
		last, err := tx.ArticleVersion(id, a.Newest)
		if err != nil {
			return err
		}
		if last.Text.Body == "" || last.Text.Summary == "" {
			return ErrNothingToRead
		}
		if known, err := tx.Reviewed(id, a.Newest); err != nil || known {
			return cmp.Or(err, error(ErrSameText))
		}
		a.State = ArticleReview
		if err := k.save(tx, &a); err != nil {
			return err
		}
		return tx.Emit(Submitted{id})
	})
	return a, err
}

// Withdraw takes an article back from review, to write on. It refuses
// ErrUnknownArticle, ErrOnlyWriters, ErrStaleVersion and ErrNotInReview.
func (k *Articles) Withdraw(ctx context.Context, by domain.Actor, id ArticleID, version int) (a Article, err error) {
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, version); err != nil {
			return err
		}
		if !r.Withdraw {
			return ErrNotInReview
		}
		a.State = ArticleDraft
		return k.save(tx, &a)
	})
	return a, err
}

// Check says that a published article, which was to be looked at again, is still
// true: its words become the next version, which somebody else reviews. It
// refuses ErrUnknownArticle, ErrOnlyWriters, ErrStaleVersion, ErrNotRead and ErrNotDue.
func (k *Articles) Check(ctx context.Context, by domain.Actor, id ArticleID, version int) (a Article, err error) {
	err = k.tx(ctx, func(tx ArticleStore) error {
		var r Rights
		if a, r, err = k.open(tx, by, id, version); err != nil {
			return err
		}
		switch {
		case a.State != ArticlePublished:
			return ErrNotRead
		case !r.Check:
			return ErrNotDue
		}
		last, err := tx.ArticleVersion(id, a.Newest)
		if err != nil {
			return err
		}
		a.State = ArticleReview
		if err := k.append(tx, &a, by, last.Text, true); err != nil {
			return err
		}
		return tx.Emit(Submitted{id})
	})
	return a, err
}

// about refuses a product that is not in use; an empty one is fine.
func about(tx interface {
	ProductInUse(domain.ProductID) (bool, error)
}, p domain.ProductID,
) error {
	if p == "" {
		return nil
	}
	if used, err := tx.ProductInUse(p); err != nil || !used {
		return cmp.Or(err, error(ErrUnknownProduct))
	}
	return nil
}
