package api

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// roles is a set of roles.
type roles uint8

const (
	customers roles = 1 << iota
	experts
	managers
	admins
	screens    // walls that show the board, in nobody's name
	candidates // who applied, by their personal link
	auditors   // who read everything that staff read

	staff     = managers | admins
	signedIn  = experts | staff
	persons   = signedIn | auditors // about their own account
	everybody = customers | signedIn
)

func (r roles) has(role domain.Role) bool {
	switch role {
	case domain.RoleCustomer:
		return r&customers != 0
	case domain.RoleExpert:
		return r&experts != 0
	case domain.RoleManager:
		return r&managers != 0
	case domain.RoleAdmin:
		return r&admins != 0
	case domain.RoleScreen:
		return r&screens != 0
	case domain.RoleCandidate:
		return r&candidates != 0
	case domain.RoleAuditor:
		return r&auditors != 0
	default:
		return false
	}
}

// row says who may call one operation. Nobody without a token may call it
// unless it is public; another role gets 403; whoever may call it but does not
// own the object gets 404 from the use case or the view.
type row struct {
	roles  roles
	public bool
	own    string // whose object it must be, for people and for the walking test
	audit  bool   // written to the access log as a security event
	fresh  bool   // the person must have proved who they are within ten minutes
	bare   bool   // staff without the second factor that they need may call it as well
}

// audited opens what staff read to auditors: every GET that managers or admins
// may call, and nothing else, so that no area can forget it or go too far.
func audited(method string, r row) row {
	if method == http.MethodGet && r.roles&staff != 0 {
		r.roles |= auditors
	}
	return r
}

// matrix is the authorisation matrix: one row per operation.
type matrix map[string]row

// authorisation is the whole matrix; each area keeps its rows in its own file.
func authorisation() (matrix, error) {
	all := matrix{}
	for _, area := range []matrix{
		accessRows,
		factorRows,
		providerRows,
		deskRows,
		queueRows,
		noteRows,
		pointsRows,
		dropRows,
		leagueMatrix,
		craftRows,
		followUpRows,
		handOverRows,
		auditionRows,
		calibrationRows,
		levelRows,
		vettingRows,
		growthRows,
		shiftRows,
		payRows,
		caseRows,
		meritRows,
		moderationRows,
		ratingRows,
		articleRows,
		searchRows,
		indicatorRows,
		themeRows,
		problemRows,
	} {
		for id, r := range area {
			if _, twice := all[id]; twice {
				return nil, fmt.Errorf("api: operation %s has two rows in the matrix", id)
			}
			all[id] = r
		}
	}
	return all, nil
}

// check refuses an API in which an operation has no row or a row no operation.
func (m matrix) check(operations []string) error {
	for i, id := range operations {
		r, ok := m[id]
		switch {
		case !ok:
			return fmt.Errorf("api: operation %s has no row in the matrix", id)
		case r.public == (r.roles != 0):
			return fmt.Errorf("api: the row of %s must be either public or name roles", id)
		case slices.Contains(operations[:i], id):
			return fmt.Errorf("api: operation %s exists twice", id)
		}
	}
	for id := range m {
		if !slices.Contains(operations, id) {
			return fmt.Errorf("api: the matrix has a row for %s, which is no operation", id)
		}
	}
	return nil
}
