package growth

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The names of what happens to experts who grow.
const (
	EventCertified        = "expert.certified"
	EventCertificateEnded = "certificate.ended"
	EventSampleMarked     = "sample.marked"
	EventLookedAgain      = "sample.looked_again"
	EventShadowed         = "shadowing.changed"
)

// Certified tells that an expert has a certificate of a topic.
type Certified struct {
	CertificateID CertificateID   `json:"certificateId"`
	ExpertID      domain.ExpertID `json:"expertId"`
	ReasonID      domain.ReasonID `json:"reasonId"`
	ValidUntil    time.Time       `json:"validUntil"`
}

// EventName is expert.certified.
func (Certified) EventName() string { return EventCertified }

// CertificateEnded tells that one is no longer good.
type CertificateEnded struct {
	CertificateID CertificateID   `json:"certificateId"`
	ExpertID      domain.ExpertID `json:"expertId"`
	ReasonID      domain.ReasonID `json:"reasonId"`
	Why           EndReason       `json:"why"`
}

// EventName is certificate.ended.
func (CertificateEnded) EventName() string { return EventCertificateEnded }

// MarkedNow tells an expert that somebody looked at a conversation of theirs.
type MarkedNow struct {
	SampleID SampleID        `json:"sampleId"`
	ExpertID domain.ExpertID `json:"expertId"`
	Purpose  Purpose         `json:"purpose"`
}

// EventName is sample.marked.
func (MarkedNow) EventName() string { return EventSampleMarked }

// LookedAgain tells that there is a second card of a conversation.
type LookedAgain struct {
	SampleID SampleID `json:"sampleId"`
	Agrees   bool     `json:"agrees"`
}

// EventName is sample.looked_again.
func (LookedAgain) EventName() string { return EventLookedAgain }

// Shadowed tells candidate and mentor that shadowing began or ended.
type Shadowed struct {
	ShadowingID ShadowingID     `json:"shadowingId"`
	ExpertID    domain.ExpertID `json:"expertId"`
	MentorID    domain.PersonID `json:"mentorId"`
	Live        bool            `json:"live"`
}

// EventName is shadowing.changed.
func (Shadowed) EventName() string { return EventShadowed }
