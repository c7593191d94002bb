package api

// articleRows are the rows of the help centre. The use cases and views know which
// expert may write and who may review what.
var articleRows = matrix{
	"listArticles":        {roles: signedIn, own: "experts: published, their own, and for seniors what waits for a review; staff: all"},
	"beginArticle":        {roles: signedIn, own: "experts from the level Expert on; staff"},
	"getArticle":          {roles: signedIn, own: "experts: published, their own, and for seniors what waits for a review; staff: all"},
	"saveArticle":         {roles: signedIn, own: "experts: their own drafts and what is published; staff: all"},
	"changeArticle":       {roles: staff, own: "all"},
	"submitArticle":       {roles: signedIn, own: "experts: their own; staff: all"},
	"withdrawArticle":     {roles: signedIn, own: "experts: their own; staff: all"},
	"checkArticle":        {roles: signedIn, own: "experts: published; staff: all"},
	"reviewArticle":       {roles: signedIn, own: "seniors, mentors and staff: what others wrote"},
	"listArticleVersions": {roles: signedIn, own: "as getArticle"},
	"getArticleVersion":   {roles: signedIn, own: "as getArticle"},
	"previewArticle":      {roles: signedIn},
	"readArticle":         {public: true},
	"voteOnArticle":       {roles: customers, own: "one vote of the actor on what is published"},
}
