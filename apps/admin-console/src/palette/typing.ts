/** True while a key belongs to something that takes text, or is pressed together with a modifier. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  const target = event.target instanceof HTMLElement ? event.target : undefined
  return (
    target?.isContentEditable === true ||
    target?.closest('input, textarea, select, [role="menu"], [role="dialog"], [role="listbox"]') instanceof
      Element
  )
}
