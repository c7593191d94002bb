package storage

import (
	"encoding/json"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

type ruleSetRow struct {
	Version     int
	EffectiveAt Time
	Body        string
}

func (r ruleSetRow) domain() (rewards.RuleSet, error) {
	set := rewards.RuleSet{Version: r.Version, EffectiveAt: r.EffectiveAt.Time}
	if err := json.Unmarshal([]byte(r.Body), &set.Rules); err != nil {
		return set, fmt.Errorf("storage: rule set %d: %w", r.Version, err)
	}
	return set, nil
}

// RuleSet returns one version of the rules.
func (tx Tx) RuleSet(version int) (rewards.RuleSet, error) {
	var r ruleSetRow
	err := tx.one(&r, "rule_set", "SELECT version, effective_at, body FROM rule_sets WHERE version = ?", version)
	if err != nil {
		return rewards.RuleSet{}, err
	}
	return r.domain()
}

// RuleSets counts the versions.
func (tx Tx) RuleSets() (n int, err error) {
	err = tx.all(&n, "SELECT COUNT(*) FROM rule_sets")
	return n, err
}

// AddRuleSet stores a new version; of two at once, the second fails.
func (tx Tx) AddRuleSet(set rewards.RuleSet, actor domain.Actor) error {
	body, err := json.Marshal(set.Rules)
	if err != nil {
		return fmt.Errorf("storage: rule set %d: %w", set.Version, err)
	}
	_, err = tx.exec("INSERT INTO rule_sets (version, effective_at, body, created_at, created_by) VALUES (?, ?, ?, ?, ?)",
		set.Version, At(set.EffectiveAt), string(body), At(set.EffectiveAt), by(actor))
	return wrapped(err, "rule set %d", set.Version)
}
