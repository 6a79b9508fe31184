'use client'

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconZoomCode } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState, useTransition } from 'react'
import type { Outcome } from '../admin-api/outcome'
import { Card } from '../detail/card'
import { TroubleNotice } from '../forms/trouble-notice'
import type { Trouble } from '../forms/use-admin-form'
import { RevocationProgress } from '../revocations/revocation-progress'
import { inspectToken } from './actions'
import { handOver, useHandedToken } from './handed-token'
import { Inspected, type Finding } from './inspected'
import { pastedToken } from './token-shape'

/**
 * A field for a token, and below it what the token is.
 *
 * Never: puts the token into an address, a storage of the browser or a form that the browser remembers.
 */
export function InspectToken() {
  const t = useTranslations('inspection')
  const [text, setText] = useState('')
  const [revoked, setRevoked] = useState<string>()
  const { finding, trouble, isRunning, inspect, forgetTrouble } = useInspection()
  const field = useRef<HTMLTextAreaElement>(null)
  useTakenToken((token) => {
    setText(token)
    inspect(token)
  })
  return (
    <>
      <Card title={t('title')} intro={t('intro')}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() === '') field.current?.focus()
            else inspect(pastedToken(text) ?? text.trim())
          }}
        >
          <Stack>
            <Textarea
              ref={field}
              label={t('token')}
              description={t('tokenSentence')}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              autosize
              minRows={3}
              maxRows={8}
              maxLength={8192}
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
            />
            <TroubleNotice trouble={trouble} retry={() => inspect(text.trim())} close={forgetTrouble} />
            <Group>
              <Button type="submit" loading={isRunning} leftSection={<IconZoomCode size={16} />}>
                {t('inspect')}
              </Button>
              {text !== '' && (
                <Button variant="subtle" color="gray" onClick={() => setText('')}>
                  {t('clear')}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      </Card>
      {revoked !== undefined && revoked === finding?.token && (
        <RevocationProgress title={t('revoked')} close={() => setRevoked(undefined)} />
      )}
      {finding && (
        <Inspected
          finding={finding}
          onRevoked={() => {
            setRevoked(finding.token)
            inspect(finding.token)
          }}
        />
      )}
    </>
  )
}

function useInspection() {
  const [finding, setFinding] = useState<Finding>()
  const [trouble, setTrouble] = useState<Trouble>()
  const [isRunning, start] = useTransition()
  const inspect = (token: string) =>
    start(async () => {
      setTrouble(undefined)
      const outcome = await inspectToken(token).catch((): Outcome<never> => ({ state: 'unreachable' }))
      if (outcome.state === 'done') setFinding({ token, inspection: outcome.value, at: new Date() })
      else if (outcome.state === 'invalid') {
        const detail = outcome.errors.map(({ message }) => message).join('; ')
        setTrouble({ state: 'refused', title: 'token', detail, permission: undefined, traceId: undefined })
      } else setTrouble(outcome)
    })
  return { finding, trouble, isRunning, inspect, forgetTrouble: () => setTrouble(undefined) }
}

/** Takes what the palette handed over, once. */
function useTakenToken(take: (token: string) => void): void {
  const handed = useHandedToken()
  const takeIt = useEffectEvent(take)
  useEffect(() => {
    if (handed === undefined) return
    handOver(undefined)
    takeIt(handed)
  }, [handed])
}
