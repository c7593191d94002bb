package api

// ratingRows are the rows of ratings after they were given.
var ratingRows = matrix{
	"listMyRatings":       {roles: experts, own: "the expert's own, as far as they were told"},
	"disputeRating":       {roles: experts, own: "the expert's own, as far as they were told"},
	"listRatingDisputes":  {roles: staff},
	"decideRatingDispute": {roles: staff, audit: true},
	"answerStillSolved":   {roles: customers, own: "their own conversations"},
	"makeRatingLink":      {roles: staff, own: "all", audit: true},
	"openRatingLink":      {public: true, own: "whoever has the link"},
	"rateByLink":          {public: true, own: "whoever has the link", audit: true},
	"markAbuse":           {roles: staff, own: "all", audit: true},
}
