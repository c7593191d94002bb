package search

// distance measures how far words are from one that somebody typed: how many
// letters one has to add, leave out, change or swap with the next. It is the
// restricted distance of F. J. Damerau, "A technique for computer detection and
// correction of spelling errors", Communications of the ACM 7(3), 1964, and
// V. I. Levenshtein: no part is changed twice.
type distance struct {
	from, other []rune
	rows        [3][]int
}

func newDistance(from string) *distance {
	d := &distance{from: []rune(from)}
	for i := range d.rows {
		d.rows[i] = make([]int, len(d.from)+1)
	}
	return d
}

// to returns how far w is, or more than most as soon as it is further.
func (d *distance) to(w string, most int) int {
	d.other = d.other[:0]
	for _, r := range w {
		d.other = append(d.other, r)
	}
	before, last, row := d.rows[0], d.rows[1], d.rows[2]
	for i := range last {
		last[i] = i
	}
	for j, r := range d.other {
		row[0] = j + 1
		least := row[0]
		for i, f := range d.from {
			cost := 1
			if f == r {
				cost = 0
			}
			row[i+1] = min(last[i+1]+1, row[i]+1, last[i]+cost)
			if i > 0 && j > 0 && f == d.other[j-1] && d.from[i-1] == r {
				row[i+1] = min(row[i+1], before[i-1]+1)
			}
			least = min(least, row[i+1])
		}
		if least > most+1 { // a swap may still take one back
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(d.from)]
}
