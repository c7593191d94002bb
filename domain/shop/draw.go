package shop

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// Ticket is what a draw knows about an entry: its id and what it counts for,
// and nothing about the person.
type Ticket struct {
	ID     domain.EntryID
	Half   bool // its owner won the last draw
	Senior bool // may have a reserved piece
}

// SeedHash is the promise about a seed that is published while entries come in.
func SeedHash(seed string) string {
	sum := sha256.Sum256([]byte(seed))
	return hex.EncodeToString(sum[:])
}

// Order is the draw: the same for everybody who has the seed and the tickets.
//
// The number of a ticket is SHA-256 of the seed followed by its id, read as a
// whole number below 2^256; that of half a ticket is squared and divided by
// 2^256, so that it beats a whole one in one of three cases: two to one. The
// highest number comes first. Of the pieces, reserve go to the first seniors;
// all other pieces go by the order, and so do the places after the pieces.
func Order(seed string, tickets []Ticket, reserve int) []domain.EntryID {
	type drawn struct {
		Ticket

		number *big.Int
	}
	all := make([]drawn, len(tickets))
	for i, t := range tickets {
		sum := sha256.Sum256([]byte(seed + string(t.ID)))
		all[i] = drawn{t, new(big.Int).SetBytes(sum[:])}
		if t.Half {
			all[i].number.Mul(all[i].number, all[i].number).Rsh(all[i].number, 8*sha256.Size)
		}
	}
	slices.SortFunc(all, func(a, b drawn) int {
		return cmp.Or(b.number.Cmp(a.number), cmp.Compare(a.ID, b.ID))
	})
	first, rest := make([]domain.EntryID, 0, len(all)), make([]domain.EntryID, 0, len(all))
	for _, d := range all {
		if d.Senior && len(first) < reserve {
			first = append(first, d.ID)
			continue
		}
		rest = append(rest, d.ID)
	}
	return append(first, rest...)
}
