package audition

import (
	"strings"
	"unicode"

	"github.com/kennerhq/kenner/domain"
)

// folds are letters with marks and what they are without.
var folds = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "ö", "o", "õ", "o", "ù", "u",
	"ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "ĳ", "ij", "ß", "ss", "’", "'", "‘", "'", "`", "'", "´", "'",
)

// fold makes a word comparable: lower case, no marks, no letter three times in a row.
func fold(s string) string {
	s = strings.ToLower(s)
	if s == "één" {
		return "1"
	}
	s = folds.Replace(s)
	var b strings.Builder
	var last, before rune
	for _, r := range s {
		if unicode.IsMark(r) || (r == last && r == before) {
			continue
		}
		b.WriteRune(r)
		last, before = r, last
	}
	return b.String()
}

// spelled are words that people write in several ways, per language.
var spelled = map[domain.Language]map[string]string{
	"en": table(`can't=can not;cant=can not;cannot=can not;won't=will not;wont=will not;don't=do not;dont=do not;
		doesn't=does not;doesnt=does not;didn't=did not;didnt=did not;isn't=is not;isnt=is not;aren't=are not;
		arent=are not;wasn't=was not;wasnt=was not;weren't=were not;haven't=have not;havent=have not;hasn't=has not;
		hadn't=had not;couldn't=could not;couldnt=could not;wouldn't=would not;wouldnt=would not;
		shouldn't=should not;shouldnt=should not;mustn't=must not;ain't=is not;i'm=i am;im=i am;i'll=i will;
		i've=i have;ive=i have;i'd=i would;you're=you are;youre=you are;you'll=you will;youll=you will;
		you've=you have;youve=you have;you'd=you would;we're=we are;we'll=we will;we've=we have;we'd=we would;
		they're=they are;they'll=they will;they've=they have;it's=it is;that's=that is;thats=that is;
		that'll=that will;it'll=it will;what's=what is;whats=what is;where's=where is;who's=who is;how's=how is;
		there's=there is;theres=there is;here's=here is;let's=let us;lets=let us;gonna=going to;wanna=want to;
		gotta=got to;dunno=do not know;dno=do not know;idk=i do not know;lemme=let me;gimme=give me;u=you;ur=your;
		r=are;pls=please;plz=please;thx=thanks;thnx=thanks;tnx=thanks;ty=thanks;k=ok;okay=ok;okey=ok;ya=you;
		yer=your;cuz=because;cos=because;bc=because;mins=minutes;min=minutes;hrs=hours;hr=hours;apologise=apologize;
		apologising=apologizing;apologies=apologies;e-mail=email;teh=the;tommorow=tomorrow;tomorow=tomorrow;
		tmrw=tomorrow;tomoz=tomorrow;wanted=wanted;nope=no;nah=no;yep=yes;yeah=yes;yup=yes;n't=not;
		programme=program;colour=color;favour=favor;behaviour=behavior;realise=realize;recognise=recognize;
		one=1;two=2;three=3;four=4;five=5;six=6;seven=7;eight=8;nine=9;ten=10;eleven=11;twelve=12;fourteen=14;
		fifteen=15;twenty=20;twenty-four=24;twenty-five=25;thirty=30;forty=40;forty-one=41;fifty=50;sixty=60;
		ninety=90;hundred=100;euros=euro;eur=euro;quid=euro`),
	"nl": table(`'t=het;'k=ik;'n=een;'m=hem;'r=er;'s=s;m'n=mijn;z'n=zijn;zo'n=zon;da's=dat is;das=dat is;
		dat's=dat is;heb'k=heb ik;kan't=kan het;is't=is het;jij=je;jou=je;jouw=je;ge=je;gij=je;jullie=jullie;nie=niet;
		neit=niet;nit=niet;nx=niks;niets=niks;nix=niks;ff=even;effe=even;effen=even;eventjes=even;gwn=gewoon;
		idd=inderdaad;mss=misschien;wss=waarschijnlijk;bv=bijvoorbeeld;svp=alsjeblieft;aub=alsjeblieft;
		ajb=alsjeblieft;alstublieft=alsjeblieft;alsjeblief=alsjeblieft;asjeblieft=alsjeblieft;dankje=dank je;
		dankjewel=dank je wel;dankuwel=dank u wel;bedank=bedankt;tnx=bedankt;thanks=bedankt;thx=bedankt;merci=bedankt;
		okay=ok;oke=ok;okee=ok;okido=ok;wrm=waarom;iig=ieder geval;ivm=verband met;vd=van de;ipv=plaats van;
		e-mail=email;mail=mail;mailtje=mail;hee=hey;he=he;ha=ha;hai=hoi;sgoed=is goed;tis=het is;kwist=ik wist;
		kweenie=ik weet niet;kweetniet=ik weet niet;wetenniet=weet niet;kga=ik ga;kzal=ik zal;kzoek=ik zoek;khou=ik hou;zoiets=zoiets;vandeg=vandaag;
		uurtje=uur;uurtjes=uur;uren=uur;minuutje=minuut;minuten=minuut;min=minuut;dgn=dagen;euro's=euro;euros=euro;
		eur=euro;procent=percent;twee=2;drie=3;vier=4;vijf=5;zes=6;zeven=7;acht=8;negen=9;tien=10;elf=11;twaalf=12;
		veertien=14;vijftien=15;twintig=20;vierentwintig=24;vijfentwintig=25;dertig=30;veertig=40;eenenveertig=41;
		vijftig=50;zestig=60;negentig=90;honderd=100;s=s;u=u;uw=uw`),
}

// table reads "a=b c;…".
func table(s string) map[string]string {
	m := map[string]string{}
	for pair := range strings.SplitSeq(s, ";") {
		from, to, _ := strings.Cut(strings.TrimSpace(pair), "=")
		m[from] = to
	}
	return m
}

// normalForms are the words that a folded word stands for.
func normalForms(folded string, l domain.Language) []string {
	if to, ok := spelled[l][folded]; ok {
		return strings.Fields(to)
	}
	if strings.ContainsRune(folded, '-') {
		var all []string
		for part := range strings.SplitSeq(folded, "-") {
			if part != "" {
				all = append(all, normalForms(part, l)...)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	if l == "en" {
		for _, ending := range []string{"'s", "'d", "'re", "'ve"} {
			if base, ok := strings.CutSuffix(folded, ending); ok && base != "" {
				return []string{base}
			}
		}
		if base, ok := strings.CutSuffix(folded, "'ll"); ok && base != "" {
			return []string{base, "will"}
		}
	}
	if bare := strings.ReplaceAll(folded, "'", ""); bare != "" {
		return []string{bare}
	}
	return []string{folded}
}

// turnsClause reports whether a new thought begins with a word.
func turnsClause(norm string) bool {
	switch norm {
	case "but", "because", "although", "however", "though", "maar", "want", "omdat", "hoewel", "echter", "toch", "so", "dus":
		return true
	default:
		return false
	}
}

// negates reports whether a word turns what stands beside it into its opposite;
// after is the next word, so that "no problem" does not.
func negates(norm, after string) bool {
	switch norm {
	case "not", "no", "never", "nothing", "nobody", "without", "hardly", "neither", "nor", "none",
		"niet", "geen", "nooit", "niks", "niemand", "zonder", "nauwelijks", "noch", "evenmin":
	default:
		return false
	}
	switch after {
	case "only", "problem", "problems", "worries", "doubt", "alleen", "probleem", "zorgen", "twijfel", "just", "matter":
		return false
	default:
		return true
	}
}

// hedging are the words that make a promise less than one, per language.
var hedging = map[domain.Language]map[string]string{
	"en": table(`whether=;if=;maybe=;perhaps=;might=;may=;would=;could=;try=;hope=;ask=;asks=;possibly=;probably=;
		unless=;decide=;decides=;check=;request=;propose=;suggest=;depends=;wish=;want=;until=`),
	"nl": table(`misschien=;wellicht=;proberen=;probeer=;hoop=;vraag=;vragen=;mogelijk=;zou=;zouden=;eventueel=;mits=;
		tenzij=;als=;of=;beslist=;beslissen=;beslissing=;beoordelen=;beoordeelt=;bekijken=;bekijkt=;hopelijk=;navragen=;
		overleggen=;overleg=;voorleggen=;wil=;wilt=;willen=;graag=;pas=;voordat=`),
}

// hedges reports whether a word makes a promise less than one.
func hedges(norm string, l domain.Language) bool {
	_, ok := hedging[l][norm]
	return ok
}
