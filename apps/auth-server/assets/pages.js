/* global addEventListener, document, navigator, setTimeout */

/** The script of the hosted pages. Everything works without it; it only makes some things nicer. */

for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.ariaBusy === 'true') return event.preventDefault()
    form.ariaBusy = 'true'
    // After the browser has read the form, or the pressed button would be missing from what is sent.
    setTimeout(() => setDisabled(form, true))
  })
}

// Back from the next page: the browser may show this one as it was left.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll('form[data-once]')) {
    form.ariaBusy = null
    setDisabled(form, false)
  }
})

for (const button of document.querySelectorAll('button[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal)
  const show = { text: button.textContent, label: button.ariaLabel, type: 'password' }
  const hide = { text: button.dataset.hide, label: button.dataset.hideLabel, type: 'text' }
  const become = (state) => {
    button.textContent = state.text
    button.ariaLabel = state.label
    input.type = state.type
  }
  button.hidden = false
  button.addEventListener('click', () => become(input.type === 'password' ? hide : show))
  // A password manager keeps only what is posted as a password.
  input.form.addEventListener('submit', () => become(show))
}

for (const hint of document.querySelectorAll('[data-caps]')) {
  const input = document.getElementById(hint.dataset.caps)
  const update = (event) => {
    const isOn = event.getModifierState?.('CapsLock') ?? false
    hint.textContent = isOn ? hint.dataset.text : ''
  }
  input.addEventListener('keydown', update)
  input.addEventListener('keyup', update)
  input.addEventListener('blur', () => (hint.textContent = ''))
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue
  const label = button.querySelector('span')
  const status = document.getElementById(`${button.id}-status`)
  const idle = label.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    const facts = button.dataset.copy.split(' ').map((id) => document.getElementById(id).textContent)
    await navigator.clipboard.writeText(facts.join(' '))
    label.textContent = status.textContent = button.dataset.copied
    setTimeout(() => {
      label.textContent = idle
      status.textContent = ''
    }, 2000)
  })
}

// A link of the error summary leads to its field, and the caret goes along.
for (const link of document.querySelectorAll('.summary a[href^="#"]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    document.getElementById(link.hash.slice(1))?.focus()
  })
}

// A picture that does not load leaves no hole.
for (const picture of document.querySelectorAll('img')) {
  if (picture.complete && picture.naturalWidth === 0) picture.hidden = true
  picture.addEventListener('error', () => (picture.hidden = true))
}

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll('button')) button.disabled = disabled
}
