package knowledge

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var good = Fact{
	Language: "en", Title: " Terp inputs ", Body: "Phono MM, line, USB-C, optical.\r\nNo MC.", Source: "Terp data sheet",
	URL: "https://noorder.example/terp",
}

func TestAFactThatCanBeShown(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Fact)
		want   *domain.Error
	}{
		"a good one":               {func(*Fact) {}, nil},
		"without an address":       {func(f *Fact) { f.URL = "" }, nil},
		"no title":                 {func(f *Fact) { f.Title = " " }, ErrBadTitle},
		"a title of two lines":     {func(f *Fact) { f.Title = "a\nb" }, ErrBadTitle},
		"no body":                  {func(f *Fact) { f.Body = "" }, ErrBadBody},
		"a body that is too long":  {func(f *Fact) { f.Body = strings.Repeat("x", MaxBody+1) }, ErrBadBody},
		"a body of control signs":  {func(f *Fact) { f.Body = "a\x00b" }, ErrBadBody},
		"no source":                {func(f *Fact) { f.Source = "" }, ErrBadSource},
		"a script for an address":  {func(f *Fact) { f.URL = "javascript:alert(1)" }, ErrBadURL},
		"an address without place": {func(f *Fact) { f.URL = "https://" }, ErrBadURL},
		"no language":              {func(f *Fact) { f.Language = "" }, ErrBadLanguage},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := good
			tt.change(&f)
			got, err := f.clean()
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if tt.want == nil && (got.Title != "Terp inputs" || strings.Contains(got.Body, "\r")) {
				t.Errorf("kept %+v", got)
			}
		})
	}
}

func TestArchivingAndBack(t *testing.T) {
	t.Parallel()
	now, yes, no := time.UnixMilli(5).UTC(), true, false
	f := good
	f.apply(Change{Archived: &yes}, now)
	f.apply(Change{Archived: &yes}, now.Add(time.Hour))
	if f.ArchivedAt != now {
		t.Errorf("archived at %v", f.ArchivedAt)
	}
	f.apply(Change{Archived: &no}, now)
	if !f.ArchivedAt.IsZero() {
		t.Error("it is still away")
	}
}
