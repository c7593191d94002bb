package storage_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// replay plays every season that there is again, under the rules that it was played
// by, or under others.
func (p *programme) replay(season domain.SeasonID, rules *rewards.Rules) league.Replayed {
	p.t.Helper()
	versions, err := p.db.Views().RulesOf(p.t.Context())
	p.must(err)
	if rules == nil {
		own := versions[int(p.count("SELECT rule_set FROM seasons WHERE id = ?", season))]
		rules = &own
	}
	out, err := league.Replay(p.t.Context(), p.db.Views(), season, *rules, p.clock.Now())
	p.must(err)
	return out
}

// sameAgain fails when a season that is replayed under its own rules comes out
// differently, in any entry.
func (p *programme) sameAgain() {
	p.t.Helper()
	ctx := p.t.Context()
	versions, err := p.db.Views().RulesOf(ctx)
	p.must(err)
	for n := range p.count("SELECT COUNT(*) FROM seasons") {
		id := domain.SeasonID(storagetest.Text(p.t, p.db, fmt.Sprintf("SELECT id FROM seasons ORDER BY starts_at LIMIT 1 OFFSET %d", n)))
		out := p.replay(id, nil)
		if out.Changed != 0 || out.Was != out.Would {
			p.t.Errorf("%s: %d experts changed, %d points became %d", id, out.Changed, out.Was, out.Would)
		}
		for _, d := range out.Experts {
			entries, err := rewards.Replay(ctx, p.db.Views(), rewards.Seen{Season: id, Versions: versions, Now: p.clock.Now()}, d.Player.Expert, versions[out.Played.Season.RuleSet])
			p.must(err)
			for _, e := range entries {
				if e.Was != e.Would || e.WasCounts != e.WouldCounts {
					p.t.Errorf("%+v", e)
				}
			}
		}
	}
}

// history lets anything happen that earns or costs points, for some weeks. In
// one that is orderly, everything is confirmed as it ends, and booked at once.
func (p *programme) history(rnd *rand.Rand, weeks int, orderly bool) {
	p.t.Helper()
	experts := []domain.ExpertID{p.expert(1), p.expert(2), p.expert(3)}
	customers := []string{"", "", "", "", "cus_1", "cus_a", "cus_b"}
	for _, c := range customers[5:] {
		storagetest.Exec(p.t, p.db, "INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", c)
	}
	for range weeks * 4 {
		for range rnd.IntN(40) {
			e := experts[rnd.IntN(3)]
			id := p.answer(e, func(a *answered) {
				a.customer, a.chosen = customers[rnd.IntN(len(customers))], fmt.Sprintf("rsn_%d", 1+rnd.IntN(3))
				a.expertMessages, a.outcome = rnd.IntN(6), []string{"solved", "partly"}[rnd.IntN(2)]
				a.open = time.Duration(20+rnd.IntN(400)) * time.Second
				if by := []string{"customer", "silence"}[rnd.IntN(2)]; !orderly {
					a.by = by
				}
			})
			if rnd.IntN(9) == 0 {
				p.handedOver(id, experts[1+rnd.IntN(2)], experts[0], 1+rnd.IntN(5))
			}
			if rnd.IntN(2) == 0 || orderly {
				p.book(id)
			}
			if rnd.IntN(2) == 0 {
				p.rate(id, e, 1+rnd.IntN(5), rnd.IntN(3) > 0)
			}
			switch rnd.IntN(9) {
			case 1:
				p.missed(p.promised(id, e))
			case 2:
				p.done(p.promised(id, e))
			case 3:
				p.worked(e, []string{"kept", "kept", "missed"}[rnd.IntN(3)], time.Duration(1+rnd.IntN(5))*30*time.Minute)
			case 4:
				if orderly { // when a link was found out is not kept
					break
				}
				storagetest.Exec(p.t, p.db, "UPDATE episodes SET linked = 'network' WHERE conversation_id = ? AND linked = ''", id)
			}
			p.clock.Add(time.Duration(rnd.IntN(900)) * time.Second)
		}
		p.clock.Add(time.Duration(12+rnd.IntN(60)) * time.Hour)
		if _, err := p.rewards.BookMissed(p.t.Context()); err != nil {
			p.t.Fatal(err)
		}
		p.settle()
		p.roll()
	}
}

func TestASeasonReplayedUnderItsOwnRulesIsTheSame(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newBook(t, db)
		rnd := rand.New(rand.NewPCG(uint64(p.made.Load()), 7))
		p.campaign(150, p.clock.Now().Add(3*day), 9*day, rewards.Scope{Reasons: []domain.ReasonID{"rsn_2", "rsn_3"}})
		p.campaign(200, p.clock.Now().Add(5*day), 5*day, rewards.Scope{Languages: []domain.Language{"en"}, Channels: []string{"chat"}})
		p.history(rnd, 3, false)
		p.sameAgain()
		if n := p.count("SELECT COUNT(*) FROM awards WHERE campaign_id IS NOT NULL"); n == 0 {
			t.Error("no campaign was met")
		}

		before := p.count("SELECT COUNT(*) + SUM(pending) + SUM(COALESCE(settled, 0)) FROM awards") + p.count("SELECT SUM(amount) FROM transfers")
		rules := better()
		if out := p.replay(p.season(), &rules); out.Changed == 0 || out.Would <= out.Was {
			t.Errorf("more for five stars changes %d experts, and %d points to %d", out.Changed, out.Was, out.Would)
		}
		if after := p.count("SELECT COUNT(*) + SUM(pending) + SUM(COALESCE(settled, 0)) FROM awards") + p.count("SELECT SUM(amount) FROM transfers"); after != before {
			t.Error("the replay moved points")
		}
		p.reconciled()
	})
}

// worked stores a shift that was judged and ends now.
func (p *programme) worked(e domain.ExpertID, state string, length time.Duration) {
	p.t.Helper()
	id, now := fmt.Sprintf("shf_%06d", p.made.Add(1)), p.clock.Now()
	storagetest.Exec(p.t, p.db, `INSERT INTO slots (id, day, starts_at, ends_at, language, seats, origin, state, note, why, created_at, created_by, version)
		VALUES (?, '2026-09-02', ?, ?, '', 1, 'manual', 'open', '', '{}', 0, 'mgr_1', 1)`, "slt_"+id, storage.At(now.Add(-length)), storage.At(now))
	storagetest.Exec(p.t, p.db, `INSERT INTO shifts (id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, ended_at, reason, short_notice,
		present_ms, version) SELECT ?, id, ?, 1, ?, starts_at, ends_at, 0, ends_at, '', FALSE, 0, 1 FROM slots WHERE id = ?`, id, e, state, "slt_"+id)
}

// campaign announces one that begins so late that it may.
func (b *book) campaign(factor rewards.Factor, starts time.Time, length time.Duration, scope rewards.Scope) {
	b.t.Helper()
	c, err := b.rules.DraftCampaign(b.t.Context(), writer, rewards.Campaign{
		Name: fmt.Sprintf("Times %s", factor), Factor: factor, Scope: scope, StartsAt: starts, EndsAt: starts.Add(length),
	})
	b.must(err)
	_, err = b.rules.Announce(b.t.Context(), publisher, c.ID, c.Version)
	b.must(err)
}

// TestOtherRulesPlayTheSeasonAsTheyWould: each change of a draft does what playing
// the same facts under it does.
func TestOtherRulesPlayTheSeasonAsTheyWould(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*rewards.Rules){
		"more for hard ones": func(r *rewards.Rules) { r.Conversation.Difficulty[2] = 250 },
		"one message is enough": func(r *rewards.Rules) {
			r.Conversation.Qualified = rewards.Qualified{CustomerMessages: 1, ExpertMessages: 1}
		},
		"five messages": func(r *rewards.Rules) { r.Conversation.Qualified.ExpertMessages = 5 },
		"a day of three": func(r *rewards.Rules) {
			r.Conversation.DailyCurve = []rewards.CurveStep{{UpTo: 3, Share: 100}, {Share: 25}}
		},
		"three days of peace":  func(r *rewards.Rules) { r.FirstTimeRight.Days = 3 },
		"any summary":          func(r *rewards.Rules) { r.HandOver.MinScore = 1 },
		"promises cost more":   func(r *rewards.Rules) { r.FollowUp.Kept, r.FollowUp.Missed = 9, 3 },
		"shifts of two hours":  func(r *rewards.Rules) { r.Shift.DailyHours, r.Shift.PerHour = 2, 7 },
		"a no-show costs less": func(r *rewards.Rules) { r.Shift.NoShow, r.Shift.TalkDays = 4, 1 },
	}
	play := func(t *testing.T, rules rewards.Rules) *book {
		t.Helper()
		b := &book{programme: withServices(t, storagetest.Open(t))}
		b.brand()
		b.must(b.rewards.OpenRules(t.Context(), manager, b.clock.Now(), rules))
		b.must(b.league.OpenSeason(t.Context(), b.clock.Now()))
		b.history(rand.New(rand.NewPCG(3, 3)), 2, true)
		return b
	}
	own := rewards.ThirdRules()
	played := play(t, own)
	for name, change := range changes { //nolint:paralleltest // replays run one at a time
		t.Run(name, func(t *testing.T) {
			rules := rewards.ThirdRules()
			change(&rules)
			want := play(t, rules)
			season := domain.SeasonID(storagetest.Text(t, played.db, "SELECT id FROM seasons WHERE state = 'running'"))
			out := played.replay(season, &rules)
			for _, d := range out.Experts {
				if got, live := int64(d.Would.Points), want.count("SELECT SUM(COALESCE(settled, pending)) FROM awards WHERE expert_id = ?", d.Player.Expert); got != live {
					t.Errorf("%s: replayed to %d points, played to %d (it was %d)", d.Player.Expert, got, live, d.Was.Points)
				}
			}
		})
	}
}
