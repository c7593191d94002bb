import type { TriedStanding } from '../../client'
import { Icon } from '../../design/Icon'
import { useTexts } from './i18n'
import type { Scenario } from './model'
import scene from './playground.module.css'
import { aboutOf } from './why'

/** Standing is what the customer still needs before they can be content. */
export function Standing({ doc, standing }: { doc: Scenario; standing: TriedStanding }) {
  const t = useTexts()
  const { facts, handOver, honest, promises, beats, calm } = standing
  const came = beats.filter((beat) => beat.met).length
  return (
    <section className={scene.standing} aria-label={t('standing')}>
      <h3>{t('standing')}</h3>
      <ul>
        <Need met={calm} words={t('needCalm', { calm: doc.temper.calm })} />
        <Need met={came === beats.length} words={t('needSteps', { came, of: beats.length })} />
        <Need met={honest === 'answered'} words={t(`honest_${honest}`)} />
        {facts.map((fact) => (
          <Need key={fact.key} met={fact.met} words={aboutOf(doc, fact.key) || fact.key} />
        ))}
        {handOver === 'none' ? null : <Need met={handOver === 'done'} words={t('needHandOver')} />}
        {promises.map((key) => (
          <Need key={key} met={false} words={t('needPromise', { about: aboutOf(doc, key) || t('part_limits') })} />
        ))}
      </ul>
    </section>
  )
}

function Need({ met, words }: { met: boolean; words: string }) {
  const t = useTexts()
  return (
    <li data-met={met || undefined}>
      <Icon name={met ? 'check' : 'dots'} size={16} label={met ? t('met') : t('unmet')} />
      <span className="s">{words}</span>
    </li>
  )
}
