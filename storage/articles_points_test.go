package storage_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// paidPress is a press whose rounds pay for articles.
type paidPress struct {
	*press
	rewards *rewards.Rewards
}

func newPaidPress(t *testing.T, db *storage.DB) *paidPress {
	t.Helper()
	p := &paidPress{press: newPress(t, db)}
	p.rewards = rewards.New(db.Rewards, p.runtime())
	p.must(p.rewards.OpenRules(t.Context(), domain.System, time.UnixMilli(0), rewards.Versions()...))
	p.must(league.New(db.League, p.runtime()).OpenSeason(t.Context(), p.clock.Now()))
	return p
}

// TestAnArticleIsPaidOnce: an expert earns for the first publication, whoever
// books it how often, and for looking at an old one again; staff earn nothing, and
// reconcile names points that nothing stands behind.
func TestAnArticleIsPaidOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPaidPress(t, db)
		p.do("Begin")
		id := p.newest()
		p.publishedBy(p.writer, id, 1)
		var all sync.WaitGroup
		for range 6 { // at once
			all.Go(func() {
				if err := p.rewards.BookArticle(t.Context(), string(id)+":1"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'article' AND pending = 10 AND expert_id = '" + p.writer.ID + "'"); n != 1 {
			t.Fatalf("paid %d times", n)
		}
		p.saved(p.writer, id, "A word more.")
		p.publishedBy(p.writer, id, 2)
		p.must(p.rewards.BookArticle(t.Context(), string(id)+":2")) // nobody waited for it
		p.must(p.rewards.BookArticle(t.Context(), string(id)+":9"))

		theirs, err := p.articles.Begin(t.Context(), anna, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
		p.must(err)
		p.publishedBy(anna, theirs.ID, 1)
		p.must(p.rewards.BookArticle(t.Context(), string(theirs.ID)+":1")) // staff earn nothing
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind IN ('article', 'recheck')"); n != 1 {
			t.Fatalf("%d are paid", n)
		}

		p.clock.Add(49 * time.Hour)
		if _, err := p.rewards.SettleDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := p.count("SELECT balance FROM accounts WHERE id = 'expert:" + p.writer.ID + ":available'"); n != 10 {
			t.Errorf("%d points can be spent", n)
		}
		storagetest.Exec(t, db, "UPDATE articles SET review_on = '2020-01-01' WHERE id = ?", id)
		_, err = p.articles.Check(t.Context(), p.writer, id, 0)
		p.must(err)
		p.judged(id, 3)
		if n, err := p.rewards.BookMissed(t.Context()); err != nil || n != 1 { // what nobody heard is found
			t.Errorf("%d are caught up: %v", n, err)
		}
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'recheck' AND pending = 4 AND source = '" + string(id) + ":3'"); n != 1 {
			t.Errorf("looking again is paid %d times", n)
		}
		if findings, err := db.Reconcile(t.Context()); err != nil || len(findings) != 0 {
			t.Fatalf("%v: %+v", err, findings)
		}
		storagetest.Exec(t, db, "UPDATE awards SET source = ? WHERE kind = 'article'", string(theirs.ID)+":1")
		findings, err := db.Reconcile(t.Context())
		p.must(err)
		named := false
		for _, f := range findings {
			named = named || strings.Contains(f.Detail, "no published version of an article behind it")
		}
		if !named {
			t.Errorf("points for what a manager wrote: %+v", findings)
		}
	})
}

// publishedBy submits a version and has it published.
func (p *paidPress) publishedBy(by domain.Actor, id knowledge.ArticleID, no int) {
	p.Helper()
	_, err := p.articles.Submit(p.Context(), by, id, 0)
	p.must(err)
	p.judged(id, no)
}

func (p *paidPress) judged(id knowledge.ArticleID, no int) {
	p.Helper()
	_, err := p.articles.Review(p.Context(), p.senior, id, knowledge.Judgement{No: no, Verdict: knowledge.VerdictPublish})
	p.must(err)
}

func (p *paidPress) saved(by domain.Actor, id knowledge.ArticleID, more string) {
	p.Helper()
	text := care
	text.Body += "\n\n" + more
	_, err := p.articles.Save(p.Context(), by, id, text, 0)
	p.must(err)
}

// TestReadersAreWorthPointsOnce: each reader whom an article helped is worth a
// point once, up to what a month pays; not in the writer's own network, not for
// what is overdue, and not for what staff wrote.
func TestReadersAreWorthPointsOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPaidPress(t, db)
		p.do("Begin")
		id := p.newest()
		p.publishedBy(p.writer, id, 1)
		theirs, err := p.articles.Begin(t.Context(), anna, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
		p.must(err)
		p.publishedBy(anna, theirs.ID, 1)
		storagetest.Exec(t, db, "INSERT INTO sightings (actor_id, network, seen_at) VALUES (?, 'net_1', ?)", p.writer.ID, storage.At(p.clock.Now()))

		p.helped(theirs.ID, "", "a", "b")
		p.helped(id, "net_1", "own")
		p.helped(id, "net_2", "c")
		p.counted(0) // the day is not over
		p.clock.Add(24 * time.Hour)
		p.counted(4)
		p.booked("1")

		p.helped(id, "net_2", "c") // once more
		readers := make([]string, 60)
		for i := range readers {
			readers[i] = "r" + strconv.Itoa(i)
		}
		p.helped(id, "", readers...)
		p.must(p.articles.Vote(t.Context(), knowledge.Vote{Article: id, Voter: "no", Helped: false}))
		p.clock.Add(24 * time.Hour)
		p.counted(60)
		p.booked("1 49")

		p.helped(id, "", "late", "later")
		p.clock.Add(24 * time.Hour)
		var both sync.WaitGroup
		for range 2 { // at once
			both.Go(func() {
				if _, err := p.rewards.CountHelps(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		p.booked("1 49 0")

		p.clock.Add(31 * 24 * time.Hour) // another month
		p.helped(id, "", "new")
		p.clock.Add(24 * time.Hour)
		p.counted(1)
		p.booked("1 49 0 1")

		storagetest.Exec(t, db, "UPDATE articles SET review_on = '2020-01-01' WHERE id = ?", id)
		p.helped(id, "", "overdue")
		p.clock.Add(24 * time.Hour)
		p.counted(1)
		p.booked("1 49 0 1")
		if findings, err := db.Reconcile(t.Context()); err != nil || len(findings) != 0 {
			t.Fatalf("%v: %+v", err, findings)
		}
		p.sameAgain()
		storagetest.Exec(t, db, "UPDATE article_votes SET counted_at = 0 WHERE voter = 'r7'")
		findings, err := db.Reconcile(t.Context())
		p.must(err)
		if len(findings) != 1 || !strings.Contains(findings[0].Detail, "readers of an article who are not there") {
			t.Errorf("points for nobody: %+v", findings)
		}
	})
}

func (p *paidPress) helped(id knowledge.ArticleID, network string, voters ...string) {
	p.Helper()
	for _, v := range voters {
		p.must(p.articles.Vote(p.Context(), knowledge.Vote{Article: id, Voter: v, Network: network, Helped: true}))
	}
}

func (p *paidPress) counted(want int) {
	p.Helper()
	if n, err := p.rewards.CountHelps(p.Context()); err != nil || n != want {
		p.Fatalf("%d readers are looked at instead of %d: %v", n, want, err)
	}
}

// booked looks at what readers were worth, in the order of their days.
func (p *paidPress) booked(want string) {
	p.Helper()
	if _, err := p.rewards.BookMissed(p.Context()); err != nil {
		p.Fatal(err)
	}
	var all []string
	for i := range p.count("SELECT COUNT(*) FROM awards WHERE source LIKE '%:helps:%'") {
		all = append(all, strconv.Itoa(int(p.count("SELECT pending FROM awards WHERE source LIKE '%:helps:%' ORDER BY earned_at LIMIT 1 OFFSET "+strconv.Itoa(int(i))))))
	}
	if got := strings.Join(all, " "); got != want {
		p.Fatalf("readers are worth %q instead of %q", got, want)
	}
}

// sameAgain plays the writer's seasons again under their own rules: no entry is
// worth anything else.
func (p *paidPress) sameAgain() {
	p.Helper()
	versions, err := p.db.Views().RulesOf(p.Context())
	p.must(err)
	for i := range p.count("SELECT COUNT(*) FROM seasons") {
		season := domain.SeasonID(storagetest.Text(p, p.db, "SELECT id FROM seasons ORDER BY starts_at LIMIT 1 OFFSET "+strconv.Itoa(int(i))))
		entries, err := rewards.Replay(p.Context(), p.db.Views(), rewards.Seen{Season: season, Versions: versions, Now: p.clock.Now()},
			domain.ExpertID(p.writer.ID), rewards.FourthRules())
		p.must(err)
		for _, e := range entries {
			if e.Was != e.Would {
				p.Errorf("%+v", e)
			}
		}
	}
}
