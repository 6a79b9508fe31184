import deAccount from './de/account.json' with { type: 'json' }
import deAudit from './de/audit.json' with { type: 'json' }
import deCharts from './de/charts.json' with { type: 'json' }
import deClientActivity from './de/client-activity.json' with { type: 'json' }
import deClients from './de/clients.json' with { type: 'json' }
import deFailures from './de/failures.json' with { type: 'json' }
import deInspection from './de/inspection.json' with { type: 'json' }
import deKit from './de/kit.json' with { type: 'json' }
import deOverview from './de/overview.json' with { type: 'json' }
import deResources from './de/resources.json' with { type: 'json' }
import deRevocations from './de/revocations.json' with { type: 'json' }
import deRoles from './de/roles.json' with { type: 'json' }
import deSessions from './de/sessions.json' with { type: 'json' }
import deSettings from './de/settings.json' with { type: 'json' }
import deShell from './de/shell.json' with { type: 'json' }
import deSigningKeys from './de/signing-keys.json' with { type: 'json' }
import deTokens from './de/tokens.json' with { type: 'json' }
import deUsers from './de/users.json' with { type: 'json' }
import enAccount from './en/account.json' with { type: 'json' }
import enAudit from './en/audit.json' with { type: 'json' }
import enCharts from './en/charts.json' with { type: 'json' }
import enClientActivity from './en/client-activity.json' with { type: 'json' }
import enClients from './en/clients.json' with { type: 'json' }
import enFailures from './en/failures.json' with { type: 'json' }
import enInspection from './en/inspection.json' with { type: 'json' }
import enKit from './en/kit.json' with { type: 'json' }
import enOverview from './en/overview.json' with { type: 'json' }
import enResources from './en/resources.json' with { type: 'json' }
import enRevocations from './en/revocations.json' with { type: 'json' }
import enRoles from './en/roles.json' with { type: 'json' }
import enSessions from './en/sessions.json' with { type: 'json' }
import enSettings from './en/settings.json' with { type: 'json' }
import enShell from './en/shell.json' with { type: 'json' }
import enSigningKeys from './en/signing-keys.json' with { type: 'json' }
import enTokens from './en/tokens.json' with { type: 'json' }
import enUsers from './en/users.json' with { type: 'json' }

/** Every text of the console, one file for each area; the names of all areas stand beside each other. */
const en = {
  ...enAccount,
  ...enAudit,
  ...enCharts,
  ...enClientActivity,
  ...enClients,
  ...enFailures,
  ...enInspection,
  ...enKit,
  ...enOverview,
  ...enResources,
  ...enRevocations,
  ...enRoles,
  ...enSessions,
  ...enSettings,
  ...enShell,
  ...enSigningKeys,
  ...enTokens,
  ...enUsers,
}

/** The same names in every language: the type says so. */
export const MESSAGES: { readonly en: typeof en; readonly de: typeof en } = {
  en,
  de: {
    ...deAccount,
    ...deAudit,
    ...deCharts,
    ...deClientActivity,
    ...deClients,
    ...deFailures,
    ...deInspection,
    ...deKit,
    ...deOverview,
    ...deResources,
    ...deRevocations,
    ...deRoles,
    ...deSessions,
    ...deSettings,
    ...deShell,
    ...deSigningKeys,
    ...deTokens,
    ...deUsers,
  },
}
