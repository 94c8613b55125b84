import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Moment } from '../../shared/ui/moment';
import { StatusBadge } from '../../shared/ui/status-badge';
import { MailDetails } from './mail-details';
import type { Mail } from './mail-queries';
import { mailTones } from './mail-tones';
import classes from './mails.module.css';

/** One mail: to whom, about what, what became of it; more when it is opened. */
export function MailRow({ mail }: { readonly mail: Mail }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = mail.recipients;
  return (
    <li className={classes['row']}>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Text fw={600} truncate="end">
            {mail.subject}
          </Text>
          <StatusBadge tone={mailTones[mail.state]}>{t(`mail.states.${mail.state}`)}</StatusBadge>
          <Text size="sm" c="dimmed" truncate="end">
            {first?.recipient}
            {others.length > 0 && ` ${t('mail.andOthers', { count: others.length })}`}
          </Text>
          <Text size="sm" c="dimmed" component="span">
            <Moment at={mail.acceptedAt} />
          </Text>
        </summary>
        {isOpen && (
          <Stack className={classes['details'] ?? ''}>
            <MailDetails mail={mail} />
          </Stack>
        )}
      </details>
    </li>
  );
}
