import { Anchor, Group, Table, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Moment } from '../../shared/ui/moment';
import { StatusBadge } from '../../shared/ui/status-badge';
import { WideTable } from '../../shared/ui/wide-table';
import type { ReviewItem } from '../reviews';
import { DueBadge } from './due-badge';

/** Where letters are written. The choice of a part of the queue is an INPUT, too, and takes none. */
const fieldsForText = ['TEXTAREA', 'SELECT'];

/** The queue; J and K go from one review to the next, Enter opens it. */
export function QueueTable({ items }: { readonly items: readonly ReviewItem[] }) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  useHotkeys(
    [
      ['j', () => moveFocus(table.current, 1)],
      ['k', () => moveFocus(table.current, -1)],
    ],
    fieldsForText,
  );
  return (
    <WideTable
      ref={table}
      label={t('reviewer.queue.title')}
      minWidth={760}
      columns={[
        t('reviewer.queue.organization'),
        t('reviewer.queue.server'),
        t('reviewer.queue.waiting'),
        t('reviewer.queue.signs'),
        t('reviewer.queue.claim'),
      ]}
      highlightOnHover
    >
      {items.map((item) => (
        <QueueRow key={item.organizationId} item={item} />
      ))}
    </WideTable>
  );
}

function QueueRow({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/reviews/${encodeURIComponent(item.organizationId)}`} fw={600}>
          {item.organizationName ?? item.organizationId}
        </Anchor>
        <Text size="sm" c="dimmed">
          {t('reviewer.queue.revision', { number: item.revision })}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{item.host}</Text>
        <Text size="sm" c="dimmed">
          {item.senderAddress}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <Moment at={item.since} />
        </Text>
        <DueBadge dueAt={item.dueAt} />
      </Table.Td>
      <Table.Td>
        <Signs item={item} />
      </Table.Td>
      <Table.Td>
        <ClaimText claim={item.claim} />
      </Table.Td>
    </Table.Tr>
  );
}

function Signs({ item: { verdict, risks, isAppeal, approvals, approvalsNeeded } }: { readonly item: ReviewItem }) {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      {verdict === 'warn' && <StatusBadge tone="warning">{t('lifecycle.verdict.warn')}</StatusBadge>}
      {risks.length > 0 && (
        <StatusBadge tone="warning">{t('reviewer.queue.risks', { count: risks.length })}</StatusBadge>
      )}
      {isAppeal && <StatusBadge tone="waiting">{t('reviewer.queue.appeal')}</StatusBadge>}
      {approvalsNeeded > 1 && (
        <StatusBadge tone="neutral">
          {t('reviewer.queue.approvals', { count: approvals, needed: approvalsNeeded })}
        </StatusBadge>
      )}
    </Group>
  );
}

function ClaimText({ claim }: { readonly claim: ReviewItem['claim'] }) {
  const { t } = useTranslation();
  if (!claim) return <Text c="dimmed">{t('shared.none')}</Text>;
  return <Text fw={claim.by.isYou ? 600 : 400}>{claim.by.isYou ? t('shared.you') : claim.by.name}</Text>;
}

/** Puts the focus on the link of the row that is `step` rows away from the one that has it. */
function moveFocus(table: HTMLElement | null, step: 1 | -1): void {
  const links = [...(table?.querySelectorAll<HTMLAnchorElement>('a') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step;
  links[next]?.focus();
}
