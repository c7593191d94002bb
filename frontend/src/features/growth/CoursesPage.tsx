import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useNavigate, useOutlet, useParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { type Course, changeCourseItem, createCourseItem } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { AreaField, NumberField, SelectField, TextField } from '../../design/fields'
import { ListDetail, ManagePage, Pair } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { pointersOf } from '../../design/useDraft'
import { useRefusalSentence } from '../../design/words'
import { useLanguage } from '../../i18n'
import { languageName } from '../../i18n/languageName'
import { brandQuery, reasonsQuery } from '../../queries'
import { coursesQuery, type Dimension, dimensions } from './api'
import { inMine } from './GrowthPage'
import css from './growth.module.css'
import { useTexts } from './i18n'

/** CoursesPage is what experts can learn, as managers write it. */
export function CoursesPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('coursesTitle')}
      lead={t('coursesLead')}
      action={
        <Acts>
          <Link className="btn" to="/manage/courses/new">
            {t('newCourse')}
          </Link>
        </Acts>
      }
    >
      <ListDetail
        list={<CourseList />}
        detail={detail}
        hint={<EmptyState title={t('pickCourse')}>{t('pickCourseText')}</EmptyState>}
        backTo="/manage/courses"
      />
    </ManagePage>
  )
}

function CourseList() {
  const t = useTexts()
  const courses = useQuery(coursesQuery)
  const items = courses.data?.items ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('courseList')}>
      <PageState queries={[courses]} part>
        {items.length === 0 ? <EmptyState title={t('noCourses')}>{t('pickCourseText')}</EmptyState> : null}
        <ul className={list.rows}>
          {items.map((course) => (
            <li key={course.id}>
              <NavLink to={`/manage/courses/${course.id}`} className={`${list.row} ${css.pick}`}>
                <span>
                  <b className={list.name}>{inMine(course.title)}</b>
                  <span className="s soft">
                    {t('minutes', { count: course.minutes })}, {t('doneBy', { count: course.done })}
                  </span>
                </span>
                {course.archived ? <span className="tag">{t('archived')}</span> : null}
              </NavLink>
            </li>
          ))}
        </ul>
      </PageState>
    </section>
  )
}

/** CourseNew is a course item that is not there yet. */
export function CourseNew() {
  return <CourseForm />
}

/** CourseEdit is one course item, to be changed or archived. */
export function CourseEdit() {
  const { id = '' } = useParams()
  const courses = useQuery(coursesQuery)
  const course = courses.data?.items.find((one) => one.id === id)
  return (
    <PageState queries={[courses]} part>
      {course ? <CourseForm key={`${id}:${course.version}`} course={course} /> : <Gone />}
    </PageState>
  )
}

function CourseForm({ course }: { course?: Course }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const go = useNavigate()
  const languages = useQuery(brandQuery).data?.languages ?? ['en']
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  const [title, setTitle] = useState<Record<string, string>>(course?.title ?? {})
  const [text, setText] = useState<Record<string, string>>(course?.body ?? {})
  const [url, setURL] = useState(course?.url ?? '')
  const [minutes, setMinutes] = useState<number | undefined>(course?.minutes ?? 5)
  const [reasonId, setReason] = useState(course?.reasonId ?? '')
  const [dimension, setDimension] = useState<Dimension | ''>(course?.dimension ?? '')
  const kept = (next: Course) => {
    void cache.invalidateQueries({ queryKey: ['growth', 'courses'] })
    void go(`/manage/courses/${next.id}`)
  }
  const save = useMutation<Course, ProblemError>({
    mutationFn: () => {
      const body = { title, body: text, url, minutes: minutes ?? 0, reasonId }
      return course
        ? changeCourseItem({ path: { id: course.id }, body: { ...body, dimension, version: course.version } })
        : createCourseItem({ body: { ...body, dimension: dimension || undefined } })
    },
    onSuccess: kept,
  })
  const archive = useMutation<Course, ProblemError>({
    mutationFn: () => changeCourseItem({ path: { id: course?.id ?? '' }, body: { archived: !course?.archived } }),
    onSuccess: kept,
  })
  const refused = save.error ?? archive.error
  const said = refused ? pointersOf(refused) : {}
  return (
    <form
      className={`card ${css.form}`}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <h2>{course ? inMine(course.title) : t('newCourse')}</h2>
      {languages.map((tag) => (
        <div key={tag} className={css.form} lang={tag}>
          <TextField
            label={`${t('courseTitle')} (${languageName(tag)})`}
            maxLength={100}
            value={title[tag] ?? ''}
            error={said.title}
            onChange={(value) => setTitle((now) => ({ ...now, [tag]: value }))}
          />
          <AreaField
            label={`${t('courseBody')} (${languageName(tag)})`}
            rows={4}
            maxLength={2000}
            value={text[tag] ?? ''}
            error={said.body}
            onChange={(value) => setText((now) => ({ ...now, [tag]: value }))}
          />
        </div>
      ))}
      <Pair>
        <NumberField
          label={t('courseMinutes')}
          min={1}
          max={120}
          value={minutes}
          error={said.minutes}
          onChange={setMinutes}
        />
        <TextField label={t('courseURL')} optional={t('optional')} value={url} error={said.url} onChange={setURL} />
      </Pair>
      <Pair>
        <SelectField
          label={t('courseDimension')}
          value={dimension}
          options={[{ value: '', label: t('none') }, ...dimensions.map((each) => ({ value: each, label: t(each) }))]}
          onChange={setDimension}
        />
        <SelectField
          label={t('courseTopic')}
          value={reasonId}
          options={[{ value: '', label: t('none') }, ...reasons.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={setReason}
        />
      </Pair>
      {refused ? <ErrorNote title={t('refused')}>{sentence(refused)}</ErrorNote> : null}
      <Acts>
        <div className={css.bar}>
          <button type="submit" className="btn" disabled={save.isPending}>
            {t('save')}
          </button>
          {course ? (
            <button type="button" className="btn text" onClick={() => archive.mutate()}>
              {t(course.archived ? 'restore' : 'archive')}
            </button>
          ) : null}
        </div>
      </Acts>
    </form>
  )
}
