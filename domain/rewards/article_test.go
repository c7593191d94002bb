package rewards

import (
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestReadersAreWorthWhatAMonthPays(t *testing.T) {
	t.Parallel()
	rules := *FourthRules().Article
	for name, c := range map[string]struct {
		readers        int
		ofArticle, all domain.Points
		want           domain.Points
		why            string
	}{
		"seven":                        {7, 0, 0, 7, "article_helped_7"},
		"the rest of the article":      {7, 46, 46, 4, "article_helped_7"},
		"the rest of the expert":       {7, 0, 199, 1, "article_helped_7"},
		"an article that is full":      {7, 50, 50, 0, "not_paid:helps_full_7"},
		"an expert who is full":        {1, 0, 200, 0, "not_paid:helps_full_1"},
		"more than the month by rules": {1, 60, 260, 0, "not_paid:helps_full_1"},
	} {
		a := rules.helped(c.readers, c.ofArticle, c.all)
		if a.Points != c.want || a.Why() != c.why || readers(Award{Arithmetic: a}) != c.readers {
			t.Errorf("%s: %+v", name, a)
		}
	}
}
