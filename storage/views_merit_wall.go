package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/domain/roster"
)

// MeritFaceView is somebody on the wall of merit.
type MeritFaceView struct {
	ID     domain.ExpertID `json:"id"`
	Name   string          `json:"name" doc:"The display name."`
	Bird   int             `json:"bird"`
	Level  roster.Level    `json:"level" minimum:"0" maximum:"4"`
	Badges []BadgeView     `json:"badges" nullable:"false"`
	Kudos  int             `json:"kudos" doc:"How many in the last 90 days."`
	Thanks int             `json:"thanks" doc:"Cards in the last 90 days."`
	Streak int             `json:"streak" doc:"Kept weeks in a row."`
}

// MeritPraiseView is praise on the wall.
type MeritPraiseView struct {
	Kind string `json:"kind" enum:"kudos,thanks,spot"`
	ID   string `json:"id"`
	To   string `json:"to"`
	Bird int    `json:"bird" doc:"Of whom it is for."`
	From string `json:"from,omitempty" doc:"A colleague's display name or a manager's first name; a card has none."`
	Text string `json:"text"`
	At   Time   `json:"at" format:"date-time"`
}

// MeritWallView is the wall of merit: those who want to stand on it.
type MeritWallView struct {
	Experts   []MeritFaceView   `json:"experts" nullable:"false" doc:"By name: it is no ranking. At most 200."`
	Praise    []MeritPraiseView `json:"praise" nullable:"false" doc:"The newest thirty, of the last 90 days."`
	KudosLeft int               `json:"kudosLeft" doc:"That the reader can give this week."`
	Praised   []domain.ExpertID `json:"praised" nullable:"false" doc:"Whom the reader has praised this week."`
}

// onWall are experts x who work here and whose last word is that they want to be shown.
const onWall = ` (SELECT e.id, e.display_name, e.bird, e.level FROM experts e JOIN wall_consents w ON w.expert_id = e.id AND w.given
	AND w.no = (SELECT MAX(l.no) FROM wall_consents l WHERE l.expert_id = e.id) WHERE e.state IN ('active', 'paused')) x `

const (
	wallFaces  = 200
	wallPraise = 30
	wallFor    = 90 * 24 * time.Hour
)

// MeritWall is the wall of merit as somebody reads it.
func (v Views) MeritWall(ctx context.Context, by domain.Actor, now time.Time) (MeritWallView, error) {
	w := MeritWallView{Praise: []MeritPraiseView{}}
	since := At(now.Add(-wallFor))
	err := v.all(ctx, &w.Experts, `SELECT x.id, x.display_name AS name, x.bird, x.level,
		(SELECT COUNT(*) FROM kudos k WHERE k.to_id = x.id AND k.hidden_at IS NULL AND k.given_at >= ?) AS kudos,
		(SELECT COUNT(*) FROM thanks t WHERE t.expert_id = x.id AND t.hidden_at IS NULL AND t.told_at >= ?) AS thanks,
		COALESCE((SELECT j.streak FROM expert_weeks j WHERE j.expert_id = x.id ORDER BY j.week DESC LIMIT 1), 0) AS streak
		FROM`+onWall+`ORDER BY x.display_name, x.id LIMIT ?`, since, since, wallFaces)
	if err != nil {
		return w, wrapped(err, "read the wall of merit")
	}
	var badges []struct {
		BadgeView

		ExpertID domain.ExpertID
	}
	if err := v.all(ctx, &badges, `SELECT b.expert_id, b.code, COALESCE(p.name, '') AS product, b.have, b.need, b.earned_at FROM badges b
		LEFT JOIN products p ON p.id = b.about JOIN`+onWall+`ON x.id = b.expert_id ORDER BY b.earned_at DESC, b.code, b.about`); err != nil {
		return w, wrapped(err, "read the badges on the wall")
	}
	for i := range w.Experts {
		w.Experts[i].Badges = []BadgeView{}
		for _, b := range badges {
			if b.ExpertID == w.Experts[i].ID {
				w.Experts[i].Badges = append(w.Experts[i].Badges, b.BadgeView)
			}
		}
	}
	if err := v.praise(ctx, &w, since); err != nil {
		return w, err
	}
	zone, err := v.zone(ctx)
	if err != nil {
		return w, err
	}
	err = v.all(ctx, &w.Praised, "SELECT to_id FROM kudos WHERE from_id = ? AND week = ? ORDER BY nth", by.ID, merit.WeekOf(now, zone))
	w.Experts, w.Praised = orNone(w.Experts), orNone(w.Praised)
	w.KudosLeft = max(merit.KudosAWeek-len(w.Praised), 0)
	return w, wrapped(err, "read the kudos of %s", by.ID)
}

// praise fills in what was said to those on the wall.
func (v Views) praise(ctx context.Context, w *MeritWallView, since Time) error {
	var rows []struct {
		MeritPraiseView

		ToName string
		Sender *string
		Staff  bool
	}
	err := v.all(ctx, &rows, `SELECT * FROM (
		SELECT 'kudos' AS kind, k.id, x.display_name AS to_name, x.bird, COALESCE(f.display_name, p.name) AS sender, f.id IS NULL AS staff, k.text, k.given_at AS at
			FROM kudos k JOIN people p ON p.id = k.from_id LEFT JOIN experts f ON f.id = p.id JOIN`+onWall+`ON x.id = k.to_id WHERE k.hidden_at IS NULL AND k.given_at >= ?
		UNION ALL SELECT 'thanks', t.id, x.display_name, x.bird, NULL, FALSE, t.text, t.told_at
			FROM thanks t JOIN`+onWall+`ON x.id = t.expert_id WHERE t.hidden_at IS NULL AND t.told_at >= ?
		UNION ALL SELECT 'spot', s.id, x.display_name, x.bird, p.name, TRUE, s.text, s.given_at
			FROM spot_awards s JOIN people p ON p.id = s.given_by JOIN`+onWall+`ON x.id = s.expert_id WHERE s.given_at >= ?
		) praise ORDER BY at DESC, id DESC LIMIT ?`, since, since, since, wallPraise)
	for _, r := range rows {
		r.To = r.ToName
		if r.Sender != nil {
			r.From = *r.Sender
		}
		if r.Staff {
			r.From = firstName(r.From)
		}
		w.Praise = append(w.Praise, r.MeritPraiseView)
	}
	return wrapped(err, "read the praise on the wall")
}
