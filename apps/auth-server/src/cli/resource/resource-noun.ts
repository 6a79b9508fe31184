import { JSON_OPTION, type Noun } from '../verb.js'
import { ADD_OPTIONS, UPDATE_OPTIONS } from './resource-options.js'
import { add, list, remove, show, update } from './resource-verbs.js'

const IDENTIFIER = {
  name: 'identifier',
  description: 'Absolute URI without fragment: the "resource" parameter and the "aud" claim',
}

/** `npm run resource`. */
export const resourceNoun: Noun = {
  name: 'resource',
  about: 'APIs that accept access tokens, with the scopes and roles that they understand (RFC 8707 §2).',
  verbs: [
    {
      name: 'add',
      argument: IDENTIFIER,
      summary: 'Register an API',
      options: ADD_OPTIONS,
      run: add,
      examples: [
        [
          "add https://orders.example --name Orders --scope 'orders:read=See your orders' --role 'clerk=Handles orders'",
          'An API with a scope and a role',
        ],
      ],
    },
    { name: 'list', summary: 'List APIs', options: JSON_OPTION, run: list, examples: [] },
    {
      name: 'show',
      argument: IDENTIFIER,
      summary: 'Show everything about an API',
      options: JSON_OPTION,
      run: show,
      examples: [],
    },
    {
      name: 'update',
      argument: IDENTIFIER,
      summary: 'Change what is given; scopes and roles are added or changed, and removed only by name',
      options: UPDATE_OPTIONS,
      run: update,
      examples: [
        ["update https://orders.example --sensitive-scope 'orders:write=Place orders'", 'One more scope'],
      ],
    },
    {
      name: 'remove',
      argument: IDENTIFIER,
      summary: 'Remove an API that no client and no person uses',
      options: JSON_OPTION,
      run: remove,
      examples: [],
    },
  ],
}
