package rewards

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Versions are the rule sets that are shipped, from version 1 on.
func Versions() []Rules { return []Rules{FirstRules(), SecondRules(), ThirdRules(), FourthRules()} }

// OpenRules stores rule sets as version 1 and its successors, all in force from
// the given time, unless there is one already. Setup calls it with Versions
// before the first season opens, which is played by the newest.
func (r *Rewards) OpenRules(ctx context.Context, by domain.Actor, from time.Time, versions ...Rules) error {
	for _, v := range versions {
		if err := v.Check(); err != nil {
			return err
		}
	}
	return r.inTx(ctx, func(tx Store) error {
		n, err := tx.RuleSets()
		if err != nil || n > 0 {
			return err
		}
		for i, v := range versions {
			if err := tx.AddRuleSet(RuleSet{Version: i + 1, EffectiveAt: from, Rules: v}, by); err != nil {
				return err
			}
		}
		return nil
	})
}

// UpgradeRules adds the shipped rule sets that an installation does not have,
// in force from the season that begins next: the one that runs keeps the version
// it opened with. It does nothing before setup, when there is nothing to add and
// once the brand has published rules of its own, and tells how many it added.
func (r *Rewards) UpgradeRules(ctx context.Context) (added int, err error) {
	versions := Versions()
	err = r.inTx(ctx, func(tx Store) error {
		added = 0
		if n, err := tx.RuleSets(); err != nil || n == 0 || n >= len(versions) {
			return err
		}
		if err := tx.HoldRules(); err != nil {
			return err
		}
		n, err := tx.RuleSets() // again: somebody else may have added them before we held them
		if err != nil {
			return err
		}
		if own, err := tx.OwnRules(); err != nil || own { // its numbers are the brand's now
			return err
		}
		starts, planned, err := tx.NextSeason()
		if err != nil || !planned {
			return err
		}
		for ; n < len(versions); n++ {
			if err := tx.AddRuleSet(RuleSet{Version: n + 1, EffectiveAt: starts, Rules: versions[n]}, domain.System); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	return added, err
}
