/** E-Mails und was aus ihnen wurde. */
export const mail = {
  title: 'E-Mails',
} as const;
