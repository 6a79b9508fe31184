import { html, type Html } from './html.js'
import type { en } from './messages.en.js'

function wait(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 Sekunde' : `${seconds} Sekunden`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 Minute' : `${minutes} Minuten`
}

/** The catalogue in German. */
export const de: typeof en = {
  lang: 'de',
  dir: 'ltr',
  common: {
    errorPrefix: 'Fehler: ',
    cancel: 'Abbrechen',
    continue: 'Weiter',
    useAnotherAccount: 'Anderes Konto verwenden',
    newTab: '(öffnet einen neuen Tab)',
    signedInAs: 'Angemeldet als',
    showPassword: 'Anzeigen',
    showPasswordLabel: 'Passwort anzeigen',
    hidePassword: 'Verbergen',
    hidePasswordLabel: 'Passwort verbergen',
    capsLock: 'Die Feststelltaste ist aktiv.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    footer: 'Mehr zu diesem Dienst',
  },
  signIn: {
    title: 'Anmelden',
    titleAgain: 'Bestätigen Sie, dass Sie es sind',
    toContinueTo: (client: Html): Html => html`weiter zu ${client}`,
    again: 'Geben Sie Ihr Passwort erneut ein, um fortzufahren.',
    username: 'E-Mail oder Benutzername',
    password: 'Passwort',
    submit: 'Anmelden',
    mismatch:
      'E-Mail und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.',
    missing: 'Es fehlt noch etwas.',
    usernameMissing: 'Geben Sie Ihre E-Mail oder Ihren Benutzernamen ein.',
    passwordMissing: 'Geben Sie Ihr Passwort ein.',
    throttled: (retryAfterSeconds: number): string =>
      `Zu viele Versuche. Warten Sie ${wait(retryAfterSeconds)} und versuchen Sie es dann noch einmal.`,
    throttledForAWhile: 'Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es dann noch einmal.',
  },
  consent: {
    title: (client: string): string => `${client} bittet um Zugriff`,
    heading: (client: Html): Html => html`${client} möchte`,
    scopes: 'Angeforderte Zugriffe',
    isNew: 'Neu',
    sensitive: 'Sensibel',
    allow: 'Erlauben',
    cancel: 'Abbrechen',
    destination: (host: Html): Html => html`Danach geht es weiter zu ${host}.`,
    website: 'Website',
    privacy: 'Datenschutz',
    terms: 'Nutzungsbedingungen',
    about: (client: string): string => `Über ${client}`,
  },
  selectAccount: {
    title: 'Konto wählen',
    continueAs: 'Weiter als',
  },
  signOut: {
    title: 'Abmelden?',
    sentence: (brand: string): string =>
      `Sie werden in diesem Browser bei ${brand} abgemeldet. Apps, die Sie damit geöffnet haben, bitten Sie dann vielleicht um eine neue Anmeldung.`,
    askedBy: (client: Html): Html => html`${client} möchte Sie abmelden.`,
    submit: 'Abmelden',
    stay: 'Angemeldet bleiben',
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    sentence: 'Sie können dieses Fenster schließen.',
    back: (client: string): string => `Zurück zu ${client}`,
    backUnnamed: 'Zurück zur App',
  },
  setup: {
    title: 'Erstes Administratorkonto anlegen',
    sentence: (brand: string): string =>
      `Dieses Konto verwaltet ${brand}: Personen, Clients, Schlüssel und Tokens.`,
    name: 'Name',
    email: 'E-Mail',
    password: 'Passwort',
    passwordHint:
      'Mindestens 8 Zeichen. Einige Wörter ohne Zusammenhang sind leicht zu merken und schwer zu erraten.',
    submit: 'Konto anlegen',
    summary: 'Einige Angaben stimmen noch nicht.',
    nameMissing: 'Geben Sie Ihren Namen ein.',
    emailMissing: 'Geben Sie Ihre E-Mail ein.',
    emailInvalid: 'Geben Sie eine E-Mail wie ada@example.com ein.',
    emailTaken: 'Diese E-Mail gehört schon zu einem Konto. Wählen Sie eine andere.',
    passwordShort: 'Wählen Sie ein Passwort mit mindestens 8 Zeichen.',
    passwordLong: 'Wählen Sie ein Passwort mit höchstens 256 Zeichen.',
    passwordCommon: 'Dieses Passwort verwenden viele. Wählen Sie eines, das schwerer zu erraten ist.',
  },
  choosePassword: {
    title: 'Passwort wählen',
    sentence: (brand: string): string => `Damit melden Sie sich bei ${brand} an. Niemand sonst kennt es.`,
    replacement: (brand: string): string =>
      `Damit melden Sie sich ab jetzt bei ${brand} an. Sie werden überall abgemeldet und melden sich neu an.`,
    account: 'Ihr Konto',
    password: 'Neues Passwort',
    submit: 'Passwort setzen',
  },
  passwordChosen: {
    title: 'Ihr Passwort ist gesetzt',
    sentence:
      'Gehen Sie zurück zu der App, die Sie nutzen möchten, und melden Sie sich damit an. Diese Seite können Sie schließen.',
  },
  handOver: {
    title: 'Sie werden weitergeleitet',
    sentence: (host: Html): Html => html`Sie sind auf dem Weg zu ${host}.`,
    stuck: 'Wenn nichts passiert, drücken Sie die Schaltfläche.',
    openApp: 'App öffnen',
    close: 'Sobald die App offen ist, können Sie dieses Fenster schließen.',
  },
  errorPage: {
    back: 'Zurück zur App',
    code: 'Code',
    traceId: 'Vorgangsnummer',
    copyDetails: 'Code und Vorgangsnummer kopieren',
    forDevelopers: 'Für Entwickler',
    onlyHere: 'Sichtbar, weil dieser Server nicht produktiv läuft.',
    rule: 'Regel',
    expected: 'Erwartet',
    got: 'Erhalten',
    mend: 'So beheben Sie es',
    reference: 'Quelle',
  },
  errors: {
    unknownClient: {
      title: 'Wir kennen diese App nicht',
      sentence: 'Die App, von der Sie kommen, ist nicht registriert oder wurde abgeschaltet.',
      advice:
        'Gehen Sie zurück zur App und versuchen Sie es noch einmal. Wenn es wieder passiert, wenden Sie sich an den Betreiber der App.',
    },
    redirectUriMismatch: {
      title: 'Diese App ist nicht richtig eingerichtet',
      sentence:
        'Die App wollte Sie an eine Adresse schicken, die nicht für sie registriert ist. Deshalb geht es hier nicht weiter.',
      advice: 'Mit Ihrem Konto ist alles in Ordnung. Wenden Sie sich an den Betreiber der App.',
    },
    badRequest: {
      title: 'Diese Anfrage ist nicht lesbar',
      sentence: 'Die App, von der Sie kommen, hat in ihrer Anfrage einen Fehler gemacht.',
      advice:
        'Gehen Sie zurück zur App und versuchen Sie es noch einmal. Wenn es wieder passiert, wenden Sie sich an den Betreiber der App.',
    },
    expired: {
      title: 'Diese Seite ist abgelaufen',
      sentence: 'Sie war zu lange offen oder wurde schon in einem anderen Tab verwendet.',
      advice: 'Gehen Sie zurück zur App und beginnen Sie von vorn. Es wurde nichts geändert.',
    },
    noCookie: {
      title: 'Dieser Browser hat kein Cookie von uns',
      sentence: 'Er blockiert Cookies, oder diese Seite wurde in einem anderen Browser begonnen.',
      advice: 'Erlauben Sie Cookies für diese Website, gehen Sie zurück zur App und beginnen Sie von vorn.',
    },
    formExpired: {
      title: 'Dieses Formular ließ sich nicht prüfen',
      sentence: 'Es kam nicht von dieser Seite, oder dieser Browser hat unser Cookie nicht behalten.',
      advice:
        'Erlauben Sie Cookies für diese Seite, gehen Sie zurück zur App und beginnen Sie von vorn. Es wurde nichts geändert.',
    },
    passwordLinkUsed: {
      title: 'Dieser Link gilt nicht mehr',
      sentence: 'Dieser Link wurde schon verwendet oder ist abgelaufen.',
      advice:
        'Wenn Sie damit ein Passwort gewählt haben, melden Sie sich an. Sonst bitten Sie um einen neuen Link.',
    },
    linkUsed: {
      title: 'Dieser Link gilt nicht mehr',
      sentence: 'Dieser Link wurde schon verwendet oder ist abgelaufen. Fordern Sie einen neuen an.',
      advice:
        'Der Link für das erste Administratorkonto erscheint, wenn der Server ohne ein solches Konto startet.',
    },
    notFound: {
      title: 'Diese Seite gibt es nicht',
      sentence: 'Vielleicht ist die Adresse vertippt, oder die Seite ist umgezogen.',
      advice: 'Gehen Sie zurück zu der App, von der Sie kommen.',
    },
    tooMany: {
      title: 'Zu viele Anfragen',
      sentence: 'Aus Ihrem Netz wurden in kurzer Zeit zu viele Anmeldungen begonnen.',
      advice:
        'Warten Sie eine Minute, gehen Sie zurück zur App und versuchen Sie es noch einmal. Es wurde nichts geändert.',
    },
    serverError: {
      title: 'Bei uns ist etwas schiefgegangen',
      sentence: 'Die Anfrage konnte nicht abgeschlossen werden.',
      advice:
        'Versuchen Sie es gleich noch einmal. Wenn es wieder passiert, schicken Sie die Vorgangsnummer an den Betreiber dieses Dienstes.',
    },
    unavailable: {
      title: 'Dieser Dienst ist gerade nicht erreichbar',
      sentence: 'Ein Teil, den wir brauchen, antwortet nicht.',
      advice: 'Warten Sie einen Moment und versuchen Sie es noch einmal. Es wurde nichts geändert.',
    },
  },
  scopeTexts: {
    openid: 'Wissen, wer Sie sind',
    profile: 'Ihren Namen und Ihr Profil sehen',
    email: 'Ihre E-Mail sehen',
    address: 'Ihre Anschrift sehen',
    phone: 'Ihre Telefonnummer sehen',
    offline_access: 'Angemeldet bleiben, wenn Sie nicht da sind',
  },
}
