import { IconExternalLink } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { CopyValue } from '../detail/copy-value'
import classes from './overview.module.css'
import own from './first-steps.module.css'

/** What to do with a new Gatehouse, with commands and addresses that work as they stand. */
export function FirstSteps({ issuer }: { readonly issuer: URL }) {
  const t = useTranslations('overview')
  const identifier = issuer.href.replace(/\/$/, '')
  const steps = [
    {
      title: t('stepClient'),
      detail: t.rich('stepClientDetail', { code: (text) => <code>{text}</code> }),
      code: 'npm run client -- add',
    },
    { title: t('stepPerson'), detail: t('stepPersonDetail'), code: 'npm run user -- add' },
    { title: t('stepConnect'), detail: t('stepConnectDetail'), code: identifier },
  ]
  return (
    <section className={`${classes['card']} ${classes['wide']}`} aria-labelledby="first-steps">
      <h2 id="first-steps">{t('firstSteps')}</h2>
      <p className={own['intro']}>{t('firstStepsIntro')}</p>
      <ol className={own['steps']}>
        {steps.map(({ title, detail, code }) => (
          <li key={code}>
            <strong>{title}</strong>
            <p>{detail}</p>
            <div className={own['code']}>
              <code>{code}</code>
              <CopyValue value={code} />
            </div>
          </li>
        ))}
      </ol>
      <a
        className={own['metadata']}
        href={`${identifier}/.well-known/openid-configuration`}
        target="_blank"
        rel="noreferrer"
      >
        {t('metadata')}
        <IconExternalLink size={14} stroke={1.7} aria-hidden="true" />
      </a>
    </section>
  )
}
