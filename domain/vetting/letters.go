package vetting

import (
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Letter is something an applicant is told.
type Letter struct {
	At   time.Time
	Kind string // received, waiting, invited, moved_up, late, accepted, rejected, last_audition, withdrawn
	Text string
	By   string // who caused it; empty: nobody in particular
}

// letter is the answer of a kind to an application, in its language: polite,
// without a name, the same words for everybody.
func (v *Vetting) letter(a Application, kind string, cal Calendar) Letter {
	now := v.rt.Now()
	key := kind
	if kind == "rejected" {
		key += " " + string(a.Reason)
	}
	by := cal.After(now, 1) // the next promise when one was broken
	if kind == "received" {
		by = a.AnswerBy
	}
	words := english
	if a.Language == "nl" {
		words = dutch
	}
	return Letter{At: now, Kind: kind, Text: words.fill(key, by.In(cal.Zone).Add(-time.Minute))}
}

// tongue is the letters in one language.
type tongue struct {
	letters map[string]string
	days    [7]string
	months  [12]string
}

const dayPlace = "{day}"

// fill puts the day on which an answer is due into a letter.
func (t tongue) fill(key string, day time.Time) string {
	return strings.ReplaceAll(t.letters[key], dayPlace, t.day(day))
}

func (t tongue) day(d time.Time) string {
	return t.days[d.Weekday()] + " " + strconv.Itoa(d.Day()) + " " + t.months[d.Month()-1]
}

var english = tongue{
	days:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	letters: map[string]string{
		"received": "Thank you for your application. A person reads it, and you have an answer here by the end of {day}. Keep the link to this page: it is yours alone.",
		"waiting":  "We would like to go on with you. The group that starts now is full, so you are on the waiting list. You are invited here as soon as there is a place; you need to do nothing.",
		"invited":  "We would like to get to know you. You have a place in the next group, and your audition is ready on this page. Take your time: patience counts for more than knowledge.",
		"moved_up": "There is a place for you. Your audition is ready on this page. Take your time: patience counts for more than knowledge.",
		"late":     "We promised you an answer by now and did not keep it. We are sorry. Your application has not been forgotten: it is the first that we look at, by the end of {day}.",
		"accepted": "Welcome. You passed, and we are glad to have you. Make your account on this page; your first five conversations you hold with a mentor beside you.",
		"rejected purchase": "Thank you for wanting to help. We look for people who bought from us within the time that the vacancy names, and we could not find such a purchase. " +
			"You are welcome to apply again when that has changed.",
		"rejected language": "Thank you for wanting to help. At the moment enough people help in the languages that you named. You are welcome to apply again another time.",
		"rejected full":     "Thank you for wanting to help. More people applied than we have places for, so we cannot go on with you this time. That says nothing about you.",
		"rejected audition": "Thank you for your audition and for the time you took. This time we do not go on with you. You can read how each part was marked on this page, and you may try again after 30 days.",
		"last_audition": "Thank you for your auditions and for the time you took. Three in twelve months is the most there can be, so we do not go on with this application. " +
			"You can read how each part was marked on this page. You are welcome to apply again when the year is over.",
		"rejected other": "Thank you for wanting to help. We have read your application with care and do not go on with it this time.",
		"withdrawn":      "You withdrew your application. Nothing more happens with it. You are welcome to apply again.",
	},
}

var dutch = tongue{
	days:   [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	months: [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	letters: map[string]string{
		"received": "Dank je voor je aanmelding. Een mens leest hem, en uiterlijk {day} staat hier je antwoord. Bewaar de link naar deze pagina: die is van jou alleen.",
		"waiting":  "We gaan graag met je verder. De groep die nu begint is vol, daarom sta je op de wachtlijst. Zodra er een plek is, word je hier uitgenodigd; je hoeft niets te doen.",
		"invited":  "We leren je graag kennen. Je hebt een plek in de volgende groep, en je auditie staat klaar op deze pagina. Neem de tijd: geduld telt zwaarder dan kennis.",
		"moved_up": "Er is een plek voor je. Je auditie staat klaar op deze pagina. Neem de tijd: geduld telt zwaarder dan kennis.",
		"late":     "We hadden je voor nu een antwoord beloofd en hebben dat niet gehaald. Dat spijt ons. Je aanmelding is niet vergeten: we kijken er als eerste naar, uiterlijk {day}.",
		"accepted": "Welkom. Je bent geslaagd, en we zijn blij met je. Maak op deze pagina je account; je eerste vijf gesprekken voer je met een mentor naast je.",
		"rejected purchase": "Dank je dat je wilt helpen. We zoeken mensen die bij ons kochten binnen de tijd die in de vacature staat, en zo'n aankoop konden we niet vinden. " +
			"Als dat verandert, meld je dan gerust opnieuw aan.",
		"rejected language": "Dank je dat je wilt helpen. Op dit moment helpen er genoeg mensen in de talen die je noemde. Een andere keer ben je weer welkom.",
		"rejected full":     "Dank je dat je wilt helpen. Er meldden zich meer mensen aan dan we plekken hebben, daarom kunnen we deze keer niet met je verder. Dat zegt niets over jou.",
		"rejected audition": "Dank je voor je auditie en voor de tijd die je nam. Deze keer gaan we niet met je verder. Op deze pagina lees je hoe elk onderdeel beoordeeld is, en na 30 dagen mag je het opnieuw proberen.",
		"last_audition": "Dank je voor je audities en voor de tijd die je nam. Meer dan drie in twaalf maanden kan niet, daarom gaan we met deze aanmelding niet verder. " +
			"Op deze pagina lees je hoe elk onderdeel beoordeeld is. Als het jaar om is, mag je je graag opnieuw aanmelden.",
		"rejected other": "Dank je dat je wilt helpen. We hebben je aanmelding met aandacht gelezen en gaan er deze keer niet mee verder.",
		"withdrawn":      "Je hebt je aanmelding ingetrokken. Er gebeurt verder niets mee. Je mag je altijd opnieuw aanmelden.",
	},
}

// shipped is the first version of a policy: what every brand may begin with.
func shipped(kind PolicyKind) map[domain.Language]string {
	if kind == HouseRules {
		return map[domain.Language]string{"en": houseRulesEN, "nl": houseRulesNL}
	}
	return map[domain.Language]string{"en": disclosureEN, "nl": disclosureNL}
}

const houseRulesEN = `Write in your own words. There are no standard answers here.
Stay patient and courteous, also with people who are not.
Say so when you do not know, and find out. Promise nothing that only the brand can decide.
Payments, personal data, safety, legal questions and warranty decisions go to the brand's staff.
Never ask for a good rating, for passwords or for bank details, and never take a conversation elsewhere.
What customers tell you stays here.
Do not answer yourself, your household or people you know.
You decide when you are there. Passing on a question costs nothing.`

const houseRulesNL = `Schrijf in je eigen woorden. Standaardantwoorden zijn er niet.
Blijf geduldig en hoffelijk, ook tegen mensen die dat niet zijn.
Zeg het als je iets niet weet, en zoek het uit. Beloof niets waarover alleen het merk beslist.
Betalingen, persoonsgegevens, veiligheid, juridische vragen en garantiebeslissingen gaan naar de medewerkers van het merk.
Vraag nooit om een goede beoordeling, om wachtwoorden of om bankgegevens, en neem een gesprek nooit mee naar elders.
Wat klanten je vertellen, blijft hier.
Help niet jezelf, je huisgenoten of bekenden.
Jij bepaalt wanneer je er bent. Een vraag doorgeven kost niets.`

const disclosureEN = `Customers always read under your name: "customer of the brand, receives points".
You are not employed by the brand and do not speak for it. You help as somebody who owns the product.
For good answers you receive points, which you can redeem for products. Points are not money.
The products that you own and that were verified are shown with your name. Your real name is shown to nobody without your consent.
Conversations are kept, and staff may read them to check quality and to keep everybody safe.`

const disclosureNL = `Klanten lezen altijd onder je naam: "klant van het merk, ontvangt punten".
Je bent niet in dienst van het merk en spreekt niet namens het merk. Je helpt als iemand die het product zelf heeft.
Voor goede antwoorden krijg je punten, waarvoor je producten kunt kiezen. Punten zijn geen geld.
De producten die je hebt en die gecontroleerd zijn, staan bij je naam. Je echte naam ziet niemand zonder jouw toestemming.
Gesprekken worden bewaard, en medewerkers mogen ze lezen om op kwaliteit en veiligheid te letten.`

// DayIn is a day as it is written in a language: "Monday 9 November".
func DayIn(l domain.Language, day time.Time) string {
	if l == "nl" {
		return dutch.day(day)
	}
	return english.day(day)
}
