import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { putConsent } from '../../../client'
import { Bird } from '../../../design/Bird'
import { SwitchField } from '../../../design/fields'
import { PageState } from '../../../design/PageState'
import { Refused } from '../../../design/Refused'
import { type Language, useLanguage } from '../../../i18n'
import { dayAndYear } from '../../../i18n/format'
import { languageName } from '../../../i18n/languageName'
import { brandQuery } from '../../../queries'
import { Absence } from './Absence'
import { Away } from './Away'
import { type Level, myLevelQuery, myProfileQuery, type Profile, useMyProfile } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { Owned } from './Owned'
import { MySheet } from './Sheet'

/** "Your profile": what customers read beside the name, what is owned, what was agreed to, and time off. */
export function ProfilePage() {
  const language = useLanguage()
  const profile = useQuery(myProfileQuery(language))
  const level = useQuery(myLevelQuery)
  return (
    <PageState queries={[profile, level]}>
      {profile.data && level.data && <Page profile={profile.data} level={level.data} language={language} />}
    </PageState>
  )
}

function Page({ profile, level, language }: { profile: Profile; level: Level; language: Language }) {
  const t = useTexts()
  const brand = useQuery(brandQuery).data
  const zone = brand?.timeZone ?? 'UTC'
  const talent = profile.consents.find((consent) => consent.kind === 'talent')
  return (
    <main className="page">
      <header className={styles.head}>
        <div>
          <h1>{t('profileTitle')}</h1>
          <p className="soft">{t('profileLead')}</p>
        </div>
        <nav className={styles.acts}>
          <Link className="btn second small" to="/season/level">
            {t('title')}
          </Link>
          <Link className="btn second small" to="/alumni">
            {t('alumniRoom')}
          </Link>
        </nav>
      </header>
      <div className={styles.grid}>
        <div className={styles.main}>
          <Absence level={level} zone={zone} />
          <Seen profile={profile} brand={brand?.name ?? ''} />
          <Owned owned={profile.owned} language={language} />
          <section className={`card ${styles.card}`}>
            <h2>{t('consentTitle')}</h2>
            {profile.consents.map((consent) => (
              <Consent key={consent.kind} consent={consent} language={language} zone={zone} />
            ))}
          </section>
        </div>
        <div className={styles.side}>
          <MySheet may={talent?.given ?? false} readings={profile.readings} zone={zone} />
          <Away level={level} zone={zone} />
        </div>
      </div>
    </main>
  )
}

/** The card as customers see it, drawn as they see it. */
function Seen({ profile, brand }: { profile: Profile; brand: string }) {
  const t = useTexts()
  const owns = profile.owned.filter((product) => product.verifiedBy).map((product) => product.name)
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('seenTitle')}</h2>
      <div className={styles.preview}>
        <Bird number={profile.bird} size={44} />
        <div>
          <b>{profile.displayName}</b>
          <p className="s">{t('disclosure', { brand })}</p>
          {owns.length > 0 && <p className="s soft">{t('ownsLine', { products: owns.join(', ') })}</p>}
        </div>
      </div>
      <p className="s soft">
        {t('disclosureWhy')} {t('nameWhy')}
      </p>
      <p className="s">{t('speaks', { languages: profile.languages.map(languageName).join(', ') })}</p>
    </section>
  )
}

type Word = Profile['consents'][number]

function Consent({ consent, language, zone }: { consent: Word; language: Language; zone: string }) {
  const t = useTexts()
  const save = useMyProfile(language, (given: boolean) =>
    putConsent({ path: { kind: consent.kind }, body: { given, version: consent.version } }),
  )
  const date = consent.at ? dayAndYear(consent.at, zone) : ''
  const stands = consent.given ? t('consentGiven', { date }) : t(date ? 'consentTaken' : 'consentNot', { date })
  return (
    <div>
      <SwitchField
        label={t(consent.kind)}
        hint={consent.text}
        checked={save.isPending ? save.variables : consent.given}
        onChange={(given) => save.mutate(given)}
      />
      <p className={`s quiet ${styles.stands}`} aria-live="polite">
        {consent.renew ? t('consentRenew') : stands} {save.isSuccess && t('consentSaved')}
      </p>
      <Refused error={save.error} />
    </div>
  )
}
