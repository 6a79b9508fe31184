import { html, type Html } from './html.js'

function wait(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

/** The catalogue in English. Its shape is the shape of every other language. */
export const en = {
  lang: 'en',
  dir: 'ltr' as 'ltr' | 'rtl',
  common: {
    errorPrefix: 'Error: ',
    cancel: 'Cancel',
    continue: 'Continue',
    useAnotherAccount: 'Use another account',
    newTab: '(opens in a new tab)',
    signedInAs: 'Signed in as',
    showPassword: 'Show',
    showPasswordLabel: 'Show password',
    hidePassword: 'Hide',
    hidePasswordLabel: 'Hide password',
    capsLock: 'Caps lock is on.',
    copy: 'Copy',
    copied: 'Copied',
    footer: 'More about this service',
  },
  signIn: {
    title: 'Sign in',
    titleAgain: 'Confirm that it is you',
    toContinueTo: (client: Html): Html => html`to continue to ${client}`,
    again: 'Enter your password again to go on.',
    username: 'Email or username',
    password: 'Password',
    submit: 'Sign in',
    mismatch: 'That email and password do not match. Check both and try again.',
    missing: 'Something is missing.',
    usernameMissing: 'Enter your email or username.',
    passwordMissing: 'Enter your password.',
    throttled: (retryAfterSeconds: number): string =>
      `Too many tries. Wait ${wait(retryAfterSeconds)}, then try again.`,
    throttledForAWhile: 'Too many tries. Wait a few minutes, then try again.',
  },
  consent: {
    title: (client: string): string => `${client} wants access`,
    heading: (client: Html): Html => html`${client} wants to`,
    scopes: 'What it asks for',
    isNew: 'New',
    sensitive: 'Sensitive',
    allow: 'Allow',
    cancel: 'Cancel',
    destination: (host: Html): Html => html`You will go to ${host}.`,
    website: 'Website',
    privacy: 'Privacy policy',
    terms: 'Terms of service',
    about: (client: string): string => `About ${client}`,
  },
  selectAccount: {
    title: 'Choose an account',
    continueAs: 'Continue as',
  },
  signOut: {
    title: 'Sign out?',
    sentence: (brand: string): string =>
      `You will be signed out of ${brand} in this browser. Apps that you opened with it may ask you to sign in again.`,
    askedBy: (client: Html): Html => html`${client} asks to sign you out.`,
    submit: 'Sign out',
    stay: 'Stay signed in',
  },
  signedOut: {
    title: 'You are signed out',
    sentence: 'You can close this window.',
    back: (client: string): string => `Back to ${client}`,
    backUnnamed: 'Back to the app',
  },
  setup: {
    title: 'Create the first admin',
    sentence: (brand: string): string => `This account manages ${brand}: people, clients, keys and tokens.`,
    name: 'Name',
    email: 'Email',
    password: 'Password',
    passwordHint: 'At least 8 characters. A few unrelated words are easy to remember and hard to guess.',
    submit: 'Create admin',
    summary: 'Some answers need another look.',
    nameMissing: 'Enter your name.',
    emailMissing: 'Enter your email.',
    emailInvalid: 'Enter an email such as ada@example.com.',
    emailTaken: 'Somebody already has this email. Choose another.',
    passwordShort: 'Choose a password of at least 8 characters.',
    passwordLong: 'Choose a password of at most 256 characters.',
    passwordCommon: 'Many people use this password. Choose one that is harder to guess.',
  },
  choosePassword: {
    title: 'Choose your password',
    sentence: (brand: string): string => `With it you sign in at ${brand}. Nobody else knows it.`,
    replacement: (brand: string): string =>
      `With it you sign in at ${brand} from now on. You are signed out everywhere, and sign in again.`,
    account: 'Your account',
    password: 'New password',
    submit: 'Set password',
  },
  passwordChosen: {
    title: 'Your password is set',
    sentence: 'Go back to the app that you want to use, and sign in with it. You can close this page.',
  },
  handOver: {
    title: 'Taking you back',
    sentence: (host: Html): Html => html`You are on your way to ${host}.`,
    stuck: 'If nothing happens, press the button.',
    openApp: 'Open the app',
    close: 'You can close this window once the app is open.',
  },
  errorPage: {
    back: 'Back to the app',
    code: 'Code',
    traceId: 'Trace id',
    copyDetails: 'Copy code and trace id',
    forDevelopers: 'For developers',
    onlyHere: 'Shown because this server is not in production.',
    rule: 'Rule',
    expected: 'Expected',
    got: 'Got',
    mend: 'How to mend it',
    reference: 'Reference',
  },
  errors: {
    unknownClient: {
      title: 'We do not know this app',
      sentence: 'The app that sent you here is not registered, or was switched off.',
      advice: 'Go back to the app and try again. If it happens again, tell the people who run the app.',
    },
    redirectUriMismatch: {
      title: 'This app is not set up correctly',
      sentence: 'The app asked to send you to an address that is not registered for it, so we stopped here.',
      advice: 'Nothing is wrong with your account. Tell the people who run the app.',
    },
    badRequest: {
      title: 'This request cannot be read',
      sentence: 'The app that sent you here made a mistake in its request.',
      advice: 'Go back to the app and try again. If it happens again, tell the people who run the app.',
    },
    expired: {
      title: 'This page has expired',
      sentence: 'It was open for too long, or was already used in another tab.',
      advice: 'Go back to the app and start again. Nothing was changed.',
    },
    noCookie: {
      title: 'This browser has no cookie from us',
      sentence: 'It blocks cookies, or this page was begun in another browser.',
      advice: 'Allow cookies for this site, go back to the app and start again.',
    },
    formExpired: {
      title: 'This form could not be checked',
      sentence: 'It did not come from this page, or this browser did not keep our cookie.',
      advice: 'Allow cookies for this site, go back to the app and start again. Nothing was changed.',
    },
    passwordLinkUsed: {
      title: 'This link no longer works',
      sentence: 'This link has been used or has expired.',
      advice: 'If you chose a password with it, sign in. Otherwise ask whoever sent it for a new one.',
    },
    linkUsed: {
      title: 'This link no longer works',
      sentence: 'This link has been used or has expired. Ask for a new one.',
      advice: 'The link that creates the first admin is printed when the server starts without one.',
    },
    notFound: {
      title: 'There is no such page',
      sentence: 'The address may be mistyped, or the page has moved.',
      advice: 'Go back to the app that you came from.',
    },
    tooMany: {
      title: 'Too many requests',
      sentence: 'From your network too many sign-ins were begun in a short time.',
      advice: 'Wait a minute, go back to the app and try again. Nothing was changed.',
    },
    serverError: {
      title: 'Something went wrong on our side',
      sentence: 'The request could not be completed.',
      advice:
        'Try again in a moment. If it happens again, send the trace id to the people who run this service.',
    },
    unavailable: {
      title: 'This service is not available right now',
      sentence: 'A part that we need does not answer.',
      advice: 'Wait a moment and try again. Nothing was changed.',
    },
  },
  scopeTexts: {
    openid: 'Know who you are',
    profile: 'See your name and profile',
    email: 'See your email',
    address: 'See your postal address',
    phone: 'See your phone number',
    offline_access: 'Stay signed in when you are away',
  },
}
