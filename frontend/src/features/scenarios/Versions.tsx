import { useMutation } from '@tanstack/react-query'
import { getScenario, type Scenario as Version } from '../../client'
import { dayAndYear } from '../../i18n/format'
import type { Family } from './families'
import { useTexts } from './i18n'
import { read, type Scenario } from './model'
import { Outcomes } from './ScenariosPage'
import css from './scenarios.module.css'

/** Versions are all that there were: who wrote each, what came of it, and the way to begin again from it. */
export function Versions({ one, load }: { one: Family; load?: (doc: Scenario) => void }) {
  const t = useTexts()
  return (
    <details className={`card ${css.versions}`}>
      <summary>
        <h2>{t('versions')}</h2>
      </summary>
      <ul>
        {one.versions.map((version) => (
          <li key={version.version}>
            <Row version={version} load={load} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Row({ version, load }: { version: Version; load?: (doc: Scenario) => void }) {
  const t = useTexts()
  const begin = useMutation({
    mutationFn: () =>
      getScenario({ path: { id: version.id, language: version.language, version: String(version.version) } }),
    onSuccess: ({ document }) => load?.(read(document)),
  })
  const day = dayAndYear(version.publishedAt ?? version.madeAt)
  return (
    <div className={css.version}>
      <span className={version.state === 'live' ? 'tag ok' : version.state === 'draft' ? 'tag accent' : 'tag'}>
        {t(version.state)}
      </span>
      <span>
        <b>{t('version', { version: version.version })}</b>
        <span className={`s soft ${css.block}`}>
          {version.shipped ? t('shipped') : t('byOn', { name: version.author ?? '', day })}
        </span>
      </span>
      <Outcomes one={version} />
      {load && version.state !== 'draft' ? (
        <button type="button" className="btn text small" onClick={() => begin.mutate()}>
          {t('beginAgain', { version: version.version })}
        </button>
      ) : (
        <span />
      )}
    </div>
  )
}
