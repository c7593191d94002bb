package roster

import (
	"slices"
	"time"
)

// LevelWindow is how far back levels look: a reasonable standard, no treadmill.
const LevelWindow = 180 * 24 * time.Hour

// What a level needs.
const (
	SupervisedNeed   = 5 // conversations under a mentor's eyes
	SupervisedMean   = 4.0
	ExpertChats      = 50
	ExpertQuality    = 4.3
	ExpertRated      = 20
	ExpertWeeks      = 6
	SeniorChats      = 250
	SeniorQuality    = 4.4
	SeniorRight      = 0.75 // first time right, by the lower bound
	SeniorFollowUps  = 5
	MentorWeeks      = 13
	MentorAccuracy   = 0.85
	MentorCourtesy   = 4.5
	SanctionRatings  = 10 // with fewer ratings a low quality is an alarm, and no more
	SanctionCourtesy = 5  // with fewer score cards courtesy is none
)

// Measure names what a requirement looks at.
type Measure string

// The measures of levels.
const (
	MeasureSupervised     Measure = "supervised"
	MeasureSupervisedMean Measure = "supervised_mean"
	MeasureBreaches       Measure = "courtesy_breaches"
	MeasureConversations  Measure = "conversations"
	MeasureQuality        Measure = "quality"
	MeasureRated          Measure = "rated"
	MeasureWeeks          Measure = "weeks"
	MeasureRight          Measure = "first_time_right"
	MeasureFollowUps      Measure = "follow_ups"
	MeasureInvitation     Measure = "invitation"
	MeasureAccuracy       Measure = "reviewer_accuracy"
	MeasureCourtesy       Measure = "courtesy"
)

// Share is a yes/no measure: how many of how many.
type Share struct {
	Yes int `json:"yes"`
	Of  int `json:"of"`
}

// Facts are what a level is judged by, as they were at one moment.
type Facts struct {
	Conversations int     // qualified ones of the window
	Quality       Quality // of the last 50 controllable ratings
	Rated         int     // controllable ratings of the window
	Weeks         int     // whole weeks in this level, pauses left out
	Right         Share   // first time right, of the window's conversations that are decided
	FollowUps     int     // kept in time, of the window
	// Supervised, SupervisedMean and Breaches are of the newest five shadowed conversations.
	Supervised     int
	SupervisedMean float64
	Breaches       int
	Reviews        Share // marks within one of gold or consensus
	Courtesy       float64
	CourtesyCards  int // score cards behind it
	Invited        bool
}

// Requirement is one thing that a level asks for, with how far somebody is.
type Requirement struct {
	Measure Measure `json:"measure"`
	Have    float64 `json:"have"`
	Need    float64 `json:"need"`
	Met     bool    `json:"met"`
	// Yes and Of are the sample behind a share; Of alone that behind a mean.
	Yes int `json:"yes,omitempty"`
	Of  int `json:"of,omitempty"`
}

func count(m Measure, have, need int) Requirement {
	return Requirement{Measure: m, Have: float64(have), Need: float64(need), Met: have >= need}
}

func mean(m Measure, have, need float64, of int) Requirement {
	have = hundredths(have)
	return Requirement{Measure: m, Have: have, Need: need, Met: have >= need, Of: of}
}

func bound(m Measure, s Share, need float64) Requirement {
	have := hundredths(WilsonLower(s.Yes, s.Of))
	return Requirement{Measure: m, Have: have, Need: need, Met: have >= need, Yes: s.Yes, Of: s.Of}
}

// Requirements are what the level asks of somebody who stands on the one below;
// Candidate asks nothing that is measured here.
func (l Level) Requirements(f Facts) []Requirement {
	switch l {
	case Rookie:
		return []Requirement{
			count(MeasureSupervised, f.Supervised, SupervisedNeed),
			mean(MeasureSupervisedMean, f.SupervisedMean, SupervisedMean, f.Supervised),
			{Measure: MeasureBreaches, Have: float64(f.Breaches), Met: f.Breaches == 0},
		}
	case FullExpert:
		return []Requirement{
			count(MeasureConversations, f.Conversations, ExpertChats),
			mean(MeasureQuality, f.Quality.Mean, ExpertQuality, f.Quality.Ratings),
			count(MeasureRated, f.Rated, ExpertRated),
			count(MeasureWeeks, f.Weeks, ExpertWeeks),
		}
	case Senior:
		return []Requirement{
			count(MeasureConversations, f.Conversations, SeniorChats),
			mean(MeasureQuality, f.Quality.Mean, SeniorQuality, f.Quality.Ratings),
			bound(MeasureRight, f.Right, SeniorRight),
			count(MeasureFollowUps, f.FollowUps, SeniorFollowUps),
		}
	case Mentor:
		invited := 0
		if f.Invited {
			invited = 1
		}
		return []Requirement{
			count(MeasureInvitation, invited, 1),
			count(MeasureWeeks, f.Weeks, MentorWeeks),
			bound(MeasureAccuracy, f.Reviews, MentorAccuracy),
			mean(MeasureCourtesy, f.Courtesy, MentorCourtesy, f.CourtesyCards),
		}
	default:
		return nil
	}
}

// Missing is what the next level still asks for, met or not; nothing for a mentor.
func (l Level) Missing(f Facts) []Requirement {
	if l >= Mentor {
		return nil
	}
	return (l + 1).Requirements(f)
}

// Keeping is what the level asks of those who hold it. How much somebody does is
// never asked: inactivity does not demote. What too little is known of is met, so
// a yes/no measure is held against its upper bound, and a quality that the
// programme's mean alone pulls down is none of the expert's.
func (l Level) Keeping(f Facts) []Requirement {
	switch l {
	case FullExpert:
		return []Requirement{keepQuality(f, ExpertQuality)}
	case Senior:
		return []Requirement{keepQuality(f, SeniorQuality), keepShare(MeasureRight, f.Right, SeniorRight)}
	case Mentor:
		courtesy := mean(MeasureCourtesy, f.Courtesy, MentorCourtesy, f.CourtesyCards)
		courtesy.Met = courtesy.Met || f.CourtesyCards < SanctionCourtesy
		return []Requirement{
			keepQuality(f, SeniorQuality), keepShare(MeasureRight, f.Right, SeniorRight),
			keepShare(MeasureAccuracy, f.Reviews, MentorAccuracy), courtesy,
		}
	default:
		return nil
	}
}

func keepQuality(f Facts, need float64) Requirement {
	r := mean(MeasureQuality, f.Quality.Mean, need, f.Quality.Ratings)
	r.Met = r.Met || f.Rated < SanctionRatings || hundredths(f.Quality.OwnMean) >= need
	return r
}

func keepShare(m Measure, s Share, need float64) Requirement {
	have := hundredths(WilsonUpper(s.Yes, s.Of))
	return Requirement{Measure: m, Have: have, Need: need, Met: have >= need, Yes: s.Yes, Of: s.Of}
}

// Met reports whether every requirement is met.
func Met(all []Requirement) bool {
	return !slices.ContainsFunc(all, func(r Requirement) bool { return !r.Met })
}

// Verdict is what a monthly review says of a level.
type Verdict string

// The verdicts. A warning ends as recovered or demoted; the others stand.
const (
	Kept      Verdict = "kept"
	Promoted  Verdict = "promoted"
	Held      Verdict = "held" // nothing was decided
	Warned    Verdict = "warned"
	Recovered Verdict = "recovered"
	Demoted   Verdict = "demoted"
)

// Why a review was held, or a warning ended well.
const (
	NotePaused    = "paused"
	NoteSuspended = "suspended"
	NoteDispute   = "dispute"  // somebody looks at a doubt that is open
	NoteWarned    = "warned"   // the grace of an earlier warning runs
	NoteLate      = "late"     // the month is long over: nobody is warned for it
	NoteImproved  = "improved" // of a warning: the requirements are met again
	NoteUpheld    = "upheld"   // of a warning: the objection was right
	NoteLeft      = "left"     // of a warning: the expert left, or came to another level
)

// Standing is what a review must know of an expert beside the facts.
type Standing struct {
	Level    Level
	State    State
	Disputed bool // a dispute is open
	Warned   bool // an earlier warning is open
	Late     bool // the month is not the last one
}

// Review says what becomes of a level: at most one step up, and down never
// without a warning. Reasons are the requirements that decided.
func (s Standing) Review(f Facts) (v Verdict, note string, reasons []Requirement) {
	keeping, missing := s.Level.Keeping(f), s.Level.Missing(f)
	switch {
	case s.State == Paused:
		return Held, NotePaused, keeping
	case s.State != Active:
		return Held, NoteSuspended, keeping
	case s.Disputed:
		return Held, NoteDispute, keeping
	case s.Warned:
		return Held, NoteWarned, keeping
	case !Met(keeping) && s.Late:
		return Held, NoteLate, keeping
	case !Met(keeping):
		return Warned, "", keeping
	case (s.Level == Rookie || s.Level == FullExpert) && Met(missing):
		return Promoted, "", missing
	default:
		return Kept, "", missing
	}
}
