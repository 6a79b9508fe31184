'use client'

import { Textarea } from '@mantine/core'
import { useState } from 'react'

/** A list of texts, one in a line. */
export function ListInput({
  label,
  description,
  value = [],
  onChange,
  error,
  placeholder,
  required,
}: {
  readonly label: string
  readonly description?: string
  /** The lines; absent means none. */
  readonly value?: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly error?: React.ReactNode
  readonly placeholder?: string
  readonly required?: boolean
}) {
  const [text, setText] = useState(value.join('\n'))
  const known = linesOf(text)
  const shownText = JSON.stringify(known) === JSON.stringify(value) ? text : value.join('\n')
  return (
    <Textarea
      label={label}
      description={description}
      value={shownText}
      error={error}
      placeholder={placeholder ?? ''}
      required={required ?? false}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(linesOf(event.currentTarget.value))
      }}
    />
  )
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
