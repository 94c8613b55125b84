import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e6f7f8',
  '#d3ebed',
  '#a8d6da',
  '#79bfc6',
  '#53adb5',
  '#3ba1ab',
  '#2b9ba6',
  '#1a8791',
  '#067882',
  '#00565f',
];

export const theme = createTheme({
  colors: { petrol },
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1rem' } },
  },
  // The kit sets headings of several lines too close, and who is quoted too faint.
  components: {
    Timeline: { styles: { itemTitle: { lineHeight: 1.35 } } },
    List: { styles: { item: { lineHeight: 'var(--mantine-line-height-md)' }, itemIcon: { display: 'inline-flex' } } },
    Blockquote: { styles: { cite: { color: 'var(--mantine-color-dimmed)', opacity: 1 } } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Text on a tinted ground of its own colour: dark enough, and light enough, for WCAG 2.2 AA. */
const readable = {
  light: {
    gray: '#343a40',
    red: '#a11616',
    orange: '#8a3d00',
    yellow: '#6b4a00',
    green: '#1b6330',
    blue: '#124f87',
    petrol: '#00565f',
  },
  dark: {
    gray: '#dee2e6',
    red: '#ffb3b3',
    orange: '#ffc078',
    yellow: '#ffe066',
    green: '#8ce99a',
    blue: '#a5d8ff',
    petrol: '#a8d6da',
  },
};

function readableVariables(colors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(colors).map(([name, color]) => [`--mantine-color-${name}-light-color`, color]),
  );
}

/** The kit's greys and reds are too faint for small text; everything else stays as it comes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#555d65',
    '--mantine-color-placeholder': '#6b737b',
    '--mantine-color-error': '#b02525',
    '--mantine-color-anchor': '#067882',
    ...readableVariables(readable.light),
  },
  dark: {
    '--mantine-color-dimmed': '#b4b8bc',
    '--mantine-color-placeholder': '#9aa0a6',
    '--mantine-color-error': '#ff9c9c',
    '--mantine-color-anchor': '#79bfc6',
    ...readableVariables(readable.dark),
  },
});
