package join

// Words are what a page says around a vacancy's own words, in one language.
type Words struct {
	Tasks, Offer, Requirements, Hours, Reward, Apply, ClosesOn, Other             string
	Name, NameHint, Email, EmailHint, Language, Languages                         string
	Purchase, PurchaseHint, Motivation, MotivationHint, Adult                     string
	HouseRules, Disclosure, AcceptRules, AcceptDisclosure, Send, Promise          string
	Closed, ClosedText, Missing, Back                                             string
	Thanks, ThanksText, YourLink, YourLinkText, OpenLink                          string
	Greeting, GreetingText, Consent, ConsentHint, Decline, Declined, DeclinedText string
	Wrong, Privacy, Brand                                                         string
	Errors                                                                        map[string]string
}

// In is the words of a language: Dutch, or English for every other.
func In(language string) Words {
	if language == "nl" {
		return dutch
	}
	return english
}

var english = Words{
	Tasks: "What you do", Offer: "What you get", Requirements: "Who we look for", Hours: "When", Reward: "Reward", Apply: "Apply",
	ClosesOn: "You can apply until the end of", Other: "Also in",
	Name: "Your name", NameHint: "Staff see it. Customers see a name that you choose later.",
	Email: "E-mail", EmailHint: "Staff use it if they have a question.",
	Language: "We write to you in", Languages: "You would help in",
	Purchase: "What you bought from us", PurchaseHint: "The product, and the order number if you have it. We look it up.",
	Motivation: "Why would you like to help others?", MotivationHint: "In your own words, at least 20 letters.",
	Adult: "I am %d or older", HouseRules: "House rules", Disclosure: "What customers are told about you",
	AcceptRules: "I have read the house rules and keep to them", AcceptDisclosure: "I agree that customers are told this about me",
	Send: "Send my application", Promise: "A person reads it and answers within five working days.",
	Closed: "Nobody can apply here at the moment", ClosedText: "Come back another time. Thank you for wanting to help.",
	Missing: "There is no such vacancy", Back: "Ask an expert",
	Thanks: "Thank you. Your application is here", ThanksText: "You have an answer by the end of %s.",
	YourLink: "Your own page", YourLinkText: "There you read the answer. Keep the link: it is yours alone, and nobody can look it up for you.",
	OpenLink: "Open my page", Greeting: "Hello %s, we would like to ask you personally",
	GreetingText: "You own what others ask about. This invitation is for you alone, and you owe us nothing.",
	Consent:      "You may use what you know about my purchase: %s", ConsentHint: "Then we need not ask you for it. Without it, tell us below what you bought.",
	Decline: "No, and do not ask me again", Declined: "We will not ask you again", DeclinedText: "Thank you for telling us.",
	Wrong: "Something has to be mended", Privacy: "We use what you write here to answer your application, and for nothing else.", Brand: "brand",
	Errors: map[string]string{
		"bad_name": "A name has 1 to 80 letters on one line.", "bad_email": "This is not an e-mail address.",
		"bad_motivation": "Tell us in 20 to 1,500 letters why you would like to help.",
		"bad_languages":  "Choose the languages you would help in; the one we write to you in is one of them.",
		"age_required":   "We can take you only when you are old enough.", "bad_purchase": "Tell us what you bought, in 3 to 200 letters.",
		"house_rules_required": "Read the house rules and accept them.", "disclosure_required": "Read what customers are told, and agree to it.",
		"policies_changed": "The rules were published anew while you wrote. Read them again, please.",
		"bad_form":         "This page was open for too long. Send it once more.", "vacancy_closed": "Nobody can apply here at the moment.",
		"recruit_invalid": "This invitation does not work any more. You can apply without it.",
		"rate_limited":    "That was too often. Wait a few minutes and send it again: what you wrote is still here.",
	},
}

var dutch = Words{
	Tasks: "Wat je doet", Offer: "Wat je krijgt", Requirements: "Wie we zoeken", Hours: "Wanneer", Reward: "Beloning", Apply: "Aanmelden",
	ClosesOn: "Je kunt je aanmelden tot en met", Other: "Ook in het",
	Name: "Je naam", NameHint: "Die zien medewerkers. Klanten zien een naam die je later kiest.",
	Email: "E-mail", EmailHint: "Daarmee stellen medewerkers je zo nodig een vraag.",
	Language: "We schrijven je in het", Languages: "Je zou helpen in het",
	Purchase: "Wat je bij ons kocht", PurchaseHint: "Het product, en het bestelnummer als je dat hebt. Wij zoeken het op.",
	Motivation: "Waarom wil je anderen helpen?", MotivationHint: "In je eigen woorden, minstens 20 letters.",
	Adult: "Ik ben %d of ouder", HouseRules: "Huisregels", Disclosure: "Wat klanten over je lezen",
	AcceptRules: "Ik heb de huisregels gelezen en houd me eraan", AcceptDisclosure: "Ik vind het goed dat klanten dit over mij lezen",
	Send: "Mijn aanmelding versturen", Promise: "Een mens leest hem en antwoordt binnen vijf werkdagen.",
	Closed: "Je kunt je hier nu niet aanmelden", ClosedText: "Kijk een andere keer nog eens. Dank je dat je wilt helpen.",
	Missing: "Deze vacature bestaat niet", Back: "Vraag het een expert",
	Thanks: "Dank je. Je aanmelding is binnen", ThanksText: "Uiterlijk %s heb je antwoord.",
	YourLink: "Je eigen pagina", YourLinkText: "Daar lees je het antwoord. Bewaar de link: die is van jou alleen, en niemand kan hem voor je opzoeken.",
	OpenLink: "Mijn pagina openen", Greeting: "Hallo %s, we vragen je graag persoonlijk",
	GreetingText: "Jij hebt wat anderen willen weten. Deze uitnodiging is voor jou alleen, en je bent ons niets verplicht.",
	Consent:      "Jullie mogen gebruiken wat bij jullie bekend is over mijn aankoop: %s", ConsentHint: "Dan hoeven we er niet naar te vragen. Zonder dit vertel je hieronder wat je kocht.",
	Decline: "Nee, en vraag me niet opnieuw", Declined: "We vragen je niet opnieuw", DeclinedText: "Dank je dat je het liet weten.",
	Wrong: "Er moet nog iets anders", Privacy: "Wat je hier schrijft gebruiken we om je aanmelding te beantwoorden, en voor niets anders.", Brand: "merk",
	Errors: map[string]string{
		"bad_name": "Een naam heeft 1 tot 80 letters op één regel.", "bad_email": "Dit is geen e-mailadres.",
		"bad_motivation": "Vertel in 20 tot 1.500 letters waarom je wilt helpen.",
		"bad_languages":  "Kies de talen waarin je wilt helpen; de taal waarin we je schrijven hoort erbij.",
		"age_required":   "Je kunt meedoen als je oud genoeg bent.", "bad_purchase": "Vertel wat je kocht, in 3 tot 200 letters.",
		"house_rules_required": "Lees de huisregels en ga ermee akkoord.", "disclosure_required": "Lees wat klanten over je lezen, en ga ermee akkoord.",
		"policies_changed": "De regels zijn vernieuwd terwijl je schreef. Lees ze alsjeblieft opnieuw.",
		"bad_form":         "Deze pagina stond te lang open. Verstuur hem nog een keer.", "vacancy_closed": "Je kunt je hier nu niet aanmelden.",
		"recruit_invalid": "Deze uitnodiging werkt niet meer. Je kunt je ook zonder aanmelden.",
		"rate_limited":    "Dat was te vaak. Wacht een paar minuten en verstuur het opnieuw: wat je schreef staat er nog.",
	},
}
