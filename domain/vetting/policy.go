package vetting

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// PolicyKind says which of the two texts it is.
type PolicyKind string

// The kinds of policy.
const (
	HouseRules PolicyKind = "house_rules" // how experts treat customers and each other
	Disclosure PolicyKind = "disclosure"  // what customers are told about experts
)

// PolicyKinds are both.
var PolicyKinds = []PolicyKind{HouseRules, Disclosure}

// byHouse is who published the texts that are shipped.
const byHouse = "house"

// Policy is one version of a text that applicants accept. It never changes: a
// change is the next version.
type Policy struct {
	Kind        PolicyKind
	Version     int
	Texts       map[domain.Language]string
	PublishedAt time.Time
	PublishedBy string
}

// PolicyStore is what policies need from one transaction.
type PolicyStore interface {
	LatestPolicy(PolicyKind) (p Policy, found bool, err error)
	AddPolicy(Policy) (bool, error) // false: somebody published this version meanwhile
}

// Refusals of policies.
var (
	ErrBadPolicyKind = domain.Refuse(domain.Invalid, "bad_policy_kind", "A policy is the house rules or the disclosure.").At("/kind")
	ErrBadPolicy     = domain.Refuse(domain.Invalid, "bad_policy", "Write 40 to 6,000 letters in each language.").At("/texts")
)

// The lengths of a policy.
const (
	minPolicy = 40
	maxPolicy = 6000
)

// PublishPolicy makes the next version of a policy; who accepted the one before
// has accepted that one. seen is the version the caller wrote it from. It
// refuses ErrBadPolicyKind, ErrBadPolicy and ErrStaleVersion.
func (v *Vetting) PublishPolicy(ctx context.Context, by domain.Actor, kind PolicyKind, texts map[domain.Language]string, seen int) (p Policy, err error) {
	if kind != HouseRules && kind != Disclosure {
		return Policy{}, ErrBadPolicyKind
	}
	clean := map[domain.Language]string{}
	for l, s := range texts {
		s, ok := text(s, minPolicy, maxPolicy)
		if !ok || !l.Good() {
			return Policy{}, ErrBadPolicy
		}
		clean[l] = s
	}
	if len(clean) == 0 {
		return Policy{}, ErrBadPolicy
	}
	p = Policy{Kind: kind, Version: seen + 1, Texts: clean, PublishedAt: v.rt.Now(), PublishedBy: by.ID}
	return p, v.inTx(ctx, func(tx Store) error {
		latest, err := v.latest(tx, kind)
		if err != nil {
			return err
		}
		if latest.Version != seen {
			return ErrStaleVersion
		}
		added, err := tx.AddPolicy(p)
		if err == nil && !added {
			err = ErrStaleVersion
		}
		return err
	})
}

// Policies are the versions in force, house rules first. What is shipped is
// published when there is none yet.
func (v *Vetting) Policies(ctx context.Context) (all []Policy, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		all = nil
		for _, kind := range PolicyKinds {
			p, err := v.latest(tx, kind)
			if err != nil {
				return err
			}
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

// latest is the version in force; the first one is the one that is shipped.
func (v *Vetting) latest(tx PolicyStore, kind PolicyKind) (Policy, error) {
	p, found, err := tx.LatestPolicy(kind)
	if err != nil || found {
		return p, err
	}
	p = Policy{Kind: kind, Version: 1, Texts: shipped(kind), PublishedAt: v.rt.Now(), PublishedBy: byHouse}
	if _, err := tx.AddPolicy(p); err != nil { // false: another one was as quick, with the same text
		return Policy{}, err
	}
	return p, nil
}

// In is the text in a language, or in the first of others that there is.
func (p Policy) In(l domain.Language, others ...domain.Language) string {
	for _, x := range append([]domain.Language{l}, append(others, "en")...) {
		if s, ok := p.Texts[x]; ok {
			return s
		}
	}
	for _, s := range p.Texts {
		return s
	}
	return ""
}
