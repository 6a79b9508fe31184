import { flagOption, JSON_OPTION, valueOption, type Noun } from '../verb.js'
import { apply, exportAll, plan } from './configuration-verbs.js'

const FILE = { name: 'file', description: 'YAML file; - for standard input' }
const OPTIONS = {
  prune: flagOption('Remove what the file does not name, from the sections that it has'),
  ...JSON_OPTION,
}

/** `npm run gatehouse`. */
export const configurationNoun: Noun = {
  name: 'gatehouse',
  about: 'APIs and clients as a file: write it, see what it would change, apply it.',
  verbs: [
    {
      name: 'export',
      summary: 'Write APIs and clients as YAML, without secrets',
      options: { to: valueOption('File to write (default: standard output)'), ...JSON_OPTION },
      run: exportAll,
      examples: [['export --to gatehouse.yaml', 'What is registered now']],
    },
    {
      name: 'plan',
      argument: FILE,
      summary: 'Show what an apply of the file would change; changes nothing',
      options: OPTIONS,
      run: plan,
      examples: [['plan gatehouse.yaml --prune', 'What would go, too']],
    },
    {
      name: 'apply',
      argument: FILE,
      summary: 'Make APIs and clients what the file says, all at once or not at all',
      options: OPTIONS,
      run: apply,
      examples: [['apply gatehouse.yaml', 'Adds and changes; removes nothing']],
    },
  ],
}
