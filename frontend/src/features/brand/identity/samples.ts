/** What a sample needs to know of this installation. */
export interface Place {
  kid: string
  issuer: string
  audience: string
}

/** The languages of the samples. */
export const languages = ['node', 'php', 'python', 'go'] as const
export type SampleLanguage = (typeof languages)[number]

export const namesOf: Readonly<Record<SampleLanguage, string>> = {
  node: 'Node',
  php: 'PHP',
  python: 'Python',
  go: 'Go',
}

/** What the shop's server answers to whoever is signed in there. The secret stays in its environment. */
export const samples: Readonly<Record<SampleLanguage, (place: Place) => string>> = {
  node: ({ kid, issuer, audience }) => `import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'

const secret = process.env.KENNER_SECRET
const token = jwt.sign({ name: customer.name }, secret, {
  keyid: '${kid}',
  issuer: '${issuer}',
  audience: '${audience}',
  subject: String(customer.id),
  jwtid: randomUUID(),
  expiresIn: 120,
})`,
  php: ({ kid, issuer, audience }) => `use Firebase\\JWT\\JWT;

$now = time();
$token = JWT::encode([
    'iss' => '${issuer}',
    'aud' => '${audience}',
    'sub' => (string) $customer->id,
    'jti' => bin2hex(random_bytes(16)),
    'iat' => $now,
    'exp' => $now + 120,
    'name' => $customer->name,
], getenv('KENNER_SECRET'), 'HS256', '${kid}');`,
  python: ({ kid, issuer, audience }) => `import os, time, uuid
import jwt  # PyJWT

now = int(time.time())
token = jwt.encode({
    "iss": "${issuer}",
    "aud": "${audience}",
    "sub": str(customer.id),
    "jti": str(uuid.uuid4()),
    "iat": now,
    "exp": now + 120,
    "name": customer.name,
}, os.environ["KENNER_SECRET"], algorithm="HS256",
    headers={"kid": "${kid}"})`,
  go: ({ kid, issuer, audience }) => `now := time.Now() // github.com/golang-jwt/jwt/v5
t := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
	"iss": "${issuer}",
	"aud": "${audience}",
	"sub": customer.ID,
	"jti": rand.Text(), // crypto/rand
	"iat": now.Unix(),
	"exp": now.Add(2 * time.Minute).Unix(),
	"name": customer.Name,
})
t.Header["kid"] = "${kid}"
token, err := t.SignedString([]byte(os.Getenv("KENNER_SECRET")))`,
}

/** What the shop's page says to the chat. */
export const pageSample = `<script type="module">
  await customElements.whenDefined('kenner-chat')
  const kenner = document.querySelector('kenner-chat')
  kenner.identify(async () => {
    const answer = await fetch('/kenner-token')
    return answer.text()
  })
  // and when they sign out of your shop: kenner.signOut()
</script>`
