import { Button, Card, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Draft, MailServer } from '../mail-server';
import { LazySettingsForm } from '../settings/lazy-settings-form';
import { CheckProgress } from '../report/check-progress';
import { ChangesRequestedPanel } from './changes-requested-panel';
import { CheckFailedPanel } from './check-failed-panel';
import { ConfirmationPanel } from './confirmation-panel';
import { RejectedPanel } from './rejected-panel';
import { ReviewPanel } from './review-panel';

/** What can be done about the settings right now. */
export function DraftPanel({ server }: { readonly server: MailServer }) {
  const { draft } = server;
  if (!draft) return <NewSettings server={server} />;
  return <OpenDraft server={server} draft={draft} />;
}

function OpenDraft({ server, draft }: { readonly server: MailServer; readonly draft: Draft }) {
  switch (draft.status) {
    case 'checking':
      return <CheckProgress draft={draft} />;
    case 'check-failed':
      return <CheckFailedPanel server={server} draft={draft} />;
    case 'awaiting-confirmation':
      return <ConfirmationPanel draft={draft} />;
    case 'awaiting-review':
      return <ReviewPanel draft={draft} />;
    case 'changes-requested':
      return <ChangesRequestedPanel server={server} draft={draft} />;
    case 'rejected':
      return <RejectedPanel server={server} draft={draft} />;
    case 'withdrawn':
    case 'expired':
      return <NewSettings server={server} />;
  }
}

/** The form at once where there is nothing yet; behind a button where a server is live, as most come to look at that. */
function NewSettings({ server }: { readonly server: MailServer }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!server.live || isOpen) return <LazySettingsForm server={server} />;
  return (
    <Card withBorder padding="lg">
      <Text mb="md">{t('admin.settings.changeHint')}</Text>
      <Button variant="default" onClick={() => setOpen(true)} w="fit-content">
        {t('admin.settings.change')}
      </Button>
    </Card>
  );
}
