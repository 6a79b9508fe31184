import deAudit from './de/audit.json' with { type: 'json' }
import deClients from './de/clients.json' with { type: 'json' }
import deFailures from './de/failures.json' with { type: 'json' }
import deKit from './de/kit.json' with { type: 'json' }
import deOverview from './de/overview.json' with { type: 'json' }
import deShell from './de/shell.json' with { type: 'json' }
import enAudit from './en/audit.json' with { type: 'json' }
import enClients from './en/clients.json' with { type: 'json' }
import enFailures from './en/failures.json' with { type: 'json' }
import enKit from './en/kit.json' with { type: 'json' }
import enOverview from './en/overview.json' with { type: 'json' }
import enShell from './en/shell.json' with { type: 'json' }

/** Every text of the console, one file for each area; the names of all areas stand beside each other. */
const en = { ...enShell, ...enKit, ...enOverview, ...enClients, ...enAudit, ...enFailures }

/** The same names in every language: the type says so. */
export const MESSAGES: { readonly en: typeof en; readonly de: typeof en } = {
  en,
  de: { ...deShell, ...deKit, ...deOverview, ...deClients, ...deAudit, ...deFailures },
}
