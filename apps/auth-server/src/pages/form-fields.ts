import { html, raw, type Html } from './html.js'
import { icon } from './icons.js'
import type { Messages } from './messages.js'

/** One labelled input of a hosted page. `name` is its `id` too, and the stem of the ids around it. */
export interface TextField {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email'
  readonly value: string
  readonly autocomplete: string
  /** Whether the input is about an address or a login name: no capitals, no spell check, the keyboard with an @. */
  readonly isIdentifier?: boolean
  readonly readonly?: boolean
  readonly autofocus?: boolean
  readonly invalid?: boolean
  /** The sentence under the field; a field with one is invalid. */
  readonly error?: string | undefined
  /** Ids of further text about the field, such as the error summary's. */
  readonly describedBy?: string | false | undefined
}

/** A password input. Its value is never sent back to the browser. */
export interface PasswordField extends Omit<TextField, 'type' | 'value' | 'isIdentifier' | 'readonly'> {
  readonly hint?: string
  readonly minLength?: number
  readonly maxLength?: number
}

/** The hidden token that ties a post to the page it came from; `idSuffix` keeps ids apart on a page with two forms. */
export function csrfField(csrfToken: string, idSuffix = ''): Html {
  return html`<input type="hidden" name="csrf" id="csrf${idSuffix}" value="${csrfToken}" />`
}

/** A label, the input, and the sentence about what is wrong with it. */
export function textField(field: TextField): Html {
  const identifier = raw` autocapitalize="none" spellcheck="false" inputmode="email"`
  return html`<div class="field">
    <label for="${field.name}">${field.label}</label>
    <input
      type="${field.type ?? 'text'}"
      name="${field.name}"
      id="${field.name}"
      value="${field.value}"
      autocomplete="${field.autocomplete}"
      required${field.isIdentifier && identifier}${field.readonly && raw` readonly`}${stateOf(field)}
    />
    ${errorOf(field)}
  </div>`
}

/** A password input with the hidden controls that the script wakes: show or hide, and the caps-lock hint. */
export function passwordField(field: PasswordField, { common }: Messages): Html {
  const { name, hint, minLength, maxLength } = field
  const bounds = [
    minLength !== undefined && html` minlength="${minLength}"`,
    maxLength !== undefined && html` maxlength="${maxLength}"`,
  ]
  return html`<div class="field">
    <label for="${name}">${field.label}</label>
    <div class="password">
      <input
        type="password"
        name="${name}"
        id="${name}"
        autocomplete="${field.autocomplete}"
        required${bounds}${stateOf(field, hint && `${name}-hint`)}
      />
      <button
        type="button"
        class="reveal"
        id="${name}-reveal"
        aria-controls="${name}"
        aria-label="${common.showPasswordLabel}"
        data-reveal="${name}"
        data-hide="${common.hidePassword}"
        data-hide-label="${common.hidePasswordLabel}"
        hidden
      >
        ${common.showPassword}
      </button>
    </div>
    ${errorOf(field)} ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    <p class="caps" id="${name}-caps" role="status" data-caps="${name}" data-text="${common.capsLock}"></p>
  </div>`
}

/** What is wrong with the whole form, announced at once, with a link to each wrong field. */
export function errorSummary(sentence: string, links: readonly { name: string; text: string }[] = []): Html {
  return html`<div class="summary" id="error-summary" role="alert">
    ${icon('alert')}
    <div>
      <p>${sentence}</p>
      ${
        links.length > 0 &&
        html`<ul>
          ${links.map(({ name, text }) => html`<li><a href="#${name}">${text}</a></li>`)}
        </ul>`
      }
    </div>
  </div>`
}

function errorOf({ name, error }: Pick<TextField, 'name' | 'error'>): Html {
  return error
    ? html`<p class="field-error" id="${name}-error">${icon('alert')}<span>${error}</span></p>`
    : raw``
}

function stateOf(
  field: Pick<TextField, 'name' | 'error' | 'invalid' | 'autofocus' | 'describedBy'>,
  hintId?: string,
): Html {
  const describedBy = [field.describedBy, field.error && `${field.name}-error`, hintId]
    .filter(Boolean)
    .join(' ')
  return html`${(field.invalid || field.error) && raw` aria-invalid="true"`}${describedBy && html` aria-describedby="${describedBy}"`}${field.autofocus && raw` autofocus`}`
}
