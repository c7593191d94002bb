package main

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
)

// newcomer is somebody who applies in the demo.
type newcomer struct {
	name, email string
	language    domain.Language
	daysAgo     int
	source      string
	purchase    string
	motivation  string
	// then is what became of it: "", proved, invited, rejected, withdrawn, or of the
	// audition: passed, chosen, failed, waiting.
	then string
}

var newcomers = []newcomer{
	{
		"Renske de Groot", "renske@mail.example", "nl", 13, "newsletter", "Wad 2, NA-10377",
		"Ik heb jaren achter een balie gestaan. Mensen die boos zijn, zijn meestal gewoon geschrokken.", "passed",
	},
	{
		"Callum Reid", "callum@mail.example", "en", 13, "instagram", "Terp, NA-10390",
		"I know all your specifications by heart and would like the limited editions.", "failed",
	},
	{
		"Maeve Doyle", "maeve@mail.example", "en", 13, "in the box", "Kwelder, NA-10402",
		"I mend radios for the whole street, and I like the talking more than the soldering.", "chosen",
	},
	{
		"Sjoerd Wielinga", "sjoerd@mail.example", "nl", 12, "newsletter", "Wad 2, NA-10409",
		"Ik geef muziekles en ben gewend om dingen op drie manieren uit te leggen.", "waiting",
	},
	{
		"Geert Hoekstra", "geert@mail.example", "nl", 12, "newsletter", "Tide, NA-10411",
		"In de buurt ben ik degene die de koptelefoons weer aan de praat krijgt. Ik leg graag iets twee keer uit.", "invited",
	},
	{
		"Aisling Byrne", "aisling@mail.example", "en", 11, "in the box", "Ebb earbuds, NA-10532",
		"Somebody here helped me for half an hour with my old phone. I would like to do that for others.", "invited",
	},
	{
		"Jelle Dijkstra", "jelle@mail.example", "nl", 10, "newsletter", "Een koptelefoon, lang geleden",
		"Ik weet veel van geluid en heb in de winter tijd over om mensen te helpen.", "rejected",
	},
	{
		"Tomás Silva", "tomas@mail.example", "en", 8, "instagram", "Tide, NA-10618",
		"I teach music and explain things slowly for a living. Pairing problems are my favourite.", "invited",
	},
	{
		"Wietske Bos", "wietske@mail.example", "nl", 6, "instagram", "Ebb, NA-10702",
		"Ik werk thuis en kan op stille uren vragen beantwoorden.", "withdrawn",
	},
	{
		"Marjan Visser", "marjan@mail.example", "nl", 5, "in the box", "Tide, gekocht in de winkel in Leeuwarden",
		"Ik heb er zelf weken mee geworsteld en weet nu precies waar het misgaat. Dat gun ik anderen sneller.", "",
	},
	{
		"Owen Price", "owen@mail.example", "en", 2, "newsletter", "Tide, NA-10877",
		"Retired sound engineer. I am patient, and I own three of your headphones.", "proved",
	},
	{
		"Femke Postma", "femke@mail.example", "nl", 1, "", "Ebb, NA-10903",
		"Vrienden vragen mij toch al alles over hun oordopjes, dan kan ik het net zo goed voor iedereen doen.", "",
	},
}

// newcomers opens a vacancy and lets people apply in the last days.
func (p *past) newcomers(ctx context.Context, now time.Time) error {
	p.clock.set(now.Add(-14 * aDay))
	v, err := p.vetting.AddVacancy(ctx, p.admin, demoVacancy())
	if err != nil {
		return err
	}
	if _, err := p.vetting.OpenVacancy(ctx, v.ID); err != nil {
		return err
	}
	codes := map[string]string{}
	for i, source := range []string{"newsletter", "instagram", "in the box"} {
		l, err := p.vetting.AddLink(ctx, p.admin, v.ID, source)
		if err != nil {
			return err
		}
		codes[source] = l.Code
		for range 23 - 6*i {
			if err := p.vetting.Look(ctx, v.Slug, l.Code); err != nil {
				return err
			}
		}
	}
	const played = 4 // and two who have not begun; who is invited after them waits
	if _, err := p.vetting.OpenCohort(ctx, v.ID, played+2); err != nil {
		return err
	}
	for i, n := range newcomers {
		p.clock.set(now.Add(-time.Duration(n.daysAgo) * aDay))
		if err := p.applies(ctx, v, n, fmt.Sprintf("demo-newcomer-%08d", i), codes[n.source]); err != nil {
			return err
		}
	}
	if err := p.golds(ctx, now); err != nil {
		return err
	}
	if err := p.rewritten(ctx); err != nil {
		return err
	}
	p.clock.set(now)
	return nil
}

func (p *past) applies(ctx context.Context, v vetting.Vacancy, n newcomer, form, code string) error {
	out, err := p.vetting.Apply(ctx, v.Slug, vetting.Form{
		ID: form, Link: code, Email: n.email, Name: n.name, Language: n.language, Languages: []domain.Language{n.language},
		Adult: true, Purchase: n.purchase, Motivation: n.motivation, HouseRules: 1, Disclosure: 1,
	})
	if err != nil || n.then == "" {
		return err
	}
	id := out.Application.ID
	p.clock.set(p.clock.Now().Add(20 * time.Hour))
	switch n.then {
	case "rejected":
		_, err = p.vetting.Reject(ctx, p.admin, id, vetting.ReasonPurchase, "The number is not in the shop, and the answer by mail names no year.")
		return err
	case "withdrawn":
		_, err = p.vetting.Withdraw(ctx, domain.Actor{Role: domain.RoleCandidate, ID: string(id)})
		return err
	}
	if _, err := p.vetting.ProvePurchase(ctx, p.admin, id, vetting.Verified, ""); err != nil || n.then == "proved" {
		return err
	}
	if _, err = p.vetting.Invite(ctx, p.admin, id); err != nil || n.then == "invited" {
		return err
	}
	p.clock.advance(30 * time.Hour)
	return p.auditioned(ctx, id, n.then)
}

func demoVacancy() vetting.Vacancy {
	return vetting.Vacancy{
		Slug: "expert", Languages: []domain.Language{"nl", "en"}, CohortSize: vetting.DefaultCohort, MinAge: vetting.DefaultAge, Months: vetting.DefaultMonths,
		AskInChat: true,
		Texts: map[domain.Language]vetting.Words{
			"en": {
				Title:        "Help others with what you already own",
				Intro:        "Every day people ask how to pair, fit or mend their headphones. Nobody answers better than somebody who uses them. We look for patient customers who like to explain.",
				Tasks:        "Answer live questions in your own words, three at a time at most\nFind out what you do not know, and come back with it\nTell us what keeps going wrong, so that we mend it",
				Offer:        "Points for good answers, which buy new and limited-edition products\nA mentor beside you in your first five conversations\nPeople like you, and first sight of what we make",
				Requirements: "You bought something from us in the last two years\nYou are patient and courteous, also with people who are not\nYou are 18 or older",
				Hours:        "When it suits you: you choose your own hours in the plan.", Reward: "Points, no money. You are not employed, and customers are told so.",
			},
			"nl": {
				Title:        "Help anderen met wat jij al hebt",
				Intro:        "Elke dag vragen mensen hoe ze hun koptelefoon koppelen, passend maken of repareren. Niemand weet dat beter dan wie hem gebruikt. We zoeken geduldige klanten die graag uitleggen.",
				Tasks:        "Beantwoord live vragen in je eigen woorden, hooguit drie tegelijk\nZoek uit wat je niet weet, en kom erop terug\nVertel ons wat steeds misgaat, zodat wij het verbeteren",
				Offer:        "Punten voor goede antwoorden, waarmee je nieuwe en zeldzame producten kiest\nEen mentor naast je in je eerste vijf gesprekken\nMensen zoals jij, en als eerste zien wat we maken",
				Requirements: "Je kocht de laatste twee jaar iets bij ons\nJe bent geduldig en hoffelijk, ook tegen mensen die dat niet zijn\nJe bent 18 of ouder",
				Hours:        "Wanneer het jou past: je kiest zelf je uren in het rooster.", Reward: "Punten, geen geld. Je bent niet in dienst, en dat lezen klanten ook.",
			},
		},
	}
}
