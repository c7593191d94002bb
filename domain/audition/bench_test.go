package audition

import (
	"strings"
	"testing"
)

func BenchmarkReadTheLongestText(b *testing.B) {
	for name, word := range map[string]string{"i": "i ", "not": "not ", "you": "you are so ", "kapot": "ik kan niet "} {
		text := strings.Repeat(word, MaxText/len(word))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Read(text, "en")
				Read(text, "nl")
			}
		})
	}
}
