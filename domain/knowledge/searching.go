package knowledge

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/search"
)

// SearchID is sea_…
type SearchID string

// SearchState is how a search ended, or that it has not.
type SearchState string

// The states of searches. Who has found help may ask somebody all the same:
// then they asked.
const (
	SearchOpen   SearchState = "open"
	SearchSolved SearchState = "solved"
	SearchAsked  SearchState = "asked"
)

// Search is what one reader looked for: what they typed, which articles they were
// shown, and how it ended. It does not say who they are.
type Search struct {
	ID       SearchID
	Language domain.Language
	Term     string           // see Term
	Product  domain.ProductID // empty: of none
	Shown    []ArticleID      // best first
	State    SearchState
	SolvedBy ArticleID // of a solved one
	At       time.Time
}

const (
	// SearchOver is how long after a search is told how it ended.
	SearchOver = 24 * time.Hour
	// KeepSearches is how long searches are counted.
	KeepSearches = 180 * 24 * time.Hour
	// MostShown is how many articles a search shows.
	MostShown = 5

	maxTerm      = 80
	longestCount = 4 // digits of a number that says nothing of a person
	voted        = 10
	leastHelp    = 0.5
)

// Refusals of searches.
var (
	ErrNoWords       = domain.Refuse(domain.Invalid, "search_text", "Type at least one word.").At("/text")
	ErrUnknownSearch = domain.Refuse(domain.NotFound, "search_not_found", "There is no such search, or it is over.")
	ErrNotShown      = domain.Refuse(domain.Conflict, "article_not_shown", "This search did not show that article.")
)

// Term is what is kept of a text that somebody typed: its words in small letters
// without accents. What looks like an address or a long number is left out,
// because it may say who typed it.
func Term(text string) string {
	var words, number []string // number: words with digits that follow each other, as of a telephone or a card
	digits := 0
	end := func() {
		if digits <= longestCount {
			words = append(words, number...)
		}
		number, digits = nil, 0
	}
	for part := range strings.FieldsSeq(text) {
		if strings.ContainsAny(part, "@") || strings.Contains(part, "://") {
			continue
		}
		for w := range search.Words(part) {
			n := countDigits(w)
			if n == 0 {
				end()
				words = append(words, w)
				continue
			}
			number = append(number, w)
			digits += n
		}
	}
	end()
	term, n := strings.Join(words, " "), 0
	for i := range term {
		if n++; n > maxTerm {
			return strings.TrimSpace(term[:i])
		}
	}
	return term
}

func countDigits(word string) (n int) {
	for _, r := range word {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// Deflects reports whether an article may be shown to somebody before they ask a
// person: not once ten readers and more have voted and too few of them were
// helped. The bound is that of the programme: what the share is at least.
func Deflects(helped, not int) bool {
	return helped+not < voted || roster.WilsonLower(helped, helped+not) >= leastHelp
}

// HelpScore is the bound that Deflects looks at, of a hundred: the least share of
// its readers that an article helps. Under ten votes it tells nothing.
func HelpScore(helped, not int) (score int, told bool) {
	if helped+not < voted {
		return 0, false
	}
	return int(roster.WilsonLower(helped, helped+not) * 100), true
}

// SearchStore is what searches need from one transaction.
type SearchStore interface {
	ProductInUse(domain.ProductID) (bool, error)
	// AddSearch adds one with what it showed; articles that nobody reads any more are left out.
	AddSearch(Search) error
	Search(SearchID) (Search, error) // locks the row; ErrUnknownSearch
	// OpenShown says that an article which a search showed was read; once is enough.
	OpenShown(SearchID, ArticleID) error
	// EndSearch keeps the state, and which article solved it.
	EndSearch(Search) error
	// ForgetSearches removes what is older, at most so many, and says how many.
	ForgetSearches(before time.Time, most int) (int, error)
}

// InSearchTx runs fn in one transaction: all of it is stored, or none.
type InSearchTx func(ctx context.Context, fn func(SearchStore) error) error

// Searches is the use cases of those who look for an article.
type Searches struct {
	tx InSearchTx
	rt domain.Runtime
}

// NewSearches makes the use cases.
func NewSearches(tx InSearchTx, rt domain.Runtime) *Searches { return &Searches{tx, rt} }

// Keep counts a search with what it showed. It refuses ErrNoWords. A product that
// is not in use is none.
func (k *Searches) Keep(ctx context.Context, s Search) (Search, error) {
	if s.Term = Term(s.Term); s.Term == "" {
		return s, ErrNoWords
	}
	s.ID, s.At, s.State, s.SolvedBy = SearchID(k.rt.NewID("sea")), k.rt.Now(), SearchOpen, ""
	return s, k.tx(ctx, func(tx SearchStore) error {
		if used, err := tx.ProductInUse(s.Product); err != nil {
			return err
		} else if !used {
			s.Product = ""
		}
		return tx.AddSearch(s)
	})
}

// current locks a search that is not over.
func (k *Searches) current(tx SearchStore, id SearchID) (Search, error) {
	s, err := tx.Search(id)
	if err == nil && !k.rt.Now().Before(s.At.Add(SearchOver)) {
		err = ErrUnknownSearch
	}
	return s, err
}

// Open says that an article which a search showed is read. It refuses
// ErrUnknownSearch and ErrNotShown. Twice is as once: the row says yes or no.
func (k *Searches) Open(ctx context.Context, id SearchID, a ArticleID) error {
	return k.tx(ctx, func(tx SearchStore) error {
		s, err := k.current(tx, id)
		if err != nil || !slices.Contains(s.Shown, a) {
			return cmp.Or(err, error(ErrNotShown))
		}
		return tx.OpenShown(id, a)
	})
}

// Solve says that an article which a search showed has helped; it was read then.
// It refuses ErrUnknownSearch and ErrNotShown. Who has asked a person meanwhile
// still has. The race: the search is locked, and whichever of asking and being
// helped comes last, it was asked.
func (k *Searches) Solve(ctx context.Context, id SearchID, by ArticleID) error {
	return k.tx(ctx, func(tx SearchStore) error {
		s, err := k.current(tx, id)
		if err != nil || !slices.Contains(s.Shown, by) {
			return cmp.Or(err, error(ErrNotShown))
		}
		if err := tx.OpenShown(id, by); err != nil || s.State == SearchAsked {
			return err
		}
		s.State, s.SolvedBy = SearchSolved, by
		return tx.EndSearch(s)
	})
}

// Ask says that whoever searched has asked a person. It refuses ErrUnknownSearch.
func (k *Searches) Ask(ctx context.Context, id SearchID) error {
	return k.tx(ctx, func(tx SearchStore) error {
		s, err := k.current(tx, id)
		if err != nil || s.State == SearchAsked {
			return err
		}
		s.State, s.SolvedBy = SearchAsked, ""
		return tx.EndSearch(s)
	})
}

// forgetAtOnce bounds one transaction that forgets.
const forgetAtOnce = 5000

// Forget removes searches that are older than they are counted, and says how many.
func (k *Searches) Forget(ctx context.Context) (forgotten int, err error) {
	for {
		n := 0
		err := k.tx(ctx, func(tx SearchStore) (err error) {
			n, err = tx.ForgetSearches(k.rt.Now().Add(-KeepSearches), forgetAtOnce)
			return err
		})
		if forgotten += n; err != nil || n < forgetAtOnce {
			return forgotten, err
		}
	}
}
