package storage

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestPagesFollowEachOtherToTheEnd(t *testing.T) {
	t.Parallel()
	all := make([]int, 25)
	for i := range all {
		all[i] = i
	}
	query := func(p Page) (rows []int) { // as SQL would: WHERE n > ? ORDER BY n LIMIT ?
		keys, err := p.after(1)
		if err != nil {
			t.Fatal(err)
		}
		first := 0
		if keys != nil {
			if _, err := fmt.Sscan(keys[0], &first); err != nil {
				t.Fatal(err)
			}
			first++
		}
		return slices.Clone(all[first:min(first+p.fetch(), len(all))])
	}
	var seen []int
	p := Page{Limit: 10}
	for pages := 1; ; pages++ {
		l := list(p, query(p), func(n int) []string { return []string{strconv.Itoa(n)} })
		seen = append(seen, l.Items...)
		if l.Next == "" {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		p.Cursor = l.Next
	}
	if !slices.Equal(seen, all) {
		t.Fatalf("saw %v", seen)
	}
}

func TestAPageHasALimit(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int]int{0: 50, -3: 50, 7: 7, 100: 100, 100000: 100} {
		if got := (Page{Limit: limit}).size(); got != want {
			t.Errorf("limit %d shows %d", limit, got)
		}
	}
}

func TestAnEmptyPageIsAListAndNotNull(t *testing.T) {
	t.Parallel()
	if l := list(Page{}, nil, func(int) []string { return nil }); l.Items == nil || l.Next != "" {
		t.Fatalf("got %+v", l)
	}
}

func TestAForeignCursorIsRefused(t *testing.T) {
	t.Parallel()
	two := list(Page{Limit: 1}, []int{1, 2}, func(int) []string { return []string{"a", "b"} }).Next
	for name, cursor := range map[string]string{
		"not base64": "%%%", "of a list with two keys": two, "that is no text": "rubbish", "with a NUL": "YQBi",
	} {
		_, err := Page{Cursor: cursor}.after(1)
		var refused *domain.Error
		if !errors.As(err, &refused) || refused.Kind != domain.Invalid {
			t.Errorf("a cursor %s: %v", name, err)
		}
	}
}
