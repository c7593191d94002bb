package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns s without the spaces around it, and whether it is what a name
// must be: one line of 1 to most letters that can be shown.
func Line(s string, most int) (line string, ok bool) {
	line = strings.TrimSpace(s)
	n := utf8.RuneCountInString(line)
	return line, n >= 1 && n <= most && !strings.ContainsFunc(line, unicode.IsControl)
}

// Good reports whether l is a tag such as "en" or "nl".
func (l Language) Good() bool {
	return len(l) >= 2 && len(l) <= 3 && strings.Trim(string(l), "abcdefghijklmnopqrstuvwxyz") == ""
}

// Set writes what a change gives into a field; nil leaves it as it is.
func Set[T any](field, to *T) {
	if to != nil {
		*field = *to
	}
}
