'use client'

import { Input, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AdminAddress } from '@gatehouse/token-types'

const LINES = ['street_address', 'postal_code', 'locality', 'region', 'country'] as const

/** A postal address, member by member (OIDC Core §5.1.1); without any member it is none. */
export function AddressInput({
  value,
  onChange,
  error,
}: {
  readonly value: AdminAddress | null
  readonly onChange: (value: AdminAddress | null) => void
  readonly error?: React.ReactNode
}) {
  const t = useTranslations('users.fields')
  const set = (member: keyof AdminAddress) => (event: { currentTarget: { value: string } }) => {
    const { [member]: _, ...others } = value ?? {}
    const text = event.currentTarget.value
    const next = text === '' ? others : { ...others, [member]: text }
    onChange(Object.keys(next).length === 0 ? null : next)
  }
  return (
    <Input.Wrapper label={t('address')} error={error} labelElement="div">
      <SimpleGrid cols={{ base: 1, sm: 2 }} mt={4}>
        {LINES.map((member) => (
          <TextInput
            key={member}
            label={t(member)}
            value={value?.[member] ?? ''}
            error={Boolean(error)}
            onChange={set(member)}
          />
        ))}
        <Textarea
          label={t('formatted')}
          autosize
          value={value?.formatted ?? ''}
          error={Boolean(error)}
          onChange={set('formatted')}
        />
      </SimpleGrid>
    </Input.Wrapper>
  )
}
