package api

// searchRows are the rows of the help centre's search. A search is known by its id
// alone, which only its reader was told, and says nothing of them.
var searchRows = matrix{
	"listAnswers":       {public: true},
	"keepSearch":        {public: true},
	"openAnswer":        {public: true},
	"endSearch":         {public: true},
	"listSearchTerms":   {roles: staff, own: "all"},
	"listDeflections":   {roles: staff, own: "all"},
	"exportSearchTerms": {roles: staff, own: "all"},
	"exportDeflections": {roles: staff, own: "all"},
	"answerSearchTerm":  {roles: staff, own: "all"},
}
