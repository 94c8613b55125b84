import { useTranslation } from 'react-i18next';

import type { CheckReport } from './check-report';
import classes from './report.module.css';

interface TranscriptProps {
  readonly lines: NonNullable<CheckReport['transcript']>;
}

/** What we and the server said to each other, secrets removed; only our own people are given it. */
export function Transcript({ lines }: TranscriptProps) {
  const { t } = useTranslation();
  return (
    <details className={classes['details']}>
      <summary>{t('report.transcript')}</summary>
      <pre className={classes['transcript']}>
        {lines.map(({ from, text }) => `${from === 'client' ? '→' : '←'} ${text}`).join('\n')}
      </pre>
    </details>
  );
}
