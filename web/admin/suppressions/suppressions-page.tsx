import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus, ShieldCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { isFaulty } from '../../shared/api/failure';
import { usePages } from '../../shared/api/use-pages';
import { EmptyState } from '../../shared/states/empty-state';
import { FailureAlert } from '../../shared/states/failure-alert';
import { PagedList } from '../../shared/lists/paged-list';
import { Moment } from '../../shared/ui/moment';
import { Page } from '../../shared/ui/page';
import { useFormats } from '../../shared/ui/use-formats';
import { Dialog } from '../../shared/ui/dialog';
import { useRemoveSuppression, useSuppress } from '../commands';
import { useOrganizationId } from '../mail-server';
import classes from '../mails/mails.module.css';
import { NoteDialog } from './note-dialog';

type Suppression = components['schemas']['Suppression'];

/** Addresses that get no mail of the organization, why, and the way to take one off the list. */
export function SuppressionsPage() {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const pages = usePages(['organization', organizationId, 'suppressions'], async (place, signal) => {
    const query = { state: 'active' as const, ...place };
    const params = { path: { organizationId }, query };
    return bodyOf(api.GET('/v1/organizations/{organizationId}/suppressions', { params, signal }));
  });
  return (
    <Page title={t('app.views.suppressions')} subtitle={t('admin.suppressions.subtitle')} actions={<AddAddress />}>
      <PagedList
        pages={pages}
        heights={[4, 4, 4, 4]}
        empty={
          <EmptyState icon={ShieldCheck} title={t('admin.suppressions.none')}>
            {t('admin.suppressions.noneText')}
          </EmptyState>
        }
      >
        {(items) => (
          <ul className={classes['list']} aria-label={t('app.views.suppressions')}>
            {items.map((item) => (
              <SuppressedAddress key={item.id} item={item} />
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function SuppressedAddress({ item }: { readonly item: Suppression }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const [isOpen, dialog] = useDisclosure();
  const remove = useRemoveSuppression();
  const note = item.trail.at(-1)?.note ?? null;
  return (
    <li className={`${classes['row'] ?? ''} ${classes['card'] ?? ''}`}>
      <Group justify="space-between" gap="xs">
        <div>
          <Text fw={600}>{item.address}</Text>
          <Text size="sm" c="dimmed">
            {t(`admin.suppressions.causes.${item.cause}`)} · <Moment at={item.addedAt} />
            {item.expiresAt !== null && ` · ${t('admin.suppressions.until', { at: date(item.expiresAt) })}`}
          </Text>
          {note !== null && <Text size="sm">{note}</Text>}
        </div>
        <Button
          size="compact-md"
          variant="default"
          onClick={dialog.open}
          aria-label={t('admin.suppressions.removeOf', item)}
        >
          {t('admin.suppressions.remove')}
        </Button>
      </Group>
      <NoteDialog
        isOpen={isOpen}
        onClose={dialog.close}
        title={t('admin.suppressions.removeTitle', item)}
        text={t('admin.suppressions.removeText')}
        submit={t('admin.suppressions.remove')}
        command={remove}
        onSubmit={(text) => remove.mutate({ suppressionId: item.id, version: item.version, note: text })}
      />
    </li>
  );
}

function AddAddress() {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure();
  return (
    <>
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
        {t('admin.suppressions.add')}
      </Button>
      <Dialog isOpen={isOpen} onClose={dialog.close} title={t('admin.suppressions.addTitle')}>
        <AddForm onDone={dialog.close} />
      </Dialog>
    </>
  );
}

function AddForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  const [note, setNote] = useState('');
  const suppress = useSuppress();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    suppress.mutate({ address, note }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <TextInput
          label={t('admin.suppressions.address')}
          type="email"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={isFaulty(suppress.error, 'address') && t('shared.notAnAddress')}
          required
          data-autofocus
        />
        <TextInput
          label={t('admin.suppressions.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={isFaulty(suppress.error, 'note') && t('shared.fillIn')}
          maxLength={500}
          required
        />
        {suppress.isError && <FailureAlert error={suppress.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('shared.cancel')}
          </Button>
          <Button type="submit" loading={suppress.isPending}>
            {t('admin.suppressions.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
