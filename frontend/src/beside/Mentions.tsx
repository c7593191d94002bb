import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import type { Mention } from '../client'
import { putMentionSeen } from '../client'
import { Icon } from '../design/Icon'
import { Pop } from '../design/Pop'
import { useWords } from '../design/words'
import { clock, customerName, day } from '../i18n/format'
import { mentionsQuery } from './api'
import css from './beside.module.css'
import { useBesideTexts } from './i18n'

/**
 * Mentions is the list "you were mentioned", behind a button with the number of those not seen. Each opens the conversation
 * to be read, at the address that `to` gives. Nothing is shown to who was never mentioned.
 */
export function Mentions({ to }: { to: (conversationId: string) => string }) {
  const t = useBesideTexts()
  const [open, setOpen] = useState(false)
  const title = useId()
  const mentions = useQuery(mentionsQuery).data ?? []
  const fresh = mentions.filter((each) => !each.seen).length
  return (
    <>
      <span className="hidden" role="status">
        {fresh > 0 ? t('mentioned', { count: fresh }) : null}
      </span>
      {mentions.length > 0 || open ? (
        <Pop
          opened={open}
          onChange={setOpen}
          position="bottom-end"
          width={340}
          trapFocus
          card={{ className: css.list, 'aria-labelledby': title }}
          target={
            <button
              type="button"
              className={`btn second small ${css.mentions}`}
              data-mentions
              aria-expanded={open}
              aria-label={fresh > 0 ? t('mentioned', { count: fresh }) : t('mentions')}
              onClick={() => setOpen(!open)}
            >
              <span aria-hidden="true">@</span>
              <span className={css.wide}>{t('mentions')}</span>
              {fresh > 0 ? <b className={`fig ${css.badge}`}>{fresh}</b> : null}
            </button>
          }
        >
          <h2 id={title}>{t('mentionsTitle')}</h2>
          {mentions.length === 0 ? <p className="s quiet">{t('noMentions')}</p> : null}
          <ul>
            {mentions.map((each) => (
              <li key={each.noteId}>
                <Row mention={each} to={to(each.conversationId)} onOpen={() => setOpen(false)} />
              </li>
            ))}
          </ul>
          <p className="xs quiet">{t('mentionsHint')}</p>
        </Pop>
      ) : null}
    </>
  )
}

function Row({ mention, to, onOpen }: { mention: Mention; to: string; onOpen: () => void }) {
  const t = useBesideTexts()
  const words = useWords()
  const client = useQueryClient()
  const see = useMutation({
    mutationFn: () => putMentionSeen({ path: { id: mention.noteId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: mentionsQuery.queryKey }),
  })
  const open = () => {
    if (!mention.seen) see.mutate()
    onOpen()
  }
  return (
    <Link to={to} className={css.mention} onClick={open}>
      <span className="row between">
        <b className="strong">{mention.question || words('questionDeleted')}</b>
        {mention.seen ? null : <span className={css.unseen}>{t('unseen')}</span>}
      </span>
      <span className="s quiet">{customerName(mention.customer.name)}</span>
      <span className={css.said}>
        <Icon name="lock" size={14} />
        <span>
          {t('by', { name: mention.by.name })}, {day(mention.at)} {clock(mention.at)}. {mention.text}
        </span>
      </span>
    </Link>
  )
}
