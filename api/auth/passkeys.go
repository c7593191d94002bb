package auth

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/kennerhq/kenner/domain/access"
)

// Passkeys speaks WebAuthn. A key is asked to know its owner (by a finger, a
// face or a PIN), so that it is two factors in one, and to be found without a
// name. When a challenge is too old is the caller's business.
type Passkeys struct{}

var _ access.Passkeys = Passkeys{}

// keyholder is a person as the library sees one. The handle that a device keeps
// is the person's id, which says nothing about them.
type keyholder struct {
	access.Person

	keys []webauthn.Credential
}

// WebAuthnID implements webauthn.User.
func (k keyholder) WebAuthnID() []byte { return []byte(k.ID) }

// WebAuthnName implements webauthn.User.
func (k keyholder) WebAuthnName() string { return k.Email }

// WebAuthnDisplayName implements webauthn.User.
func (k keyholder) WebAuthnDisplayName() string { return k.Name }

// WebAuthnCredentials implements webauthn.User.
func (k keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

func holder(p access.Person, known []access.Passkey) (keyholder, error) {
	h := keyholder{Person: p, keys: make([]webauthn.Credential, len(known))}
	for i, k := range known {
		if err := json.Unmarshal(k.Record, &h.keys[i]); err != nil {
			return h, fmt.Errorf("auth: record of passkey %s: %w", k.ID, err)
		}
	}
	return h, nil
}

// party is us, as the browser at a site knows us.
func party(at access.Site) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(at.Origin)
	if err != nil {
		return nil, fmt.Errorf("auth: origin of a passkey: %w", err)
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: at.Name, RPOrigins: []string{at.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("auth: passkeys at %s: %w", at.Origin, err)
	}
	return w, nil
}

// question is what the browser is asked and what the answer is compared with.
func question(options any, session *webauthn.SessionData, failed error) (asked, data []byte, err error) {
	if failed != nil {
		return nil, nil, fmt.Errorf("auth: ask for a passkey: %w", failed)
	}
	if asked, err = json.Marshal(options); err != nil {
		return nil, nil, fmt.Errorf("auth: ask for a passkey: %w", err)
	}
	if data, err = json.Marshal(session); err != nil {
		return nil, nil, fmt.Errorf("auth: keep a passkey's question: %w", err)
	}
	return asked, data, nil
}

// Make implements access.Passkeys.
func (Passkeys) Make(at access.Site, p access.Person, known []access.Passkey) (options, data []byte, err error) {
	w, err := party(at)
	if err != nil {
		return nil, nil, err
	}
	h, err := holder(p, known)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := w.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("auth: ask for a new passkey: %w", err)
	}
	return question(creation.Response, session, nil)
}

// Made implements access.Passkeys.
func (Passkeys) Made(at access.Site, p access.Person, data, answer []byte) (access.Passkey, error) {
	w, err := party(at)
	if err != nil {
		return access.Passkey{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return access.Passkey{}, fmt.Errorf("auth: a passkey's question: %w", err)
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return access.Passkey{}, access.ErrBadPasskey
	}
	made, err := w.CreateCredential(keyholder{Person: p}, session, parsed)
	if err != nil {
		return access.Passkey{}, access.ErrBadPasskey
	}
	return passkey(access.Passkey{}, made)
}

// passkey is k with what the library knows of it now.
func passkey(k access.Passkey, c *webauthn.Credential) (access.Passkey, error) {
	record, err := json.Marshal(c)
	if err != nil {
		return access.Passkey{}, fmt.Errorf("auth: keep a passkey: %w", err)
	}
	k.Credential, k.Record, k.BackedUp = credentialID(c.ID), record, c.Flags.BackupState
	return k, nil
}

func credentialID(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// Ask implements access.Passkeys.
func (Passkeys) Ask(at access.Site, p access.Person, known []access.Passkey) (options, data []byte, err error) {
	w, err := party(at)
	if err != nil {
		return nil, nil, err
	}
	if len(known) == 0 {
		assertion, session, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
		if err != nil {
			return nil, nil, fmt.Errorf("auth: ask for a passkey: %w", err)
		}
		return question(assertion.Response, session, nil)
	}
	h, err := holder(p, known)
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := w.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, fmt.Errorf("auth: ask for a passkey: %w", err)
	}
	return question(assertion.Response, session, nil)
}

// Answered implements access.Passkeys. A key whose counter went back is one of
// two copies, and refused.
func (Passkeys) Answered(at access.Site, data, answer []byte,
	owner func(credential string) (access.Person, []access.Passkey, error),
) (access.Passkey, error) {
	w, err := party(at)
	if err != nil {
		return access.Passkey{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(data, &session); err != nil {
		return access.Passkey{}, fmt.Errorf("auth: a passkey's question: %w", err)
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return access.Passkey{}, access.ErrBadPasskey
	}
	id := credentialID(parsed.RawID)
	p, known, err := owner(id)
	if err != nil {
		return access.Passkey{}, orBad(err)
	}
	h, err := holder(p, known)
	if err != nil {
		return access.Passkey{}, err
	}
	var c *webauthn.Credential
	if len(session.UserID) > 0 {
		c, err = w.ValidateLogin(h, session, parsed)
	} else {
		_, c, err = w.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
			if !bytes.Equal(handle, h.WebAuthnID()) {
				return nil, access.ErrBadPasskey
			}
			return h, nil
		}, session, parsed)
	}
	if err != nil || c.Authenticator.CloneWarning {
		return access.Passkey{}, access.ErrBadPasskey
	}
	i := slices.IndexFunc(known, func(k access.Passkey) bool { return k.Credential == id })
	if i < 0 {
		return access.Passkey{}, access.ErrBadPasskey
	}
	return passkey(known[i], c)
}
