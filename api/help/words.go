package help

// Words are what a page says around the words of articles, in one language.
type Words struct {
	Help, Lead, General, Manual, Chapters, Other, Changed, Empty, Missing, MissingText string
	Question, Yes, No, ThanksYes, ThanksNo, ThanksEnough, Again, Ask, AskText, Tip     string
}

// In is the words of a language: Dutch, or English for every other.
func In(language string) Words {
	if language == "nl" {
		return dutch
	}
	return english
}

var english = Words{
	Help: "Help", Lead: "Written and checked by people who own what you own.", General: "In general", Manual: "Manual", Chapters: "In this manual",
	Other: "Also in", Changed: "Last changed on %s", Empty: "Nothing is written here yet.", Missing: "There is no such article",
	MissingText: "It may have moved. Look in the list, or ask somebody.", Question: "Did that help?", Yes: "Yes", No: "No",
	ThanksYes: "Thank you. We are glad it did.", ThanksNo: "Thank you for telling us. Ask somebody who knows, right now.",
	ThanksEnough: "Thank you. Enough people have told us from where you are.", Again: "This page was open for long. Please say it once more.",
	Ask: "Ask an expert", AskText: "Something else, or not quite this? An expert who owns it answers you.", Tip: "Good to know",
}

var dutch = Words{
	Help: "Hulp", Lead: "Geschreven en nagekeken door mensen die hebben wat jij hebt.", General: "In het algemeen", Manual: "Handleiding",
	Chapters: "In deze handleiding", Other: "Ook in het", Changed: "Laatst gewijzigd op %s", Empty: "Hier staat nog niets.",
	Missing: "Dit artikel bestaat niet", MissingText: "Misschien is het verhuisd. Kijk in de lijst, of vraag het iemand.",
	Question: "Heeft dit geholpen?", Yes: "Ja", No: "Nee", ThanksYes: "Dank je. Fijn dat het hielp.",
	ThanksEnough: "Dank je. Waar jij bent, hebben genoeg mensen het ons verteld.", Again: "Deze pagina stond lang open. Zeg het nog een keer.",
	ThanksNo: "Dank je dat je het zegt. Vraag het nu aan iemand die het weet.", Ask: "Vraag een expert",
	AskText: "Iets anders, of net niet dit? Een expert die het ook heeft, antwoordt je.", Tip: "Goed om te weten",
}
