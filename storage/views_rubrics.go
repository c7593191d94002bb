package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// RubricSettings are what a rubric decides. Marks are in hundredths.
type RubricSettings struct {
	Patience      int                  `json:"patience" minimum:"1" maximum:"5" doc:"Its weight among the social dimensions."`
	Courtesy      int                  `json:"courtesy" minimum:"1" maximum:"5"`
	Empathy       int                  `json:"empathy" minimum:"1" maximum:"5"`
	Ownership     int                  `json:"ownership" minimum:"1" maximum:"5"`
	Honesty       int                  `json:"honesty" minimum:"1" maximum:"5"`
	SocialShare   int                  `json:"socialShare" minimum:"50" maximum:"90" doc:"Percent."`
	PassMark      int                  `json:"passMark" minimum:"250" maximum:"450"`
	KnockOut      []audition.Dimension `json:"knockOut" minItems:"2" maxItems:"6" doc:"Patience and courtesy always, others if you like."`
	KnockOutBelow int                  `json:"knockOutBelow" minimum:"2" maximum:"5" doc:"In one conversation."`
	WarmUpPass    int                  `json:"warmUpPass" minimum:"0" maximum:"100" doc:"Percent of the points."`
	Apart         int                  `json:"apart" minimum:"1" maximum:"4" doc:"A third rater comes when one mark differs by so much,"`
	MeansApart    int                  `json:"meansApart" minimum:"25" maximum:"200" doc:"or the means by more than this."`
	Anchors       []RubricAnchor       `json:"anchors,omitempty" maxItems:"12" doc:"What marks look like, in en and nl; what is left out keeps the shipped words."`
}

// RubricAnchor is what a dimension asks and what its marks look like, in one language.
type RubricAnchor struct {
	Language  domain.Language    `json:"language" enum:"en,nl"`
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Name      string             `json:"name" minLength:"1" maxLength:"40"`
	Asks      string             `json:"asks" minLength:"1" maxLength:"400"`
	Marks     []string           `json:"marks" minItems:"1" maxItems:"5" doc:"From 1 to 5, all of them."`
	Next      string             `json:"next" minLength:"1" maxLength:"400" doc:"What a candidate could do better."`
}

// languages are those that anchors are written in.
var languages = []domain.Language{"en", "nl"}

// anchorSettings are the anchors that differ from the shipped ones.
func anchorSettings(all []RubricAnchor) map[domain.Language]map[audition.Dimension]marking.Anchor {
	var own map[domain.Language]map[audition.Dimension]marking.Anchor
	for _, a := range all {
		one := marking.Anchor{Name: a.Name, Asks: a.Asks, Next: a.Next}
		copy(one.Marks[:], a.Marks)
		if one == marking.AnchorOf(a.Language, a.Dimension) {
			continue
		}
		if own == nil {
			own = map[domain.Language]map[audition.Dimension]marking.Anchor{}
		}
		if own[a.Language] == nil {
			own[a.Language] = map[audition.Dimension]marking.Anchor{}
		}
		own[a.Language][a.Dimension] = one
	}
	return own
}

func anchorViews(s marking.Settings) []RubricAnchor {
	all := make([]RubricAnchor, 0, len(languages)*len(audition.Dimensions))
	for _, d := range audition.Dimensions {
		for _, l := range languages {
			a := s.AnchorOf(l, d)
			all = append(all, RubricAnchor{Language: l, Dimension: d, Name: a.Name, Asks: a.Asks, Marks: a.Marks[:], Next: a.Next})
		}
	}
	return all
}

// rubricOf reads a version for a view.
func rubricOf(q asker, version int) (marking.Rubric, error) {
	var rows []rubricRow
	err := q.all(&rows, "SELECT version, document FROM rubrics WHERE version = ?", version)
	if err != nil || len(rows) == 0 {
		return marking.Rubric{}, wrapped(err, "read rubric %d", version)
	}
	return rows[0].domain()
}

// TurnView is a past candidate whom other settings would decide otherwise.
type TurnView struct {
	ApplicationID domain.ApplicationID `json:"applicationId"`
	Name          string               `json:"name"`
	DecidedAt     Time                 `json:"decidedAt"`
	Passed        bool                 `json:"passed" doc:"As it was decided; it would be the other way round."`
	WasTotal      int                  `json:"wasTotal" doc:"In hundredths."`
	NowTotal      int                  `json:"nowTotal" doc:"In hundredths."`
	Why           []string             `json:"why" doc:"Why they would not pass: knock_out, pass_mark, warm_up."`
}

// TurnViews show whom a simulation turns.
func TurnViews(turns []marking.Turn) []TurnView {
	all := make([]TurnView, 0, len(turns))
	for _, t := range turns {
		all = append(all, TurnView{t.Application, t.Name, At(t.At), t.Passed, int(t.Total), int(t.Now.Total), t.Now.Why})
	}
	return all
}

// Domain is what the rules read.
func (s RubricSettings) Domain() marking.Settings {
	return marking.Settings{
		Weights: map[audition.Dimension]int{
			audition.Patience: s.Patience, audition.Courtesy: s.Courtesy, audition.Empathy: s.Empathy,
			audition.Ownership: s.Ownership, audition.Honesty: s.Honesty,
		},
		SocialShare: s.SocialShare, PassMark: marking.Hundredths(s.PassMark), KnockOut: s.KnockOut, KnockOutBelow: s.KnockOutBelow,
		WarmUpPass: s.WarmUpPass, Apart: s.Apart, MeansApart: marking.Hundredths(s.MeansApart), Anchors: anchorSettings(s.Anchors),
	}
}

func rubricSettings(s marking.Settings) RubricSettings {
	return RubricSettings{
		Patience: s.Weights[audition.Patience], Courtesy: s.Weights[audition.Courtesy], Empathy: s.Weights[audition.Empathy],
		Ownership: s.Weights[audition.Ownership], Honesty: s.Weights[audition.Honesty], SocialShare: s.SocialShare,
		PassMark: int(s.PassMark), KnockOut: s.KnockOut, KnockOutBelow: s.KnockOutBelow, WarmUpPass: s.WarmUpPass,
		Apart: s.Apart, MeansApart: int(s.MeansApart), Anchors: anchorViews(s),
	}
}

// RubricView is a version of the rubric.
type RubricView struct {
	Version  int            `json:"version"`
	Settings RubricSettings `json:"settings"`
	Reason   string         `json:"reason" doc:"Why it changed; empty for the shipped one."`
	MadeAt   Time           `json:"madeAt"`
	Decided  int            `json:"decided" doc:"How many auditions it has decided."`
}

// Rubrics are all versions, the newest first: it is in force.
func (v Views) Rubrics(ctx context.Context) ([]RubricView, error) {
	var rows []struct {
		Version          int
		Document, Reason string
		MadeAt           Time
		Decided          int
	}
	if err := v.all(ctx, &rows, `SELECT version, document, reason, made_at, (SELECT COUNT(*) FROM auditions a
		WHERE a.rubric = r.version AND a.decided_at IS NOT NULL) AS decided FROM rubrics r ORDER BY version DESC`); err != nil {
		return nil, wrapped(err, "list rubrics")
	}
	views := make([]RubricView, 0, len(rows))
	for _, r := range rows {
		one, err := rubricRow{r.Version, r.Document}.domain()
		if err != nil {
			return nil, err
		}
		views = append(views, RubricView{one.Version, rubricSettings(one.Settings), r.Reason, r.MadeAt, r.Decided})
	}
	return views, nil
}
