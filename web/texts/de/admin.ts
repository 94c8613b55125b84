/** Die Ansichten der Administration einer Organisation. */
export const admin = {
  overview: { title: 'Eigener Mailserver' },
} as const;
