package roster

import (
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The numbers of the quality formula, (20·m + Σ w·r) / (20 + Σ w).
const (
	QualityPrior   = 20                  // ratings that the programme mean weighs
	QualityWindow  = 50                  // newest controllable ratings that count
	QualityHalf    = 90 * 24 * time.Hour // a rating weighs half after this
	MeanWindow     = 90 * 24 * time.Hour // the programme mean looks this far back
	MeanMinRatings = 30                  // and needs this many ratings
	DefaultMean    = 4.45                // else it is this
)

// Rated is one controllable rating, as the quality formula sees it.
type Rated struct {
	Reason     domain.ReasonID
	Parent     domain.ReasonID // of the reason
	Stars      int
	Difficulty int // 1..3
	At         time.Time
}

// Means are the programme's means by difficulty class. A class without enough
// ratings is absent.
type Means map[int]float64

// Of is the mean of one class, DefaultMean when too little is known.
func (m Means) Of(difficulty int) float64 {
	if mean, ok := m[difficulty]; ok {
		return mean
	}
	return DefaultMean
}

// Quality is the Bayesian mean of an expert's newest controllable ratings.
type Quality struct {
	Mean    float64 // 1..5
	OwnMean float64 // without the prior; 0 when nothing is rated
	Prior   float64 // the m of the formula
	Ratings int     // how many counted
}

// QualityOf weighs ratings, newest first, against the programme's means of the
// same difficulty classes: the prior is the mean of the classes the expert was
// rated in, and of class 2 when there is no rating yet.
func QualityOf(ratings []Rated, means Means, now time.Time) Quality {
	if len(ratings) > QualityWindow {
		ratings = ratings[:QualityWindow]
	}
	var weights, stars, prior float64
	for _, r := range ratings {
		w := math.Exp2(-float64(max(now.Sub(r.At), 0)) / float64(QualityHalf))
		weights += w
		stars += w * float64(r.Stars)
		prior += w * means.Of(r.Difficulty)
	}
	q := Quality{Ratings: len(ratings), Prior: means.Of(2)}
	if weights > 0 {
		q.Prior, q.OwnMean = prior/weights, stars/weights
	}
	q.Mean = (QualityPrior*q.Prior + stars) / (QualityPrior + weights)
	return q
}
