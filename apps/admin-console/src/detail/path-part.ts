/** A part of a path as it is meant; Next hands parts of an address in as they are spelled there. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
