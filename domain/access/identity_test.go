package access

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestWhatIsWrongWithAnIdentity(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		change func(*Identity)
		want   []Fault
	}{
		"nothing":                          {func(*Identity) {}, nil},
		"five minutes are enough":          {func(i *Identity) { i.ExpiresAt = now.Add(5 * time.Minute) }, nil},
		"one second more is too long":      {func(i *Identity) { i.ExpiresAt = now.Add(5*time.Minute + time.Second) }, []Fault{FaultLifetime}},
		"it ends before it begins":         {func(i *Identity) { i.ExpiresAt = now.Add(-time.Second) }, []Fault{FaultLifetime}},
		"no end":                           {func(i *Identity) { i.ExpiresAt = time.Time{} }, []Fault{FaultLifetime}},
		"no beginning":                     {func(i *Identity) { i.IssuedAt = time.Time{} }, []Fault{FaultLifetime}},
		"our clock is 29 s ahead":          {func(i *Identity) { i.IssuedAt, i.ExpiresAt = now.Add(-89*time.Second), now.Add(-29*time.Second) }, nil},
		"it is past":                       {func(i *Identity) { i.IssuedAt, i.ExpiresAt = now.Add(-90*time.Second), now.Add(-30*time.Second) }, []Fault{FaultExpired}},
		"their clock is 30 s ahead":        {func(i *Identity) { i.IssuedAt, i.ExpiresAt = now.Add(30*time.Second), now.Add(time.Minute) }, nil},
		"it is to come":                    {func(i *Identity) { i.IssuedAt, i.ExpiresAt = now.Add(31*time.Second), now.Add(time.Minute) }, []Fault{FaultFuture}},
		"nobody":                           {func(i *Identity) { i.Subject = "" }, []Fault{FaultSubject}},
		"a subject that is a page":         {func(i *Identity) { i.Subject = strings.Repeat("x", 129) }, []Fault{FaultSubject}},
		"a subject with a line end":        {func(i *Identity) { i.Subject = "1\n2" }, []Fault{FaultSubject}},
		"a subject with a space around it": {func(i *Identity) { i.Subject = "1 " }, []Fault{FaultSubject}},
		"a token without a name":           {func(i *Identity) { i.TokenID = "" }, []Fault{FaultTokenID}},
		"a token named by a number":        {func(i *Identity) { i.TokenID = "1234567" }, []Fault{FaultTokenID}},
		"a name of two lines":              {func(i *Identity) { i.Name = "Fenna\nde Vries" }, []Fault{FaultName}},
		"an address that is none":          {func(i *Identity) { i.Email = "fenna" }, []Fault{FaultEmail}},
		"an address for a header":          {func(i *Identity) { i.Email = "a@b.example\r\nBcc: c@d.example" }, []Fault{FaultEmail}},
		"a shop full of products":          {func(i *Identity) { i.Shop.Products = slices.Repeat([]string{"Kwelder"}, 51) }, []Fault{FaultProducts}},
		"a product without a name":         {func(i *Identity) { i.Shop.Products = []string{""} }, []Fault{FaultProducts}},
		"an order without a number":        {func(i *Identity) { i.Shop.Orders = []Order{{}} }, []Fault{FaultOrders}},
		"an order of no day":               {func(i *Identity) { i.Shop.Orders = []Order{{Number: "1", Date: "2026-02-30"}} }, []Fault{FaultOrders}},
		"an order":                         {func(i *Identity) { i.Shop.Orders = []Order{{Number: "1", Date: "2026-02-28"}} }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := Identity{
				KeyID: "idk_1", TokenID: "0190aaaa-1", Subject: "1001", IssuedAt: now, ExpiresAt: now.Add(time.Minute),
				Name: "Fenna de Vries", Email: "Fenna@example.com",
			}
			tt.change(&i)
			if got := i.Faults(now); !slices.Equal(got, tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhatIsNotToldStaysAsItWas(t *testing.T) {
	t.Parallel()
	since, now := time.UnixMilli(1), time.UnixMilli(2)
	c := Customer{Name: "Fenna", BrandID: "1001", VerifiedAt: since, Email: "f@example.com", Shop: Shop{Products: []string{"Kwelder"}}}
	c.tell(Identity{Subject: "1001"}, now)
	if c.Name != "Fenna" || c.Email != "f@example.com" || len(c.Shop.Products) != 1 || c.VerifiedAt != since {
		t.Fatalf("%+v", c)
	}
	c.tell(Identity{Subject: "1001", Name: "Fenna de Vries", Email: "New@Example.com", Shop: Shop{Products: []string{}}}, now)
	if c.Name != "Fenna de Vries" || c.Email != "new@example.com" || len(c.Shop.Products) != 0 {
		t.Fatalf("%+v", c)
	}
}
