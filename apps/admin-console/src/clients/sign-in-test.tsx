'use client'

import { Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AdminSignInTest, AdminUserRow } from '@gatehouse/token-types'
import { Card } from '../detail/card'
import { TroubleNotice } from '../forms/trouble-notice'
import { useAdminForm } from '../forms/use-admin-form'
import { useFound } from '../forms/use-found'
import { findUsers } from '../users/actions'
import { nameOfPerson } from '../users/person-name'
import { testSignIn } from './actions'
import { SignInOutcome } from './sign-in-outcome'

/** Tries an authorization request without a browser: what would become of it, and what the tokens would hold. */
export function SignInTest({
  clientId,
  example,
}: {
  readonly clientId: string
  /** A request that is right, to begin with. */
  readonly example: string
}) {
  const t = useTranslations('clients.signInTest')
  const [search, setSearch] = useState('')
  const [told, setTold] = useState<{ test: AdminSignInTest; at: Date }>()
  const people = useFound(search, findUsers)
  const { form, isSaving, trouble, otherErrors, save, forgetTrouble } = useAdminForm(
    { request: example, user: null as string | null },
    ({ request, user }) => testSignIn(clientId, request, user ?? undefined),
    (test) => setTold({ test, at: new Date() }),
  )
  return (
    <>
      <Card title={t('title')} intro={t('intro')}>
        <form onSubmit={form.onSubmit(save)} noValidate>
          <Stack>
            <Textarea
              label={t('request')}
              description={t('requestSentence')}
              autosize
              minRows={4}
              maxRows={12}
              spellCheck={false}
              autoComplete="off"
              {...form.getInputProps('request')}
            />
            <Select
              label={t('user')}
              description={t('userSentence')}
              placeholder={t('anybody')}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': t('clear') }}
              data={people.map(choiceOf)}
              filter={({ options }) => options}
              nothingFoundMessage={t('nobody')}
              searchValue={search}
              onSearchChange={setSearch}
              {...form.getInputProps('user')}
            />
            <TroubleNotice trouble={trouble} otherErrors={otherErrors} retry={save} close={forgetTrouble} />
            <Group>
              <Button type="submit" loading={isSaving}>
                {t('try')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
      {told && <SignInOutcome test={told.test} now={told.at} />}
    </>
  )
}

const choiceOf = (user: AdminUserRow) => ({
  value: user.sub,
  label: `${nameOfPerson(user)} · ${user.username}`,
})
