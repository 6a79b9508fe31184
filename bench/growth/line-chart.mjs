import { mkdirSync, writeFileSync } from 'node:fs'

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 320, 64, 48, 150, 44]
const COLOURS = ['#2456a6', '#b3541e', '#2e7d4f', '#7a3e9d', '#8a6d00']

/**
 * @typedef {object} Chart
 * @property {string} title @property {string} horizontal @property {string} vertical
 * @property {{ name: string, points: [number, number][] }[]} series
 * @property {(value: number) => string} [label] of a place on the horizontal axis
 */

const text = (/** @type {string} */ value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** @param {number} highest @returns {number[]} round values from 0 to at least the highest */
function steps(highest) {
  const rough = highest / 4 || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, at) => at * step)
}

/** Draws lines over numbers, the vertical axis from zero. @param {Chart} chart @returns {string} SVG */
export function lineChart({ title, horizontal, vertical, series, label = String }) {
  const points = series.flatMap((line) => line.points)
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const marks = steps(Math.max(...ys))
  const top = marks.at(-1) ?? 1
  const x = (/** @type {number} */ value) =>
    LEFT + ((value - left) / (right - left || 1)) * (WIDTH - LEFT - RIGHT)
  const y = (/** @type {number} */ value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM)
  const places = [...new Set(xs)]
  const shown = places.filter((_, at) => places.length < 8 || at % Math.ceil(places.length / 6) === 0)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${text(title)}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="24" font-size="15" fill="#111">${text(title)}</text>
${marks.map((mark) => `<path d="M${LEFT} ${y(mark).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end" fill="#444">${Number(mark.toFixed(3))}</text>`).join('\n')}
${shown.map((place) => `<text x="${x(place).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#444">${text(label(place))}</text>`).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle" fill="#444">${text(horizontal)}</text>
<text x="${LEFT}" y="${TOP - 8}" text-anchor="end" fill="#444">${text(vertical)}</text>
${series
  .map(({ name, points: line }, at) =>
    drawn(
      name,
      line.map(([a, b]) => [x(a), y(b)]),
      COLOURS[at % COLOURS.length] ?? '',
      at,
    ),
  )
  .join('\n')}
</svg>
`
}

/** @param {string} name @param {number[][]} line @param {string} colour @param {number} at */
function drawn(name, line, colour, at) {
  const path = line
    .map(([a = 0, b = 0], place) => `${place ? 'L' : 'M'}${a.toFixed(1)} ${b.toFixed(1)}`)
    .join('')
  const dots = line.length > 20 ? [] : line
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots
    .map(([a = 0, b = 0]) => `<circle cx="${a.toFixed(1)}" cy="${b.toFixed(1)}" r="3" fill="${colour}"/>`)
    .join('')}
<text x="${WIDTH - RIGHT + 12}" y="${TOP + 14 + at * 18}" fill="${colour}">${text(name)}</text>`
}

/** @param {string} name of the file, without its ending @param {Chart} chart */
export function writeChart(name, chart) {
  const folder = new URL('../charts/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  writeFileSync(new URL(`${name}.svg`, folder), lineChart(chart))
}
