import { describe, expect, it } from '@jest/globals'
import { NOUNS, parseCommandLine } from './command-line.js'
import { UsageError } from './usage-error.js'

const parse = (...words: string[]) => parseCommandLine(words, 100)

describe('the command line', () => {
  it('is read into a verb, its argument and its options, without numbers or dots being touched', async () => {
    const command = await parse(
      'user',
      'update',
      '007',
      '--phone-number',
      '+4930',
      '--no-email-verified',
      '--role=a:b',
      '--json',
    )
    if ('help' in command) throw new Error('help')
    expect([command.verb.name, command.argument, command.json]).toEqual(['update', '007', true])
    expect(command.given.one('phone-number', (text) => text)).toBe('+4930')
    expect(command.given.flag('email-verified')).toBe(false)
    expect(command.given.many('role', (text) => text)).toEqual(['a:b'])
  })

  it.each([
    [['nobody'], 'Say what it is about: client, user, resource, gatehouse.'],
    [['client'], 'Say what to do.'],
    [['client', 'destroy'], 'Unknown argument: destroy'],
    [['client', 'show'], 'Say which one: <id> is missing.'],
    [['client', 'add'], 'Missing required argument: name'],
    [['client', 'add', '--name', 'x', '--colour', 'red'], 'Unknown argument: colour'],
    [['client', 'add', '--name', 'x', 'stray'], 'Unknown argument: stray'],
    [['client', 'add', '--name', '--json'], 'Not enough arguments following: name'],
    [['client', 'update', 'x', '--kind', 'web'], 'Unknown argument: kind'],
    [['user', 'add', '--username', 'x', '--password', 'y', '--password-stdin'], 'mutually exclusive'],
  ])('is refused as a whole: %j', async (words, problem) => {
    await expect(parse(...words)).rejects.toThrow(UsageError)
    await expect(parse(...words)).rejects.toThrow(problem)
  })

  it('names the help of the verb that was meant', async () => {
    await expect(parse('client', 'add')).rejects.toMatchObject({ helpLine: 'npm run client -- add --help' })
    await expect(parse('client', 'destroy')).rejects.toMatchObject({ helpLine: 'npm run client -- --help' })
  })

  it('explains every option of every verb within the width of the terminal', async () => {
    for (const { name, verbs } of NOUNS) {
      for (const verb of verbs) {
        const command = await parseCommandLine([name, verb.name, '--help'], 80)
        const help = 'help' in command ? command.help : ''
        for (const option of Object.keys(verb.options)) expect(help).toContain(`--${option}`)
        expect(help.split('\n').filter((row) => row.length > 80)).toEqual([])
      }
    }
  })
})
