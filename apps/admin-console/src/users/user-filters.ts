import { ADMIN_RESOURCE, ADMIN_ROLES } from '@gatehouse/token-types'
import type { ListFilter } from '../list/list-filter'

/** What the list of people can be filtered by, as its address names it. */
export const USER_FILTER_NAMES = ['state', 'role', 'has_password', 'email_verified'] as const

type Word =
  | 'state'
  | 'active'
  | 'suspended'
  | 'adminRole'
  | 'password'
  | 'withPassword'
  | 'noPassword'
  | 'mail'
  | 'verified'
  | 'unverified'

/** The filters with a short list of values. Of roles, those of the admin API; an address can name any. */
export const userFilters = (t: (key: Word) => string): ListFilter[] => [
  {
    name: 'state',
    label: t('state'),
    options: [
      { value: 'active', label: t('active') },
      { value: 'disabled', label: t('suspended') },
    ],
  },
  {
    name: 'role',
    label: t('adminRole'),
    options: Object.keys(ADMIN_ROLES).map((role) => ({ value: `${ADMIN_RESOURCE}:${role}`, label: role })),
  },
  {
    name: 'has_password',
    label: t('password'),
    options: [
      { value: 'true', label: t('withPassword') },
      { value: 'false', label: t('noPassword') },
    ],
  },
  {
    name: 'email_verified',
    label: t('mail'),
    options: [
      { value: 'true', label: t('verified') },
      { value: 'false', label: t('unverified') },
    ],
  },
]
