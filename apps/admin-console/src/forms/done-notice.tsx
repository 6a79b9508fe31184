import { Alert } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Something went well, in the place where it was asked for. */
export const DoneNotice = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Alert
    color="teal"
    role="status"
    icon={<IconCircleCheck size={18} />}
    title={title}
    // The library's own teal is too pale on its ground for small letters.
    styles={{ title: { color: 'var(--console-teal)' }, icon: { color: 'var(--console-teal)' } }}
  >
    {children}
  </Alert>
)
