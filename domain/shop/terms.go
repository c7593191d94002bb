package shop

import "github.com/kennerhq/kenner/domain"

// Terms is what a buyer has seen and wants.
type Terms struct {
	Price domain.Points // that they saw; 0: whatever it is
	Gift  domain.Points // how much they give to a cause; 0: the least
	Match *int          // percent that they saw the brand add to a gift; nil: whatever it is
}

// Refusals about terms.
var (
	ErrPriceRose = domain.Refuse(domain.Conflict, "price_rose", "This costs more now than when you looked. Nothing was taken.").At("/price")
	ErrMatchFell = domain.Refuse(domain.Conflict, "match_fell", "The brand adds less to a gift now than when you looked. Nothing was taken.").At("/match")
	ErrGift      = domain.Refuse(domain.Invalid, "gift_invalid", "Give at least what the cause asks for; other rewards have a fixed price.").At("/points")
)

// agree settles what r costs its buyer: a gift to a cause as much as they give, with
// no less from the brand than they saw.
func (r *Reward) agree(t Terms) error {
	switch {
	case r.Charity && t.Gift != 0 && (t.Gift < r.Price || t.Gift > maxPrice), !r.Charity && t.Gift != 0:
		return ErrGift
	case r.Charity && t.Match != nil && r.Match < *t.Match:
		return ErrMatchFell
	case r.Charity && t.Gift != 0:
		r.Price = t.Gift
	case t.Price != 0 && r.Price > t.Price:
		return ErrPriceRose
	}
	return nil
}

// matched is what the brand adds to a gift, rounded half up.
func (r Reward) matched() domain.Points {
	return (r.Price*domain.Points(r.Match) + 50) / 100
}
