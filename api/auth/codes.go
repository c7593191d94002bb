package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Codes are the six digits of RFC 6238: SHA-1 and half a minute, as every app
// computes them.
type Codes struct{}

var _ access.Codes = Codes{}

const (
	stepSeconds = 30
	secretBytes = 20
)

// NewSecret implements access.Codes.
func (Codes) NewSecret() []byte {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails
	return b
}

// Step implements access.Codes: the code of now, and of the half minutes before
// and after, for clocks that are not quite right.
func (Codes) Step(secret []byte, code string, now time.Time) int64 {
	text := secretText(secret)
	at := now.Unix() / stepSeconds
	for _, step := range []int64{at, at - 1, at + 1} {
		right, err := hotp.ValidateCustom(code, uint64(step), text, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
		if err == nil && right {
			return step
		}
	}
	return 0
}

func secretText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// Card is how an app learns its secret.
type Card struct {
	Secret string   // to type, in groups of four letters
	URL    string   // otpauth://…
	QR     []string // rows of the URL's QR code, # is dark
}

// NewCard is the card of a secret for an account of a brand.
func NewCard(brand, account string, secret []byte) (Card, error) {
	text := secretText(secret)
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + brand + ":" + account,
		RawQuery: strings.ReplaceAll(url.Values{"secret": {text}, "issuer": {brand}}.Encode(), "+", "%20"),
	}
	code, err := qr.Encode(address.String(), qr.M, qr.Unicode)
	if err != nil {
		return Card{}, fmt.Errorf("auth: QR code: %w", err)
	}
	b := code.Bounds()
	card := Card{Secret: grouped(text), URL: address.String(), QR: make([]string, b.Dy())}
	for y := range b.Dy() {
		row := make([]byte, b.Dx())
		for x := range b.Dx() {
			row[x] = '.'
			if r, _, _, _ := code.At(b.Min.X+x, b.Min.Y+y).RGBA(); r == 0 {
				row[x] = '#'
			}
		}
		card.QR[y] = string(row)
	}
	return card, nil
}

func grouped(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

// Guards are what second factors and providers are known with, from these keys.
func (k Keys) Guards(staffFactor bool, openID access.OpenID) access.Guards {
	secret := k.derived("recovery codes")
	return access.Guards{
		Sealer: k.sealer("sign-in"), Codes: Codes{}, Passkeys: Passkeys{}, OpenID: openID, StaffFactor: staffFactor,
		Mask: func(code string) string {
			mac := hmac.New(sha256.New, secret)
			mac.Write([]byte(code))
			return hex.EncodeToString(mac.Sum(nil))
		},
	}
}

// orBad turns a refusal about a key that nobody has into ErrBadPasskey: it is
// not told which keys are known.
func orBad(err error) error {
	if _, refused := errors.AsType[*domain.Error](err); refused {
		return access.ErrBadPasskey
	}
	return err
}
