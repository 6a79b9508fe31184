import deClients from './de/clients.json' with { type: 'json' }
import deInspection from './de/inspection.json' with { type: 'json' }
import deKit from './de/kit.json' with { type: 'json' }
import deOverview from './de/overview.json' with { type: 'json' }
import deRevocations from './de/revocations.json' with { type: 'json' }
import deShell from './de/shell.json' with { type: 'json' }
import deSigningKeys from './de/signing-keys.json' with { type: 'json' }
import deTokens from './de/tokens.json' with { type: 'json' }
import enClients from './en/clients.json' with { type: 'json' }
import enInspection from './en/inspection.json' with { type: 'json' }
import enKit from './en/kit.json' with { type: 'json' }
import enOverview from './en/overview.json' with { type: 'json' }
import enRevocations from './en/revocations.json' with { type: 'json' }
import enShell from './en/shell.json' with { type: 'json' }
import enSigningKeys from './en/signing-keys.json' with { type: 'json' }
import enTokens from './en/tokens.json' with { type: 'json' }

/** Every text of the console, one file for each area; the names of all areas stand beside each other. */
const en = {
  ...enShell,
  ...enKit,
  ...enOverview,
  ...enClients,
  ...enTokens,
  ...enInspection,
  ...enRevocations,
  ...enSigningKeys,
}

/** The same names in every language: the type says so. */
export const MESSAGES: { readonly en: typeof en; readonly de: typeof en } = {
  en,
  de: {
    ...deShell,
    ...deKit,
    ...deOverview,
    ...deClients,
    ...deTokens,
    ...deInspection,
    ...deRevocations,
    ...deSigningKeys,
  },
}
