import { useFormatter } from 'next-intl'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/** A length of time in the largest unit that says it without a fraction. */
export function Duration({ seconds }: { readonly seconds: number }) {
  const format = useFormatter()
  const [unit, length] =
    UNITS.find(([, each]) => seconds > 0 && seconds % each === 0) ?? (['second', 1] as const)
  return format.number(seconds / length, { style: 'unit', unit, unitDisplay: 'long' })
}
