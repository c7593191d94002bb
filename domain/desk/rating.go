package desk

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Answer is the customer's word on "is it solved?".
type Answer string

// The answers.
const (
	SolvedYes    Answer = "yes"
	SolvedPartly Answer = "partly"
	SolvedNo     Answer = "no"
)

// Cause is whose doing a rating below five stars is.
type Cause string

// The causes.
const (
	CauseExpert  Cause = "expert"
	CauseCompany Cause = "company"
)

// CauseDetails are what a cause may be about.
var CauseDetails = []string{"answer", "product", "wait", "delivery", "rule", "other"}

// Rating is the customer's opinion of one episode.
type Rating struct {
	Conversation domain.ConversationID
	Episode      int
	Customer     domain.CustomerID
	Expert       domain.ExpertID
	Stars        int
	Solved       Answer
	Cause        Cause // empty only with five stars
	CauseDetail  string
	Comment      string
	Learned      Answer // "did you learn something?"; empty: not said
	Reason       domain.ReasonID
	Difficulty   int
	Controllable bool      // counts for the expert's quality
	SettledAt    time.Time // it cannot be changed any more
	GivenAt      time.Time
	ChangedAt    time.Time
	TellAt       time.Time // the expert does not see it before; zero: it is told
	ToldAt       time.Time
	Excluded     Excluded // empty: nobody set it aside
	Version      int      // 0: not stored yet
}

// Opinion is what a customer says in a rating.
type Opinion struct {
	Stars       int
	Solved      Answer
	Cause       Cause
	CauseDetail string
	Comment     string
	Learned     Answer // empty says nothing
	Again       *bool  // meet the same expert again; nil says nothing
}

// Refusals of a rating.
var (
	ErrBadStars      = domain.Refuse(domain.Invalid, "stars_invalid", "Stars are 1 to 5.").At("/stars")
	ErrBadSolved     = domain.Refuse(domain.Invalid, "solved_invalid", "Say yes, partly or no.").At("/solved")
	ErrCauseRequired = domain.Refuse(domain.Invalid, "cause_required", "With four stars or less, say whether it was the expert or the company.").At("/cause")
	ErrBadLearned    = domain.Refuse(domain.Invalid, "learned_invalid", "Say yes, partly or no, or nothing.").At("/learned")
	ErrBadDetail     = domain.Refuse(domain.Invalid, "cause_detail_invalid", "This is none of the known causes.").At("/causeDetail")
	ErrNobodyToRate  = domain.Refuse(domain.Conflict, "nobody_to_rate", "No expert took this conversation, so there is nobody to rate.")
	ErrSettled       = domain.Refuse(domain.Conflict, "already_rated_settled", "This rating has been counted and cannot be changed any more.")
)

// check completes an opinion and refuses what makes no sense.
func (o Opinion) check() (Opinion, error) {
	var err error
	if o.Comment != "" {
		o.Comment, err = clean(o.Comment, MaxComment)
	}
	switch {
	case err != nil:
		return o, at(err, "/comment")
	case o.Stars < 1 || o.Stars > 5:
		return o, ErrBadStars
	case !slices.Contains([]Answer{SolvedYes, SolvedPartly, SolvedNo}, o.Solved):
		return o, ErrBadSolved
	case o.Learned != "" && !slices.Contains([]Answer{SolvedYes, SolvedPartly, SolvedNo}, o.Learned):
		return o, ErrBadLearned
	case o.Stars == 5:
		o.Cause, o.CauseDetail = "", ""
		return o, nil
	case o.Cause != CauseExpert && o.Cause != CauseCompany:
		return o, ErrCauseRequired
	case o.CauseDetail != "" && !slices.Contains(CauseDetails, o.CauseDetail):
		return o, ErrBadDetail
	}
	return o, nil
}

// Controllable reports whether a rating counts for the expert's quality: five
// stars always do, fewer only when the cause is the expert's and the reason is
// one the expert can do something about.
func Controllable(stars int, cause Cause, chosen, closing *Reason) bool {
	if stars == 5 {
		return true
	}
	r := chosen
	if r == nil {
		r = closing
	}
	return cause == CauseExpert && (r == nil || r.Controllable)
}

// Give writes an opinion into the rating. It is refused with ErrSettled once
// the rating has been counted.
func (r *Rating) Give(o Opinion, chosen, closing *Reason, now time.Time) error {
	if !r.SettledAt.IsZero() {
		return ErrSettled
	}
	r.Stars, r.Solved, r.Cause, r.CauseDetail, r.Comment = o.Stars, o.Solved, o.Cause, o.CauseDetail, o.Comment
	r.Learned = o.Learned
	r.Difficulty = Difficulty(chosen.class(), closing.class())
	r.Controllable = r.Excluded == "" && Controllable(o.Stars, o.Cause, chosen, closing)
	switch {
	case chosen != nil:
		r.Reason = chosen.ID
	case closing != nil:
		r.Reason = closing.ID
	}
	if r.GivenAt.IsZero() {
		r.GivenAt = now
	}
	r.ChangedAt = now
	return nil
}

// Rate stores the customer's opinion of the episode that was closed last. There
// is one rating per episode; saying it again changes it until it is settled.
// The first time confirms the end. Its expert does not see it at once (Ratings.Tell). One that comes after the points were settled
// counts for the quality alone and cannot be changed. It is refused with ErrUnknownConversation to
// anybody but the customer, with ErrNotClosed, ErrNobodyToRate, ErrOwnRating and ErrSettled.
func (d *Desk) Rate(ctx context.Context, by domain.CustomerID, id domain.ConversationID, o Opinion) (r Rating, err error) {
	o, err = o.check()
	if err != nil {
		return Rating{}, err
	}
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		switch {
		case err != nil:
			return err
		case c.Customer != by:
			return ErrUnknownConversation
		case c.Status != Closed:
			return ErrNotClosed
		case c.Episode.Expert == "":
			return ErrNobodyToRate
		}
		r, err = d.rate(tx, &c, o)
		return err
	})
	return r, err
}

func (d *Desk) rate(tx Store, c *Conversation, o Opinion) (Rating, error) {
	now := d.rt.Now()
	r, known, err := tx.Rating(c.ID, c.Episode.No)
	if err != nil {
		return r, err
	}
	if !known {
		r = Rating{Conversation: c.ID, Episode: c.Episode.No, Customer: c.Customer, Expert: c.Episode.Expert}
		if marked, err := tx.AbuseMarked(c.ID); err != nil {
			return r, err
		} else if marked {
			r.Excluded = ExcludedForAbuse
		}
	}
	if err := byAnother(tx, c, r.Expert); err != nil {
		return r, err
	}
	chosen, closing, err := reasons(tx, c)
	if err != nil {
		return r, err
	}
	before := r
	if err := r.Give(o, chosen, closing, now); err != nil {
		return r, err
	}
	if o.Again != nil {
		if err := tx.SetWish(c.Customer, r.Expert, *o.Again, now); err != nil {
			return r, err
		}
	}
	if before.ChangedAt = now; known && r == before {
		return r, nil // said again after a lost answer: nothing new to tell
	}
	if r.SettledAt, err = tx.SettledAt(c.ID, c.Episode.No); err != nil {
		return r, err
	}
	if r.TellAt.IsZero() {
		r.untold(now, d.rt.Chance())
	}
	if err := tx.SaveRating(r); err != nil {
		return r, err
	}
	r.Version++
	author := Author{domain.RoleCustomer, string(c.Customer)}
	c.write(Entry{Kind: KindRating, Author: author, Status: Closed, Data: Data{Why: "rating"}}, now)
	if err := tell(tx, RatingGiven, c, r.Expert); err != nil {
		return r, err
	}
	if c.Episode.Confirmed() {
		return r, tx.SaveConversation(*c)
	}
	return r, d.confirm(tx, c, ByRating, author)
}
