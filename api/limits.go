package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/kennerhq/kenner/storage/cache"
)

// limit is how often something may happen. Counting comes before work; the
// count is shared by all processes.
type limit struct {
	name string
	per  per
	cache.Limit
}

// per says whose calls are counted together.
type per uint8

const (
	perIP    per = iota // the caller's address, the /64 of an IPv6 one
	perActor            // the caller's id
)

// The limits of operations. The closed ones refuse when nobody can count.
var (
	limitSignInIP         = closed("sign-in", perIP, 20)
	limitSignInAccount    = closed("sign-in-account", perIP, 5) // with the e-mail address
	limitSecondFactor     = closed("second-factor", perIP, 10)
	limitPasskeys         = closed("passkeys", perIP, 20)
	limitProofs           = closed("proofs", perActor, 10)
	limitFactors          = closed("factors", perActor, 20)
	limitDoors            = closed("doors", perIP, 20)
	limitLogouts          = open("provider-logouts", perIP, 120, time.Minute)
	limitCalendars        = open("calendars", perIP, 60, time.Minute)
	limitRefresh          = open("refresh", perIP, 120, time.Minute)
	limitSetup            = closed("setup", perIP, 10)
	limitInvitations      = closed("invitations", perIP, 20)
	limitPassword         = closed("password", perActor, 5)
	limitIdentify         = open("identify", perIP, 60, time.Minute)
	limitContinuations    = closed("continuations", perIP, 20)
	limitLinks            = open("links", perActor, 10, time.Minute)
	limitVisitors         = open("visitors", perIP, 20, time.Minute)
	limitNewConversations = open("conversations", perIP, 3, 10*time.Minute)
	limitMessages         = open("messages", perActor, 20, 10*time.Second)
	limitIdeas            = open("ideas", perActor, 30, time.Minute)
	limitRatings          = open("ratings", perActor, 10, time.Minute)
	limitAlikes           = open("alikes", perActor, 20, 10*time.Second)
	limitTyping           = open("typing", perActor, 10, 10*time.Second)
	limitChecks           = open("connection-check", perIP, 20, time.Minute)
	limitColleagues       = open("colleagues", perActor, 60, 10*time.Second)
	limitRedemptions      = closed("redemptions", perActor, 5)
	limitRounds           = open("rounds", perActor, 30, time.Minute)
	limitDraws            = open("draws", perIP, 30, time.Minute)
)

func open(name string, p per, count int, in time.Duration) limit {
	return limit{name, p, cache.Limit{Count: count, Per: in}}
}

func closed(name string, p per, perMinute int) limit {
	l := open(name, p, perMinute, time.Minute)
	l.FailClosed = true
	return l
}

// count counts one call of subject, tells the caller what is left, and refuses
// the ones that are too many.
func (r *router) count(ctx context.Context, l limit, subject string) error {
	if r.Counter == nil {
		return nil
	}
	d, err := r.Counter.Take(ctx, l.name+":"+subject, l.Limit)
	if err != nil {
		return fmt.Errorf("api: count %s: %w", l.name, err)
	}
	header := requestOf(ctx).header
	header.Set("RateLimit-Limit", strconv.Itoa(l.Count))
	header.Set("RateLimit-Remaining", strconv.Itoa(d.Remaining))
	if d.Allowed {
		return nil
	}
	r.Meter.limited(l.name)
	wait := max(1, int(math.Ceil(d.RetryAfter.Seconds())))
	p := newProblem(ctx, http.StatusTooManyRequests, "rate_limited", fmt.Sprintf("That was too often. Try again in %d seconds.", wait))
	header.Set("RateLimit-Reset", strconv.Itoa(wait))
	p.headers.Set("Retry-After", strconv.Itoa(wait))
	return p
}

// asked is the limit for who asks first and counts afterwards.
func (l limit) asked() limit {
	l.Ask = true
	return l
}

func (l limit) subject(known *request) string {
	if l.per == perActor {
		return known.actor.ID
	}
	return network(known.ip)
}

// network is the address that one subscriber has: an IPv4 address, or the /64
// of an IPv6 one.
func network(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	p, _ := addr.Prefix(64) // always valid for IPv6
	return p.String()
}

// gate bounds the requests that are worked on at once. What would wait is
// refused at once, so that what is inside stays fast.
type gate struct {
	inside atomic.Int64
	max    int64
}

func newGate(size int) *gate { return &gate{max: int64(size)} }

func (g *gate) enter() bool {
	if g.inside.Add(1) > g.max {
		g.inside.Add(-1)
		return false
	}
	return true
}

func (g *gate) leave() { g.inside.Add(-1) }

// busy reports whether half the places are taken: what is shed first is shed now.
func (g *gate) busy() bool { return g.inside.Load() > g.max/2 }
