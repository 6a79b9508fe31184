import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const resolve = createRequire(import.meta.url).resolve

/** Styles, script and logo of the hosted pages; two levels above this file both in `src` and in `dist`. */
export const ASSETS_FOLDER = fileURLToPath(new URL('../../assets/', import.meta.url))

/** Fonts by the name that the styles use, from their packages. */
export const FONTS: Readonly<Record<string, { folder: string; file: string }>> = {
  'inter-latin.woff2': font('@fontsource-variable/inter', 'inter-latin-wght-normal.woff2'),
  'inter-latin-ext.woff2': font('@fontsource-variable/inter', 'inter-latin-ext-wght-normal.woff2'),
  'jetbrains-mono-latin.woff2': font(
    '@fontsource-variable/jetbrains-mono',
    'jetbrains-mono-latin-wght-normal.woff2',
  ),
}

/** The viewer of OpenAPI documents that `@nestjs/swagger` brings. */
export const VIEWER: Readonly<Record<string, { folder: string; file: string }>> = Object.fromEntries(
  ['swagger-ui.css', 'swagger-ui-bundle.js'].map((file) => [file, { folder: viewerFolder(), file }]),
)

function viewerFolder(): string {
  const ofSwagger = createRequire(resolve('@nestjs/swagger')).resolve
  return dirname(ofSwagger('swagger-ui-dist/package.json'))
}

function font(packageName: string, file: string): { folder: string; file: string } {
  return { folder: join(dirname(resolve(`${packageName}/package.json`)), 'files'), file }
}
