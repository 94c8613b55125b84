import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { OctagonPause } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { Facts } from '../../shared/ui/facts';
import { Moment } from '../../shared/ui/moment';
import { useFormats } from '../../shared/ui/use-formats';
import { ResumeDialog } from './resume-dialog';
import { RollBackDialog } from './roll-back-dialog';
import { SuspendDialog } from './suspend-dialog';

type LiveServer = components['schemas']['LiveServer'];

interface LiveServerCardProps {
  readonly organizationId: string;
  readonly live: LiveServer;
}

/** The server that sends: how it is, and what operations can do with it. */
export function LiveServerCard({ organizationId, live }: LiveServerCardProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'suspend' | 'resume' | 'rollBack' | null>(null);
  const close = (): void => setOpen(null);
  const number = live.revision.number;
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('ops.live.title')}</Title>
        {live.suspension && <Suspension suspension={live.suspension} />}
        <LiveFacts live={live} />
        <Group>
          <Button
            variant="default"
            disabled={live.resumption !== null}
            onClick={() => setOpen(live.status === 'active' ? 'suspend' : 'resume')}
          >
            {t(live.status === 'active' ? 'ops.suspend.button' : 'ops.resume.button')}
          </Button>
          {live.previousRevision !== null && (
            <Button variant="default" onClick={() => setOpen('rollBack')}>
              {t('ops.rollBack.button', { number: live.previousRevision })}
            </Button>
          )}
        </Group>
        {live.resumption && <Text>{t('ops.live.resuming')}</Text>}
        {open === 'suspend' && <SuspendDialog organizationId={organizationId} onClose={close} />}
        {open === 'resume' && <ResumeDialog organizationId={organizationId} onClose={close} />}
        {open === 'rollBack' && <RollBackDialog organizationId={organizationId} revision={number} onClose={close} />}
      </Stack>
    </Card>
  );
}

function Suspension({ suspension }: { readonly suspension: NonNullable<LiveServer['suspension']> }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" title={t(`lifecycle.suspendedBy.${suspension.cause}`)} icon={<OctagonPause aria-hidden />}>
      <Text size="sm">{suspension.reason}</Text>
      <Text size="sm">
        <Moment at={suspension.at} />
      </Text>
    </Alert>
  );
}

function LiveFacts({ live }: { readonly live: LiveServer }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { revision, health, sendingTrouble, certificateExpiresAt, firstMailAt } = live;
  const { host, port, security, senderAddress } = revision.settings;
  return (
    <Facts
      facts={[
        [t('lifecycle.field.host'), `${host}:${port} · ${t(`lifecycle.security.${security}`)}`],
        [t('lifecycle.field.senderAddress'), senderAddress],
        [t('ops.live.revision'), String(revision.number)],
        [t('ops.live.activated'), dateTime(live.activatedAt)],
        [t('ops.live.firstMail'), firstMailAt && dateTime(firstMailAt)],
        [t('ops.live.checked'), health.lastCheckAt && dateTime(health.lastCheckAt)],
        [t('ops.live.verdict'), health.lastVerdict && t(`lifecycle.verdict.${health.lastVerdict}`)],
        [t('ops.live.failures'), health.failures > 0 && String(health.failures)],
        [t('ops.live.trouble'), sendingTrouble && `${sendingTrouble.code} (${sendingTrouble.failures})`],
        [t('ops.live.certificate'), certificateExpiresAt && dateTime(certificateExpiresAt)],
      ]}
    />
  );
}
