package audition

import "slices"

// found is where a part of a pattern stands: words first to end-1.
type found struct {
	first, end int
	denies     bool // it says "not" itself
}

// matches looks for a pattern and returns where it stands, once a sentence at
// most. A place that counts reports false for is not one. Unless it is loose, a
// gap does not reach over a "not".
func (w written) matches(p pattern, loose bool, counts func(found) bool) []found {
	if p.wide {
		f, ok := w.matchIn(p, 0, len(w.words), loose, counts)
		if !ok {
			return nil
		}
		return []found{f}
	}
	var all []found
	for _, s := range w.sentences {
		if f, ok := w.matchIn(p, s.first, s.end, loose, counts); ok {
			all = append(all, f)
		}
	}
	return all
}

// matchIn looks for every part between two words; the first is the one that must count.
func (w written) matchIn(p pattern, low, high int, loose bool, counts func(found) bool) (found, bool) {
	var all found
	for i := range p.parts {
		t := &p.parts[i]
		f, ok := w.place(t, low, high, loose, counts)
		if ok == t.not {
			return found{}, false
		}
		switch {
		case i == 0:
			all, counts = f, nil
		case !t.not && !p.wide:
			all.first, all.end = min(all.first, f.first), max(all.end, f.end)
		}
	}
	return all, true
}

// place finds the first place of a part that counts.
func (w written) place(t *part, low, high int, loose bool, counts func(found) bool) (found, bool) {
	for first := low; first < high; first++ {
		if t.start && first != w.sentences[w.words[first].sentence].first {
			continue
		}
		if !begins(t.run, &w.words[first]) {
			continue
		}
		ends := w.follow(t.run, []int{first}, high, loose)
		if t.alone {
			ends = slices.DeleteFunc(ends, func(end int) bool {
				return end != high && end != w.sentences[w.words[first].sentence].end
			})
		}
		if len(ends) == 0 || ends[0] == first {
			continue
		}
		f := found{first, ends[0], w.negation(first, ends[0])}
		if counts == nil || counts(f) {
			return f, true
		}
	}
	return found{}, false
}

// begins reports whether a run can begin with a word: most cannot, and that is quick to see.
func begins(run []node, at *word) bool {
	for i := range run {
		n := &run[i]
		switch {
		case n.gap > 0:
			return true
		case n.choice == nil:
			if n.is(at) {
				return true
			}
		case slices.ContainsFunc(n.choice, func(each []node) bool { return begins(each, at) }):
			return true
		}
		if !n.optional {
			return false
		}
	}
	return true
}

// negation reports whether one of words first to end-1 is a "not".
func (w written) negation(first, end int) bool {
	for i := first; i < end; i++ {
		if w.negates(i) {
			return true
		}
	}
	return false
}

// negates reports whether word i is a "not" that means it.
func (w written) negates(i int) bool {
	after := ""
	if i+1 < len(w.words) {
		after = w.words[i+1].norm
	}
	return negates(w.words[i].norm, after)
}

// follow returns where a run that begins at one of the places can end, in order.
// It works on sets of places, so no pattern takes longer than its length times
// the text's.
func (w written) follow(run []node, at []int, high int, loose bool) []int {
	for i := range run {
		if len(at) == 0 {
			return nil
		}
		at = w.one(&run[i], at, high, loose)
	}
	return at
}

func (w written) one(n *node, at []int, high int, loose bool) []int {
	var next []int
	switch {
	case n.gap > 0:
		for _, p := range at {
			next = append(next, p)
			for q := p; q < min(p+n.gap, high) && (loose || !w.negates(q)); q++ {
				next = append(next, q+1)
			}
		}
	case n.choice != nil:
		for _, run := range n.choice {
			next = append(next, w.follow(run, at, high, loose)...)
		}
	default:
		for _, p := range at {
			if p < high && n.is(&w.words[p]) {
				next = append(next, p+1)
			}
		}
	}
	if n.optional {
		next = append(next, at...)
	}
	slices.Sort(next)
	return slices.Compact(next)
}

// is reports whether a word is what a node asks for.
func (n *node) is(w *word) bool {
	switch {
	case n.number:
		return w.number && !slices.Contains(n.not, w.norm)
	case n.prefix:
		return len(w.norm) >= len(n.word) && w.norm[:len(n.word)] == n.word ||
			len(w.fixed) >= len(n.word) && w.fixed[:len(n.word)] == n.word
	default:
		return w.norm == n.word || w.fixed == n.word
	}
}

// denied reports whether a negation turns what stands at f around: up to window
// words before it in its clause or, in Dutch, up to three after it.
func (w written) denied(f found, window int, after bool) bool {
	clause := w.words[f.first].clause
	for i := f.first - 1; i >= max(0, f.first-window) && w.words[i].clause == clause; i-- {
		if w.negates(i) {
			return true
		}
	}
	clause = w.words[f.end-1].clause
	for i := f.end; after && i < min(len(w.words), f.end+3) && w.words[i].clause == clause; i++ {
		if w.negates(i) {
			return true
		}
	}
	return false
}

// isQuoted reports whether all of f is somebody else's words.
func (w written) isQuoted(f found) bool {
	for i := f.first; i < f.end; i++ {
		if !w.words[i].quoted {
			return false
		}
	}
	return true
}
