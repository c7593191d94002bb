package growth

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// EndReason is why a certificate is no longer good.
type EndReason string

// The ends of a certificate.
const (
	EndExpired    EndReason = "expired"    // after twelve months
	EndGeneration EndReason = "generation" // the product is another one now
	EndRenewed    EndReason = "renewed"
	EndWithdrawn  EndReason = "withdrawn" // by staff, with a reason
)

// Certificate says that an expert knows a topic: five questions and one
// conversation that somebody looked at.
type Certificate struct {
	ID         CertificateID
	Expert     domain.ExpertID
	Reason     domain.ReasonID
	SetVersion int
	Product    domain.ProductID
	Generation int // of the product then; 0 without one
	Attempt    AttemptID
	IssuedAt   time.Time
	ValidUntil time.Time
	EndedAt    time.Time
	EndedWhy   EndReason
	EndedBy    domain.PersonID
	EndedNote  string
}

// maxNote bounds a reason that staff write.
const maxNote = 300

// Refusals of certificates.
var (
	ErrUnknownCertificate = domain.Refuse(domain.NotFound, "certificate_not_found", "There is no such certificate.")
	ErrCertificateEnded   = domain.Refuse(domain.Conflict, "certificate_ended", "This certificate has ended already.")
	ErrWhy                = domain.Refuse(domain.Invalid, "reason_required", "Say why, in 1 to 300 letters: the expert reads it.").At("/reason")
	ErrUnknownProduct     = domain.Refuse(domain.NotFound, "product_not_found", "There is no such product.")
	ErrGeneration         = domain.Refuse(domain.Conflict, "generation_other", "Somebody else has announced a generation. Look at it again.").At("/generation")
)

// CertificateStore keeps certificates and the generations of products.
type CertificateStore interface {
	Certificate(CertificateID) (Certificate, error) // without a lock; ErrUnknownCertificate
	LivingCertificate(domain.ExpertID, domain.ReasonID) (c Certificate, found bool, err error)
	AddCertificate(Certificate) error
	EndCertificate(Certificate) (bool, error) // false: ended meanwhile
	// EndingCertificates are the living ones past their time or of an old generation.
	EndingCertificates(now time.Time, limit int) ([]Certificate, error)
	Generation(domain.ProductID) (int, error) // locks the product; ErrUnknownProduct
	SetGeneration(id domain.ProductID, generation int, at time.Time) error
}

// Renewable reports whether the next one may be begun.
func (c Certificate) Renewable(now time.Time) bool {
	return !now.Before(c.ValidUntil.Add(-RenewalBefore))
}

// issue makes the certificate of an attempt that passed. The expert is held.
func (g *Growth) issue(tx Store, e *roster.Expert, a Attempt) error {
	now := g.rt.Now()
	s, err := tx.SetOf(a.Reason, a.SetVersion)
	if err != nil {
		return err
	}
	c := Certificate{
		ID: CertificateID(g.rt.NewID("crt")), Expert: e.ID, Reason: a.Reason, SetVersion: a.SetVersion, Product: s.Product, Attempt: a.ID,
		IssuedAt: now, ValidUntil: now.AddDate(1, 0, 0),
	}
	if c.Product != "" {
		if c.Generation, err = tx.Generation(c.Product); err != nil {
			return err
		}
	}
	before, found, err := tx.LivingCertificate(e.ID, a.Reason)
	if err != nil {
		return err
	}
	if found {
		before.EndedAt, before.EndedWhy = now, EndRenewed
		if _, err := tx.EndCertificate(before); err != nil {
			return err
		}
	}
	if err := tx.AddCertificate(c); err != nil {
		return err
	}
	if err := setTopic(tx, e, a.Reason, roster.Qualified); err != nil {
		return err
	}
	return tx.Emit(Certified{CertificateID: c.ID, ExpertID: e.ID, ReasonID: a.Reason, ValidUntil: c.ValidUntil})
}

// EndCertificates ends what is past its time or of an old generation; the topic
// is one being learnt again. It returns how many. It may run twice: a
// certificate ends once.
func (g *Growth) EndCertificates(ctx context.Context) (n int, err error) {
	var due []Certificate
	err = g.inTx(ctx, func(tx Store) (err error) {
		due, err = tx.EndingCertificates(g.rt.Now(), batch)
		return err
	})
	for _, c := range due {
		if err != nil {
			return n, err
		}
		why := EndExpired
		if g.rt.Now().Before(c.ValidUntil) {
			why = EndGeneration
		}
		var ended bool
		if ended, err = g.end(ctx, c, why, "", ""); ended {
			n++
		}
	}
	return n, err
}

func (g *Growth) end(ctx context.Context, c Certificate, why EndReason, by domain.PersonID, note string) (ended bool, err error) {
	err = g.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(c.Expert)
		if err != nil {
			return err
		}
		c.EndedAt, c.EndedWhy, c.EndedBy, c.EndedNote = g.rt.Now(), why, by, note
		if ended, err = tx.EndCertificate(c); err != nil || !ended {
			return err
		}
		if _, has := e.Knows(c.Reason, ""); has {
			if err := setTopic(tx, &e, c.Reason, roster.Learning); err != nil {
				return err
			}
		}
		return tx.Emit(CertificateEnded{CertificateID: c.ID, ExpertID: c.Expert, ReasonID: c.Reason, Why: why})
	})
	return ended, err
}

// WithdrawCertificate ends one for a reason that the expert reads. It refuses
// ErrUnknownCertificate, ErrWhy and ErrCertificateEnded.
func (g *Growth) WithdrawCertificate(ctx context.Context, by domain.Actor, id CertificateID, reason string) error {
	note, ok := paragraph(reason, maxNote)
	if !ok {
		return ErrWhy
	}
	var c Certificate
	err := g.inTx(ctx, func(tx Store) (err error) {
		c, err = tx.Certificate(id)
		return err
	})
	if err != nil {
		return err
	}
	ended, err := g.end(ctx, c, EndWithdrawn, domain.PersonID(by.ID), note)
	if err == nil && !ended {
		err = ErrCertificateEnded
	}
	return err
}

// NewGeneration says that a product is another one now: the next number. Every
// certificate about the one before ends, at once or by the next run of
// EndCertificates. It refuses ErrUnknownProduct, and ErrGeneration unless the
// number is the next: of two at once, or of a second press, one goes through.
func (g *Growth) NewGeneration(ctx context.Context, product domain.ProductID, generation int) (ended int, err error) {
	err = g.tx(ctx, func(tx Store) error {
		now, err := tx.Generation(product)
		switch {
		case err != nil:
			return err
		case generation != now+1:
			return ErrGeneration
		}
		return tx.SetGeneration(product, generation, g.rt.Now())
	})
	if err != nil {
		return 0, err
	}
	return g.EndCertificates(ctx)
}
