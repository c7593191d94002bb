package storage

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// FactCardView is a fact as a message showed it.
type FactCardView struct {
	ID     domain.FactID `json:"id"`
	Title  string        `json:"title"`
	Body   string        `json:"body"`
	Source string        `json:"source" doc:"Where it is from."`
	URL    string        `json:"url,omitempty" doc:"The source's page."`
}

// FactView is a fact with how it did.
type FactView struct {
	FactCardView

	ProductID domain.ProductID `json:"productId,omitempty" doc:"Absent: of every product."`
	ReasonID  domain.ReasonID  `json:"reasonId,omitempty" doc:"Absent: of every reason; a group stands for its reasons."`
	Language  domain.Language  `json:"language"`
	Used      int              `json:"used" doc:"In how many conversations it was shown, an episode each."`
	Solved    int              `json:"solved" doc:"How many of them were solved, by the customer's word or else the expert's."`
	Archived  bool             `json:"archived"`
	Version   int              `json:"version"`
}

// FactsFor says which facts to list.
type FactsFor struct {
	Archived bool // also those
	Product  domain.ProductID
	Reason   domain.ReasonID // also of its group
	Language domain.Language
	Query    string // words that all occur in title, body or source
}

func (r factRow) view() FactView {
	return FactView{
		FactCardView: FactCardView{r.ID, r.Title, r.Body, r.Source, r.URL}, ProductID: orEmpty(r.ProductID), ReasonID: orEmpty(r.ReasonID),
		Language: r.Language, Archived: r.ArchivedAt != nil, Version: r.Version,
	}
}

const selectFacts = `SELECT f.id, f.product_id, f.reason_id, f.language, f.title, f.body, f.source, f.url, f.archived_at, f.version
	FROM facts f WHERE `

// Facts lists facts by title.
func (v Views) Facts(ctx context.Context, f FactsFor, p Page) (List[FactView], error) {
	after, err := p.after(2)
	if err != nil {
		return List[FactView]{}, err
	}
	where, args := "(f.archived_at IS NULL OR ?)", []any{f.Archived}
	and := func(condition string, more ...any) { where, args = where+" AND "+condition, append(args, more...) }
	if f.Product != "" {
		and("f.product_id = ?", f.Product)
	}
	if f.Reason != "" {
		and("(f.reason_id = ? OR f.reason_id = (SELECT parent_id FROM contact_reasons WHERE id = ?))", f.Reason, f.Reason)
	}
	if f.Language != "" {
		and("f.language = ?", f.Language)
	}
	for _, word := range wordsOf(f.Query) {
		and(`LOWER(f.title || ' ' || f.body || ' ' || f.source) LIKE ? ESCAPE '\'`, word)
	}
	if after != nil {
		and("(f.title, f.id) > (?, ?)", after[0], after[1])
	}
	var rows []factRow
	if err := v.all(ctx, &rows, selectFacts+where+" ORDER BY f.title, f.id LIMIT ?", append(args, p.fetch())...); err != nil {
		return List[FactView]{}, wrapped(err, "list facts")
	}
	page := list(p, factViews(rows), func(f FactView) []string { return []string{f.Title, string(f.ID)} })
	return page, v.countFacts(ctx, page.Items)
}

// Fact returns one fact.
func (v Views) Fact(ctx context.Context, id domain.FactID) (FactView, error) {
	var rows []factRow
	err := v.all(ctx, &rows, selectFacts+"f.id = ?", id)
	switch {
	case err != nil:
		return FactView{}, wrapped(err, "show fact %s", id)
	case len(rows) == 0:
		return FactView{}, knowledge.ErrFactNotFound
	}
	all := factViews(rows)
	return all[0], v.countFacts(ctx, all)
}

func factViews(rows []factRow) []FactView {
	all := make([]FactView, len(rows))
	for i, r := range rows {
		all[i] = r.view()
	}
	return all
}

// maxWords bounds how many words of a search count.
const maxWords = 6

// wordsOf are the patterns of a search: every word must occur somewhere.
func wordsOf(query string) []string {
	words := strings.Fields(strings.ToLower(query))
	words = words[:min(len(words), maxWords)]
	plain := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
	for i, w := range words {
		words[i] = "%" + plain.Replace(w) + "%"
	}
	return words
}

// countFacts writes into facts how often each was used, and how often the
// conversation was solved then.
func (v Views) countFacts(ctx context.Context, facts []FactView) error {
	if len(facts) == 0 {
		return nil
	}
	ids := make([]domain.FactID, len(facts))
	for i, f := range facts {
		ids[i] = f.ID
	}
	var counts []struct {
		FactID       domain.FactID
		Used, Solved int
	}
	err := v.all(ctx, &counts, `SELECT u.fact_id, COUNT(*) AS used,
		SUM(CASE WHEN COALESCE(r.solved, y.answer, CASE e.outcome WHEN 'solved' THEN 'yes' ELSE 'no' END) = 'yes' THEN 1 ELSE 0 END) AS solved
		FROM (SELECT DISTINCT fact_id, conversation_id, episode FROM fact_uses WHERE fact_id IN ?) u
		JOIN episodes e ON e.conversation_id = u.conversation_id AND e.episode = u.episode
		LEFT JOIN ratings r ON r.conversation_id = u.conversation_id AND r.episode = u.episode
		LEFT JOIN still_solved y ON y.conversation_id = u.conversation_id AND y.episode = u.episode
		GROUP BY u.fact_id`, ids)
	for _, c := range counts {
		at := slices.Index(ids, c.FactID)
		facts[at].Used, facts[at].Solved = c.Used, c.Solved
	}
	return wrapped(err, "count the uses of facts")
}

// fittingShown bounds the facts beside a conversation, and fittingSeen how many
// one look weighs.
const (
	fittingShown = 12
	fittingSeen  = 300
)

// FittingFacts are the facts for whoever holds a conversation: of its product
// or of all, of its reason, its group or of all, in the customer's language, what
// fits best first. With a query they are those with its words, whatever they are
// about, the customer's language first.
func (v Views) FittingFacts(ctx context.Context, by domain.Actor, id domain.ConversationID, query string) ([]FactView, error) {
	where, args := mine(by)
	var c struct {
		ProductID, ReasonID, GroupID *string
		Language                     domain.Language
	}
	found, err := v.maybe(ctx, &c, `SELECT c.product_id, c.reason_id, c.language,
		(SELECT r.parent_id FROM contact_reasons r WHERE r.id = c.reason_id) AS group_id
		FROM conversations c WHERE `+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return nil, wrapped(err, "find facts for %s", id)
	case !found || by.Role == domain.RoleCustomer:
		return nil, desk.ErrUnknownConversation
	}
	fits, weigh := []string{"f.archived_at IS NULL"}, []any{}
	words := wordsOf(query)
	if len(words) == 0 {
		fits = append(fits, "f.language = ? AND (f.product_id IS NULL OR f.product_id = ?) AND (f.reason_id IS NULL OR f.reason_id IN (?, ?))")
		weigh = append(weigh, c.Language, orEmpty(c.ProductID), orEmpty(c.ReasonID), orEmpty(c.GroupID))
	}
	for _, word := range words {
		fits = append(fits, `LOWER(f.title || ' ' || f.body || ' ' || f.source) LIKE ? ESCAPE '\'`)
		weigh = append(weigh, word)
	}
	var rows []factRow
	if err := v.all(ctx, &rows, selectFacts+strings.Join(fits, " AND ")+" ORDER BY f.title, f.id LIMIT ?", append(weigh, fittingSeen)...); err != nil {
		return nil, wrapped(err, "find facts for %s", id)
	}
	weight := func(r factRow) int {
		w := 0
		if r.Language == c.Language {
			w += 16
		}
		if r.ProductID != nil && c.ProductID != nil && string(*r.ProductID) == *c.ProductID {
			w += 4
		}
		switch {
		case r.ReasonID == nil:
		case c.ReasonID != nil && string(*r.ReasonID) == *c.ReasonID:
			w += 8
		case c.GroupID != nil && string(*r.ReasonID) == *c.GroupID:
			w += 6
		}
		return w
	}
	slices.SortStableFunc(rows, func(a, b factRow) int { return cmp.Compare(weight(b), weight(a)) })
	all := factViews(rows[:min(len(rows), fittingShown)])
	return all, v.countFacts(ctx, all)
}

// AlikeView says how many others got nearly the same words.
type AlikeView struct {
	People int `json:"people" minimum:"0" doc:"Other customers to whom the expert wrote nearly this in the last 30 days."`
}

// Alike compares a text with what the expert who holds a conversation wrote to
// other customers in the last 30 days. It reads; nothing waits for it.
func (v Views) Alike(ctx context.Context, by domain.Actor, id domain.ConversationID, text string, now time.Time) (AlikeView, error) {
	where, args := mine(by)
	var customer string
	found, err := v.maybe(ctx, &customer, "SELECT c.customer_id FROM conversations c WHERE "+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return AlikeView{}, wrapped(err, "compare a text for %s", id)
	case !found:
		return AlikeView{}, desk.ErrUnknownConversation
	}
	var rows []struct{ CustomerID, Text string }
	since := At(now.Add(-desk.AlikeFor))
	err = v.all(ctx, &rows, `SELECT c.customer_id, t.text FROM
		(SELECT DISTINCT conversation_id FROM assignments WHERE expert_id = ? AND started_at >= ?) a
		JOIN conversations c ON c.id = a.conversation_id
		JOIN timeline_entries t ON t.conversation_id = c.id AND t.kind = 'message' AND t.author_id = ? AND t.at >= ?
		WHERE c.customer_id <> ? AND LENGTH(t.text) >= ? ORDER BY t.at DESC LIMIT ?`,
		by.ID, since, by.ID, since, customer, desk.AlikeLetters, desk.AlikeTexts)
	told := make([]desk.Told, len(rows))
	for i, r := range rows {
		told[i] = desk.Told{To: r.CustomerID, Text: r.Text}
	}
	return AlikeView{desk.AlikeTo(text, told)}, wrapped(err, "compare a text for %s", id)
}
