package knowledge

import (
	"slices"
	"strings"
)

// Piece is a part of two versions: in both, or in one of them alone.
type Piece struct {
	Kind string `json:"kind" enum:"same,added,removed"`
	Text string `json:"text"`
}

// diffMost bounds how many words are compared with as many others; longer parts are shown
// as removed and added.
const diffMost = 2000

// Difference tells word by word what became of a text, spaces and line ends kept.
// What begins and ends alike is cut off first; between, it is the longest common
// subsequence.
func Difference(before, after string) []Piece {
	a, b := tokens(before), tokens(after)
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	to := 0
	for to < len(a)-from && to < len(b)-from && a[len(a)-1-to] == b[len(b)-1-to] {
		to++
	}
	var d pieces
	d.add("same", a[:from]...)
	d.middle(a[from:len(a)-to], b[from:len(b)-to])
	d.add("same", a[len(a)-to:]...)
	return d
}

// tokens cuts a text into words and what stands between them.
func tokens(s string) (all []string) {
	const gaps = " \n"
	for s != "" {
		end := strings.IndexAny(s, gaps)
		if end == 0 {
			end = len(s) - len(strings.TrimLeft(s, gaps))
		}
		if end < 0 {
			end = len(s)
		}
		all, s = append(all, s[:end]), s[end:]
	}
	return all
}

type pieces []Piece

func (d *pieces) add(kind string, words ...string) {
	text := strings.Join(words, "")
	if text == "" {
		return
	}
	if n := len(*d); n > 0 && (*d)[n-1].Kind == kind {
		(*d)[n-1].Text += text
		return
	}
	*d = append(*d, Piece{kind, text})
}

func (d *pieces) middle(a, b []string) {
	if len(a)*len(b) > diffMost*diffMost {
		d.add("removed", a...)
		d.add("added", b...)
		return
	}
	common := make([][]int32, len(a)+1) // of what follows each pair
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i, word := range slices.Backward(a) {
		for j, other := range slices.Backward(b) {
			if word == other {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			d.add("same", a[i])
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			d.add("removed", a[i])
			i++
		default:
			d.add("added", b[j])
			j++
		}
	}
	d.add("removed", a[i:]...)
	d.add("added", b[j:]...)
}
