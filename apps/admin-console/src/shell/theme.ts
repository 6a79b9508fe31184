'use client'

import {
  createTheme,
  defaultVariantColorsResolver,
  Menu,
  Modal,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** Cool greys; 6 is the ground of menus, which stand above cards. */
const dark: MantineColorsTuple = [
  '#eceef2',
  '#c9ccd4',
  '#a0a4ae',
  '#767b87',
  '#363943',
  '#262931',
  '#1c1f26',
  '#0f1014',
  '#0b0c0f',
  '#070809',
]

const indigo: MantineColorsTuple = [
  '#eef0fe',
  '#dde1fb',
  '#bac2f6',
  '#96a2f3',
  '#7683f0',
  '#5f6de4',
  '#4a58d6',
  '#3d49b8',
  '#313b96',
  '#262e75',
]

/** Text on the primary colour follows the scheme; the library's own choice knows that of light alone. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isPrimary = input.color === undefined || input.color === input.theme.primaryColor
  return input.variant === 'filled' && isPrimary
    ? { ...colors, color: 'var(--mantine-primary-color-contrast)' }
    : colors
}

/** Sizes 12 13 14 16 18 22 28 and weights 400 550 650; breakpoints where the side bar changes its form. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontWeight: '650' },
  breakpoints: { sm: '48em', md: '64em' },
  colors: { indigo, dark },
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.2,
  variantColorResolver,
  defaultRadius: 8,
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    // The <header> of a dialog would count as a second banner of the page.
    // A menu holds its items and nothing else, the first of which gets the focus, and stands in the landmark of its button.
    Menu: Menu.extend({
      defaultProps: { withInitialFocusPlaceholder: false, withinPortal: false, floatingStrategy: 'fixed' },
    }),
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: 'presentation' } } } }),
  },
})

/** The neutrals and status colours of both schemes, each at 4.5:1 or more on its ground. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfbfd',
    '--mantine-color-text': '#17181c',
    '--mantine-color-dimmed': '#5b5f6b',
    '--mantine-color-placeholder': '#676b77',
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-hover': '#f3f4f8',
    '--mantine-color-default-border': '#e7e8ee',
    '--mantine-color-error': '#b3261e',
    '--console-card': '#ffffff',
    '--console-line': '#e7e8ee',
    '--console-sunken': '#f3f4f8',
    '--console-hover': '#f1f2f7',
    '--console-link': '#4a58d6',
    '--console-selected': '#e5e8fc',
    '--console-selected-text': '#313b96',
    '--console-teal': '#0b6e5f',
    '--console-amber': '#8a5300',
    '--console-amber-ground': '#fff6e5',
    '--console-red': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#0f1014',
    '--mantine-color-text': '#eceef2',
    '--mantine-color-dimmed': '#a0a4ae',
    '--mantine-color-placeholder': '#8f939e',
    '--mantine-color-default': '#16181d',
    '--mantine-color-default-hover': '#20232a',
    '--mantine-color-default-border': '#2a2c34',
    '--mantine-color-error': '#ff8a80',
    '--console-card': '#16181d',
    '--console-line': '#2a2c34',
    '--console-sunken': '#0f1014',
    '--console-hover': '#1c1f26',
    '--console-link': '#96a2f3',
    '--console-selected': '#232952',
    '--console-selected-text': '#c3cafd',
    '--console-teal': '#4fd1b8',
    '--console-amber': '#f2b84b',
    '--console-amber-ground': '#2a2212',
    '--console-red': '#ff8a80',
  },
})
