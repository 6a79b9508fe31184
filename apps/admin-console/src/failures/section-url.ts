const RFC = /^RFC (\d{1,5})(?: §([A-Z]?[\d.]+))?/u
const CORE = /^OIDC Core §([\d.]+)/u

/** Where a section of a standard can be read; undefined where that is not known. */
export function sectionUrl(reference: string): string | undefined {
  const [, rfc, section] = RFC.exec(reference) ?? []
  if (rfc !== undefined) {
    const anchor = section === undefined ? '' : `#section-${section}`
    return `https://www.rfc-editor.org/rfc/rfc${rfc}${anchor}`
  }
  if (CORE.test(reference)) return 'https://openid.net/specs/openid-connect-core-1_0.html'
  return undefined
}
