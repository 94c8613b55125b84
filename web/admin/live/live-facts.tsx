import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { daysUntil } from '../../shared/days-until';
import { Moment } from '../../shared/ui/moment';
import { useFormats } from '../../shared/ui/use-formats';
import type { LiveServer } from '../mail-server';
import classes from './live.module.css';

const soonDays = 30;

/** Server, sender, health and certificate at a glance. */
export function LiveFacts({ live }: { readonly live: LiveServer }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const { settings } = live.revision;
  const { lastCheckAt, lastVerdict } = live.health;
  return (
    <dl className={classes['facts']}>
      <Fact name={t('admin.live.server')}>{`${settings.host}:${settings.port}`}</Fact>
      <Fact name={t('admin.live.sender')}>{`${settings.senderName} <${settings.senderAddress}>`}</Fact>
      <Fact name={t('admin.live.since')}>{date(live.activatedAt)}</Fact>
      <Fact name={t('admin.live.health')}>
        {lastCheckAt === null || lastVerdict === null ? (
          t('admin.live.notCheckedYet')
        ) : (
          <>
            {t(`admin.live.verdicts.${lastVerdict}`)}, <Moment at={lastCheckAt} />
          </>
        )}
      </Fact>
      {live.certificateExpiresAt !== null && <Certificate expiresAt={live.certificateExpiresAt} />}
      <Fact name={t('admin.live.firstMail')}>
        {live.firstMailAt === null ? t('admin.live.noMailYet') : <Moment at={live.firstMailAt} />}
      </Fact>
    </dl>
  );
}

function Certificate({ expiresAt }: { readonly expiresAt: string }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const days = daysUntil(expiresAt);
  return (
    <Fact name={t('admin.live.certificate')}>
      {t('admin.live.validUntil', { at: date(expiresAt) })}
      {days < soonDays && (
        <Text component="span" c="red" fw={600}>
          {' '}
          {t('admin.live.renewSoon', { count: Math.max(days, 0) })}
        </Text>
      )}
    </Fact>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
