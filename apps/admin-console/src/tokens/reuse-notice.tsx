import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

/** What it means that something came twice which may come once, and what to do about it. */
export function ReuseNotice({ isOfCode }: { readonly isOfCode: boolean }) {
  const t = useTranslations('tokens')
  return (
    <Alert
      color="red"
      mb="md"
      icon={<IconAlertTriangle size={18} />}
      title={t(isOfCode ? 'codeReuseTitle' : 'reuseTitle')}
    >
      {t(isOfCode ? 'codeReuseSentence' : 'reuseSentence')}
    </Alert>
  )
}
