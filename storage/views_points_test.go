package storage_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func as(e domain.ExpertID) domain.Actor { return domain.Actor{Role: domain.RoleExpert, ID: string(e)} }

// pages reads a whole list, n rows at a time.
func pages[T any](t *testing.T, n int, read func(storage.Page) (storage.List[T], error)) []T {
	t.Helper()
	var all []T
	p := storage.Page{Limit: n}
	for {
		l, err := read(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Items...)
		if l.Next == "" {
			return all
		}
		p.Cursor = l.Next
	}
}

func TestAnExpertSeesTheOwnPoints(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, v, ctx := newProgramme(t, db), db.Views(), t.Context()
		e, other := p.expert(2), p.expert(2)
		id := p.answer(e, nil)
		p.book(id)
		p.book(p.answer(e, func(a *answered) { a.expertMessages = 1 }))
		p.book(p.answer(other, nil))
		p.rate(id, e, 5, true)

		awards := pages(t, 1, func(pg storage.Page) (storage.List[storage.Award], error) { return v.Awards(ctx, as(e), nil, "nl", pg) })
		if len(awards) != 2 {
			t.Fatalf("%d awards", len(awards))
		}
		for _, a := range awards {
			qualified := a.ConversationID == string(id)
			if a.State != "pending" || a.Stars != nil || (a.Points == 10) != qualified || a.ReasonName != "Reason 2" || a.Question != "It hums." {
				t.Errorf("pending: %+v", a)
			}
			if !qualified && a.Arithmetic.Steps[0].Detail != "not_qualified:expert_messages" {
				t.Errorf("no points, and not why: %+v", a.Arithmetic)
			}
		}

		p.clock.Add(hold)
		p.settle()
		p.give(e, 200)
		d, err := p.shop.Redeem(ctx, e, p.reward(1, 1).ID, shop.Terms{})
		p.must(err)
		purse, err := v.Purse(ctx, as(e))
		if p.must(err); purse != (storage.Purse{Pending: 0, Available: 117, Reserved: 100}) {
			t.Errorf("the purse holds %+v", purse)
		}
		moves := pages(t, 2, func(pg storage.Page) (storage.List[storage.Transfer], error) { return v.Transfers(ctx, as(e), pg) })
		var sum int64
		var kinds []string
		for _, m := range moves {
			sum += m.Amount
			kinds = append(kinds, m.Kind+":"+m.From+">"+m.To)
		}
		got := strings.Join(kinds, " ")
		if want := "reserve:available>reserved adjust:issued>available adjust:issued>available settle:pending>available award:issued>pending"; got != want || sum != 117 {
			t.Errorf("moved %s, to spend %d", got, sum)
		}
		if first := moves[0]; first.Title != "Cap" || first.Source.ID != string(d.ID) || first.Amount != -100 || first.Points != 100 {
			t.Errorf("the reservation: %+v", first)
		}
		if last := moves[len(moves)-1]; last.Title != "It hums." || last.Arithmetic == nil || last.Arithmetic.Points != 17 || last.Amount != 0 {
			t.Errorf("the award: %+v", last)
		}
		if _, err := v.Transfers(ctx, as(e), storage.Page{Cursor: "bm9uc2Vuc2U\x1f"}); err == nil {
			t.Error("a cursor of another list was taken")
		}
	})
}

func TestAnExpertSeesTheOwnSeason(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, v, ctx := newProgramme(t, db), db.Views(), t.Context()
		e := p.expert(2)
		storagetest.Exec(t, db, "INSERT INTO seats (expert_id, seat_no, open) VALUES (?, 1, TRUE), (?, 2, TRUE), (?, 3, FALSE)", e, e, e)
		for i, stars := range []int{5, 5, 2} {
			id := p.answer(e, nil)
			p.book(id)
			p.rate(id, e, stars, i < 2)
		}
		p.clock.Add(7 * day)
		p.settle()
		p.book(p.answer(e, nil))
		s, err := v.MySeason(ctx, as(e), p.clock.Now())
		p.must(err)
		if s.Season.Week != 2 || s.Season.Weeks != 13 || s.Round.Number != 1 || len(s.Weeks) != 13 {
			t.Errorf("week %d of %d, round %d", s.Season.Week, s.Season.Weeks, s.Round.Number)
		}
		if s.Weeks[0].Settled != 17+17+13 || s.Weeks[0].Pending != 0 || s.Weeks[1].Pending != 10 {
			t.Errorf("weeks: %+v", s.Weeks[:2])
		}
		q := s.Quality
		if q.Ratings != 2 || q.Stars.Five != 2 || q.Stars.Two != 0 || q.SetAside != 1 || q.OwnMean == nil || *q.OwnMean != 5 || q.ProgrammeMean != 4.45 {
			t.Errorf("quality: %+v", q)
		}
		if s.Level != (storage.LevelView{Level: 2, Name: "expert", OpenSeats: 2}) || s.PersonalBest != nil {
			t.Errorf("level: %+v, best %v", s.Level, s.PersonalBest)
		}
		p.clock.Add(30 * day)
		p.settle()
		p.roll()
		if s, err = v.MySeason(ctx, as(e), p.clock.Now()); err != nil || s.PersonalBest == nil || *s.PersonalBest == 0 {
			t.Errorf("the best is %v, %v", s.PersonalBest, err)
		}
		rules, err := v.RuleSet(ctx)
		if p.must(err); rules.Version != len(rewards.Versions()) || rules.Body.FirstTimeRight.Days != 7 || rules.Body.Conversation.Quality.Stars[4] != 1.3 || rules.Body.Conversation.DailyCurve[1].UpTo != 30 {
			t.Errorf("rules: %+v", rules)
		}
		storagetest.Exec(t, db, "UPDATE seasons SET state = 'closing' WHERE state = 'running'")
		var refused *domain.Error
		if _, err := v.MySeason(ctx, as(e), p.clock.Now()); !errors.As(err, &refused) || refused.Code != "season_not_found" {
			t.Errorf("without a season: %v", err)
		}
	})
}

func TestTheShopTellsWhatARewardIsToMe(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reward shop.Reward
		want   storage.RewardMine
	}{
		"it can be had":       {shop.Reward{Name: "a", Price: 100, Stock: 1, PerPerson: 1}, storage.RewardMine{CanRedeem: true}},
		"points are missing":  {shop.Reward{Name: "b", Price: 400, Stock: 1, PerPerson: 1}, storage.RewardMine{Missing: 150, Reason: "points"}},
		"the level is":        {shop.Reward{Name: "c", Price: 100, Stock: 1, PerPerson: 1, MinLevel: 3}, storage.RewardMine{Reason: "level"}},
		"there are none":      {shop.Reward{Name: "d", Price: 100, Stock: 0, PerPerson: 1}, storage.RewardMine{Reason: "stock"}},
		"level before points": {shop.Reward{Name: "e", Price: 400, Stock: 1, PerPerson: 1, MinLevel: 3}, storage.RewardMine{Missing: 150, Reason: "level"}},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, v, ctx := newProgramme(t, db), db.Views(), t.Context()
		e := p.rich(250)
		for name, tt := range tests {
			r, err := p.shop.AddReward(ctx, tt.reward)
			p.must(err)
			tt.want.Asks = []shop.Ask{shop.AskFirst}
			got, err := v.Reward(ctx, as(e), p.clock.Now(), r.ID)
			if p.must(err); got.Mine == nil || !reflect.DeepEqual(*got.Mine, tt.want) {
				t.Errorf("%s: %+v", name, got.Mine)
			}
		}
		all := pages(t, 2, func(pg storage.Page) (storage.List[storage.Reward], error) {
			return v.Rewards(ctx, as(e), p.clock.Now(), pg)
		})
		if len(all) != len(tests) || all[0].Price > all[4].Price {
			t.Errorf("%d rewards", len(all))
		}
		yes := true
		_, err := p.shop.ChangeReward(ctx, domain.RewardID(all[0].ID), shop.Change{Archived: &yes})
		p.must(err)
		own, err := v.Rewards(ctx, as(e), p.clock.Now(), storage.Page{})
		p.must(err)
		staff, err := v.Rewards(ctx, manager, p.clock.Now(), storage.Page{})
		p.must(err)
		if len(own.Items) != len(tests)-1 || len(staff.Items) != len(tests) || staff.Items[0].Mine != nil {
			t.Errorf("experts see %d, staff %d", len(own.Items), len(staff.Items))
		}
	})
}

func TestWhoSeesWhichRedemption(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, v, ctx := newProgramme(t, db), db.Views(), t.Context()
		r := p.reward(10, 10)
		mine, theirs := p.rich(500), p.rich(500)
		var last shop.Redemption
		for _, e := range []domain.ExpertID{mine, theirs, mine} {
			var err error
			last, err = p.shop.Redeem(ctx, e, r.ID, shop.Terms{})
			p.must(err)
		}
		_, err := p.shop.Approve(ctx, manager, last.ID)
		p.must(err)
		read := func(by domain.Actor, s shop.State) []storage.Redemption {
			return pages(t, 1, func(pg storage.Page) (storage.List[storage.Redemption], error) { return v.Redemptions(ctx, by, s, pg) })
		}
		if got := read(as(mine), ""); len(got) != 2 || got[0].ID != string(last.ID) || got[0].Expert != nil || got[0].RewardName != "Cap" {
			t.Errorf("an expert sees %+v", got)
		}
		if got := read(manager, ""); len(got) != 3 || got[0].Expert == nil || got[0].Expert.ID != string(mine) {
			t.Errorf("a manager sees %+v", got)
		}
		if got := read(manager, shop.Requested); len(got) != 2 {
			t.Errorf("%d are requested", len(got))
		}
		if _, err := v.Redemption(ctx, as(theirs), last.ID); err == nil {
			t.Error("another expert's redemption was shown")
		}
	})
}
