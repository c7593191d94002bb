package league

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// What the prize zone asks for.
const (
	PrizeQuality = 4300 // thousandths of a star
	PrizeRatings = 10
)

// Eligible reports whether a standing is in the prize zone: quality that is sure
// enough, and no points that are held.
func (s Standing) Eligible() bool {
	return s.Thousandths() >= PrizeQuality && s.Quality.Ratings >= PrizeRatings && !s.Held && s.Score > 0
}

// PrizeID names a prize.
type PrizeID string

// Prize is what the places from–to of a round win, in each of its leagues, or
// those of a season; one piece for each place.
type Prize struct {
	ID     PrizeID
	Season domain.SeasonID
	Round  domain.RoundID // empty: of the season
	From   int
	To     int
	What   string
	Early  bool // no thing: early access in the shop, for who wins it
	By     domain.PersonID
	At     time.Time
}

// Win is a prize, or a part in one.
type Win struct {
	Prize  PrizeID
	Expert domain.ExpertID
	Place  int // among those in the prize zone
	Pieces int // that there are
	Among  int // how many share them
}

// Deal gives prizes to a field, which is ordered by place. Places count among
// those who are in the prize zone. Who shares a place shares what its places
// win: everybody gets a piece of what there is enough of, and a part in the rest.
func Deal(prizes []Prize, field []Standing) []Win {
	zone := make([]Standing, 0, len(field))
	for _, s := range field {
		if s.Eligible() {
			zone = append(zone, s)
		}
	}
	var wins []Win
	for from := 0; from < len(zone); {
		to := from + 1
		for to < len(zone) && better(zone[from], zone[to]) == 0 {
			to++
		}
		equal := zone[from:to]
		for _, p := range prizes {
			pieces := max(min(p.To, to)-max(p.From, from+1)+1, 0)
			if pieces == 0 {
				continue
			}
			among := len(equal)
			if pieces == among {
				pieces, among = 1, 1
			}
			for _, s := range equal {
				wins = append(wins, Win{p.ID, s.Expert, from + 1, pieces, among})
			}
		}
		from = to
	}
	return wins
}
