package access

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		password string
		want     *domain.Error
	}{
		"four words":                  {"correct pond herons gate", nil},
		"eight letters of any kind":   {"żółć·łąk", nil},
		"seven letters":               {"żółć·łą", ErrPasswordShort},
		"spaces count":                {"a b c d ", nil},
		"128 letters":                 {strings.Repeat("abcd", 32), nil},
		"129 letters":                 {strings.Repeat("abcd", 32) + "e", ErrPasswordLong},
		"what everybody tries":        {"password123", ErrPasswordCommon},
		"in capitals":                 {"PassWord123", ErrPasswordCommon},
		"the comic strip":             {"correct horse battery staple", ErrPasswordCommon},
		"one letter many times":       {"aaaaaaaaaaaa", ErrPasswordCommon},
		"two letters in turn":         {"abababababab", ErrPasswordCommon},
		"the address":                 {"ada.lovelace@example.com", ErrPasswordCommon},
		"the address before the sign": {"ada.lovelace", ErrPasswordCommon},
		"the address and a year":      {"Ada.Lovelace2026!", ErrPasswordCommon},
		"the brand":                   {"noorder audio 2026", ErrPasswordCommon},
		"a sentence about the brand":  {"noorder audio has good ears", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := CheckPassword(tt.password, "ada.lovelace@example.com", "Noorder Audio"); err != tt.want {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestCleanEmail(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		" Ada@Example.COM ":                 "ada@example.com",
		"ada+kenner@example.com":            "ada+kenner@example.com",
		"ada":                               "",
		"ada@":                              "",
		"Ada <ada@example.com>":             "",
		"ada@example.com\r\nBcc: x@y.z":     "",
		"ada@example.com, bo@example.com":   "",
		"ädä@example.com":                   "",
		strings.Repeat("a", 250) + "@b.com": "",
	} {
		if got, err := CleanEmail(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
}

func TestASessionIsOpen(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC)
	fresh := Session{UsedAt: now, ExpiresAt: now.Add(SessionMax)}
	tests := map[string]struct {
		change func(*Session)
		after  time.Duration
		open   bool
	}{
		"at once":                    {func(*Session) {}, 0, true},
		"just before it is idle":     {func(*Session) {}, SessionIdle - time.Millisecond, true},
		"idle for a week":            {func(*Session) {}, SessionIdle, false},
		"used, but thirty days old":  {func(s *Session) { s.UsedAt = now.Add(SessionMax) }, SessionMax, false},
		"ended, whatever the reason": {func(s *Session) { s.EndedAt = now }, 0, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := fresh
			tt.change(&s)
			if got := s.open(now.Add(tt.after)); got != tt.open {
				t.Fatalf("open %v", got)
			}
		})
	}
}

func TestWhoMayChangeWhom(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC)
	yes, admin, expert := true, domain.RoleAdmin, domain.RoleExpert
	by := domain.Actor{Role: domain.RoleAdmin, ID: "mgr_1"}
	tests := map[string]struct {
		p      Person
		change Change
		want   error
		ends   EndReason
	}{
		"a manager becomes admin":       {Person{ID: "mgr_2", Role: domain.RoleManager}, Change{Role: &admin}, nil, EndRoleChanged},
		"an admin stays admin":          {Person{ID: "mgr_2", Role: domain.RoleAdmin}, Change{Role: &admin}, nil, ""},
		"nobody promotes themselves":    {Person{ID: "mgr_1", Role: domain.RoleManager}, Change{Role: &admin}, ErrOwnAccount, ""},
		"an expert stays an expert":     {Person{ID: "exp_2", Role: domain.RoleExpert}, Change{Role: &admin}, ErrExpertRole, ""},
		"a manager becomes no expert":   {Person{ID: "mgr_2", Role: domain.RoleManager}, Change{Role: &expert}, ErrBadRole, ""},
		"disabled":                      {Person{ID: "mgr_2", Role: domain.RoleManager}, Change{Disabled: &yes}, nil, EndDisabled},
		"nobody disables themselves":    {Person{ID: "mgr_1", Role: domain.RoleAdmin}, Change{Disabled: &yes}, ErrOwnAccount, ""},
		"disabled twice changes naught": {Person{ID: "mgr_2", DisabledAt: now}, Change{Disabled: &yes}, nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := tt.p
			ends, err := p.apply(tt.change, by, now)
			if !errors.Is(err, tt.want) || ends != tt.ends {
				t.Fatalf("got %q %v, want %q %v", ends, err, tt.ends, tt.want)
			}
			if rises := p.AuthVersion > tt.p.AuthVersion; rises != (tt.ends != "") {
				t.Fatal("the version of the rights must rise with what ends tokens, and with nothing else")
			}
		})
	}
}
