package roster

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// EnrolIn adds an expert as Enrol does, inside the caller's transaction: vetting
// makes an expert so of whom it accepts.
func EnrolIn(tx Store, rt domain.Runtime, s access.Secrets, by domain.Actor, n NewExpert) (Enrolled, error) {
	return (&Roster{rt: rt, secrets: s}).enrol(tx, by, n)
}

func (r *Roster) enrol(tx Store, by domain.Actor, n NewExpert) (Enrolled, error) {
	if n.Language == "" && len(n.Languages) > 0 {
		n.Language = n.Languages[0]
	}
	person, link, err := access.Enrol(tx, r.rt, r.secrets, by, access.NewPerson{
		Role: domain.RoleExpert, Email: n.Email, Name: n.Name, Language: n.Language,
	})
	if err != nil {
		return Enrolled{}, err
	}
	out := Enrolled{n.expert(r.rt, domain.ExpertID(person.ID)), person, link}
	return out, r.add(tx, by, out.Expert)
}
