package knowledge

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// BlockKind says what a block of an article is.
type BlockKind string

// The kinds of blocks.
const (
	BlockHeading   BlockKind = "heading"
	BlockParagraph BlockKind = "paragraph"
	BlockList      BlockKind = "list"  // items in any order
	BlockSteps     BlockKind = "steps" // items one after the other
	BlockTip       BlockKind = "tip"
	BlockCode      BlockKind = "code"
)

// Phrase is a piece of text that is shown in one way.
type Phrase struct {
	Text   string `json:"text"`
	Strong bool   `json:"strong,omitempty"`
	Em     bool   `json:"em,omitempty"`
	Code   bool   `json:"code,omitempty"`
	Href   string `json:"href,omitempty" doc:"Where a link leads: https, http, an e-mail address, or a page of this site."`
}

// Block is a part of an article: phrases, or for lists one row of phrases an item.
type Block struct {
	Kind    BlockKind  `json:"kind" enum:"heading,paragraph,list,steps,tip,code"`
	Level   int        `json:"level,omitempty" doc:"Of a heading: 2 or 3."`
	ID      string     `json:"id,omitempty" doc:"Of a heading: its anchor."`
	Phrases []Phrase   `json:"phrases,omitempty"`
	Items   [][]Phrase `json:"items,omitempty" doc:"Of a list and of steps."`
}

var (
	bullet = regexp.MustCompile(`^\s{0,3}[-*+]\s+(.*)$`)
	number = regexp.MustCompile(`^\s{0,3}\d{1,3}[.)]\s+(.*)$`)
	marker = regexp.MustCompile("\\*\\*([^*\\n]+)\\*\\*|\\*([^*\\s][^*\\n]*)\\*|`([^`\\n]+)`|\\[([^\\[\\]\\n]+)\\]\\(([^()\\s]+)\\)|(https?://[^\\s<>()\"]+)")
)

// Parse reads the markup of an article, a part of CommonMark: headings by ## and
// ###, lists by - and by 1., tips by >, code between lines of three backticks, and in a
// line **strong**, *stressed*, `code` and [links](https://…). There is no HTML:
// everything else is text, and nothing stands inside anything else. It never fails, it
// takes time as the length of the body, and whatever it gives can be shown to anybody.
func Parse(body string) []Block {
	p := &parser{anchors: map[string]int{}}
	for line := range strings.SplitSeq(body, "\n") {
		p.line(line)
	}
	p.end()
	return p.blocks
}

type parser struct {
	blocks  []Block
	kind    BlockKind // of what is being read; empty: nothing
	lines   []string
	items   [][]string // of a list: the lines of each
	anchors map[string]int
}

func (p *parser) line(line string) {
	text := strings.TrimSpace(line)
	if p.kind == BlockCode {
		if text == "```" {
			p.end()
			return
		}
		p.lines = append(p.lines, line)
		return
	}
	switch {
	case strings.HasPrefix(text, "```"):
		p.begin(BlockCode)
		p.kind = BlockCode
	case text == "":
		p.end()
	case strings.HasPrefix(text, "### "), strings.HasPrefix(text, "## "), strings.HasPrefix(text, "# "):
		p.end()
		p.heading(text)
	case bullet.MatchString(line):
		p.begin(BlockList)
		p.items = append(p.items, []string{bullet.FindStringSubmatch(line)[1]})
	case number.MatchString(line):
		p.begin(BlockSteps)
		p.items = append(p.items, []string{number.FindStringSubmatch(line)[1]})
	case strings.HasPrefix(text, ">"):
		p.begin(BlockTip)
		p.lines = append(p.lines, strings.TrimSpace(strings.TrimPrefix(text, ">")))
	case len(p.items) > 0: // an item goes on
		last := &p.items[len(p.items)-1]
		*last = append(*last, text)
	default:
		if p.kind == BlockTip {
			p.lines = append(p.lines, text)
			return
		}
		p.begin(BlockParagraph)
		p.lines = append(p.lines, text)
	}
}

// begin ends what is being read, unless it is of this kind.
func (p *parser) begin(kind BlockKind) {
	if p.kind != kind {
		p.end()
		p.kind = kind
	}
}

func (p *parser) end() {
	switch p.kind {
	case BlockList, BlockSteps:
		b := Block{Kind: p.kind}
		for _, item := range p.items {
			b.Items = append(b.Items, phrases(strings.Join(item, " ")))
		}
		p.blocks = append(p.blocks, b)
	case BlockCode:
		if len(p.lines) > 0 {
			p.blocks = append(p.blocks, Block{Kind: BlockCode, Phrases: []Phrase{{Text: strings.Join(p.lines, "\n")}}})
		}
	case BlockParagraph, BlockTip:
		p.blocks = append(p.blocks, Block{Kind: p.kind, Phrases: phrases(strings.Join(p.lines, " "))})
	case BlockHeading:
	}
	p.kind, p.lines, p.items = "", nil, nil
}

func (p *parser) heading(text string) {
	rest := strings.TrimLeft(text, "#")
	level := 2
	if strings.HasPrefix(text, "###") {
		level = 3
	}
	b := Block{Kind: BlockHeading, Level: level, Phrases: phrases(strings.TrimSpace(rest))}
	b.ID = p.anchor(cmp.Or(Slug(plain(b.Phrases)), "part"))
	p.blocks = append(p.blocks, b)
}

// anchor is a name that no heading before has: the first free one with a number.
func (p *parser) anchor(name string) string {
	free := name
	for p.anchors[free] > 0 {
		p.anchors[name]++
		free = name + "-" + strconv.Itoa(p.anchors[name])
	}
	p.anchors[free] = 1
	return free
}

// phrases reads one line of text.
func phrases(text string) (all []Phrase) {
	rest := text
	for rest != "" {
		at := marker.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		if at[0] > 0 {
			all = append(all, Phrase{Text: rest[:at[0]]})
		}
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return rest[at[2*n]:at[2*n+1]]
		}
		s := Phrase{Text: rest[at[0]:at[1]]}
		switch {
		case group(1) != "":
			s = Phrase{Text: group(1), Strong: true}
		case group(2) != "":
			s = Phrase{Text: group(2), Em: true}
		case group(3) != "":
			s = Phrase{Text: group(3), Code: true}
		case group(5) != "":
			if href, good := link(group(5)); good {
				s = Phrase{Text: group(4), Href: href}
			}
		case group(6) != "":
			bare := strings.TrimRight(group(6), ".,;:!?")
			if href, good := link(bare); good {
				s = Phrase{Text: bare, Href: href}
				at[1] = at[0] + len(bare)
			}
		}
		all = append(all, s)
		rest = rest[at[1]:]
	}
	if rest != "" {
		all = append(all, Phrase{Text: rest})
	}
	return all
}

// link is an address that a reader may be sent to.
func link(to string) (string, bool) {
	u, err := url.Parse(to)
	if err != nil || len(to) > maxURL {
		return "", false
	}
	switch u.Scheme {
	case "https", "http":
		return u.String(), u.Host != "" && u.User == nil
	case "mailto":
		return u.String(), strings.Contains(u.Opaque, "@")
	case "":
		return to, u.Host == "" && (strings.HasPrefix(to, "#") || strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\"))
	}
	return "", false
}

func plain(all []Phrase) string {
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Plain is the text of an article without its markup, a block a line.
func Plain(body string) string {
	var lines []string
	for _, b := range Parse(body) {
		if b.Kind == BlockList || b.Kind == BlockSteps {
			for _, item := range b.Items {
				lines = append(lines, plain(item))
			}
			continue
		}
		lines = append(lines, plain(b.Phrases))
	}
	return strings.Join(lines, "\n")
}
