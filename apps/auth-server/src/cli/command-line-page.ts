import { NOUNS, parseCommandLine } from './command-line.js'

const WIDTH = 100

/** `docs/command-line.md`: every page of help, as the terminal shows it. */
export async function commandLinePage(): Promise<string> {
  const sections = NOUNS.map(async ({ name, about, verbs }) => {
    const pages = verbs.map(async (verb) => {
      const command = await parseCommandLine([name, verb.name, '--help'], WIDTH)
      const help = 'help' in command ? command.help.trimEnd() : ''
      return `### ${name} ${verb.name}\n\n\`\`\`\n${help}\n\`\`\`\n`
    })
    return `## ${name}\n\n${about}\n\n${(await Promise.all(pages)).join('\n')}`
  })
  return `# The command line

<!-- Made from the code by \`npm run docs:generate\`: change it there. -->

Every command, with \`--help\`. How to use them stands in [Register clients and people](guides/register-clients-and-people.md) and [Configuration as code](guides/configuration-as-code.md).

${(await Promise.all(sections)).join('\n')}`
}
