package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// OwnedProductView is a product on an expert's profile.
type OwnedProductView struct {
	ProductID  domain.ProductID `json:"productId"`
	Name       string           `json:"name"`
	Picture    string           `json:"picture,omitempty"`
	Proof      string           `json:"proof,omitempty" doc:"An order number, in the expert's own words; customers never see it."`
	VerifiedBy roster.Owner     `json:"verifiedBy,omitempty" enum:"shop,manager" doc:"Absent: nobody yet, and no customer is told."`
	VerifiedAt *Time            `json:"verifiedAt,omitempty" format:"date-time"`
}

// ConsentView is what an expert said to a text.
type ConsentView struct {
	Kind    roster.ConsentKind `json:"kind" enum:"real_name,talent"`
	Text    string             `json:"text" doc:"As it is now, in the caller's language."`
	Version int                `json:"version" doc:"Of that text."`
	Given   bool               `json:"given" doc:"To that text."`
	Renew   bool               `json:"renew" doc:"It was given to an earlier text, and counts for nothing until it is given again."`
	At      *Time              `json:"at,omitempty" format:"date-time" doc:"The last word."`
}

// TalentReadView is that somebody read the talent sheet.
type TalentReadView struct {
	At       Time   `json:"at" format:"date-time"`
	By       string `json:"by" doc:"Who read it; empty: the expert."`
	WithName bool   `json:"withName" doc:"The real name was on it."`
}

// ProfileView is an expert's profile, for the expert and for staff.
type ProfileView struct {
	ID          domain.ExpertID    `json:"id"`
	DisplayName string             `json:"displayName"`
	Bird        int                `json:"bird" minimum:"0" maximum:"12"`
	Languages   []domain.Language  `json:"languages" nullable:"false"`
	LevelName   string             `json:"levelName" enum:"candidate,rookie,expert,senior,mentor,alumni"`
	Since       Time               `json:"since" format:"date-time"`
	Disclosure  string             `json:"disclosure" enum:"customer_receives_points" doc:"What every customer reads beside the expert. Nobody can switch it off."`
	Owned       []OwnedProductView `json:"owned" nullable:"false"`
	Consents    []ConsentView      `json:"consents" nullable:"false"`
	Readings    []TalentReadView   `json:"readings" nullable:"false" doc:"Who read the talent sheet, the newest first."`
}

// Profile shows a profile, or refuses roster.ErrUnknownExpert.
func (v Views) Profile(ctx context.Context, id domain.ExpertID, language domain.Language) (ProfileView, error) {
	e, err := v.rosterExpert(ctx, id)
	if err != nil {
		return ProfileView{}, err
	}
	view := ProfileView{
		ID: e.ID, DisplayName: e.DisplayName, Bird: e.Bird, Languages: e.Languages, LevelName: e.LevelName(), Since: At(e.CreatedAt),
		Disclosure: roster.Disclosure,
	}
	if view.Owned, err = v.ownedBy(ctx, id, false); err != nil {
		return view, err
	}
	for _, kind := range []roster.ConsentKind{roster.RealName, roster.Talent} {
		c, err := v.consent(ctx, id, kind)
		if err != nil {
			return view, err
		}
		view.Consents = append(view.Consents, ConsentView{
			Kind: kind, Text: roster.ConsentText(kind, language), Version: roster.ConsentVersion(kind), Given: c.Holds(),
			Renew: c.Given && !c.Holds(), At: AtOrNull(c.At),
		})
	}
	err = v.all(ctx, &view.Readings, `SELECT t.made_at AS at, CASE WHEN t.made_by = t.expert_id THEN '' ELSE p.name END AS by, t.with_name
		FROM talent_exports t JOIN people p ON p.id = t.made_by WHERE t.expert_id = ? ORDER BY t.id DESC LIMIT 20`, id)
	view.Readings = list0(view.Readings)
	return view, wrapped(err, "list who read the sheet of %s", id)
}

func (v Views) ownedBy(ctx context.Context, id domain.ExpertID, verified bool) ([]OwnedProductView, error) {
	var rows []struct {
		ProductID            domain.ProductID
		Name, Picture, Proof string
		VerifiedBy           *roster.Owner
		VerifiedAt           *Time
	}
	err := v.all(ctx, &rows, `SELECT o.product_id, p.name, p.picture, o.proof, o.verified_by, o.verified_at
		FROM owned_products o JOIN products p ON p.id = o.product_id
		WHERE o.expert_id = ? AND (o.verified_by IS NOT NULL OR NOT ?) ORDER BY o.claimed_at, o.product_id`, id, verified)
	owned := make([]OwnedProductView, len(rows))
	for i, r := range rows {
		owned[i] = OwnedProductView{r.ProductID, r.Name, r.Picture, r.Proof, orEmpty(r.VerifiedBy), r.VerifiedAt}
	}
	return owned, wrapped(err, "list what %s owns", id)
}

func (v Views) consent(ctx context.Context, id domain.ExpertID, kind roster.ConsentKind) (roster.Consent, error) {
	var r struct {
		No, Version int
		Given       bool
		At          Time
	}
	_, err := v.maybe(ctx, &r, "SELECT no, version, given, at FROM consents WHERE expert_id = ? AND kind = ? ORDER BY no DESC LIMIT 1", id, kind)
	return roster.Consent{Expert: id, Kind: kind, No: r.No, Version: r.Version, Given: r.Given, At: r.At.Time}, wrapped(err, "read a consent of %s", id)
}

// holding is the condition that an expert x gives a consent of this kind, to the text as it is.
const holding = `EXISTS (SELECT 1 FROM consents c WHERE c.expert_id = x.id AND c.kind = ? AND c.given AND c.version = ?
	AND c.no = (SELECT MAX(no) FROM consents l WHERE l.expert_id = x.id AND l.kind = c.kind))`

func holds(kind roster.ConsentKind) []any { return []any{kind, roster.ConsentVersion(kind)} }

// AlumnusView is somebody who left in good standing.
type AlumnusView struct {
	Name  string       `json:"name" doc:"The real one with consent, else what customers saw, else the alias."`
	Bird  int          `json:"bird" minimum:"0" maximum:"12"`
	Level roster.Level `json:"level" minimum:"0" maximum:"4" doc:"The highest title they came to."`
	Since Time         `json:"since" format:"date-time"`
	Until Time         `json:"until" format:"date-time"`
	Me    bool         `json:"me"`
}

// Alumni lists those who left in good standing, the newest first.
func (v Views) Alumni(ctx context.Context, by domain.Actor) ([]AlumnusView, error) {
	var all []AlumnusView
	args := append(holds(roster.RealName), by.ID)
	err := v.all(ctx, &all, `SELECT CASE WHEN `+holding+` THEN p.name WHEN x.board_name THEN x.display_name ELSE x.alias END AS name,
			x.bird, x.level, x.created_at AS since, x.alumni_at AS until, x.id = ? AS me
		FROM experts x JOIN people p ON p.id = x.id WHERE x.alumni_at IS NOT NULL ORDER BY x.alumni_at DESC, x.id LIMIT 200`, args...)
	return all, wrapped(err, "list the alumni")
}

// TalentView is an expert whose talent sheet staff may read.
type TalentView struct {
	ID          domain.ExpertID `json:"id"`
	DisplayName string          `json:"displayName"`
	Name        string          `json:"name,omitempty" doc:"The real one, with consent."`
	Bird        int             `json:"bird" minimum:"0" maximum:"12"`
	Level       roster.Level    `json:"level" minimum:"0" maximum:"4"`
	State       roster.State    `json:"state" enum:"active,paused,suspended,retired"`
	Since       Time            `json:"since" format:"date-time"`
}

// Talents lists the experts who agreed that staff read their talent sheet.
func (v Views) Talents(ctx context.Context) ([]TalentView, error) {
	var all []TalentView
	args := append(holds(roster.RealName), holds(roster.Talent)...)
	err := v.all(ctx, &all, `SELECT x.id, x.display_name, CASE WHEN `+holding+` THEN p.name ELSE '' END AS name, x.bird, x.level, x.state,
			x.created_at AS since FROM experts x JOIN people p ON p.id = x.id WHERE `+holding+` ORDER BY x.level DESC, x.id LIMIT 500`, args...)
	return all, wrapped(err, "list talents")
}

// TalentSheet is what a talent export holds: figures with their samples, and
// nothing of any customer.
type TalentSheet struct {
	ID          domain.ExpertID   `json:"id"`
	Name        string            `json:"name,omitempty" doc:"The real one, with consent."`
	DisplayName string            `json:"displayName"`
	Disclosure  string            `json:"disclosure" enum:"customer_receives_points"`
	Brand       string            `json:"brand"`
	Since       Time              `json:"since" format:"date-time"`
	AlumniAt    *Time             `json:"alumniAt,omitempty" format:"date-time"`
	Level       roster.Level      `json:"level" minimum:"0" maximum:"4"`
	LevelName   string            `json:"levelName" enum:"candidate,rookie,expert,senior,mentor,alumni"`
	Levels      []LevelChangeView `json:"levels" nullable:"false"`
	Languages   []domain.Language `json:"languages" nullable:"false"`
	Topics      []string          `json:"topics" nullable:"false" doc:"Qualified ones."`
	Owned       []string          `json:"owned" nullable:"false" doc:"Verified products."`
	Answered    int               `json:"answered" doc:"Qualified conversations, of all time."`
	Quality     *QualityView      `json:"quality,omitempty"`
	Right       ShareView         `json:"firstTimeRight" doc:"Of the last 180 days."`
	FollowUps   int               `json:"followUpsKept" doc:"Of the last 180 days."`
	MadeAt      Time              `json:"madeAt" format:"date-time"`
	Consent     int               `json:"consentVersion" doc:"Of the text that was agreed to."`
}

// ShareView is a yes/no measure with its bounds.
type ShareView struct {
	Yes   int     `json:"yes"`
	Of    int     `json:"of"`
	Least float64 `json:"least" doc:"The lower Wilson bound, z 1.28."`
	Most  float64 `json:"most"`
}

// TalentSheet reads the sheet of an export that was written down.
func (v Views) TalentSheet(ctx context.Context, t roster.TalentExport, now time.Time) (TalentSheet, error) {
	e, err := v.rosterExpert(ctx, t.Expert)
	if err != nil {
		return TalentSheet{}, err
	}
	facts, err := levelFacts(v.on(ctx), e, now)
	if err != nil {
		return TalentSheet{}, err
	}
	sheet := TalentSheet{
		ID: e.ID, DisplayName: e.DisplayName, Disclosure: roster.Disclosure, Since: At(e.CreatedAt), AlumniAt: AtOrNull(e.AlumniAt), Level: e.Level,
		LevelName: e.LevelName(), Languages: e.Languages, FollowUps: facts.FollowUps, MadeAt: At(t.At), Consent: roster.ConsentVersion(roster.Talent),
		Right: ShareView{facts.Right.Yes, facts.Right.Of, Thousandths(roster.WilsonLower(facts.Right.Yes, facts.Right.Of)), Thousandths(roster.WilsonUpper(facts.Right.Yes, facts.Right.Of))},
	}
	if facts.Quality.Ratings > 0 {
		sheet.Quality = &QualityView{Thousandths(facts.Quality.Mean), facts.Quality.Ratings}
	}
	var r struct {
		Name, Brand string
		Answered    int
	}
	err = v.one(ctx, &r, "expert", `SELECT p.name, (SELECT name FROM brand WHERE id = 1) AS brand, (SELECT COUNT(*) FROM awards a
		WHERE a.expert_id = p.id AND a.kind = 'conversation' AND a.day_no IS NOT NULL) AS answered FROM people p WHERE p.id = ?`, e.ID)
	if err != nil {
		return sheet, err
	}
	sheet.Brand, sheet.Answered = r.Brand, r.Answered
	if t.WithName {
		sheet.Name = r.Name
	}
	var level ExpertLevelView
	if err := v.levelChanges(ctx, e, &level); err != nil {
		return sheet, err
	}
	sheet.Levels = level.Changes
	owned, err := v.ownedBy(ctx, e.ID, true)
	if err != nil {
		return sheet, err
	}
	sheet.Owned = []string{}
	for _, o := range owned {
		sheet.Owned = append(sheet.Owned, o.Name)
	}
	err = v.all(ctx, &sheet.Topics, `SELECT r.name FROM expert_topics t JOIN contact_reasons r ON r.id = t.reason_id
		WHERE t.expert_id = ? AND t.kind = 'qualified' ORDER BY r.position, r.id`, e.ID)
	sheet.Topics = list0(sheet.Topics)
	return sheet, wrapped(err, "list the topics of %s", e.ID)
}

// withOwned tells customers what the experts of their conversations own of the
// brand, as far as it is verified.
func (v Views) withOwned(ctx context.Context, by domain.Actor, experts []*ConversationExpertView) error {
	ids := []domain.ExpertID{}
	for _, e := range experts {
		if e != nil {
			ids = append(ids, e.ID)
		}
	}
	if by.Role != domain.RoleCustomer || len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ExpertID domain.ExpertID
		Name     string
	}
	err := v.all(ctx, &rows, `SELECT o.expert_id, p.name FROM owned_products o JOIN products p ON p.id = o.product_id
		WHERE o.expert_id IN ? AND o.verified_by IS NOT NULL ORDER BY o.expert_id, o.claimed_at, o.product_id`, ids)
	of := map[domain.ExpertID][]string{}
	for _, r := range rows {
		of[r.ExpertID] = append(of[r.ExpertID], r.Name)
	}
	for _, e := range experts {
		if e != nil {
			e.Owns = of[e.ID]
		}
	}
	return wrapped(err, "list what experts own")
}
