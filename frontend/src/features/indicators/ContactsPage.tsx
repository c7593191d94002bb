import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { Link } from 'react-router'
import {
  type ContactFault,
  type ContactsLooked,
  checkContacts,
  type Import,
  importContacts,
  undoContactImport,
} from '../../client'
import { TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { useWords } from '../../design/words'
import { clock, dayAndYear } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { importPages, saveText } from './api'
import { useTexts } from './i18n'
import styles from './indicators.module.css'
import { useChannel } from './words'

const template = `external_id,channel,reason,day,hour,count,opened_at,answered_at,closed_at,outcome
phone-2026-11-03-10,phone,,2026-11-03,10,14,,,,
call-4711,phone,,,,,2026-11-03 10:04,2026-11-03 10:05,2026-11-03 10:11,solved
`

/** Contacts that came by telephone, mail and other ways: a file is looked at first, and imported as a whole or not at all. */
export function ContactsPage() {
  const t = useTexts()
  return (
    <ManagePage
      title={t('importTitle')}
      lead={t('importLead')}
      action={
        <Link to="/manage/indicators" className="s strong back">
          <Icon name="back" directed /> {t('title')}
        </Link>
      }
    >
      <div className={styles.all}>
        <TakeIn />
        <Done />
      </div>
    </ManagePage>
  )
}

function TakeIn() {
  const t = useTexts()
  const cache = useQueryClient()
  const [source, name] = useState('')
  const [csv, choose] = useState('')
  const look = useMutation({
    mutationFn: (text: string) => checkContacts({ body: { source: source.trim(), csv: text } }),
  })
  const add = useMutation({
    mutationFn: () => importContacts({ body: { source: source.trim(), csv } }),
    onSuccess: () => {
      look.reset()
      choose('')
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['indicators'] }),
  })
  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file) return
    const text = await file.text()
    input.value = '' // so that the same file can be chosen again once it is put right
    add.reset()
    choose(text)
    look.mutate(text)
  }
  const ready = source.trim() !== ''
  const fine = look.data && look.data.faults.length === 0
  return (
    <section className={`card ${styles.card}`} aria-labelledby="take-in">
      <h2 id="take-in">{t('takeIn')}</h2>
      <p className="s soft">
        {t('takeInLead')}{' '}
        <button type="button" className="btn text small" onClick={() => saveText('contacts.csv', template)}>
          {t('template')}
        </button>
      </p>
      <div className={styles.take}>
        <TextField
          label={t('source')}
          hint={t('sourceHint')}
          maxLength={40}
          value={source}
          onChange={(value) => {
            name(value)
            look.reset()
          }}
        />
        <label className={`btn second ${styles.file}`} aria-disabled={!ready}>
          {t('chooseFile')}
          <input type="file" accept=".csv,text/csv" disabled={!ready} onChange={(event) => void picked(event)} />
        </label>
      </div>
      <div role="status">
        {look.data && <Looked looked={look.data} />}
        {add.data && (
          <p className="s strong">
            {add.data.new === 0 ? t('allKnown', { count: add.data.known }) : t('taken', { count: add.data.contacts })}
          </p>
        )}
      </div>
      <Refused error={look.error ?? add.error} />
      {fine && (
        <button
          type="button"
          className="btn"
          aria-disabled={add.isPending}
          onClick={() => add.isPending || add.mutate()}
        >
          {look.data.new === 0 ? t('importAgain') : t('importNow', { count: look.data.contacts })}
        </button>
      )}
    </section>
  )
}

function Looked({ looked: { rows, known, faults, contacts } }: { looked: ContactsLooked }) {
  const t = useTexts()
  if (faults.length === 0) {
    return (
      <p className="s">
        {[
          t('looked', { count: rows }),
          t('lookedContacts', { count: contacts }),
          ...(known > 0 ? [t('lookedKnown', { count: known })] : []),
        ].join(' ')}
      </p>
    )
  }
  return (
    <div className={styles.faults}>
      <p className="s strong">{t('faults', { count: faults.length })}</p>
      <ul>
        {faults.map((one) => (
          <FaultLine key={`${one.row} ${one.field} ${one.code}`} fault={one} />
        ))}
      </ul>
    </div>
  )
}

/** What a field is called in a file. */
const columns: Record<string, string> = {
  externalId: 'external_id',
  openedAt: 'opened_at',
  answeredAt: 'answered_at',
  closedAt: 'closed_at',
}

function FaultLine({ fault }: { fault: ContactFault }) {
  const t = useTexts()
  return (
    <li className="s">
      <b>{t('rowNo', { count: fault.row })}</b> <code>{columns[fault.field] ?? fault.field}</code>:{' '}
      {t(`fault_${fault.code}`)}
    </li>
  )
}

function Done() {
  const t = useTexts()
  const words = useWords()
  const pages = useInfiniteQuery(importPages)
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${styles.card}`} aria-labelledby="done">
      <h2 id="done">{t('imports')}</h2>
      <PageState queries={[pages]} part>
        {rows.length === 0 ? (
          <p className="s quiet">{t('noImports')}</p>
        ) : (
          <ul className={styles.rows}>
            {rows.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </ul>
        )}
        {pages.hasNextPage && (
          <button
            type="button"
            className="btn second small"
            aria-busy={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function Line({ one }: { one: Import }) {
  const t = useTexts()
  const channel = useChannel()
  const cache = useQueryClient()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const undo = useMutation({
    mutationFn: () => undoContactImport({ path: { id: one.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['indicators'] }),
  })
  const when = `${dayAndYear(one.at, timeZone)} ${clock(one.at, timeZone)}`
  return (
    <li className={styles.import}>
      <div>
        <b>{one.source}</b> <span className="s soft">{one.channels.map(channel).join(', ')}</span>
        <p className="s quiet">
          {[
            t('lookedContacts', { count: one.contacts }),
            one.first &&
              one.last &&
              `${dayAndYear(`${one.first}T12:00:00Z`, 'UTC')} – ${dayAndYear(`${one.last}T12:00:00Z`, 'UTC')}`,
            t('importedBy', { name: one.by, when }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {one.undoneAt ? (
        <span className="tag">{t('undone')}</span>
      ) : (
        <button
          type="button"
          className="btn second small"
          aria-disabled={undo.isPending}
          aria-label={t('takeBackOf', { name: one.source, when })}
          onClick={() => undo.isPending || undo.mutate()}
        >
          {t('takeBack')}
        </button>
      )}
      <Refused error={undo.error} />
    </li>
  )
}
