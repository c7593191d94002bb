package learner

import (
	"math"
	"math/rand/v2"
	"sync"
)

// How a network is trained, the best of a search on parts of Banking77's
// training: half of a text's features and four in ten hidden units are left out
// at each step, so that no single word decides; a tenth of the certainty is
// spread over all reasons; steps shrink by AdaGrad and over the epochs.
const (
	leftOut   = 0.5
	asleep    = 0.4
	softened  = 0.1
	firstStep = 0.05
	lastStep  = 0.005
)

// lesson is what all networks of a model learn from.
type lesson struct {
	texts   []vector
	answers []int // of each text, an index of the labels
	rows    int
	labels  int
}

// net is one hidden layer between features and reasons: softmax(W2·max(0,
// W1·x + b1) + b2). W1 is most of a model and is kept in one byte a weight, each
// row with a factor of its own.
type net struct {
	hidden, labels int
	first          []int8    // rows × hidden
	factor         []float32 // of each row
	firstBias      []float32
	second         []float32 // hidden × labels
	secondBias     []float32
}

// trainNets trains networks that differ by their chance only, side by side.
func trainNets(l lesson, o Options) []*net {
	nets := make([]*net, o.Nets)
	var wg sync.WaitGroup
	for i := range nets {
		wg.Go(func() { nets[i] = newPupil(l, o, uint64(i)).learn(o.Epochs) }) //nolint:gosec // a small number
	}
	wg.Wait()
	return nets
}

// predict returns the share of each reason.
func (n *net) predict(x vector) []float64 {
	hidden := make([]float32, n.hidden)
	copy(hidden, n.firstBias)
	for _, t := range x {
		weight := t.weight * n.factor[t.at]
		for k, w := range n.first[int(t.at)*n.hidden : (int(t.at)+1)*n.hidden] {
			hidden[k] += weight * float32(w)
		}
	}
	for k, v := range hidden {
		hidden[k] = max(v, 0)
	}
	out := make([]float64, n.labels)
	answer(hidden, n.second, n.secondBias, out)
	return out
}

// answer turns hidden units into shares.
func answer(hidden, second, bias []float32, out []float64) {
	for c, b := range bias {
		out[c] = float64(b)
	}
	for k, v := range hidden {
		if v == 0 {
			continue
		}
		for c, w := range second[k*len(bias) : (k+1)*len(bias)] {
			out[c] += float64(v * w)
		}
	}
	most := out[0]
	for _, v := range out {
		most = max(most, v)
	}
	var sum float64
	for c, v := range out {
		out[c] = math.Exp(v - most)
		sum += out[c]
	}
	for c := range out {
		out[c] /= sum
	}
}

// pupil is a network while it learns: weights, and the sum of squares by which
// AdaGrad shrinks each step. A row of the first layer shares one.
type pupil struct {
	lesson

	rng                   *rand.Rand
	size                  int
	first, firstSquares   []float32
	firstBias             []float32
	second, secondSquares []float32
	bias, biasSquares     []float32
	hidden, wrong, delta  []float32
	shares                []float64
	seen                  vector
}

func newPupil(l lesson, o Options, chance uint64) *pupil {
	p := &pupil{
		lesson: l, rng: rand.New(rand.NewPCG(o.Seed, chance)), size: o.Hidden, //nolint:gosec // repeatable on purpose
		first: make([]float32, l.rows*o.Hidden), firstSquares: make([]float32, l.rows), firstBias: make([]float32, o.Hidden),
		second: make([]float32, o.Hidden*l.labels), secondSquares: make([]float32, o.Hidden*l.labels),
		bias: make([]float32, l.labels), biasSquares: make([]float32, l.labels),
		hidden: make([]float32, o.Hidden), wrong: make([]float32, o.Hidden), delta: make([]float32, l.labels), shares: make([]float64, l.labels),
	}
	for i := range p.first {
		p.first[i] = float32(p.rng.NormFloat64() * 0.05)
	}
	for i := range p.second {
		p.second[i] = float32(p.rng.NormFloat64() * math.Sqrt(2/float64(o.Hidden)))
	}
	return p
}

// learn reads all texts some times, in another order each time.
func (p *pupil) learn(epochs int) *net {
	order := p.rng.Perm(len(p.texts))
	for e := range epochs {
		step := float32(firstStep + (lastStep-firstStep)*float64(e)/float64(epochs))
		p.rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, i := range order {
			p.forward(p.texts[i])
			p.backward(p.answers[i], step)
		}
	}
	return p.graduate()
}

// forward predicts from what is not left out.
func (p *pupil) forward(text vector) {
	p.seen = p.seen[:0]
	for _, t := range text {
		if p.rng.Float64() >= leftOut {
			p.seen = append(p.seen, term{t.at, t.weight / (1 - leftOut)})
		}
	}
	copy(p.hidden, p.firstBias)
	for _, t := range p.seen {
		for k, w := range p.first[int(t.at)*p.size : (int(t.at)+1)*p.size] {
			p.hidden[k] += t.weight * w
		}
	}
	for k, v := range p.hidden {
		if v < 0 || p.rng.Float64() < asleep {
			p.hidden[k] = 0
		} else {
			p.hidden[k] = v / (1 - asleep)
		}
	}
	answer(p.hidden, p.second, p.bias, p.shares)
}

// backward moves every weight a step against its part in the error.
func (p *pupil) backward(right int, step float32) {
	for c, share := range p.shares {
		target := softened / float64(p.labels)
		if c == right {
			target += 1 - softened
		}
		p.delta[c] = float32(share - target)
	}
	clear(p.wrong)
	var length float32
	for k, v := range p.hidden {
		if v == 0 {
			continue
		}
		p.wrong[k] = p.secondStep(k, v, step)
		length += p.wrong[k] * p.wrong[k]
	}
	for c, d := range p.delta {
		p.bias[c] -= adagrad(&p.biasSquares[c], d, step)
	}
	for _, t := range p.seen {
		squares := &p.firstSquares[t.at]
		*squares += length * t.weight * t.weight / float32(p.size)
		by := step * t.weight / float32(math.Sqrt(float64(*squares)+1e-7))
		row := p.first[int(t.at)*p.size : (int(t.at)+1)*p.size]
		for k, w := range p.wrong {
			row[k] -= by * w
		}
	}
}

// secondStep moves the weights of one hidden unit and returns its part in the error.
func (p *pupil) secondStep(unit int, value, step float32) (wrong float32) {
	row := p.second[unit*p.labels : (unit+1)*p.labels]
	squares := p.secondSquares[unit*p.labels : (unit+1)*p.labels]
	for c, w := range row {
		wrong += w * p.delta[c]
		row[c] = w - adagrad(&squares[c], p.delta[c]*value, step)
	}
	return wrong / (1 - asleep)
}

func adagrad(squares *float32, gradient, step float32) float32 {
	*squares += gradient * gradient
	return step * gradient / float32(math.Sqrt(float64(*squares)+1e-6))
}

// graduate keeps what predicting needs.
func (p *pupil) graduate() *net {
	n := &net{
		hidden: p.size, labels: p.labels, first: make([]int8, len(p.first)), factor: make([]float32, p.rows),
		firstBias: p.firstBias, second: p.second, secondBias: p.bias,
	}
	for r := range p.rows {
		row := p.first[r*p.size : (r+1)*p.size]
		var most float64
		for _, w := range row {
			most = max(most, math.Abs(float64(w)))
		}
		if most == 0 {
			continue
		}
		n.factor[r] = float32(most / math.MaxInt8)
		for k, w := range row {
			n.first[r*p.size+k] = int8(math.Round(float64(w) / most * math.MaxInt8))
		}
	}
	return n
}
