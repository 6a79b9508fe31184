import { JSON_OPTION, type Noun } from '../verb.js'
import { ADD_OPTIONS, SECRET_OPTIONS, UPDATE_OPTIONS } from './client-options.js'
import { add, addSecret, list, remove, show, switching, update } from './client-verbs.js'

const ID = { name: 'id', description: 'client_id' }

/** `npm run client`. */
export const clientNoun: Noun = {
  name: 'client',
  about: 'Applications that ask for tokens (RFC 6749 §2).',
  verbs: [
    {
      name: 'add',
      summary: 'Register a client',
      options: ADD_OPTIONS,
      run: add,
      examples: [
        [
          'add --name "Web shop" --redirect-uri https://shop.example/callback',
          'An application with a server',
        ],
        [
          'add --kind spa --name Portal --redirect-uri https://portal.example/ --cors-origin https://portal.example',
          'An application in the browser',
        ],
        [
          'add --kind service --name Nightly --resource http://localhost:4001 --scope accounts:read',
          'A job that acts for itself',
        ],
        [
          'add --kind service --name Payments --auth-method private_key_jwt --jwks keys.json',
          'A job that signs with its own key',
        ],
        [
          'add --kind service --name "Bank server" --grant "" --resource-server-for http://localhost:4001',
          'An API that introspects',
        ],
      ],
    },
    {
      name: 'list',
      summary: 'List clients',
      options: JSON_OPTION,
      run: list,
      examples: [['list', 'Every client, one in a line']],
    },
    {
      name: 'show',
      argument: ID,
      summary: 'Show everything about a client, but for its secrets',
      options: JSON_OPTION,
      run: show,
      examples: [['show web-shop --json', 'For a script']],
    },
    {
      name: 'update',
      argument: ID,
      summary: 'Change what is given; a list takes the place of the one before, an empty value takes away',
      options: UPDATE_OPTIONS,
      run: update,
      examples: [
        [
          'update web-shop --redirect-uri https://shop.example/callback --redirect-uri https://shop.example/cb2',
          'Two redirect URIs instead of those before',
        ],
        ['update web-shop --logo-uri ""', 'No logo any more'],
      ],
    },
    {
      name: 'secret',
      argument: ID,
      summary: 'Add another secret, so that old and new work side by side',
      options: SECRET_OPTIONS,
      run: addSecret,
      examples: [
        ['secret web-shop --expires-in-days 90', 'A secret for a quarter'],
        ['secret web-shop --replace', 'A secret was stolen: only the new one counts'],
      ],
    },
    {
      name: 'disable',
      argument: ID,
      summary: 'Switch a client off; its tokens are revoked',
      options: JSON_OPTION,
      run: switching(false),
      examples: [],
    },
    {
      name: 'enable',
      argument: ID,
      summary: 'Switch a client on again',
      options: JSON_OPTION,
      run: switching(true),
      examples: [],
    },
    {
      name: 'remove',
      argument: ID,
      summary: 'Remove a client; its tokens are revoked and what people allowed it is forgotten',
      options: JSON_OPTION,
      run: remove,
      examples: [],
    },
  ],
}
