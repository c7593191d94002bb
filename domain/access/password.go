package access

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// The length of passwords, in letters.
const (
	PasswordMin = 8
	PasswordMax = 128
)

var (
	ErrPasswordShort  = domain.Refuse(domain.Invalid, "password_short", "A password has at least 8 letters; four random words are a good one.").At("/password")
	ErrPasswordLong   = domain.Refuse(domain.Invalid, "password_long", "A password has at most 128 letters.").At("/password")
	ErrPasswordCommon = domain.Refuse(domain.Invalid, "password_common", "Many people use this password, or it is part of your name or address. Choose another.").At("/password")
)

// common.txt holds the passwords that everybody tries first, in lower case.
//
//go:embed common.txt
var common string

// CheckPassword refuses a password that is too short, too long, tried first by
// everybody, or made of the words around it. Any letters are good, no mixture is
// asked for, and nothing is trimmed.
func CheckPassword(password string, around ...string) *domain.Error {
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMin:
		return ErrPasswordShort
	case n > PasswordMax:
		return ErrPasswordLong
	}
	low := strings.ToLower(password)
	if letters(low) < 4 || strings.Contains(common, "\n"+low+"\n") {
		return ErrPasswordCommon
	}
	bare := strings.TrimRight(low, "0123456789!?.*#-_ ")
	for _, word := range append(around, "kenner") {
		word = strings.ToLower(strings.TrimSpace(word))
		name, _, _ := strings.Cut(word, "@")
		if word != "" && (low == word || bare == word || bare == name) {
			return ErrPasswordCommon
		}
	}
	return nil
}

// letters counts the different letters of s.
func letters(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
