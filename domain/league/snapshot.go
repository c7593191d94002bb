package league

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Snapshot is a published result, word for word, with the SHA-256 of its text.
type Snapshot struct {
	ID       string // the round's or the season's
	Document string
	Kind     string
	Hash     string
	TakenAt  time.Time
}

// Document is what is published of a round or a season: aliases, and nothing
// that the board does not show.
type Document struct {
	Kind     string          `json:"kind"`
	Season   string          `json:"season"`
	Round    int             `json:"round,omitempty"`
	StartsAt time.Time       `json:"startsAt"`
	EndsAt   time.Time       `json:"endsAt"`
	RuleSet  int             `json:"ruleSet"`
	Goal     *DocumentGoal   `json:"goal,omitempty"`
	Places   []DocumentPlace `json:"places"`
	Prizes   []DocumentPrize `json:"prizes"`
}

// DocumentGoal is what came of a team goal.
type DocumentGoal struct {
	Text    string `json:"text"`
	Target  int    `json:"target"`
	Counted int    `json:"counted"`
	Reward  string `json:"reward"`
}

// DocumentPlace is one row of a result.
type DocumentPlace struct {
	Place       int    `json:"place"`
	Alias       string `json:"alias"`
	Score       int64  `json:"score"`
	League      string `json:"league,omitempty"` // division/number, rookies are 0
	LeaguePlace int    `json:"leaguePlace,omitempty"`
}

// DocumentPrize is one prize, or one part in it.
type DocumentPrize struct {
	What   string `json:"what"`
	Alias  string `json:"alias"`
	Place  int    `json:"place"`
	Pieces int    `json:"pieces"`
	Among  int    `json:"among"`
}

func (d *Document) list(all []Standing, prizes []Prize, wins []Win) {
	d.Places, d.Prizes = make([]DocumentPlace, len(all)), make([]DocumentPrize, len(wins))
	alias, what := map[domain.ExpertID]string{}, map[PrizeID]string{}
	for i, s := range all {
		alias[s.Expert] = s.Alias
		d.Places[i] = DocumentPlace{Place: s.Rank, Alias: s.Alias, Score: s.Score}
		if s.LeaguePlace > 0 {
			d.Places[i].League, d.Places[i].LeaguePlace = s.League.Name(), s.LeaguePlace
		}
	}
	for _, p := range prizes {
		what[p.ID] = p.What
	}
	for i, w := range wins {
		d.Prizes[i] = DocumentPrize{what[w.Prize], alias[w.Expert], w.Place, w.Pieces, w.Among}
	}
}

// Name is the league's division and number.
func (g Group) Name() string { return fmt.Sprintf("%d/%d", g.Division, g.Number) }

func snapshot(id string, doc Document, now time.Time) (Snapshot, error) {
	text, err := json.Marshal(doc)
	return Snapshot{id, string(text), doc.Kind, SnapshotHash(string(text)), now}, err
}

// SnapshotHash is the SHA-256 of a published document, in hexadecimal.
func SnapshotHash(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}
