package knowledge

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// ArticleID is art_…
type ArticleID string

// ArticleKind says how long something is to read.
type ArticleKind string

// A manual has chapters; an article answers one question.
const (
	KindArticle ArticleKind = "article"
	KindManual  ArticleKind = "manual"
)

// ArticleState is that of an article's newest version: while one is written,
// the version that was published before is still read.
type ArticleState string

// The states of articles.
const (
	ArticleDraft     ArticleState = "draft"
	ArticleReview    ArticleState = "review"
	ArticlePublished ArticleState = "published"
	ArticleArchived  ArticleState = "archived" // read by nobody
)

// Verdict is what a reviewer says of a version.
type Verdict string

// The verdicts of reviewers.
const (
	VerdictPublish Verdict = "publish"
	VerdictChange  Verdict = "change" // it goes back to its author, with a note
)

// Article is what customers read without asking anybody, in one language.
type Article struct {
	ID          ArticleID
	Topic       ArticleID // the first of its translations, or itself
	Language    domain.Language
	Slug        string // its name in addresses
	Kind        ArticleKind
	State       ArticleState
	Product     domain.ProductID // empty: of every product
	Owner       domain.PersonID  // who sees to it that it stays true
	Newest      int              // its newest version
	Author      domain.PersonID  // of the newest version
	Published   int              // the version that is read; 0: none
	WordsNo     int              // the version that its words are of: an older one, when those were checked and found still true
	ReviewOn    string           // "2026-12-31" in the brand's zone: to be looked at again; empty: nothing is read
	Asked       string           // the term that somebody searched for in vain, which it answers
	Version     int              // what edits of the article compare
	CreatedBy   domain.PersonID
	CreatedAt   time.Time
	PublishedAt time.Time
}

// Text is what an article says.
type Text struct {
	Title   string
	Summary string // one or two sentences, for lists and machines
	Body    string // markup; see Parse
}

// Version is a text of an article. It never changes.
type Version struct {
	Article     ArticleID
	No          int
	Text        Text
	Readability int  // 0 to 100; -1: no formula for the language, or too little text
	Checked     bool // the words of the version before, looked at and still true
	Author      domain.PersonID
	At          time.Time
}

// Review is what somebody else said about a version.
type Review struct {
	Article  ArticleID
	No       int
	Author   domain.PersonID
	Reviewer domain.PersonID
	Verdict  Verdict
	Note     string
	Late     bool // the article was to be looked at again when the version was written
	At       time.Time
}

// The limits of an article.
const (
	MaxArticleTitle = 120
	MaxSummary      = 300
	MaxArticleBody  = 20_000  // letters
	MaxManualBody   = 120_000 // letters
	maxNote         = 1000
	maxSlug         = 80
	// FreshMonths is how long a published text counts as true before somebody looks again.
	FreshMonths = 6
)

// Refusals of articles.
var (
	ErrUnknownArticle   = domain.Refuse(domain.NotFound, "article_not_found", "There is no such article.")
	ErrUnknownVersion   = domain.Refuse(domain.NotFound, "article_version_not_found", "There is no such version.")
	ErrOnlyWriters      = domain.Refuse(domain.Forbidden, "writers_only", "Experts from the level Expert on and managers write articles.")
	ErrArticleTitle     = domain.Refuse(domain.Invalid, "article_title", "A title has 1 to 120 letters on one line.").At("/title")
	ErrSummary          = domain.Refuse(domain.Invalid, "article_summary", "A summary has at most 300 letters on one line.").At("/summary")
	ErrArticleBody      = domain.Refuse(domain.Invalid, "article_body", "The text is too long: 20,000 letters for an article, 120,000 for a manual.").At("/body")
	ErrNothingToRead    = domain.Refuse(domain.Conflict, "article_empty", "Write a summary and a text before somebody reviews it.")
	ErrArticleLanguage  = domain.Refuse(domain.Invalid, "article_language", "The brand does not speak this language.").At("/language")
	ErrTranslated       = domain.Refuse(domain.Conflict, "article_translated", "There is this article in this language already.").At("/language")
	ErrArticleSlug      = domain.Refuse(domain.Invalid, "article_slug", "An address has small letters, digits and dashes, 80 at most.").At("/slug")
	ErrArticleSlugTaken = domain.Refuse(domain.Conflict, "article_slug_taken", "Another article has this address.").At("/slug")
	ErrNotDraft         = domain.Refuse(domain.Conflict, "article_not_draft", "This cannot be written at the moment: it waits for a review or is put away.")
	ErrNotInReview      = domain.Refuse(domain.Conflict, "article_not_in_review", "Nobody waits for a review of this.")
	ErrNotDue           = domain.Refuse(domain.Conflict, "article_not_due", "This need not be looked at again yet.")
	ErrSameText         = domain.Refuse(domain.Conflict, "article_unchanged", "Nothing has changed since the last version.")
	ErrOwnReview        = domain.Refuse(domain.Conflict, "article_own_review", "Somebody else reviews what you wrote.")
	ErrReviewNote       = domain.Refuse(domain.Invalid, "article_note", "Say what should change, in 1 to 1,000 letters.").At("/note")
	ErrReviewDate       = domain.Refuse(domain.Invalid, "article_review_date", "A day to look again is after today and within two years.").At("/reviewOn")
	ErrArticleOwner     = domain.Refuse(domain.Invalid, "article_owner", "The owner is an active expert from the level Expert on, or one of the staff.").At("/ownerId")
	ErrAnswered         = domain.Refuse(domain.Conflict, "article_answered", "There is an article already that answers what was searched for.").At("/asked")
	ErrNotRead          = domain.Refuse(domain.Conflict, "article_not_published", "Only what is published can be looked at again.")
	ErrVotesEnough      = domain.Refuse(domain.Conflict, "article_votes_enough", "Enough people have voted on this from where you are.")
)

// ArticleStore is what articles need from one transaction. An article is locked
// before anything that belongs to it.
type ArticleStore interface {
	// Spoken are the brand's languages and its time zone; it locks nothing.
	Spoken() ([]domain.Language, *time.Location, error)
	Standing(domain.ExpertID) (level roster.Level, active bool, err error)
	// MayOwn reports whether somebody is staff or an active expert who may write.
	MayOwn(domain.PersonID) (bool, error)
	ProductInUse(domain.ProductID) (bool, error)

	Article(ArticleID) (Article, error) // locks the row; ErrUnknownArticle
	// AddArticle adds one; false: its address, its translation or its term is taken.
	AddArticle(Article) (bool, error)
	Translated(topic ArticleID, l domain.Language) (bool, error)
	// AnswerTo is the article that was begun for a term; empty: none.
	AnswerTo(l domain.Language, term string) (ArticleID, error)
	// SaveArticle refuses ErrArticleSlugTaken, and domain.ErrStale when another writer was first.
	SaveArticle(Article) error
	AddArticleVersion(Version) error
	ArticleVersion(ArticleID, int) (Version, error) // ErrUnknownVersion
	// WroteAfter reports whether somebody wrote a version after the given one.
	WroteAfter(ArticleID, int, domain.PersonID) (bool, error)
	AddArticleReview(Review) (bool, error) // false: the version has one
	Reviewed(ArticleID, int) (bool, error)
	// VotersOf counts the other voters of a vote's address range on its article, and says
	// whether its own voter has voted.
	VotersOf(Vote) (others int, voted bool, err error)
	Vote(Vote) error
	Emit(domain.Event) error
}

// InArticleTx runs fn in one transaction: all of it is stored, or none.
type InArticleTx func(ctx context.Context, fn func(ArticleStore) error) error

// Articles is the use cases of those who write, review and read articles.
type Articles struct {
	tx InArticleTx
	rt domain.Runtime
}

// NewArticles makes the use cases.
func NewArticles(tx InArticleTx, rt domain.Runtime) *Articles { return &Articles{tx, rt} }

// Hand is who wants to do something with an article.
type Hand struct {
	Who   domain.PersonID
	Staff bool
	Level roster.Level // of an active expert; 0 for everybody else
	Wrote bool         // a version since the published one
}

// Writes reports whether somebody may write articles.
func (h Hand) Writes() bool { return h.Staff || h.Level >= roster.FullExpert }

// Rights are what somebody may do with an article at a moment.
type Rights struct {
	Read     bool
	Edit     bool // write the next version
	Submit   bool
	Withdraw bool // from review
	Review   bool
	Check    bool // say that it is still true
	Keep     bool // owner, product, address, day to look again, archive
}

// Rights says what h may do with a on a day of the brand.
func (a Article) Rights(h Hand, today string) Rights {
	own := h.Staff || h.Level >= roster.FullExpert && (h.Who == a.Owner || h.Who == a.Author)
	reviews := h.Staff || h.Level >= roster.Senior
	due := a.ReviewOn != "" && a.ReviewOn <= today
	return Rights{
		Read:     own || a.State == ArticlePublished || a.State == ArticleReview && reviews,
		Edit:     a.State == ArticleDraft && own || a.State == ArticlePublished && h.Writes(),
		Submit:   a.State == ArticleDraft && own,
		Withdraw: a.State == ArticleReview && own,
		Review:   a.State == ArticleReview && reviews && !h.Wrote,
		Check:    a.State == ArticlePublished && due && h.Writes(),
		Keep:     h.Staff,
	}
}

// hand says who by is to an article; an empty one is none yet.
func hand(tx ArticleStore, by domain.Actor, a Article) (h Hand, err error) {
	h = Hand{Who: domain.PersonID(by.ID), Staff: by.Staff()}
	if e := by.Expert(); e != "" {
		level, active, err := tx.Standing(e)
		if err != nil {
			return h, err
		}
		if active {
			h.Level = level
		}
	}
	if a.ID != "" {
		h.Wrote, err = tx.WroteAfter(a.ID, a.Published, h.Who)
	}
	return h, err
}

// clean trims the texts and refuses what cannot be shown.
func (t Text) clean(kind ArticleKind) (Text, error) {
	var ok bool
	if t.Title, ok = domain.Line(t.Title, MaxArticleTitle); !ok {
		return t, ErrArticleTitle
	}
	if t.Summary = strings.TrimSpace(t.Summary); t.Summary != "" {
		if t.Summary, ok = domain.Line(t.Summary, MaxSummary); !ok {
			return t, ErrSummary
		}
	}
	most := MaxArticleBody
	if kind == KindManual {
		most = MaxManualBody
	}
	t.Body = strings.TrimSpace(strings.ReplaceAll(t.Body, "\r\n", "\n"))
	if utf8.RuneCountInString(t.Body) > most || !utf8.ValidString(t.Body) || strings.ContainsFunc(t.Body, unprintable) {
		return t, ErrArticleBody
	}
	return t, nil
}

// folded are letters with marks that are written without them in addresses.
var folded = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e", "ì", "i", "í", "i", "î", "i",
	"ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "ù", "u", "ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y",
	"ß", "ss", "æ", "ae", "œ", "oe", "'", "", "’", "",
)

// Slug makes an address of a title: "Hoe maak ik 'm schoon?" is at hoe-maak-ik-m-schoon.
func Slug(title string) string {
	var b strings.Builder
	for _, r := range folded.Replace(strings.ToLower(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	return strings.Trim(s[:min(len(s), maxSlug-8)], "-") // room for a number that tells two apart
}

// goodSlug reports whether s can stand in an address.
func goodSlug(s string) bool {
	return s != "" && len(s) <= maxSlug && s[0] != '-' && s[len(s)-1] != '-' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
