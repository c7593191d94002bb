// Package join draws what a vacancy is shared with and writes its page: without
// scripts, readable by people and by machines. It imports golang.org/x/image
// and the standard library.
package join

import (
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The letters of the app, under the SIL Open Font License.
var (
	//go:embed cantarell-700.woff
	bold []byte
	//go:embed cantarell-400.woff
	text []byte
)

// The size that networks ask for.
const (
	PictureWidth  = 1200
	PictureHeight = 630
)

// Sign is what stands on the picture of a vacancy.
type Sign struct {
	Brand, Title, Line string
	Hue                int     // 0 to 360
	Strength           float64 // 0 to 0.16
}

var errFont = errors.New("join: not a font of the web")

// fonts are both cuts, made once.
var fonts = sync.OnceValues(func() ([2]*opentype.Font, error) {
	var all [2]*opentype.Font
	for i, woff := range [][]byte{text, bold} {
		plain, err := unpack(woff)
		if err != nil {
			return all, err
		}
		if all[i], err = opentype.Parse(plain); err != nil {
			return all, err
		}
	}
	return all, nil
})

// unpack makes a plain font of a WOFF: the same tables, each packed by zlib.
func unpack(woff []byte) ([]byte, error) {
	const head, entry = 44, 20
	be := binary.BigEndian
	if len(woff) < head || string(woff[:4]) != "wOFF" {
		return nil, errFont
	}
	n := int(be.Uint16(woff[12:]))
	if len(woff) < head+n*entry {
		return nil, errFont
	}
	out := make([]byte, 12+16*n)
	copy(out, woff[4:8])
	be.PutUint16(out[4:], uint16(n)) //nolint:gosec // it came from 16 bits
	for i := range n {
		e := woff[head+i*entry:]
		at, packed, plain := int(be.Uint32(e[4:])), int(be.Uint32(e[8:])), int(be.Uint32(e[12:]))
		if at+packed > len(woff) || plain > 1<<22 {
			return nil, errFont
		}
		table := woff[at : at+packed]
		if packed < plain {
			z, err := zlib.NewReader(bytes.NewReader(table))
			if err != nil {
				return nil, err
			}
			if table, err = io.ReadAll(io.LimitReader(z, int64(plain))); err != nil {
				return nil, err
			}
		}
		row := out[12+16*i:]
		copy(row, e[:4])
		copy(row[4:8], e[16:20])
		be.PutUint32(row[8:], uint32(len(out)))    //nolint:gosec // a font is small
		be.PutUint32(row[12:], uint32(len(table))) //nolint:gosec // a font is small
		out = append(out, table...)
		out = append(out, make([]byte, (4-len(out)%4)%4)...)
	}
	return out, nil
}

// Picture draws the sign as a PNG: the brand's colour as ground, its name, the
// title large, and the compass whose needle points at it.
func Picture(s Sign) ([]byte, error) {
	cuts, err := fonts()
	if err != nil {
		return nil, err
	}
	ground, light := oklch(0.425, s.Strength, s.Hue), oklch(0.985, s.Strength*0.13, s.Hue)
	soft := oklch(0.8, s.Strength*0.7, s.Hue)
	img := image.NewRGBA(image.Rect(0, 0, PictureWidth, PictureHeight))
	draw.Draw(img, img.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	compass(img, 1010, 315, 150, light, ground, soft)
	b := brush{img, cuts}
	const left, right, gap = 80, 800, 18
	b.write(left, 110, 34, true, soft, s.Brand)
	y := 240
	for _, line := range b.wrap(s.Title, 76, true, right-left, 3) {
		b.write(left, y, 76, true, light, line)
		y += 76 + gap
	}
	y += gap
	room := (PictureHeight - left/2 - y) / (32 + gap)
	for _, line := range b.wrap(s.Line, 32, false, right-left, min(3, room)) {
		b.write(left, y, 32, false, soft, line)
		y += 32 + gap
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

type brush struct {
	img  *image.RGBA
	cuts [2]*opentype.Font
}

func (b brush) face(size float64, strong bool) font.Face {
	cut := b.cuts[0]
	if strong {
		cut = b.cuts[1]
	}
	f, err := opentype.NewFace(cut, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // NewFace gives none
	}
	return f
}

func (b brush) write(x, y int, size float64, strong bool, c color.Color, s string) {
	d := font.Drawer{Dst: b.img, Src: image.NewUniform(c), Face: b.face(size, strong), Dot: fixed.P(x, y)}
	d.DrawString(s)
}

// wrap breaks a text into lines of a width; what does not fit ends in an ellipsis.
func (b brush) wrap(s string, size float64, strong bool, width, most int) (lines []string) {
	face := b.face(size, strong)
	fits := func(line string) bool { return font.MeasureString(face, line).Ceil() <= width }
	line := ""
	for word := range strings.FieldsSeq(s) {
		for !fits(word) { // an address, or another script: cut it
			letters := []rune(word)
			word = string(letters[:len(letters)-1])
		}
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || fits(longer) {
			line = longer
			continue
		}
		if lines = append(lines, line); len(lines) == most {
			last := []rune(lines[most-1])
			for !fits(string(last)+"…") && len(last) > 0 {
				last = last[:len(last)-1]
			}
			lines[most-1] = strings.TrimRight(string(last), " ,.;:") + "…"
			return lines
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// compass draws the mark: a disc with a needle, every edge smoothed over four by
// four points.
func compass(img *image.RGBA, cx, cy, r int, disc, needle, tail color.RGBA) {
	const fine = 4
	for y := cy - r; y <= cy+r; y++ {
		for x := cx - r; x <= cx+r; x++ {
			var in, up, down int
			for i := range fine * fine {
				dx := (float64(x-cx) + (float64(i%fine)+0.5)/fine) / float64(r)
				dy := (float64(y-cy) + (float64(i/fine)+0.5)/fine) / float64(r)
				if dx*dx+dy*dy > 1 {
					continue
				}
				in++
				across := math.Abs(dx) / 0.28
				switch {
				case dy <= 0 && across <= 1+dy/0.75:
					up++
				case dy > 0 && across <= 1-dy/0.75:
					down++
				}
			}
			blend(img, x, y, disc, float64(in)/(fine*fine))
			blend(img, x, y, needle, float64(up)/(fine*fine))
			blend(img, x, y, tail, float64(down)/(fine*fine))
		}
	}
}

func blend(img *image.RGBA, x, y int, c color.RGBA, share float64) {
	if share == 0 {
		return
	}
	was := img.RGBAAt(x, y)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share + 0.5) }
	img.SetRGBA(x, y, color.RGBA{mix(was.R, c.R), mix(was.G, c.G), mix(was.B, c.B), 255})
}

// oklch is a colour as the style sheet names it, brought inside sRGB.
func oklch(l, c float64, hue int) color.RGBA {
	h := float64(hue) * math.Pi / 180
	a, b := c*math.Cos(h), c*math.Sin(h)
	lg, m, s := l+0.3963377774*a+0.2158037573*b, l-0.1055613458*a-0.0638541728*b, l-0.0894841775*a-1.2914855480*b
	lg, m, s = lg*lg*lg, m*m*m, s*s*s
	shade := func(v float64) uint8 {
		v = min(1, max(0, v))
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return uint8(v*255 + 0.5)
	}
	return color.RGBA{
		shade(4.0767416621*lg - 3.3077115913*m + 0.2309699292*s),
		shade(-1.2684380046*lg + 2.6097574011*m - 0.3413193965*s),
		shade(-0.0041960863*lg - 0.7034186147*m + 1.7076147010*s), 255,
	}
}
