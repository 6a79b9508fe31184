import { JSON_OPTION, type Noun } from '../verb.js'
import { ADD_OPTIONS, PASSWORD_OPTIONS, UPDATE_OPTIONS } from './user-options.js'
import { add, list, setPassword, show, switching, update } from './user-verbs.js'

const LOGIN = { name: 'login', description: 'User name or mail address' }

/** `npm run user`. */
export const userNoun: Noun = {
  name: 'user',
  about: 'People with accounts, and what is known of them (OIDC Core §5.1).',
  verbs: [
    {
      name: 'add',
      summary: 'Make an account',
      options: ADD_OPTIONS,
      run: add,
      examples: [
        [
          'add --username ada --email ada@example.com --email-verified --name "Ada Lovelace"',
          'A random password is shown once',
        ],
        ['add --username ada --password-stdin < password.txt', 'A password that is on no command line'],
        ['add --username tom --role http://localhost:4001:auditor', 'With a role at the bank'],
      ],
    },
    { name: 'list', summary: 'List accounts', options: JSON_OPTION, run: list, examples: [] },
    {
      name: 'show',
      argument: LOGIN,
      summary: 'Show everything about a person, but for the password',
      options: JSON_OPTION,
      run: show,
      examples: [['show ada@example.com', 'By user name or mail address']],
    },
    {
      name: 'update',
      argument: LOGIN,
      summary: 'Change what is given; roles take the place of those before, an empty value takes away',
      options: UPDATE_OPTIONS,
      run: update,
      examples: [
        ['update ada --address-locality London --address-country GB', 'The rest of the address stays'],
        ['update ada --phone-number ""', 'No phone number any more'],
      ],
    },
    {
      name: 'set-password',
      argument: LOGIN,
      summary: 'Set another password; the person is signed out everywhere',
      options: PASSWORD_OPTIONS,
      run: setPassword,
      examples: [['set-password ada', 'A random one, shown once']],
    },
    {
      name: 'disable',
      argument: LOGIN,
      summary: 'Switch an account off: signed out everywhere, every token revoked',
      options: JSON_OPTION,
      run: switching(false),
      examples: [],
    },
    {
      name: 'enable',
      argument: LOGIN,
      summary: 'Switch an account on again',
      options: JSON_OPTION,
      run: switching(true),
      examples: [],
    },
  ],
}
