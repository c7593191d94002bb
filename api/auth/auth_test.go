package auth

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/domain/access"
)

func TestKeysAreMadeOnceAndKeptToOurselves(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	made := make([]Keys, 8)
	var wg sync.WaitGroup
	for i := range made { // processes that start at once
		wg.Go(func() {
			var err error
			if made[i], err = LoadKeys(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, k := range made {
		require.Equal(t, made[0], k)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.NoError(t, os.Chmod(path, 0o640))
	_, err = LoadKeys(path)
	require.ErrorContains(t, err, "chmod 600")
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestWeakKeysAreRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Keys){
		"a short one":            func(k *Keys) { k.Access["1"] = k.Access["1"][:31] },
		"an empty one":           func(k *Keys) { k.Access["2"] = nil },
		"a word again and again": func(k *Keys) { k.Refresh = []byte(strings.Repeat("change-me", 8)) },
		"zeroes":                 func(k *Keys) { k.Refresh = make([]byte, 64) },
		"only one":               func(k *Keys) { delete(k.Access, "2") },
		"none that signs":        func(k *Keys) { k.Current = "3" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := NewKeys()
			require.NoError(t, k.Check())
			change(&k)
			path := filepath.Join(t.TempDir(), "keys.json")
			b, err := json.Marshal(k)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, b, 0o600))
			_, err = LoadKeys(path)
			require.Error(t, err)
		})
	}
}

func TestTheOtherKeyVerifiesAsWell(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC) }
	k := NewKeys()
	grant := access.Grant{Person: access.Person{ID: "mgr_1", AuthVersion: 1}, Session: access.Session{ID: "ses_1"}}
	token, expires, err := NewTokens(k, now).Issue(grant)
	require.NoError(t, err)
	require.Equal(t, now().Add(10*time.Minute), expires)
	k.Current = "2" // rotated
	c, err := NewTokens(k, now).verify(token)
	require.NoError(t, err)
	require.Equal(t, "mgr_1 ses_1", c.Subject+" "+string(c.Session))
}

func TestASuccessorIsTheSameEachTimeAndNobodyElses(t *testing.T) {
	t.Parallel()
	s, other := NewKeys().Secrets(), NewKeys().Secrets()
	token := s.New()
	require.Len(t, token, 43)
	require.NotEqual(t, token, s.New())
	first, second := s.Next(token), s.Next(token)
	require.Equal(t, first, second)
	require.NotEqual(t, s.Next(token), other.Next(token))
	require.NotEqual(t, s.Next(token), s.Next(s.Next(token)))
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	p := NewPasswords(Cost{MemoryKiB: 8, Iterations: 1})
	hash, err := p.Hash(t.Context(), "a pond full of herons")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=8,t=1,p=1$"))
	for password, want := range map[string]bool{"a pond full of herons": true, "A pond full of herons": false, "": false} {
		got, err := p.Matches(t.Context(), password, hash)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	got, err := p.Matches(t.Context(), "anything", "")
	require.NoError(t, err)
	require.False(t, got, "nobody's password")
	_, err = p.Matches(t.Context(), "anything", "plain")
	require.Error(t, err)
}

func TestNobodyWaitsForEverToBeHashed(t *testing.T) {
	t.Parallel()
	p := NewPasswords(Cost{MemoryKiB: 8, Iterations: 1})
	for range runtime.GOMAXPROCS(0) { // all cores are busy
		require.NoError(t, p.wait(t.Context()))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := p.Matches(ctx, "x", "")
	require.ErrorIs(t, err, context.Canceled)
	_, err = p.Hash(ctx, "x")
	require.ErrorIs(t, err, context.Canceled)
}

// TestNobodyCostsAsMuchAsSomebody compares the work, not the clock: both are
// compared with a hash of the same cost.
func TestNobodyCostsAsMuchAsSomebody(t *testing.T) {
	t.Parallel()
	p := NewPasswords(OWASP)
	params, salt, key, err := argon2id.DecodeHash(p.nobody)
	require.NoError(t, err)
	require.Equal(t, p.params, params)
	require.NotEqual(t, salt, make([]byte, len(salt)))
	require.NotEqual(t, key, make([]byte, len(key)))
	require.NotEqual(t, NewPasswords(OWASP).nobody, p.nobody)
}

func TestTheCacheForgets(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC)
	c := newCache[string, int]()
	reads := 0
	get := func(at time.Time) int {
		v, err := c.get("k", at, func() (int, error) { reads++; return reads, nil })
		require.NoError(t, err)
		return v
	}
	require.Equal(t, []int{1, 1, 2}, []int{get(now), get(now.Add(freshFor - 1)), get(now.Add(freshFor))})
	c.forget(func(k string, _ int) bool { return k == "k" })
	require.Equal(t, 3, get(now.Add(freshFor)))
	c.forget(func(string, int) bool { return false })
	require.Equal(t, 3, get(now.Add(freshFor)))

	// What was read while it was forgotten is not kept.
	stale, err := c.get("j", now, func() (int, error) {
		c.forget(func(string, int) bool { return false })
		return 1, nil
	})
	require.NoError(t, err)
	require.Equal(t, 1, stale)
	fresh, err := c.get("j", now, func() (int, error) { return 2, nil })
	require.NoError(t, err)
	require.Equal(t, 2, fresh)
}
