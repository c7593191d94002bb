package apitest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Key is a passkey in software: what a phone or a laptop would keep.
type Key struct {
	house   *House
	id      []byte
	handle  []byte // whose it is
	private *ecdsa.PrivateKey
	// Count rises with every use; who sets it back is a copy.
	Count uint32
	// Origin is what the browser shows.
	Origin string
	// Unknown makes the device not ask who its owner is.
	Unknown bool
}

const origin = "http://localhost:8080"

var encode = base64.RawURLEncoding.EncodeToString

// NewKey makes a key by what the server asked for, and its answer.
func (h *House) NewKey(asked Answer) (k *Key, answer string) {
	h.T.Helper()
	var q struct {
		Options struct {
			Challenge string
			User      struct{ ID string }
		}
	}
	asked.Into(&q)
	k = &Key{house: h, id: make([]byte, 16), Origin: origin}
	_, _ = rand.Read(k.id)
	k.handle, _ = base64.RawURLEncoding.DecodeString(q.Options.User.ID)
	k.private, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return k, k.attest(q.Options.Challenge)
}

func (k *Key) attest(challenge string) string {
	public, err := k.private.PublicKey.Bytes() // 4, X, Y
	if err != nil {
		k.house.T.Fatal(err)
	}
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]})
	if err != nil {
		k.house.T.Fatal(err)
	}
	data := k.authenticatorData(0x40)
	data = append(data, make([]byte, 16)...)                      // no model
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id))) //nolint:gosec // sixteen
	data = append(append(data, k.id...), cose...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		k.house.T.Fatal(err)
	}
	return k.credential(map[string]any{
		"clientDataJSON": encode(k.clientData("webauthn.create", challenge)), "attestationObject": encode(object),
	})
}

func (k *Key) authenticatorData(flags byte) []byte {
	party := sha256.Sum256([]byte("localhost"))
	flags |= 1
	if !k.Unknown {
		flags |= 4
	}
	return binary.BigEndian.AppendUint32(append(party[:], flags), k.Count)
}

func (k *Key) clientData(kind, challenge string) []byte {
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.Origin, "crossOrigin": false})
	if err != nil {
		k.house.T.Fatal(err)
	}
	return b
}

func (k *Key) credential(response map[string]any) string {
	b, err := json.Marshal(map[string]any{
		"id": encode(k.id), "rawId": encode(k.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response,
	})
	if err != nil {
		k.house.T.Fatal(err)
	}
	return string(b)
}

// Sign answers what the server asked, as the body of a sign-in.
func (k *Key) Sign(asked Answer) string {
	k.house.T.Helper()
	k.Count++
	data, client := k.authenticatorData(0), k.clientData("webauthn.get", asked.String("options.challenge"))
	sum := sha256.Sum256(client)
	sum = sha256.Sum256(append(data, sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, sum[:])
	if err != nil {
		k.house.T.Fatal(err)
	}
	answer := k.credential(map[string]any{
		"clientDataJSON": encode(client), "authenticatorData": encode(data[:37]), "signature": encode(signature), "userHandle": encode(k.handle),
	})
	return fmt.Sprintf(`{"challenge":%q,"answer":%s}`, asked.String("challenge"), answer)
}

// AddKey gives the client a passkey and returns it with the recovery codes.
func (c *Client) AddKey(name string) (*Key, []string) {
	c.house.T.Helper()
	asked := c.Post("/me/passkeys/challenges", `{}`).Want(200)
	k, answer := c.house.NewKey(asked)
	a := c.Post("/me/passkeys", fmt.Sprintf(`{"challenge":%q,"name":%q,"answer":%s}`, asked.String("challenge"), name, answer)).Want(201)
	return k, a.Strings("recoveryCodes")
}
