'use client'

import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'

/** Asks for the page once more; it stays as it is until the answer is there. */
export function RetryButton({ label }: { readonly label: string }) {
  const router = useRouter()
  const [isAsking, start] = useTransition()
  return (
    <Button
      mt="md"
      variant="default"
      loading={isAsking}
      leftSection={<IconRefresh size={16} stroke={1.7} />}
      onClick={() => start(() => router.refresh())}
    >
      {label}
    </Button>
  )
}
