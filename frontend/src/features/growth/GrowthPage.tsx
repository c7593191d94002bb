import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type Course, completeCourseItem, type Goal, uncompleteCourseItem } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { currentLanguage } from '../../i18n'
import { day } from '../../i18n/format'
import { myGrowthQuery } from './api'
import { First } from './First'
import css from './growth.module.css'
import { useTexts } from './i18n'
import { Cards, Plan } from './Plan'
import { Topics } from './Topics'

/** GrowthPage is what an expert knows, works on and was told. */
export function GrowthPage() {
  const t = useTexts()
  const growth = useQuery(myGrowthQuery)
  const mine = growth.data
  return (
    <PageState queries={[growth]}>
      {mine ? (
        <ManagePage title={t('title')} lead={t('lead')} action={<PeerLinks level={mine.level} />}>
          <div className={css.columns}>
            <div className={css.stack}>
              {mine.shadowing ? <First way={mine.shadowing} /> : null}
              <Topics topics={mine.topics} />
              <Cards cards={mine.cards} />
            </div>
            <div className={css.stack}>
              <Plan goals={mine.goals} />
              <Courses courses={mine.courses} goals={mine.goals} />
            </div>
          </div>
        </ManagePage>
      ) : null}
    </PageState>
  )
}

/** PeerLinks lead seniors and mentors to what only they do. */
function PeerLinks({ level }: { level: number }) {
  const t = useTexts()
  if (level < 3) return null
  return (
    <nav className={css.actions} aria-label={t('forMentors')}>
      {level === 4 ? (
        <>
          <Link className="btn second" to="/samples">
            {t('samplesShort')}
          </Link>
          <Link className="btn second" to="/shadowing">
            {t('shadowTitle')}
          </Link>
        </>
      ) : null}
      <Link className="btn second" to="/second-looks">
        {t('secondShort')}
      </Link>
    </nav>
  )
}

function Courses({ courses, goals }: { courses: readonly Course[]; goals: readonly Goal[] }) {
  const t = useTexts()
  const wanted = new Set<string>(goals.filter((goal) => goal.state === 'open').map((goal) => goal.dimension))
  const fits = (course: Course) => course.dimension !== undefined && wanted.has(course.dimension)
  const rank = (course: Course) => (course.doneAt ? 2 : fits(course) ? 0 : 1)
  const sorted = [...courses].sort((a, b) => rank(a) - rank(b))
  return (
    <section className="card" aria-label={t('courses')}>
      <h2>{t('courses')}</h2>
      <p className="s quiet">{t('coursesNote')}</p>
      {courses.length === 0 ? <EmptyState title={t('noCourses')}>{t('noCoursesText')}</EmptyState> : null}
      <ul className={css.rows}>
        {sorted.map((course) => (
          <CourseLine key={course.id} course={course} wanted={fits(course)} />
        ))}
      </ul>
    </section>
  )
}

/** inMine is a text in the reader's language, else in any it has. */
export function inMine(texts: Record<string, string>): string {
  return texts[currentLanguage()] ?? texts.en ?? Object.values(texts)[0] ?? ''
}

function CourseLine({ course, wanted }: { course: Course; wanted: boolean }) {
  const t = useTexts()
  const cache = useQueryClient()
  const save = useMutation({
    mutationFn: async () => {
      const path = { id: course.id }
      await (course.doneAt ? uncompleteCourseItem({ path }) : completeCourseItem({ path }))
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ['growth'] }),
  })
  return (
    <li className={css.topic}>
      <details className="grow">
        <summary className={css.name}>
          <b>{inMine(course.title)}</b>
          <span className="s soft fig">{t('minutes', { count: course.minutes })}</span>
          {wanted && !course.doneAt ? <span className="tag">{t('forPlan')}</span> : null}
        </summary>
        <p className={css.prose}>{inMine(course.body)}</p>
        {course.url ? (
          <a className="s" href={course.url} rel="noopener noreferrer nofollow" target="_blank">
            {t('source')}
          </a>
        ) : null}
      </details>
      <span className={css.next}>
        {course.doneAt ? <span className="xs quiet">{t('didOn', { day: day(course.doneAt) })}</span> : null}
        <button
          type="button"
          className={course.doneAt ? 'btn text small' : 'btn second small'}
          disabled={save.isPending}
          aria-label={`${t(course.doneAt ? 'undo' : 'did')}: ${inMine(course.title)}`}
          onClick={() => save.mutate()}
        >
          {t(course.doneAt ? 'undo' : 'did')}
        </button>
      </span>
    </li>
  )
}
