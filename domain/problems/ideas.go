package problems

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Department is a part of the brand that owns problems.
type Department struct {
	ID         DepartmentID
	Name       string
	Email      string
	ArchivedAt time.Time
	Version    int
}

// IdeaState is what became of an idea.
type IdeaState string

// The states of ideas.
const (
	IdeaNew        IdeaState = "new"
	IdeaConsidered IdeaState = "considered"
	IdeaAdopted    IdeaState = "adopted"
	IdeaDeclined   IdeaState = "declined"
)

// Idea is what an expert or one of the staff would do better.
type Idea struct {
	ID      IdeaID
	Author  domain.PersonID
	Title   string
	Text    string
	Day     string // of the brand's calendar
	Place   int    // of the author's day
	State   IdeaState
	Answer  string
	Problem ProblemID // of an adopted one
	By      domain.PersonID
	At      time.Time
	Version int
}

// ideasADay is how many ideas somebody may post.
const ideasADay = 3

// Refusals of departments and ideas.
var (
	ErrNoDepartment    = domain.Refuse(domain.NotFound, "department_not_found", "There is no such department.")
	ErrDepartmentName  = domain.Refuse(domain.Invalid, "department_name", "A name has 2 to 80 letters on one line.").At("/name")
	ErrDepartmentMail  = domain.Refuse(domain.Invalid, "department_email", "Give an e-mail address.").At("/email")
	ErrDepartmentTaken = domain.Refuse(domain.Conflict, "department_taken", "There is a department with this name.").At("/name")
	ErrNoIdea          = domain.Refuse(domain.NotFound, "idea_not_found", "There is no such idea.")
	ErrIdeaTitle       = domain.Refuse(domain.Invalid, "idea_title", "A title has 3 to 120 letters on one line.").At("/title")
	ErrIdeaText        = domain.Refuse(domain.Invalid, "idea_text", "Say in 3 to 1,000 characters what you would do.").At("/text")
	ErrManyIdeas       = domain.Refuse(domain.Conflict, "ideas_spent", "You have posted three ideas today. Keep this one for tomorrow.")
	ErrOwnIdea         = domain.Refuse(domain.Conflict, "idea_own", "Others vote for your idea.")
	ErrIdeaDecided     = domain.Refuse(domain.Conflict, "idea_decided", "This idea is decided.")
	ErrIdeaAnswer      = domain.Refuse(domain.Invalid, "idea_answer", "Say why in 3 to 1,000 characters: its author reads it.").At("/answer")
)

// IdeaStore keeps ideas.
type IdeaStore interface {
	AddIdea(Idea) (bool, error)    // false: its place of the day is taken
	LockIdea(IdeaID) (Idea, error) // ErrNoIdea
	SaveIdea(Idea) error           // domain.ErrStale
	SaveVote(id IdeaID, by domain.PersonID, vote bool, at time.Time) error
}

func (d *Department) clean() error {
	var ok bool
	if d.Name, ok = domain.Line(d.Name, 80); !ok || len([]rune(d.Name)) < 2 {
		return ErrDepartmentName
	}
	d.Email = strings.ToLower(strings.TrimSpace(d.Email))
	if a, err := mail.ParseAddress(d.Email); err != nil || a.Address != d.Email || len(d.Email) > 254 {
		return ErrDepartmentMail
	}
	return nil
}

// AddDepartment adds one. It refuses ErrDepartmentName, ErrDepartmentMail and
// ErrDepartmentTaken. The race: a name is unique.
func (x *Problems) AddDepartment(ctx context.Context, d Department) (Department, error) {
	if err := d.clean(); err != nil {
		return d, err
	}
	d.ID, d.Version = DepartmentID(x.rt.NewID("dep")), 1
	return d, x.tx(ctx, func(tx Store) error {
		added, err := tx.AddDepartment(d)
		if err == nil && !added {
			err = ErrDepartmentTaken
		}
		return err
	})
}

// DepartmentChange is what changes of a department; nil leaves it.
type DepartmentChange struct {
	Name, Email *string
	Archived    *bool
	Version     int
}

// ChangeDepartment changes or archives one. It refuses ErrNoDepartment,
// ErrStaleProblem and what AddDepartment refuses.
func (x *Problems) ChangeDepartment(ctx context.Context, id DepartmentID, c DepartmentChange) error {
	return x.tx(ctx, func(tx Store) error {
		d, err := tx.LockDepartment(id)
		switch {
		case err != nil:
			return err
		case c.Version != 0 && c.Version != d.Version:
			return ErrStaleProblem
		}
		domain.Set(&d.Name, c.Name)
		domain.Set(&d.Email, c.Email)
		if err := d.clean(); err != nil {
			return err
		}
		if c.Archived != nil && *c.Archived == d.ArchivedAt.IsZero() {
			d.ArchivedAt = time.Time{}
			if *c.Archived {
				d.ArchivedAt = x.rt.Now()
			}
		}
		taken, err := tx.SaveDepartment(d)
		if err == nil && taken {
			err = ErrDepartmentTaken
		}
		return err
	})
}

// Assume changes the brand's assumptions. It refuses ErrBadSettings and ErrStaleProblem.
func (x *Problems) Assume(ctx context.Context, s Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	return x.tx(ctx, func(tx Store) error {
		now, err := tx.ProblemSettings()
		switch {
		case err != nil:
			return err
		case now.Version != s.Version:
			return ErrStaleProblem
		}
		return tx.SaveProblemSettings(s)
	})
}

// Post puts an idea into the box. It refuses ErrIdeaTitle, ErrIdeaText and
// ErrManyIdeas. The race: each place of somebody's day is taken once.
func (x *Problems) Post(ctx context.Context, by domain.Actor, title, words string) (i Idea, err error) {
	i = Idea{ID: IdeaID(x.rt.NewID("ide")), Author: domain.PersonID(by.ID), State: IdeaNew, At: x.rt.Now(), Version: 1}
	var ok bool
	if i.Title, ok = domain.Line(title, maxTitle); !ok || len([]rune(i.Title)) < 3 {
		return i, ErrIdeaTitle
	}
	if i.Text, ok = text(words, maxText); !ok {
		return i, ErrIdeaText
	}
	err = x.tx(ctx, func(tx Store) error {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		i.Day = i.At.In(zone).Format(dateForm)
		for i.Place = 1; i.Place <= ideasADay; i.Place++ {
			if added, err := tx.AddIdea(i); err != nil || added {
				return err
			}
		}
		return ErrManyIdeas
	})
	return i, err
}

// Vote is somebody's one vote for an idea of somebody else, or its end. It refuses
// ErrNoIdea, ErrOwnIdea, and ErrIdeaDecided once it was adopted or declined.
func (x *Problems) Vote(ctx context.Context, by domain.Actor, id IdeaID, vote bool) error {
	return x.tx(ctx, func(tx Store) error {
		i, err := tx.LockIdea(id)
		switch {
		case err != nil:
			return err
		case i.Author == domain.PersonID(by.ID):
			return ErrOwnIdea
		case i.State == IdeaAdopted || i.State == IdeaDeclined:
			return ErrIdeaDecided
		}
		return tx.SaveVote(id, domain.PersonID(by.ID), vote, x.rt.Now())
	})
}

// Verdict on an idea: it is considered, declined with a reason, or adopted as a
// candidate about a reason and a product.
type IdeaDecision struct {
	State   IdeaState
	Answer  string
	About   Key
	Version int
}

// DecideIdea says what becomes of an idea. It refuses ErrNoIdea, ErrStaleProblem,
// ErrIdeaDecided, ErrIdeaAnswer, and what Add refuses but ErrLiving: then the idea
// belongs to the problem that there is.
func (x *Problems) DecideIdea(ctx context.Context, by domain.Actor, id IdeaID, d IdeaDecision) error {
	answer, ok := text(d.Answer, maxText)
	if !ok && (d.State == IdeaDeclined || strings.TrimSpace(d.Answer) != "") {
		return ErrIdeaAnswer
	}
	return x.tx(ctx, func(tx Store) error {
		i, err := tx.LockIdea(id)
		switch {
		case err != nil:
			return err
		case d.Version != 0 && d.Version != i.Version:
			return ErrStaleProblem
		case i.State == IdeaAdopted || i.State == IdeaDeclined || i.State == d.State || d.State == IdeaNew:
			return ErrIdeaDecided
		}
		i.State, i.Answer, i.By = d.State, answer, domain.PersonID(by.ID)
		if d.State == IdeaAdopted {
			if i.Problem, err = x.adopt(tx, i, d.About); err != nil {
				return err
			}
		}
		return tx.SaveIdea(i)
	})
}

func (x *Problems) adopt(tx Store, i Idea, k Key) (ProblemID, error) {
	if p, found, err := tx.LivingProblem(k); err != nil || found {
		return p.ID, err
	}
	if err := known(tx, k); err != nil {
		return "", err
	}
	p := x.candidate(k, FromIdea)
	p.Title = i.Title
	return p.ID, x.add(tx, &p)
}
