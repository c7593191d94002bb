import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { useActor } from '../../app/session'
import { type Course, dropGoal, type Growth, withdrawCertificate } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { day } from '../../i18n/format'
import { expertGrowthQuery } from './api'
import { Because } from './Because'
import { First } from './First'
import { inMine } from './GrowthPage'
import css from './growth.module.css'
import { useTexts } from './i18n'
import { Cards, Plan } from './Plan'
import { held, Topics } from './Topics'

/** ExpertGrowthPage is how an expert grows, for staff: certificates and the plan can be ended with a reason. */
export function ExpertGrowthPage() {
  const t = useTexts()
  const { id = '' } = useParams()
  const growth = useQuery(expertGrowthQuery(id))
  const name = growth.data?.name ?? ''
  return (
    <PageState queries={[growth]}>
      {growth.data ? (
        <ManagePage
          title={t('growthOf', { name })}
          lead={t('growthOfLead', { name })}
          action={
            <Link className="btn second" to={`/manage/experts/${id}`}>
              {t('toExpert', { name })}
            </Link>
          }
        >
          <Shown id={id} growth={growth.data} />
        </ManagePage>
      ) : null}
    </PageState>
  )
}

function Shown({ id, growth }: { id: string; growth: Growth }) {
  const t = useTexts()
  const cache = useQueryClient()
  const reads = useActor().role === 'auditor'
  const again = () => {
    void cache.invalidateQueries({ queryKey: expertGrowthQuery(id).queryKey })
    void cache.invalidateQueries({ queryKey: ['growth', 'gaps'] })
  }
  return (
    <div className={css.columns}>
      <div className={css.stack}>
        {growth.shadowing ? <First way={growth.shadowing} of={growth.name} /> : null}
        <Topics
          topics={growth.topics}
          act={(topic) => {
            const certificate = held(topic)
            if (!certificate || reads) return null
            return (
              <Because
                verb={t('withdraw')}
                about={topic.name}
                send={(reason) => withdrawCertificate({ path: { id: certificate.id }, body: { reason } })}
                done={again}
              />
            )
          }}
        />
        <Cards cards={growth.cards} />
      </div>
      <div className={css.stack}>
        <Plan
          goals={growth.goals}
          act={(goal) =>
            reads ? null : (
              <Because
                verb={t('drop')}
                about={t(goal.dimension)}
                send={(reason) => dropGoal({ path: { id: goal.id }, body: { reason } })}
                done={again}
              />
            )
          }
        />
        <Learnt courses={growth.courses} />
      </div>
    </div>
  )
}

function Learnt({ courses }: { courses: readonly Course[] }) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('courses')}>
      <h2>{t('courses')}</h2>
      {courses.length === 0 ? <EmptyState title={t('noCourses')}>{t('noCoursesText')}</EmptyState> : null}
      <ul className={css.rows}>
        {courses.map((course) => (
          <li key={course.id} className={css.topic}>
            <span className="grow">{inMine(course.title)}</span>
            {course.doneAt ? (
              <span className={`s ${css.held}`}>
                <Icon name="check" size={16} /> {t('didOn', { day: day(course.doneAt) })}
              </span>
            ) : (
              <span className="xs quiet">{t('notDone')}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
