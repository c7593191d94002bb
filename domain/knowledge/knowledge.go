// Package knowledge holds what the brand knows to be true: fact cards that
// experts put under their own words, and articles that customers read without
// asking anybody. A fact is never a sentence to paste: it has a source, and it is
// shown as a card. An article is published by somebody who did not write it. It
// imports the standard library, the domain and package roster.
package knowledge

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Fact is one true thing with its source, in one language. It is archived, never
// removed: messages have shown it.
type Fact struct {
	ID         domain.FactID
	Product    domain.ProductID // empty: of every product
	Reason     domain.ReasonID  // empty: of every reason; a group stands for its reasons
	Language   domain.Language
	Title      string
	Body       string
	Source     string // where it is from, in words
	URL        string // of the source, or empty
	ArchivedAt time.Time
	Version    int
	CreatedAt  time.Time
}

// The limits of a fact's texts, in letters.
const (
	MaxTitle  = 80
	MaxBody   = 400
	MaxSource = 120
	maxURL    = 500
)

// Refusals of facts.
var (
	ErrFactNotFound   = domain.Refuse(domain.NotFound, "fact_not_found", "There is no such fact.")
	ErrBadTitle       = domain.Refuse(domain.Invalid, "fact_title", "A title has 1 to 80 letters on one line.").At("/title")
	ErrBadBody        = domain.Refuse(domain.Invalid, "fact_body", "A fact has 1 to 400 letters.").At("/body")
	ErrBadSource      = domain.Refuse(domain.Invalid, "fact_source", "Say where it is from, in 1 to 120 letters on one line.").At("/source")
	ErrBadURL         = domain.Refuse(domain.Invalid, "bad_url", "An address starts with https:// or http://.").At("/url")
	ErrBadLanguage    = domain.Refuse(domain.Invalid, "bad_language", "A language is a tag such as en or nl.").At("/language")
	ErrUnknownProduct = domain.Refuse(domain.Invalid, "product_unknown", "There is no such product in use.").At("/productId")
	ErrUnknownReason  = domain.Refuse(domain.Invalid, "reason_unknown", "There is no such contact reason in use.").At("/reasonId")
	ErrStaleVersion   = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
)

// Change is what a manager changes of a fact; nil leaves it. An empty product or
// reason takes it away.
type Change struct {
	Product  *domain.ProductID
	Reason   *domain.ReasonID
	Language *domain.Language
	Title    *string
	Body     *string
	Source   *string
	URL      *string
	Archived *bool
	// Version is what the manager looked at; 0 takes the newest.
	Version int
}

// Store is what knowledge needs from one transaction.
type Store interface {
	Fact(domain.FactID) (Fact, error) // locks the row; ErrFactNotFound
	AddFact(Fact) error
	SaveFact(Fact) error // domain.ErrStale when another writer was first
	ProductInUse(domain.ProductID) (bool, error)
	ReasonsInUse([]domain.ReasonID) (bool, error)
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Knowledge is the use cases of managers who keep the facts.
type Knowledge struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime) *Knowledge { return &Knowledge{inTx, rt} }

// AddFact adds a fact. It refuses bad texts, and a product or a reason that is
// not in use.
func (k *Knowledge) AddFact(ctx context.Context, f Fact) (Fact, error) {
	f, err := f.clean()
	if err != nil {
		return Fact{}, err
	}
	f.ID, f.Version, f.CreatedAt = domain.FactID(k.rt.NewID("fct")), 1, k.rt.Now()
	return f, k.inTx(ctx, func(tx Store) error {
		if err := concerns(tx, f.Product, f.Reason); err != nil {
			return err
		}
		return tx.AddFact(f)
	})
}

// ChangeFact changes or archives a fact. Messages keep the card that they were
// sent with. It refuses ErrFactNotFound, what AddFact refuses of the values that
// change, and ErrStaleVersion when a version is given and is old. Two at once:
// the row is locked, and the second sees the version of the first.
func (k *Knowledge) ChangeFact(ctx context.Context, id domain.FactID, c Change) (f Fact, err error) {
	err = k.inTx(ctx, func(tx Store) error {
		if f, err = tx.Fact(id); err != nil {
			return err
		}
		if c.Version != 0 && c.Version != f.Version {
			return ErrStaleVersion
		}
		before := f
		f.apply(c, k.rt.Now())
		if f, err = f.clean(); err != nil {
			return err
		}
		if err := concerns(tx, other(f.Product, before.Product), other(f.Reason, before.Reason)); err != nil {
			return err
		}
		if err := tx.SaveFact(f); err != nil {
			return err
		}
		f.Version++
		return nil
	})
	return f, err
}

// other is what is new about a fact: what it was about before may be archived
// meanwhile.
func other[ID ~string](now, before ID) ID {
	if now == before {
		return ""
	}
	return now
}

// concerns refuses a product or a reason that is not in use; empty ones are fine.
func concerns(tx Store, p domain.ProductID, r domain.ReasonID) error {
	if err := about(tx, p); err != nil {
		return err
	}
	if r != "" {
		if used, err := tx.ReasonsInUse([]domain.ReasonID{r}); err != nil || !used {
			return cmp.Or(err, error(ErrUnknownReason))
		}
	}
	return nil
}

func (f *Fact) apply(c Change, now time.Time) {
	domain.Set(&f.Product, c.Product)
	domain.Set(&f.Reason, c.Reason)
	domain.Set(&f.Language, c.Language)
	domain.Set(&f.Title, c.Title)
	domain.Set(&f.Body, c.Body)
	domain.Set(&f.Source, c.Source)
	domain.Set(&f.URL, c.URL)
	switch {
	case c.Archived == nil || *c.Archived != f.ArchivedAt.IsZero():
	case *c.Archived:
		f.ArchivedAt = now
	default:
		f.ArchivedAt = time.Time{}
	}
}

// clean trims the texts and refuses what cannot be shown.
func (f Fact) clean() (Fact, error) {
	var ok bool
	if f.Title, ok = domain.Line(f.Title, MaxTitle); !ok {
		return f, ErrBadTitle
	}
	if f.Source, ok = domain.Line(f.Source, MaxSource); !ok {
		return f, ErrBadSource
	}
	f.Body = strings.TrimSpace(strings.ReplaceAll(f.Body, "\r\n", "\n"))
	n := utf8.RuneCountInString(f.Body)
	if n < 1 || n > MaxBody || !utf8.ValidString(f.Body) || strings.ContainsFunc(f.Body, unprintable) {
		return f, ErrBadBody
	}
	f.URL = strings.TrimSpace(f.URL)
	if u, err := url.Parse(f.URL); err != nil || len(f.URL) > maxURL || f.URL != "" && (u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return f, ErrBadURL
	}
	if !f.Language.Good() {
		return f, ErrBadLanguage
	}
	return f, nil
}

func unprintable(r rune) bool { return r != '\n' && unicode.IsControl(r) }
