import { html } from './html.js'
import { icon } from './icons.js'
import { documentPage, type PageContext } from './layout.page.js'

/** Says that the password is set, and what to do with it. */
export function passwordChosenPage(page: PageContext): string {
  const { passwordChosen } = page.messages
  const body = html` <span class="emblem teal">${icon('check')}</span>
    <h1>${passwordChosen.title}</h1>
    <p class="lead">${passwordChosen.sentence}</p>`
  return documentPage({ title: passwordChosen.title, body }, page)
}
