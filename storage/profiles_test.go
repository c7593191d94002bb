package storage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// A pause takes an expert off duty at once; coming back after four weeks means a
// refresher, and the refresher opens the seats again.
func TestAPauseEndsWithARefresher(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		levels := roster.NewLevels(db.Levels, f.runtime())
		ctx, e := t.Context(), f.expert(roster.Senior)
		day := 24 * time.Hour
		for _, until := range []time.Time{f.clock.Now(), f.clock.Now().Add(400 * day)} {
			told(t, levels.TakePause(ctx, e, until, ""), roster.ErrBadPause)
		}
		told(t, levels.ComeBack(ctx, e), roster.ErrNotAway)
		f.must(levels.TakePause(ctx, e, f.clock.Now().Add(60*day), "A child"))
		told(t, levels.TakePause(ctx, e, f.clock.Now().Add(60*day), ""), roster.ErrNotActive)
		told(t, f.desk.SetPresence(ctx, e, roster.Available), roster.ErrNotActive)
		f.clock.Add(roster.RefreshAfter)
		f.must(levels.ComeBack(ctx, e))
		f.must(f.desk.SetPresence(ctx, e, roster.Available))
		f.sound()
		h := f.assigned(desk.Question{})
		f.asked()
		f.allocate()
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'open'"); n != 0 {
			t.Fatal("a second question before the refresher is done")
		}
		f.says(h.expert, h.id, "One.")
		f.must(f.desk.Close(ctx, h.customer, h.id, desk.Closure{}))
		f.must(levels.Refreshed(ctx, h.id))
		if n := f.count("SELECT COUNT(*) FROM refreshers WHERE done_at IS NULL"); n != 1 {
			t.Fatal("one message is no conversation")
		}
		f.allocate()
		again := f.accept(domain.ConversationID(storagetest.Text(t, db, "SELECT conversation_id FROM offers WHERE state = 'open'")))
		second := domain.ConversationID(storagetest.Text(t, db, "SELECT conversation_id FROM seats WHERE conversation_id IS NOT NULL"))
		storagetest.Exec(t, db, "UPDATE episodes SET customer_messages = 2, expert_messages = 2 WHERE conversation_id = ?", second)
		f.must(f.desk.Close(ctx, again, second, desk.Closure{Outcome: desk.Solved, Reason: f.reason("rsn_1", 2, false)}))
		together(2, func(int) {
			if err := levels.Refreshed(ctx, second); err != nil {
				t.Error(err)
			}
		})
		if n := f.count("SELECT COUNT(*) FROM seats WHERE open"); n != 3 {
			t.Fatalf("%d open seats after the refresher", n)
		}
		if n := f.count("SELECT COUNT(*) FROM refreshers WHERE conversation_id = ?", second); n != 1 {
			t.Fatal("the refresher does not know its conversation")
		}
		f.sound()
	})
}

// Whoever a manager stopped neither leaves with honour nor comes back alone.
func TestLeavingInGoodStanding(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		levels := roster.NewLevels(db.Levels, f.runtime())
		ctx, e, stopped := t.Context(), f.expert(roster.Senior), f.expert(roster.Rookie)
		f.must(f.putOut(ctx, stopped, roster.Suspended))
		told(t, levels.LeaveProgramme(ctx, stopped), roster.ErrCannotLeave)
		told(t, levels.ComeBack(ctx, stopped), roster.ErrCannotReturn)
		h := f.assigned(desk.Question{})
		told(t, levels.LeaveProgramme(ctx, e), roster.ErrStillHolding)
		f.must(f.desk.Close(ctx, h.customer, h.id, desk.Closure{}))
		f.must(levels.LeaveProgramme(ctx, e))
		view, err := db.Views().Expert(ctx, e, f.clock.Now())
		f.must(err)
		if view.LevelName != "alumni" || view.State != roster.Retired {
			t.Fatalf("%+v", view)
		}
		told(t, levels.LeaveProgramme(ctx, e), roster.ErrCannotLeave)
		f.must(levels.ComeBack(ctx, e))
		if n := f.count("SELECT COUNT(*) FROM refreshers WHERE expert_id = ? AND cause = 'alumni'", e); n != 1 {
			t.Fatal("an alumnus comes back with a refresher")
		}
		f.sound()
	})
}

// The real name is shown to nobody without consent, and to nobody from the moment
// on in which it is taken back.
func TestTheRealNameNeedsConsent(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		levels := roster.NewLevels(db.Levels, f.runtime())
		ctx, e, boss := t.Context(), f.expert(roster.Senior), f.manager("Els de Vries")
		storagetest.Exec(t, db, "UPDATE people SET name = 'Marit Hoekstra' WHERE id = ?", e)
		sheet := func() (string, error) {
			made, err := levels.ExportTalent(ctx, boss, e)
			if err != nil {
				return "", err
			}
			s, err := db.Views().TalentSheet(ctx, made, f.clock.Now())
			return s.Name, err
		}
		_, err := sheet()
		told(t, err, roster.ErrNoConsent)
		told(t, levels.SetConsent(ctx, e, roster.Talent, true, 99), roster.ErrConsentChanged)
		told(t, levels.SetConsent(ctx, e, "newsletter", true, 1), roster.ErrBadConsent)
		for _, step := range []struct {
			kind  roster.ConsentKind
			given bool
			want  string
			pool  int
		}{
			{roster.Talent, true, "", 1},
			{roster.RealName, true, "Marit Hoekstra", 1},
			{roster.RealName, true, "Marit Hoekstra", 1},
			{roster.RealName, false, "", 1},
		} {
			f.must(levels.SetConsent(ctx, e, step.kind, step.given, roster.ConsentVersion(step.kind)))
			name, err := sheet()
			f.must(err)
			pool, err := db.Views().Talents(ctx)
			f.must(err)
			if name != step.want || len(pool) != step.pool || pool[0].Name != step.want {
				t.Errorf("%s %t: %q, %+v", step.kind, step.given, name, pool)
			}
		}
		f.must(levels.SetConsent(ctx, e, roster.Talent, false, 0))
		_, err = sheet()
		told(t, err, roster.ErrNoConsent)
		if pool, err := db.Views().Talents(ctx); err != nil || len(pool) != 0 {
			t.Error(err, pool)
		}
		if n := f.count("SELECT COUNT(*) FROM consents"); n != 4 {
			t.Errorf("%d words were kept: the same word twice is one", n)
		}
		profile, err := db.Views().Profile(ctx, e, "nl")
		f.must(err)
		if len(profile.Readings) != 4 || profile.Readings[0].By != "Els de Vries" || profile.Disclosure != roster.Disclosure {
			t.Errorf("%+v", profile)
		}
		// A consent to an earlier text is none.
		storagetest.Exec(t, db, "INSERT INTO consents (expert_id, kind, no, version, given, at) VALUES (?, 'real_name', 9, 77, TRUE, 0)", e)
		f.must(levels.LeaveProgramme(ctx, e))
		alumni, err := db.Views().Alumni(ctx, boss)
		f.must(err)
		if len(alumni) != 1 || alumni[0].Name == "Marit Hoekstra" {
			t.Errorf("%+v", alumni)
		}
	})
}

// What an expert owns is told to customers once it is verified, and the shop's
// word verifies at once.
func TestCustomersReadWhatIsVerified(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		levels := roster.NewLevels(db.Levels, f.runtime())
		ctx, e, boss := t.Context(), f.expert(roster.Senior), f.manager("Els de Vries")
		for i, name := range []string{"Wad 2", "Terp", "Plaat"} {
			storagetest.Exec(t, db, "INSERT INTO products (id, name, description, version, created_at) VALUES (?, ?, '', 1, 0)", fmt.Sprintf("prd_%d", i), name)
		}
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'shop-7' WHERE id = ?", e)
		storagetest.Exec(t, db, `INSERT INTO customers (id, language, created_at, brand_customer_id, shop)
			VALUES ('cus_own', 'en', 0, 'shop-7', '{"orders":[{"number":"1","products":["wad 2"]}]}')`)
		told(t, levels.ClaimProduct(ctx, e, "prd_9", ""), roster.ErrUnknownProduct)
		told(t, levels.VerifyProduct(ctx, boss, e, "prd_1"), roster.ErrNotClaimed)
		for i := range 3 {
			f.must(levels.ClaimProduct(ctx, e, domain.ProductID(fmt.Sprintf("prd_%d", i)), "NA-1"))
		}
		h := f.assigned(desk.Question{})
		owns := func(by domain.Actor) string {
			view, err := db.Views().Conversation(ctx, by, h.id)
			f.must(err)
			if view.Expert.Disclosure != roster.Disclosure {
				t.Errorf("no disclosure: %+v", view.Expert)
			}
			return fmt.Sprint(view.Expert.Owns)
		}
		if got := owns(h.customer); got != "[Wad 2]" {
			t.Error("the shop's word:", got)
		}
		f.must(levels.VerifyProduct(ctx, boss, e, "prd_1"))
		f.must(levels.VerifyProduct(ctx, boss, e, "prd_0"))
		if got := owns(h.customer); got != "[Wad 2 Terp]" {
			t.Error("and a manager's:", got)
		}
		f.must(levels.DropProduct(ctx, e, "prd_0"))
		told(t, levels.DropProduct(ctx, e, "prd_0"), roster.ErrNotClaimed)
		if got := owns(h.customer); got != "[Terp]" {
			t.Error("taken off:", got)
		}
	})
}
